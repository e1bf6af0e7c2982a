"""What stands above and below the table of a register. Pure.

`import` reads none of it: names and a telephone number that somebody writes there stay on paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Notice

PRESUMED_SHEET = "推定（请核对）"
"""The name of the sheet of what is presumed."""
_BLANK = "　" * 8


class HeadTexts(NamedTuple):
    """The texts of head and foot."""

    title: str
    basis: str
    """The notices that the rows are of."""
    fields: tuple[str, ...]
    """Unit, month, who fills it in, who checks it, telephone."""
    guide: str
    """How it is filled in."""
    signature: str


def head_texts(ledger: Ledger, unit: str, presumed: int, *, is_presumed: bool) -> HeadTexts:
    """The texts for a sheet of a unit; `unit` is empty where it is of several.

    `presumed` says how many rows the sheet of what is presumed has.
    """
    title = f"{place_name(ledger)}{ledger.words.subject}工作任务台账"
    guide = _guide_of_presumed(ledger) if is_presumed else _guide(presumed)
    month = ledger.as_of
    return HeadTexts(
        f"{title}（推定，请核对）" if is_presumed else title,
        "任务来源：" + "；".join(map(_full_name, _notices(ledger))),
        (
            f"填报单位：{unit}",
            f"月份：{month.year}年{month.month}月",
            "填报人：",
            "审核人：",
            "联系电话：",
        ),
        guide,
        _BLANK.join(
            (
                "填报单位（盖章）：",
                "填报人（签名）：",
                "审核人（签名）：",
                "日期：　　　年　　月　　日",
            )
        ),
    )


def place_name(ledger: Ledger) -> str:
    """The place or the body whose notice it is: 垣曲县."""
    return "".join(ledger.catalog.notice.issuer.removesuffix("人民政府").split())


def notice_names(ledger: Ledger) -> dict[str, str]:
    """By what people tell the notices in view from each other, by their ids."""
    return {notice.id: short_name(notice) for notice in _notices(ledger)}


def short_name(notice: Notice) -> str:
    """A notice by its number, else by its title."""
    return notice.number or "".join(notice.title.split()) or notice.id


def sheet_file_name(ledger: Ledger, unit: str) -> str:
    """What a unit's sheet is called as a file: 垣政发〔2025〕1号_县水利局_2025-06.xlsx."""
    first, *others = _notices(ledger)
    notice = short_name(first)[:_NAME] + (f"等{len(others) + 1}件" if others else "")
    return f"{notice}_{unit[:_NAME]}_{month_name(ledger.as_of)}"


_NAME = 25
"""Characters of a notice and of a unit in a file's name, of which most systems take 255 bytes."""


def month_name(day: dt.date) -> str:
    """A month as names of files have it: 2025-06."""
    return f"{day:%Y-%m}"


def _notices(ledger: Ledger) -> Sequence[Notice]:
    return [part.catalog.notice for part in ledger.parts]


def _full_name(notice: Notice) -> str:
    title = "".join(notice.title.split())
    said = f"《{title}》" if title and not notice.is_own else title or notice.id
    return f"{said}（{notice.number}）" if notice.number else said


def _guide(presumed: int) -> str:
    more = (
        f"\n另有 {presumed} 行是推定由填报单位承担的，在“{PRESUMED_SHEET}”表，请一并核对填报。"
        if presumed
        else ""
    )
    return (
        "填法：只填“责任人”至“备注”八列，其余已锁定。完成状态从下拉中选；"
        "办结的写明完成时间（如 2025-06-03）和佐证材料的文件名，几份用；分开；"
        "不适用的在备注写明理由。"
        "\n报送：打印后签名盖章，并交回本文件；不要改表头和隐藏的列。"
        "时限状态为退回的排在最前，请按所写理由补正后重报。" + more
    )


def _guide_of_presumed(ledger: Ledger) -> str:
    return (
        "核对：以下各行，责任单位或时限是推定的，通知没有写明，依据见“承办单位及依据”。"
        "确由本单位承担的照填；不由本单位承担的，完成状态选“不适用”，在备注写明理由，"
        f"由{ledger.words.office}复核。"
        "\n填法与“台账”表相同；本表单独统计，不作评价。"
    )
