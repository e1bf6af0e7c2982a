"""CSV: UTF-8 with BOM, CRLF, one header row of codes.

Without the BOM a Chinese Excel reads the file as GBK. The header is codes and not labels, because
CSV is what scripts and databases take; the register for people is the XLSX.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from typing import Any

from yqsafety.formats import Extract
from yqsafety.ledger.assignments import Entry
from yqsafety.register.rows import register_row
from yqsafety.reports.answers import row_json, unit_json
from yqsafety.safe_text import FORMULA, cell_text
from yqsafety.wording import labels

_TASK = (
    "id task item section period title quote kind mode start due original_due basis done_by"
    " status status_label timeliness timeliness_label"
).split()
_PER_TASK = ("quantity", "units", "done", "total", "na", "notice")
_UNIT = "unit_id unit via ground due basis status timeliness done_on value".split()
_FILLED = [*labels.FIELD, "evidence", "notice", "seal"]
"""With `--per unit`: what a unit fills in, and the columns by which `import` knows a row again.

Such a file can be filled in and read back like the register, so the seal has to be in it.
"""


_NUMBERLIKE = re.compile(r"[-+.]?[\d０-９][\d０-９.,/\-:%eE年月日\s]*")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class _CsvSink:
    """A file for `csv.writer` that hands each line back as bytes.

    `writerow` returns what the file's `write` returns; csv has no other way to give a line.
    """

    def write(self, text: str) -> bytes:
        """The line, in UTF-8."""
        return text.encode()


def render(extract: Extract) -> Iterator[bytes]:
    """The file line by line: a row for each occurrence or, with `--per unit`, each assignment."""
    writer = csv.writer(_CsvSink(), lineterminator="\r\n")
    yield BOM_UTF8
    for fields in _csv_rows(extract):
        yield writer.writerow([_csv_cell(field) for field in fields])


def _csv_rows(extract: Extract) -> Iterator[list[Any]]:
    if extract.per == "task":
        yield [*_TASK, *_PER_TASK]
        yield from map(_task_fields, extract.watch(extract.selection.entries))
        return
    # Columns that exist for the task and for the unit appear once, with the unit's own value.
    shared = [name for name in _TASK if name not in (*_UNIT, "status_label", "timeliness_label")]
    number = 0
    yield ["number", *shared, *_UNIT, *_FILLED]
    for entry in extract.watch(extract.selection.entries):
        data = row_json(entry)
        for one in entry.shown:
            unit = unit_json(entry, one)
            own = [unit["id"], unit["name"], *(unit[name] for name in _UNIT[2:])]
            filled = register_row(entry, one)
            typed = (_text_cell(filled[name]) for name in _FILLED)
            number += 1
            yield [number, *_with_text_ids(data, shared), *own, *typed]


def _task_fields(entry: Entry) -> list[Any]:
    data = row_json(entry)
    quantity = data["quantity"]["text"] if data["quantity"] else ""
    names = "；".join(unit["name"] for unit in data["units"])
    progress = data["progress"]
    figures = (progress["done"], progress["total"], progress["na"])
    return [*_with_text_ids(data, _TASK), quantity, names, *figures, entry.notice]


def _with_text_ids(data: dict[str, Any], columns: Sequence[str]) -> list[Any]:
    """The values of some columns, ids so that no spreadsheet takes 12.10 for the number 12.1."""
    ids = ("id", "task")
    return [_text_cell(data[name]) if name in ids else data[name] for name in columns]


class _Quoted(str):
    """A text that has its ' already."""


def _text_cell(text: str) -> str:
    """A text with a ' before it where a spreadsheet would make a number or a day of it.

    `import` takes it off again. Figures and days of other columns are left for scripts to read.
    """
    if _NUMBERLIKE.fullmatch(text) and not _ISO_DAY.fullmatch(text):
        return _Quoted(f"'{cell_text(text)}")
    return text


def _csv_cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula.

    A text that begins with `=`, `+`, `-` or `@` would be computed when the file is opened, also
    one that an attacker put into a note. A leading ' prevents it, and `import` takes it off. So a
    text that begins with ' gets one more, or it would lose its own.
    """
    if not isinstance(value, str) or isinstance(value, _Quoted):
        return value
    text = cell_text(value)
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text
