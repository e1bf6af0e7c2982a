"""The list of rows: headings that the cursor skips, a cursor that stays on its row, its screen.

While one works down the list, a tick may take its row out of the filter and others may record. The
cursor must not jump then, or the next key would tick another task than the one that was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from yqsafety.cli.checklist.keys import letter_binding
from yqsafety.cli.checklist.paint import joined_texts
from yqsafety.cli.checklist.prompt import Prompt

ROWS_CSS = """
    #head { background: $panel; }
    #body { height: 1fr; }
    RowList { height: 1fr; max-height: 100%; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    RowList > .option-list--option-disabled { color: $foreground; }
    RowList > .option-list--option-highlighted { background: $panel; }
    RowList:focus > .option-list--option-highlighted {
        background: $primary-muted; color: $foreground; text-style: bold;
    }
"""


class RowList(OptionList):
    """The rows, each an option with its occurrence id; a heading is an option without an id."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter_binding("j", "cursor_down"),
        letter_binding("k", "cursor_up"),
    ]

    class Resized(Message):
        """Sent when the width of the rows has changed, so that they have to be set anew."""

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)

    @property
    def width(self) -> int:
        """The columns that a row has."""
        return self.scrollable_content_region.width

    @property
    def current(self) -> str:
        """The id of the row under the cursor; empty if there is none."""
        option = self.highlighted_option
        return (option.id or "") if option else ""

    def on_resize(self) -> None:
        """Tell the screen: what stands at the right of each row has to move."""
        self.post_message(self.Resized())

    def show(self, options: Sequence[Option], row: str) -> None:
        """Take these rows, with the cursor on `row`, else on the nearest that is left.

        Nearest is the next row below that is still there, else the next above.
        """
        before, ids = [option.id for option in self.options], [option.id for option in options]
        if ids == before:  # only texts differ: replacing them keeps the place of the scroll bar
            for index, option in enumerate(options):
                self.replace_option_prompt_at_index(index, option.prompt)
        else:
            place, top = self.highlighted or 0, self.scroll_y
            self.set_options(options)
            self.scroll_to(y=top, animate=False)
            near = (*before[place:], *reversed(before[:place]), *ids)
            row = next((name for name in (row, *near) if name and name in ids), "")
        if row in ids:
            self.highlighted = ids.index(row)
        # A row may need a second line now; its place is known only after it is drawn.
        self.call_after_refresh(self.scroll_to_highlight)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """On the first row scroll to the top, so that the heading above it is seen."""
        super().watch_highlighted(highlighted)
        if highlighted == 1:
            self.scroll_home(animate=False)


class RowsScreen(Screen[None]):
    """The screen of a `RowList`, a `#detail` with the `#card`, a `Prompt`, and `#keys`."""

    KEYS: ClassVar[list[str]] = []
    """What the keys do in the list, the same for everybody."""
    TYPING: ClassVar[list[str]]
    """What they do while something is typed."""

    @property
    def list_keys(self) -> list[str]:
        """What the keys do in the list, for whoever is at them."""
        return self.KEYS

    def show_rows(self) -> None:
        """All that is counted and listed, anew."""
        raise NotImplementedError

    def show_card(self) -> None:
        """The row under the cursor in detail."""
        raise NotImplementedError

    @property
    def line_width(self) -> int:
        """The columns of a line of text above or below the rows."""
        return self.app.size.width - 2

    def on_row_list_resized(self) -> None:
        """Fit the rows and the lines around them to the width, the first time too."""
        self.show_rows()
        self.show_keys()

    def on_option_list_option_highlighted(self) -> None:
        """The detail is that of the row under the cursor, from its beginning."""
        self.show_card()
        self.query_one("#detail").scroll_home(animate=False)

    def on_descendant_focus(self) -> None:
        """The keys of what has the focus."""
        self.show_keys()

    def show_keys(self) -> None:
        """What the keys do now."""
        keys = self.TYPING if self.query_one(Prompt).display else self.list_keys
        self.query_one("#keys", Static).update(joined_texts(keys, self.line_width))

    def action_turn(self, pages: int) -> None:
        """Turn over the detail."""
        detail = self.query_one("#detail", VerticalScroll)
        detail.scroll_relative(y=pages * max(1, detail.size.height - 1), animate=False)
