"""The names in a bracket: where one ends and the next begins. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FOLDED = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "\u3000": " "})
_OPENING, _CLOSING = "（[〔【［(", "）]〕】］)"
UNIT_END = (
    "(?:[部局委厅署办院会社司所室处团府校县区镇乡省行队站联协旗州港场园村户厂店矿]"
    "|中心|单位|部门|机构|企业|街道|(?<!城)市|(?<!城市和)社区)"
)
"""How the names of bodies end; 和 after anything else belongs to the name (工业和信息化局)."""
_WHOLE = re.compile(f"..*{UNIT_END}(?:（[^（）]*）)?")
_MORE = re.compile(
    "等(?:\\d+个|[一二三四五六七八九十]+个)?(?:各?有关|相关|其他|市直|县直|省直|成员|行业|职能|主管|责任)*"
    "(?:部门|单位|机构|成员单位|企业|方面|地方|部委|部门和单位|单位和部门|部门、单位|部门（单位）)?$"
)
_REST = re.compile(
    "(?:其他|其它)?(?:有关|相关)(?:部门|单位|方面|部门和单位|单位和部门|部门（单位）|企业)"
)
_MORE_AND = re.compile("等(?:有关|相关)?(?:部门|单位)?(?:和|及|以及|与)(?=各|[县市省区])")
_LEVEL = (
    "(?:省|自治区|直辖市|自治州|州|地区|盟|县级市|市|自治县|县|区|旗|镇|乡|街道)(?:（[^（）]*）)?"
)
_LEVELS_IN_ONE = re.compile(
    f"各{_LEVEL}(?:、各?{_LEVEL})+(?:人民政府|政府|党委|安委会|安委办)|国务院各部委、各直属机构"
    "|各(?:委|部|办|局|厅|科|室)(?:、各?(?:委|办|局|部|科|室|厅|院|会))+"
    "|[省市县区镇乡村](?:、[省市县区镇乡村])+[两三四]级(?:人民政府|政府|党委|部门|安委会)?"
)
"""Names that have commas of their own: 各省、自治区、直辖市人民政府."""
_OF_THE_SAME = re.compile("(?:人民政府|政府|管委会|办事处)(?:和|及|、|$)")
"""Bodies without a place of their own: 各县党委和人民政府 are those of the same counties."""
_BY = re.compile("(?:^|[内的中])由")
_NO_NAME = re.compile(
    "以下|下同|不再|根据|按照|为准|另行|详见|应当|确保|要求|排在|名单|除外|见附|试行|同上|以上|以内|[。！？“”]"
)
_BARE = re.compile(r"[\u3400-\u9fffA-Za-z0-9（）\[\]〔〕·、，/—\-〇]+")
LONGEST_NAME = 40


def normal_text(text: str) -> str:
    """The text with Chinese marks, without the brackets around it; a line break parts names.

    Blanks go, but for those that part names: 县教育局 县河长办.
    """
    text = text.translate(_FOLDED).strip()
    text = re.sub(r"\s*\n\s*", "、", text)
    text = re.sub(r"(?<=\w) +(?=(\w))", _blank_between, text)
    text = re.sub(r"\s+", "", text).rstrip("。；")
    groups = list(outer_groups(text))
    if groups and groups[0][0] == 0 and "".join(text[a:b] for a, b in groups) == text:
        return "；".join(text[a + 1 : b - 1] for a, b in groups)
    return text.removeprefix("（") if text.count("（") > text.count("）") else text


def _blank_between(found: re.Match[str]) -> str:
    """A comma where the words on both sides begin alike (县…局 县…局), else the blank."""
    word = re.split(
        r"[\s、，；：（）]", found.string[max(0, found.start() - LONGEST_NAME) : found.start()]
    )[-1]
    return "、" if word[:1] == found[1] and _WHOLE.fullmatch(word) else " "


def outer_groups(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost brackets begin and end."""
    depth = start = 0
    for n, mark in enumerate(text):
        if mark in _OPENING:
            start = start if depth else n
            depth += 1
        elif mark in _CLOSING and depth:
            depth -= 1
            if not depth:
                yield start, n + 1


def outer_pieces(text: str) -> Iterator[str]:
    """The text cut at 、，；。 where they stand outside brackets."""
    depth, piece = 0, ""
    whole = {n for found in _LEVELS_IN_ONE.finditer(text) for n in range(*found.span())}
    for n, mark in enumerate(text):
        depth += (mark in _OPENING) - (mark in _CLOSING)
        if depth <= 0 and mark in "、，；。" and n not in whole:
            yield piece
            piece = ""
        else:
            piece += mark
    if piece:
        yield piece


def split_names(text: str, others: bool) -> tuple[list[str], bool, list[str]]:
    """The names in a piece without commas, whether it ends in 等, and what is no name.

    有关部门 after other names (`others`) means that others belong to it.
    """
    text, parted = _MORE_AND.subn("和", text.strip())
    bare, more = _without_more(text)
    before, _, bare = bare.rpartition("由") if _BY.search(bare) else ("", "", bare)
    names: list[str] = []
    left = [before] if before else []
    more = more or bool(parted)
    for name in _apart(bare):
        if (names or others) and (_REST.fullmatch(name) or name in ("单位", "部门")):
            more = True
        elif is_name(name):
            names.append(name)
        elif name:
            left.append(name)
    return names, more, left


def _without_more(text: str) -> tuple[str, bool]:
    found = _MORE.search(text)
    return (text[: found.start()], True) if found else (text, False)


def is_name(text: str) -> bool:
    """Whether it can be the name of a body: short, and no words of a sentence in it."""
    return (
        1 < len(text) <= LONGEST_NAME
        and bool(_BARE.fullmatch(text))
        and not _NO_NAME.search(text)
        and text.count("（") == text.count("）")
    )


def _apart(text: str) -> Iterator[str]:
    """The text cut at 和, 及, 以及 and 与 where a whole name stands before it, outside brackets."""
    start = 0
    for found in re.finditer("以及|及|和|与", text):
        before, after = text[start : found.start()], text[found.end() :]
        if _OF_THE_SAME.match(after):
            continue
        if _WHOLE.fullmatch(before) and len(after) > 2 and after[0] not in "其时":
            yield before
            start = found.end()
    yield text[start:]
