"""Units, items and sections as people write them."""

from __future__ import annotations

import pytest
from conftest import Cli

from yqsafety.errors import UsageError
from yqsafety.notice.lookup import find_item, find_section
from yqsafety.notice.model import Catalog


def found(cli: Cli, *names: str) -> list[str]:
    answer = cli("units", *names, "--json")
    assert answer.code == 0, answer.err
    return [unit["name"] for unit in answer.json["units"]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("垣曲县应急管理局", "县应急管理局"),
        ("山西省运城市垣曲县林业局", "县林业局"),
        ("垣曲县新城镇", "新城镇人民政府"),
        ("垣曲县人民政府办公室", "县政府办"),
        ("“县林业局”", "县林业局"),
        ("「县林业局」", "县林业局"),
        ('"县林业局"', "县林业局"),
        ("“垣曲县林业局”", "县林业局"),
        (" 县 林业局 ", "县林业局"),
    ],
)
def test_a_unit_as_it_is_written(cli: Cli, typed: str, meant: str) -> None:
    assert found(cli, typed) == [meant]
    assert cli("list", "-u", typed, "--ids").out == cli("list", "-u", meant, "--ids").out


@pytest.mark.parametrize("by", ["、", "，", ",", "；", ";", " 、 "])
def test_units_in_one_value(cli: Cli, by: str) -> None:
    both = cli("list", "-u", "县水利局", "-u", "县林业局", "--ids").out
    assert cli("list", "-u", f"县水利局{by}县林业局", "--ids").out == both
    assert cli("list", "-u", f"“县水利局”{by}“县林业局”", "--ids").out == both
    assert found(cli, f"县水利局{by}县林业局") == ["县水利局", "县林业局"]
    assert cli("list", "-u", f"县水利局{by}没有局").code == 2


@pytest.mark.parametrize("typed", ["平陆县林业局", "垣曲县公安局", "、", "“”", "县"])
def test_another_countys_office_is_none_of_ours(cli: Cli, typed: str) -> None:
    result = cli("list", "-u", typed)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("縣林業局", "县林业局"),
        ("縣應急管理局", "县应急管理局"),
        ("縣農業農村局", "县农业农村局"),
        ("縣市場監管局", "县市场监管局"),
        ("縣氣象局", "县气象局"),
    ],
)
def test_traditional_characters_are_answered(cli: Cli, typed: str, meant: str) -> None:
    result = cli("list", "-u", typed)
    assert result.code == 2
    assert result.err.endswith(f"您是不是要找：{meant}。可照此写：yqsafety list -u {meant}\n")


ITEMS = "6 06 006 ６ 六 六、 （六） (六) （6） 第六项 第六条 第6项 六条 6. 6、 第六款".split()
SECTIONS = "1 01 一 一、 第一部分 第1部分 一部分 第一章 （一） 第一节".split()


def test_items_and_sections_as_they_are_written(catalog: Catalog) -> None:
    assert {find_item(catalog.notice, text) for text in ITEMS} == {6}
    assert {find_section(catalog.notice, text) for text in SECTIONS} == {1}
    assert find_item(catalog.notice, "第二十一条") == find_item(catalog.notice, "021") == 21
    assert find_section(catalog.notice, "安全意识") == 1


@pytest.mark.parametrize(
    "text", ["0", "22", "第", "第条", "六六", "6.3", "十六项目", "部分", "、", "00"]
)
def test_what_is_no_number_stays_none(catalog: Catalog, text: str) -> None:
    with pytest.raises(UsageError):
        find_item(catalog.notice, text)
