"""The Chinese for every code, and the codes for what people type. One word for one thing.

The program stores and compares English codes only; the Chinese is added when something is shown,
from the tables of this module. So a label can be reworded without touching a record, and a script
that reads codes is never broken by it. Only STATUS stands in sheets that are out with units: a word
that was in use must stay in `typed_status`, and a filled row of such a sheet is asked for anew. The
words are those of official notices and of the usual 台账; docs/reference.md lists them as "Words".

Each table is typed with its codes, so that mypy reports a misspelt one; `tests/test_complete.py`
reports one that has no label. What must never happen: two labels for one code in different
outputs, a Chinese word compared elsewhere instead of its code, or a typed word taken for something
when it is none. The functions at the end raise UsageError (exit 2) with the possible words instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from yqsafety.errors import BadChoice
from yqsafety.notice.model import MODE_WORDS, Basis, DoneBy, Ground, Kind, Words
from yqsafety.notice.unit_names import plain_name

if TYPE_CHECKING:
    from yqsafety.ledger.events import Action
    from yqsafety.ledger.sorting import SortKey
    from yqsafety.notice.schedule import Status, Timeliness

STATUS: dict[Status, str] = {"todo": "未反馈", "doing": "在办", "done": "办结", "na": "不适用"}
TIMELINESS: dict[Timeliness, str] = {
    "waiting": "未触发",
    "scheduled": "未到期",
    "due-soon": "临期",
    "overdue": "逾期",
    "year-open": "年度未结",
    "on-time": "按期办结",
    "late": "逾期办结",
    "stale": "待更新",
    "pending": "待复核",
    "waived": "不适用",
    "statement": "随整体",
    "transferred": "已转入",
}
# A tick on a standing duty says only that it was in force on that day, not that it is finished.
STANDING_DOING, STANDING_DONE = "推进中", "已报落实"
NA_UNCONFIRMED = "报不适用，待复核"
"""不适用 by the word of the unit itself: it stays in the total until the office confirms it."""
RETURNED, AWAITING, REVISED = "退回", "待认定", "待重新确认"
REMINDED, UNRECEIVED, SILENT = "催办", "待签收", "未动"
APPLIED, REFUSED = "申请延期", "不同意延期"

KIND: dict[Kind, str] = {
    "once": "限期",
    "recurring": "定期",
    "standing": "长期",
    "triggered": "触发",
}
MODE = MODE_WORDS
REVIEW = {
    "cut": "切分",
    "title": "标题",
    "kind": "类型",
    "date": "时限",
    "quantity": "数量",
    "unit": "责任单位",
    "evidence": "佐证",
}
"""What of a task can be a guess that nobody has looked at (notice/model.py, Review)."""
DONE_BY: dict[DoneBy, str] = {"each": "各单位分别办理", "any": "整体一项"}
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
    "local": "另定时限",
}
BASIS_SHORT: dict[Basis, str] = {
    "stated": "原文",
    "calendar": "活动",
    "presumed": "推定",
    "notice-year": "年内",
    "local": "另定",
}


def timeliness_label(code: Timeliness, words: Words) -> str:
    """A timeliness in the words of a place: 随全县."""
    return f"随{words.whole}" if code == "statement" else TIMELINESS[code]


def done_by_label(code: DoneBy, words: Words) -> str:
    """By whom a task is done, in the words of a place: 全县一项."""
    return words.one_result if code == "any" else DONE_BY[code]


def basis_label(code: Basis, words: Words) -> str:
    """The basis of a date in the words of a place: 县定时限."""
    if code == "notice-year":
        return f"{words.span}（原文未写）"
    return f"{words.setter}定时限" if code == "local" else BASIS[code]


def short_basis(code: Basis, words: Words) -> str:
    """The basis of a date in one word: 县定."""
    if code == "notice-year":
        return words.span
    return f"{words.setter}定" if code == "local" else BASIS_SHORT[code]


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
    "adopt": "启用新版",
    "revise": "原文改动",
    "carry": "转来登记",
    "remind": "催办",
    "receive": "签收",
    "apply": APPLIED,
    "refuse": REFUSED,
    "transfer": "转入新通知",
}
FIELD = {
    "owner": "责任人",
    "progress": "进展情况",
    "problem": "存在问题",
    "measure": "下步措施",
    "remark": "备注",
}
"""What a note can be about: the register's columns of free text, under the same labels."""
BY = {"section": "章节", "unit": "单位", "item": "条款", "month": "月份"}
"""The values of `status --by`: what progress is broken down by."""
# The values of `status --fail-on`.
GATE = {
    "overdue": "逾期",
    "year-open": "年度未结",
    "due-soon": "临期",
    "open": "未办结",
    "stale": "待更新",
    "unconfirmed": "待复核或待认定",
}
STATE: dict[str, str] = {
    **{str(code): label for code, label in STATUS.items()},
    **{str(code): label for code, label in TIMELINESS.items() if code != "statement"},
    "open": GATE["open"],
    "returned": RETURNED,
    "awaiting": AWAITING,
    "revised": REVISED,
    "reminded": REMINDED,
    "unreceived": UNRECEIVED,
    "applied": APPLIED,
}
"""The codes that `--status` takes: status, timeliness, and `open` for todo or doing."""
SORT: dict[SortKey, str] = {"doc": "原文", "due": "时限", "unit": "单位", "status": "紧急"}
"""The orders in which `list` can show its rows."""
MARK: dict[Status, str] = {"todo": "□", "doing": "●", "done": "√", "na": "×"}
"""One mark a status. Consoles set to GBK lack ✓ ✗ ☐ ☑ and emoji, so these four are used.

The word always stands beside the mark: marks and colours mean different things in different places.
"""
# Later entries win. 不适用 is the label of both `waived` and `na`; STATUS comes after TIMELINESS,
# so that it is read as the status `na`.
_STATES: dict[str, str] = {
    **{code: code for code in STATE},
    **{label: code for code, label in STATE.items()},
    # 不适用 is a status and what it comes to: typed, it means the status.
    STATUS["na"]: "na",
    "未启动": "todo",
    STANDING_DOING: "doing",
    STANDING_DONE: "done",
}
_GATES = {name: code for code, label in GATE.items() for name in (code, label)}
_GROUNDS: dict[str, str] = {
    **{name: code for code, label in GROUND.items() for name in (code, label)},
    # The short words that the program itself uses.
    "点名": "notice",
    "法定": "law",
    "名录": "registry",
    "本地": "local",
}
_KINDS: dict[str, str] = {name: code for code, label in KIND.items() for name in (code, label)}


def state_code(text: str) -> str:
    """The code of a status or timeliness that was typed as a code or as its Chinese label.

    UsageError, with the labels to choose from, for anything else.
    """
    return _code_of(text, _STATES, "状态", tuple(STATE.values()))


def sort_code(text: str) -> SortKey:
    """The code of an order of rows, typed as code or label; UsageError for any other."""
    by_name = {name: str(code) for code, label in SORT.items() for name in (code, label)}
    found = _code_of(text, by_name, "次序", tuple(SORT))
    return next(code for code in SORT if code == found)


def gate_code(text: str) -> str:
    """The code of a gate of `--fail-on`, typed as code or label; UsageError for any other."""
    return _code_of(text, _GATES, "情况", tuple(GATE))


def ground_code(text: str) -> str:
    """The code of a ground, typed as code or label (推定 …); UsageError for any other."""
    return _code_of(text, _GROUNDS, "依据", tuple(GROUND.values()))


def kind_code(text: str) -> str:
    """The code of a kind of task, typed as code or label (限期 …); UsageError for any other."""
    return _code_of(text, _KINDS, "类型", tuple(KIND.values()))


def field_code(text: str) -> str:
    """The code of a field of notes, typed as code or label (责任人 …); UsageError for any other."""
    fields = {name: code for code, label in FIELD.items() for name in (code, label)}
    return _code_of(text, fields, "栏目", FIELD.values(), FIELD["remark"])


def part_code(text: str) -> str:
    """The code of what progress is broken down by, typed as code or label (单位 …)."""
    known = {name: code for code, label in BY.items() for name in (code, label)}
    return _code_of(text, known, "分组", BY)


def _code_of(
    text: str, codes: Mapping[str, str], what: str, labels: Iterable[str], example: str = ""
) -> str:
    try:
        return codes[plain_name(text)]
    except KeyError:
        raise BadChoice(f"没有“{text}”这个{what}。", text, labels, example) from None
