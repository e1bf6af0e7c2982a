"""The 台账 goes out, is filled in the ways people do, and comes back."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from openpyxl import Workbook, load_workbook
from returned import Book, header_row, register_lines

FOREST = ("--unit", "县林业局")
Fill = Callable[..., Path]


@pytest.fixture
def sent(cli: Cli, tmp_path: Path) -> Path:
    """The register of one unit as it goes out."""
    path = tmp_path / "县林业局.xlsx"
    assert cli("export", "xlsx", *FOREST, "-o", path).code == 0
    return path


@pytest.fixture
def fill(sent: Path) -> Fill:
    """Fill in cells of the register: a row by its clause, and columns by their label."""

    def write(task: str, **cells: Any) -> Path:
        return Book(sent).put(task, **cells).save(sent.name)

    return write


def unit(cli: Cli, task: str) -> dict[str, Any]:
    row: dict[str, Any] = cli("show", task, *FOREST, "--json").json["rows"][0]["units"][0]
    return row


def test_out_and_back_changes_nothing(cli: Cli, sent: Path, tmp_path: Path) -> None:
    cli("check", "1.1", *FOREST, "--note", "=1+1", "--evidence", "https://a.cn/1")
    cli("waive", "1.4", *FOREST, "--reason", "无")
    cli("note", "1.2", "\x1b[31m\x07甲\n乙 \u202e" + "长" * 40_000, *FOREST)
    for name in ("a.xlsx", "a.csv"):
        cli("export", name[2:], *FOREST, "--per", "unit", "-o", tmp_path / name)
        result = cli("import", tmp_path / name, "--json")
        assert result.code == 0
        assert [(one["events"], one["changes"]) for one in result.json["files"]] == [(0, [])]


def test_what_is_filled_in_is_recorded_once(cli: Cli, fill: Fill) -> None:
    path = fill(
        "1.1",
        完成状态="办结",
        完成时间="2025.6.3",
        责任人="李四",
        存在问题="缺人",
        佐证材料="甲.pdf；乙.jpg",
    )
    assert "登记 4 条" in cli("import", path).out
    assert (unit(cli, "1.1")["status"], unit(cli, "1.1")["done_on"]) == ("done", "2025-06-03")
    history = cli("show", "1.1", *FOREST, "--json").json["rows"][0]["history"]
    assert {event.get("field") for event in history} >= {"owner", "problem"}
    assert all(event["origin"].endswith("/县林业局.xlsx") for event in history)
    assert "有变化 0 行，登记 0 条" in cli("import", path).out
    assert cli("undo").out.startswith("已撤销")
    assert unit(cli, "1.1")["status"] == "todo"


@pytest.mark.parametrize(
    "day",
    ["2025.6.3", "2025/06/03", "2025年6月3日", "6月3日", "20250603", 45811, dt.date(2025, 6, 3)],
)
def test_days_are_read_as_people_write_them(cli: Cli, fill: Fill, day: object) -> None:
    assert cli("import", fill("1.1", 完成状态="办结", 完成时间=day)).code == 0
    assert unit(cli, "1.1")["done_on"] == "2025-06-03"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"完成状态": "基本完成"},
            "完成状态｜状态“基本完成”可作两种理解，全部做完的请写“办结”，没有做完的请写“在办”",
        ),
        (
            {"完成状态": "差不多"},
            "完成状态｜状态“差不多”无法识别，应为：未反馈、在办、办结、不适用",
        ),
        (
            {"完成状态": "办结", "完成时间": "昨天"},
            "完成时间｜“昨天”不知从哪天算起，请写成 2025-06-03",
        ),
        ({"完成状态": "办结", "完成时间": "2025-06-21"}, "完成时间｜2025-06-21 还没有到"),
        ({"完成状态": "在办", "完成时间": "2025-06-01"}, "完成时间｜填了完成时间"),
        ({"完成状态": "不适用"}, "备注｜登记不适用，须在备注中写明理由"),
        ({"工作任务": "改了"}, "工作任务｜“工作任务”是锁定的内容，被改为“改了”，请恢复为“重要讲话"),
        (
            {"完成时限": "2026-12-31"},
            "完成时限｜“完成时限”是锁定的内容，被改为“2026-12-31”，请恢复为“2025-12-31”",
        ),
        ({"编号（勿改）": "99.9"}, "编号（勿改）｜没有任务 99.9"),
        ({"编号（勿改）": None, "工作任务": "新增"}, "工作任务｜没有编号"),
        ({"单位代码（勿改）": "xianweiban"}, "单位代码（勿改）｜1.1 没有“xianweiban”"),
        ({"通知代码（勿改）": "yuanqu-2024-1"}, "通知代码（勿改）｜不是本通知的台账"),
        ({"进展情况": "=1+1"}, "进展情况｜是公式"),
        ({"进展情况": "长" * 10_001}, "进展情况｜超过 10000 字"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_written(
    cli: Cli, fill: Fill, state_path: Path, cells: dict[str, Any], said: str
) -> None:
    book = Book(fill("1.2@2025-H1", 完成状态="办结"))
    label, _, why = said.partition("｜")
    sheet, place = book.found("1.1")[0].title, book.place("1.1", label)
    result = cli("import", fill("1.1", **cells))
    assert (result.code, result.out) == (5, "")
    assert f"县林业局.xlsx“{sheet}”表 {place}，{why}" in result.err
    assert not state_path.exists()


def test_the_good_rows_can_be_taken_alone(cli: Cli, fill: Fill) -> None:
    fill("1.2@2025-H1", 完成状态="办结")
    path = fill("1.1", 完成状态="基本完成")
    result = cli("import", path, "--accept-valid")
    assert result.code == 0
    assert Book(path).place("1.1", "完成状态") in result.err
    assert unit(cli, "1.2")["status"] == "done"


def test_a_dry_run_shows_and_writes_nothing(cli: Cli, fill: Fill, state_path: Path) -> None:
    result = cli("import", fill("1.1", 完成状态="办结"), "--dry-run")
    assert "1.1：完成状态 办结" in result.out
    assert not state_path.exists()


def test_a_sheet_older_than_what_is_recorded_is_refused(cli: Cli, fill: Fill) -> None:
    cli("start", "1.1", *FOREST)
    result = cli("import", fill("1.1", 完成状态="办结"))
    assert result.code == 5
    assert "导出后已有新登记" in result.err


def test_rows_may_be_sorted_hidden_and_moved_down(cli: Cli, fill: Fill, tmp_path: Path) -> None:
    lines = register_lines(load_workbook(fill("1.1", 完成状态="办结")))
    book = Workbook()
    moved = book.active
    assert moved is not None
    moved.append(["县林业局台账"])
    moved.append([])
    body = lines[1:]
    random.Random(1).shuffle(body)
    for line in [lines[0], *body]:
        moved.append(list(line))
    moved.row_dimensions[5].hidden = True
    book.save(tmp_path / "b.xlsx")
    assert "有变化 1 行" in cli("import", tmp_path / "b.xlsx").out
    assert unit(cli, "1.1")["status"] == "done"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_saved_as_csv_is_read(cli: Cli, fill: Fill, tmp_path: Path, encoding: str) -> None:
    lines = register_lines(load_workbook(fill("1.1", 完成状态="办结")))
    text = "\n".join(",".join(f'"{cell or ""}"' for cell in line) for line in lines)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert cli("import", tmp_path / "a.csv").code == 0
    assert unit(cli, "1.1")["status"] == "done"


def test_a_row_that_was_cut_short_is_named(cli: Cli, tmp_path: Path) -> None:
    cli("export", "csv", *FOREST, "--per", "unit", "-o", tmp_path / "a.csv")
    head, row, *_ = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    (tmp_path / "a.csv").write_text(f"{head}\n{row.rpartition(',')[0]}\n", "utf-8")
    result = cli("import", tmp_path / "a.csv", "--dry-run")
    assert result.code == 0
    assert "有变化 0 行" in result.out


@pytest.fixture(scope="module")
def hostile() -> dict[str, bytes]:
    bomb, doctype, far = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    with zipfile.ZipFile(doctype, "w") as archive:
        archive.writestr("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a []><a/>')
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.cell(1_048_576, 16_384).value = "x"
    book.save(far)
    return {
        "bomb": bomb.getvalue(),
        "doctype": doctype.getvalue(),
        "far": far.getvalue(),
        "xls": b"\xd0\xcf\x11\xe0" + b"0" * 1000,
        "broken": b"PK\x03\x04" + b"0" * 1000,
        "binary": b"\x00\xff" * 1000,
        "empty": b"",
    }


@pytest.mark.parametrize("name", ["bomb", "doctype", "far", "xls", "broken", "binary", "empty"])
def test_hostile_files_are_refused(
    cli: Cli, tmp_path: Path, state_path: Path, hostile: dict[str, bytes], name: str
) -> None:
    raw = hostile[name]
    (tmp_path / f"{name}.xlsx").write_bytes(raw)
    result = cli("import", tmp_path / f"{name}.xlsx")
    assert result.code == 5
    assert name in result.err
    assert not state_path.exists()


def test_the_workbook_is_an_office_register(cli: Cli, sent: Path) -> None:
    book = load_workbook(sent)
    for sheet in (book["台账"], book["推定（请核对）"]):
        head = header_row(sheet)
        labels = [cell.value for cell in sheet[head]]
        assert labels[:6] == ["序号", "条款", "工作任务", "承办单位及依据", "完成时限", "时限状态"]
        assert (sheet.freeze_panes, sheet.print_title_rows) == (f"D{head + 1}", f"${head}:${head}")
        assert sheet.auto_filter.ref.startswith(f"A{head}:")
        assert sheet.page_setup.orientation == "landscape"
        foot: Any = sheet.oddFooter
        assert foot.center.text == "第 &P 页 共 &N 页"
        assert sheet.protection.sheet
        assert not sheet.protection.password
        first = sheet[head + 1]
        unlocked = {labels[n] for n, cell in enumerate(first) if not cell.protection.locked}
        assert unlocked == {
            "责任人", "进展情况", "完成状态", "完成时间", "佐证材料", "存在问题", "下步措施", "备注"
        }  # fmt: skip
        hidden = [letter for letter, d in sheet.column_dimensions.items() if d.hidden]
        assert hidden
        rows = {n for one in sheet.merged_cells.ranges for n in (one.min_row, one.max_row)}
        assert not rows & set(range(head, sheet.max_row - 1))
    assert "一、狠抓安全意识大提升" in [row[0] for row in book["统计"].values]


def test_the_same_state_gives_the_same_bytes(cli: Cli, sent: Path, tmp_path: Path) -> None:
    cli("export", "xlsx", *FOREST, "-o", tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == sent.read_bytes()


def test_one_file_a_unit(cli: Cli, tmp_path: Path) -> None:
    result = cli("export", "xlsx", "--item", "6", "--split-by", "unit", "-o", tmp_path)
    names = sorted(path.name for path in tmp_path.glob("*.xlsx"))
    assert names == [
        f"垣政发〔2025〕1号_{unit}_2025-06.xlsx" for unit in ("县委办", "县安委办", "县政府办")
    ]
    assert "[3/3]" in result.err
    assert cli("export", "html", "--item", "6", "--split-by", "unit", "-o", tmp_path).code == 0
    assert (tmp_path / "县政府办.html").exists()
    assert cli("export", "xlsx", "--split-by", "unit", "-o", tmp_path / "none").code == 2
