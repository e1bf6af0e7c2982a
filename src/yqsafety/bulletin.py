"""The monthly report (进展情况通报) as plain data: headings, paragraphs and tables. Pure.

Every figure is one of `progress`; what is presumed is counted apart and its units are not listed
by name, so that no unit is reported for what it may not have to do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from yqsafety import labels
from yqsafety.entry import Assignment, Entry
from yqsafety.ledger import Ledger
from yqsafety.model import COUNTY, chinese_date, chinese_number
from yqsafety.phrases import nothing_found, timeliness_label, title_text, unit_name
from yqsafety.progress import Counter, Part, breakdown, tally
from yqsafety.query import Selection
from yqsafety.safe_text import visible

OFFICE = "县安委办"


class Heading(NamedTuple):
    """一、… at level 1, （一）… at level 2."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """One paragraph of the body."""

    text: str


class Column(NamedTuple):
    """A column of a table; the widths of one table add up to `TEXT_WIDTH`."""

    header: str
    width: int
    """Millimetres on A4."""
    figures: bool = False
    """Whether it holds numbers."""


class Table(NamedTuple):
    """A header and rows of as many cells."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table

TEXT_WIDTH = 156
"""Millimetres: A4 less the margins of GB/T 9704-2012."""


class Bulletin(NamedTuple):
    """The whole report; it bears no number until the office gives it one."""

    title: str
    blocks: tuple[Block, ...]
    office: str
    day: dt.date

    @property
    def date(self) -> str:
        """The day as documents print it."""
        return chinese_date(self.day)


def bulletin(ledger: Ledger, selection: Selection) -> Bulletin:
    """The report on some rows of a ledger."""
    chapters = (_overall, _by_section, _by_unit, _overdue, _returned, _next_month)
    blocks: list[Block] = [Paragraph(text) for text in _opening(ledger, selection)]
    for number, chapter in enumerate(chapters if selection.entries else (), 1):
        heading, *rest = chapter(ledger, selection.entries)
        blocks += [Heading(f"{chinese_number(number)}、{heading}"), *rest]
    title = f"{ledger.year}年安全生产重点任务进展情况通报"
    return Bulletin(title, tuple(map(_clean, blocks)), OFFICE, ledger.as_of)


def _opening(ledger: Ledger, selection: Selection) -> Iterator[str]:
    notice = ledger.catalog.notice
    name = f"《{''.join(notice.title.split())}》" if notice.title else "本年度通知"
    number = f"（{notice.number}）" if notice.number else ""
    day = chinese_date(ledger.as_of)
    yield f"现将{name}{number}所列重点任务截至{day}的进展情况通报如下。"
    if selection.left:
        yield f"本通报范围：{'；'.join(name for name, _ in selection.left)}。"
    if not selection.entries:
        yield nothing_found(selection)
        return
    yield "任务由多个单位分别办理的，每个单位计1项；全县一项的，只计1项。"


def _overall(_: Ledger, entries: tuple[Entry, ...]) -> Iterator[str | Block]:
    yield "总体情况"
    timed, standing, presumed = counters = tally(entries).counters
    yield Paragraph(
        f"限期任务（含定期任务和已触发的任务）应办{timed.total}项，办结{_share(timed)}，"
        f"其中已复核{timed.confirmed}项；在办{timed.doing}项，未反馈{timed.todo}项；"
        f"{_late(timed, entries)}，30日内到期{timed.due_soon}项。"
    )
    yield Paragraph(
        f"长期任务应报{standing.total}项，已报落实{_share(standing)}，"
        f"其中已复核{standing.confirmed}项、待更新{standing.stale}项"
        + (f"；{_late(standing, entries)}" if standing.overdue else "")
        + "。长期任务须持续落实，不计入办结率。"
    )
    yield Paragraph(
        f"责任单位属推定的任务另计：应办{presumed.total}项，已办{_share(presumed)}"
        + (f"，{_late(presumed, entries)}" if presumed.overdue else "")
        + "。"
    )
    waived, waiting = sum(c.na for c in counters), sum(c.waiting for c in counters)
    yield Paragraph(f"不适用{waived}项，未触发{waiting}项，均不计入应办。")


def _share(counter: Counter) -> str:
    """n项 with its rate, where there is anything to do."""
    if counter.percent is None:
        return f"{counter.done}项"
    return f"{counter.done}项（{counter.done}/{counter.total}，{counter.percent}%）"


def _late(counter: Counter, entries: Iterable[Entry]) -> str:
    return f"{_late_word(entries)}{counter.overdue}项"


def _late_word(entries: Iterable[Entry]) -> str:
    """逾期, or 年度未结 where nothing of it had a date; both where both occur."""
    late = (a for entry in entries for a in entry.countable if a.timeliness == "overdue")
    words = {timeliness_label("overdue", a.basis) for a in late}
    plain = labels.TIMELINESS["overdue"]
    return "和".join(sorted(words, reverse=True)) if words else plain


_FIGURES = (
    Column("应办", 11, figures=True),
    Column("办结", 11, figures=True),
    Column("办结率", 14, figures=True),
    Column("在办", 11, figures=True),
    Column("未反馈", 14, figures=True),
    Column("逾期", 11, figures=True),
    Column("临期", 11, figures=True),
    Column("长期已报", 18, figures=True),
    Column("推定", 17, figures=True),
)


def _by_section(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[str | Block]:
    yield "各章节进展"
    yield _figures("章节", breakdown(entries, "section", ledger.roster), entries)
    yield Paragraph(
        "应办至临期只计限期任务；长期已报为已报落实项数和应报项数，推定为已办项数和应办项数。"
    )


def _by_unit(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[str | Block]:
    yield "各单位进展"
    parts = breakdown(entries, "unit", ledger.roster)
    county = [part for part in parts if part.key == COUNTY]
    # A stable sort: units that are level stay in the roster's order.
    units = sorted((part for part in parts if part.key != COUNTY), key=_worst_first)
    if units:
        yield _figures("单位", units, entries)
    for part in county:
        timed, standing, presumed = part.tally.counters
        yield Paragraph(
            f"全县一项的任务不计入各单位：限期任务应办{timed.total}项，办结{_share(timed)}，"
            f"{_late(timed, entries)}；长期任务应报{standing.total}项，已报落实{_share(standing)}；"
            f"推定应办{presumed.total}项，已办{_share(presumed)}。"
        )


def _worst_first(part: Part) -> tuple[int, float]:
    timed = part.tally.timed
    return -timed.overdue, timed.done / timed.total if timed.total else 2


def _figures(title: str, parts: Iterable[Part], entries: Iterable[Entry]) -> Table:
    late = _late_word(entries)
    columns = [c._replace(header=late) if c.header == "逾期" else c for c in _FIGURES]
    name = Column(title, TEXT_WIDTH - sum(column.width for column in columns))
    return Table((name, *columns), tuple(_row(part) for part in parts))


def _row(part: Part) -> tuple[str, ...]:
    timed, standing, presumed = part.tally.counters
    rate = "—" if timed.percent is None else f"{timed.percent}%"
    return (
        part.name,
        *map(str, (timed.total, timed.done, rate, timed.doing, timed.todo)),
        *map(str, (timed.overdue, timed.due_soon)),
        f"{standing.done}/{standing.total}",
        f"{presumed.done}/{presumed.total}",
    )


class _Line(NamedTuple):
    """What is said of an occurrence and of the units that stand alike in it."""

    entry: Entry
    first: Assignment
    units: str
    count: int


def _lines(entries: Iterable[Entry], wanted: Callable[[Assignment], bool]) -> list[_Line]:
    """The counted assignments that are wanted, together where date and reason are the same."""
    lines = []
    for entry in entries:
        alike: dict[tuple[object, ...], list[Assignment]] = {}
        for one in filter(wanted, entry.countable):
            alike.setdefault((one.due, one.basis, one.present.returned), []).append(one)
        lines += [_Line(entry, some[0], _names(entry, some), len(some)) for some in alike.values()]
    return lines


def _names(entry: Entry, some: list[Assignment]) -> str:
    """The units; of a result of the whole county all who share it on more than a presumption."""
    if not entry.shared:
        return "、".join(unit_name(one.party) for one in some)
    held = [a for a in entry.assignments if a.status != "na"]
    sure = [a for a in held if not a.party.presumed] or held
    return "全县一项：" + "、".join(unit_name(one.party) for one in sure)


def _due(one: Assignment) -> str:
    return f"{one.due}（{labels.BASIS_SHORT[one.basis]}）"


def _overdue(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[str | Block]:
    word = _late_word(entries)
    yield f"{word}任务"
    lines = _lines(entries, lambda a: a.timeliness == "overdue" and not a.party.presumed)
    days = [(ledger.as_of - (line.first.due or ledger.as_of)).days for line in lines]
    timed, standing, presumed = tally(entries).counters
    count = timed.overdue + standing.overdue
    yield Paragraph(f"{word}{count}项，按超过天数排列。" if count else f"没有{word}任务。")
    if lines:
        yield Table(
            (
                Column("编号", 22),
                Column("任务", 38),
                Column("时限（依据）", 24),
                Column("超过天数", 16, figures=True),
                Column("情况", 14),
                Column("责任单位", 42),
            ),
            tuple(
                (
                    line.entry.id,
                    title_text(line.entry),
                    _due(line.first),
                    str(late),
                    timeliness_label("overdue", line.first.basis),
                    line.units,
                )
                for late, line in sorted(zip(days, lines, strict=True), key=lambda it: -it[0])
            ),
        )
    if presumed.overdue:
        yield Paragraph(f"另有责任单位属推定的{word}{presumed.overdue}项，未列入。")


def _returned(_: Ledger, entries: tuple[Entry, ...]) -> Iterator[str | Block]:
    yield "退回重办任务"
    lines = _lines(entries, lambda a: bool(a.present.returned) and a.status != "na")
    yield Paragraph(f"复核退回、尚未重新办结{_count(lines)}。" if lines else "没有退回重办的任务。")
    if lines:
        yield Table(
            (Column("编号", 22), Column("任务", 42), Column("责任单位", 40), Column("理由", 52)),
            tuple((x.entry.id, title_text(x.entry), x.units, x.first.present.returned) for x in lines),
        )


def _next_month(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[str | Block]:
    first, last = _month_after(ledger.as_of)
    name = f"{first.month}月" if first.month > 1 else f"{first.year}年1月"
    yield f"{name}到期任务"

    def falls_due(a: Assignment) -> bool:
        return a.status in ("todo", "doing") and a.due is not None and first <= a.due <= last

    lines = _lines(entries, lambda a: falls_due(a) and not a.party.presumed)
    presumed = _lines(entries, lambda a: falls_due(a) and a.party.presumed)
    yield Paragraph(f"{name}到期、尚未办结{_count(lines)}。" if lines else f"没有{name}到期的任务。")
    if lines:
        yield Table(
            (Column("编号", 22), Column("任务", 48), Column("时限（依据）", 26), Column("责任单位", 60)),
            tuple((x.entry.id, title_text(x.entry), _due(x.first), x.units) for x in lines),
        )
    if presumed:
        yield Paragraph(f"另有责任单位属推定的{_count(presumed)}，未列入。")


def _count(lines: Iterable[_Line]) -> str:
    return f"{sum(line.count for line in lines)}项"


def _month_after(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the calendar month after a day."""
    first = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
