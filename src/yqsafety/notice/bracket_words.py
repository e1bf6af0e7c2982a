"""The words with which Chinese documents say who is responsible: one table. Pure.

The parser of brackets, the rules of the catalogue and the docs share it. A word stands behind the
names (县水利局负责), before them with a colon (责任单位：县水利局) or between them (和, 会同).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from yqsafety.notice.model import Mode

Role = Literal["lead", "units", "support", "check", "due", "remark"]


class Word(NamedTuple):
    """A word of responsibility: what the names beside it are in for."""

    text: str
    role: Role
    mode: Mode = "lead"


BEHIND: tuple[Word, ...] = (
    *(Word(w, "lead") for w in "牵头 牵头负责 负责牵头 牵头组织实施 牵头落实 牵头抓总".split()),
    *(Word(w, "units") for w in "负责 组织实施 负责落实 负责实施 负责组织实施 承担 落实".split()),
    *(Word(w, "units") for w in "抓好落实 具体落实 实施 推进 承办 主办 主抓".split()),
    *(Word(w, "units", "share") for w in "分工负责 分别负责 按职责分工负责 各负其责".split()),
    *(Word(w, "units", "supervise") for w in "指导督促落实 指导督促 督促指导 督促落实".split()),
    *(Word(w, "units", "supervise") for w in "指导 督导 指导落实 督促".split()),
    *(Word(w, "support") for w in "配合 参与 参加 协助 协同 协办 支持 做好配合 配合落实".split()),
    *(Word(w, "check") for w in "考核 负责考核 组织考核 督办 督查 监督 监督检查 验收".split()),
)
"""What stands behind the names."""
BEFORE: tuple[Word, ...] = (
    *(Word(w, "lead") for w in "牵头单位 牵头部门 主要牵头单位 牵头责任单位 主责单位".split()),
    *(Word(w, "units") for w in "责任单位 责任部门 负责部门 负责单位 落实单位 实施单位".split()),
    *(Word(w, "units") for w in "责任主体 承办单位 主办单位 责任科室 分工单位".split()),
    *(Word(w, "support") for w in "配合单位 配合部门 协同责任单位 协同单位 协办单位".split()),
    *(Word(w, "support") for w in "参与单位 参加单位 参与部门 协助单位 协作单位 会同单位".split()),
    *(Word(w, "check") for w in "负责考核部门 考核部门 考核单位 考核责任单位 督办单位".split()),
    *(Word(w, "units", "supervise") for w in "指导单位 指导部门 督导单位 监管部门".split()),
    *(Word(w, "due") for w in "完成时限 完成时间 时限 时限要求 时间要求 完成期限 整改时限".split()),
    *(Word(w, "remark") for w in "适用范围 责任人 联系人 责任领导 备注 适用对象".split()),
)
"""What stands before the names, with a colon."""
BETWEEN: tuple[str, ...] = ("、", "，", "；", "和", "及", "以及", "与", "会同", "联合")
"""What stands between names."""
OTHERS: tuple[str, ...] = ("等部门", "等有关部门", "等相关部门", "等有关单位", "等单位", "等")
"""What stands behind the last name where others belong to it (open)."""

LABELS = {word.text: word for word in BEFORE}
VERBS = {word.text: word for word in BEHIND}


def any_of(words: dict[str, Word]) -> str:
    """A regular expression for the words of a table, longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_DUE_LABELS = {text: word for text, word in LABELS.items() if word.role == "due"}
LABEL = re.compile(
    rf"({any_of(LABELS)})(?:及职责|（[^（）]*）)?：|(?<!\w)({any_of(_DUE_LABELS)})(?=\d|年底|立即|长期)"
)
"""A word with its colon; those of a time may do without one: （完成时限4月20日前）."""
_HOW = (
    "(?:(?:按照?|依据?|依照|根据)?(?:各自)?(?:的)?(?:工作)?(?:职责|职能|分工|责任)+"
    "|分工|分别|各自|共同|具体|密切|积极|全力|认真|切实|协同)"
)
VERB = re.compile(rf"(?P<how>{_HOW}*?)(?P<verb>{any_of(VERBS)})$")
SHARED = re.compile("分工|分别|各自|职责|职能")
FIRST_LEADS = re.compile(
    "(?:排在|列在|列|排名|名列)?(?:首位|第一位|第一)的?(?:者|部门|单位|责任单位)?"
    "(?:均?为|是)(?:牵头|主责|主要责任)(?:部门|单位|责任单位)"
)
"""The rule for a whole document that the first of several names leads."""
SAID_ONCE = re.compile("(?:下|以下均?)同")
DUE = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:年?底|年?初|年?末|年中|上旬|中旬|下旬|上半年|下半年)?"
    r"(?:以?之?前|内|止)?(?:完成|落实到位|完成整改)?"
)
ALWAYS = re.compile("长期(?:坚持|推进|实施)?|持续(?:推进|实施)|全年|立即(?:整改)?|常态化?(?:推进)?")
