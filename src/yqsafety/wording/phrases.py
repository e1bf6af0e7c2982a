"""What is said of a row in Chinese: titles, states, who is responsible, summaries. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.notice.roster import GROUND_STRENGTH
from yqsafety.wording import labels

if TYPE_CHECKING:
    from yqsafety.ledger.changes import ChangesSince, Movement
    from yqsafety.ledger.conflicts import Contradiction
    from yqsafety.ledger.events import Event
    from yqsafety.ledger.filters import Selection
    from yqsafety.notice.model import Ground
    from yqsafety.notice.roster import Party, Roster
    from yqsafety.notice.schedule import Timeliness


TELLING = ("overdue", "due-soon", "stale", "late", "waiting")
"""Timeliness that says more than the status."""


def title_text(entry: Entry) -> str:
    """The title, with the campaign's name where a task has several."""
    label = entry.period.label
    return f"{entry.task.title}（{label}）" if label else entry.task.title


def status_label(entry: Entry) -> str:
    """The status in words; a standing duty says until when it was in force."""
    if entry.task.timing.kind == "standing":
        if entry.status == "doing":
            return labels.STANDING_DOING
        days = [day for a in entry.assignments if (day := done_day(a))]
        if entry.status == "done" and days:
            return f"{labels.STANDING_DONE}（截至 {min(days)}）"
    return labels.STATUS[entry.status]


def unit_name(party: Party) -> str:
    """A unit's name, with 牵头 where it leads."""
    return f"{party.name}（牵头）" if party.lead else party.name


def unit_status(assignment: Assignment) -> str:
    """The status of one unit, with what the supervising office said of it."""
    said = labels.STATUS[assignment.status]
    if assignment.confirmed:
        return f"{said}（已复核）"
    returned = assignment.present.returned
    return f"{said}（退回：{returned}）" if returned else said


def timeliness_label(code: Timeliness, basis: str) -> str:
    """The timeliness in words; 年度未结 where the notice states no date."""
    if code == "overdue" and basis == "notice-year":
        return labels.YEAR_OPEN
    return labels.TIMELINESS[code]


def due_short(entry: Entry) -> str:
    """The date and, in a word, why it holds."""
    deciding = entry.deciding
    return f"{deciding.due} {labels.BASIS_SHORT[deciding.basis]}" if deciding.due else "—"


def state_text(entry: Entry) -> str:
    """Mark and words of the state."""
    return f"{labels.MARK[entry.status]} {state_words(entry)}"


def state_words(entry: Entry) -> str:
    """The status, the count, and the timeliness where it says more."""
    words = [status_label(entry)]
    values = [a.present.value for a in entry.countable if a.present.value is not None]
    if entry.task.quantity and values:
        words.append(f"{sum(values)}/{entry.task.quantity.value * len(entry.countable)}")
    if entry.timeliness in TELLING:
        words.append(timeliness_label(entry.timeliness, entry.basis))
    return " ".join(words)


def late_word(entries: Iterable[Entry]) -> str:
    """What to call all that is overdue in some rows: 逾期, 年度未结, or both."""
    return overdue_word(a for e in entries for a in e.countable if a.timeliness == "overdue")


def overdue_word(late: Iterable[Assignment]) -> str:
    """What to call some overdue assignments."""
    words = {timeliness_label("overdue", a.basis) for a in late}
    return "和".join(sorted(words, reverse=True)) or labels.TIMELINESS["overdue"]


FEW = 10
"""Up to so many changes are named one by one."""


def since_text(changed: ChangesSince) -> list[str]:
    """What was finished and what fell overdue since a day; by name when they are few."""
    done, late = changed.finished, changed.fell_overdue
    overdue = [one for one in late if one.assignment.basis != "notice-year"]
    year_open = [one for one in late if one.assignment.basis == "notice-year"]
    figures = [_movements_text("办结", done), _movements_text("新逾期", overdue)]
    if year_open:
        figures.append(_movements_text(f"转为{labels.YEAR_OPEN}", year_open))
    lines = [f"自 {changed.day} 以来：{'，'.join(figures)}。"]
    if 0 < len(done) + len(late) <= FEW:
        kinds = (("办结", done), ("新逾期", overdue), (labels.YEAR_OPEN, year_open))
        lines.append(
            "；".join(f"{word}：{_named_movements(some)}" for word, some in kinds if some) + "。"
        )
    elif done or late:
        lines.append("逐项清单请加 --json。")
    return lines


def _movements_text(word: str, some: Sequence[Movement]) -> str:
    presumed = sum(one.assignment.party.presumed for one in some)
    return f"{word} {len(some)} 项" + (f"（其中推定 {presumed} 项）" if presumed else "")


def _named_movements(some: Iterable[Movement]) -> str:
    return "、".join(
        f"{one.entry.id} {'全县一项' if one.entry.shared else one.assignment.party.name}"
        for one in some
    )


def done_day(assignment: Assignment) -> dt.date | None:
    """The day of the tick that counts; none for a unit that waived its part."""
    return assignment.present.since if assignment.status == "done" else None


def place_text(entry: Entry) -> str:
    """Where a task stands in the notice."""
    heading = entry.item.heading.rstrip("。").replace(" ", "")
    return f"{entry.section.heading} {heading}"


def due_text(entry: Entry) -> str:
    """The date, on what ground it holds, and the one it took the place of."""
    said = f"{entry.due or '情形发生后'}，{labels.BASIS[entry.basis]}"
    if entry.due != entry.period.due:
        said += f"（原时限 {entry.period.due}）"
    return f"{said}；{entry.period.source}" if entry.period.source else said


def responsible_text(entry: Entry, units: tuple[str, ...]) -> str:
    """Who is responsible, as the notice names them; with chosen `units`, how each comes in."""
    if not units:
        if entry.division == "made":
            return "、".join(unit_name(a.party) for a in entry.assignments)
        bracket = entry.item.responsibility
        names = "、".join(entry.task.units or bracket.units)
        others = "等部门" if bracket.open and not entry.task.units else ""
        return names + others + ("（待分工）" if entry.division == "open" else "")
    if len(entry.assignments) == 1:
        said = source_text(entry.assignments[0].party)
    else:
        said = "、".join(f"{a.party.name}（{source_text(a.party)}）" for a in entry.assignments)
    whole = "，全县一项" if entry.shared else ""
    return said + whole + ("，待分工" if entry.division == "open" else "")


def source_text(party: Party) -> str:
    """How a unit comes in: 点名, or through which group and on what ground."""
    return f"{party.via}·{labels.GROUND[party.ground]}" if party.via else "点名"


def contradiction_text(one: Contradiction, roster: Roster) -> str:
    """Of whom different files say what: 县水利局：办结（张三，2025-06-20）与 不适用（…）."""
    said = (f"{_said_word(event)}（{event.by}，{event.on}）" for event in one.events)
    return f"{roster.name(one.unit)}：{'与 '.join(said)}"


def _said_word(event: Event) -> str:
    if event.until:
        return f"时限 {event.until}"
    match event.action:
        case "done" | "doing" | "todo" | "na" as status:
            return labels.STATUS[status]
        case _:
            return f"累计 {event.value}"


def summary_text(selection: Selection) -> str:
    """How many rows, how many by name, how many of each kind."""
    entries = selection.entries
    grounds = [_strongest_ground(entry) for entry in entries]
    named, presumed = grounds.count("notice"), grounds.count("presumed")
    other = len(grounds) - named - presumed
    kinds = [entry.task.timing.kind for entry in entries]
    figures = "，".join(f"{label} {kinds.count(code)}" for code, label in labels.KIND.items())
    counts = f"点名 {named}，法定、名录或本地 {other}，推定 {presumed}"
    return f"共 {len(entries)} 项：{counts}。{figures}。"


def _strongest_ground(entry: Entry) -> Ground:
    """The strongest ground on which anyone is on a row."""
    return min({a.party.ground for a in entry.assignments}, key=GROUND_STRENGTH.index)


def nothing_found_text(selection: Selection) -> str:
    """Which filter left nothing over."""
    names: list[str] = []
    before = selection.total
    for name, left in selection.left:
        if left == 0:
            start = f"{'、'.join(names)} 有" if names else "全部共"
            return f"没有符合条件的任务：{start} {before} 项，加上“{name}”后为 0 项。"
        names.append(name)
        before = left
    return "没有符合条件的任务。"
