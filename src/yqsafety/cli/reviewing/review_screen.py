"""The keys of a review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from yqsafety.cli.checklist.prompt import Prompt
from yqsafety.cli.checklist.row_list import RowList
from yqsafety.cli.reviewing import acts, questions
from yqsafety.cli.reviewing.layout import ReviewLayout
from yqsafety.cli.reviewing.pickers import ChoiceScreen, CutScreen, HelpScreen
from yqsafety.cli.reviewing.questions import QUESTIONS, TRIGGER, Question
from yqsafety.cli.reviewing.view import Row, holds
from yqsafety.drafting.cutting import places_to_cut
from yqsafety.drafting.fields import NO_EVIDENCE, lacks_evidence, parts_of_unit_reason
from yqsafety.errors import YqError


def typed(letter: str) -> str:
    """The keys of a letter: small or capital, and as a Chinese input method sends it."""
    both = (letter, letter.upper())
    return ",".join((*both, *(chr(ord(one) + 0xFEE0) for one in both)))


class ReviewScreen(ReviewLayout):
    """One catalogue under review."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,ideographic_space," + typed("y"), "accept", show=False),
        Binding("tab", "next_open", show=False, priority=True),
        Binding(typed("c"), "cut", show=False),
        Binding(typed("g"), "join", show=False),
        Binding(typed("t"), "ask('title')", show=False),
        Binding(typed("d"), "ask('date')", show=False),
        Binding(typed("w"), "ask('unit')", show=False),
        Binding(typed("n"), "ask('quantity')", show=False),
        Binding(typed("e"), "ask('evidence')", show=False),
        Binding(typed("k"), "kind", show=False, priority=True),
        Binding(typed("o"), "done_by", show=False),
        Binding(typed("p"), "prose", show=False),
        Binding(typed("u"), "undo", show=False),
        Binding(typed("f"), "order", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("question_mark,fullwidth_question_mark,f1", "help", show=False),
        Binding("slash,fullwidth_solidus,ideographic_comma", "search", show=False),
        Binding(typed("q"), "app.quit", show=False),
    ]

    def check_action(self, action: str, _: tuple[object, ...]) -> bool | None:
        """`k` is the list's own key for going up, and a letter while something is typed."""
        return action != "kind" or not self.query_one(Prompt).display

    def _change(self, act: Callable[[Row], str], said: str, on: bool = False) -> bool:
        """Do what changes the current row, save it and say so; `on` goes to what is open next."""
        row = self.row
        if row is None:
            return True
        try:
            goal = act(row)
        except YqError as error:
            self.show_rows()
            self.say(error=str(error))
            return False
        before = list(self.rows)
        self.show_rows(goal)
        if on and (after := self.next_open(before, row.key)):
            self.show_rows(after)
        self.say(f"√ {row.key if row.duty is not None else ''} {said}".replace("  ", " "))
        return True

    def action_accept(self) -> None:
        """Accept all guesses of the row, and go to the next."""
        row = self.row
        bare = row is not None and row.duty is not None and lacks_evidence(row.duty)
        said = f"其余已审定；没有佐证，仍待审。{NO_EVIDENCE}" if bare else "已审定。"
        self._change(lambda row: acts.accept(self.desk, row), said, on=not bare)

    def action_next_open(self) -> None:
        """Go to what is open next; while a name is typed, write it out."""
        if not self.query_one(Prompt).display:
            self.go_on()
        elif self.naming:
            field = self.query_one(Input)
            field.value = questions.completed_units(field.value, self.desk.book)
            field.cursor_position = len(field.value)

    def action_cut(self) -> None:
        """Choose where to cut."""
        row = self.row
        text = row.piece.text if row and row.piece else ""
        places = places_to_cut(text)
        if not places:
            self.say(error="这一句中间没有逗号、分号或句号，切不开。")
            return

        def take(place: int | None) -> None:
            if place is not None:
                self._change(lambda row: acts.cut(self.desk, row, place), "已切成两句。")

        self.app.push_screen(CutScreen(text, places), take)

    def action_join(self) -> None:
        """Join with the next sentence."""
        self._change(lambda row: acts.join(self.desk, row), "已与后一句合并。")

    def action_prose(self) -> None:
        """Let a duty be prose, or prose a duty."""
        row = self.row
        if row is not None and row.duty is not None:
            said = "已改为普通文字，编号停用；再按一次 p 恢复原样。"
        else:
            said = "已改为任务。"
        self._change(lambda row: acts.turn_prose(self.desk, row), said)

    def action_ask(self, what: str) -> None:
        """Ask for one field of the row."""
        self._ask(QUESTIONS[what], what)

    def _ask(self, question: Question, field: str = "") -> None:
        row = self.row
        if row is None or (row.duty is None and not (row.piece is None and field == "unit")):
            self.say(error=self._no_duty(row))
            return

        now = question.start(self.desk.book, row)

        def accept(typed: str) -> bool:
            if field and typed == now:  # looked at and left as it is
                if field == "unit" and row.duty and not parts_of_unit_reason(row.duty)[0]:
                    return True
                return field not in row.open or self._change(
                    lambda row: acts.accept(self.desk, row, field), f"{question.label}已审定。"
                )
            said = f"{question.label}已改。"
            done = self._change(lambda row: question.act(self.desk, row, typed), said)
            if done and field == "date":
                self.say(questions.date_said(self.desk.book, row, self.rows[row.key]))
            return done

        def offer(typed: str) -> None:
            self.say(questions.offered_units(typed, self.desk.book))

        self.say()
        self.naming = question is QUESTIONS["unit"]
        asked = f"{row.key if row.piece else row.clause.heading} {question.label}".strip()
        typing = offer if self.naming else None
        self.query_one(Prompt).ask(asked, question.hint, accept, typing, now)

    def _no_duty(self, row: Row | None) -> str:
        bracket = row is not None and row.piece is None
        if bracket:
            return "这一行是责任单位：改单位按 w，认可按空格。"
        return "这一句不是任务，改为任务请按 p。"

    def action_kind(self) -> None:
        """Choose the kind."""

        def take(code: str | None) -> None:
            if code == "triggered":
                self._ask(TRIGGER)
            elif code:
                self._change(lambda row: questions.choose_kind(self.desk, row, code), "类型已改。")

        self._choose("类型", questions.kind_choices(), questions.kind_now, take)

    def action_done_by(self) -> None:
        """Choose by whom it is done."""

        def take(code: str | None) -> None:
            if code:
                act = questions.choose_done_by
                self._change(lambda row: act(self.desk, row, code), "由谁完成已改。")

        choices = questions.done_by_choices(self.desk.book)
        self._choose("由谁完成", choices, lambda task: str(task.get("done_by", "each")), take)

    def _choose(
        self,
        label: str,
        choices: dict[str, str],
        now: Callable[[Any], str],
        take: Callable[[str | None], None],
    ) -> None:
        row = self.row
        if row is None or row.duty is None:
            self.say(error=self._no_duty(row))
            return
        question = f"{row.key} {row.title}：{label}"
        self.app.push_screen(ChoiceScreen(question, choices, now(row.duty)), take)

    def action_search(self) -> None:
        """Go to the next row with some words in its id, its title or its sentence."""
        self.naming = False
        self.query_one(Prompt).ask("查找", "编号、标题或原文中的几个字", self._find)

    def _find(self, words: str) -> bool:
        keys = [option.id for option in self.query_one(RowList).options if option.id]
        here = keys.index(self.row.key) + 1 if self.row and self.row.key in keys else 0
        for key in (*keys[here:], *keys[:here]):
            if holds(self.rows[key], words):
                self.show_rows(key)
                self.say()
                return True
        self.say(error=f"没有找到“{words}”。")
        return False

    def action_undo(self) -> None:
        """Take the newest step back."""
        try:
            word, key = self.desk.undo()
        except YqError as error:
            self.say(error=str(error))
            return
        self.show_rows(key)
        self.say(f"已撤销：{word} {key}")

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(HelpScreen())
