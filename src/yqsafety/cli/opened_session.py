"""A session opened: the records are read, the notices in view chosen, and what is doubtful said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from yqsafety.cli import clock
from yqsafety.cli.chosen_store import named_store
from yqsafety.cli.opened_notices import may_choose, opened_notice, published_folder, seen_notice
from yqsafety.cli.options import Common
from yqsafety.cli.remarks import say_incomplete, say_offline
from yqsafety.cli.session import Session
from yqsafety.notice.model import Catalog, Term


def open_session(common: Common, as_of: str | None = None) -> Session:
    """Read everything that a command needs; `as_of` is a day or span as typed, else today.

    In view are the notices that are in force on that day, or those that were named. Whatever makes
    the figures incomplete or doubtful is said on stderr (cli/remarks.py).
    """
    store, named = named_store(common)
    state = store.read()
    moment = clock.china_now()
    day = _day_looked_at(as_of, moment.date()) if as_of else moment.date()
    files: list[Path | None] = [None]
    said = ""
    # After the reading, which brings what is published.
    folder = published_folder(common)
    if may_choose(common, folder):
        from yqsafety.cli.notice_choice import notices_in_view

        files, said = notices_in_view(common.notice, day, state.events, folder)
    notices = tuple(opened_notice(file, day, folder) for file in files)
    session = Session(notices, store, state, moment, day, said)
    if common.offline:
        say_offline(store)
    if as_of:
        _day_looked_at(as_of, moment.date(), *session.terms)  # whose years may be others
    say_incomplete(session.ledger, store, named, moment)
    return session


def open_session_on(loaded: Catalog, common: Common) -> Session:
    """The same of today on one catalogue, which is open already."""
    store, named = named_store(common)
    moment = clock.china_now()
    notices = (seen_notice(loaded, moment.date()),)
    session = Session(notices, store, store.read(), moment, moment.date())
    say_incomplete(session.ledger, store, named, moment)
    return session


def _day_looked_at(text: str, today: dt.date, *terms: Term) -> dt.date:
    from yqsafety.notice.days_meant import days_around, typed_span

    return typed_span(text, days_around(today, *terms))[1]
