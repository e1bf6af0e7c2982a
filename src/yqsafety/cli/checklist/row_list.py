"""The list of rows: headings that the cursor passes over, and a cursor that keeps its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class RowList(OptionList):
    """Rows by id; a heading is an option without one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    class Resized(Message):
        """The rows have another width."""

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)

    @property
    def width(self) -> int:
        """Columns of a row."""
        return self.scrollable_content_region.width

    @property
    def current(self) -> str:
        """The id of the row under the cursor, or nothing."""
        option = self.highlighted_option
        return (option.id or "") if option else ""

    def on_resize(self) -> None:
        """Say so: what stands at the right has to move."""
        self.post_message(self.Resized())

    def show(self, options: Sequence[Option], row: str) -> None:
        """Take other rows, with the cursor on that row, else on the nearest that is left."""
        before, ids = [option.id for option in self.options], [option.id for option in options]
        if ids == before:
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
        self.call_after_refresh(self.scroll_to_highlight)  # it may need a second line now

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Let the heading above the first row be seen."""
        super().watch_highlighted(highlighted)
        if highlighted == 1:
            self.scroll_home(animate=False)
