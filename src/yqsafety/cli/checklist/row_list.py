"""The list of rows: headings that the cursor skips, and a cursor that stays on its row.

While one works down the list, a tick may take its row out of the filter and others may record. The
cursor must not jump then, or the next key would tick another task than the one that was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class RowList(OptionList):
    """The rows, each an option with its occurrence id; a heading is an option without an id."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
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
