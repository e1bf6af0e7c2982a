"""Registers that come back moved, copied, stacked, retitled, cut and signed."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from openpyxl import Workbook
from openpyxl.comments import Comment
from returned import TOWN, Book, changes, dry, events, register_lines, sent

HIDDEN = ["编号（勿改）", "单位代码（勿改）", "通知代码（勿改）", "校验（勿改）"]
DONE = {"完成状态": "办结", "进展情况": "已印发宣传计划"}


def test_a_renamed_sheet_behind_a_cover_sheet_is_found(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    book.sheet.title = "历山镇"
    book.book.create_sheet("填报说明", 0)["A1"] = "请填写"
    result = cli("import", book.save())
    assert result.code == 0
    assert ("done", "2025-06-20") in events(cli, "2.6")
    assert "未读：b.xlsx“填报说明”表，没有台账的表头，未读" in result.err


def test_several_registers_of_a_workbook_are_all_read_and_named(cli: Cli, tmp_path: Path) -> None:
    one = sent(cli, tmp_path).put("2.6", **DONE)
    other = sent(cli, tmp_path, unit="县水利局", name="w.xlsx").put("1.1", **DONE)
    sheet = one.book.create_sheet("县水利局")
    for line in register_lines(other.book):
        sheet.append(list(line))
    result = cli("import", one.save())
    assert result.code == 0
    assert "“台账”表 37 行、“推定（请核对）”表 3 行、“县水利局”表 140 行" in result.out
    assert events(cli, "2.6")
    assert events(cli, "1.1")
    sheets = dry(cli, one.save()).json["files"][0]["sheets"]
    assert sheets == [
        {"name": "台账", "rows": 37},
        {"name": "推定（请核对）", "rows": 3},
        {"name": "县水利局", "rows": 140},
    ]


def test_a_copy_of_the_sheet_that_says_something_else_is_refused_by_name(
    cli: Cli, tmp_path: Path, state_path: Path
) -> None:
    book = sent(cli, tmp_path).put("2.7", **DONE)
    copy = book.book.copy_worksheet(book.sheet)
    copy.title = "九月"
    assert cli("import", book.save("same.xlsx"), "--dry-run").code == 0
    copy.cell(book.row("2.6"), book.columns["完成状态"]).value = "办结"
    result = cli("import", book.save())
    assert result.code == 5
    assert "“九月”表" in result.err
    assert "与“台账”表有 37 行重复，其中 1 行填的不同（如 2.6），请只留一份" in result.err
    assert not state_path.exists()


def test_stacked_registers_sums_and_signatures(cli: Cli, tmp_path: Path) -> None:
    one = sent(cli, tmp_path).put("2.6", **DONE)
    other = sent(cli, tmp_path, unit="新城镇", name="w.xlsx").put("2.6", **DONE)
    end = one.sheet.max_row
    one.sheet.cell(end + 1, 1).value = "合计"
    one.sheet.cell(end + 1, one.columns["完成状态"]).value = "1 项"
    one.sheet.cell(end + 2, 3).value = "填报人：张三"
    one.sheet.cell(end + 2, one.columns["责任人"]).value = "审核人：李四"
    one.sheet.cell(end + 4, 1).value = "新城镇台账"
    for number, line in enumerate(register_lines(other.book)):
        for column, value in enumerate(line, 1):
            one.sheet.cell(end + 5 + number, column).value = value
    result = cli("import", one.save())
    assert result.code == 0, result.err
    assert "读取 80 行（“台账”表 77 行、“推定（请核对）”表 3 行），有变化 2 行" in result.out
    assert f"第 {end + 1}、{end + 2} 行是合计或落款，未读" in result.err
    assert "缺" not in result.err


def test_content_beside_no_task_is_a_fault(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path)
    book.sheet.cell(book.sheet.max_row + 1, book.columns["完成状态"]).value = "办结"
    result = cli("import", book.save())
    assert result.code == 5
    assert "没有条款或工作任务，无法对应" in result.err


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("进展情况", "进展\n情况"),
        ("进展情况", "进展情况（截至10月）"),
        ("进展情况", "进展情况："),
        ("进展情况", "工作进展情况"),
        ("完成状态", "完成\n状态"),
        ("完成状态", "* 完成状态（必填）"),
        ("编号（勿改）", "编号"),
        ("编号（勿改）", "编号(勿改)"),
        ("责任单位", "责任 单位"),
    ],
)
def test_titles_with_additions_are_known(cli: Cli, tmp_path: Path, head: str, told: str) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    book.retitle(head, told)
    said = changes(dry(cli, book.save()))["2.6"]
    assert (said["status"], said["progress"]) == ("办结", "已印发宣传计划")


def test_a_title_that_is_not_known_is_named_where_something_would_be_lost(
    cli: Cli, tmp_path: Path
) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    place = book.place("2.5", "进展情况")
    book.sheet.cell(book.header, book.columns["进展情况"]).value = "近期动态"
    result = cli("import", book.save())
    assert result.code == 5
    assert f"表 {place}，表头“近期动态”认不出，又缺“进展情况”，请改回导出时的名称" in result.err
    book.sheet.cell(book.header, book.columns["进展情况"]).value = "进展情况"
    book.sheet.cell(book.header, 26).value = "联系电话"
    book.sheet.cell(book.header + 1, 26).value = "0359-1234567"
    result = cli("import", book.save())
    assert result.code == 0
    assert "“联系电话”列不是台账的栏目，未读" in result.err


def test_a_retitled_column_that_is_needed_is_named(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    book.sheet.cell(book.header, book.columns["完成状态"]).value = "目前如何"
    result = cli("import", book.save())
    assert result.code == 5
    assert (
        f"表 A{book.header}，表头缺“完成状态”，认不出“目前如何”，请改回导出时的名称" in result.err
    )


def test_two_columns_for_one_are_not_guessed_at(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    book.sheet.cell(book.header, book.columns["进展情况"]).value = "进展情况（9月）"
    book.sheet.cell(book.header, 26).value = "进展情况（10月）"
    result = cli("import", book.save())
    assert result.code == 5
    assert "有两列都像“进展情况”，请只留一列" in result.err


@pytest.mark.parametrize("gone", [HIDDEN, HIDDEN[3:], HIDDEN[:1], ["序号"], ["牵头单位"]])
def test_rows_are_known_with_columns_gone(cli: Cli, tmp_path: Path, gone: list[str]) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE).put("1.1", **DONE)
    book.drop(*gone)
    result = cli("import", book.save())
    assert result.code == 0, result.err
    assert events(cli, "2.6")
    assert "有变化 0 行" in cli("import", book.save()).out


def test_rows_without_hidden_columns_that_fit_nothing_are_refused(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path)
    book.put("2.6", 工作任务=book.cell("2.5", "工作任务").value, **DONE)
    book.put("2.7", 责任单位="县林业局", **DONE)
    book.drop(*HIDDEN)
    result = cli("import", book.save())
    assert result.code == 5
    assert result.err.count("没有编号") == 1


def test_without_hidden_columns_a_newer_record_is_not_overwritten(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    book.drop(*HIDDEN)
    cli("note", "2.6", "县里的记录", "--unit", TOWN, "--field", "进展情况")
    result = cli("import", book.save())
    assert result.code == 5
    assert "没有校验列，分不清先后" in result.err


def test_rows_that_do_not_come_back_are_counted(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path)
    book.sheet.delete_rows(book.header + 9, 5)
    result = cli("import", book.save())
    assert (
        "未读：b.xlsx“台账”表，导出 40 行，收回 35 行，缺 5 行（序号 9、10、11、12、13）"
        in result.err
    )
    unread = dry(cli, book.save()).json["files"][0]["unread"]
    assert [(one["what"], one["number"]) for one in unread] == [("missing", 5)]
    book = sent(cli, tmp_path)
    book.sheet.delete_rows(book.last - 1, 2)
    assert "缺 2 行（序号 36、37）" in cli("import", book.save()).err


def test_pictures_are_counted(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    book.put("2.7", 佐证材料='=_xlfn.DISPIMG("ID_1",1)')
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": f"""<Relationships><Relationship Id="rId1"
            Type="{office}/drawing" Target="../drawings/drawing9.xml"/></Relationships>""",
        "xl/drawings/drawing9.xml": "<wsDr><oneCellAnchor><pic/></oneCellAnchor></wsDr>",
    }
    path = book.save()
    with zipfile.ZipFile(path, "a") as archive:
        for name, text in more.items():
            archive.writestr(name, text)
    result = cli("import", path)
    assert result.code == 0, result.err
    assert "2 张图片未读，请把佐证材料的文件名填入“佐证材料”" in result.err


def test_comments_and_cells_far_to_the_right_are_named(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    for row in (3, 4):
        book.sheet.cell(row + book.header, 5).comment = Comment("此项已完成", "张三")
    book.sheet.cell(9, 61).value = "见附件"
    book.sheet.cell(10, 60).value = "看得见"
    result = cli("import", book.save(), "--json")
    assert result.code == 0, result.err
    unread = [
        (one["what"], one["said"], one["number"]) for one in result.json["files"][0]["unread"]
    ]
    assert ("comment", "2 条批注未读，要登记的请填入表格", 2) in unread
    assert ("column", "1 个单元格在第 60 列以后，未读，要登记的请填入表格", 1) in unread


def test_cells_far_to_the_right_of_a_text_file_are_named(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    cli("export", "csv", "--unit", TOWN, "-o", path)
    first, *lines = path.read_text("utf-8-sig").splitlines()
    lines[0] += "," * 60 + "见附件"
    path.write_text("\n".join([first, *lines]), encoding="utf-8-sig")
    assert "1 个单元格在第 60 列以后，未读" in cli("import", path).err


def test_a_merged_cell_counts_for_each_of_its_rows(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.5", 责任人="李四")
    first, column = book.row("2.5"), book.columns["责任人"]
    book.sheet.merge_cells(
        start_row=first, end_row=first + 2, start_column=column, end_column=column
    )
    assert changes(dry(cli, book.save())) == {
        name: {"owner": "李四"} for name in ("2.5", "2.6", "2.7")
    }


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("甲.pdf、乙.pdf", ["甲.pdf", "乙.pdf"]),
        ("甲.pdf，乙.pdf,丙.jpg", ["甲.pdf", "乙.pdf", "丙.jpg"]),
        ("甲.pdf 乙.pdf", ["甲.pdf", "乙.pdf"]),
        ("甲.pdf；乙.pdf\n丙.pdf;丁.pdf", ["甲.pdf", "乙.pdf", "丙.pdf", "丁.pdf"]),
        ("会议记录、签到表.pdf", ["会议记录、签到表.pdf"]),
        ("会议纪要（3月 第1次）.docx", ["会议纪要（3月 第1次）.docx"]),
    ],
)
def test_names_of_proof(cli: Cli, tmp_path: Path, typed: str, names: list[str]) -> None:
    path = sent(cli, tmp_path).put("2.6", 佐证材料=typed).save()
    assert cli("import", path).code == 0
    found = [
        e["name"] for one in cli("log", "2.6", "--json").json["events"] for e in one["evidence"]
    ]
    assert found == names
    assert "有变化 0 行" in cli("import", path).out


def test_a_name_of_proof_is_bounded_as_in_commands(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", 佐证材料="长" * 1001)
    result = cli("import", book.save())
    assert result.code == 5
    assert book.place("2.6", "佐证材料") in result.err


def test_every_fault_is_named_at_once_with_cell_content_and_remedy(
    cli: Cli, tmp_path: Path, state_path: Path
) -> None:
    book = sent(cli, tmp_path).put("2.5", **DONE)
    book.put("2.6", 完成状态="基本完成", 完成时间="五月底", 进展情况="=TODAY()", 完成时限="9月")
    book.put("2.7", 完成状态="差不多")
    result = cli("import", book.save(), "--json")
    assert result.code == 5
    problems = {p["place"]: p for p in result.json["files"][0]["problems"]}
    due, text, status, day = (
        book.place("2.6", head) for head in ("完成时限", "进展情况", "完成状态", "完成时间")
    )
    assert problems.keys() == {due, text, status, day, book.place("2.7", "完成状态")}
    assert problems[day]["content"] == "五月底"
    assert problems[day]["sheet"] == "台账"
    assert "请恢复为“2025-12-31”" in problems[due]["said"]
    assert not state_path.exists()
    result = cli("import", book.save(), "--dry-run")
    assert "2.5：进展情况 已印发宣传计划，完成状态 办结" in result.out
    assert "有问题 5 处，改正前不收" in result.out
    assert "将登记 2 条（未写入）" in cli("import", book.save(), "--dry-run", "--accept-valid").out


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("完成时限", "2025年12月31日"),
        ("完成时限", "2025/12/31"),
        ("工作任务", lambda text: text.replace("：", ":")),
        ("工作任务", lambda text: text.replace("，", ", ") + " "),
        ("责任单位", " 历山镇人民政府 "),
        ("时限状态", "待更新。"),
    ],
)
def test_harmless_typography_of_locked_cells_is_tolerated(
    cli: Cli, tmp_path: Path, head: str, told: Any
) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    cell = book.cell("2.6", head)
    cell.value = told(cell.value) if callable(told) else told
    if head == "时限状态":
        cell.value = cell.value.rstrip("。")
    assert cli("import", book.save()).code == 0


@pytest.mark.parametrize(
    ("head", "told", "right"),
    [
        ("牵头单位", "县应急管理局", "请恢复为空白"),
        ("完成时限", "2025-12-30", "请恢复为“2025-12-31”"),
        ("时限状态", "逾期", "请恢复为“待更新”"),
        ("类型", "限期", "请恢复为“长期”"),
        ("条款", "2.9", "请恢复为“2.6”"),
        ("责任单位", "新城镇人民政府", "请恢复为“历山镇"),
    ],
)
def test_the_changed_locked_cell_is_named_with_its_right_text(
    cli: Cli, tmp_path: Path, head: str, told: str, right: str
) -> None:
    book = sent(cli, tmp_path)
    row, place = book.row("2.6"), book.place("2.6", head)
    book.put("2.6", **DONE)
    book.sheet.cell(row, book.columns[head]).value = told
    cli("extend", "2.6", "--unit", TOWN, "--until", "2025-11-30", "--reason", "县里定")
    result = cli("import", book.save())
    assert result.code == 5
    assert f"表 {place}，“{head}”是锁定的内容" in result.err
    assert right in result.err


def test_another_notice_is_said_once(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path)
    for row in range(book.header + 1, book.last + 1):
        book.sheet.cell(row, book.columns["通知代码（勿改）"]).value = "yuanqu-2024-1"
    result = cli("import", book.save())
    assert result.err.count("不是本通知的台账") == 1
    assert "等 37 处" in result.err


def test_an_event_that_did_not_happen_is_no_fault(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("3.5", 完成状态="未发生").put("2.6", **DONE)
    assert cli("import", book.save()).code == 0
    assert events(cli, "3.5") == []
    result = cli("import", book.put("3.5", 完成状态="办结").save())
    assert result.code == 5
    assert "3.5 尚未触发" in result.err


def test_a_sheet_of_its_own_without_the_figures(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    fresh = Workbook()
    sheet = fresh.worksheets[0]
    sheet.append(["垣曲县历山镇安全生产工作台账"])
    sheet.merge_cells("A1:T1")
    for line in register_lines(book.drop(*HIDDEN).book):
        sheet.append(list(line))
    fresh.save(tmp_path / "n.xlsx")
    assert cli("import", tmp_path / "n.xlsx").code == 0
    assert Book(tmp_path / "n.xlsx").sheet.title == "Sheet"
    assert events(cli, "2.6")


ACCIDENT = ("trigger", "3.5", "--unit", TOWN, "--on", "2025-06-18", "--note", "某矿事故")


@pytest.mark.parametrize(
    "gone", [(), ("校验（勿改）",), tuple(HIDDEN)], ids=["whole", "unsealed", "bare"]
)
def test_a_sheet_that_went_out_before_an_accident_is_taken_for_it(
    cli: Cli, tmp_path: Path, gone: tuple[str, ...]
) -> None:
    book = sent(cli, tmp_path)
    assert cli(*ACCIDENT).code == 0
    book.put("3.5", 完成状态="已完成", 完成时间="2025-06-19", 进展情况="已整改").drop(*gone)
    result = cli("import", book.save())
    assert result.code == 0, result.err
    row = cli("list", "--json", "--unit", TOWN, "--item", "3", "--kind", "触发").json["rows"][0]
    assert (row["id"], row["status"]) == ("3.5@2025-06-18", "done")
    assert row["units"][0]["done_on"] == "2025-06-19"
    assert "有变化 0 行" in cli("import", book.save()).out


def test_what_such_a_sheet_leaves_empty_or_says_did_not_happen_is_no_fault(
    cli: Cli, tmp_path: Path
) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    assert cli(*ACCIDENT).code == 0
    result = cli("import", book.save())
    assert (result.code, "旧版" in result.err) == (0, False)
    result = cli("import", book.put("3.5", 完成状态="未发生").save())
    assert result.code == 0, result.err
    assert "3.5 填的是情形未发生，此后已登记 3.5@2025-06-18，该行未登记" in result.err


def test_of_several_events_since_it_is_asked_which(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    assert cli(*ACCIDENT).code == 0
    assert cli(*ACCIDENT[:-3], "2025-06-19").code == 0
    result = cli("import", book.save())
    assert result.code == 0
    assert "1 行的情形已登记发生不止一次，没有填报，未读" in result.err
    result = cli("import", book.put("3.5", **DONE).save())
    assert result.code == 5
    assert "3.5 的情形已登记 2 次（3.5@2025-06-18、3.5@2025-06-19），分不清是哪一次" in result.err
    assert book.place("3.5", "完成状态") in result.err


def test_a_row_of_an_event_that_was_taken_back_says_so(cli: Cli, tmp_path: Path) -> None:
    assert cli(*ACCIDENT).code == 0
    book = sent(cli, tmp_path).put("2.6", **DONE)
    assert cli("undo").code == 0
    result = cli("import", book.save())
    assert result.code == 0
    assert "1 行的情形没有登记，或已撤销，没有填报，未读" in result.err
    assert cli(*ACCIDENT[:-3], "2025-06-17").code == 0
    result = cli("import", book.put("3.5@2025-06-18", **DONE).save())
    assert result.code == 5
    assert "3.5@2025-06-18 这次情形没有登记，或已撤销；现为 3.5" in result.err


def test_a_row_of_an_event_that_another_unit_has_names_the_unit(cli: Cli, tmp_path: Path) -> None:
    assert cli(*ACCIDENT).code == 0
    book = sent(cli, tmp_path)
    assert cli("undo").code == 0
    assert cli("trigger", "3.5", "--unit", "新城镇", "--on", "2025-06-18").code == 0
    result = cli("import", book.put("3.5@2025-06-18", **DONE).save())
    assert result.code == 5
    assert "3.5@2025-06-18 这次情形没有登记到历山镇人民政府" in result.err
    assert "lishan" not in result.err
