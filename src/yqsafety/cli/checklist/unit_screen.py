"""The screen that asks for the unit, where none is known: typing part of a name picks one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from yqsafety.cli.checklist import paint
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Body
from yqsafety.notice.unit_names import matching_bodies
from yqsafety.reports.answers import task_counts

HINT = (
    "输入名称的一部分或拼音首字母，↑↓ 选择，Enter 确定，Esc 退出。固定用一个单位：yqsafety use 单位"
)


class UnitScreen(Screen[Body | None]):
    """Gives back the unit that was picked, or None after Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]
    CSS = """
    UnitScreen OptionList { height: 1fr; }
    UnitScreen Static { padding: 0 1; }
    """

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._roster, self._counts = ledger.roster, task_counts(ledger)

    def compose(self) -> ComposeResult:
        """A question, a line to type in, the units that fit, and a line on the keys."""
        yield Static("为哪个单位登记？", markup=False)
        yield Input(compact=True, placeholder="单位名称的一部分，如“应急”")
        units = OptionList(compact=True, markup=False)
        units.can_focus = False  # the typing goes on; arrows are passed on by `action_move`
        yield units
        yield Static(HINT, markup=False, classes="keys")

    def on_mount(self) -> None:
        """Show all units at first."""
        self._fit("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the units that fit what is typed."""
        self._fit(event.value)

    def on_input_submitted(self) -> None:
        """Pick the highlighted unit; with none highlighted nothing happens."""
        chosen = self.query_one(OptionList).highlighted_option
        if chosen and chosen.id:
            self.dismiss(self._roster.get(chosen.id))

    def action_move(self, how: str) -> None:
        """Move in the list while the line keeps the focus."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def _fit(self, typed: str) -> None:
        options = self.query_one(OptionList)
        options.set_options(
            Option(paint.plain_text(f" {unit.name}  {self._counts.get(unit.id, 0)} 项"), unit.id)
            for unit in matching_bodies(self._roster.units, typed)
        )
        options.action_first()
