"""What a command works on: the catalogue, the state and the day. Joins the core with the files.

The core is pure: it takes the catalogue, the events and `today` as arguments. A Session reads them
once at the start of a command, from the files that options and environment name, so that everything
a command says comes from one moment. It is not changed; `renewed` and `ledger_of` make another.

The clock is read in `china_now` only, at UTC+8: deadlines are days in China, whatever the time
zone of the machine. `as_of` is the day that is looked at, `now` the moment at which is recorded.

What must never happen: a name that is unknown becomes an empty selection, a named file that is not
there passes without a word ("all fine"), or an event is planned on a state other than the one
under the lock.
"""

# Over 250 lines: what a command works on is made here and nowhere else.

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.cli import console, settings
from yqsafety.cli.local_file import load_with_roster
from yqsafety.cli.options import Common, FilterOptions
from yqsafety.cli.remarks import say_far_ahead, say_incomplete, say_offline
from yqsafety.errors import CatalogError, UsageError
from yqsafety.files import is_file
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import NOWHERE, Filters, Places
from yqsafety.ledger.joint import JointLedger
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.data_files import data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Body, Catalog, Notice, Term
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_names import names_in
from yqsafety.store import state_file
from yqsafety.store.addresses import is_shared
from yqsafety.store.state_format import State
from yqsafety.store.stores import open_store
from yqsafety.wording.labels import ground_code, kind_code

if TYPE_CHECKING:
    from yqsafety.notice.days_meant import Around
    from yqsafety.recording.plan import Stamp
    from yqsafety.store.protocol import Store

CHINA = dt.timezone(dt.timedelta(hours=8))


def china_now() -> dt.datetime:
    """The current moment in China (UTC+8); the clock is read nowhere else."""
    return dt.datetime.now(CHINA)


class NoticeInView(NamedTuple):
    """A notice that a command works on, and its units of the day."""

    catalog: Catalog
    roster: Roster
    file: Path | None = None
    """Where it was read from; None for the bundled one."""


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
        """Where this machine keeps the notices that the store in use publishes; None for a file."""
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
        return self.store.signature(), china_now().date()

    def renewed(self, state: State | None = None) -> Session:
        """The same files as of now: today, and the state as read anew unless it is given."""
        moment = china_now()
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

    def filters(self, options: FilterOptions) -> Filters:
        """The filters as ids, codes and days; UsageError for a value that names nothing.

        Their Chinese words go along in `shown`, to name the filter that left nothing over.
        """
        bodies = self.bodies(options.unit) + self._mine(options.mine)
        places = self._places(options.section or (), options.item or ())
        first, last = self._due_between(options.due_from, options.due_by)
        silent = self._silent_days(options.silent)
        words = {
            "unit": "单位 " + "、".join(body.name for body in bodies),
            "direct": "只看点名",
            "ground": "依据 " + "、".join(options.ground or ()),
            "unconfirmed": "尚未复核",
            "undivided": "待分工",
            "silent": f"未动 {silent} 天",
            "section": "章节 " + "、".join(options.section or ()),
            "item": "条款 " + "、".join(options.item or ()),
            "due_from": f"时限不早于 {first}",
            "due_by": f"时限不晚于 {last}",
            "status": "状态 " + "、".join(options.status or ()),
            "kind": "类型 " + "、".join(options.kind or ()),
            "grep": f"文字 {options.grep}",
        }
        return Filters(
            units=self.roster.expand(*bodies),
            direct=options.direct,
            grounds=tuple(ground_code(text) for text in options.ground or ()),
            unconfirmed=options.unconfirmed,
            undivided=options.undivided,
            silent_days=silent,
            sections=places[0].sections if places else (),
            items=places[0].items if places else (),
            due_from=first,
            due_by=last,
            statuses=self._states(options.status),
            kinds=tuple(kind_code(text) for text in options.kind or ()),
            grep=options.grep or "",
            shown=tuple(words.items()),
            places=places if len(places) > 1 else (),
        )

    @staticmethod
    def _states(texts: list[str] | None) -> tuple[str, ...]:
        """The codes of the states that were typed."""
        if not texts:
            return ()
        from yqsafety.wording.typed_status import state_asked

        return tuple(map(state_asked, texts))

    def _silent_days(self, text: str | None) -> int | None:
        """The days of silence that are asked for, counted back from the day that is shown."""
        if text is None:
            return None
        from yqsafety.notice.days_meant import days_of_silence

        return days_of_silence(text, self.around, self.as_of)

    def _due_between(
        self, first: str | None, last: str | None
    ) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day of two limits as typed."""
        if not (first or last):
            return None, None
        from yqsafety.notice.days_meant import typed_last_day, typed_span

        around = self.around
        return (
            typed_span(first, around)[0] if first else None,
            typed_last_day(last, around) if last else None,
        )

    def _places(self, sections: Sequence[str], items: Sequence[str]) -> tuple[Places, ...]:
        """The sections and items that were typed, in each notice in view by its numbers.

        UsageError for one that no notice has.
        """
        if not (sections or items):
            return ()
        from yqsafety.notice.lookup import find_item, find_section

        notices = [one.catalog.notice for one in self.notices]
        found_sections = _found_in(notices, sections, find_section)
        found_items = _found_in(notices, items, find_item)
        return tuple(
            Places(notice.id, *places)
            for notice, *places in zip(notices, found_sections, found_items, strict=True)
        )

    def _mine(self, wanted: bool) -> tuple[Body, ...]:
        body = self.default_unit() if wanted else None
        if wanted and body is None:
            raise UsageError(
                "还没有设定本机单位。", "请运行 yqsafety use 单位名称，或设置 YQSAFETY_UNIT。"
            )
        return (body,) if body else ()


def _found_in(
    notices: Sequence[Notice], texts: Sequence[str], find: Callable[[Notice, str], int]
) -> list[tuple[int, ...]]:
    """For each notice the numbers that some texts name in it; NOWHERE where it has none of them.

    UsageError for a text that no notice knows.
    """
    found: list[list[int]] = [[] for _ in notices]
    for text in texts:
        errors: list[UsageError] = []
        for numbers, notice in zip(found, notices, strict=True):
            try:
                numbers.append(find(notice, text))
            except UsageError as error:
                errors.append(error)
        if len(errors) == len(notices):
            raise errors[0]
    return [tuple(numbers) or (NOWHERE if texts else ()) for numbers in found]


def open_catalog(common: Common) -> tuple[Catalog, Roster]:
    """The notice, and its units of today with the local roster laid over; CatalogError for a fault.

    The roster can be asked for another day (`Roster.on`). Of several notices it is the first.
    """
    file = settled_notice(common).notice
    return opened_notice(file, china_now().date(), published_folder(common))[:2]


def open_catalogs(common: Common) -> tuple[Catalog, ...]:
    """The notices in view, without their records; CatalogError for a fault."""
    day, folder = china_now().date(), published_folder(common)
    files: list[Path | None] = [None]
    if _may_choose(common, folder):
        from yqsafety.cli.notice_choice import notices_in_view

        files, _ = notices_in_view(common.notice, day, (), folder)
    return tuple(opened_notice(file, day, folder).catalog for file in files)


def published_folder(common: Common) -> Path | None:
    """Where this machine keeps what the store in use publishes; None for a file.

    Nothing is asked of the store here: that is done when the records are read.
    """
    named = shared_name(common)
    folder = open_store(named).catalogs if named else None
    return folder if folder and is_file(folder / settings.INDEX) else None


def shared_name(common: Common) -> str:
    """The address or the connection file of the shared store in use; empty for a file."""
    named = common.state or os.environ.get("YQSAFETY_STATE") or settings.setting("store") or ""
    return named if is_shared(named) else ""


def opened_notice(file: Path | None, day: dt.date, folder: Path | None = None) -> NoticeInView:
    """A notice with the local roster laid over its units; what is in `folder` brings its own."""
    if file and folder and folder in file.parents:
        from yqsafety.store.published import roster_beside

        loaded = load_catalog(data_files(file, roster_beside(file)))
    else:
        loaded = _loaded_copy(file) if file and _is_copy(file) else load_with_roster(file)
    return seen_notice(loaded, day, file)


def _is_copy(file: Path) -> bool:
    """Whether it is the copy of an installed notice."""
    index = settings.catalogs_index()
    return index is not None and index.parent in file.parents


def _loaded_copy(file: Path) -> Catalog:
    """An installed notice; CatalogError says which, since the files of all have one name."""
    try:
        return load_with_roster(file)
    except CatalogError as error:
        hint = f"全部问题：yqsafety validate {file}"
        raise CatalogError(f"“{file}”的{error.message}", hint) from None


def seen_notice(loaded: Catalog, day: dt.date, file: Path | None = None) -> NoticeInView:
    """A catalogue with its units of a day."""
    notice = loaded.notice
    county = notice.issuer.removesuffix("人民政府")
    return NoticeInView(loaded, Roster(loaded.units, county, notice.words).on(day), file)


def settled_notice(common: Common) -> Common:
    """The options with the file of the one notice that is meant; without one it is the bundled one.

    Where several are in force, or none is, it is said on stderr which one is taken; a command that
    opens the notice twice settles it first, so that this is said once.
    """
    folder = published_folder(common)
    if not _may_choose(common, folder):
        return common
    from yqsafety.cli.notice_choice import notice_file

    return common._replace(notice=notice_file(common.notice, china_now().date(), folder))


def _may_choose(common: Common, folder: Path | None) -> bool:
    """Whether another than the bundled notice can be meant."""
    index = folder / settings.INDEX if folder else settings.catalogs_index()
    installed = index is not None and is_file(index)
    return common.notice is not None or "YQSAFETY_NOTICE" in os.environ or installed


def named_store(common: Common) -> tuple[Store, bool]:
    """Where the records are kept, and whether the user named it (`--state`, YQSAFETY_STATE).

    Else it is the shared store that `yqsafety use` remembers, else the file of this machine.
    """
    named = common.state or os.environ.get("YQSAFETY_STATE") or settings.setting("store")
    place = named or str(settings.data_folder() / "state.json")
    return open_store(place, offline=common.offline), bool(named)


def open_session(common: Common, as_of: str | None = None) -> Session:
    """Read everything that a command needs; `as_of` is a day or span as typed, else today.

    In view are the notices that are in force on that day, or those that were named. Whatever makes
    the figures incomplete or doubtful is said on stderr (cli/remarks.py).
    """
    store, named = named_store(common)
    state = store.read()
    moment = china_now()
    day = _day_looked_at(as_of, moment.date()) if as_of else moment.date()
    files: list[Path | None] = [None]
    said = ""
    # After the reading, which brings what is published.
    folder = published_folder(common) if store.path is None else None
    if _may_choose(common, folder):
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
    moment = china_now()
    notices = (seen_notice(loaded, moment.date()),)
    session = Session(notices, store, store.read(), moment, moment.date())
    say_incomplete(session.ledger, store, named, moment)
    return session


def _day_looked_at(text: str, today: dt.date, *terms: Term) -> dt.date:
    from yqsafety.notice.days_meant import days_around, typed_span

    return typed_span(text, days_around(today, *terms))[1]


def day_of(text: str | None, session: Session) -> dt.date:
    """The day of what is reported, else today; UsageError where it is no day."""
    if not text:
        return session.today
    from yqsafety.notice.days_meant import days_until_now, typed_day

    return typed_day(text, days_until_now(session.today, *session.terms))


def limit_of(text: str, session: Session) -> dt.date:
    """The day that was typed as a new limit, also as 9月底前; UsageError where it is no day."""
    from yqsafety.notice.days_meant import typed_day, without_by

    return typed_day(without_by(text), session.around)


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
