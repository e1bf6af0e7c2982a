"""A record is printed with its field; what is personal stays off the page for leaders."""

from __future__ import annotations

import pytest
from conftest import Cli

FOREST = ("-u", "县林业局")
FIELDS = ["责任人", "进展情况", "存在问题", "下步措施", "备注"]


@pytest.mark.parametrize("field", FIELDS)
def test_a_note_is_printed_with_its_field(cli: Cli, field: str) -> None:
    assert cli("note", "15.1", "文字甲", *FOREST, "--field", field).code == 0
    for shown in (cli("show", "15.1").out, cli("log").out):
        assert f"{field}：文字甲" in shown
    page = cli("export", "html", "-i", "15").out
    assert (f"{field}：文字甲" in page) == (field != "责任人")


def test_a_persons_name_and_number_are_not_on_the_page(cli: Cli) -> None:
    text = "李四 13800000000"
    assert cli("note", "15.1", text, *FOREST, "--field", "责任人").code == 0
    page = cli("export", "html").out
    assert "李四" not in page
    assert "13800000000" not in page
    assert "责任人（从略）" in page


def test_a_note_without_a_field_stays_bare(cli: Cli) -> None:
    assert cli("note", "15.1", "文字甲", *FOREST).code == 0
    assert "登记：文字甲" in cli("show", "15.1").out
