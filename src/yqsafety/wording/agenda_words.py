"""The words of the agenda: its concerns, how many days are left, and what to do next. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from yqsafety.notice.schedule import OPEN
from yqsafety.wording.labels import RETURNED, REVISED, SILENT, STATUS, TIMELINESS, UNRECEIVED

if TYPE_CHECKING:
    from yqsafety.ledger.agenda import AgendaGroup, AgendaRow, Concern
    from yqsafety.ledger.office_agenda import OfficeConcern, OfficeGroup, UnitMatter

CONCERN: dict[Concern, str] = {
    "returned": RETURNED,
    "revised": REVISED,
    "overdue": TIMELINESS["overdue"],
    "reminded": "催办待回应",
    "this-week": "本周到期",
    "this-month": "本月到期",
    "assigned": "新交办",
    "stale": TIMELINESS["stale"],
    "doing": STATUS["doing"],
    "year-open": TIMELINESS["year-open"],
    "later": "其余未到期",
}
OFFICE_CONCERN: dict[OfficeConcern, str] = {
    "to-confirm": "等待复核",
    "applied": "申请延期",
    "late": TIMELINESS["overdue"],
    "silent": SILENT,
    "due-soon": "即将到期，该提醒",
}


WEEKDAYS = "一二三四五六日"


def day_text(day: dt.date) -> str:
    """A day with its weekday: 2025-06-20 星期五."""
    return f"{day} 星期{WEEKDAYS[day.weekday()]}"


def head_text(name: str, day: dt.date, groups: Sequence[AgendaGroup]) -> str:
    """The head of a unit's agenda: whose it is, the day, and how much is open in all.

    What is said of a result of the whole is counted apart, as lists and figures do.
    """
    rows = [row for group in groups for row in group.rows]
    own = sum(row.one.is_open for row in rows)
    others = [row for row in rows if row.one.is_statement and row.one.status in OPEN]
    said = f"{name}  {day_text(day)}  未办结 {own} 项"
    return said + (f"，另{others[0].entry.words.one_result} {len(others)} 项未报" if others else "")


def days_text(row: AgendaRow) -> str:
    """How urgent a row is, in days: 逾期 12 天, 今天到期, 还有 3 天, 35 天未更新, 尚未报过."""
    if row.entry.task.timing.kind == "standing":
        return "尚未报过" if row.days is None else f"{row.days} 天前报过"
    if row.days is None:
        return ""
    if row.days == 0:
        return "今天到期"
    if row.days > 0:
        return f"还有 {row.days} 天"
    past = "年度已过" if row.judged.timeliness == "year-open" else TIMELINESS["overdue"]
    return f"{past} {-row.days} 天"


def row_marks(row: AgendaRow) -> str:
    """What is to be known with the title: 推定, why it came back, what waits for an answer."""
    kinds = [row.entry.words.one_result] if row.one.is_statement else []
    kinds += ["推定"] if row.presumed else []
    said = f"（{'，'.join(kinds)}）" if kinds else ""
    rhythm = row.one.rhythm
    if rhythm.unanswered:
        said += f"，已催办 {len(rhythm.reminders)} 次"
    elif rhythm.unreceived and not row.one.returned:
        said += f"，{UNRECEIVED}"
    said += f"，{row.one.revised}" if row.one.revised else ""
    return said + (f"，{RETURNED}：{row.one.returned}" if row.one.returned else "")


def group_title(group: AgendaGroup, shown: int) -> str:
    """The head of a group: how many there are, how many presumed, how many are not shown."""
    apart = sum(row.blames_nobody for row in group.rows)
    one_result = group.rows[0].entry.words.one_result
    more = [f"其中推定或{one_result} {apart}"] if apart else []
    more += [f"只列前 {shown} 项"] if 0 < shown < len(group.rows) else []
    return f"{CONCERN[group.concern]} {len(group.rows)} 项" + (
        f"（{'，'.join(more)}）" if more else ""
    )


def next_command(groups: Sequence[AgendaGroup], whose: str) -> str:
    """The command for the most urgent row."""
    listed = [group for group in groups if group.concern != "later"]
    if not listed:
        return f"全部任务：yqsafety list {whose}".rstrip()
    ident = listed[0].rows[0].entry.shown_id
    record = f"{ident} {whose}".rstrip()
    if listed[0].concern == "returned":
        return f"下一步：yqsafety show {ident}（退回理由），补正后 yqsafety check {record}"
    if listed[0].concern == "revised":
        return f"下一步：yqsafety show {ident}（改动后的原文），仍算办结的 yqsafety check {record}"
    return f"下一步：yqsafety check {record}（登记办结），或 yqsafety start {record}（登记在办）"


def office_days(group: OfficeGroup, matter: UnitMatter) -> str:
    """How urgent it is with a unit."""
    match group.concern:
        case "to-confirm":
            return f"最早的已等 {matter.days} 天"
        case "applied":
            return f"最早的已等 {matter.days} 天"
        case "late":
            return f"最久逾期 {matter.days} 天"
        case "silent":
            return f"最久 {matter.days} 天没有登记"
        case "due-soon":
            return "最近的今天到期" if not matter.days else f"最近的还有 {matter.days} 天"


def office_group_title(group: OfficeGroup, shown: int) -> str:
    """The head of a group of the office: how many duties of how many units."""
    said = f"{OFFICE_CONCERN[group.concern]} {group.total} 项，{len(group.units)} 个单位"
    return said + (f"（只列前 {shown} 个）" if 0 < shown < len(group.units) else "")


def office_next(groups: Sequence[OfficeGroup]) -> str:
    """The command for the most urgent unit."""
    if not groups:
        return "全部情况：yqsafety status --by unit"
    name = groups[0].units[0].unit.name
    if groups[0].concern == "to-confirm":
        look = f"yqsafety list --unit {name} --unconfirmed"
        return f"下一步：{look}，核对后 yqsafety confirm 编号 --unit {name}"
    if groups[0].concern == "applied":
        look = f"yqsafety list --unit {name} --status applied"
        return (
            f"下一步：{look}，同意的 yqsafety extend 编号 --unit {name} --until 日期 --reason 理由"
        )
    if groups[0].concern == "late":
        return f"下一步：yqsafety remind --unit {name} --status overdue"
    if groups[0].concern == "silent":
        return f"下一步：yqsafety remind --unit {name} --silent 30d"
    return f"下一步：yqsafety list --unit {name} --status open"


BEGINNING = (
    "还没有设定本机单位，所以不知道要办什么。",
    "设定单位：yqsafety use 单位名称（有哪些单位：yqsafety units）；此后 yqsafety 显示要办的事。",
    "督办单位看全部：yqsafety now --office；全部命令：yqsafety --help",
)
"""What is said where no unit is set."""
