"""The monthly report: its figures are those of `status`, and nothing is cut or made up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import Cli
from small import SMALL, event, small_ledger

from yqsafety.formats import Extract, render_format
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import tally_entries
from yqsafety.reports.document import TEXT_WIDTH, Heading, Paragraph, Table
from yqsafety.reports.monthly import MonthlyReport, monthly_report

GOLD = Path(__file__).parent / "gold" / "monthly_report.md"
END_OF_JUNE = dt.date(2025, 6, 30)

STATE = (
    event(1, "done", "1.1", "jia", on="05-20"),
    event(2, "confirm", "1.1", "jia", on="05-25"),
    event(3, "done", "1.1", "ding", on="06-02"),
    event(4, "return", "1.1", "ding", on="06-05")._replace(reason="缺签到表|照片\n请*补*"),
    event(5, "done", "1.2", "jia", on="03-01"),
    event(6, "done", "1.2", "ding", on="06-20"),
    event(7, "extend", "3.1", "yi", until="06-10"),
    event(8, "extend", "1.3", "ding", period="2025-H1", until="05-31"),
    event(9, "extend", "1.3", "yi", period="2025-H1", until="06-15"),
    event(10, "extend", "2.3", "ding", until="07-15"),
    event(11, "extend", "2.1", "ding", until="07-31"),
    event(12, "na", "2.4", "ding"),
    event(13, "trigger", "1.4", "jia", on="06-01", period="2025-06-01"),
)


def report(
    *events: Event, as_of: dt.date = END_OF_JUNE, filters: Filters | None = None
) -> MonthlyReport:
    book = small_ledger(*events, as_of=as_of)
    return monthly_report(book, select_entries(book, filters or Filters()))


def chapter(made: MonthlyReport, word: str) -> tuple[str, list[list[str]]]:
    """The paragraphs of a chapter whose heading holds a word, and the rows of its table."""
    inside = False
    texts, rows = "", []
    for block in made.blocks:
        match block:
            case Heading(text):
                inside = word in text
            case Paragraph(text) if inside:
                texts += text + "\n"
            case Table(_, found) if inside:
                rows += [list(row) for row in found]
    return texts, rows


def dated(made: MonthlyReport, word: str) -> list[dict[str, str]]:
    """The rows of the first table under a heading, the figures of dated tasks, by header."""
    inside = False
    for block in made.blocks:
        if isinstance(block, Heading):
            inside = word in block.text
        elif isinstance(block, Table) and inside:
            heads = [column.header for column in block.columns]
            return [dict(zip(heads, row, strict=True)) for row in block.rows]
    raise LookupError(word)


def markdown(book: Ledger) -> str:
    made = render_format("md", Extract(book, Filters(), select_entries(book, Filters()), "task"))
    return b"".join(made).decode()


def test_the_report_is_this_one() -> None:
    assert markdown(small_ledger(*STATE, as_of=END_OF_JUNE)) == GOLD.read_text(encoding="utf-8")


def test_its_figures_are_those_of_the_program() -> None:
    overall, _ = chapter(report(*STATE), "总体情况")
    sums = tally_entries(small_ledger(*STATE, as_of=END_OF_JUNE).entries)
    timed, standing, presumed = sums.counters
    rate = f"（{timed.done}/{timed.total}，{timed.percent:g}%）"
    assert f"应办{timed.total}项，办结{timed.done}项{rate}" in overall
    assert f"应报{standing.total}项，已报落实{standing.done}项" in overall
    assert f"另计：应办{presumed.total}项" in overall
    for word in ("章节", "单位"):
        rows = dated(report(*STATE), f"各{word}进展")
        county = 1 if word == "单位" else 0
        assert sum(int(row["应办"]) for row in rows) == timed.total - county
        assert sum(int(row["逾期"]) for row in rows) == timed.overdue
        for row in rows:
            parts = ("办结", "在办", "未反馈", "报不适用")
            assert int(row["应办"]) == sum(int(row[part]) for part in parts)


def test_units_stand_worst_first_and_the_countys_results_apart() -> None:
    text, _ = chapter(report(*STATE), "各单位进展")
    rows = dated(report(*STATE), "各单位进展")
    assert [row["单位"] for row in rows] == ["乙局", "丁镇", "甲局", "丙局", "未列成员的单位"]
    assert [row["逾期"] for row in rows] == ["1", "1", "0", "0", "0"]
    assert [row["办结率"] for row in rows] == ["0%", "0%", "20%", "—", "—"]
    assert text.startswith(
        "全县一项、未明确牵头的任务不计入各单位：限期任务应办1项，办结0项（0/1，0%）"
    )


def test_what_is_overdue_is_listed_the_longest_first_with_its_days() -> None:
    text, rows = chapter(report(*STATE), "逾期任务")
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("1.3@2025-H1", "逾期30天", "丁镇"),
        ("3.1", "逾期20天", "乙局"),
    ]
    assert rows[0][2] == "2025-05-31（县定）"
    assert "逾期2项" in text
    assert "另有责任单位或时限属推定的逾期1项，未列入。" in text


def test_without_a_date_in_the_notice_it_is_the_year_that_is_open() -> None:
    made = report(*STATE, as_of=dt.date(2026, 1, 10))
    text, rows = chapter(made, "年度未结任务")
    said = {row[0]: row[3] for row in rows}
    assert said["1.1"] == "年度未结10天"
    assert "3.1" not in said
    assert text.startswith("年度未结")
    _, late = chapter(made, "逾期任务")
    assert {row[0]: row[3] for row in late}["3.1"].startswith("逾期")


def test_each_unit_of_a_list_is_named() -> None:
    book = small_ledger(as_of=dt.date(2025, 11, 30))
    _, rows = chapter(monthly_report(book, select_entries(book, Filters())), "12月到期")
    units = {row[0]: row[3] for row in rows}
    assert units["1.1"] == "甲局、丁镇"
    assert units["2.1"] == "全县一项：丁镇、甲局"


def test_next_month_in_december_is_january() -> None:
    made = report(as_of=dt.date(2025, 12, 5))
    assert chapter(made, "2026年1月到期")[0].startswith("没有2026年1月到期的任务。")


@pytest.mark.parametrize(
    "day", [dt.date(9999, 12, 31), dt.date(9999, 11, 30), dt.date(2024, 1, 31)]
)
def test_any_day_has_a_report(day: dt.date) -> None:
    assert report(*STATE, as_of=day).blocks


def test_what_was_returned_is_listed_until_it_is_reported_anew() -> None:
    _, rows = chapter(report(*STATE), "退回重办")
    assert [row[2] for row in rows] == ["丁镇"]
    assert rows[0][3] == r"缺签到表|照片\x0a请*补*"
    again = event(90, "done", "1.1", "ding", on="06-21")
    assert chapter(report(*STATE, again), "退回重办") == ("没有退回重办的任务。\n", [])


def test_nothing_overdue_is_said_and_what_is_presumed_still_counted() -> None:
    late = event(1, "extend", "1.3", "yi", period="2025-H1", until="06-15")
    text, rows = chapter(report(late), "逾期任务")
    assert text.splitlines() == ["没有逾期任务。", "另有责任单位或时限属推定的逾期1项，未列入。"]
    assert not rows


def test_the_filters_hold_and_are_said() -> None:
    chosen = Filters(units=("ding",), shown=(("unit", "单位 丁镇"),))
    made = report(*STATE, filters=chosen)
    assert Paragraph("本通报范围：单位 丁镇。") in made.blocks
    assert [row["单位"] for row in dated(made, "各单位进展")] == ["丁镇"]


def test_filters_that_leave_nothing_are_said_too() -> None:
    made = report(filters=Filters(grep="没有这几个字"))
    assert not [block for block in made.blocks if isinstance(block, Heading | Table)]
    assert any(
        "没有符合条件的任务" in block.text for block in made.blocks if isinstance(block, Paragraph)
    )


def test_every_table_fits_the_page() -> None:
    for as_of in (END_OF_JUNE, dt.date(2025, 11, 30), dt.date(2026, 1, 10)):
        tables = [block for block in report(*STATE, as_of=as_of).blocks if isinstance(block, Table)]
        assert len(tables) >= 4
        for table in tables:
            assert sum(column.width for column in table.columns) == TEXT_WIDTH
            assert {len(row) for row in table.rows} == {len(table.columns)}


def test_the_real_report_comes_through_the_program(cli: Cli, tmp_path: Path) -> None:
    cli("check", "4.1", "--unit", "县应急管理局", "--on", "2025-03-20")
    made = cli("export", "md", "--as-of", "2025-06-30")
    assert made.code == 0
    assert made.out.startswith("# 2025年安全生产重点任务进展情况通报\n")
    assert "《垣曲县人民政府关于做好2025年安全生产工作的通知》（垣政发〔2025〕1号）" in made.out
    assert made.out.endswith("\n\n县安委办\n\n2025年6月30日\n")
    assert cli("export", "md", "--per", "unit").code == 2
    assert cli("export", "md", "-u", "县应急管理局", "-o", tmp_path / "a.md").code == 0
    assert "本通报范围：单位 县应急管理局。" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_markup_in_foreign_text_stays_text() -> None:
    assert r"缺签到表\|照片\\x0a请\*补\*" in markdown(small_ledger(*STATE, as_of=END_OF_JUNE))
    assert SMALL.notice.title == ""
