"""Every sheet of an XLSX workbook as cells that a person sees.

The format is read directly and not by openpyxl: that loads what is not needed here (and fails on
it: dates of the properties, styles), keeps no formats of numbers apart from their values, and
builds trees whose size nobody bounds.
"""

from __future__ import annotations

from yqsafety.register.package import Package
from yqsafety.register.sheet_xml import MAX_CELLS, SheetReader, TextCollector
from yqsafety.register.sheets import Cell, Sheet, Unreadable

MAX_SHEETS, MAX_TITLE = 200, 40
"""Sheets of a workbook, and letters of their names; Excel allows 31."""
MAX_FORMATS = 5_000


def read_workbook(package: Package) -> list[Sheet]:
    """All sheets in their order; Unreadable where they exceed the bounds, or anything is amiss."""
    main = next(
        (part for kind, part in package.relations("").values() if kind == "officeDocument"),
        "xl/workbook.xml",
    )
    names: list[tuple[str, str]] = []
    unseen: list[bool] = []
    old_mac = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal old_mac
        if tag == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            names.append((attributes.get("name", "")[:MAX_TITLE], link))
            unseen.append(attributes.get("state", "visible") != "visible")
            if len(names) > MAX_SHEETS:
                raise Unreadable(f"超过 {MAX_SHEETS} 张工作表，请分成几个文件")
        elif tag == "workbookPr":
            old_mac = attributes.get("date1904") in ("1", "true")

    package.parse(main, start)
    relations = package.relations(main)
    parts = dict(relations.values())
    texts = _shared_texts(package, parts.get("sharedStrings", ""))
    styles = _number_styles(package, parts.get("styles", ""))
    found, left = [], MAX_CELLS
    for (name, link), hidden in zip(names, unseen, strict=True):
        kind, part = relations.get(link, ("", ""))
        if kind == "worksheet" and package.has(part):
            reader = SheetReader(texts, styles, old_mac, left)
            found.append(_read_sheet(package, part, reader, name)._replace(hidden=hidden))
            left = reader.left
    return found


def _read_sheet(package: Package, part: str, reader: SheetReader, name: str) -> Sheet:
    package.parse(part, reader.start, reader.end, reader.text)
    rows = reader.sheet_rows()
    return Sheet(
        name,
        rows,
        pictures=reader.pictures + _count_elements(package, part, "drawing", "pic"),
        merged=len(reader.covered),
        comments=_count_elements(package, part, "comments", "comment"),
        beyond=reader.beyond,
        covered=frozenset(reader.covered),
        hidden_rows=frozenset(reader.hidden_rows),
        hidden_columns=frozenset(reader.hidden_columns),
    )


def _shared_texts(package: Package, part: str) -> list[Cell]:
    """The texts that cells refer to by number, each made once however many cells have it."""
    found: list[Cell] = []
    if not package.has(part):
        return found
    collector = TextCollector()

    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            collector.clear()
        collector.start(tag)

    def end(tag: str) -> None:
        collector.end(tag)
        if tag == "si":
            found.append(Cell(collector.whole()))

    package.parse(part, start, end, collector.text)
    return found


def _number_styles(package: Package, part: str) -> list[tuple[int, str | None]]:
    """For each style of cells, the number of its number format and the format's text."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag == "numFmt" and len(codes) < MAX_FORMATS:
            codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            numbers.append(int(attributes.get("numFmtId", 0)))

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    if package.has(part):
        package.parse(part, start, end)
    return [(number, codes.get(number)) for number in numbers]


def _count_elements(package: Package, part: str, kind: str, element: str) -> int:
    """How many of an element stand in the parts of a kind that belong to a sheet."""
    count = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal count
        count += tag == element

    for what, other in package.relations(part).values():
        if what == kind and package.has(other):
            package.parse(other, start)
    return count
