"""The tables of the monthly report: figures by section, and by unit with their ranks. Pure.

Only what can be compared is ranked: units of one kind (the townships) among themselves, all others
among themselves, and none that has no dated task, since it has no rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Part, Tally, break_down
from yqsafety.notice.model import COUNTY
from yqsafety.notice.numerals import chinese_number
from yqsafety.notice.roster import Roster
from yqsafety.reports.document import (
    TEXT_WIDTH,
    Block,
    Heading,
    Paragraph,
    Table,
    TextColumn,
)
from yqsafety.wording.figures import FIGURES, percent_text, share_text
from yqsafety.wording.paper_words import named_few

RANK = "位次"
_RANK_WIDTH = 11
_WIDTHS = {
    "total": 11,
    "done": 11,
    "confirmed": 14,
    "doing": 11,
    "todo": 14,
    "na_unconfirmed": 11,
    "overdue": 11,
    "year_open": 11,
    "due_soon": 11,
    "rate": 15,
    "standing": 17,
    "stale": 15,
    "presumed": 17,
    "returned": 11,
    "awaiting": 14,
    "na": 14,
    "waiting": 14,
}
"""The figures in the order in which they stand, and the width of each in millimetres."""
_DATED = tuple(_WIDTHS)[:10]
"""Those of dated tasks; all others stand in a table of their own where one does not fit on A4."""
_OF_UNITS = tuple(code for code in _WIDTHS if code not in ("presumed", "na", "waiting"))
"""Of units nothing that is only presumed is told; 不适用 and 未触发 are no merit and no fault."""
_ALWAYS = {"total", "done", "rate", "standing", "presumed"}
_NAME = 28
"""The least width of the first column; the longest names of units then take three lines."""


class Peers(NamedTuple):
    """Units that can be compared with one another, and those beside them that cannot."""

    name: str
    """What they are called together; empty where there is one kind of units only."""
    ranked: tuple[Part, ...]
    """The highest rate first, then the fewest overdue, then the roster's order."""
    unranked: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """All of them."""
        return *self.ranked, *self.unranked

    def ranks(self) -> Iterator[str]:
        """The rank of each; who is level shares one, and who cannot be compared has none.

        While nobody has finished anything there is nothing to rank.
        """
        if not any(part.tally.timed.done for part in self.ranked):
            return
        before, rank = None, 0
        for number, part in enumerate(self.ranked, 1):
            if (standing := _standing_of(part)) != before:
                before, rank = standing, number
            yield str(rank)
        yield from ["—"] * len(self.unranked)


def peers_of(ledger: Ledger, entries: tuple[Entry, ...], *, ranked: bool = True) -> list[Peers]:
    """The units of some rows by their kinds; `ranked` says whether they can be compared at all."""
    kinds: dict[str, list[Part]] = {}
    for part in break_down(entries, "unit", ledger.roster):
        if part.key != COUNTY and _is_named(part.tally):
            kinds.setdefault(_kind_of(ledger.roster, part.key), []).append(part)
    names = {kind: kind or ("其他单位" if len(kinds) > 1 else "") for kind in kinds}
    found = [
        _peers(names[kind], parts) if ranked else Peers(names[kind], (), tuple(parts))
        for kind, parts in kinds.items()
    ]
    return sorted(found, key=lambda peers: peers.name in ("", "其他单位"))


def _is_named(tally: Tally) -> bool:
    """Whether a unit has anything that is not presumed, or that it took on by reporting it."""
    return bool(tally.timed.total or tally.standing.total or tally.returned or tally.awaiting)


def _kind_of(roster: Roster, unit: str) -> str:
    """What a unit is called together with its like: those of an official register (区划名录)."""
    found = (party.via for party in roster.groups_of(unit) if party.ground == "registry")
    return (next(found, None) or "").removeprefix("各")


def _peers(name: str, parts: Sequence[Part]) -> Peers:
    ranked = sorted((part for part in parts if part.tally.timed.total), key=_standing_of)
    return Peers(name, tuple(ranked), tuple(p for p in parts if not p.tally.timed.total))


def _standing_of(part: Part) -> tuple[float, int]:
    """Sort key: the rate, then what is overdue. It is the true rate, not the rounded one."""
    timed = part.tally.timed
    return -timed.done / timed.total, timed.overdue


def section_blocks(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The figures by section; what they mean is said first, so that it stands on no page alone."""
    yield Paragraph(
        "应办（办结、在办、未反馈、报不适用之和）至办结率只计限期任务；长期已报为已报落实项数和"
        "应报项数，推定已办为已办项数和应办项数；退回、待认定、不适用、未触发为限期、长期、推定任务的"
        "合计，其中退回、待认定分别含在各类任务的在办（推进中）数内。全部为0的栏目未列出。",
        note=True,
    )
    yield from _figures_tables("章节", break_down(entries, "section", ledger.roster), _WIDTHS)


def unit_blocks(
    ledger: Ledger, entries: tuple[Entry, ...], peers: Sequence[Peers]
) -> Iterator[Block]:
    """The figures by unit, and those of results of the whole county beside them."""
    if peers:
        said = _ranking_note(peers) + "责任单位或时限属推定的，不分单位列出。"
        yield Paragraph(said, note=True)
    for part in break_down(entries, "unit", ledger.roster):
        if part.key == COUNTY:
            yield Paragraph(_county_text(ledger, part.tally), note=True)
    for number, some in enumerate(peers, 1):
        if some.name:
            yield Heading(f"（{chinese_number(number)}）{some.name}", 2)
        yield from _figures_tables("单位", some.parts, _OF_UNITS, tuple(some.ranks()))


def _ranking_note(peers: Sequence[Peers]) -> str:
    """How the ranks were found, where there are any."""
    if not any(list(some.ranks()) for some in peers):
        return ""
    apart = "，不同类的单位分别排列" if len(peers) > 1 else ""
    unranked = [part.name for some in peers for part in some.unranked]
    left = f"没有应办限期任务的不排{RANK}：{named_few(unranked)}。" if unranked else ""
    return f"{RANK}按办结率由高到低，办结率相同的，逾期少的在前{apart}。{left}"


def _county_text(ledger: Ledger, tally: Tally) -> str:
    timed, standing, presumed = tally.counters
    return (
        f"{ledger.words.one_result}、未明确牵头的任务不计入各单位：限期任务应办{timed.total}项，"
        f"办结{timed.done}项，逾期{timed.overdue}项；长期任务应报{standing.total}项，"
        f"已报落实{standing.done}项；推定应办{presumed.total}项，已办{presumed.done}项；"
        f"待认定{tally.awaiting}项。"
    )


def _figures_tables(
    title: str, parts: Sequence[Part], wanted: Iterable[str], ranks: Sequence[str] = ()
) -> Iterator[Table]:
    """One table of all figures that are not 0 everywhere, or two where it would be too wide."""
    shown = [code for code in wanted if _is_shown(code, parts)]
    width = _NAME + sum(_WIDTHS[code] for code in shown) + (_RANK_WIDTH if ranks else 0)
    dated = [code for code in shown if code in _DATED]
    others = [code for code in shown if code not in _DATED]
    for n, codes in enumerate([shown] if width <= TEXT_WIDTH else [dated, others]):
        yield _figures_table(title, parts, codes, ranks if n == 0 else ())


def _figures_table(
    title: str, parts: Sequence[Part], codes: Sequence[str], ranks: Sequence[str]
) -> Table:
    columns = [TextColumn(FIGURES[code].label, _WIDTHS[code], figures=True) for code in codes]
    if ranks:
        columns.append(TextColumn(RANK, _RANK_WIDTH, figures=True))
    name = TextColumn(title, TEXT_WIDTH - sum(column.width for column in columns))
    rows = (
        (part.name, *(_cell_text(code, part.tally) for code in codes), *ranks[n : n + 1])
        for n, part in enumerate(parts)
    )
    return Table((name, *columns), tuple(rows))


def _is_shown(code: str, parts: Sequence[Part]) -> bool:
    return code in _ALWAYS or any(FIGURES[code].value(part.tally) for part in parts)


def _cell_text(code: str, tally: Tally) -> str:
    value = FIGURES[code].value(tally)
    if isinstance(value, int):
        return str(value)
    if not value.total:
        return "—"
    return percent_text(value) if code == "rate" else share_text(value)
