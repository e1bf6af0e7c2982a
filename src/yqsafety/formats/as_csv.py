"""CSV: UTF-8 with BOM, so that Excel and WPS read it as such; one header of codes."""

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
"""What a unit fills in beside status and date, and what `import` knows a row by."""


class _CsvSink:
    """What is written into it comes back as bytes: csv has no other way to give a line."""

    def write(self, text: str) -> bytes:
        return text.encode()


def render(extract: Extract) -> Iterator[bytes]:
    """One row an occurrence, or one an assignment."""
    writer = csv.writer(_CsvSink(), lineterminator="\r\n")
    yield BOM_UTF8
    for fields in _csv_rows(extract):
        yield writer.writerow([_csv_cell(field) for field in fields])


def _csv_rows(extract: Extract) -> Iterator[list[Any]]:
    if extract.per == "task":
        yield [*_TASK, *_PER_TASK]
        yield from map(_task_fields, extract.watch(extract.selection.entries))
        return
    # What both have is the assignment's own.
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
    """A value that no spreadsheet takes for a formula; a leading ' takes it back."""
    if not isinstance(value, str):
        return value
    text = cell_text(value)
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text
