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

from typing import TYPE_CHECKING

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.notice.roster import GROUND_STRENGTH
from yqsafety.wording import labels
from yqsafety.wording.rhythm_words import row_tags
from yqsafety.wording.status_words import mark_of_row, status_label, whole_owner_text

if TYPE_CHECKING:
    from yqsafety.ledger.conflicts import Contradiction
    from yqsafety.ledger.events import Event
    from yqsafety.ledger.filters import Selection
    from yqsafety.notice.model import Ground, Words
    from yqsafety.notice.roster import Party, Roster


_MANY_UNITS = 3
"""From so many units on a screen has their number instead of their names."""

TELLING = ("overdue", "year-open", "due-soon", "stale", "late", "waiting")
"""Timeliness that is shown beside the status. The rest follows from the status and the date."""


ALARMING = ("overdue", "year-open", "due-soon", "stale")
"""Timeliness that calls for something to be done, or blames somebody."""


def title_text(entry: Entry) -> str:
    """The task's title, with the slot's name where the catalogue gives it one (2.4: 安全生产月)."""
    label = entry.period.label
    return f"{entry.task.title}（{label}）" if label else entry.task.title


def minute_text(event: Event) -> str:
    """When an event was recorded, in China time and to the minute."""
    return event.at[:16].replace("T", " ")


def unit_name(party: Party) -> str:
    """A unit's name, with （牵头） where it leads and （配合） where it only supports."""
    role = "（牵头）" if party.lead else "（配合）" if party.support else ""
    return party.name + role


def due_short(entry: Entry) -> str:
    """The row's date and one word for its basis (`2025-06-30 原文`); a dash without a date."""
    deciding = entry.deciding
    return (
        f"{deciding.due} {labels.short_basis(deciding.basis, entry.words)}" if deciding.due else "—"
    )


def own_due(one: Assignment, words: Words) -> str:
    """An assignment's own date, marked where the supervising office set it; a dash without one."""
    local = f"（{labels.short_basis(one.basis, words)}）" if one.basis == "local" else ""
    return f"{one.due}{local}" if one.due else "—"


def state_text(entry: Entry) -> str:
    """The mark of the status, followed by `state_words`."""
    return f"{mark_of_row(entry)} {state_words(entry)}"


def state_words(entry: Entry) -> str:
    """The status, the count so far, and the timeliness where it adds something; 退回 first.

    待重新确认 comes last; why is in `show`.
    """
    words = [status_label(entry)]
    if count := count_text(entry):
        words.append(count)
    returned = any(a.returned for a in entry.shown)
    if returned and "退回" not in words[0]:
        words.insert(0, "退回")
    if entry.timeliness in TELLING:
        words.append(timeliness_text(entry))
    if any(a.revised for a in entry.shown):
        words.append(labels.REVISED)
    return " ".join((*words, *row_tags(entry)))


def timeliness_mark(entry: Entry) -> str:
    """The row's timeliness, and whether it rests on a presumption, which blames nobody."""
    said = labels.timeliness_label(entry.timeliness, entry.words)
    return f"{said}（推定）" if entry.timeliness in ALARMING and entry.blames_nobody else said


def timeliness_text(entry: Entry) -> str:
    """The same for people: 待更新 says where nothing was reported yet."""
    said = timeliness_mark(entry)
    fresh = all(a.present.latest is None for a in entry.facts)
    return f"{said}（尚未报过）" if said == labels.TIMELINESS["stale"] and fresh else said


def count_text(entry: Entry) -> str:
    """The count so far: `3/10`; where the target is a range or per village, in words.

    The target is per unit, so it is multiplied by the number of counted assignments.
    """
    quantity = entry.task.quantity
    values = [a.present.value for a in entry.shown if a.present.value is not None]
    if not quantity or not values:
        return ""
    if quantity.per or quantity.max is not None:
        return f"已 {sum(values)} {quantity.unit}（要求：{quantity.text}）"
    return f"{sum(values)}/{quantity.value * len(entry.shown)}"


def place_text(entry: Entry) -> str:
    """Where the task stands in the notice: the headings of its section and item.

    A paragraph without a number has no heading but its own beginning, which is the sentence.
    """
    section, item = entry.section.heading, entry.item.heading
    if not entry.item.label and entry.task.quote.startswith(item.removesuffix("…")):
        return section
    heading = item.rstrip("。").replace(" ", "")
    return section if item == section else f"{section} {heading}".strip()


def due_text(entry: Entry) -> str:
    """The date with its basis and source and, after an extension, the original date."""
    said = f"{entry.due or '情形发生后'}，{labels.basis_label(entry.basis, entry.words)}"
    if entry.due != entry.period.due and entry.basis == "local":
        said += f"（原时限 {entry.period.due}）"
    return f"{said}；{entry.period.source}" if entry.period.source else said


def responsible_text(entry: Entry, units: tuple[str, ...]) -> str:
    """Who is responsible, as the notice names them; with chosen `units`, how each comes in.

    Without chosen units the members of a group are not listed: the notice names the group. With
    them the question is why this unit is on the row, so the ground of each is given.
    """
    if not units:
        if entry.division == "made" or len(entry.assignments) < entry.all_units:
            return "、".join(unit_name(a.party) for a in entry.assignments or entry.facts)
        named = entry.responsibility
        lead = [f"{name}（牵头）" for name in named.lead]
        support = [f"{name}（配合）" for name in named.support]
        names = "、".join((*lead, *named.units, *support)) + ("等部门" if named.open else "")
        return names + ("（待分工）" if entry.division == "open" else "")
    if not entry.assignments:
        said = source_text(entry.facts[0].party)
    elif len(entry.assignments) == 1:
        said = source_text(entry.assignments[0].party)
    else:
        said = "、".join(f"{a.party.name}（{source_text(a.party)}）" for a in entry.assignments)
    whole = f"，{whole_owner_text(entry)}" if entry.shared else ""
    return said + whole + ("，待分工" if entry.division == "open" else "")


def responsible_short(entry: Entry, units: tuple[str, ...]) -> str:
    """The same on a screen: of many units how many there are, and how many have done it."""
    if units or len(entry.assignments) < _MANY_UNITS:
        return responsible_text(entry, units)
    whole = f"（{entry.words.one_result}）" if entry.shared else ""
    done = sum(one.status == "done" for one in entry.assignments)
    divided = "，待分工" if entry.division == "open" else ""
    return f"{len(entry.assignments)} 个单位{whole} {done}/{len(entry.assignments)}{divided}"


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
    return min({a.party.ground for a in entry.shown}, key=GROUND_STRENGTH.index)


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
