"""What the lines before and after the text are: number, title, addressees, issuer, date. Pure."""

from __future__ import annotations

import re

_KINDS = (
    "通知|意见|方案|办法|决定|决议|细则|要点|清单|规划|计划|通报|函|公告|通告|批复|报告|规定|规程|制度|预案"
    "|纪要|责任书|表|分解|分工|措施|目录|指引|指南|标准|安排|部署|台账|任务|汇总|工作|机制|条例|守则|目标"
)
NUMBER = re.compile(
    r"[\u4e00-\u9fff（）()〔〕\[\]A-Za-z·]{0,24}\s*[〔\[【（(﹝]\s*\d{4}\s*[〕\]】）)﹞]\s*第?\s*\d+\s*号"
)
_DAY = (
    r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    "|[〇○Ｏ零0一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,4}日)"
)
DATE = re.compile(rf"[（(]?\s*{_DAY}\s*[）)]?")
_SIGNED = re.compile(rf"([^。；：，]{{4,40}}?)\s*{_DAY}")
PUBLICITY = re.compile(
    r"[（(]?(?:此件|本文|公开方式|公开属性|信息公开).{0,20}(?:公开|选项).{0,12}[）)]?"
)
CC = re.compile(r"(?:抄\s*送|抄\s*报|分\s*送|主\s*送|报\s*送)\s*[:：]")
IMPRINT = re.compile(rf".{{0,40}}{_DAY}\s*(?:印发|印制|印)")
ADDRESSEES = re.compile(r"[^。；！？]{2,600}[:：]")
_ADDRESSED = re.compile(
    "[局委厅部署办会院]|政府|单位|公司|企业|部门|机构|学校|[县区市镇乡]|车间|科室|街道|各位"
)
ATTACHMENT = re.compile(
    r"附\s*[件表录]\s*[:：]?\s*[\d一二三四五六七八九十]{0,3}\s*[-—.]?\d?\s*[:：]?"
)
ATTACHED = re.compile(r"附\s*[件表]\s*[:：]\s*\S")
_TITLE_END = re.compile(rf"(?:{_KINDS})(?:[（(【].{{1,20}}[）)】])?[》”]?(?:[（(].{{1,20}}[）)])?")
_SENTENCE = re.compile("[。；！？]|[，,：:]$")
_TITLE_LENGTH = 60
_LONG_TITLE = 120
_NAMED_TITLE = re.compile(r"关于.*的(?:通知|意见|方案|决定|通报|函|通告|公告|批复|报告)$")
"""A title that says itself that it is one may be longer: it often holds that of another."""
_META = re.compile(r".{2,8}\s*[:：]\s*\S")


def is_short(text: str) -> bool:
    """Whether it can be a line of a title or a name: short, and no sentence."""
    longest = _LONG_TITLE if _NAMED_TITLE.search(text) else _TITLE_LENGTH
    return len(text) <= longest and not _SENTENCE.search(text)


def ends_as_title(text: str) -> bool:
    """Whether it ends in a word for a kind of document: …的通知, …方案（试行）."""
    found = list(_TITLE_END.finditer(text))
    return is_short(text) and bool(found) and found[-1].end() == len(text.rstrip())


def is_addressees(text: str) -> bool:
    """Whether it is the line of those to whom a document goes: 各县（市、区）人民政府：."""
    if not ADDRESSEES.fullmatch(text) or text.rstrip("：:").endswith(("如下", "以下", "包括")):
        return False
    return bool(_ADDRESSED.search(text)) and not re.match(
        "现将|为|根据|按照|经.{1,12}(?:同意|研究|审议|批准)", text
    )


def tail_kind(text: str) -> str:
    """The kind of a line that closes a document; "" for any other."""
    for kind, pattern in (
        ("imprint", IMPRINT),
        ("date", DATE),
        ("publicity", PUBLICITY),
        ("number", NUMBER),
    ):
        if pattern.fullmatch(text):
            return kind
    if CC.match(text):
        return "cc"
    return "date" if _SIGNED.fullmatch(text) and len(text) < _TITLE_LENGTH else ""


def head_kinds(lines: list[str]) -> list[str]:
    """The kinds of the lines before the addressees or the text: letterhead, number, title, …

    The title ends in the last line that ends in a word for a kind of document. It begins in the
    line with 关于, or where that line begins with it, in the names of the issuers before it.
    """
    kinds = [_fixed_kind(text) for text in lines]
    ends = [n for n, text in enumerate(lines) if not kinds[n] and ends_as_title(text)]
    loose = [n for n, kind in enumerate(kinds) if not kind]
    if not ends and not loose:
        return kinds
    end = max(ends, default=max(loose))
    for n in range(_title_start(lines, kinds, end), end + 1):
        kinds[n] = "title"
    first = kinds.index("title")
    for n, text in enumerate(lines):
        if not kinds[n] and n < first and not _META.match(text):
            kinds[n] = "letterhead"
    return kinds


def _fixed_kind(text: str) -> str:
    if re.sub(r"\s", "", text).endswith("文件") and len(text) < 60:
        return "letterhead"
    return tail_kind(text) or ("" if is_short(text) and not _META.match(text) else "text")


def _title_start(lines: list[str], kinds: list[str], end: int) -> int:
    start = end
    while start and not kinds[start - 1] and "关于" not in lines[start]:
        start -= 1
    if "关于" not in lines[start]:
        return start
    if lines[start].lstrip().startswith("关于"):
        while start and not kinds[start - 1]:
            start -= 1
    return start
