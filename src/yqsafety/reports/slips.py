"""The slips (督办单) by which the supervising office presses units for what is open. Pure.

One paper a unit: what was returned, what is overdue, what falls due soon, each with its sentence,
its deadline and the proof that it takes, and a slip to send back. Nothing is recorded by making
one; whoever records a reminder gives the number under which it was recorded.

What is only presumed to be a unit's duty is not pressed: it blames nobody. What was returned is,
since the unit had reported it. A result of the whole county is pressed with the unit in charge.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.document import Annex, Paper, Paragraph, Table, TextColumn, clean_paper
from yqsafety.wording import labels
from yqsafety.wording.paper_words import duties_name, paper_day, paper_id, signature_of
from yqsafety.wording.slip_sentences import (
    COUNTED,
    KINDS,
    Pressing,
    SlipKind,
    opening_sentence,
    pressing_words,
    request_sentences,
    slip_number,
    times_words,
)

REPLY_DAYS = 7
"""So many days after its date a slip is to be answered, where nothing else is said."""


class PressedDuty(NamedTuple):
    """A duty of one unit that is pressed, and why."""

    entry: Entry
    one: Assignment
    pressing: Pressing


class PressedDuties(NamedTuple):
    """What is pressed with one unit, the most pressing first, and what is left out."""

    duties: tuple[PressedDuty, ...]
    presumed: int = 0
    """Late or due soon, but only presumed to be its duty or to be due then."""


def pressed_duties(
    entries: Iterable[Entry],
    kind: SlipKind | None = None,
    *,
    reminded: bool = False,
    day: dt.date | None = None,
) -> PressedDuties:
    """What of one unit's rows is pressed; the rows hold the assignments of that unit only.

    `kind` leaves only what was returned, or all else. `reminded`: it was decided of what the unit
    is reminded, so that all of it is pressed, also what is not late, or presumed. So it is of what
    was reminded of with a slip of this `day`, which is then written again.
    """
    found, presumed = [], 0
    for entry in entries:
        for one in entry.shown:
            meant = reminded or slip_of_day(one, day) is not None
            pressing = _pressing_of(one) or ("open" if meant else None)
            if kind and (pressing == "returned") != (kind == "return"):
                continue
            if pressing and one.presumed and pressing != "returned" and not meant:
                presumed += 1
            elif pressing:
                found.append(PressedDuty(entry, one, pressing))
    order = list(COUNTED)
    found.sort(key=lambda duty: (order.index(duty.pressing), duty.one.due or dt.date.max))
    return PressedDuties(tuple(found), presumed)


def slip_of_day(one: Assignment, day: dt.date | None) -> int | None:
    """The number of the slip by which a unit was reminded on a day; None where it was not."""
    numbers = [event.value for event in one.rhythm.reminders if event.on == day]
    return numbers[-1] if numbers else None


def _pressing_of(one: Assignment) -> Pressing | None:
    if one.returned and one.status == "doing":
        return "returned"
    if not one.is_open:
        return None
    match one.timeliness:
        case "overdue" | "year-open" | "due-soon" as pressing:
            return pressing
        case _:
            return None


def slip_paper(
    ledger: Ledger,
    unit: str,
    entries: Sequence[Entry],
    *,
    kind: SlipKind | None = None,
    reminded: bool = False,
    number: int | None = None,
    day: dt.date | None = None,
    reply_by: dt.date | None = None,
) -> Paper:
    """The slip to a unit, on what of its rows is pressed; there must be something to press.

    `kind` and `reminded` as in `pressed_duties`.

    `number` is the running number of the year that was recorded; without one it is left open. `day`
    is the date of the slip (the ledger's), `reply_by` the day until which it is to be answered.
    """
    day = day or ledger.as_of
    duties = pressed_duties(entries, kind, reminded=reminded, day=day).duties
    counts = _counted(duties)
    name, called = ledger.roster.name(unit), slip_number(ledger.words, day.year, number)
    until = reply_by or day + dt.timedelta(days=REPLY_DAYS)
    return clean_paper(
        Paper(
            (f"{ledger.words.subject}重点任务督办单（{_kind_words(counts)}）",),
            f"{name}：",
            (
                Paragraph(opening_sentence(duties_name(ledger), counts, day)),
                _duties_table(ledger, duties, day),
                Paragraph(request_sentences(counts, until, day, ledger.words)),
            ),
            signature_of(ledger).name,
            day,
            number=called,
            annexes=(_receipt(called, name),),
        )
    )


def _counted(duties: Sequence[PressedDuty]) -> dict[Pressing, int]:
    """How many duties there are by reason, in the order of the slip."""
    found = Counter(duty.pressing for duty in duties)
    return {pressing: found[pressing] for pressing in COUNTED if pressing in found}


def _kind_words(counts: Mapping[Pressing, int]) -> str:
    kinds: list[SlipKind] = ["remind"] if counts.keys() - {"returned"} else []
    if "returned" in counts:
        kinds.append("return")
    return "、".join(KINDS[kind] for kind in kinds)


def _duties_table(ledger: Ledger, duties: Sequence[PressedDuty], day: dt.date) -> Table:
    columns = (
        TextColumn("编号", 22),
        TextColumn("任务和原文", 60),
        TextColumn("时限", 21),
        TextColumn("情况", 25),
        TextColumn("应报佐证", 28),
    )
    return Table(columns, tuple(_duty_rows(ledger, duties, day)))


def _duty_rows(
    ledger: Ledger, duties: Sequence[PressedDuty], day: dt.date
) -> Iterator[tuple[str, ...]]:
    for entry, one, pressing in duties:
        task, quantity = entry.task, entry.task.quantity
        asked = f"（要求：{quantity.text}）" if quantity else ""
        quote = task.quote.rstrip("，；。、")
        said = f"：“{quote}”" if quote != task.title else ""
        due = f"{paper_day(one.due, day.year)}" if one.due else "—"
        basis = labels.short_basis(one.basis, entry.words)
        yield (
            paper_id(ledger, entry),
            f"{task.title}{asked}{said}",
            f"{due}（{basis}）" if one.due else due,
            pressing_words(pressing, one, day) + times_words(one),
            "、".join(task.evidence) or "办理情况说明",
        )


def _receipt(number: str, unit: str) -> Annex:
    """The slip to be cut off and sent back."""
    columns = (
        TextColumn("", 24),
        TextColumn("", 54),
        TextColumn("", 33),
        TextColumn("", 45),
    )
    rows = (
        ("督办单编号", number, "签收单位（盖章）", unit),
        ("签收人", "", "联系电话", ""),
        ("签收日期", "　　年　　月　　日", "预计办结日期", "　　年　　月　　日"),
    )
    return Annex("", "督办单回执", (Table(columns, rows, form=True),), apart=False)
