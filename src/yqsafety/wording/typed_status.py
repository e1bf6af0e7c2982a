"""Words for a status as people write them in a sheet or ask for them: 已完成, √, 进行中. Pure.

What is taken from a sheet is shown back with the status for which it was taken. A word is in the
table only if it means one thing wherever it is written. 基本完成 may be done or not, so it is
refused with what to write for either; an unknown word is never taken for a default.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from yqsafety.errors import BadChoice
from yqsafety.notice.schedule import Status
from yqsafety.wording.labels import (
    GATE,
    STANDING_DOING,
    STANDING_DONE,
    STATUS,
    gate_code,
    state_code,
)

Meant = Status | Literal["open", "idle"]
"""A status; `open`: not done, whether begun or not; `idle`: its event has not happened."""

MAX_WORD = 40
"""Characters; bounded before anything is normalised."""

_WORDS: dict[Meant, str] = {
    "done": "办结 已办结 办结了 已经办结 完成 已完成 已经完成 完成了 全部完成 已全部完成 完成办结"
    " 全面完成 按期完成 按时完成 已按期完成 已按时完成 如期完成 完毕 已完毕 办理完毕 已办理完毕"
    " 已办 已办理 办完 已办完 已做 做完 已做完 落实 已落实 已经落实 全部落实 已全部落实 落实到位"
    f" 已落实到位 完成落实 已完成落实 已报落实 {STANDING_DONE} 已整改 整改完成 已整改完成 已销号"
    " √ ✓ ✔ ☑ ✅ v 是 1 100% 100 百分之百 done",
    "doing": f"在办 {STANDING_DOING} 进行中 正在进行 正在进行中 正在推进 正在推进中 持续推进"
    f" 持续推进中 有序推进 有序推进中 稳步推进 办理中 正在办理 正在办 正办理 在办理 落实中 正在落实"
    " 正在落实中 整改中 正在整改 实施中 正在实施 开展中 正在开展 持续开展 长期坚持 常态化"
    " 常态化推进 常态化开展 常抓不懈 持续落实 持续进行 已启动 已开始 ● doing",
    "todo": "未反馈 未启动 未开始 尚未开始 尚未启动 没开始 还没开始 未开展 尚未开展 待启动 待办"
    " 未办 未办理 □ ☐ 0% todo",
    "open": "未完成 尚未完成 没完成 没有完成 还没完成 未办结 尚未办结 未落实 尚未落实 未完 否",
    "na": "不适用 不涉及 未涉及 无涉及 不涉及本单位 本单位不涉及 与本单位无关"
    " 无关 无此项 无此项工作 无此项任务 无此类情况 无此情况 非本单位职责 不属本单位职责"
    " 不属于本单位职责 / ／ \\ 无 na",
    "idle": "未发生 尚未发生 没有发生 未触发 尚未触发 无此情形 未出现",
}
_MEANT: dict[str, Meant] = {
    unicodedata.normalize("NFKC", word): meant
    for meant, words in _WORDS.items()
    for word in words.split()
}
_ASKED: dict[str, str] = {
    word: code
    for code, words in {
        "overdue": "已逾期 超期 已超期 过期 已过期 超时",
        "due-soon": "即将到期 快到期 临近到期 快要到期",
        "returned": "已退回 被退回 打回 被打回",
        "stale": "需更新 要更新",
    }.items()
    for word in words.split()
}
"""Words for what is no status of a sheet and can be asked for."""
_REASONS = frozenset("不适用 / ／ \\ 无 na".split())
"""Words for 不适用 that say no reason; the others say it themselves."""
_PART = re.compile(r"基本|大部|部分|初步|阶段|主体|拟|计划|准备|即将|预计|接近|快|争取|力争|近")


class UnclearStatus(Exception):
    """A word that is no status, or could be two; the message says so in Chinese."""


def read_status_word(text: str) -> Meant:
    """What a word for a status means; `todo` for an empty one. UnclearStatus for all else."""
    if not text.strip():
        return "todo"
    choices = "、".join(STATUS.values())
    shown = text if len(text) <= MAX_WORD else f"{text[:MAX_WORD]}…"
    if len(text) <= MAX_WORD:
        word = _plain_word(text)
        if word in _MEANT:
            return _MEANT[word]
        if re.fullmatch(r"(?:完成|已完成)?\d{1,2}(?:\.\d+)?%", word):
            return "doing"
        if _PART.search(word):
            raise UnclearStatus(
                f"状态“{shown}”可作两种理解，全部做完的请写“办结”，没有做完的请写“在办”"
            )
    raise UnclearStatus(f"状态“{shown}”无法识别，应为：{choices}")


def state_asked(text: str) -> str:
    """The code of `--status`: a code, its label, or a word that people have for it.

    UsageError with the labels to choose from for what is none, or could be two.
    """
    try:
        return state_code(text)
    except BadChoice as no:
        if code := _ASKED.get(_plain_word(text[:MAX_WORD])):
            return code
        try:
            meant = read_status_word(text)
        except UnclearStatus:
            raise no from None
        return "waiting" if meant == "idle" else meant


def gate_asked(text: str) -> str:
    """The code of a gate of `--fail-on`, by the same words; UsageError for any other."""
    try:
        return gate_code(text)
    except BadChoice as no:
        try:
            code = state_asked(text)
        except BadChoice:
            raise no from None
        if code in GATE:
            return code
        raise


def says_reason(text: str) -> bool:
    """Whether a word for 不适用 is its own reason, as 不涉及本单位 is, and / is not."""
    return _plain_word(text[:MAX_WORD]) not in _REASONS


def _plain_word(text: str) -> str:
    """Without widths, blanks, brackets around it, full stops, and a mark before a word."""
    word = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    word = word.strip("。.!;,“”\"'【】[]")
    if len(word) > 1:
        word = word.strip("()")
    return word[1:] if len(word) > 2 and word[0] in "√✓✔☑✅" else word
