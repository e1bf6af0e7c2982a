"""What papers and tables say of figures is true in every state: held against `status --json`.

The sentences are read as a person reads them: a number with its words, and what stands behind it
in brackets as its parts. Each part must be no more than its whole, and each figure that of its
kind of duty in `status`: what is said of dated duties is never that of all.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter as Count
from collections.abc import Iterator
from typing import Any, NamedTuple

from hypothesis import example, given, settings
from openpyxl import load_workbook
from small import days, event, histories, small_ledger

from yqsafety.formats import Extract, render_format
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import break_down, tally_entries
from yqsafety.reports.answers import status_json
from yqsafety.reports.document import Block, Heading, Paper, Paragraph, Table
from yqsafety.reports.monthly import monthly_report

NATURES = ("timed", "standing", "presumed")
MAY_2 = dt.date(2025, 5, 2)


class Said(NamedTuple):
    """A number with the words before it, and what is said of its parts in brackets."""

    words: str
    number: int
    parts: tuple[Said, ...]


def read_figures(text: str) -> Iterator[Said]:
    """The figures of a sentence: 在办5项（其中退回重办1项）."""
    for words, number, inside in re.findall(r"([^\d，。；（）]*)(\d+)项(?:（([^（）]*)）)?", text):
        yield Said(words, int(number), tuple(read_figures(inside)))


def figure(text: str, ending: str) -> Said:
    """The one figure whose words end so; nothing where it is not said."""
    return next((one for one in read_figures(text) if one.words.endswith(ending)), NOTHING)


NOTHING = Said("", 0, ())


def part(whole: Said, ending: str) -> int:
    """A part that is said of a figure, by the end of its words."""
    return sum(one.number for one in whole.parts if one.words.endswith(ending))


def paper_of(book: Ledger) -> Paper:
    return monthly_report(book, select_entries(book, Filters()))


def overall_of(book: Ledger) -> dict[str, Any]:
    """The figures of `status --json`, by kind of duty."""
    parts = break_down(book.entries, "unit", book.roster)
    answer = status_json(book, Filters(), "unit", parts, tally_entries(book.entries))
    overall: dict[str, Any] = answer["overall"]
    return overall


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def everything(paper: Paper) -> list[str]:
    return texts((*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)))


def sentence(paper: Paper, beginning: str) -> str:
    """The paragraph that begins so; nothing where it is left out."""
    return next((text for text in everything(paper) if text.startswith(beginning)), "")


RETURNED = (
    event(1, "done", "1.1", "bing", on="05-01"),
    event(2, "return", "1.1", "bing", on="05-01")._replace(reason="理由"),
    event(3, "done", "1.2", "jia", on="05-01"),
    event(4, "return", "1.2", "jia", on="05-01")._replace(reason="理由"),
)
"""Sent back: a presumed duty and a standing one, while no dated one is under way."""
MIXED = (
    *RETURNED,
    event(5, "doing", "1.2", "ding", on="05-03"),
    event(6, "doing", "1.1", "ding", on="05-03"),
    event(7, "done", "2.1", "jia", on="05-03"),
    event(8, "done", "2.2", "ding", on="05-03"),
    event(9, "extend", "3.1", "yi", until="06-10"),
    event(10, "extend", "1.2", "ding", until="06-10"),
    event(11, "na", "2.4", "ding"),
)
"""Every kind under way, late, waiting to be recognised, and to be reported anew."""
NOVEMBER = dt.date(2025, 11, 20)


@settings(max_examples=150)
@example(list(RETURNED), MAY_2)
@example(list(MIXED), NOVEMBER)
@given(histories(), days)
def test_sentences_say_the_figures_of_each_kind(events: list[Event], day: dt.date) -> None:
    book = small_ledger(*events, as_of=day)
    paper, overall = paper_of(book), overall_of(book)
    for text in everything(paper):
        for one in read_figures(text):
            assert all(inside.number <= one.number for inside in one.parts), text
    timed, standing = overall["timed"], overall["standing"]
    dated = sentence(paper, "限期任务")
    assert figure(dated, "已办结").number == timed["done"]
    assert figure(dated, "未办结的任务中").number == 0
    for ending, code in (
        ("在办", "doing"),
        ("未反馈", "todo"),
        ("报不适用待复核", "na_unconfirmed"),
        ("年度未结", "year_open"),
        ("日内到期", "due_soon"),
    ):
        assert figure(dated, ending).number == timed[code], (ending, dated)
    long = sentence(paper, "长期任务")
    for text, doing, counts in ((dated, "在办", timed), (long, "推进中", standing)):
        begun = figure(text, doing)
        assert begun.number == counts["doing"], text
        assert part(begun, "退回重办") == counts["returned"], text
        assert part(begun, "待认定") == counts["awaiting"], text


@settings(max_examples=40)
@example(list(RETURNED), MAY_2)
@example(list(MIXED), NOVEMBER)
@given(histories(), days)
def test_parts_of_the_sheet_of_figures_are_no_more_than_their_whole(
    events: list[Event], day: dt.date
) -> None:
    book = small_ledger(*events, as_of=day)
    overall = overall_of(book)
    made = render_format("xlsx", Extract(book, Filters(), select_entries(book, Filters()), "task"))
    sheet: Any = load_workbook(io.BytesIO(b"".join(made)))["统计"]
    heads: dict[str, int] = {}
    found = []
    for line in sheet.iter_rows(values_only=True):
        if line[0] in ("章节", "单位"):
            heads = {str(head): n for n, head in enumerate(line) if head is not None}
        elif line[1] is None:
            heads = {}
        elif "退回" in heads:
            row = {head: line[n] for head, n in heads.items()}
            begun = row.get("在办", row.get("推进中"))
            assert row["退回"] + row["待认定"] <= begun, row
            if line[0] == "合计":
                found.append((begun, row["退回"], row["待认定"]))
    sums = [(overall[n]["doing"], overall[n]["returned"], overall[n]["awaiting"]) for n in NATURES]
    assert found == [one for one in sums for _ in range(2)]


@settings(max_examples=40)
@example(list(RETURNED), MAY_2)
@example(list(MIXED), NOVEMBER)
@given(histories(), days)
def test_tables_of_the_report_add_up(events: list[Event], day: dt.date) -> None:
    book = small_ledger(*events, as_of=day)
    paper, overall = paper_of(book), overall_of(book)
    timed = overall["timed"]
    sums: dict[str, Count[str]] = {"章节": Count(), "单位": Count()}
    for table in (b for annex in paper.annexes for b in annex.blocks if isinstance(b, Table)):
        first, *heads = (column.header for column in table.columns)
        if first not in sums:
            continue
        for _, *cells in table.rows:
            shown = dict(zip(heads, cells, strict=True))
            sums[first].update({h: int(n) for h, n in shown.items() if n.isdecimal()})
            if "应办" in shown:
                parts = sum(int(shown.get(h, 0)) for h in ("办结", "在办", "未反馈", "报不适用"))
                assert parts == int(shown["应办"])
    for head, code in (("应办", "total"), ("办结", "done"), ("在办", "doing"), ("逾期", "overdue")):
        assert sums["章节"][head] == timed[code]
    for head, code in (("退回", "returned"), ("待认定", "awaiting")):
        assert sums["章节"][head] == sum(overall[nature][code] for nature in NATURES)
    county = sentence(paper, "全县一项、未明确牵头")
    for head, ending in (("应办", "限期任务应办"), ("办结", "办结"), ("逾期", "逾期")):
        assert sums["单位"][head] + figure(county, ending).number == sums["章节"][head], head


def chapter(paper: Paper, word: str) -> str:
    """The paragraph below the heading of the text that holds a word; nothing without one."""
    headed = [n for n, b in enumerate(paper.blocks) if isinstance(b, Heading) and word in b.text]
    return "".join(texts(tuple(paper.blocks[n + 1] for n in headed)))


def added_up(text: str) -> int:
    """What units are said to have each, and what is nobody's: 甲局3项，乙局、丙局各1项."""
    total = 0
    for names, each, number in re.findall(r"([^\d，；：。]+?)(各?)(\d+)项", text):
        total += int(number) * (names.count("、") + 1 if each else 1)
    return total


@settings(max_examples=150)
@example(list(RETURNED), MAY_2)
@example(list(MIXED), NOVEMBER)
@given(histories(), days)
def test_whoever_is_named_as_behind_adds_up_to_the_figures(
    events: list[Event], day: dt.date
) -> None:
    book = small_ledger(*events, as_of=day)
    paper, overall = paper_of(book), overall_of(book)
    timed, standing = overall["timed"], overall["standing"]
    late = next(read_figures(chapter(paper, "任务逾期")), NOTHING)
    assert late.number == timed["overdue"] + standing["overdue"]
    if late.parts:
        assert part(late, "限期任务") == timed["overdue"]
        assert part(late, "长期任务") == standing["overdue"]
    back = figure(chapter(paper, "退回重办"), "尚未重新办结")
    assert back.number == sum(overall[nature]["returned"] for nature in NATURES)
    silent = chapter(paper, "任务未动")
    assert figure(silent, "没有登记任何进展的").number == timed["silent"]
    assert added_up(silent.partition("个单位：")[2]) == timed["silent"] or "：" not in silent
    soon = chapter(paper, "临期任务")
    assert figure(soon, "日内到期").number == timed["due_soon"]
    idle = figure(soon, "未反馈").number
    assert figure(soon, "其中在办").number + idle == timed["due_soon"]
    assert added_up(soon.partition("个单位：")[2]) == idle or "：" not in soon


@settings(max_examples=30)
@given(histories(), days)
def test_the_text_says_nothing_of_what_is_presumed(events: list[Event], day: dt.date) -> None:
    paper = paper_of(small_ledger(*events, as_of=day))
    assert not [text for text in texts(paper.blocks) if "推定" in text]
    assert "丙局" not in "".join(t for t in texts(paper.blocks) if "退回" not in t)
