"""One module a file format, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Literal, NamedTuple, Protocol

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.filters import Filters, Selection
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.answers import Watch

Per = Literal["task", "unit"]


class Extract(NamedTuple):
    """What is exported: the matching rows of a ledger, one a task or one an assignment."""

    ledger: Ledger
    filters: Filters
    selection: Selection
    per: Per
    watch: Watch = iter
    """Goes through what is written, so that whoever waits can be told how far it is."""


class Format(Protocol):
    """A module of this package."""

    def render(self, extract: Extract) -> Iterable[bytes]:
        """The file, piece by piece."""


FORMATS = {
    "json": "as_json",
    "csv": "as_csv",
    "xlsx": "as_xlsx",
    "md": "as_md",
    "docx": "as_docx",
    "ics": "as_ics",
    "html": "as_html",
}
"""Name on the command line, and the module that is imported when it is asked for."""


def render_format(name: str, extract: Extract) -> Iterable[bytes]:
    """An extract as a file of one format, piece by piece; UsageError for an unknown one."""
    if name not in FORMATS:
        raise UsageError(f"没有“{name}”这种格式，", f"可选：{'、'.join(FORMATS)}。")
    module: Format = import_module(f"{__name__}.{FORMATS[name]}")
    return module.render(extract)


def rows_left_out(name: str, extract: Extract) -> int:
    """How many rows a format has no place for: a calendar holds what has a date."""
    return sum(entry.due is None for entry in extract.selection.entries) if name == "ics" else 0


def extracts_by_unit(extract: Extract) -> Iterator[tuple[str, Extract]]:
    """An extract for each unit that is on any of its rows, in the roster's order."""
    own: dict[str, list[Entry]] = {}
    for entry in extract.selection.entries:
        for one in entry.assignments:
            own.setdefault(one.party.id, []).append(entry._replace(assignments=(one,)))
    for body in extract.ledger.roster.bodies:
        if entries := own.get(body.id):
            left = dict(extract.selection.left) | {f"单位 {body.name}": len(entries)}
            selection = extract.selection._replace(entries=tuple(entries), left=tuple(left.items()))
            filters = extract.filters._replace(units=(body.id,))
            yield body.name, extract._replace(selection=selection, filters=filters)
