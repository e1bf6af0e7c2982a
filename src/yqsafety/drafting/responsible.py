"""Who is responsible, as data: from brackets, cells of a table, the addressees. Pure."""

from __future__ import annotations

import re
from typing import Any

from yqsafety.drafting.new_units import UnitBook
from yqsafety.notice.bracket_names import is_name, normal_text, outer_pieces, split_names
from yqsafety.notice.brackets import Bracket, read_bracket

Roles = dict[str, Any]

NOBODY_NAMED = "各有关单位"
"""Who stands for those whom a document does not name: a group whose members nobody knows."""
_ASSESSED = re.compile(
    "(乡镇|乡镇街道|镇街|街道|县区|区县|县市区|县直单位|市直单位|责任单位|成员单位|部门|科室|学校|企业|班组)"
    "(?:年度|工作|安全生产|综合|[（(][^）)]{1,8}[）)])*(?:目标|绩效|责任制?|履职)?(?:管理|落实)?"
    "[（(]?(?:绩效)?[）)]?(?:考核|考评|考评|评价)"
)
"""Who is assessed, in the title of the rules of it."""
_CELLS = ("lead", "units", "support", "check")


def bracket_roles(text: str, book: UnitBook) -> Roles:
    """The roles that a printed bracket gives; what was not understood is a reason to review."""
    found = read_bracket(text)
    return {"text": text} | _roles(found, book)


def row_roles(said: dict[str, str], book: UnitBook) -> Roles:
    """The roles that the cells of a row give, by their columns."""
    lead, units, support, check = (_names(said.get(key, "")) for key in _CELLS)
    asked = read_bracket(said.get("units", ""))
    whole = Bracket(
        lead=lead or asked.lead,
        units=tuple(name for name in units if name not in asked.lead),
        mode=asked.mode,
        support=support or asked.support,
        check=check,
        open=any(read_bracket(said.get(key, "")).open for key in _CELLS),
        left="；".join(filter(None, (read_bracket(said.get(key, "")).left for key in _CELLS))),
    )
    return _roles(whole, book)


def _names(cell: str) -> tuple[str, ...]:
    found = read_bracket(cell)
    return found.units or found.names


def _roles(found: Bracket, book: UnitBook) -> Roles:
    roles: Roles = {"mode": found.mode} if found.mode != "lead" else {}
    for key, names in (
        ("units", found.units),
        ("lead", found.lead),
        ("support", found.support),
        ("check", found.check),
    ):
        if names:
            roles[key] = list(dict.fromkeys(map(book.enter, names)))
    if found.open:
        roles["open"] = True
    if found.left:
        roles["review"] = f"“{found.left}”没有读懂，请核对"
    return roles


def addressee_roles(line: str, book: UnitBook, titles: str = "") -> Roles:
    """Those to whom the document goes, for what says itself not who is to do it.

    A table by which somebody is assessed has them in its title: 乡镇目标管理考核细则.
    """
    if not line and (found := _ASSESSED.search(titles)):
        units = [book.enter(f"各{found[1]}")]
        return {"units": units, "review": f"没有主送单位，按标题的考核对象“{found[1]}”，请核对"}
    if names := names_in(line.rstrip("：: ")):
        units = list(dict.fromkeys(map(book.enter, names)))
        return {"units": units, "review": "正文没有写明由谁落实的，暂按主送单位，请核对"}
    said = "正文没有写明由谁落实，也没有主送单位，请写明"
    return {"units": [book.enter(NOBODY_NAMED)], "review": said}


def actor_units(actor: str, book: UnitBook) -> list[str]:
    """The bodies that the subject of a sentence names; none where it names none."""
    return list(dict.fromkeys(map(book.enter, names_in(actor))))


def names_in(text: str) -> list[str]:
    """The names in a line of them."""
    names: list[str] = []
    for piece in outer_pieces(normal_text(text)):
        names += split_names(piece, bool(names))[0]
    return [name for name in names if is_name(name)]
