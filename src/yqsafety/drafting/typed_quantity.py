"""Quantities as people write them, and as a cell shows them. Pure."""

from __future__ import annotations

import re
from typing import Any

from yqsafety.drafting.plain_maps import quoted
from yqsafety.errors import UsageError
from yqsafety.notice.numerals import value_of

_SIGNS = {">=": "≥", "<=": "≤", "=": "="}
_OPS = {sign: op for op, sign in _SIGNS.items()} | {"＝": "=", ">=": ">=", "<=": "<="}
_EXPLICIT = re.compile(
    r"(≥|≤|=|＝|>=|<=)\s*(\d{1,7})(?:[-—–~～至到](\d{1,7}))?\s*(%?)([^\d：:/↓]*)"
    r"(?:/([^：:↓]+))?(↓?)\s*[：:]\s*(.+)"
)
_NUMBER = r"(\d{1,7}|[〇零一二两三四五六七八九十百千万]{1,8})"
_WORDS = re.compile(
    rf"{_NUMBER}\s*(?:[-—–~～至到]\s*{_NUMBER})?\s*(%|个百分点|[个次项家处场期件名人份套支篇户座]?)"
)
_MOST = re.compile(r"不超过|不高于|不多于|至多|最多|以内|以下|低于")
_EXACT = re.compile(r"^(?:共|均为|为)")


def quantity_text(quantity: Any) -> str:
    """A quantity as a cell shows it: `≥2次：每半年至少2次`."""
    if not quantity:
        return ""
    most = f"-{quantity['max']}" if quantity.get("max") is not None else ""
    per = f"/{quantity['per']}" if quantity.get("per") else ""
    rate = "%" if quantity.get("percent") else ""
    unit = "" if rate and quantity["unit"] == "%" else quantity["unit"]
    falling = "↓" if quantity.get("falling") else ""
    sign = _SIGNS[quantity["op"]]
    return f"{sign}{quantity['value']}{most}{rate}{unit}{per}{falling}：{quantity['text']}"


def typed_quantity(typed: str, quote: str, old: Any) -> dict[str, Any] | None:
    """The quantity that is meant; None where nothing is typed. UsageError where it is unclear.

    It is typed either in the words of the sentence (至少2次), or as `≥4项：` with the words that
    list what is to be counted.
    """
    if not typed.strip() or typed.strip() in ("无", "—", "-"):
        return None
    if found := _EXPLICIT.fullmatch(typed.strip()):
        op, value, most, rate, unit, per, falling, words = found.groups()
        made: dict[str, Any] = {
            "op": quoted(_OPS[op]),
            "value": int(value),
            "unit": unit.strip() or rate,
        }
        more = {"text": words.strip(), "max": int(most) if most else None, "per": per}
        flags = {"percent": bool(rate) or None, "falling": bool(falling) or None}
        made |= {key: one for key, one in (more | flags).items() if one is not None}
        return _within(made, quote)
    return _within(_of_words(typed.strip(), old), quote)


def _of_words(typed: str, old: Any) -> dict[str, Any]:
    found = _WORDS.search(typed)
    if not found:
        raise UsageError(
            f"“{typed}”中没有数。", "请照原文写，如 至少2次；列举几件的写成 ≥4项：原文中的几个字"
        )
    first, second, unit = found.groups()
    rate = unit in ("%", "个百分点")
    op = "<=" if _MOST.search(typed) else "=" if _EXACT.search(typed) else ">="
    made: dict[str, Any] = {"op": quoted(op), "value": _number(first)}
    made |= {"unit": unit or str((old or {}).get("unit", "项")), "text": typed}
    if second:
        made["max"] = _number(second)
    return made | ({"percent": True} if rate else {})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else value_of(text)


def _within(made: dict[str, Any], quote: str) -> dict[str, Any]:
    """The quantity, whose words stand in the sentence; blanks may be typed or left out."""
    if made["text"] in quote:
        return made
    letters = [re.escape(letter) for letter in made["text"] if not letter.isspace()]
    if found := re.search(r"\s*".join(letters), quote):
        return made | {"text": found[0]}
    raise UsageError(
        f"句中没有“{made['text']}”。", "请照原文写；句中列举几件的写成 ≥4项：原文中的几个字"
    )
