"""The review as a Textual program."""

from __future__ import annotations

from yqsafety.cli.checklist.app import StoppableApp, run_until_left
from yqsafety.cli.reviewing.desk import ReviewDesk
from yqsafety.cli.reviewing.review_screen import ReviewScreen


class ReviewApp(StoppableApp):
    """One catalogue under review; its keys have one line only in windows below 20 lines."""

    TITLE = "审核任务文件"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012  # as App declares it

    def __init__(self, desk: ReviewDesk) -> None:
        super().__init__()
        self._desk = desk

    def on_mount(self) -> None:
        """Begin with the rows."""
        self.push_screen(ReviewScreen(self._desk))


def run_review(desk: ReviewDesk) -> None:
    """Show the review until it is left; Stopped for a signal, RuntimeError for a fault."""
    run_until_left(ReviewApp(desk))
