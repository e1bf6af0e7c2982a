"""The first screen where no unit is known: typing part of a name picks one."""

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
    """Ends with the unit that was picked, or none."""

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
        """A line to type in, the units that fit, the keys."""
        yield Static("为哪个单位登记？", markup=False)
        yield Input(compact=True, placeholder="单位名称的一部分，如“应急”")
        units = OptionList(compact=True, markup=False)
        units.can_focus = False
        yield units
        yield Static(HINT, markup=False, classes="keys")

    def on_mount(self) -> None:
        """All units at first."""
        self._fit("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Those that fit what is typed."""
        self._fit(event.value)

    def on_input_submitted(self) -> None:
        """The highlighted one."""
        chosen = self.query_one(OptionList).highlighted_option
        if chosen and chosen.id:
            self.dismiss(self._roster.get(chosen.id))

    def action_move(self, how: str) -> None:
        """Move in the list while the typing goes on."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def _fit(self, typed: str) -> None:
        options = self.query_one(OptionList)
        options.set_options(
            Option(paint.plain_text(f" {unit.name}  {self._counts.get(unit.id, 0)} 项"), unit.id)
            for unit in matching_bodies(self._roster.units, typed)
        )
        options.action_first()
