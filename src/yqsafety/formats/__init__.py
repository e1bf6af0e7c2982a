"""One module a file format, and the list of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Literal, NamedTuple, Protocol

from yqsafety.errors import BadChoice, UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.filters import Filters, Selection
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.answers import Watch
from yqsafety.reports.document import Issue
from yqsafety.wording.slip_sentences import SlipKind

Per = Literal["task", "unit"]


class Template(NamedTuple):
    """A Word file of an office, in which a paper is to be set."""

    name: str
    content: bytes


class Slip(NamedTuple):
    """What a slip (督办单) says besides its duties."""

    number: int | None = None
    """The running number in its year, where one was recorded."""
    reply_by: dt.date | None = None
    """Until when it is to be answered; a week after its date where nothing is said."""
    kind: SlipKind | None = None
    """Whether it only reminds, or only sends back; else the duties decide."""
    reminded: bool = False
    """Whether it goes out with a reminder, so that all of its rows stand on it."""


class Signing(NamedTuple):
    """What an office adds to the report when it issues it."""

    issue: Issue = Issue()
    reply_by: dt.date | None = None
    """The day until which units are to answer; none is made up where none was set."""


class Extract(NamedTuple):
    """What is to be exported: the matching rows, as one row a task or one row an assignment."""

    ledger: Ledger
    filters: Filters
    selection: Selection
    per: Per
    watch: Watch = iter
    """Each writer goes through its rows with this, so that progress can be shown at a terminal."""
    template: Template | None = None
    """In which Word file a paper is set, instead of our own."""
    slip: Slip | None = None
    """Set where the paper is a slip to the one unit of these rows, instead of the report."""
    signing: Signing = Signing()
    """Of the report: number, who signs it off, copies, contact, and when to answer."""


class Format(NamedTuple):
    """A file format and the module that writes it.

    The module is imported only when it is asked for: openpyxl, python-docx, jinja2 and icalendar
    would slow down the start of every command.
    """

    module: str
    whole: str = ""
    """Why it has one layout only, in Chinese; then `--per unit` is refused with this reason."""
    dated: bool = False
    """Whether it can hold only what has a date; untriggered tasks are then left out."""


class Writer(Protocol):
    """The protocol of a format's module: it has a function `render`."""

    def render(self, extract: Extract) -> Iterable[bytes]:
        """The content of the file, in pieces that are written one after another."""


FORMATS = {
    "json": Format("as_json", whole="每行已含各单位情况"),
    "csv": Format("as_csv"),
    "xlsx": Format("as_xlsx"),
    "md": Format("as_md", whole="是通报，已含各单位情况"),
    "docx": Format("as_docx", whole="是通报，已含各单位情况"),
    "ics": Format("as_ics", dated=True),
    "html": Format("as_html", whole="是一页通览，已含各单位情况"),
}
"""The formats by their names on the command line, which are also the endings of files."""


PAPERS = ("md", "docx")
"""The formats of what somebody signs."""
SLIPS = "slips"
"""What stands in a format's place for slips to units; each is a paper in one of these formats."""


def render_format(name: str, extract: Extract) -> Iterable[bytes]:
    """An extract as a file of one format, piece by piece.

    UsageError for an unknown format and for `--per unit` where it has one layout only. It is raised
    at once, before a file is opened for writing.
    """
    chosen = find_format(name)
    if extract.per == "unit" and chosen.whole:
        raise UsageError(f"{name} {chosen.whole}，不用 --per unit。")
    writer: Writer = import_module(f"{__name__}.{chosen.module}")
    return writer.render(extract)


def find_format(name: str) -> Format:
    """The format of a name; UsageError for an unknown one."""
    if name not in FORMATS:
        raise BadChoice(f"没有“{name}”这种格式，", name, (*FORMATS, SLIPS))
    return FORMATS[name]


def rows_left_out(name: str, extract: Extract) -> int:
    """How many rows a format has no place for, because they have no date; to be said on stderr."""
    if not find_format(name).dated:
        return 0
    entries = extract.selection.entries
    return sum(all(one.due is None for one in entry.shown) for entry in entries)


def extracts_by_unit(extract: Extract) -> Iterator[tuple[str, Extract]]:
    """An extract for each unit that is on any of the rows, in the roster's order.

    All are made in one pass over the rows; to filter anew for each unit would take a pass each.
    """
    own: dict[str, list[Entry]] = {}
    for entry in extract.selection.entries:
        for one in entry.assignments:
            own.setdefault(one.party.id, []).append(_of_unit(entry, one))
    for body in extract.ledger.roster.bodies:
        if entries := own.get(body.id):
            left = dict(extract.selection.left) | {f"单位 {body.name}": len(entries)}
            selection = extract.selection._replace(entries=tuple(entries), left=tuple(left.items()))
            filters = extract.filters._replace(units=(body.id,))
            yield body.name, extract._replace(selection=selection, filters=filters)


def _of_unit(entry: Entry, one: Assignment) -> Entry:
    """A row for one unit: its own assignment and, where it is in charge, the county's result."""
    in_charge = entry.owner is not None and entry.owner.id == one.party.id
    return entry._replace(assignments=(one,), whole_counts=entry.whole_counts and in_charge)
