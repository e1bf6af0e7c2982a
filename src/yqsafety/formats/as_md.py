"""Markdown: a report as text, to be read, compared with last month's, or pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yqsafety.formats import Extract
from yqsafety.reports.document import Block, Heading, Table
from yqsafety.reports.monthly import monthly_report

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&#$])")


def render(extract: Extract) -> Iterable[bytes]:
    """The report as one piece."""
    report = monthly_report(extract.ledger, extract.selection)
    return [markdown_text(report.title, report.blocks, report.office, report.date)]


def markdown_text(title: str, blocks: Iterable[Block], *end: str) -> bytes:
    """A document with its title, and the lines of its end."""
    parts = [f"# {_escaped_text(title)}", *map(_block_text, blocks), *end]
    return ("\n\n".join(parts) + "\n").encode()


def _block_text(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {_escaped_text(block.text)}"
    if isinstance(block, Table):
        return "\n".join(_table_lines(block))
    return _escaped_text(block.text)


def _table_lines(table: Table) -> Iterator[str]:
    yield _table_row(column.header for column in table.columns)
    yield _table_row("---:" if column.figures else "---" for column in table.columns)
    for row in table.rows:
        yield _table_row(map(_escaped_text, row))


def _table_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped_text(text: str) -> str:
    """Text with a backslash before everything that Markdown or HTML in it would take for markup."""
    return _MARKUP.sub(r"\\\1", text)
