"""How a line of a document looks: numbering, dates, page numbers, the ends of titles. Pure."""

from __future__ import annotations

import re

_NUMERAL = "一二三四五六七八九十百零〇"
LABEL = re.compile(
    rf"第[{_NUMERAL}\d]{{1,5}}[章节条部编]|[（(【〔\[]\s?[{_NUMERAL}]{{1,4}}\s?[)）】〕\]]"
    rf"|[{_NUMERAL}]{{1,4}}[、.．]|[（(]\s?\d{{1,3}}\s?[)）]|\d{{1,4}}[、．)）]|\d{{1,4}}\.(?!\d)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=[\s\u4e00-\u9fff])|[\u2460-\u249b\u3220-\u3229\u3280-\u3289]"
)
"""The numbering with which a paragraph begins."""
STARTS = re.compile(
    r"附件|附表|附[:：]|注[:：]|备注[:：]|抄送|主送|抄报|责任单位|完成时限|牵头单位|配合单位"
    r"|协同责任单位|联系人|联系电话|[（(]\s*此件"
)
"""Words with which a paragraph begins that has no numbering."""
DATE_LINE = re.compile(
    rf"[\d{_NUMERAL}○Ｏ]{{4}}\s*年\s*[\d{_NUMERAL}]{{1,3}}\s*月\s*[\d{_NUMERAL}]{{1,3}}\s*日(\s*印发)?"
)
NUMBER_LINE = re.compile(r"\S{1,20}[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*第?\s*\d+\s*号")
_CLOSED = re.compile(r"[。！？；：!?;:…]\s*[”’』」\"]*$|\.$")
_ASIDE = re.compile(r"[^。；：！？\s][（(]([^（()）]*)[)）]$")
"""Brackets at the end of a line that stand after a word and not after a sentence."""
_RESPONSIBLE = re.compile("(负责|落实|参与|指导|牵头|配合|分工|下同|督促|实施|考核|发布)$")
MARKS = re.compile(r"[，。、；：,;]")
TITLE_END = re.compile(
    r"(通知|方案|意见|办法|细则|清单|计划|要点|规定|决定|通告|公告|通报|报告|纲要|规划|措施"
    r"|制度|预案|分工|台账|标准|规则|守则|决议|批复|请示|纪要|指南|指引|提示|函)"
    r"([（(][^（()）]{1,20}[)）])?$"
)
"""What a document is called by, at the end of its title."""
UNDER_TITLE = re.compile(
    r"[（(]\s*(试行|暂行|[^（()）]{0,8}稿|[^（()）]{0,10}修订|[\d—\-－–~至 ]{4,12}年"
    r"|[^（()）]{1,6}版)\s*[)）]"
)
"""A line of its own under a title that belongs to it."""
ORGAN_END = re.compile(
    r"(办公室|办公厅|委员会|人民政府|政府|党委|县委|市委|省委|指挥部|领导小组|公司|集团|管委会"
    r"|[\u4e00-\u9fff]{2}(局|厅|部|院|委|办))$"
)
_DASH = r"[—–\-－─―·•~～]"
PAGE_LINE = re.compile(
    rf"{_DASH}{{1,2}}\s*\d{{1,4}}\s*{_DASH}{{1,2}}"
    r"|(共\s*\d{1,4}\s*页\s*[,，/／]?\s*)?第\s*\d{1,4}\s*页(\s*[,，/／]?\s*[（(]?共\s*\d{1,4}\s*页[)）]?)?"
    r"|(?i:page)\s*\d{1,4}(\s*(?i:of)\s*\d{1,4})?"
)
"""A page number that can be nothing else."""
LONE_NUMBER = re.compile(r"(\d{1,3})(\s?[/／]\s?\d{1,3})?")
"""A page number, if it stands where one would."""


def may_end(text: str) -> bool:
    """Whether a paragraph may end with this line: after a sentence, or a bracket of its own."""
    if text[-1:] in ("）", ")"):
        aside = _ASIDE.search(text[-80:])
        return not aside or bool(_RESPONSIBLE.search(aside[1]))
    return bool(_CLOSED.search(text))


def starts_paragraph(text: str) -> bool:
    """Whether a line begins as only the first line of a paragraph does."""
    return bool(LABEL.match(text) or STARTS.match(text))


def stands_alone(text: str) -> bool:
    """Whether a line is a date or a document number, which no line before or after belongs to."""
    return bool(len(text) < 60 and (DATE_LINE.fullmatch(text) or NUMBER_LINE.fullmatch(text)))
