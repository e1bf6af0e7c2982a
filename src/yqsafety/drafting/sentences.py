"""From a paragraph to its duties: strings of prose, and tasks with what their words say. Pure.

Strings and quotes in order are exactly the text. Each guess says why it is one in `review`; what
the words say plainly carries none. `cut_duties` reads no file and no clock, and the same text in
the same context gives the same answer.
"""

from __future__ import annotations

import re
from typing import Any

from yqsafety.drafting.actors import Actors, actor_of, as_fields, find_actors
from yqsafety.drafting.clauses import Clause, reaches_verb
from yqsafety.drafting.context import Context
from yqsafety.drafting.cuts import Piece, cut_text
from yqsafety.drafting.leading_dates import leading_dates
from yqsafety.drafting.proofs import name_proofs
from yqsafety.drafting.quantity_words import read_quantity
from yqsafety.drafting.timing_words import Inherited, Judged, read_timing
from yqsafety.drafting.titles import LONGEST, make_title

__all__ = ["Context", "cut_duties"]

Task = dict[str, Any]
_ONE = re.compile(
    r"委员会|领导小组|指挥部|平台|指南|专家智?库|智库|规划|曝光台|专栏|体系|体制|数据库|总体预案|专项预案|专项规划|工作规则|联席会议|办公室|服务圈|工程建设"
    r"|(?:协调|推进|联动|工作|责任倒查|监管执法|协作|激励约束|信息交换|评价)机制|(?:指标|技术|标准)体系|目录|实施细则|总体方案"
)
_MADE_ONCE = re.compile(
    r"设立|编制|修订|修编|出台|建立|健全|完善|打造|构建|搭建|组建|成立|开辟|设定|明确|理顺|整合|制定|实施"
)
_ONE_REASON = "按全地区一项推定，请核对是否各单位各有一份"


def cut_duties(text: str, context: Context) -> list[str | Task]:
    """The prose and the tasks of a text, in order; joined they are the text."""
    result: list[str | Task] = []
    carried = _Carried()
    for piece in cut_text(text, context.heading):
        if piece.duty:
            result.append(_task(piece, context, carried))
        elif result and isinstance(result[-1], str):
            result[-1] += piece.text
        else:
            result.append(piece.text)
    return result


class _Carried:
    """What the parts of one sentence share: its subject, the event or the dates that lead it."""

    def __init__(self) -> None:
        self.sentence = -1
        self.actor = self._first = ""
        self.above = Inherited()

    def enter(self, sentence: int) -> None:
        """Forget it all where a new sentence begins."""
        if sentence != self.sentence:
            self.sentence, self.actor, self.above = sentence, "", Inherited()
            self._first = ""

    def keep(self, actor: str, piece: Piece) -> None:
        """Go on with a subject; behind a semicolon with that which began the sentence."""
        self._first = self._first or actor
        ended = piece.text.rstrip().endswith(("；", ";"))
        self.actor = self._first if ended else actor


def _task(piece: Piece, context: Context, carried: _Carried) -> Task:
    carried.enter(piece.sentence)
    main = main_clause(piece.clauses)
    actors = find_actors(actor_of(piece.clauses) or carried.actor, context)
    judged = read_timing(piece.text, main, piece.clauses, carried.above, context)
    carried.keep(actors.actor, piece)
    dates = leading_dates(piece.text, carried.above.dates, context)
    carried.above = Inherited(judged.timing.get("trigger", ""), dates)
    return _assembled(piece, main, actors, judged, context)


def proposed_title(text: str, supervise: bool) -> str:
    """A title for a sentence that a person made a duty."""
    piece = next((one for one in cut_text(text, "") if one.clauses), None)
    if piece is None:
        return " ".join(text.split())[:LONGEST] or text[:LONGEST]
    mode = "supervise" if supervise else "lead"
    return make_title(piece.clauses, main_clause(piece.clauses), mode).text


def main_clause(clauses: tuple[Clause, ...]) -> Clause:
    """The clause that says what is to be done: the first duty, else what comes nearest to one."""
    for role in ("duty", "aim", "result", "rest", "lead"):
        for clause in clauses:
            if clause.role == role and (clause.verbs or role == "duty" or reaches_verb(clause)):
                return clause
    return clauses[-1]


def _assembled(
    piece: Piece, main: Clause, actors: Actors, judged: Judged, context: Context
) -> Task:
    title = make_title(piece.clauses, main, context.mode)
    amount = read_quantity(piece.text)
    needed = judged.kind.when_needed
    evidence = name_proofs(title.text, main.text[main.core :], piece.text, context.mode, needed)
    one, one_reason = _done_by(main, actors, judged, context)
    review = {
        "cut": piece.reason,
        "title": title.review,
        **judged.review,
        "quantity": amount.review,
        "unit": actors.review or one_reason,
        "evidence": "" if evidence else "没有合适的佐证，请填写",
    }
    task: Task = {"title": title.text, "quote": piece.text, "timing": judged.timing}
    task |= {"quantity": amount.quantity} if amount.quantity else {}
    task |= as_fields(actors)
    task |= {"done_by": "any"} if one else {}
    task |= {"evidence": evidence} if evidence else {}
    task |= {"note": judged.note} if judged.note else {}
    reasons = {name: reason for name, reason in review.items() if reason}
    return task | {"review": reasons} if reasons else task


def _done_by(main: Clause, actors: Actors, judged: Judged, context: Context) -> tuple[bool, str]:
    """Whether there is one result for the whole place, and the reason where that is a guess."""
    if context.mode == "supervise" or actors.is_each or judged.timing["kind"] == "standing":
        return actors.is_leaders, ""
    if actors.is_leaders:
        return True, ""
    said = main.text[main.core :]
    if judged.timing["kind"] == "once" and _MADE_ONCE.search(said) and _ONE.search(said):
        return True, _ONE_REASON
    return False, ""
