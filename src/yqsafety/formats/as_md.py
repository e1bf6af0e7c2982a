"""Markdown: a paper as text, to be read, compared with last month's, or pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yqsafety.formats import Extract
from yqsafety.formats.papers import paper_of
from yqsafety.reports.document import Annex, Block, Heading, Issue, Paper, Table

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&#$])")


def render(extract: Extract) -> Iterable[bytes]:
    """The paper as one piece."""
    return ["\n\n".join(_paper_parts(paper_of(extract))).encode() + b"\n"]


def _paper_parts(paper: Paper) -> Iterator[str]:
    # Room to write by hand is for paper: here only what was given is said.
    given = paper.issue or Issue()
    if head := "　　".join(
        filter(None, (given.number, given.signer and f"签发人：{given.signer}"))
    ):
        yield _escaped_text(head)
    yield f"# {_escaped_text(paper.name)}"
    if paper.number:
        yield _escaped_text(paper.number)
    if paper.addressees:
        yield _escaped_text(paper.addressees)
    yield from map(_block_text, paper.blocks)
    if notes := paper.annex_notes:
        # Two blanks at the end of a line keep its end in Markdown.
        yield "  \n".join(map(_escaped_text, notes))
    yield _escaped_text(paper.office)
    yield paper.date
    if given.contact:
        yield _escaped_text(given.contact_note)
    for annex in paper.annexes:
        yield from _annex_parts(annex)
    if given.cc:
        yield _escaped_text(f"抄送：{given.cc}")


def _annex_parts(annex: Annex) -> Iterator[str]:
    label = f"{annex.label} " if annex.apart else ""
    yield f"## {_escaped_text(label + annex.title)}"
    yield from (_block_text(_below(block)) for block in annex.blocks)


def _below(block: Block) -> Block:
    """A heading of an annex stands below that of the annex."""
    return block._replace(level=block.level + 1) if isinstance(block, Heading) else block


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
    heads, *rows = table.rows if table.form else (_headers(table), *table.rows)
    yield _table_row(map(_escaped_text, heads))
    yield _table_row("---:" if column.figures else "---" for column in table.columns)
    for row in rows:
        yield _table_row(map(_escaped_text, row))


def _headers(table: Table) -> tuple[str, ...]:
    return tuple(column.header for column in table.columns)


def _table_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped_text(text: str) -> str:
    """Text with a backslash before everything that Markdown or HTML in it would take for markup."""
    return _MARKUP.sub(r"\\\1", text)
