"""The Chinese for every code, and the codes for what people type. One word for one thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from yqsafety.errors import UsageError
from yqsafety.notice.model import MODE_WORDS, Basis, DoneBy, Ground, Kind
from yqsafety.notice.unit_names import plain_name

if TYPE_CHECKING:
    from yqsafety.ledger.events import Action
    from yqsafety.notice.schedule import Status, Timeliness
    from yqsafety.store.evidence import Became

STATUS: dict[Status, str] = {"todo": "未反馈", "doing": "在办", "done": "办结", "na": "不适用"}
TIMELINESS: dict[Timeliness, str] = {
    "waiting": "未触发",
    "scheduled": "未到期",
    "due-soon": "临期",
    "overdue": "逾期",
    "on-time": "按期办结",
    "late": "逾期办结",
    "stale": "待更新",
    "waived": "不适用",
}
STANDING_DOING = "推进中"
STANDING_DONE = "已报落实"
YEAR_OPEN = "年度未结"
"""What 逾期 is called where the notice states no date and its year is over."""

KIND: dict[Kind, str] = {
    "once": "限期",
    "recurring": "定期",
    "standing": "长期",
    "triggered": "触发",
}
MODE = MODE_WORDS
DONE_BY: dict[DoneBy, str] = {"each": "各单位分别办理", "any": "全县一项"}
GROUND: dict[Ground, str] = {
    "notice": "通知点名",
    "law": "法律规定",
    "registry": "区划名录",
    "local": "本地补充",
    "presumed": "推定",
}
BASIS: dict[Basis, str] = {
    "stated": "原文明确",
    "calendar": "活动日期",
    "presumed": "推定",
    "notice-year": "年内（原文未写）",
    "local": "县定时限",
}
BASIS_SHORT: dict[Basis, str] = {
    "stated": "原文",
    "calendar": "活动",
    "presumed": "推定",
    "notice-year": "年内",
    "local": "县定",
}
ACTION: dict[Action, str] = {
    "done": "登记办结",
    "doing": "登记在办",
    "todo": "取消登记",
    "na": "登记不适用",
    "count": "登记数量",
    "note": "补充说明",
    "extend": "调整时限",
    "trigger": "登记触发",
    "confirm": "复核通过",
    "return": "退回重办",
    "assign": "分工",
    "unassign": "取消分工",
    "strike": "剔除成员",
    "revert": "撤销",
}
FIELD = {
    "owner": "责任人",
    "progress": "进展情况",
    "problem": "存在问题",
    "measure": "下步措施",
    "remark": "备注",
}
"""What a note is about; the columns of the register that a unit fills in freely."""
BY = {"section": "章节", "unit": "单位", "item": "条款", "month": "月份"}
"""What progress is grouped by."""
GATE = {"overdue": "逾期", "due-soon": "临期", "open": "未办结", "stale": "待更新"}
STATE: dict[str, str] = {
    **{str(code): label for code, label in STATUS.items()},
    **{str(code): label for code, label in TIMELINESS.items()},
    "open": GATE["open"],
}
"""What `--status` takes."""
MARK: dict[Status, str] = {"todo": "□", "doing": "●", "done": "√", "na": "×"}
"""Marks that a GBK console has; the word always stands beside them."""
BECAME: dict[Became, str] = {
    "same": "一致",
    "missing": "找不到或无法读取",
    "changed": "已改动",
    "named": "只登记了名称",
    "address": "网址（不核对）",
}
"""What became of a piece of evidence since it was recorded."""

_STATES = {
    **{code: code for code in (*STATUS, *TIMELINESS, "open")},
    **{label: code for code, label in (*TIMELINESS.items(), *STATUS.items())},
    "未启动": "todo",
    "未办结": "open",
    STANDING_DOING: "doing",
    STANDING_DONE: "done",
    YEAR_OPEN: "overdue",
}
_KINDS: dict[str, str] = {name: code for code, label in KIND.items() for name in (code, label)}


def state_code(text: str) -> str:
    """A status or timeliness as typed: its code or its Chinese label."""
    return _code_of(text, _STATES, "状态", (*STATUS.values(), *TIMELINESS.values(), "open"))


def kind_code(text: str) -> str:
    """A kind of task as typed."""
    return _code_of(text, _KINDS, "类型", tuple(KIND.values()))


def field_code(text: str) -> str:
    """What a note is about, as typed."""
    fields = {name: code for code, label in FIELD.items() for name in (code, label)}
    return _code_of(text, fields, "栏目", tuple(FIELD.values()))


def _code_of(text: str, codes: Mapping[str, str], what: str, labels: tuple[str, ...]) -> str:
    try:
        return codes[plain_name(text)]
    except KeyError:
        choices = "、".join(dict.fromkeys(labels))
        raise UsageError(f"没有“{text}”这个{what}。", f"可选：{choices}。") from None
