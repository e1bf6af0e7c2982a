"""Everything known of one task as labelled paragraphs, for `show`, checklist and page. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.conflicts import find_contradictions
from yqsafety.ledger.events import LEAD, Event, carried_status, extended_basis
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.year_before import ContinuedTask
from yqsafety.notice.model import Responsibility, Task, Words
from yqsafety.notice.roster import Roster
from yqsafety.wording import labels, phrases, status_words
from yqsafety.wording.past_results import past_paragraphs
from yqsafety.wording.rhythm_words import with_details

PERSONAL = frozenset({"owner"})
"""The fields of notes that hold what concerns a person."""

Lines = tuple[str, Sequence[str]]
"""A Chinese label, and the paragraphs that stand under it."""


def task_card(
    entry: Entry,
    duties: Sequence[str] = (),
    clashing: Sequence[str] = (),
    past: Sequence[Lines] = (),
    records: Sequence[str] = (),
) -> list[Lines]:
    """Everything known of a task, as labelled paragraphs; labels without a text are left out.

    `duties` holds a line for each unit, `clashing` what different files say, `past` what became of
    it under an earlier notice, `records` the events. The page gives neither `duties` nor
    `records`, since it lays these out itself.
    """
    task, bracket = entry.task, entry.item.responsibility
    mode = f"{labels.MODE[bracket.mode]}，{labels.done_by_label(task.done_by, entry.words)}"
    when = [phrases.due_text(entry), task.timing.trigger or ""]
    pairs: list[Lines] = [
        ("原文", [task.quote]),
        ("出处", [phrases.place_text(entry)]),
        ("类型", [f"{labels.KIND[task.timing.kind]}，{status_words.status_label(entry)}"]),
        ("责任主体", [task.actor] if task.actor else []),
        ("责任方式", [mode]),
        ("责任单位及依据", [text for text in (bracket.text, *duties) if text]),
        ("考核单位", ["、".join(bracket.check)] if bracket.check else []),
        ("时限及依据", ["；".join(text for text in when if text)]),
        ("数量要求", [task.quantity.text] if task.quantity else []),
        ("分值", [task.score] if task.score else []),
        ("应备佐证", ["、".join(task.evidence)] if task.evidence else []),
        ("登记不一致", clashing),
        *past,
        ("办理记录", records),
        ("编者注", [note for note in (task.note, bracket.note) if note]),
        ("待审", review_lines(task, bracket)),
    ]
    return [(label, texts) for label, texts in pairs if texts]


def review_lines(task: Task, bracket: Responsibility) -> list[str]:
    """What of a task was guessed from the words of the notice, and why."""
    guesses = [
        f"{label}：{reason}"
        for field, label in labels.REVIEW.items()
        if task.review and (reason := getattr(task.review, field))
    ]
    return [*guesses, *([f"责任单位：{bracket.review}"] if bracket.review else [])]


def titled_card(
    ledger: Ledger, entry: Entry, past: Sequence[ContinuedTask] = ()
) -> tuple[str, list[Lines]]:
    """The heading of a task, and its full card with a line for each unit and each event.

    `past` is what became of the earlier tasks that go on in it.
    """
    roster = ledger.roster
    term = (ledger.of_notice(entry.notice) or ledger).term
    return f"{entry.shown_id} {phrases.title_text(entry)}", task_card(
        entry,
        duties=duty_lines(entry),
        clashing=[
            phrases.contradiction_text(one, roster) for one in find_contradictions(ledger, [entry])
        ],
        past=past_paragraphs(past, term, named=len(entry.assignments) != 1),
        records=[record_text(event, roster) for event in entry.history],
    )


def duty_lines(entry: Entry) -> list[str]:
    """A line for each unit; of a result of the whole county first how that stands."""
    whole = [whole_line(entry, entry.whole)] if entry.whole else []
    ones = entry.assignments
    return whole + [f"{phrases.unit_name(one.party)}：{duty_text(entry, one)}" for one in ones]


def duty_text(entry: Entry, one: Assignment) -> str:
    """Why a unit is on the task, its status, its timeliness and its own date.

    On a result of the whole county a unit has no date of its own: that is said of the whole.
    """
    said = f"{phrases.source_text(one.party)}，{status_words.unit_status(entry, one)}"
    if not (one.is_statement or one.is_transferred):
        due = phrases.own_due(one, entry.words)
        said = f"{_with_timeliness(said, one, entry.words)}，时限 {due}"
    return with_details(said, entry, one)


def whole_line(entry: Entry, whole: Assignment) -> str:
    """How the one result of the whole county stands."""
    said = f"{status_words.whole_owner_text(entry)}：{status_words.whole_text(entry, whole)}"
    return (
        f"{_with_timeliness(said, whole, entry.words)}，时限 {phrases.own_due(whole, entry.words)}"
    )


def _with_timeliness(said: str, one: Assignment, words: Words) -> str:
    """The status with its timeliness, unless that is the same word (不适用)."""
    if one.is_transferred:
        return said
    word = labels.timeliness_label(one.timeliness, words)
    waits = one.awaiting and one.timeliness == "pending"  # 待认定 says so already
    return said if waits or said.endswith(word) else f"{said}，{word}"


def record_text(event: Event, roster: Roster, *, personal: bool = True) -> str:
    """One event as a line; 补录 marks what was recorded over 7 days after the day it holds from.

    Without `personal`, for what goes to others, whoever is responsible is not named: the field
    holds a name and a telephone number.
    """
    late = "（补录）" if event.late_entry else ""
    name = roster.name(event.unit)
    private = event.field in PERSONAL and not personal
    said = f"{_field_text(event, roster)}（从略）" if private else event_detail(event, roster)
    return f"{event.on}{late} {name} {labels.ACTION[event.action]}，{event.by}登记" + (
        f"：{said}" if said else ""
    )


def event_detail(event: Event, roster: Roster) -> str:
    """What an event holds besides its action: count, date, reason, note, evidence, batch.

    A note comes with its field, without which a name or a number would say nothing.
    """
    value = "" if event.value is None else f"累计 {event.value}"
    note = "：".join(filter(None, (_field_text(event, roster), event.note)))
    match event.action:
        case "adopt":
            value = f"第 {event.value} 版"
        case "remind" if value:
            value = f"督办单 {event.value} 号"
        case "carry":
            note = labels.STATUS[carried_status(event)]
        case _:
            pass
    parts = [
        value,
        f"至 {event.until}" if event.until else "",
        event.reason,
        f"批准：{event.approved_by}" if event.approved_by else "",
        note,
        "佐证：" + "、".join(item.name for item in event.evidence) if event.evidence else "",
        f"批次 {event.reverts}" if event.reverts else "",
    ]
    return "；".join(part for part in parts if part)


def _field_text(event: Event, roster: Roster) -> str:
    """What an event is about, in words; a field that this version does not know gets its code."""
    match event.action:
        case "assign" if event.field == LEAD:
            return "牵头"
        case "strike":
            return f"从“{roster.name(event.field)}”剔除" if event.field else ""
        case "extend" if event.field:
            return f"依据：{labels.BASIS[extended_basis(event)]}"
        case _:
            return labels.FIELD.get(event.field, event.field)
