"""The checklist itself: rows under their sections, the current one in detail, the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Static
from textual.widgets.option_list import Option

from yqsafety.cli.checklist import paint
from yqsafety.cli.checklist.desk import DeskAnswer, RecordingDesk
from yqsafety.cli.checklist.prompt import Prompt
from yqsafety.cli.checklist.row_list import ROWS_CSS, RowList, RowsScreen
from yqsafety.cli.checklist.view import ChecklistView, filter_choices, view_of_unit
from yqsafety.cli.session import year_over
from yqsafety.errors import YqError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.filters import Filters
from yqsafety.wording.task_card import titled_card

KEYS = (
    "空格 登记/取消,n 说明,e 佐证,c 数量,w 不适用,u 撤销,/ 检索,f 筛选,Enter 详情,←→ 翻页,q 退出"
).split(",")
TYPING = "Enter 确定,Esc 放弃".split(",")
SECONDS = 1.0
"""Seconds between two looks at the state file and the day."""


class DutiesScreen(RowsScreen):
    """One unit's checklist."""

    KEYS = KEYS
    TYPING = TYPING

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,ideographic_space", "tick", show=False),
        Binding("n", "note", show=False),
        Binding("e", "attach", show=False),
        Binding("c", "count", show=False),
        Binding("w", "waive", show=False),
        Binding("u", "undo", show=False),
        Binding("slash,ideographic_comma", "search", show=False),
        Binding("f", "filter", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("escape", "clear", show=False),
        Binding("q", "app.quit", show=False),
    ]
    CSS = (
        ROWS_CSS
        + """
    #head, #sieve, #said, #keys { height: auto; padding: 0 1; }
    #said { max-height: 5; }
    #keys { background: $panel; color: $text-muted; }
    #detail { scrollbar-size-vertical: 1; padding: 0 1; }
    #detail { border-top: solid $primary; height: 35%; min-height: 7; }
    DutiesScreen.-wide #body { layout: horizontal; }
    DutiesScreen.-wide RowList { width: 2fr; }
    DutiesScreen.-wide #detail {
        width: 1fr; height: 100%; border-top: none; border-left: solid $primary;
    }
    DutiesScreen.-short.-narrow #detail { display: none; }
    DutiesScreen.-narrow #body.whole RowList { height: 4; }
    DutiesScreen.-narrow #body.whole #detail { display: block; height: 1fr; }
    """
    )

    def __init__(self, desk: RecordingDesk, start: Filters) -> None:
        super().__init__()
        self._desk = desk
        self._choices = filter_choices(start)
        self._search = start.grep
        self._entries: dict[str, Entry] = {}

    def compose(self) -> ComposeResult:
        """The parts of the screen from top to bottom."""
        yield Static(id="head", markup=False)
        yield Static(id="sieve", markup=False)
        with Container(id="body"):
            yield RowList()
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(id="card", markup=False)
        yield Static(year_over(self._desk.session), id="said", markup=False)
        yield Prompt()
        yield Static(paint.joined_texts(KEYS), id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin to look at the state file."""
        self.query_one(RowList).focus()
        self.set_interval(SECONDS, self.look)

    def on_option_list_option_selected(self) -> None:
        """Enter gives the detail more room, and takes it again."""
        self.query_one("#body").toggle_class("whole")

    def look(self) -> None:
        """Show what another program has recorded meanwhile, and a new day."""
        try:
            said = self._desk.look()
        except YqError as error:
            self._say(error=str(error))
            return
        if said is not None:
            self.show_rows()
        if said:
            self._say(said)

    def show_rows(self, row: str = "") -> None:
        """All that is counted and listed, anew; the cursor goes to `row`, else keeps its own."""
        rows = self.query_one(RowList)
        keep = row or rows.current
        ledger, unit = self._desk.session.ledger, self._desk.unit
        shown = view_of_unit(ledger, unit, self._choices[0], self._search)
        self._entries = {entry.shown_id: entry for group in shown.groups for entry in group.entries}
        self.query_one("#head", Static).update(
            paint.screen_head(unit.name, str(ledger.as_of), shown)
        )
        sieve = paint.filter_line(self._choices[0].label, self._search, shown)
        self.query_one("#sieve", Static).update(sieve)
        rows.show(list(self._options(shown, rows.width)), keep)
        self.show_card()

    def _options(self, shown: ChecklistView, width: int) -> Iterator[Option]:
        today = self._desk.session.today
        if shown.missing:
            yield Option(paint.plain_text(shown.missing), disabled=True)
        for group in shown.groups:
            yield Option(paint.section_heading(group, width), disabled=True)
            for entry in group.entries:
                yield Option(paint.row_text(entry, today, width), entry.shown_id)

    def show_card(self) -> None:
        """The row under the cursor in detail; nothing where there is none."""
        entry = self._entries.get(self.query_one(RowList).current)
        said = paint.task_details(*titled_card(self._desk.session.ledger, entry)) if entry else ""
        self.query_one("#card", Static).update(said)

    def _say(self, *lines: str, warnings: Iterable[str] = (), error: str = "") -> None:
        said = paint.answer_text(lines, warnings, error)
        self.query_one("#said", Static).update(said)

    def _record(self, act: Callable[[], DeskAnswer]) -> bool:
        """Do what records and say what came of it; whether it was recorded."""
        try:
            answer = act()
        except YqError as error:
            self._say(error=str(error))
            return False
        self.show_rows(answer.row)
        self._say(*answer.lines, warnings=answer.warnings)
        return True

    def _ask(
        self, question: str, hint: str, act: Callable[[Entry, str], DeskAnswer], empty: str = ""
    ) -> None:
        """Ask for a text about the current row, and record it unless it is empty."""
        entry = self._entries.get(self.query_one(RowList).current)
        if entry is None:
            return

        def accept(typed: str) -> bool:
            if not typed and empty:
                self._say(error=empty)
            return self._record(lambda: act(entry, typed)) if typed else not empty

        self._say()
        self.query_one(Prompt).ask(f"{entry.shown_id} {question}", hint, accept)

    def action_tick(self) -> None:
        """Tick, or take the tick away."""
        if entry := self._entries.get(self.query_one(RowList).current):
            self._record(lambda: self._desk.toggle(entry))

    def action_note(self) -> None:
        """Add a remark."""
        self._ask("说明", "进展、问题、措施等", self._desk.note)

    def action_attach(self) -> None:
        """Name evidence."""
        self._ask("佐证", "文件或网址", self._desk.attach)

    def action_count(self) -> None:
        """Record a number."""
        entry = self._entries.get(self.query_one(RowList).current)
        if entry and not entry.task.quantity:
            self._say(error=f"{entry.shown_id} 没有数量要求。")
        else:
            self._ask("数量", "累计数，如 3；或增加数，如 +1", self._desk.count)

    def action_waive(self) -> None:
        """Record that it does not apply."""
        self._ask("不适用的理由", "必须写明", self._desk.waive, "请写明理由；不登记按 Esc。")

    def action_undo(self) -> None:
        """Take back the newest batch."""
        self._record(self._desk.undo)

    def action_search(self) -> None:
        """Search while it is typed."""
        self._say()
        self.query_one(Prompt).ask("检索", "标题或原文中的文字", lambda _: True, self._find)

    def action_filter(self) -> None:
        """The next filter."""
        self._choices = (*self._choices[1:], self._choices[0])
        self._say()
        self.show_rows()

    def action_clear(self) -> None:
        """End the search, and give the list its room again."""
        self.query_one("#body").remove_class("whole")
        self._find("")

    def _find(self, text: str) -> None:
        if text != self._search:
            self._search = text
            self.show_rows()
