"""JSON: exactly the bytes of `list --json`, so that scripts need to know one shape only."""

from __future__ import annotations

from collections.abc import Iterator

from yqsafety.formats import Extract
from yqsafety.reports.answers import list_pieces


def render(extract: Extract) -> Iterator[bytes]:
    """The answer row by row; each row holds its assignments, so there is no `--per unit`."""
    return list_pieces(extract.ledger, extract.filters, extract.selection, extract.watch)
