"""Days as typed in an option of a command, by the terms of the notices in view."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yqsafety.errors import BadValue, UsageError

if TYPE_CHECKING:
    from yqsafety.cli.session import Session


def day_of(text: str | None, session: Session) -> dt.date:
    """The day of what is reported, else today; UsageError where it is no day."""
    if not text:
        return session.today
    from yqsafety.notice.days_meant import days_until_now, typed_day

    return typed_day(text, days_until_now(session.today, *session.terms))


def limit_of(text: str, session: Session) -> dt.date:
    """The day that was typed as a new limit, also as 9月底前; UsageError where it is no day."""
    from yqsafety.notice.days_meant import typed_day, without_by

    try:
        return typed_day(without_by(text), session.around)
    except BadValue as no:
        if no.right > session.today.isoformat():
            raise
        # The example is to work as it stands: a limit lies ahead.
        ends = [term.until for term in session.terms if term.until > session.today]
        later = min(ends, default=session.today + dt.timedelta(days=30))
        raise BadValue(no.message, no.hint, no.typed, str(later)) from None


def reply_day(session: Session, typed: str | None) -> dt.date | None:
    """Until when a paper is to be answered; UsageError for a day before that of the paper."""
    if typed is None:
        return None
    day = limit_of(typed, session)
    if day < session.as_of:
        raise UsageError(f"--reply-by {day} 早于文件的日期 {session.as_of}。", "请写以后的日期。")
    return day
