"""Taking over the cells of one row of a returned sheet. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from yqsafety.drafting import fields
from yqsafety.drafting.pieces import Piece
from yqsafety.drafting.roles import ROLES, set_roles
from yqsafety.drafting.sheet_rows import PROSE, Row
from yqsafety.drafting.sheet_table import Faulty, Line
from yqsafety.drafting.typed_timing import Days, plain_timing, typed_timing, with_kind
from yqsafety.errors import UsageError
from yqsafety.notice.model import Words
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_names import names_in
from yqsafety.wording.duty_phrases import EVERY
from yqsafety.wording.labels import BASIS, DONE_BY, KIND, done_by_label

T = TypeVar("T", bound=str)
TIMES = ("kind", "due", "every", "basis")
_YES = ("是", "√", "对", "y", "Y", "1", "审定", "已审", "同意")
_NO = ("", "否", "×", "n", "N", "0")


class Place(NamedTuple):
    """What the cells of a catalogue are read by."""

    days: Days
    roster: Roster
    words: Words

    def at(self, piece: Piece) -> Place:
        """For the cells of one piece, whose dates may stand before it."""
        return self._replace(days=self.days._replace(before=piece.before))


def take_cells(task: Any, named: Any, line: Line, wanted: set[str], place: Place) -> None:
    """Set the fields of a duty whose cells were changed; Faulty for a cell that is unclear."""
    steps: dict[str, Callable[[], None]] = {
        "title": lambda: fields.set_title(task, line.text("title")),
        "kind": lambda: _take_times(task, line, wanted, place.days),
        "quantity": lambda: fields.set_quantity(task, line.text("quantity")),
        "units": lambda: _take_roles(task, named, line, place.roster),
        "done_by": lambda: fields.set_done_by(task, _done_by(line.text("done_by"), place.words)),
        "evidence": lambda: fields.set_evidence(task, line.text("evidence")),
        "note": lambda: fields.set_note(task, line.text("note")),
    }
    groups = {"kind": TIMES, "units": tuple(ROLES)}
    for code, step in steps.items():
        changed = [one for one in groups.get(code, (code,)) if one in wanted]
        if changed:
            try:
                step()
            except UsageError as no:
                raise Faulty(changed[0], f"{no.message}{no.hint}") from None
    if "accepted" in wanted and accepted(line):
        fields.accept(task)


def accepted(line: Line) -> bool:
    """Whether a row says that all its guesses are right; Faulty for any other word."""
    said = line.text("accepted")
    if said not in (*_YES, *_NO):
        raise Faulty("accepted", "请选 是，或留空")
    return said in _YES


def changed_cells(line: Line, base: Row) -> set[str]:
    """The codes of the open cells that say something else than when the sheet went out."""
    codes = ("title", *TIMES, "quantity", *ROLES, "done_by", "evidence", "accepted", "note")
    return {
        code for code in codes if code in line.columns and line.text(code) != base.get(code, "")
    }


def _take_times(task: Any, line: Line, wanted: set[str], days: Days) -> None:
    """Kind, date, period and basis are one thing: each is read in the light of the others."""
    old = plain_timing(task)
    kind = _code(line.text("kind"), KIND, f"请选：{'、'.join(KIND.values())}、{PROSE}")
    due, quote = line.text("due"), str(task["quote"])
    made = old
    if "every" in wanted and line.text("every"):
        every = _code(line.text("every"), EVERY, f"请选：{'、'.join(EVERY.values())}")
        made = with_kind(made, "recurring", every, quote=quote)
    if (
        "due" in wanted
        and due
        and not ("kind" in wanted and kind == "triggered" and "内" not in due)
    ):
        made = typed_timing(due, made, quote, days)
    elif "due" in wanted and not due:
        made = {key: one for key, one in made.items() if key not in ("due", "within", "slots")}
        made["basis"] = "notice-year"
    if "kind" in wanted and made["kind"] != kind:
        made = with_kind(made, kind, trigger=due if kind == "triggered" else None, quote=quote)
    if "basis" in wanted:
        basis = _code(line.text("basis"), BASIS, f"请选：{'、'.join(BASIS.values())}")
        made = made | {"basis": basis}
    fields.set_timing(task, made)
    fields.accept(task, "kind" if wanted & {"kind"} else "date")
    if wanted & {"due", "every", "basis"}:
        fields.accept(task, "date")


def _take_roles(task: Any, named: Any, line: Line, roster: Roster) -> None:
    set_roles(task, {role: names_in(line.text(role)) for role in ROLES}, named, roster)


def _done_by(text: str, words: Words) -> Any:
    known = {code: done_by_label(code, words) for code in DONE_BY}
    return _code(text, known, f"请选：{'、'.join(known.values())}")


def _code(text: str, labels: Mapping[T, str], say: str) -> T:
    for code, label in labels.items():
        if text in (code, label):
            return code
    raise UsageError(say)
