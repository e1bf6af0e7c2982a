"""JSON: the bytes of `list --json`."""

from __future__ import annotations

from collections.abc import Iterator

from yqsafety.formats import Extract
from yqsafety.reports.answers import list_pieces


def render(extract: Extract) -> Iterator[bytes]:
    """The rows; each holds its assignments, so there is no other layout."""
    return list_pieces(extract.ledger, extract.filters, extract.selection, extract.watch)
