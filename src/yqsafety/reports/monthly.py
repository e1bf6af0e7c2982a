"""The monthly report (进展情况通报) as plain data. Pure.

Each month the supervising office (县安委办) tells all units how far the notice's tasks are. This
module makes the text and the tables; `formats/as_docx.py` and `formats/as_md.py` set them.

The paper names units in public, so it must be right about them. Every figure comes from
`ledger/progress.py`, so that it agrees with `status`. Presumed units are counted in a paragraph of
their own and never named as late. Results of the whole county (全县一项) stand apart, so that
the units' figures add up. Standing duties are never in the completion rate.

What must never happen: a presumed unit is listed as overdue, a figure is counted here once more,
or what has missed no stated date is called 逾期.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.filters import Selection
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Counter, Part, Tally, break_down, tally_entries
from yqsafety.notice.model import COUNTY, Words
from yqsafety.notice.numerals import chinese_date, chinese_number
from yqsafety.notice.schedule import DUE_SOON_DAYS
from yqsafety.reports.document import (
    TEXT_WIDTH,
    Block,
    Heading,
    Paragraph,
    Table,
    TextColumn,
    clean_block,
)
from yqsafety.reports.monthly_lists import (
    next_month_chapter,
    next_month_name,
    overdue_chapter,
    returned_chapter,
    year_open_chapters,
)
from yqsafety.wording.figures import FIGURES, percent_text, share_text
from yqsafety.wording.phrases import nothing_found_text


class MonthlyReport(NamedTuple):
    """The whole report. It bears no number (文号): the office gives one when it issues it."""

    title: str
    blocks: tuple[Block, ...]
    office: str
    day: dt.date

    @property
    def date(self) -> str:
        """The day as official documents print it: 2025年6月20日."""
        return chinese_date(self.day)


def monthly_report(ledger: Ledger, selection: Selection) -> MonthlyReport:
    """The report on the selected rows; without any it only says which filter left none."""
    entries = selection.entries
    year_open = year_open_chapters(ledger, entries)
    chapters = (
        ("总体情况", _overall_chapter(ledger.words, entries)),
        ("各章节进展", _section_chapter(ledger, entries)),
        ("各单位进展", _unit_chapter(ledger, entries)),
        ("逾期任务", overdue_chapter(ledger, entries)),
        *year_open,
        ("退回重办任务", returned_chapter(entries)),
        (f"{next_month_name(ledger.as_of)}到期任务", next_month_chapter(ledger, entries)),
    )
    blocks: list[Block] = [Paragraph(text) for text in _opening_paragraphs(ledger, selection)]
    for number, (heading, chapter) in enumerate(chapters if entries else (), 1):
        blocks += [Heading(f"{chinese_number(number)}、{heading}"), *chapter]
    title = f"{ledger.term.words}{ledger.words.subject}重点任务进展情况通报"
    return MonthlyReport(title, tuple(map(clean_block, blocks)), ledger.words.office, ledger.as_of)


def _opening_paragraphs(ledger: Ledger, selection: Selection) -> Iterator[str]:
    day = chinese_date(ledger.as_of)
    yield f"现将{notice_name(ledger)}所列重点任务截至{day}的进展情况通报如下。"
    if selection.left:
        yield f"本通报范围：{'；'.join(name for name, _ in selection.left)}。"
    if not selection.entries:
        yield nothing_found_text(selection)
        return
    yield counting_text(ledger)


def counting_text(ledger: Ledger) -> str:
    """The sentence that tells readers what one item (项) in all figures is."""
    one_result = ledger.words.one_result
    return f"任务由多个单位分别办理的，每个单位计1项；{one_result}的，只计1项。"


def notice_name(ledger: Ledger) -> str:
    """The notice's title in 《》 and its number (文号), so far as it has them."""
    notice = ledger.catalog.notice
    name = f"《{''.join(notice.title.split())}》" if notice.title else "本年度通知"
    return name + (f"（{notice.number}）" if notice.number else "")


def _overall_chapter(words: Words, entries: tuple[Entry, ...]) -> Iterator[Block]:
    sums = tally_entries(entries)
    timed, standing, presumed = sums.counters
    yield Paragraph(
        f"限期任务（含定期任务和已触发的任务）应办{timed.total}项，办结{_share_text(timed)}，"
        f"其中已复核{timed.confirmed}项；在办{timed.doing}项，未反馈{timed.todo}项"
        f"{_pending_text(timed)}；{_late_text(timed)}，{DUE_SOON_DAYS}日内到期{timed.due_soon}项。"
    )
    yield Paragraph(
        f"长期任务应报{standing.total}项，已报落实{_share_text(standing)}，"
        f"其中已复核{standing.confirmed}项；推进中{standing.doing}项，未反馈{standing.todo}项"
        f"{_pending_text(standing)}；待更新{standing.stale}项"
        + (f"；{_late_text(standing)}" if standing.overdue or standing.year_open else "")
        + "。长期任务须持续落实，不计入办结率。"
    )
    yield Paragraph(
        f"责任单位或时限属推定的任务另计：应办{presumed.total}项，已办{_share_text(presumed)}，"
        f"其中已复核{presumed.confirmed}项；待更新{presumed.stale}项"
        + (f"；{_late_text(presumed)}" if presumed.overdue or presumed.year_open else "")
        + "。"
    )
    yield Paragraph(
        f"退回重办{sums.returned}项，{words.one_result}待认定{sums.awaiting}项，均在在办之内；"
        f"不适用{sums.na}项（已复核），未触发{sums.waiting}项，均不计入应办。"
    )


def _share_text(counter: Counter) -> str:
    """How many are done: `12项（12/50，24%）`, without a rate where there is nothing to do."""
    if counter.percent is None:
        return f"{counter.done}项"
    return f"{counter.done}项（{share_text(counter)}，{percent_text(counter)}）"


def _pending_text(counter: Counter) -> str:
    return f"，报不适用待复核{counter.na_unconfirmed}项" if counter.na_unconfirmed else ""


def _late_text(counter: Counter) -> str:
    year_open = f"，年度未结{counter.year_open}项" if counter.year_open else ""
    return f"逾期{counter.overdue}项{year_open}"


_DATED = {
    "total": 10,
    "done": 10,
    "confirmed": 11,
    "doing": 10,
    "todo": 11,
    "na_unconfirmed": 11,
    "overdue": 10,
    "year_open": 11,
    "due_soon": 10,
    "rate": 14,
}
"""The figures of dated tasks and the width of each in millimetres; the name takes the rest."""
_OTHERS = {
    "standing": 17,
    "stale": 14,
    "presumed": 17,
    "returned": 12,
    "awaiting": 12,
    "na": 14,
    "waiting": 14,
}
"""All other figures, in a table of their own: side by side they would not fit on A4."""


def _section_chapter(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    yield from _figures_tables("章节", break_down(entries, "section", ledger.roster))
    yield Paragraph(
        "应办（办结、在办、未反馈、报不适用之和）至办结率只计限期任务；长期已报为已报落实项数和"
        "应报项数，推定已办为已办项数和应办项数；退回、待认定是在办的一部分。"
    )


def _unit_chapter(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    parts = break_down(entries, "unit", ledger.roster)
    county = [part for part in parts if part.key == COUNTY]
    # A stable sort: units that are level stay in the roster's order.
    units = sorted((part for part in parts if part.key != COUNTY), key=_worst_first)
    if units:
        yield from _figures_tables("单位", units)
    for part in county:
        timed, standing, presumed = part.tally.counters
        yield Paragraph(
            f"{ledger.words.one_result}、未明确牵头的任务不计入各单位：限期任务应办{timed.total}项，"
            f"办结{_share_text(timed)}，{_late_text(timed)}；长期任务应报{standing.total}项，"
            f"已报落实{_share_text(standing)}；推定应办{presumed.total}项，"
            f"已办{_share_text(presumed)}；待认定{part.tally.awaiting}项。"
        )


def _worst_first(part: Part) -> tuple[int, float]:
    """Sort key: most overdue first, then the lowest rate.

    A unit without dated tasks has no rate. It gets 2, more than any rate, and so comes last.
    """
    timed = part.tally.timed
    return -timed.overdue, timed.done / timed.total if timed.total else 2


def _figures_tables(title: str, parts: list[Part]) -> Iterator[Table]:
    for widths in (_DATED, _OTHERS):
        columns = [
            TextColumn(FIGURES[code].label, width, figures=True) for code, width in widths.items()
        ]
        name = TextColumn(title, TEXT_WIDTH - sum(widths.values()))
        rows = ((part.name, *(_cell_text(code, part.tally) for code in widths)) for part in parts)
        yield Table((name, *columns), tuple(rows))


def _cell_text(code: str, tally: Tally) -> str:
    value = FIGURES[code].value(tally)
    if isinstance(value, int):
        return str(value)
    if not value.total:
        return "—"
    return percent_text(value) if code == "rate" else share_text(value)
