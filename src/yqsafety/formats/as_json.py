"""JSON: the bytes of `list --json`."""

from __future__ import annotations

from yqsafety.errors import UsageError
from yqsafety.formats import Extract
from yqsafety.report import dump, list_json


def render(extract: Extract) -> bytes:
    """The rows; each holds its assignments, so there is no other layout."""
    if extract.per == "unit":
        raise UsageError("json 每行已含各单位情况，不用 --per unit。")
    return dump(list_json(extract.ledger, extract.filters, extract.selection))
