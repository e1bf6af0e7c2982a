"""The checklist itself: rows under their sections, the current one in detail, the keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Static
from textual.widgets.option_list import Option

from yqsafety.cli.checklist import paint
from yqsafety.cli.checklist.desk import RecordingDesk
from yqsafety.cli.checklist.keys import letter_binding
from yqsafety.cli.checklist.prompt import Prompt
from yqsafety.cli.checklist.recording_screen import RecordingScreen
from yqsafety.cli.checklist.row_list import ROWS_CSS, RowList
from yqsafety.cli.checklist.view import ChecklistView, FilterChoice, filter_choices, view_of_unit
from yqsafety.cli.view_remarks import year_over
from yqsafety.errors import YqError
from yqsafety.ledger.filters import Filters

SECONDS = 1.0
"""Seconds between two looks at the state file and the day."""


class DutiesScreen(RecordingScreen):
    """One unit's checklist."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,fullwidth_solidus,ideographic_comma", "search", show=False),
        letter_binding("f", "filter"),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("escape", "clear", show=False),
        letter_binding("q", "app.quit"),
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
        super().__init__(desk)
        self._start, self._turned = start, 0
        self._search = start.grep
        self._asking = self._cut = False

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
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin to look at the state file."""
        self.query_one(RowList).focus()
        self.set_interval(SECONDS, self._look_beside)

    @property
    def _choice(self) -> FilterChoice:
        """The filter that holds, made for the day that it is by now."""
        choices = filter_choices(self._start, self._desk.session.today)
        return choices[self._turned % len(choices)]

    def on_option_list_option_selected(self) -> None:
        """Enter gives the detail more room, and takes it again."""
        self.query_one("#body").toggle_class("whole")

    def _look_beside(self) -> None:
        """Look, but at a shared store on a thread: a silent line must not freeze the screen."""
        if self._desk.session.store.connection is None:
            self.look()
        elif not self._asking:
            self._asking = True
            self.run_worker(self._ask_for_news, thread=True, group="look")

    def _ask_for_news(self) -> None:
        news = self._desk.ask_for_news()
        self._asking = False
        if news:
            self.app.call_from_thread(self.look)
        elif news is None and not self._cut:
            said = "连不上共享库，显示的是刚才的情况。"
            self.app.call_from_thread(lambda: self._say(error=said))
        self._cut = news is None

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
        shown = view_of_unit(ledger, unit, self._choice, self._search, self._kept)
        self._entries = {entry.shown_id: entry for group in shown.groups for entry in group.entries}
        self.query_one("#head", Static).update(
            paint.screen_head(unit.name, str(ledger.as_of), shown, self.line_width)
        )
        day = str(self._desk.day) if self._desk.day else ""
        sieve = paint.filter_line(self._choice.label, self._search, shown, day)
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
        card = self._desk.card(entry) if entry else None
        self.query_one("#card", Static).update(paint.task_details(*card) if card else "")

    def action_search(self) -> None:
        """Search while it is typed."""
        self._say()
        self.query_one(Prompt).ask("检索", "标题或原文中的文字", lambda _: True, self._find)

    def action_filter(self) -> None:
        """The next filter."""
        self._turned += 1
        self._kept.clear()
        self._say()
        self.show_rows()

    def action_clear(self) -> None:
        """End the search, leave out what passes no more, and give the list its room again."""
        self.query_one("#body").remove_class("whole")
        self._kept.clear()
        self._search = ""
        self.show_rows()

    def _find(self, text: str) -> None:
        if text != self._search:
            self._search = text
            self._kept.clear()
            self.show_rows()
