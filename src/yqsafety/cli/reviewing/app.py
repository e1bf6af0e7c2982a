"""The review as a Textual program: it begins, it ends, and what it says then."""

from __future__ import annotations

import gc
import os
import signal
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from yqsafety.cli.checklist.app import SECONDS, noting_signals
from yqsafety.cli.reviewing.desk import ReviewDesk
from yqsafety.cli.reviewing.review_screen import ReviewScreen
from yqsafety.errors import Stopped


class ReviewApp(App[None]):
    """One catalogue under review; the breakpoints are those of the checklist."""

    TITLE = "审核任务文件"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  # as App declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True)
    ]
    CSS = "#keys { background: $panel; color: $text-muted; height: auto; padding: 0 1; }"

    def __init__(self, desk: ReviewDesk) -> None:
        super().__init__()
        self.animation_level = "none"
        # `cli/app.py` says a fault in one line, as everywhere; the traceback is for debugging.
        self.error_console.quiet = os.environ.get("YQSAFETY_DEBUG") != "1"
        self.stopped_by = 0
        """The number of the signal that ended it, else 0."""
        self._desk = desk

    def on_mount(self) -> None:
        """Begin with the rows."""
        self.set_interval(SECONDS, self._leave_when_stopped)
        self.push_screen(ReviewScreen(self._desk))

    def action_interrupt(self) -> None:
        """Leave at once, with exit 130; every step was saved before it was shown."""
        self.stopped_by = signal.SIGINT
        self.exit()

    def _leave_when_stopped(self) -> None:
        if self.stopped_by:
            self.exit()


def run_review(desk: ReviewDesk) -> None:
    """Show the review until it is left; Stopped for a signal, RuntimeError for a fault."""
    gc.enable()  # switched off in `__main__` for commands, which live for a moment; this does not
    screen = ReviewApp(desk)
    with noting_signals(screen):
        screen.run(mouse=False)
    if screen.stopped_by:
        raise Stopped(screen.stopped_by)
    if screen.return_code:
        raise RuntimeError(screen.return_code)
