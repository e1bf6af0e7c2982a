"""The line in which something is typed: a note, a number, a reason, a search."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Paste
from textual.widgets import Input, Static

from yqsafety.safe_text import is_blank, visible_text


class PromptField(Input):
    """A line that takes all of what is pasted into it; Textual's own takes the first line only."""

    def on_paste(self, event: Paste) -> None:
        """Insert the pasted lines after one another, separated by blanks."""
        event.prevent_default().stop()
        self.replace(" ".join(event.text.split()), *self.selection)


class Prompt(Horizontal):
    """Asks one question at a time; what was typed stays until it is taken or given up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Prompt { height: 1; display: none; padding: 0 1; }
    Prompt Static { width: auto; }
    Prompt Input { width: 1fr; }
    """

    def compose(self) -> ComposeResult:
        """The question, and the field to type in."""
        yield Static(markup=False)
        yield PromptField(compact=True, select_on_focus=False)

    def ask(
        self,
        question: str,
        hint: str,
        accept: Callable[[str], bool],
        typing: Callable[[str], None] | None = None,
        start: str = "",
        complete: Callable[[str], str] | None = None,
    ) -> None:
        """Show a question and let the user type.

        `accept` gets the answer and says whether it was taken: if not (it could not be saved, say),
        the text stays to be sent again. `typing` gets the text after each letter. `start` stands in
        the line from the beginning. `complete` gives a text with all that is certain of its rest.
        """
        self._accept, self._typing, self._complete = accept, typing, complete
        field = self.query_one(Input)
        self.query_one(Static).update(f"{visible_text(question)}：")
        field.value, field.placeholder = start, hint
        field.cursor_position = len(start)
        self.display = True
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Hand the text to `typing`, if one was given."""
        event.stop()
        if self.display and self._typing:
            self._typing(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the answer to `accept`, and close once it was taken."""
        event.stop()
        typed = "" if is_blank(event.value) else event.value.strip()
        if self._accept(visible_text(typed)):
            self._end()

    def action_complete(self) -> None:
        """Complete what was typed, where that can be."""
        field = self.query_one(Input)
        if self.display and self._complete:
            field.value = self._complete(field.value)
            field.cursor_position = len(field.value)

    def action_close(self) -> None:
        """Give up what was typed; a search ends, so that all rows are back."""
        if self._typing:
            self._typing("")
        self._end()

    def _end(self) -> None:
        self.display = False
        self.screen.query_one("RowList").focus()
