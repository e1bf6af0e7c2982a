"""The rules of what is printed: blocks, tables, and the digest of the whole text. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from yqsafety.notice.document import Block, Digest, NoticeFile, Table
from yqsafety.notice.outline import SHOWN, placed_lines
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument
from yqsafety.safe_text import typed_word

_DIGITS = 4
"""Hex digits kept of each line's SHA-256: a changed line goes unnoticed once in 65,536, and then
the digest of the whole text still tells."""


def check_blocks(file: NoticeFile, document: YamlDocument) -> Iterator[Finding]:
    """Every block prints something, every row fits its table, and no letter was changed."""
    if not any(block.is_ == "title" for block in file.blocks):
        problem = "没有标题"
        yield finding_at(document, ("blocks",), problem, "在标题一段写明 is: title")
    for path, block, table in block_paths(file):
        printed = (block.is_, block.label, block.heading, block.text, block.tasks, block.cells)
        if not any(printed) and not (block.table or block.responsibility):
            yield finding_at(document, path, "这一段没有文字", "照原文补上，或删去")
        yield from _check_row(block, table, path, document)
        if block.table:
            yield from _check_table(block.table, (*path, "table"), document)
    if file.digest:
        yield from _check_digest(file, file.digest, document)


def block_paths(file: NoticeFile) -> Iterator[tuple[KeyPath, Block, Table | None]]:
    """Every block in order, with its path and the table of which it is a row."""
    for n, block in enumerate(file.blocks):
        yield from _paths_below(block, ("blocks", n), None)


def _paths_below(
    block: Block, path: KeyPath, table: Table | None
) -> Iterator[tuple[KeyPath, Block, Table | None]]:
    yield path, block, table
    for n, one in enumerate(block.blocks):
        yield from _paths_below(one, (*path, "blocks", n), block.table or table)


def cells_as_read(file: NoticeFile) -> dict[int, tuple[str, ...]]:
    """For each row, by its identity, its cells; an empty one reads as the one above it."""
    found: dict[int, tuple[str, ...]] = {}
    above: dict[int, tuple[str, ...]] = {}
    for _, row, table in block_paths(file):
        if row.cells and table:
            before = above.get(id(table), ())
            filled = before if len(before) == len(row.cells) else row.cells
            cells = tuple(one or other for one, other in zip(row.cells, filled, strict=True))
            found[id(row)] = above[id(table)] = cells
    return found


def _check_row(
    row: Block, table: Table | None, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    if not row.cells:
        return
    place: KeyPath = (*path, "cells")
    if table is None:
        yield finding_at(document, place, "不在表中", "把这一行写在有 table 的一段之下")
    elif len(row.cells) != len(table.columns):
        problem = f"应有 {len(table.columns)} 格，现有 {len(row.cells)} 格"
        yield finding_at(document, place, problem, "照表头补齐，空格写作 ''")
    elif table.body in table.columns and row.tasks and row.cells[table.columns.index(table.body)]:
        problem = f"“{table.body}”一格与任务重复"
        yield finding_at(document, place, problem, "这一格写作 ''，文字写在 text 和任务中")


def _check_table(table: Table, path: KeyPath, document: YamlDocument) -> Iterator[Finding]:
    fields = ("body", "label", "heading", "units", "lead", "support", "check", "due", "score")
    for name in fields:
        column = getattr(table, name)
        if column is not None and column not in table.columns:
            problem = f"表中没有“{column}”这一列"
            yield finding_at(document, (*path, name), problem, "照 columns 改正")
    if len(set(table.columns)) < len(table.columns):
        yield finding_at(document, (*path, "columns"), "有两列同名", "在后一列的名称后加一个空格")


def digest_of(lines: list[str]) -> Digest:
    """The digest of what is printed, white space aside."""
    letters = ["".join(line.split()) for line in lines]
    each = [_hex(line)[:_DIGITS] for line in letters if line]
    return Digest(_hex("".join(letters)), " ".join(each))


def _hex(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _check_digest(file: NoticeFile, known: Digest, document: YamlDocument) -> Iterator[Finding]:
    lines = [(path, line) for path, line in placed_lines(file) if line.strip()]
    found = digest_of([line for _, line in lines])
    if found.text == known.text:
        return
    was, now = known.lines.split(), found.lines.split()
    pairs = zip(was, now, strict=False)
    place = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(was), len(now)))
    path, shown = lines[place] if place < len(lines) else (("digest",), "文末")
    problem = f"原文与核对时不同，第 {place + 1} 段起：“{shown[:SHOWN]}”"
    named = typed_word(document.path) if document.path else "文件"
    fix = f"改回原文；确是更正的，与原件核对后运行 yqsafety catalog seal {named}"
    yield finding_at(document, path, problem, fix)
