"""What each key of a review does to a row: edits in words that a clerk types."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from yqsafety.cli.reviewing.desk import ReviewDesk
from yqsafety.cli.reviewing.view import Row
from yqsafety.drafting import cutting, fields
from yqsafety.drafting.pieces import Bracket, Piece, piece_at, pieces_of
from yqsafety.drafting.recutting import siblings
from yqsafety.drafting.roles import ROLES, Roles, accept_bracket, set_bracket_roles, set_roles
from yqsafety.errors import UsageError
from yqsafety.notice.model import DoneBy, Every, Kind
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_names import matching_bodies, names_in


def accept(desk: ReviewDesk, row: Row, field: str = "") -> str:
    """Accept all guesses of a row, or one of them."""

    def edit(data: Any) -> str:
        if isinstance(row.spot, Bracket):
            accept_bracket(_bracket_at(data, row.spot))
        else:
            duty = _duty_at(data, row)
            if field == "unit":
                fields.accept_units(duty)
            else:
                fields.accept(duty, field or ("evidence" if set(row.open) == {"evidence"} else ""))
        return row.key

    if not row.open:
        what = f"{row.key} " if row.duty is not None else "这一行"
        raise UsageError(f"{what}没有待审的内容。")
    return desk.change("审定", row.key, edit)


def cut(desk: ReviewDesk, row: Row, place: int) -> str:
    """Cut a sentence before a letter; goes to the first part."""

    def edit(data: Any) -> str:
        cutting.cut(data, _piece_at(data, row), place, desk.book.roster)
        return row.key

    return desk.change("切分", row.key, edit)


def join(desk: ReviewDesk, row: Row) -> str:
    """Join a sentence with the next one of its paragraph."""

    def edit(data: Any) -> str:
        piece = _piece_at(data, row)
        start = sum(len(one.text) for one in siblings(data, piece)[: _order(data, piece)])
        cutting.join(data, piece, desk.book.roster)
        return _key_from(data, piece, start)

    return desk.change("合并", row.key, edit)


def turn_prose(desk: ReviewDesk, row: Row) -> str:
    """Let a duty be prose, or prose a duty: what it was, if it was one in this sitting."""

    def edit(data: Any) -> str:
        piece = _piece_at(data, row)
        mark = piece.clause.number, piece.text
        if piece.duty is None:
            aside = desk.set_aside.get(mark)
            back = cutting.bring_back(data, piece, aside) if aside else ""
            return back or cutting.make_duty(data, piece)
        desk.set_aside[mark] = cutting.make_prose(data, piece)
        return f"文{piece.clause.number}.{piece.place}"

    return desk.change("改类", row.key, edit)


def set_title(desk: ReviewDesk, row: Row, typed: str) -> str:
    """Set the title."""
    return _set(desk, row, lambda task: fields.set_title(task, typed))


def set_kind(
    desk: ReviewDesk, row: Row, kind: Kind, every: Every | None, trigger: str | None = None
) -> str:
    """Set the kind."""
    return _set(desk, row, lambda task: fields.set_kind(task, kind, every, trigger))


def set_date(desk: ReviewDesk, row: Row, typed: str) -> str:
    """Set when it is due."""
    before = row.spot.before if isinstance(row.spot, Piece) else ""
    days = desk.days._replace(before=before)
    return _set(desk, row, lambda task: fields.set_date(task, typed, days))


def set_done_by(desk: ReviewDesk, row: Row, done_by: DoneBy) -> str:
    """Set by whom it is done."""
    return _set(desk, row, lambda task: fields.set_done_by(task, done_by))


def set_quantity(desk: ReviewDesk, row: Row, typed: str) -> str:
    """Set or remove the quantity."""
    return _set(desk, row, lambda task: fields.set_quantity(task, typed))


def set_evidence(desk: ReviewDesk, row: Row, typed: str) -> str:
    """Set the evidence."""
    return _set(desk, row, lambda task: fields.set_evidence(task, typed))


def set_units(desk: ReviewDesk, row: Row, typed: str) -> str:
    """Set who is responsible for a duty, or where a bracket stands."""
    if isinstance(bracket := row.spot, Bracket):

        def edit(data: Any) -> str:
            roster = desk.book.roster
            set_bracket_roles(_bracket_at(data, bracket), typed_roles(typed, roster), roster)
            return row.key

        return desk.change("修改", row.key, edit)

    def act(task: Any) -> None:
        # Read while the desk works: a unit may have been added to units.yaml a moment ago.
        roster = desk.book.roster
        set_roles(task, typed_roles(typed, roster), row.clause.named, roster)

    return _set(desk, row, act)


def typed_roles(typed: str, roster: Roster) -> Roles:
    """The names by role of `牵头：A；配合：B、C；D`; part of a name is enough where one fits."""
    labels = {label: role for role, label in ROLES.items()}
    roles: Roles = {role: [] for role in ROLES}
    for part in re.split(r"[；;]", typed):
        word, colon, rest = part.strip().replace(":", "：").partition("：")
        role = labels.get(word.strip(), "units") if colon else "units"
        names = names_in(rest if colon and word.strip() in labels else part)
        roles[role] += [_full_name(name, roster) for name in names if name != "无"]
    return roles


def last_name(typed: str) -> str:
    """The name that is being typed at the end of a line."""
    return re.split(r"[、，,；;：:]", typed)[-1].strip()


def _full_name(name: str, roster: Roster) -> str:
    fitting = [] if roster.get(name) else matching_bodies(roster.bodies, name)
    return fitting[0].name if len(fitting) == 1 else name


def _set(desk: ReviewDesk, row: Row, act: Callable[[Any], None]) -> str:
    def edit(data: Any) -> str:
        act(_duty_at(data, row))
        return row.key

    return desk.change("修改", row.key, edit)


def _piece_at(data: Any, row: Row) -> Piece:
    if row.piece is None:
        raise UsageError("这一行是责任单位，不是任务。", "认可按空格，改单位按 w。")
    return piece_at(data, row.clause.number, row.piece.place)


def _duty_at(data: Any, row: Row) -> Any:
    duty = _piece_at(data, row).duty
    if duty is None:
        raise UsageError("这一句不是任务。", "改为任务请按 p。")
    return duty


def _bracket_at(data: Any, bracket: Bracket) -> Any:
    from yqsafety.drafting.pieces import brackets_of

    numbered = {one.clause.number: one for one in brackets_of(data)}
    return numbered[bracket.clause.number].named


def _order(data: Any, piece: Piece) -> int:
    return [one.place for one in siblings(data, piece)].index(piece.place)


def _key_from(data: Any, piece: Piece, start: int) -> str:
    """The key of the piece that begins at a letter of the paragraph."""
    for one in pieces_of(data):
        if one.clause.number == piece.clause.number:
            if start == 0:
                return one.id or f"文{one.clause.number}.{one.place}"
            start -= len(one.text)
    return ""
