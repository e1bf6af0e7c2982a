"""The tasks of the page for leaders, by section and item, with the state of each unit. Pure.

Everything is made when the template asks for it: a page may hold 180,000 assignments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.conflicts import find_contradictions
from yqsafety.ledger.filters import entry_states
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Tally, tally_entries
from yqsafety.notice.period_names import period_words
from yqsafety.reports.answers import Watch
from yqsafety.wording import labels, phrases, status_words
from yqsafety.wording.paper_words import paper_id
from yqsafety.wording.task_card import Lines, duty_text, record_text, task_card, whole_line

NEWEST = 6
"""The page holds this many of a task's newest records; `show` has them all."""
LONGEST = 600
"""Characters of a record or a reason on the page; what is longer is cut, and says so."""

STATES = (
    "open",
    *labels.STATUS,
    "returned",
    "awaiting",
    "revised",
    "overdue",
    "year-open",
    "due-soon",
    "stale",
    "late",
    "pending",
    "waiting",
)
"""The values of `--status` by which the page filters, in the order of its buttons."""


class DutyGroup(NamedTuple):
    """Units of a task of which the same is said, so that a group of 30 takes one line, not 30."""

    names: str
    said: str
    """Why they are on the task, their status, timeliness and date."""
    presumed: bool
    units: tuple[int, ...]
    """Their indices in the page's list of units."""
    states: tuple[str, ...]
    """The codes of the state filters that they match."""


class OverviewTask(NamedTuple):
    """One occurrence as a box that opens."""

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
    """The newest records, the last one last."""
    older: int
    """How many records are not shown."""


class ItemGroup(NamedTuple):
    """The tasks of an item; an iterator that can be used once."""

    heading: str
    tasks: Iterator[OverviewTask]


class SectionGroup(NamedTuple):
    """The items of a section; an iterator that can be used once."""

    number: int
    heading: str
    items: Iterator[ItemGroup]


def units_of(ledger: Ledger, entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """Id and name of every unit that is on some of the rows, in the roster's order."""
    found = {a.party.id: a.party.name for entry in entries for a in entry.assignments}
    return tuple(sorted(found.items(), key=lambda unit: ledger.roster.rank(unit[0])))


def task_sections(ledger: Ledger, entries: Sequence[Entry], watch: Watch) -> Iterator[SectionGroup]:
    """All tasks in the document's order, each made when its turn comes.

    They must be taken in that order: `groupby` gives up a group once the next one is asked for.
    """
    clashing: dict[str, list[str]] = {}
    for one in find_contradictions(ledger, entries):
        said = phrases.contradiction_text(one, ledger.roster)
        clashing.setdefault(one.entry.shown_id, []).append(said)
    places = {unit: n for n, (unit, _) in enumerate(units_of(ledger, entries))}
    sections = groupby(watch(entries), key=lambda entry: (entry.section_name, entry.section))
    for number, ((heading, _), inside) in enumerate(sections, 1):
        items = (
            ItemGroup(
                item.heading.rstrip("。"),
                (
                    _task_card(ledger, entry, places, clashing.get(entry.shown_id, []))
                    for entry in some
                ),
            )
            for item, some in groupby(inside, key=lambda entry: entry.item)
        )
        yield SectionGroup(number, heading, items)


def clause_of(ledger: Ledger, entry: Entry) -> str:
    """The id of a row that is one of several of its task, with its slot in words."""
    if not entry.beside_others:
        return paper_id(ledger, entry)
    words = period_words(entry.period.name, entry.period.label, with_year=True)
    return f"{entry.shown_task}（{words}）"


def _task_card(
    ledger: Ledger, entry: Entry, places: dict[str, int], clashing: Sequence[str]
) -> OverviewTask:
    events = entry.history
    return OverviewTask(
        id=entry.shown_id,
        title=phrases.title_text(entry),
        status=entry.status,
        status_label=status_words.status_label(entry),
        timeliness=entry.timeliness,
        timeliness_label=phrases.timeliness_text(entry),
        due=str(entry.due) if entry.due else "情形发生后",
        basis=labels.short_basis(entry.basis, entry.words),
        tags=_task_tags(entry),
        tally=tally_entries([entry]),
        states=_matching_states(entry),
        facts=task_card(
            entry,
            duties=[whole_line(entry, entry.whole)] if entry.whole else [],
            clashing=clashing,
        ),
        duties=_duties_alike(entry, places),
        records=tuple(
            short_text(record_text(e, ledger.roster, personal=False)) for e in events[-NEWEST:]
        ),
        older=max(0, len(events) - NEWEST),
    )


def _task_tags(entry: Entry) -> tuple[str, ...]:
    """The words that set a task apart from the usual: its kind, 全县一项, 待分工, 推定."""
    tags = {
        labels.KIND[entry.task.timing.kind]: entry.task.timing.kind != "once",
        entry.words.one_result: entry.shared,
        "待分工": entry.division == "open",
        "责任单位属推定": all(a.presumed for a in entry.facts),
    }
    return tuple(tag for tag, holds in tags.items() if holds)


def _matching_states(entry: Entry) -> tuple[str, ...]:
    found = entry_states(entry)
    return tuple(code for code in STATES if code in found)


def _duties_alike(entry: Entry, places: dict[str, int]) -> tuple[DutyGroup, ...]:
    """The units of a task, grouped where the same is said of them; presumed ones come last."""
    alike: dict[tuple[bool, str], list[Assignment]] = {}
    for one in entry.assignments:
        alike.setdefault((one.presumed, duty_text(entry, one)), []).append(one)
    return tuple(
        DutyGroup(
            "、".join(phrases.unit_name(one.party) for one in some),
            short_text(said),
            presumed,
            tuple(places[one.party.id] for one in some),
            _matching_states(entry.alone(some[0])),
        )
        for (presumed, said), some in sorted(alike.items(), key=lambda group: group[0][0])
    )


def short_text(text: str) -> str:
    """A text of at most `LONGEST` characters; one that was cut says so and where to read it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}……（全文见 yqsafety show）"
