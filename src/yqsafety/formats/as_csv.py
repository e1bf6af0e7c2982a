"""CSV: UTF-8 with BOM, CRLF, one header row of codes.

Without the BOM a Chinese Excel reads the file as GBK. The header is codes and not labels, because
CSV is what scripts and databases take; the register for people is the XLSX.
"""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any

from yqsafety.formats import Extract
from yqsafety.ledger.assignments import Entry
from yqsafety.register.rows import register_row
from yqsafety.reports.answers import row_json
from yqsafety.safe_text import FORMULA, cell_text
from yqsafety.wording import labels

_TASK = (
    "id task item section period title quote kind mode start due original_due basis done_by"
    " status status_label timeliness timeliness_label"
).split()
_PER_TASK = ("quantity", "units", "done", "total", "na")
_UNIT = "unit_id unit via ground due status timeliness done_on value".split()
_FILLED = [*labels.FIELD, "evidence", "notice", "seal"]
"""With `--per unit`: what a unit fills in, and the columns by which `import` knows a row again.

Such a file can be filled in and read back like the register, so the seal has to be in it.
"""


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
    yield [*shared, *_UNIT, *_FILLED]
    for entry in extract.watch(extract.selection.entries):
        data = row_json(entry)
        for assignment, unit in zip(entry.assignments, data["units"], strict=True):
            own = [unit["id"], unit["name"], *(unit[name] for name in _UNIT[2:])]
            one = entry._replace(assignments=(assignment,))
            filled = register_row(extract.ledger, one, assignment)
            yield [*(data[name] for name in shared), *own, *(filled[name] for name in _FILLED)]


def _task_fields(entry: Entry) -> list[Any]:
    data = row_json(entry)
    quantity = data["quantity"]["text"] if data["quantity"] else ""
    names = "；".join(unit["name"] for unit in data["units"])
    progress = data["progress"]
    figures = (progress["done"], progress["total"], progress["na"])
    return [*(data[name] for name in _TASK), quantity, names, *figures]


def _csv_cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula.

    A text that begins with `=`, `+`, `-` or `@` would be computed when the file is opened, also
    one that an attacker put into a note. A leading ' prevents it, and `import` takes it off. So a
    text that begins with ' gets one more, or it would lose its own.
    """
    if not isinstance(value, str):
        return value
    text = cell_text(value)
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text
