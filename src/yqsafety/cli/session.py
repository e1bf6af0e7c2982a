"""What a command works on: the catalogue, the state and the day. Joins the core with the files.

The core is pure: it takes the catalogue, the events and `today` as arguments. A Session reads them
once at the start of a command, from the files that options and environment name, so that everything
a command says comes from one moment. It is not changed; `renewed` and `ledger_of` make another.

`as_of` is the day that is looked at, `now` the moment at which is recorded.

What must never happen: a name that is unknown becomes an empty selection, a named file that is not
there passes without a word ("all fine"), or an event is planned on a state other than the one
under the lock.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from yqsafety.cli import clock, console, settings
from yqsafety.cli.opened_notices import (
    NoticeInView,
)
from yqsafety.cli.remarks import say_far_ahead
from yqsafety.errors import UsageError
from yqsafety.files import is_file
from yqsafety.ledger.events import Event
from yqsafety.ledger.joint import JointLedger
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Body, Catalog, Term
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_names import names_in
from yqsafety.store import state_file
from yqsafety.store.state_format import State

if TYPE_CHECKING:
    from yqsafety.notice.days_meant import Around
    from yqsafety.recording.plan import Stamp
    from yqsafety.store.protocol import Store


@dataclass(eq=False, repr=False)
class Session:
    """The catalogues in view, the state and the day of one command, read once."""

    notices: tuple[NoticeInView, ...]
    """The notices in view; where one is meant, that is the first."""
    store: Store
    state: State
    now: dt.datetime
    as_of: dt.date
    view_said: str = ""
    """What is to be said of the choice of notices: that there are several, or none in force."""
    is_part: bool = False
    """Whether a command that is typed next sees more notices, so that ids need theirs."""

    @property
    def today(self) -> dt.date:
        """The day of the clock; `as_of` may be another."""
        return self.now.date()

    @property
    def catalog(self) -> Catalog:
        """The notice in view, of several the first."""
        return self.notices[0].catalog

    @property
    def roster(self) -> Roster:
        """The units of the notices in view."""
        return self.ledger.roster if len(self.notices) > 1 else self.notices[0].roster

    @property
    def published(self) -> Path | None:
        """Where this machine keeps the notices of the store in use; None without one."""
        folder = self.store.catalogs
        return folder if folder and is_file(folder / settings.INDEX) else None

    @property
    def around(self) -> Around:
        """The years in which a day can lie that is typed without one."""
        from yqsafety.notice.days_meant import days_around

        return days_around(self.today, *self.terms)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the notices in view."""
        return tuple(one.catalog.notice.term for one in self.notices)

    @cached_property
    def ledger(self) -> Ledger:
        """The assignments as they stood on the day `as_of`."""
        parts = tuple(map(self._ledger_of_notice, self.notices))
        return parts[0] if len(parts) == 1 else JointLedger(parts)

    def _ledger_of_notice(self, one: NoticeInView) -> Ledger:
        state = self.state
        return Ledger(
            one.catalog,
            one.roster,
            state.events,
            self.as_of,
            state.id,
            state.unread,
            find_writers=self._own_writers,
            beside_others=len(self.notices) > 1 or self.is_part,
        )

    def _own_writers(self) -> frozenset[str]:
        from yqsafety.cli.identity import own_writers

        return own_writers(self.store, self.state)

    def ledger_of(self, state: State) -> Ledger:
        """The ledger of another state of the same file, such as the one after a write."""
        return self.ledger if state is self.state else replace(self, state=state).ledger

    def marks(self) -> tuple[object, ...]:
        """A value that changes as soon as the state file is replaced or a new day begins.

        It costs one `stat`: the checklist compares it about once a second.
        """
        return self.store.signature(), clock.china_now().date()

    def renewed(self, state: State | None = None) -> Session:
        """The same files as of now: today, and the state as read anew unless it is given."""
        moment = clock.china_now()
        state = state or self.store.read()
        today = moment.date()
        notices = tuple(one._replace(roster=one.roster.on(today)) for one in self.notices)
        return replace(self, notices=notices, state=state, now=moment, as_of=today)

    def stamp(self, by: str | None) -> Stamp:
        """Who records, in which state file and when, with a new batch id.

        The name is `by`, else YQSAFETY_USER, else the system's user. UsageError where it holds
        bytes that are no text (lone surrogates), which the state file could not hold.
        """
        from yqsafety.cli.identity import known_origin
        from yqsafety.recording.plan import Stamp

        account = self.store.account()
        if account and by not in (None, account.person):
            raise UsageError(f"登记人由账号决定（{account.person}），未登记。", "请去掉 --by。")
        name = by or (account.person if account else os.environ.get("YQSAFETY_USER", ""))
        name = name or settings.system_user()
        if not name.isascii() and any("\ud800" <= letter <= "\udfff" for letter in name):
            raise UsageError("登记人姓名中有无法识别的字符。", "请检查 YQSAFETY_USER 的编码。")
        say_far_ahead(self.ledger, self.now)
        origin = known_origin(self.store, self.state, self.now)
        return Stamp(name, origin, state_file.new_id(), self.now)

    def record(
        self, stamp: Stamp, plan: Callable[[Ledger, Stamp], Iterable[Event]]
    ) -> tuple[State, State]:
        """Append what `plan` makes of the ledger as it is under the lock.

        Returns the states before and after. If `plan` raises, nothing is written.
        """
        from yqsafety.cli.identity import files_left_behind, lasting_origin, say_not_kept

        kept = True
        left: list[str] = []

        def events(current: State) -> tuple[Event, ...]:
            nonlocal kept
            # The first write makes the file and its writer, so the origin is known only now.
            origin, kept = lasting_origin(self.store, current, self.now)
            made = tuple(plan(self.ledger_of(current), stamp._replace(origin=origin)))
            self._refuse_foreign(made)
            left[:] = files_left_behind(self.store, made, Path())
            return made

        states = self.store.append(events, self.state)
        if not kept:
            say_not_kept()
        for line in left:
            console.err(line)
        return states

    def _refuse_foreign(self, events: Sequence[Event]) -> None:
        """UsageError where the account of a shared store may not record one of the events."""
        if account := self.store.account():
            from yqsafety.cli.identity import refuse_foreign

            refuse_foreign(account, events, self.roster)

    def bodies(self, names: list[str] | None) -> tuple[Body, ...]:
        """The units of some names; UsageError where one is unknown or fits several.

        What a part of a name or initials were taken for is said on stderr.
        """
        bodies = []
        for name in self._single_names(names or ()):
            found = self.roster.find(name)
            if not found.exact:
                console.err(f"“{name}”按“{found.body.name}”处理。")
            bodies.append(found.body)
        return tuple(bodies)

    def _single_names(self, texts: Iterable[str]) -> Iterator[str]:
        """The names that were typed, those of a list such as 县水利局、县林业局 one by one."""
        for text in texts:
            yield from [text] if self.roster.get(text) else names_in(text) or [text]

    def default_unit(self) -> Body | None:
        """The unit of the account, of YQSAFETY_UNIT or of `yqsafety use`, else None."""
        account = self.store.account()
        if account and account.unit:
            return self.roster.get(account.unit)
        name = os.environ.get("YQSAFETY_UNIT") or settings.default_unit()
        return self.roster.find(name).body if name else None

    def of_own_duties(self) -> Session | None:
        """The same of the duties of one's own that are in force today; None without any."""
        notices = tuple(
            one
            for one in self.notices
            if one.catalog.notice.is_own and self.today <= one.catalog.notice.term.until
        )
        return replace(self, notices=notices, is_part=True) if notices else None

    def is_office(self, unit: Body) -> bool:
        """Whether a unit is the supervising office of a notice in view."""
        offices = (self.roster.get(one.catalog.notice.words.office) for one in self.notices)
        return any(known is not None and known.id == unit.id for known in offices)
