"""What is said of the notices in view: that there are several, or that their term is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yqsafety.cli import console

if TYPE_CHECKING:
    from yqsafety.cli.session import Session
    from yqsafety.notice.model import Notice


def say_view(session: Session, as_of: str | None) -> None:
    """Say on stderr which notices are shown, where that is in doubt, and that a term is over.

    It is said last, where it is seen below a long list. What is over needs no word where a day was
    asked for with `--as-of`.
    """
    for line in view_lines(session, as_of):
        console.err(line)


def view_lines(session: Session, as_of: str | None) -> list[str]:
    """What is to be said of the notices in view."""
    said = _before_term(session) if as_of else year_over(session)
    return [line for line in (session.view_said, said) if line]


def _before_term(session: Session) -> str:
    """A line that no term of the notices in view had begun on the day that is looked at."""
    first = min(one.term.from_ for one in _of_others(session))
    if session.as_of >= first:
        return ""
    return f"通知年度自 {first} 起，{session.as_of} 还没有这些任务，所列只供参考。"


def year_over(session: Session) -> str:
    """A line that the term of all notices in view is over, and how to look back; else empty.

    Duties of one's own, which go on, are no notice that would take the place of one that is over.
    """
    notices = _of_others(session)
    term = max((one.term for one in notices), key=lambda term: term.until)
    if session.today <= term.until:
        return ""
    last = max(one.last_day for one in notices)
    beyond = f"（另有时段到 {last}）" if session.today <= last else ""
    return (
        f"通知年度为 {term.name} 年，今天是 {session.today}，时限均按已过计算{beyond}；"
        f"查看当时情况请加 --as-of {term.until}。"
    )


def is_over(session: Session) -> bool:
    """Whether no notice in view is in force: the term is over, and every slot beyond it."""
    return session.today > max(one.last_day for one in _of_others(session))


def _of_others(session: Session) -> list[Notice]:
    notices = [one.catalog.notice for one in session.notices]
    return [one for one in notices if not one.is_own] or notices
