"""Small screens of a review: one of several, a place to cut at, and the keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from yqsafety.cli.checklist.paint import joined_texts, plain_text
from yqsafety.cli.reviewing.paint import cut_text

_CSS = """
    #question { background: $panel; padding: 0 1; height: auto; }
    #shown { padding: 1 1; height: 1fr; scrollbar-size-vertical: 1; }
    OptionList { height: 1fr; }
"""


class ChoiceScreen(Screen[str | None]):
    """Gives back the code that was picked, or None after Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
    ]
    CSS = _CSS

    def __init__(self, question: str, choices: dict[str, str], now: str) -> None:
        super().__init__()
        self._question, self._choices, self._now = question, choices, now

    def compose(self) -> ComposeResult:
        """The question, the choices, a line on the keys."""
        yield Static(plain_text(self._question), id="question", markup=False)
        options = (Option(plain_text(f" {said}"), code) for code, said in self._choices.items())
        yield OptionList(*options, compact=True, markup=False)
        keys = joined_texts(["↑↓ 选择", "Enter 确定", "Esc 放弃"])
        yield Static(keys, id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin with what holds now."""
        options = self.query_one(OptionList)
        codes = list(self._choices)
        options.highlighted = codes.index(self._now) if self._now in codes else 0
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was picked."""
        event.stop()
        self.dismiss(event.option.id)

    def action_move(self, how: str) -> None:
        """Move in the list."""
        getattr(self.query_one(OptionList), f"action_{how}")()


class CutScreen(Screen[int | None]):
    """Gives back the letter before which to cut, or None after Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up,h,k", "move(-1)", show=False),
        Binding("right,down,l,j", "move(1)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
        Binding("enter,c,space", "take", show=False),
        Binding("escape,q", "dismiss(None)", show=False),
    ]
    CSS = _CSS

    def __init__(self, text: str, places: list[int]) -> None:
        super().__init__()
        self._text, self._places, self._at = text, places, 0

    def compose(self) -> ComposeResult:
        """Which of the places it is, the sentence, a line on the keys."""
        yield Static(id="question", markup=False)
        with VerticalScroll(id="shown", can_focus=False):
            yield Static(id="sentence", markup=False)
        keys = joined_texts(["←→ 选择切口", "Enter 切开", "Esc 放弃"])
        yield Static(keys, id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin at the first comma."""
        self.action_move(0)

    def action_move(self, step: int) -> None:
        """Go to another place."""
        self._at = max(0, min(len(self._places) - 1, self._at + step))
        said = f"从哪里切开？第 {self._at + 1}/{len(self._places)} 处"
        self.query_one("#question", Static).update(plain_text(said))
        place = self._places[self._at]
        self.query_one("#sentence", Static).update(cut_text(self._text, place))
        share = place / max(1, len(self._text))
        shown = self.query_one("#shown", VerticalScroll)
        self.call_after_refresh(
            lambda: shown.scroll_to(y=shown.max_scroll_y * share, animate=False)
        )

    def action_take(self) -> None:
        """Cut here."""
        self.dismiss(self._places[self._at])


HELP = """空格 或 y　审定：这一项的猜测全部认可；没有佐证的，另按 e 填写
Tab 或 Enter　到下一处待审；只认可一处的，按那一项的键，再按 Enter
c　切分：用 ←→ 选逗号、句号，Enter 切开
g　与后一句合并；后一项的编号停用，登记显示在前一项下
t　改标题（20 字以内，保留动词和宾语）
k　选类型：限期、定期、长期、触发
d　改时限：6月30日、6月底、年底、每季度、长期、发生事故后30天内
w　改责任单位：甲局、乙局；牵头：丙局；配合：丁局。Tab 补全名称
o　由谁完成：各单位分别办理，或整体一项
n　改数量：照原文写，如 至少2次；清空为无
e　改佐证：用、分开；确实没有的写 无
p　改为普通文字（不是任务），或把普通文字改为任务；再按一次恢复原样。
　　编号停用，登记显示在同一条的相邻任务下；同一条没有别的任务的，不归到别处
u　撤销上一步，可一直撤销到本次打开时
f　待审在前，或按原文次序　　/　查找，同样的字再找下一处
←→　右边（下边）的文字翻页　　q　退出

每一步都已保存。? 有待审内容，√ 本次审定的，· 不是任务。
没有记号的：没有猜测，或以前审定过。
类型、时限、数量、责任单位待审的，按推定另计，不判逾期。"""


class HelpScreen(Screen[None]):
    """All keys; any of a few leads back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,space,enter,question_mark", "dismiss", show=False)
    ]
    CSS = _CSS

    def compose(self) -> ComposeResult:
        """The keys, and how to leave."""
        with VerticalScroll(id="shown"):
            yield Static(plain_text(HELP), markup=False)
        yield Static(joined_texts(["Esc 返回"]), id="keys", markup=False)
