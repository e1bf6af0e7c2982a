"""The checklist as a program on a terminal."""

from __future__ import annotations

import gc
import os
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from yqsafety.cli.checklist.desk import RecordingDesk
from yqsafety.cli.checklist.duties_screen import DutiesScreen
from yqsafety.cli.checklist.unit_screen import UnitScreen
from yqsafety.cli.session import Session
from yqsafety.ledger.filters import Filters
from yqsafety.notice.model import Body


class Checklist(App[None]):
    """One unit's checklist; without a unit it asks for one first."""

    TITLE = "安全生产通知任务清单"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  # as App declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True)
    ]
    CSS = "#keys { background: $panel; color: $text-muted; height: auto; padding: 0 1; }"

    def __init__(
        self, session: Session, unit: Body | None, start: Filters, by: str | None = None
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.error_console.quiet = os.environ.get("YQSAFETY_DEBUG") != "1"
        self.interrupted = False
        self._session, self._unit, self._start, self._by = session, unit, start, by

    def on_mount(self) -> None:
        """The rows, or first the unit."""
        if self._unit:
            self._begin(self._unit)
        else:
            self.push_screen(UnitScreen(self._session.ledger), self._begin)

    def action_interrupt(self) -> None:
        """End at once: everything is saved already."""
        self.interrupted = True
        self.exit()

    def _begin(self, unit: Body | None) -> None:
        if unit is None:
            self.exit()
        else:
            desk = RecordingDesk(self._session, unit, self._by)
            self.push_screen(DutiesScreen(desk, self._start))


def run_checklist(session: Session, unit: Body | None, start: Filters, by: str | None) -> None:
    """Show the checklist until it is left; Ctrl-C is KeyboardInterrupt, a fault RuntimeError.

    The mouse is left to the terminal, so that text can be marked and copied.
    """
    gc.enable()  # unlike a command, this lives long
    screen = Checklist(session, unit, start, by)
    screen.run(mouse=False)
    if screen.interrupted:
        raise KeyboardInterrupt
    if screen.return_code:
        raise RuntimeError(screen.return_code)
