"""The checklist as a Textual program: which screen comes when, and how such a program ends."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
from collections.abc import Iterator
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from yqsafety.cli import console
from yqsafety.cli.checklist.desk import RecordingDesk
from yqsafety.cli.checklist.duties_screen import DutiesScreen
from yqsafety.cli.checklist.unit_screen import UnitScreen
from yqsafety.cli.session import Session
from yqsafety.errors import Stopped
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters
from yqsafety.notice.model import Body
from yqsafety.wording.sitting import sitting_text

SECONDS = 0.2
"""Seconds between two looks whether a signal has come."""


class StoppableApp(App[None]):
    """A program that takes note of the signal that is to end it.

    The breakpoints give screens a class by their size in columns and lines: the detail stands at
    the right from 110 columns.
    """

    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  # as App declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True)
    ]
    CSS = "#keys { background: $panel; color: $text-muted; height: auto; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        # `cli/app.py` says a fault in one line, as everywhere; the traceback is for debugging.
        self.error_console.quiet = os.environ.get("YQSAFETY_DEBUG") != "1"
        self.stopped_by = 0
        """The number of the signal that ended it, else 0."""

    def on_mount(self) -> None:
        """Begin to look for a signal; Textual calls this besides `on_mount` of a subclass."""
        self.set_interval(SECONDS, self._leave_when_stopped)

    def action_interrupt(self) -> None:
        """Leave at once, with exit 130; every step was saved before it was shown."""
        self.stopped_by = signal.SIGINT
        self.exit()

    def _leave_when_stopped(self) -> None:
        if self.stopped_by:
            self.exit()


class Checklist(StoppableApp):
    """One unit's checklist; without a unit it asks for one first.

    The detail is hidden in small windows below 24 lines.
    """

    TITLE = "通知任务清单"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012  # as App declares it

    def __init__(
        self, session: Session, unit: Body | None, start: Filters, by: str | None = None
    ) -> None:
        super().__init__()
        self._session, self._unit, self._start, self._by = session, unit, start, by
        self._desk: RecordingDesk | None = None

    @property
    def sitting(self) -> list[Event]:
        """What was recorded since it was opened, and not taken back."""
        return self._desk.sitting if self._desk else []

    def on_mount(self) -> None:
        """Begin with the rows, or with the question for the unit."""
        if self._unit:
            self._begin(self._unit)
        else:
            self.push_screen(UnitScreen(self._session.ledger), self._begin)

    def _begin(self, unit: Body | None) -> None:
        if unit is None:
            self.exit()
        else:
            self._desk = RecordingDesk(self._session, unit, self._by)
            self.push_screen(DutiesScreen(self._desk, self._start))


def run_checklist(session: Session, unit: Body | None, start: Filters, by: str | None) -> None:
    """Show the checklist until it is left, then what was recorded in it.

    Stopped for a signal, RuntimeError for a fault.
    """
    screen = Checklist(session, unit, start, by)
    try:
        run_until_left(screen)
    finally:
        if said := sitting_text(screen.sitting):
            console.err(said)


def run_until_left(screen: StoppableApp) -> None:
    """Show a program until it is left; Stopped for a signal, RuntimeError for a fault.

    The mouse is left to the terminal, so that text can be marked and copied.
    """
    gc.enable()  # switched off in `__main__` for commands, which live for a moment; this does not
    with _noting_signals(screen):
        screen.run(mouse=False)
    if screen.stopped_by:
        raise Stopped(screen.stopped_by)
    if screen.return_code:
        raise RuntimeError(screen.return_code)


@contextlib.contextmanager
def _noting_signals(screen: StoppableApp) -> Iterator[None]:
    """Let signals be noted only, so that Textual ends in good order and gives the terminal back.

    Raised wherever the program happens to be, as for commands, they would leave raw mode behind.
    """

    def note(number: int, _: object) -> None:
        screen.stopped_by = number

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, note) for number in (getattr(signal, n) for n in names)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
