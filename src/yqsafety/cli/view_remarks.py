"""What is said of the notices in view: that there are several, or that their term is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yqsafety.cli import console

if TYPE_CHECKING:
    from yqsafety.cli.session import Session


def say_view(session: Session, as_of: str | None) -> None:
    """Say on stderr which notices are shown, where that is in doubt, and that a term is over.

    It is said last, where it is seen below a long list. What is over needs no word where a day was
    asked for with `--as-of`.
    """
    if session.view_said:
        console.err(session.view_said)
    if not as_of and (said := year_over(session)):
        console.err(said)


def year_over(session: Session) -> str:
    """A line that the term of all notices in view is over, and how to look back; else empty.

    Duties of one's own, which go on, are no notice that would take the place of one that is over.
    """
    notices = [one.catalog.notice for one in session.notices]
    terms = [one.term for one in notices if not one.is_own] or [one.term for one in notices]
    term = max(terms, key=lambda term: term.until)
    if session.today <= term.until:
        return ""
    return (
        f"通知年度为 {term.name} 年，今天是 {session.today}，时限均按已过计算；"
        f"查看当时情况请加 --as-of {term.until}。"
    )
