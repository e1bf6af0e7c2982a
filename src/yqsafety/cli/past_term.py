"""Recording in a notice whose term is over: asked about once, or said.

In January last year's notice is the newest for many, and its 4.1 is another duty than the 4.1 that
is about to come. So whoever sits at a terminal is asked, once a command, and once when the
checklist opens; elsewhere it is recorded, so that scripts work on any day, and said in one line.
What still runs is no slip: a slot or a date beyond the term's end, and whatever an event opened.
"""

from __future__ import annotations

import datetime as dt

from yqsafety.cli.asking import ask_first, can_ask
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Plan
from yqsafety.recording.targets import Target, assignment_of


def late_question(ledger: Ledger, plan: Plan, today: dt.date, *, agreed: bool) -> tuple[str, str]:
    """What is to be asked before a plan is recorded, and what is only said; both may be empty.

    `agreed` says that questions were answered beforehand (`--yes`).
    """
    late = [part for part in ledger.parts if _is_late(part, plan, today)]
    if not late:
        return "", ""
    said = _past_text(late[0], today)
    if can_ask() and not agreed:
        return f"{said}。", ""
    ids = "、".join(part.catalog.notice.id for part in late)
    return "", f"注意：{said}，仍记在 {ids}；记错的请用 yqsafety undo 撤销。"


def ask_to_open(ledger: Ledger, today: dt.date) -> None:
    """Ask before a checklist opens in which every key would record too late; a no ends it."""
    if all(today > part.term.until for part in ledger.parts):
        said = _past_text(ledger.parts[0], today)
        ask_first(f"{said}。仍要打开清单登记吗？[y/N] ", "未打开清单；只看：yqsafety list")


def _is_late(part: Ledger, plan: Plan, today: dt.date) -> bool:
    """Whether something is planned in a notice that is over, and nothing shows that it is meant."""
    notice = part.catalog.notice.id
    if today <= part.term.until or all(event.notice != notice for event in plan.events):
        return False
    mine = [target for target in plan.targets if target.entry.notice == notice]
    return not mine or not all(_still_runs(target, today) for target in mine)


def _still_runs(target: Target, today: dt.date) -> bool:
    """Whether something is due after the term's end, or was opened by an event."""
    entry = target.entry
    due = assignment_of(entry, target.unit).due or entry.due
    return entry.task.timing.kind == "triggered" or (due is not None and due >= today)


def _past_text(part: Ledger, today: dt.date) -> str:
    """That the term of a notice is over, as a line without its end."""
    term = part.term
    return f"通知年度（{term.name} 年）已于 {term.until} 结束，今天是 {today}"
