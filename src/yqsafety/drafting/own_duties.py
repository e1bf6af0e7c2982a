"""A duty of one's own, from the words in which somebody wants it: 每月25日前报送工作进展. Pure.

Kind, date, quantity, proof and title are read off the words as in a draft. What is typed beside
them (--when) becomes part of the sentence, so that what is kept says by itself when it is due.
Whatever was guessed is said back, since nobody reviews it later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from yqsafety.drafting.actors import actor_of, find_actors
from yqsafety.drafting.context import Context
from yqsafety.drafting.cuts import cut_text
from yqsafety.drafting.own_timing import Wanted, own_timing
from yqsafety.drafting.proofs import name_proofs
from yqsafety.drafting.quantity_words import read_quantity
from yqsafety.drafting.sentences import main_clause
from yqsafety.drafting.titles import LONGEST, make_title
from yqsafety.errors import UsageError
from yqsafety.notice.model import Term, Timing
from yqsafety.notice.schedule import periods_of

MOST = 1_000
"""Characters of a sentence; longer ones are documents, and are drafted (`catalog draft`)."""
_LIKE = "请写一句话，如 每月25日前报送工作进展。"


class DutyAsked(NamedTuple):
    """What was typed of a duty."""

    text: str
    units: tuple[str, ...] = ()
    """The names of those who are to do it; without them those whom the sentence names."""
    when: str = ""
    first: dt.date | None = None
    """The first day on which it holds."""
    last: dt.date | None = None
    title: str = ""
    evidence: tuple[str, ...] = ()
    source: str = ""
    """On what paper it rests."""


class DutyRead(NamedTuple):
    """A duty as plain data without its id, and what of it was guessed, in words."""

    task: dict[str, Any]
    guessed: tuple[str, ...]


def read_duty(
    asked: DutyAsked, term: Term, today: dt.date, find_unit: Callable[[str], str | None]
) -> DutyRead:
    """The duty that is meant; UsageError where its words or its days cannot be."""
    text = _clean_sentence(asked.text)
    context = Context(term.from_, term.until, None, find_unit)
    piece = next((one for one in cut_text(text) if one.clauses), None)
    if piece is None:
        raise UsageError(f"“{text[:20]}”看不出要做什么。", _LIKE)
    main = main_clause(piece.clauses)
    sentence, timing, guessed = own_timing(
        Wanted(text, asked.when, main, piece.clauses), context, today
    )
    timing = _bounded(timing, asked, term, today)
    title = _clean_title(asked.title) or make_title(piece.clauses, main, "lead").text
    amount = read_quantity(text).quantity
    evidence = list(map(_clean_line, asked.evidence)) or name_proofs(
        title, main.text[main.core :], text, "lead", "renew_days" in timing
    )
    actors = find_actors(actor_of(piece.clauses), context).units
    task = {
        "title": title,
        "quote": sentence,
        "timing": _plain(timing),
        "quantity": amount,
        "units": list(asked.units) or [name for name in actors if find_unit(name)],
        "evidence": evidence,
        "added": today.isoformat() if term.from_ < today <= term.until else "",
        "note": f"依据：{_clean_line(asked.source)}" if asked.source else "",
    }
    said = (
        *guessed,
        "" if asked.title else f"标题“{title}”",
        "" if asked.evidence or not evidence else f"佐证“{'、'.join(evidence)}”",
        f"数量“{amount['text']}”" if amount else "",
    )
    kept = {key: value for key, value in task.items() if value}
    return DutyRead(kept, tuple(filter(None, said)))


def _clean_sentence(text: str) -> str:
    """The words in one line; UsageError for too many, and for days that no calendar has."""
    plain = _clean_line(text)
    if not any(map(str.isalnum, plain)):
        raise UsageError("没有写任务内容。", _LIKE)
    if len(plain) > MOST:
        raise UsageError(
            f"任务内容超过 {MOST} 字。", "请写成一句话；成篇的文件：yqsafety catalog draft 文件"
        )
    return plain


def _clean_line(text: str) -> str:
    """Words in one line; UsageError for what nobody would see, or would see as something else."""
    plain = " ".join(text.split())
    if not plain.isprintable():
        raise UsageError(f"“{plain[:20]}”中有看不见的字符。", "请重新键入，不要粘贴。")
    return plain


def _clean_title(title: str) -> str:
    plain = _clean_line(title)
    if len(plain) > LONGEST:
        raise UsageError(f"标题超过 {LONGEST} 字。", "请改短，全句写在任务内容中。")
    return plain


def _bounded(
    timing: dict[str, Any], asked: DutyAsked, term: Term, today: dt.date
) -> dict[str, Any]:
    """The timing in the days for which the duty is asked; UsageError where they cannot be."""
    first, last = asked.first, asked.last
    for day in (first, last):
        if day and not term.from_ <= day <= term.until:
            raise UsageError(f"{day} 不在 {term.words}内。", "自定任务一年一份，请写当年的日期。")
    if first and last and first > last:
        raise UsageError(f"起止颠倒：自 {first} 起，至 {last} 止。", "请检查 --from 和 --until。")
    return _begun(timing, asked, term, today)


def _begun(timing: dict[str, Any], asked: DutyAsked, term: Term, today: dt.date) -> dict[str, Any]:
    """The timing from its first day on; what recurs or goes on begins today by itself."""
    first, last = asked.first, asked.last
    fixed = timing["kind"] == "triggered" or "slots" in timing
    if (first or last) and fixed:
        raise UsageError("触发任务和分阶段的任务不用 --from、--until。", "请去掉。")
    if last and timing["kind"] == "once":
        raise UsageError("限期任务的时限请用 --when 写明，不用 --until。", f"如 --when {last}")
    if fixed or (timing["kind"] == "once" and not first):
        return timing
    said_first, said_last = timing.get("from"), timing.get("until")
    if (first and said_first) or (last and said_last):
        raise UsageError("句中已写有起止。", "请改句子，或去掉 --from、--until。")
    begun = first or said_first or (today if term.from_ < today <= term.until else None)
    last = last or said_last
    if timing.get("every"):
        held = {"every": timing["every"], "day": timing.get("day"), "from_": begun, "until": last}
        if not periods_of(Timing("recurring", **held), term):
            raise UsageError("这段时间内没有一期到期。", "请检查时限和 --from、--until。")
    bounds = {"from": begun, "until": last}
    return timing | {key: day for key, day in bounds.items() if day}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, dt.date) else value
