"""The tasks of the page for leaders: sections, items, tasks, and who stands how. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.conflicts import find_contradictions
from yqsafety.ledger.filters import has_status
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Tally, tally_entries
from yqsafety.reports.answers import Watch
from yqsafety.wording import labels, phrases
from yqsafety.wording.task_card import Lines, duty_text, record_text, task_card

NEWEST = 6
"""So many records of a task are on the page; `show` has them all."""
LONGEST = 600
"""Characters of a record or a reason; `show` has the whole."""

STATES = ("open", *labels.STATUS, "overdue", "due-soon", "stale", "late", "waiting")
"""What tasks can be filtered by: the values of `--status` that are in use."""


class DutyGroup(NamedTuple):
    """Units that come in alike and stand alike."""

    names: str
    said: str
    """How they come in, and how they stand."""
    presumed: bool
    units: tuple[int, ...]
    """Their places in the page's list of units."""
    states: tuple[str, ...]
    """The filters that they match."""


class OverviewTask(NamedTuple):
    """One occurrence."""

    id: str
    title: str
    status: str
    """Code."""
    status_label: str
    timeliness: str
    """Code."""
    timeliness_label: str
    due: str
    basis: str
    tags: tuple[str, ...]
    tally: Tally
    states: tuple[str, ...]
    facts: list[Lines]
    duties: tuple[DutyGroup, ...]
    records: tuple[str, ...]
    """The newest, the last one last."""
    older: int
    """How many records are not shown."""


class ItemGroup(NamedTuple):
    """The tasks of an item."""

    heading: str
    tasks: Iterator[OverviewTask]


class SectionGroup(NamedTuple):
    """The items of a section."""

    number: int
    heading: str
    items: Iterator[ItemGroup]


def units_of(ledger: Ledger, entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """Id and name of every body on some rows, in the roster's order."""
    found = {a.party.id: a.party.name for entry in entries for a in entry.assignments}
    return tuple(sorted(found.items(), key=lambda unit: ledger.roster.rank(unit[0])))


def task_sections(ledger: Ledger, entries: Sequence[Entry], watch: Watch) -> Iterator[SectionGroup]:
    """All tasks of some rows, in the document's order, each made when its turn comes."""
    clashing: dict[str, list[str]] = {}
    for one in find_contradictions(ledger, entries):
        said = phrases.contradiction_text(one, ledger.roster)
        clashing.setdefault(one.entry.id, []).append(said)
    places = {unit: n for n, (unit, _) in enumerate(units_of(ledger, entries))}
    for section, inside in groupby(watch(entries), key=lambda entry: entry.section):
        items = (
            ItemGroup(
                item.heading.rstrip("。"),
                (_task_card(ledger, entry, places, clashing.get(entry.id, [])) for entry in some),
            )
            for item, some in groupby(inside, key=lambda entry: entry.item)
        )
        yield SectionGroup(section.number, section.heading, items)


def _task_card(
    ledger: Ledger, entry: Entry, places: dict[str, int], clashing: Sequence[str]
) -> OverviewTask:
    events = entry.history
    return OverviewTask(
        id=entry.id,
        title=phrases.title_text(entry),
        status=entry.status,
        status_label=phrases.status_label(entry),
        timeliness=entry.timeliness,
        timeliness_label=phrases.timeliness_label(entry.timeliness, entry.basis),
        due=str(entry.due) if entry.due else "情形发生后",
        basis=labels.BASIS_SHORT[entry.basis],
        tags=_task_tags(entry),
        tally=tally_entries([entry]),
        states=_matching_states(entry),
        facts=task_card(entry, clashing=clashing),
        duties=_duties_alike(entry, places),
        records=tuple(short_text(record_text(e, ledger.roster)) for e in events[-NEWEST:]),
        older=max(0, len(events) - NEWEST),
    )


def _task_tags(entry: Entry) -> tuple[str, ...]:
    """What sets a task apart from the rest."""
    tags = {
        labels.KIND[entry.task.timing.kind]: entry.task.timing.kind != "once",
        labels.DONE_BY["any"]: entry.shared,
        "待分工": entry.division == "open",
        "责任单位属推定": all(a.party.presumed for a in entry.assignments),
    }
    return tuple(tag for tag, holds in tags.items() if holds)


def _matching_states(entry: Entry) -> tuple[str, ...]:
    return tuple(code for code in STATES if has_status(entry, (code,)))


def _duties_alike(entry: Entry, places: dict[str, int]) -> tuple[DutyGroup, ...]:
    """The units, together where the same is said of them; the presumed ones last."""
    alike: dict[tuple[bool, str], list[Assignment]] = {}
    for one in entry.assignments:
        alike.setdefault((one.party.presumed, duty_text(one)), []).append(one)
    return tuple(
        DutyGroup(
            "、".join(phrases.unit_name(one.party) for one in some),
            short_text(said),
            presumed,
            tuple(places[one.party.id] for one in some),
            _matching_states(entry._replace(assignments=(some[0],))),
        )
        for (presumed, said), some in sorted(alike.items(), key=lambda group: group[0][0])
    )


def short_text(text: str) -> str:
    """A text that fits on a page, and says where it is cut."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}……（全文见 yqsafety show）"
