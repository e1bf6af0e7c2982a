"""The 台账 as a paper: its head, its columns, what is printed, what is presumed, what is signed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from returned import TOWN, Book, changes, dry, events, header_row, register_lines, sent

PRESUMED = "推定（请核对）"
HIDDEN = ("编号（勿改）", "单位代码（勿改）", "通知代码（勿改）", "校验（勿改）")
DONE = {"完成状态": "办结", "进展情况": "已办"}


def head_text(sheet: Worksheet) -> str:
    rows = sheet.iter_rows(max_row=header_row(sheet) - 1, values_only=True)
    return "\n".join(str(value) for row in rows for value in row if value is not None)


def test_the_head_says_whose_sheet_it_is_and_how_it_is_filled_in(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path, "--as-of", "2025-06-20", unit="县水利局")
    said = head_text(book.sheet)
    assert said.startswith("垣曲县安全生产工作任务台账\n任务来源：《垣曲县人民政府关于做好2025年")
    for part in (
        "填报单位：县水利局",
        "月份：2025年6月",
        "填报人：",
        "审核人：",
        "联系电话：",
        "填法",
    ):
        assert part in said
    assert f"另有 115 行是推定由填报单位承担的，在“{PRESUMED}”表" in said
    assert "不由本单位承担的，完成状态选“不适用”" in head_text(book.book[PRESUMED])
    foot = str(book.sheet.cell(book.last + 2, 1).value)
    assert re.findall(r"\S+?：", foot) == [
        "填报单位（盖章）：", "填报人（签名）：", "审核人（签名）：", "日期："
    ]  # fmt: skip


def test_names_and_signatures_are_read_by_nobody(
    cli: Cli, tmp_path: Path, state_path: Path
) -> None:
    book = sent(cli, tmp_path)
    for row in book.sheet.iter_rows(max_row=book.header - 1):
        for cell in row:
            if str(cell.value).endswith("："):
                cell.value = f"{cell.value}张三 13800000000"
                assert not cell.protection.locked
    foot = book.sheet.cell(book.last + 2, 1)
    foot.value = f"{foot.value}李四 2025年6月20日"
    result = cli("import", book.save())
    assert (result.code, result.err) == (0, "")
    assert not state_path.exists()


def test_what_is_presumed_stands_on_a_sheet_of_its_own(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path, unit="县水利局")
    rows = cli("list", "--unit", "县水利局", "--json").json["rows"]
    sure = {
        row["id"] for row in rows
        if row["units"][0]["ground"] != "presumed" and row["units"][0]["basis"] != "presumed"
    }  # fmt: skip
    code = book.columns["编号（勿改）"] - 1
    lines = register_lines(book.book)[1:]
    first = [line for line in lines if line[code] in sure]
    assert lines[: len(first)] == first
    assert book.last - book.header == len(first) == len(sure)
    assert [line[0] for line in lines] == list(range(1, len(rows) + 1))
    assert all("推定" in str(line[3]) for line in lines[len(first) :])


def test_both_sheets_come_back_and_a_lost_one_is_missed(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE).put("1.2@2025-H1", **DONE)
    assert book.found("1.2@2025-H1")[0].title == PRESUMED
    found = dry(cli, book.save())
    assert changes(found).keys() == {"2.6", "1.2@2025-H1"}
    assert found.json["files"][0]["unread"] == []
    copy = book.book.copy_worksheet(book.sheet)
    copy.title = "底稿"
    assert "缺" not in cli("import", book.save(), "--dry-run").err
    del book.book["底稿"], book.book[PRESUMED]
    said = cli("import", book.save(), "--dry-run").err
    assert "导出 40 行，收回 37 行，缺 3 行（序号 38、39、40）" in said


def test_a_sheet_without_anything_presumed_has_one_table(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path, "--item", "18")
    assert book.book.sheetnames == ["台账", "统计"]
    assert "推定" not in head_text(book.sheet)


def test_what_was_returned_comes_first_with_its_reason(cli: Cli, tmp_path: Path) -> None:
    cli("check", "18.5", "--unit", TOWN, "--on", "2025-05-01")
    cli("return", "18.5", "--unit", TOWN, "--reason", "缺签到表")
    book = sent(cli, tmp_path)
    assert (book.row("18.5"), book.cell("18.5", "序号").value) == (book.header + 1, 1)
    assert "退回：缺签到表" in book.cell("18.5", "时限状态").value
    rules = [r for one in book.sheet.conditional_formatting for r in one.rules if r.formula]
    assert any("退回：" in rule.formula[0] and rule.dxf.font.b for rule in rules)
    book.put("18.5", 完成状态="办结", 完成时间="2025-06-19", 佐证材料="签到表.pdf")
    assert cli("import", book.save()).code == 0
    assert ("done", "2025-06-19") in events(cli, "18.5")


def test_a_row_says_ground_quantity_proof_and_whose_the_result_is(cli: Cli, tmp_path: Path) -> None:
    cli("check", "6.6", "--unit", "县政府办", "--count", "3", "--on", "2025-05-01")
    book = sent(cli, tmp_path, unit="县政府办")
    assert "所属通知" not in book.columns
    shown: dict[str, Any] = cli("show", "6.6", "--json").json["rows"][0]
    assert book.cell("6.6", "应备佐证").value == "；".join(shown["evidence_expected"])
    amount = str(book.cell("6.6", "数量要求").value)
    assert amount.startswith(shown["quantity"]["text"])
    assert "已 3 " in amount
    assert str(book.cell("6.6", "承办单位及依据").value).startswith("全县一项（未明确牵头）\n点名")
    assert book.cell("6.6", "责任依据").value == "通知点名"


def test_periods_are_called_as_people_call_them(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path, unit="县政府办")
    said = {str(line[1]) for line in register_lines(book.book)[1:]}
    assert {"6.3（2025年上半年）", "6.4（2025年下半年）"} <= said
    assert not any("@" in one for one in said)
    assert "2.4（安全生产月）" in {
        str(line[1]) for line in register_lines(sent(cli, tmp_path).book)
    }


@pytest.mark.parametrize("said", ["1.2（2025年下半年）", "1.2@2025-H2", "1.2 (2025年下半年)"])
def test_the_period_is_known_from_the_clause_alone(cli: Cli, tmp_path: Path, said: str) -> None:
    book = sent(cli, tmp_path).put("1.2@2025-H2", 条款=said, 进展情况="已列计划").drop(*HIDDEN)
    assert changes(dry(cli, book.save())) == {"1.2@2025-H2": {"progress": "已列计划"}}


def test_the_clause_of_an_older_sheet_is_no_change(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("1.2@2025-H2", 条款="1.2@2025-H2", 进展情况="已列计划")
    assert changes(dry(cli, book.save())) == {"1.2@2025-H2": {"progress": "已列计划"}}
    result = cli("import", book.put("1.2@2025-H2", 条款="1.2（2025年上半年）").save())
    assert "“条款”是锁定的内容，被改为“1.2（2025年上半年）”" in result.err


def test_what_stands_beside_is_not_under_the_seal(cli: Cli, tmp_path: Path) -> None:
    beside = ("承办单位及依据", "应备佐证", "数量要求", "责任依据")
    book = sent(cli, tmp_path).put("2.6", **DONE, **dict.fromkeys(beside, "改"))
    assert cli("import", book.save()).code == 0
    again = sent(cli, tmp_path).put("2.7", **DONE).drop(*beside)
    result = cli("import", again.save())
    assert (result.code, result.err) == (0, "")


def test_a_row_grows_with_what_is_typed_into_it(cli: Cli, tmp_path: Path) -> None:
    path = sent(cli, tmp_path).path
    with zipfile.ZipFile(path) as archive:
        rows = re.findall(r"<row [^>]*>", archive.read("xl/worksheets/sheet1.xml").decode())
    assert len(rows) == 5 + 37 + 2
    assert sum(' ht="' in row for row in rows) == len(rows) - 1
    assert not any("customHeight" in row for row in rows)


def test_the_paper_is_narrow_enough_for_letters_of_nine_points(cli: Cli, tmp_path: Path) -> None:
    sheet = load_workbook(sent(cli, tmp_path).path)["台账"]
    area = str(sheet.print_area)
    last = re.fullmatch(r"'台账'!\$A\$1:\$([A-Z])\$\d+", area)
    assert last
    letters = [chr(n) for n in range(ord("A"), ord(last[1]) + 1)]
    # 285 mm between the margins hold 153 characters of the default font in letters of 10 points.
    assert sum(sheet.column_dimensions[letter].width for letter in letters) * 0.9 <= 153 - 5
    printed = [sheet.cell(header_row(sheet), n).value for n in range(1, len(letters) + 1)]
    assert printed[-1] == "下步措施"
    assert "备注" not in printed


def test_figures_have_rates_as_numbers(cli: Cli, tmp_path: Path) -> None:
    cli("check", "18.5", "--unit", TOWN, "--on", "2025-05-01")
    answer = cli("status", "--unit", TOWN, "--json").json["overall"]["timed"]
    lines = list(Book(sent(cli, tmp_path).path).book["统计"].iter_rows(values_only=True))
    head = next(n for n, line in enumerate(lines) if line[1] == "应办")
    total = next(line for line in lines[head:] if line[0] == "合计")
    cells = dict(zip(lines[head], total, strict=True))
    assert (cells["应办"], cells["办结"]) == (answer["total"], answer["done"])
    assert cells["办结率"] == pytest.approx(answer["done"] / answer["total"], abs=0.001)
