"""One module a file format, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
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


class Format(NamedTuple):
    """A file format: the module that writes it, imported when it is asked for."""

    module: str
    whole: str = ""
    """Why it has one layout only, said where a row an assignment is asked for."""
    dated: bool = False
    """Whether it has a place only for what has a date."""
    needs: str = ""
    """The library of an extra of the same name, which not everyone has installed."""


class Writer(Protocol):
    """What the module of a format holds."""

    def render(self, extract: Extract) -> Iterable[bytes]:
        """The file, piece by piece."""


FORMATS = {
    "json": Format("as_json", whole="每行已含各单位情况"),
    "csv": Format("as_csv"),
    "xlsx": Format("as_xlsx"),
    "md": Format("as_md", whole="是通报，已含各单位情况"),
    "docx": Format("as_docx", whole="是通报，已含各单位情况", needs="docx"),
    "ics": Format("as_ics", dated=True),
    "html": Format("as_html", whole="是一页通览，已含各单位情况"),
}
"""By the name on the command line."""


def render_format(name: str, extract: Extract) -> Iterable[bytes]:
    """An extract as a file of one format, piece by piece; UsageError where it cannot be had."""
    chosen = find_format(name)
    if extract.per == "unit" and chosen.whole:
        raise UsageError(f"{name} {chosen.whole}，不用 --per unit。")
    if chosen.needs and find_spec(chosen.needs) is None:
        raise UsageError(
            f"导出 {name} 需要 python-{chosen.needs}，",
            f"请运行：pip install 'yqsafety[{chosen.needs}]'",
        )
    writer: Writer = import_module(f"{__name__}.{chosen.module}")
    return writer.render(extract)


def find_format(name: str) -> Format:
    """The format of a name; UsageError for an unknown one."""
    if name not in FORMATS:
        raise UsageError(f"没有“{name}”这种格式，", f"可选：{'、'.join(FORMATS)}。")
    return FORMATS[name]


def rows_left_out(name: str, extract: Extract) -> int:
    """How many rows a format has no place for."""
    if not find_format(name).dated:
        return 0
    return sum(entry.due is None for entry in extract.selection.entries)


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
