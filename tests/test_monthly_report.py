"""The monthly report: it can be signed as it is, and its figures are those of `status`.

After a change that is meant to be seen, `UPDATE_GOLD=1 pytest tests/test_monthly_report.py` writes
the gold anew.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Cli
from small import JUNE, SMALL, UNITS, catalog, event, group, item, small_ledger, task, units

from yqsafety.formats import Extract, render_format
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import tally_entries
from yqsafety.notice.model import Unit
from yqsafety.notice.roster import Roster
from yqsafety.reports.document import TEXT_WIDTH, Block, Heading, Paper, Paragraph, Table
from yqsafety.reports.monthly import monthly_report

GOLD = Path(__file__).parent / "gold" / "monthly_report.md"
END_OF_JUNE = dt.date(2025, 6, 30)


def note(n: int, field: str, text: str, task_id: str, unit: str, on: str = "06-12") -> Event:
    return event(n, "note", task_id, unit, on=on)._replace(field=field, note=text)


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
    note(14, "problem", "人手不足。\n经费未到位；", "2.3", "ding"),
    note(15, "measure", "7月底前配齐", "2.3", "ding"),
    note(16, "problem", "暂无", "2.3", "jia"),
)


def report(*events: Event, as_of: dt.date = END_OF_JUNE, filters: Filters | None = None) -> Paper:
    book = small_ledger(*events, as_of=as_of)
    return monthly_report(book, select_entries(book, filters or Filters()), filters)


def all_blocks(made: Paper) -> list[Block]:
    return [*made.blocks, *(block for annex in made.annexes for block in annex.blocks)]


def chapter(made: Paper, word: str) -> tuple[str, list[list[str]]]:
    """The paragraphs below the headings that hold a word, and the rows of their tables."""
    inside = False
    texts, rows = "", []
    for block in all_blocks(made):
        match block:
            case Heading(text):
                inside = word in text
            case Paragraph(text) if inside:
                texts += text + "\n"
            case Table(_, found) if inside:
                rows += [list(row) for row in found]
    return texts, rows


def tables(made: Paper, word: str) -> list[list[dict[str, str]]]:
    """The tables whose first column has this header, each row by header."""
    found = []
    for block in all_blocks(made):
        if isinstance(block, Table) and block.columns[0].header == word:
            heads = [column.header for column in block.columns]
            found.append([dict(zip(heads, row, strict=True)) for row in block.rows])
    return found


def notes(made: Paper) -> str:
    """The small print of the first annex, in one text."""
    blocks = made.annexes[0].blocks
    return "\n".join(b.text for b in blocks if isinstance(b, Paragraph) and b.note)


def markdown(book: Ledger) -> str:
    made = render_format("md", Extract(book, Filters(), select_entries(book, Filters()), "task"))
    return b"".join(made).decode()


def test_the_report_is_this_one() -> None:
    made = markdown(small_ledger(*STATE, as_of=END_OF_JUNE))
    if os.environ.get("UPDATE_GOLD"):
        GOLD.write_text(made, encoding="utf-8")
    assert made == GOLD.read_text(encoding="utf-8")


def test_its_figures_are_those_of_the_program() -> None:
    overall, _ = chapter(report(*STATE), "总体情况")
    sums = tally_entries(small_ledger(*STATE, as_of=END_OF_JUNE).entries)
    timed, standing, presumed = sums.counters
    assert f"应办{timed.total}项，已办结{timed.done}项（均已复核），办结率8.3%；" in overall
    assert f"应报{standing.total}项，已报落实{standing.done}项（均待复核），占66.7%" in overall
    assert "推定" not in overall
    said = f"责任单位或时限属推定的任务应办{presumed.total}项（"
    assert said in notes(report(*STATE))
    for word in ("章节", "单位"):
        rows = tables(report(*STATE), word)[0]
        county = 1 if word == "单位" else 0
        assert sum(int(row["应办"]) for row in rows) == timed.total - county
        assert sum(int(row["逾期"]) for row in rows) == timed.overdue
        for row in rows:
            parts = ("办结", "在办", "未反馈", "报不适用")
            assert int(row["应办"]) == sum(int(row[part]) for part in parts)


def test_this_month_is_held_against_the_last() -> None:
    overall, _ = chapter(report(*STATE), "总体情况")
    assert "与5月底相比，新增逾期2项。" in overall
    done = event(30, "done", "1.3", "ding", period="2025-H1", on="06-08")
    july = chapter(report(*STATE, done, as_of=dt.date(2025, 6, 20)), "总体情况")[0]
    assert "与5月底相比，新办结1项，新增逾期1项，办结率由8.3%提高到16.7%。" in july
    later = chapter(report(*STATE, done, as_of=dt.date(2025, 7, 20)), "总体情况")[0]
    assert "6月底逾期的1项仍未办结。" in later
    before = chapter(report(*STATE, as_of=dt.date(2025, 3, 31)), "总体情况")[0]
    assert "相比" not in before, "there was no notice at the end of February"


def test_units_are_ranked_best_first_among_what_can_be_compared() -> None:
    (rows,) = tables(report(*STATE), "单位")[:1]
    assert [(row["单位"], row["办结率"], row["位次"]) for row in rows] == [
        ("甲局", "20%", "1"),
        ("乙局", "0%", "2"),
        ("丁镇", "0%", "2"),
    ]
    overall, _ = chapter(report(*STATE), "总体情况")
    assert "各单位中，办结率居前的是甲局（20%）；尚无办结的是乙局、丁镇。" in overall


def test_where_nobody_has_finished_anything_nobody_has_a_rank() -> None:
    made = report()
    assert all("位次" not in row for table in tables(made, "单位") for row in table)
    assert "各单位中，3个单位均尚无办结。" in chapter(made, "总体情况")[0]


def test_whoever_has_only_presumed_duties_is_neither_ranked_nor_named() -> None:
    late = event(1, "extend", "1.3", "bing", period="2025-H1", until="06-15")
    made = report(*STATE, late)
    said = "".join(map(str, all_blocks(made)))
    assert "丙局" not in said
    assert "未列成员的单位" not in said
    assert "推定已办" not in tables(made, "单位")[0][0]


def test_units_of_one_kind_are_compared_among_themselves() -> None:
    towns = units(group("towns", "各乡镇", ("registry", ["丁镇", "丙局"])))
    made = replace(
        SMALL, units=towns, notice=catalog([item(3, ["甲局", "各乡镇"], task("3.1", JUNE))]).notice
    )
    book = Ledger(made, Roster(towns), (event(1, "done", "3.1", "bing"),), END_OF_JUNE, "abc")
    paper = monthly_report(book, select_entries(book, Filters()))
    assert [
        [(row["单位"], row.get("位次")) for row in table] for table in tables(paper, "单位")
    ] == [
        [("丙局", "1"), ("丁镇", "2")],
        [("甲局", None)],
    ]
    assert [b.text for b in all_blocks(paper) if isinstance(b, Heading) and b.level == 2][-2:] == [
        "（一）乡镇",
        "（二）其他单位",
    ]


def test_a_unit_without_a_dated_duty_has_no_rank() -> None:
    made = report(*STATE, event(20, "na", "3.1", "yi"), event(21, "confirm", "3.1", "yi"))
    assert [row["单位"] for row in tables(made, "单位")[0]] == ["甲局", "丁镇"]


def test_what_is_overdue_is_listed_the_longest_first_with_its_days() -> None:
    text, rows = chapter(report(*STATE), "逾期任务")
    assert [(row[0], row[2], row[3], row[4], row[5]) for row in rows] == [
        ("1.3（上半年）", "5月31日", "县定时限", "逾期30天", "丁镇"),
        ("3.1", "6月10日", "县定时限", "逾期20天", "乙局"),
    ]
    assert "逾期2项" in text
    assert "另有责任单位或时限属推定的逾期1项，未列入。" in text
    said, _ = chapter(report(*STATE), "任务逾期")
    assert said == (
        "逾期2项：（1）1.3（上半年）“任务 1.3”，已逾期30天，责任单位为丁镇；"
        "（2）3.1“任务 3.1”，已逾期20天，责任单位为乙局。\n"
    )


def test_without_a_date_in_the_notice_it_is_the_year_that_is_open() -> None:
    made = report(*STATE, as_of=dt.date(2026, 1, 10))
    text, rows = chapter(made, "年度未结任务")
    said = {row[0]: (row[2], row[4]) for row in rows}
    assert said["1.1"] == ("2025年12月31日", "年度未结10天")
    assert "3.1" not in said
    assert text.startswith("年度未结")
    _, late = chapter(made, "逾期任务")
    assert {row[0]: row[4] for row in late}["3.1"].startswith("逾期")
    assert made.name.endswith("关于全县2025年安全生产重点任务2026年1月份进展情况的通报")


def test_each_unit_of_a_list_is_named() -> None:
    book = small_ledger(as_of=dt.date(2025, 11, 30))
    _, rows = chapter(monthly_report(book, select_entries(book, Filters())), "12月到期任务")
    named = {row[0]: row[4] for row in rows}
    assert named["1.1"] == "甲局、丁镇"
    assert named["2.1"] == "全县一项：丁镇、甲局"


def test_next_month_in_december_is_january() -> None:
    late = event(1, "extend", "3.1", "yi", until="2026-01-10")
    made = report(late, as_of=dt.date(2025, 12, 5))
    assert chapter(made, "2026年1月到期任务")[0].startswith("2026年1月到期、尚未办结1项。")


@pytest.mark.parametrize(
    "day", [dt.date(9999, 12, 31), dt.date(9999, 11, 30), dt.date(2024, 1, 31), dt.date(1, 1, 1)]
)
def test_any_day_has_a_report(day: dt.date) -> None:
    assert report(*STATE, as_of=day).blocks


def test_who_returned_what_to_whom_is_said_until_it_is_reported_anew() -> None:
    _, rows = chapter(report(*STATE), "退回重办任务")
    assert rows == [["1.1", "任务 1.1", "丁镇", "6月5日", "缺签到表|照片；请*补*"]]
    said, _ = chapter(report(*STATE), "）退回重办")
    assert said == (
        "县安委办复核退回、尚未重新办结1项：6月5日退回丁镇1.1“任务 1.1”，"
        "理由为“缺签到表|照片；请*补*”。\n"
    )
    again = event(90, "done", "1.1", "ding", on="06-21")
    headings = [b.text for b in all_blocks(report(*STATE, again)) if isinstance(b, Heading)]
    assert not [text for text in headings if "退回" in text], "what is nothing has no heading"


def test_what_units_wrote_stands_under_its_section() -> None:
    problems, _ = chapter(report(*STATE), "单位反映的问题")
    assert problems == "“章节”方面：人手不足；经费未到位（丁镇，2.3）。\n"
    measures, _ = chapter(report(*STATE), "单位拟采取的措施")
    assert measures == "“章节”方面：7月底前配齐（丁镇，2.3）。\n"


def test_the_same_words_of_several_units_stand_once() -> None:
    said = [note(n, "problem", "缺人", "2.3", unit) for n, unit in ((1, "jia"), (2, "ding"))]
    problems, _ = chapter(report(*said, note(3, "problem", "缺钱", "2.4", "jia")), "反映的问题")
    assert problems == "“章节”方面：（1）缺人（丁镇、甲局，2.3）；（2）缺钱（甲局，2.4）。\n"


def test_only_what_still_holds_is_taken() -> None:
    """The newest word of an open duty, and what was written this month of a finished one."""
    old = note(1, "problem", "旧的", "2.3", "jia", on="04-01")
    new = note(2, "problem", "新的", "2.3", "jia", on="04-02")
    done = event(3, "count", "2.3", "jia", on="05-02", value=2)
    assert "新的（" in chapter(report(old, new), "反映的问题")[0]
    assert "旧的" not in chapter(report(old, new), "反映的问题")[0]
    assert chapter(report(old, new, done), "反映的问题")[0] == ""
    this_month = note(4, "problem", "本月", "2.3", "jia", on="06-02")
    assert "本月（" in chapter(report(old, new, done, this_month), "反映的问题")[0]


def test_more_than_a_few_words_of_a_section_stand_in_an_annex() -> None:
    said = [
        note(n, "problem", f"问题{n}", t, unit)
        for n, (t, unit) in enumerate(
            [(t, u) for t in ("1.1", "1.2", "1.3") for u in ("jia", "ding")], 1
        )
    ]
    said = [e._replace(period="2025-H1") if e.task == "1.3" else e for e in said]
    made = report(*said)
    problems, _ = chapter(made, "反映的问题")
    assert problems.startswith("“章节”方面：共6条（见附件2），主要是：（1）问题1（甲局，1.1）；")
    assert "问题6" not in problems
    table = made.annexes[-1].blocks[0]
    assert made.annexes[-1].title == "进展、存在问题和下步措施汇总表"
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows] == [f"问题{n}" for n in range(1, 7)]


def test_nothing_overdue_is_said_and_what_is_presumed_still_counted() -> None:
    late = event(1, "extend", "1.3", "yi", period="2025-H1", until="06-15")
    text, rows = chapter(report(late), "逾期任务")
    assert text == "没有逾期任务。另有责任单位或时限属推定的逾期1项，未列入。\n"
    assert not rows


def test_the_filters_hold_and_are_said() -> None:
    chosen = Filters(units=("ding",), shown=(("unit", "单位 丁镇"),))
    made = report(*STATE, filters=chosen)
    assert Paragraph("本通报范围：单位 丁镇。") in made.blocks
    assert made.addressees == "丁镇："
    assert [row["单位"] for row in tables(made, "单位")[0]] == ["丁镇"]


def test_rows_chosen_by_their_state_compare_nobody() -> None:
    late = Filters(statuses=("overdue",), shown=(("status", "状态 逾期"),))
    made = report(*STATE, event(30, "done", "1.3", "jia", period="2025-H1"), filters=late)
    overall, _ = chapter(made, "总体情况")
    assert "相比" not in overall
    assert "办结率居前" not in overall
    assert "尚无办结" not in overall
    assert all("位次" not in row for table in tables(made, "单位") for row in table)


def test_filters_that_leave_nothing_are_said_too() -> None:
    made = report(filters=Filters(grep="没有这几个字"))
    assert not [block for block in all_blocks(made) if isinstance(block, Heading | Table)]
    assert any(
        "没有符合条件的任务" in block.text for block in made.blocks if isinstance(block, Paragraph)
    )


def test_every_table_fits_the_page() -> None:
    for as_of in (END_OF_JUNE, dt.date(2025, 11, 30), dt.date(2026, 1, 10)):
        made = [
            block for block in all_blocks(report(*STATE, as_of=as_of)) if isinstance(block, Table)
        ]
        assert len(made) >= 4
        for table in made:
            assert sum(column.width for column in table.columns) == TEXT_WIDTH
            assert {len(row) for row in table.rows} == {len(table.columns)}


def test_to_whom_it_goes() -> None:
    named = replace(SMALL, notice=replace(SMALL.notice, addressees="各乡镇，县直各单位："))
    book = Ledger(named, Roster(UNITS), (), END_OF_JUNE, "abc")
    everything = select_entries(book, Filters())
    assert monthly_report(book, everything).addressees == "各乡镇，县直各单位："
    assert report().addressees == "甲局、乙局、丁镇："
    chief = replace(UNITS, units=(Unit("jia", "县政府办", ("甲局",)), *UNITS.units[1:]))
    book = Ledger(replace(named, units=chief), Roster(chief), (), END_OF_JUNE, "abc")
    addressed = monthly_report(book, select_entries(book, Filters())).addressees
    assert addressed == "县政府办，各乡镇，县直各单位："
    words = replace(SMALL.notice.words, office="县政府办", office_name="某某县人民政府办公室")
    itself = replace(named, units=chief, notice=replace(named.notice, words=words))
    book = Ledger(itself, Roster(chief), (), END_OF_JUNE, "abc")
    addressed = monthly_report(book, select_entries(book, Filters())).addressees
    assert addressed == "各乡镇，县直各单位：", "the office does not write to itself"
    some = Filters(units=("members", "jia", "yi", "bing"))
    assert monthly_report(book, select_entries(book, some), some).addressees == "成员单位："


def test_the_real_report_comes_through_the_program(cli: Cli, tmp_path: Path) -> None:
    cli("check", "4.1", "--unit", "县应急管理局", "--on", "2025-03-20")
    made = cli("export", "md", "--as-of", "2025-06-30")
    assert made.code == 0
    assert made.out.startswith(
        "# 垣曲县安全生产委员会办公室关于2025年6月份全县安全生产重点任务进展情况的通报\n\n"
        "县委办、县政府办，垣曲开发区管委会，各乡（镇）人民政府，县直有关单位：\n"
    )
    assert "《垣曲县人民政府关于做好2025年安全生产工作的通知》（垣政发〔2025〕1号）" in made.out
    assert "\n\n垣曲县安全生产委员会办公室\n\n2025年6月30日\n\n## 附件1" in made.out
    assert not re.search("签发人|联系人|抄送", made.out), "there is nothing to write by hand on"
    assert "2.4（安全生产月）" in made.out
    assert "2.4@" not in made.out
    assert cli("export", "md", "--per", "unit").code == 2
    assert cli("export", "md", "-u", "县应急管理局", "-o", tmp_path / "a.md").code == 0
    assert "本通报范围：单位 县应急管理局。" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_a_name_that_was_spelled_out_is_said_until_the_office_confirms_it(cli: Cli) -> None:
    said = cli("export", "md").err
    assert "落款“垣曲县安全生产委员会办公室”是按“县安委办”推定的全称，请与印章核对" in said
    confirm = said.partition("不再提示：yqsafety ")[2].split("\n")[0].split()
    assert cli(*confirm).code == 0
    assert "推定的全称" not in cli("export", "md").err
    assert cli("export", "json").err == ""


def test_markup_in_foreign_text_stays_text() -> None:
    assert r"缺签到表\|照片；请\*补\*" in markdown(small_ledger(*STATE, as_of=END_OF_JUNE))
    assert SMALL.notice.title == ""
