"""Exports of any size hold little of it at once."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from yqsafety.files import write_whole
from yqsafety.formats import Extract, Per, extracts_by_unit, render_format
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.answers import dump_json, list_pieces, row_json

pytestmark = pytest.mark.slow


def test_a_file_stays_whole_when_its_pieces_fail(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise RuntimeError

    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(RuntimeError):
        write_whole(tmp_path / "a", pieces())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def held(name: str, per: Per, book: Ledger) -> float:
    """How much of each task an export still holds when the last is reached, as part of its JSON."""
    selection = select_entries(book, Filters())
    entries = selection.entries[:4] * 5
    written = sum(len(dump_json(row_json(entry))) for entry in entries[4:-1])
    seen: list[int] = []

    def watch(rows: Sequence[Any]) -> Iterator[Any]:
        for number, row in enumerate(rows):
            if number in (4, len(rows) - 1):
                gc.collect()
                seen.append(tracemalloc.get_traced_memory()[0])
            yield row

    some = Extract(book, Filters(), selection._replace(entries=entries), per, watch)
    tracemalloc.start()
    for _ in range(2):  # the first time fills what is kept for all exports
        seen.clear()
        for _ in render_format(name, some):
            pass
    tracemalloc.stop()
    # Of the two sheets of a workbook the second.
    first, last = seen[-2:]
    return (last - first) / written


@pytest.mark.parametrize(
    ("name", "per"),
    [
        ("csv", "task"),
        ("csv", "unit"),
        ("json", "task"),
        ("ics", "task"),
        ("html", "task"),
        ("xlsx", "unit"),
    ],
)
def test_a_row_is_forgotten_once_it_is_written(
    ledger_on: Callable[..., Ledger], name: str, per: Per
) -> None:
    assert held(name, per, ledger_on()) < 0.1


def test_a_file_a_unit_holds_what_its_filter_shows(ledger_on: Callable[..., Ledger]) -> None:
    book = ledger_on()
    everything = Extract(book, Filters(), select_entries(book, Filters()), "task")
    parts = list(extracts_by_unit(everything))
    assert len(parts) > 20
    for name, part in parts:
        (unit,) = part.filters.units
        assert part.selection.entries == select_entries(book, Filters(units=(unit,))).entries, name


def test_json_in_pieces_is_the_json_of_the_whole(ledger_on: Callable[..., Ledger]) -> None:
    book = ledger_on()
    whole = select_entries(book, Filters())
    for count in (0, 1, 2):
        some = whole._replace(entries=whole.entries[:count])
        made = b"".join(list_pieces(book, Filters(), some))
        assert len(json.loads(made)["rows"]) == count
        assert made == dump_json(json.loads(made))
