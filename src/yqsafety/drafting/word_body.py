"""The body of a Word document while its XML goes by. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from yqsafety.drafting.source import MAX_LETTERS, MAX_PIECES, Paragraph, Piece, Refused
from yqsafety.drafting.tidying import clean_text
from yqsafety.drafting.word_numbering import Numbering, number_of, value_of
from yqsafety.drafting.word_tables import Cell, Row, Table

_SKIPPED = set(
    "delText instrText moveFrom Fallback rt pPrChange rPrChange tblPrChange trPrChange tcPrChange"
    " sectPrChange numberingChange tblGridChange tblPrExChange".split()
)
"""What is not shown, or not any more."""
_PICTURES = {"blip", "imagedata", "OLEObject", "chart", "relIds"}
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = {"0", "false", "off"}


COUNTED = {
    "footnoteReference": "脚注 {} 条未读",
    "endnoteReference": "尾注 {} 条未读",
    "commentReference": "批注 {} 条未读",
    "altChunk": "嵌入的文件 {} 个未读",
    "picture": "图片 {} 张未读",
    "hidden": "隐藏文字 {} 处已略去",
    "deleted": "修订中已删除的文字 {} 处已略去",
    "contents": "目录 {} 行已略去",
    "symbol": "符号字体的符号 {} 个未读",
    "unseen": "看不见的字符 {} 个已略去",
}
"""What is counted, and how that is said."""


class BodyReader:
    """Collects paragraphs and tables while the XML of the body goes by."""

    def __init__(self, numbering: Numbering) -> None:
        self.pieces: list[Piece] = []
        self.headings: set[int] = set()
        self.boxes: list[str] = []
        self.counts: Counter[str] = Counter()
        self._numbering = numbering
        self._tables: list[Table] = []
        self._fields: list[bool] = []
        """For each field that is open, whether its result has begun."""
        self._skip = self._drawing = self._box = 0
        self._inside_text = self._hidden = False
        self._properties = ""
        self._letters = self._count = 0
        self._carried = ""
        self._parts: list[str] = []
        self._style, self._joins_next = "", False
        self._list: str | None = None
        self._level: int | None = None
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "p": lambda _: self._begin_paragraph(),
            "r": lambda _: self._set_hidden(False),
            "vanish": self._vanish,
            "pStyle": self._set_style,
            "ilvl": self._set_level,
            "numId": self._set_list,
            "fldChar": self._field,
            "sym": self._symbol,
            "tbl": lambda _: self._tables.append(Table()),
            "tr": lambda _: self._in_table(lambda table: table.rows.append(Row())),
            "tc": lambda _: self._in_table(Table.add_cell),
            "gridBefore": self._grid_before,
            "gridSpan": self._grid_span,
            "vMerge": self._merge,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "p": self._end_paragraph,
            "r": lambda: self._set_hidden(False),
            "tr": lambda: self._in_table(Table.end_row),
            "tbl": self._end_table,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._skip:
            self._skip += 1
        elif self._drawing:
            self._start_in_drawing(tag)
        elif tag in _SKIPPED:
            self._skip = 1
        elif tag == "del":
            self._deleted()
        elif tag in ("drawing", "pict", "object"):
            self._drawing = 1
        elif tag in ("pPr", "trPr"):
            self._properties = tag
        elif tag == "t":
            self._inside_text = True
        elif tag in _BREAKS and not self._properties:
            self._add(_BREAKS[tag])
        elif tag in self._starts:
            self._starts[tag](attributes)
        elif tag in COUNTED:
            self.counts[tag] += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        self._inside_text = False
        if self._skip:
            self._skip -= 1
        elif self._drawing:
            self._drawing -= 1
            self._box = self._box if self._drawing >= self._box else 0
        elif tag == self._properties:
            self._properties = ""
        elif tag in self._ends:
            self._ends[tag]()

    def text(self, piece: str) -> None:
        """Text within the element that began last."""
        if self._inside_text and self._box and self.boxes:
            self.boxes[-1] = (self.boxes[-1] + piece.strip())[:20]
        elif self._inside_text and not self._skip and not self._drawing:
            self._add(piece)

    def _start_in_drawing(self, tag: str) -> None:
        self._drawing += 1
        if tag == "Fallback":
            self._drawing, self._skip = self._drawing - 1, 1
        elif tag == "txbxContent" and not self._box:
            self._box = self._drawing
            self.boxes.append("")
        elif tag in _PICTURES:
            self.counts["picture"] += 1
        self._inside_text = tag == "t"

    def _deleted(self) -> None:
        """A deletion: of a paragraph's end, of a row, or else of the text within."""
        if self._properties == "pPr":
            self._joins_next = True
        elif self._properties == "trPr":
            self._in_table(Table.delete_row)
        else:
            self.counts["deleted"] += 1
            self._skip = 1

    def _add(self, text: str) -> None:
        if not all(self._fields):
            return
        if self._hidden:
            self.counts["hidden"] += 1
            return
        self._letters += len(text)
        if self._letters > MAX_LETTERS:
            raise Refused(f"超过 {MAX_LETTERS // 10_000} 万字", "请分成几个文件。")
        self._parts.append(text)

    def _set_hidden(self, hidden: bool) -> None:
        self._hidden = hidden

    def _vanish(self, attributes: dict[str, str]) -> None:
        if not self._properties:
            self._hidden = value_of(attributes) not in _OFF

    def _field(self, attributes: dict[str, str]) -> None:
        kind = value_of(attributes, "fldCharType")
        if kind == "begin" and len(self._fields) < 50:
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, attributes: dict[str, str]) -> None:
        self.counts["symbol"] += bool(value_of(attributes, "char"))

    def _set_style(self, attributes: dict[str, str]) -> None:
        self._style = value_of(attributes)

    def _set_level(self, attributes: dict[str, str]) -> None:
        self._level = number_of(value_of(attributes), 0)

    def _set_list(self, attributes: dict[str, str]) -> None:
        self._list = value_of(attributes)

    def _begin_paragraph(self) -> None:
        self._parts = [self._carried] if self._carried else []
        self._carried = ""
        self._style, self._joins_next = "", False
        self._list = self._level = None
        self._count += 1

    def _end_paragraph(self) -> None:
        text, unseen = clean_text("".join(self._parts))
        self._parts = []
        self.counts["unseen"] += unseen
        if self._joins_next:
            self._carried = text
            return
        label = self._numbering.label(self._list, self._level, self._style)
        name = self._numbering.style_name(self._style)
        lines = [line.strip().replace("\t", " ") for line in text.split("\n") if line.strip()]
        if name.startswith("toc ") and lines:
            self.counts["contents"] += 1
            return
        for line in lines:
            if name.startswith(("heading ", "title")):
                self.headings.add(len(self.pieces))
            self._take(line, label)
            label = ""

    def _take(self, text: str, label: str) -> None:
        cell = self._tables[-1].cell() if self._tables else None
        if cell:
            cell.lines.append(label + text)
        else:
            self._put([Paragraph(text, label, self._count)])

    def _put(self, pieces: list[Piece]) -> None:
        self.pieces += pieces
        if len(self.pieces) > MAX_PIECES:
            raise Refused(f"超过 {MAX_PIECES} 段", "请分成几个文件。")

    def _in_table(self, act: Callable[[Table], object]) -> None:
        if self._tables:
            act(self._tables[-1])

    def _in_cell(self, act: Callable[[Cell], object]) -> None:
        cell = self._tables[-1].cell() if self._tables else None
        if cell:
            act(cell)

    def _grid_before(self, attributes: dict[str, str]) -> None:
        number = number_of(value_of(attributes), 0)
        self._in_table(lambda table: table.leave_out(number))

    def _grid_span(self, attributes: dict[str, str]) -> None:
        number = number_of(value_of(attributes), 1)
        self._in_cell(lambda cell: cell.set_span(number))

    def _merge(self, attributes: dict[str, str]) -> None:
        covered = value_of(attributes) != "restart"
        self._in_cell(lambda cell: cell.set_covered(covered))

    def _end_table(self) -> None:
        table = self._tables.pop() if self._tables else Table()
        cell = self._tables[-1].cell() if self._tables else None
        if cell:
            cell.lines += table.plain_lines()
        elif not self._tables:
            self._put(table.pieces(self._count))
