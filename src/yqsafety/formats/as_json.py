"""JSON: the bytes of `list --json`."""

from __future__ import annotations

from collections.abc import Iterator

from yqsafety.errors import UsageError
from yqsafety.formats import Extract
from yqsafety.reports.answers import list_pieces


def render(extract: Extract) -> Iterator[bytes]:
    """The rows; each holds its assignments, so there is no other layout."""
    if extract.per == "unit":
        raise UsageError("json 每行已含各单位情况，不用 --per unit。")
    return list_pieces(extract.ledger, extract.filters, extract.selection, extract.watch)
