"""iCalendar (RFC 5545): an all-day event on each deadline, and one that rings on some mornings.

A calendar program knows an event again by its UID, and takes the copy with the higher SEQUENCE. So
the UID is built from what never changes (notice, occurrence, units) and SEQUENCE is the number of
events in the state: importing a new export updates what an older one put there. The units in the
UID are those to which the export was narrowed, so that exports of two units stand side by side.

An alarm on an all-day event rings at midnight, and Outlook keeps one alarm an event only. So the
deadlines are silent, and what rings is an event at nine in the morning with an alarm at its start.
It is set in UTC: China has one time the whole year, and a zone of its own would need a VTIMEZONE.

What must never happen: the way of building a UID changes (every calendar would show all deadlines
twice), a task without a date gets one, or a standing duty rings as if it ended. The icalendar
library encodes in UTF-8, folds lines at 75 octets and escapes text, as the RFC asks.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.formats import Extract
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.filters import Filters
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import count_entry
from yqsafety.reports.reminders import Reminder, ReminderBook
from yqsafety.safe_text import visible_text
from yqsafety.wording import labels, phrases, status_words

if TYPE_CHECKING:
    from icalendar import Calendar, Event

NINE_IN_CHINA = dt.time(1, tzinfo=dt.UTC)
"""When the calendar rings: 9:00 in China, which is 1:00 UTC on the same day."""
_A_MOMENT = dt.timedelta(minutes=15)
"""How long a reminder lasts; what has no length is hardly to be seen in a calendar."""
_END = b"END:VCALENDAR\r\n"


class DatedRow(NamedTuple):
    """One event of the calendar to be: a row, a date, and for whom."""

    entry: Entry
    """The row, narrowed to the units that the event is for."""
    due: dt.date
    """The deadline, on which the event is set."""
    scope: str
    """The part of the UID that stands for the units; empty in an export for all."""
    who: str
    """The unit's name in the summary, where the event is for one unit among others; else empty."""
    named: bool
    """Whether the description lists each unit with its ground, instead of naming the groups."""


def render(extract: Extract) -> Iterator[bytes]:
    """The calendar piece by piece: each event is written as soon as it is made.

    icalendar can only write whole calendars. So an empty one is written without its last line, then
    the events, then that line.
    """
    ledger, stamp = extract.ledger, _newest_moment(extract.ledger)
    book = ReminderBook(ledger.as_of)
    yield _empty_calendar(extract).to_ical().removesuffix(_END)
    for dated in _dated_rows(extract):
        book.add(dated.entry, dated.due, dated.who)
        yield _calendar_event(ledger, dated, stamp).to_ical()
    scope = _reminder_scope(extract.filters)
    for reminder in book.reminders():
        yield _reminder_event(ledger, reminder, scope, stamp).to_ical()
    yield _END


def _dated_rows(extract: Extract) -> Iterator[DatedRow]:
    """The rows that have a date or, with `--per unit`, the assignments that have one.

    A result of the whole county is one event even then: it is ticked once.
    """
    chosen = extract.filters.units
    scope = _uid_scope(chosen)
    for entry in extract.watch(extract.selection.entries):
        dated = [one for one in entry.shown if one.due]
        if extract.per == "task" or entry.shared:
            if dated and entry.due:
                yield DatedRow(entry, entry.due, scope, "", bool(chosen))
            continue
        for one in dated:
            if one.due:
                alone = entry.alone(one)
                yield DatedRow(alone, one.due, one.party.id, one.party.name, named=True)


def _uid_scope(units: tuple[str, ...]) -> str:
    """The units' part of the UID: nothing for all, an id for one, a digest for several.

    The ids are sorted first, so that the order on the command line makes no difference.
    """
    if len(units) < 2:
        return "".join(units)
    return _short_digest(sorted(units))


def _reminder_scope(filters: Filters) -> str:
    """The part of a reminder's UID that stands for the units and for all other filters.

    A reminder sums up what matches. So that of one section must not take the place of the whole.
    """
    whole = Filters()._asdict()
    chosen = filters._replace(units=(), shown=())._asdict()
    others = [f"{name}={value}" for name, value in chosen.items() if value != whole[name]]
    parts = (_uid_scope(filters.units), _short_digest(others) if others else "")
    return "/".join(filter(None, parts))


def _short_digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def _empty_calendar(extract: Extract) -> Calendar:
    from icalendar import Calendar

    ledger, chosen = extract.ledger, extract.filters.units
    whose = f"（{ledger.roster.name(chosen[0])}）" if len(chosen) == 1 else ""
    calendar = Calendar()
    calendar.add("prodid", "-//yqsafety//yqsafety//ZH")
    calendar.add("version", "2.0")
    numbers = "、".join(filter(None, (part.catalog.notice.number for part in ledger.parts)))
    calendar.add("x-wr-calname", visible_text(f"{numbers}任务时限{whose}"))
    return calendar


def _newest_moment(ledger: Ledger) -> dt.datetime:
    """When the newest record was made, else the start of the notice's own day; in UTC.

    It is the DTSTAMP of every event. The clock is not used, so that the same state gives the same
    bytes.
    """
    if ledger.recorded:
        newest = max(event.at for event in ledger.recorded)
        return dt.datetime.fromisoformat(newest).astimezone(dt.UTC)
    return dt.datetime.combine(ledger.catalog.notice.date, dt.time(), dt.UTC)


def _known_event(ledger: Ledger, parts: tuple[str, ...], stamp: dt.datetime) -> Event:
    """An event with that by which a calendar knows it again, and whether it is newer."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{'/'.join(filter(None, parts))}@yqsafety")
    event.add("dtstamp", stamp)
    event.add("sequence", len(ledger.recorded))
    return event


def _calendar_event(ledger: Ledger, dated: DatedRow, stamp: dt.datetime) -> Event:
    entry = dated.entry
    event = _known_event(ledger, (entry.notice, entry.id, dated.scope), stamp)
    event.add("dtstart", dated.due)
    # DTEND is exclusive. Without it an all-day event lasts its one day too (RFC 5545, 3.6.1), which
    # serves for the last day that Python knows.
    if dated.due < dt.date.max:
        event.add("dtend", dated.due + dt.timedelta(days=1))
    event.add("summary", _event_summary(dated))
    event.add("description", _event_description(ledger, dated))
    event.add("categories", [visible_text(entry.section.heading)])
    over = entry.timeliness in ("waived", "transferred")
    event.add("status", "CANCELLED" if over else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a deadline does not make the day busy
    return event


def _event_summary(dated: DatedRow) -> str:
    entry = dated.entry
    whose = f"{dated.who}：" if dated.who else ""
    return visible_text(
        f"{status_words.mark_of_row(entry)} {entry.shown_id} {whose}{phrases.title_text(entry)}"
    )


def _reminder_event(ledger: Ledger, reminder: Reminder, scope: str, stamp: dt.datetime) -> Event:
    from icalendar import Alarm

    event = _known_event(ledger, (reminder.notice, str(reminder.day), scope), stamp)
    start = dt.datetime.combine(reminder.day, NINE_IN_CHINA)
    event.add("dtstart", start)
    event.add("dtend", start + _A_MOMENT)
    event.add("summary", visible_text(reminder.summary))
    said = (*reminder.description.splitlines(), f"截至 {ledger.as_of}")
    event.add("description", "\n".join(map(visible_text, said)))
    event.add("categories", ["提醒"])
    event.add("status", "CANCELLED" if reminder.over else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if reminder.alarm:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", dt.timedelta())
        alarm.add("description", visible_text(reminder.alarm))
        event.add_component(alarm)
    return event


def _event_description(ledger: Ledger, dated: DatedRow) -> str:
    """The text of the event: quote, place, date and basis, slot, quantity, units and status."""
    entry = dated.entry
    period, task = entry.period, entry.task
    said = [
        ("原文", task.quote),
        ("出处", phrases.place_text(entry)),
        ("时限及依据", phrases.due_text(entry)),
        ("时段", f"{period.start} 至 {period.due}" + (f"，{period.label}" if period.label else "")),
        ("数量要求", task.quantity.text if task.quantity else ""),
        (
            "类型",
            f"{labels.KIND[task.timing.kind]}，{labels.done_by_label(task.done_by, entry.words)}",
        ),
        ("责任单位", "" if dated.named else phrases.responsible_text(entry, ())),
        *(
            ("责任单位", _unit_text(one, entry))
            for one in entry.assignments or entry.facts
            if dated.named
        ),
        ("状态", f"{_status_text(entry)}（截至 {ledger.as_of}）"),
    ]
    return "\n".join(visible_text(f"{word}：{text}") for word, text in said if text)


def _unit_text(one: Assignment, entry: Entry) -> str:
    """A unit with its ground, and with its own status where it is not the only one."""
    said = f"{phrases.unit_name(one.party)}（{phrases.source_text(one.party)}）"
    return said if len(entry.facts) == 1 else f"{said}，{status_words.unit_status(entry, one)}"


def _status_text(entry: Entry) -> str:
    """The status in words; of several assignments also how many are done, of one also when."""
    if len(entry.facts) == 1:
        (one,) = entry.facts
        day = status_words.done_day(entry, one)
        said = status_words.unit_status(entry, one)
        return f"{said}，{day}" if day and str(day) not in said else said
    progress = count_entry(entry)
    return f"{status_words.status_label(entry)}，办结 {progress.done}/{progress.total}"
