"""The Chinese for what became of evidence (`validate --evidence`). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yqsafety.store.evidence import Became

BECAME: dict[Became, str] = {
    "same": "一致",
    "missing": "找不到或无法读取",
    "changed": "已改动",
    "named": "只登记了名称",
    "address": "网址（不核对）",
}
"""The results of `validate --evidence`. An address is never opened, so it cannot be compared."""
