"""The keys that record: what each asks for, and how the answer is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widgets import Static

from yqsafety.cli.checklist import paint
from yqsafety.cli.checklist.desk import DeskAnswer, RecordingDesk
from yqsafety.cli.checklist.file_names import completed_name
from yqsafety.cli.checklist.keys import letter_binding
from yqsafety.cli.checklist.prompt import Prompt
from yqsafety.cli.checklist.row_list import RowList, RowsScreen
from yqsafety.errors import YqError
from yqsafety.ledger.assignments import Entry

KEYS = (
    "空格 登记/取消,s 在办,n 说明,e 佐证,c 数量,w 不适用,t 触发,r 签收,a 申请延期,d 日期,"
    "u 撤销,/ 检索,f 筛选,Enter 详情,←→ 翻页,q 退出"
).split(",")
OFFICE_KEYS = "v 复核,x 退回".split(",")
"""For the supervising office, before the last key."""


class RecordingScreen(RowsScreen):
    """Rows of one unit, and a key for each thing that a command can record of them."""

    TYPING = "Enter 确定,Esc 放弃".split(",")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,ideographic_space", "tick", show=False),
        letter_binding("s", "start"),
        letter_binding("n", "note"),
        letter_binding("e", "attach"),
        letter_binding("c", "count"),
        letter_binding("w", "waive"),
        letter_binding("t", "trigger"),
        letter_binding("r", "receive"),
        letter_binding("a", "apply"),
        letter_binding("d", "date"),
        letter_binding("v", "confirm"),
        letter_binding("x", "send_back"),
        letter_binding("u", "undo"),
    ]

    def __init__(self, desk: RecordingDesk) -> None:
        super().__init__()
        self._desk = desk
        office = OFFICE_KEYS if desk.is_office else []
        self._keys = [*KEYS[:-1], *office, KEYS[-1]]
        self._entries: dict[str, Entry] = {}
        self._kept: set[str] = set()
        """Rows of which something was recorded: they stay until other rows are asked for, so that
        the next key is about what was just read."""

    def show_rows(self, row: str = "") -> None:
        """All that is counted and listed, anew; the cursor goes to `row`, else keeps its own."""
        raise NotImplementedError

    @property
    def list_keys(self) -> list[str]:
        """What the keys do in the list; the office has two more."""
        return self._keys

    def _say(self, *lines: str, warnings: Iterable[str] = (), error: str = "") -> None:
        said = paint.answer_text(lines, warnings, error)
        self.query_one("#said", Static).update(said)

    def _record(self, act: Callable[[], DeskAnswer]) -> bool:
        """Do what records and say what came of it; whether it was recorded."""
        try:
            answer = act()
        except YqError as error:
            self._say(error=str(error))
            return False
        self._kept.add(answer.row)
        self.show_rows(answer.row)
        self._say(*answer.lines, warnings=answer.warnings)
        return True

    def _ask(
        self,
        question: str,
        hint: str,
        act: Callable[[Entry, str], DeskAnswer],
        empty: str = "",
        *,
        blank: bool = False,
        complete: Callable[[str], str] | None = None,
    ) -> None:
        """Ask for a text about the current row, and record it unless it is empty.

        `empty` is what is said of an empty text; with `blank` it is an answer.
        """
        if (entry := self._current()) is None:
            return

        def accept(typed: str) -> bool:
            if not typed and empty:
                self._say(error=empty)
            return self._record(lambda: act(entry, typed)) if typed or blank else not empty

        self._say()
        self.query_one(Prompt).ask(f"{entry.shown_id} {question}", hint, accept, complete=complete)

    def _current(self) -> Entry | None:
        """The row under the cursor; where there is none that is said."""
        entry = self._entries.get(self.query_one(RowList).current)
        if entry is None:
            self._say(error="没有选中的任务。按 f 换一种筛选，按 Esc 结束检索。")
        return entry

    def on_key(self, event: Key) -> None:
        """Say of a letter that does nothing that it does nothing."""
        if event.is_printable and not self.query_one(Prompt).display:
            self._say(error=f"“{event.character}”键没有用处，可用的键见最下一行。")

    def action_tick(self) -> None:
        """Tick, or take the tick away."""
        if entry := self._current():
            self._record(lambda: self._desk.toggle(entry))

    def action_start(self) -> None:
        """Record that it is being worked on."""
        if entry := self._current():
            self._record(lambda: self._desk.start(entry))

    def action_note(self) -> None:
        """Add a remark, or the text of a column."""
        self._ask("说明", "进展等；写某一栏的，如 存在问题：缺人员", self._desk.note)

    def action_attach(self) -> None:
        """Name evidence; Tab completes the name of a file."""
        self._ask("佐证", "文件或网址，Tab 补全文件名", self._desk.attach, complete=completed_name)

    def action_trigger(self) -> None:
        """Record that the event of a triggered task has happened."""
        entry = self._entries.get(self.query_one(RowList).current)
        if entry and entry.task.timing.kind != "triggered":
            self._say(error=f"{entry.shown_id} 不是触发类任务。")
        else:
            self._ask("发生日期", "如 6月3日；直接按 Enter 为今天", self._desk.trigger, blank=True)

    def action_receive(self) -> None:
        """Record that notice was taken."""
        if entry := self._current():
            self._record(lambda: self._desk.receive(entry))

    def action_apply(self) -> None:
        """Ask for more time, until a day and for a reason."""
        hint = "日期和理由，用空格隔开，如 9月30日 招标未完成"
        self._ask("申请延期到", hint, self._desk.apply, "请写明日期和理由；不申请按 Esc。")

    def action_date(self) -> None:
        """Set the day from which what is recorded next holds."""

        def accept(typed: str) -> bool:
            try:
                self._desk.set_day(typed)
            except YqError as error:
                self._say(error=str(error))
                return False
            self.show_rows()
            return True

        self._say()
        self.query_one(Prompt).ask("以后登记的日期", "如 6月3日；直接按 Enter 恢复为今天", accept)

    def action_confirm(self) -> None:
        """Record for the office that the proof was checked."""
        if entry := self._current():
            self._record(lambda: self._desk.confirm(entry))

    def action_send_back(self) -> None:
        """Record for the office that it is sent back."""
        self._ask("退回的理由", "必须写明", self._desk.send_back, "请写明理由；不退回按 Esc。")

    def action_count(self) -> None:
        """Record a number."""
        entry = self._entries.get(self.query_one(RowList).current)
        if entry and not entry.task.quantity:
            self._say(error=f"{entry.shown_id} 没有数量要求。")
        else:
            self._ask("数量", "累计数，如 3；或增加数，如 +1", self._desk.count)

    def action_waive(self) -> None:
        """Record that it does not apply."""
        self._ask("不适用的理由", "必须写明", self._desk.waive, "请写明理由；不登记按 Esc。")

    def action_undo(self) -> None:
        """Take back the newest batch."""
        self._record(self._desk.undo)
