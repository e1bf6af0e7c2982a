"""Which assignments a command is about: ids and units as typed, to entries. Pure.

A tick under the wrong unit or in the wrong period is a false green that nobody notices. So nothing
is guessed: for whom a record is made is what the command names, else this machine's unit, else the
only responsible unit, else the county for 全县一项, else an error. An id without a period means
the earliest open occurrence that has begun; one that lies ahead is meant only where none has begun.
What is not found is an error that says what there is; it is never skipped.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import NamedTuple

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import Present
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY, Body, Group
from yqsafety.notice.schedule import OPEN, Status
from yqsafety.recording.unknown_ids import unknown_task


class ForWhom(NamedTuple):
    """For whom something is recorded; the first of these that is given decides."""

    units: tuple[Body, ...] = ()
    """Named in the command; a group means its members."""
    every: bool = False
    """All responsible units."""
    default: str | None = None
    """The id of this machine's unit."""
    whole: bool = False
    """The county itself, on a result of the whole county."""

    @property
    def is_open(self) -> bool:
        """Whether nothing was said of whom it is for."""
        return not (self.units or self.every or self.default or self.whole)

    @property
    def names_group(self) -> bool:
        """Whether a group was named, so that recording is a bulk and asks."""
        return any(isinstance(body, Group) for body in self.units)


class Target(NamedTuple):
    """One assignment that an event is for: a row, and a unit on it."""

    entry: Entry
    unit: str
    """The unit's id; COUNTY for a result of the whole county recorded without a unit."""


TRANSFERRED = "已转入新的通知"
"""Why nothing is recorded of what goes on under the next notice."""


def find_entries(ledger: Ledger, text: str) -> list[Entry]:
    """All entries of a task id, or the one entry of an occurrence id; UsageError if there is none.

    Full-width digits and `＠`, as a Chinese input method types them, are taken too, and what people
    call a period: `6.3@上半年`.
    """
    ledger, wanted = part_meant(ledger, text)
    match = re.fullmatch(_ID, wanted)
    entries = ledger.of_task(match[1]) if match else []
    if match is None or not entries:
        raise unknown_task(ledger, text, wanted)
    if match[2] is None:
        return entries
    chosen = [entry for entry in entries if entry.period.name == match[2]]
    if not chosen:
        from yqsafety.recording.occurrences import entries_of_period

        return entries_of_period(ledger, entries, match[2])
    return chosen


_ID = r"(\d+\.\d+)(?:@(.+))?"


def part_meant(ledger: Ledger, text: str) -> tuple[Ledger, str]:
    """The notice that an id is of, and the id without it, in half-width.

    `yuanqu-2025-1/4.1` may always be typed, and must where two notices in view have a 4.1, else
    UsageError.
    """
    ident, at, period = unicodedata.normalize("NFKC", text).strip().partition("@")
    notice, _, task = ident.rpartition("/")
    notice, wanted = notice.strip(), f"{task}{at}{period}".strip()
    if notice:
        part = ledger.of_notice(notice)
        if part is None:
            known = "、".join(one.catalog.notice.id for one in ledger.parts)
            raise UsageError(
                f"“{notice}”不是当前查看的通知（{known}）。",
                "有哪些通知：yqsafety catalog list；列出的才能查看，加 --notice all。",
            )
        return part, wanted
    match = re.fullmatch(_ID, wanted)
    having = [part for part in ledger.parts if match and part.of_task(match[1])]
    if len(having) > 1:
        ids = "、".join(f"{part.catalog.notice.id}/{wanted}" for part in having)
        raise UsageError(f"几份通知都有 {wanted}，请写明是哪一份。", f"可选：{ids}")
    return (having or ledger.parts)[0], wanted


def responsible_units(
    ledger: Ledger, entries: list[Entry], who: ForWhom, *, states: bool = False
) -> list[str]:
    """The unit ids that a request is for, among those responsible for the entries of one task.

    UsageError where a unit named is not responsible, or where none is named and several are. A
    status (`states`) of a result that several units share is never taken for this machine's unit
    by itself: whoever records it says for whom.
    """
    task = entries[0].shown_task
    parties = {a.party.id: a.party for entry in entries for a in entry.assignments}
    if who.whole:
        if not entries[0].shared:
            raise UsageError(f"{task} 由各单位分别办理，不用 --whole。", _see_units(task))
        return [COUNTY]
    if who.units:
        found: dict[str, None] = {}
        for body in who.units:
            mine = [unit for unit in ledger.roster.expand(body) if unit in parties]
            if not mine:
                raise _not_responsible(body.name, task)
            found |= dict.fromkeys(mine)
        return list(found)
    if who.every:
        return list(parties)
    if states and entries[0].shared and len(parties) > 1:
        raise UsageError(
            f"{task} 是{ledger.words.one_result}，由 {len(parties)} 个单位共同负责，请指明："
            "本单位的情况用 --unit 单位名称；",
            f"{ledger.words.whole}的结果用 --whole。",
        )
    if who.default:
        if who.default not in parties:
            raise _not_responsible(ledger.roster.name(who.default), task)
        return [who.default]
    if len(parties) == 1:
        return list(parties)
    if entries[0].shared:
        return [COUNTY]
    # No unit is named as an example: the line would be copied, and another's duty be ticked.
    raise UsageError(
        f"{task} 由 {len(parties)} 个单位负责，请指明：--unit 单位名称"
        f"（有哪些单位：yqsafety show {task}）；",
        "确属全部单位：--all-units",
    )


def _see_units(task: str) -> str:
    return f"查看责任单位：yqsafety show {task}"


def _not_responsible(name: str, task: str) -> UsageError:
    return UsageError(f"{name}不承担 {task}，未登记。", _see_units(task))


def ticked_entry(entries: list[Entry], unit: str, on: dt.date) -> Entry:
    """The occurrence that taking back, confirming or returning is about when no period is named.

    The newest one of the unit that is not 未反馈, else the one that a tick would be for.
    """
    mine = _concerning_unit(entries, unit)
    touched = [entry for entry in mine if status_of(entry, unit) != "todo"]
    return touched[-1] if touched else occurrence_for(entries, unit, on)


def applied_entry(entries: list[Entry], unit: str) -> Entry | None:
    """The newest occurrence for which a unit has asked for more time, if any.

    `extend` or `return` is about it when no period is named.
    """
    asked = [e for e in _concerning_unit(entries, unit) if present_of(e, unit).applied]
    return asked[-1] if asked else None


def occurrence_for(entries: list[Entry], unit: str, on: dt.date) -> Entry:
    """The only occurrence of a unit, else the earliest open one that has started.

    When all that have started are finished it is the last of those, so that nothing is ticked
    ahead of its time.
    """
    mine = _concerning_unit(entries, unit)
    dated = [entry for entry in mine if not entry.waiting] or mine
    started = [e for e in dated if e.period.start is None or e.period.start <= on]
    unfinished = [entry for entry in started if _is_unfinished(entry, unit)]
    return (unfinished or started[-1:] or dated)[0]


def _is_unfinished(entry: Entry, unit: str) -> bool:
    """Whether there is something left to tick; of the county's result, by whoever finished it."""
    one = entry.whole if entry.whole and unit == COUNTY else assignment_of(entry, unit)
    return one.status in OPEN and not (entry.whole or one).is_transferred


def _concerning_unit(entries: list[Entry], unit: str) -> list[Entry]:
    return [entry for entry in entries if unit == COUNTY or entry.party(unit)]


def assignment_of(entry: Entry, unit: str) -> Assignment:
    """A unit's assignment; for the county the one result, or the first of those of all units."""
    return entry.party(unit) or entry.facts[0]


def refuse_transferred(target: Target) -> None:
    """UsageError for what goes on under the next notice: it is recorded there."""
    entry = target.entry
    one = entry.whole or assignment_of(entry, target.unit)
    if one.is_transferred:
        raise UsageError(
            f"{entry.shown_id} 已转入 {one.present.transferred}，未登记。",
            f"请登记在新的通知：编号写 {one.present.transferred}",
        )


def present_of(entry: Entry, unit: str) -> Present:
    """What is recorded under a unit; under the county what the office said of the one result."""
    mine = entry.party(unit)
    if mine is None and entry.whole:
        return entry.county
    return (mine or entry.assignments[0]).present


def status_of(entry: Entry, unit: str) -> Status:
    """The status that is recorded under a unit, or under the county."""
    return present_of(entry, unit).status
