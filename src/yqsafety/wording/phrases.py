"""Short Chinese texts about a row: its title, state, date, who is responsible. Pure.

`labels` translates single codes; this module joins them into what a person reads, once for the
list, the register, the reports, the calendar and the checklist. So the same row is never described
in two ways.

The rules that every text keeps come from the design, section 2: a date stands with its basis, a
unit with its ground, a count with its total, and a standing duty with the day for which it was
reported. What must never happen: a presumed unit or date that reads like an official one, or 逾期
where the notice states no date.
"""

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
"""Timeliness that is shown beside the status. The rest follows from the status and the date."""


def title_text(entry: Entry) -> str:
    """The task's title, with the slot's name where the catalogue gives it one (2.4: 安全生产月)."""
    label = entry.period.label
    return f"{entry.task.title}（{label}）" if label else entry.task.title


def status_label(entry: Entry) -> str:
    """The status in words; a standing duty adds the day up to which it was reported in force.

    Of several units the earliest such day is taken: it is the one that holds for all of them.
    """
    if entry.task.timing.kind == "standing":
        if entry.status == "doing":
            return labels.STANDING_DOING
        days = [day for a in entry.assignments if (day := done_day(a))]
        if entry.status == "done" and days:
            return f"{labels.STANDING_DONE}（截至 {min(days)}）"
    return labels.STATUS[entry.status]


def unit_name(party: Party) -> str:
    """A unit's name, with （牵头） where the office made it the lead of a divided task."""
    return f"{party.name}（牵头）" if party.lead else party.name


def unit_status(assignment: Assignment) -> str:
    """One unit's status, with 已复核 or the reason of a return where the office gave an answer."""
    said = labels.STATUS[assignment.status]
    if assignment.confirmed:
        return f"{said}（已复核）"
    returned = assignment.present.returned
    return f"{said}（退回：{returned}）" if returned else said


def timeliness_label(code: Timeliness, basis: str) -> str:
    """The timeliness in words; 年度未结 instead of 逾期 where the notice states no date."""
    if code == "overdue" and basis == "notice-year":
        return labels.YEAR_OPEN
    return labels.TIMELINESS[code]


def due_short(entry: Entry) -> str:
    """The row's date and one word for its basis (`2025-06-30 原文`); a dash without a date."""
    deciding = entry.deciding
    return f"{deciding.due} {labels.BASIS_SHORT[deciding.basis]}" if deciding.due else "—"


def state_text(entry: Entry) -> str:
    """The mark of the status, followed by `state_words`."""
    return f"{labels.MARK[entry.status]} {state_words(entry)}"


def state_words(entry: Entry) -> str:
    """The status, the count so far (`3/10`), and the timeliness where it adds something.

    The target is per unit, so it is multiplied by the number of counted assignments.
    """
    words = [status_label(entry)]
    values = [a.present.value for a in entry.countable if a.present.value is not None]
    if entry.task.quantity and values:
        words.append(f"{sum(values)}/{entry.task.quantity.value * len(entry.countable)}")
    if entry.timeliness in TELLING:
        words.append(timeliness_label(entry.timeliness, entry.basis))
    return " ".join(words)


def late_word(entries: Iterable[Entry]) -> str:
    """The word for everything overdue in some rows: 逾期, 年度未结, or 逾期和年度未结."""
    return overdue_word(a for e in entries for a in e.countable if a.timeliness == "overdue")


def overdue_word(late: Iterable[Assignment]) -> str:
    """The word for some overdue assignments by their bases; 逾期 where there are none."""
    words = {timeliness_label("overdue", a.basis) for a in late}
    return "和".join(sorted(words, reverse=True)) or labels.TIMELINESS["overdue"]


FEW = 10
"""Up to this many changes are named one by one; beyond it only the figures are given."""


def since_text(changed: ChangesSince) -> list[str]:
    """The lines of `status --since`: what was finished and what fell overdue after that day.

    What rests on `notice-year` is counted apart, as 转为年度未结: it has missed no stated date.
    """
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
    """The day from which the assignment counts as done; None unless it is done.

    On a result of the whole county a unit may have waived its part. Its status is then `na`,
    although the shared record that it looks at says done; so the assignment's status is asked.
    """
    return assignment.present.since if assignment.status == "done" else None


def place_text(entry: Entry) -> str:
    """Where the task stands in the notice: the headings of its section and item."""
    heading = entry.item.heading.rstrip("。").replace(" ", "")
    return f"{entry.section.heading} {heading}"


def due_text(entry: Entry) -> str:
    """The date with its basis and source and, after an extension, the original date."""
    said = f"{entry.due or '情形发生后'}，{labels.BASIS[entry.basis]}"
    if entry.due != entry.period.due:
        said += f"（原时限 {entry.period.due}）"
    return f"{said}；{entry.period.source}" if entry.period.source else said


def responsible_text(entry: Entry, units: tuple[str, ...]) -> str:
    """Who is responsible, as the notice names them; with chosen `units`, how each comes in.

    Without chosen units the members of a group are not listed: the notice names the group. With
    them the question is why this unit is on the row, so the ground of each is given.
    """
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
    """Why a unit is on a task: 点名, or the group it belongs to and the ground of that."""
    return f"{party.via}·{labels.GROUND[party.ground]}" if party.via else "点名"


def contradiction_text(one: Contradiction, roster: Roster) -> str:
    """What different files say of one unit: 县水利局：办结（张三，2025-06-20）与 不适用（…）."""
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
    """The line below a list; each row counts on its strongest ground, so that figures add up."""
    entries = selection.entries
    grounds = [_strongest_ground(entry) for entry in entries]
    named, presumed = grounds.count("notice"), grounds.count("presumed")
    other = len(grounds) - named - presumed
    kinds = [entry.task.timing.kind for entry in entries]
    figures = "，".join(f"{label} {kinds.count(code)}" for code, label in labels.KIND.items())
    counts = f"点名 {named}，法定、名录或本地 {other}，推定 {presumed}"
    return f"共 {len(entries)} 项：{counts}。{figures}。"


def _strongest_ground(entry: Entry) -> Ground:
    """The strongest ground on which any unit is on a row; the notice's own naming comes first."""
    return min({a.party.ground for a in entry.assignments}, key=GROUND_STRENGTH.index)


def nothing_found_text(selection: Selection) -> str:
    """Say which filter removed the last row.

    An empty table would read as "nothing to do" when it was the filters that did not fit together.
    """
    names: list[str] = []
    before = selection.total
    for name, left in selection.left:
        if left == 0:
            start = f"{'、'.join(names)} 有" if names else "全部共"
            return f"没有符合条件的任务：{start} {before} 项，加上“{name}”后为 0 项。"
        names.append(name)
        before = left
    return "没有符合条件的任务。"
