"""What a review shows: the pieces of the document, the current one in detail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from yqsafety.cli.checklist.paint import HEADING, answer_text, joined_texts, plain_text
from yqsafety.cli.checklist.prompt import Prompt
from yqsafety.cli.checklist.row_list import ROWS_CSS, RowList, RowsScreen
from yqsafety.cli.reviewing import paint
from yqsafety.cli.reviewing.desk import ReviewDesk
from yqsafety.cli.reviewing.view import Row, fields_of, item_text, progress_text, rows_of

KEYS = (
    "空格 审定,Tab 下一处,c 切分,g 合并,t 标题,k 类型,d 时限,w 单位,o 由谁,n 数量,e 佐证,"
    "p 非任务,u 撤销,f 次序,/ 查找,? 帮助,q 退出"
).split(",")
TYPING = "Enter 确定,Tab 补全单位,Ctrl+U 清空,Esc 放弃".split(",")


class ReviewLayout(RowsScreen):
    """The screen without its keys."""

    KEYS = KEYS
    TYPING = TYPING

    CSS = (
        ROWS_CSS
        + """
    #head, #said, #keys { height: auto; padding: 0 1; }
    #said { max-height: 4; }
    #detail { scrollbar-size-vertical: 1; padding: 0 1; border-top: solid $primary; height: 2fr; }
    ReviewScreen.-short #keys { max-height: 1; }
    ReviewScreen.-wide #body { layout: horizontal; }
    ReviewScreen.-wide RowList { width: 1fr; }
    ReviewScreen.-wide #detail {
        width: 1fr; height: 100%; border-top: none; border-left: solid $primary;
    }
    """
    )

    def __init__(self, desk: ReviewDesk) -> None:
        super().__init__()
        self.desk = desk
        self.open_first = True
        self.rows: dict[str, Row] = {}
        self.were_open: set[str] = set()
        """The rows that had a guess at some time of this sitting."""
        self.naming = False
        """Whether names of units are being typed."""

    def compose(self) -> ComposeResult:
        """The parts of the screen from top to bottom."""
        yield Static(id="head", markup=False)
        with Container(id="body"):
            yield RowList()
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(id="card", markup=False)
        yield Static(id="said", markup=False)
        yield Prompt()
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(RowList).focus()

    def on_option_list_option_selected(self) -> None:
        """Enter goes to what is open next."""
        self.go_on()

    def show_rows(self, key: str = "") -> None:
        """All that is listed, anew; the cursor goes to `key`, else keeps its own."""
        rows = rows_of(self.desk.book)
        self.rows = {row.key: row for row in rows}
        self.were_open |= {row.key for row in rows if row.open}
        order = "待审在前" if self.open_first else "按原文次序"
        parts = (self.desk.path.name, progress_text(rows), order)
        self.query_one("#head", Static).update(joined_texts(parts, self.line_width))
        listed = self.query_one(RowList)
        listed.show(list(self._options(rows, listed.width)), key or listed.current)
        self.show_card()

    def _options(self, rows: list[Row], width: int) -> Iterator[Option]:
        for heading, group in self._groups(rows):
            yield Option(plain_text(heading, HEADING), disabled=True)
            for row in group:
                yield Option(paint.row_text(row, width, row.key in self.were_open), row.key)

    def _groups(self, rows: list[Row]) -> Iterator[tuple[str, Iterable[Row]]]:
        if not self.open_first:
            yield from groupby(rows, key=lambda row: row.clause.title or "（条款之前）")
            return
        yield "待审", [row for row in rows if row.open]
        yield "没有待审的", [row for row in rows if not row.open]

    def show_card(self) -> None:
        """The row under the cursor in detail; nothing where there is none."""
        row = self.row
        said = Content("")
        if row:
            book = self.desk.book
            title = f"{row.key if row.duty is not None else ''} {row.clause.title}".strip()
            text = item_text(list(self.rows.values()), row)
            said = paint.card_text(title, text, fields_of(book, row))
        self.query_one("#card", Static).update(said)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows.get(self.query_one(RowList).current)

    def say(self, *lines: str, error: str = "") -> None:
        """Say what came of a key."""
        self.query_one("#said", Static).update(answer_text(lines, (), error))

    def next_open(self, keys: list[str], key: str) -> str:
        """The next row with a guess behind a row of the document, else the first of all."""
        here = keys.index(key) + 1 if key in keys else 0
        for name in (*keys[here:], *keys[:here]):
            if name in self.rows and self.rows[name].open and name != key:
                return name
        return ""

    def go_on(self) -> None:
        """Go to what is open next."""
        goal = self.next_open(list(self.rows), self.query_one(RowList).current)
        if goal:
            self.show_rows(goal)
        self.say("" if goal else "没有别的待审了。")

    def action_order(self) -> None:
        """Open ones first, or as printed."""
        self.open_first = not self.open_first
        self.show_rows()
