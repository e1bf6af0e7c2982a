"""The text of a Word document (.docx) as paragraphs and tables in their order. Pure.

The XML goes by event by event within the bounds of `register.package`; no tree is built. Changes
that are tracked are taken as accepted, which is what the document is meant to say. What is not part
of the running text (pictures, text boxes, notes, headers) is counted, so that it can be named.
"""

from __future__ import annotations

import re

from yqsafety.drafting.line_joining import rejoined
from yqsafety.drafting.source import Piece
from yqsafety.drafting.tidying import clean_text, tidy_pieces
from yqsafety.drafting.word_body import COUNTED, BodyReader
from yqsafety.drafting.word_numbering import Numbering
from yqsafety.register.package import Package

_PAGE_FIELD = re.compile(r"[\d\s·/*\\—–―－-]|第|页|共|PAGE|NUMPAGES|MERGEFORMAT")
"""What headers and footers hold that only counts pages."""


def read_word(package: Package) -> tuple[list[Piece], list[str]]:
    """The pieces of a document, and what was left out of it."""
    main = next(
        (part for kind, part in package.relations("").values() if kind == "officeDocument"),
        "word/document.xml",
    )
    relations = list(package.relations(main).values())
    parts = dict(relations)
    numbering = Numbering(package, parts.get("numbering", ""), parts.get("styles", ""))
    reader = BodyReader(numbering)
    package.parse(main, reader.start, reader.end, reader.text)
    remarks = [
        said.format(reader.counts[kind]) for kind, said in COUNTED.items() if reader.counts[kind]
    ]
    boxes = [clean_text(box)[0] for box in reader.boxes if box]
    if boxes:
        begins = "、".join(f"“{box}”" for box in boxes[:5])
        remarks.append(f"文本框 {len(boxes)} 个未读（{begins}）")
    remarks += _margin_remarks(package, relations)
    return tidy_pieces(rejoined(reader.pieces, reader.headings), remarks), remarks


def _margin_remarks(package: Package, relations: list[tuple[str, str]]) -> list[str]:
    """What stands in headers and footers, but for numbers of pages."""
    found: list[str] = []
    for kind, part in relations[:200]:
        if kind in ("header", "footer") and package.has(part):
            parts: list[str] = []
            package.parse(part, lambda *_: None, None, parts.append)
            text = clean_text("".join("".join(parts).split()))[0]
            if _PAGE_FIELD.sub("", text):
                found.append(f"{'页眉' if kind == 'header' else '页脚'}“{text[:20]}”未读")
    return sorted(set(found))[:5]
