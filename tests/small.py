"""Short ways to ask the program; a small notice with a task of every kind, and events for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, get_args

from conftest import Cli
from hypothesis import strategies as st

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import Action, Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import (
    Catalog,
    DoneBy,
    Exclusion,
    Ground,
    Group,
    Item,
    Membership,
    Notice,
    Quantity,
    Responsibility,
    Section,
    Task,
    Term,
    Timing,
    Unit,
    Units,
    Words,
)
from yqsafety.notice.roster import Roster

TODAY = dt.date(2025, 6, 20)
YEAR_END = dt.date(2025, 12, 31)
ONCE = Timing("once", "notice-year")
JUNE = Timing("once", "stated", due=dt.date(2025, 6, 30))
STANDING = Timing("standing", "notice-year")
HALVES = Timing("recurring", "stated", every="half-year")
TRIGGERED = Timing("triggered", "notice-year", trigger="发生事故")


def day(text: str) -> dt.date:
    """`06-20` as a day of 2025; a whole date as it stands."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"2025-{text}")


def quantity(value: int, per: str | None = None) -> Quantity:
    return Quantity(">=", value, "项", f"至少 {value} 项", per=per)


def task(
    task_id: str, timing: Timing, count: Quantity | None = None, done_by: DoneBy = "each"
) -> Task:
    return Task(task_id, f"任务 {task_id}", f"原文 {task_id}。", timing, count, done_by=done_by)


def item(number: int, units: Sequence[str], *tasks: Task) -> Item:
    bracket = Responsibility("（负责）", "lead", tuple(units))
    return Item(number, f"第 {number} 条。", tasks, bracket)


def group(
    group_id: str,
    name: str,
    *members: tuple[Ground, Sequence[str]],
    excluded: Sequence[str] = (),
    subset_of: str | None = None,
    reads_as: str | None = None,
) -> Group:
    return Group(
        group_id,
        name,
        members=tuple(Membership(tuple(units), ground, "出处") for ground, units in members),
        excluded=tuple(Exclusion(unit, "理由") for unit in excluded),
        subset_of=subset_of,
        reads_as=reads_as,
    )


def units(*bodies: Unit | Group) -> Units:
    """The four units of every test, and what is added."""
    added = tuple(body for body in bodies if isinstance(body, Unit))
    groups = tuple(body for body in bodies if isinstance(body, Group))
    return Units("yqsafety/units@1", (*FOUR, *added), groups)


FOUR = (Unit("jia", "甲局"), Unit("yi", "乙局"), Unit("bing", "丙局"), Unit("ding", "丁镇"))
UNITS = units(
    group("members", "成员单位", ("law", ["甲局"]), ("presumed", ["乙局", "丙局"])),
    group("nobody", "未列成员的单位"),
)


def catalog(*sections: Sequence[Item], edition: int = 1) -> Catalog:
    """A notice of these sections."""
    made = tuple(
        Section(n, f"{n}、章节", tuple(items)) for n, items in enumerate(sections, start=1)
    )
    term = Term(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    notice = Notice(
        id="small-2025",
        edition=edition,
        term=term,
        date=dt.date(2025, 3, 6),
        number="",
        title="",
        issuer="",
        words=Words(whole="全县", office="县安委办", subject="安全生产", prefix="县"),
        sections=made,
    )
    return Catalog(notice, UNITS, "", "")


SMALL = catalog(
    [
        item(
            1,
            ["成员单位", "丁镇"],
            task("1.1", ONCE),
            task("1.2", STANDING),
            task("1.3", HALVES),
            task("1.4", TRIGGERED),
        )
    ],
    [
        item(
            2,
            ["丁镇", "成员单位"],
            task("2.1", ONCE, quantity(3), "any"),
            task("2.2", STANDING, done_by="any"),
            task("2.3", ONCE, quantity(2)),
            task("2.4", ONCE, quantity(1, per="村")),
        ),
        item(3, ["乙局", "未列成员的单位"], task("3.1", JUNE)),
    ],
)
ROSTER = Roster(UNITS)


def event(
    n: int,
    action: Action,
    task_id: str = "1.1",
    unit: str = "jia",
    *,
    on: str = "06-01",
    period: str = "2025",
    value: int | None = None,
    until: str | None = None,
    batch: str | None = None,
    reverts: str = "",
    notice: str = "small-2025",
    origin: str = "abc",
    moment: int | None = None,
) -> Event:
    """The n-th event, in a moment and a batch of its own unless it says otherwise."""
    return Event(
        id=f"e{n:04d}",
        batch=batch or f"b{n}",
        at=f"2025-06-20T09:30:00.{n if moment is None else moment:06d}+08:00",
        on=day(on),
        by="张三",
        origin=origin,
        notice=notice,
        action=action,
        task=task_id,
        period=period,
        unit=unit,
        value=value,
        until=day(until) if until else None,
        reverts=reverts,
    )


def small_ledger(*events: Event, as_of: dt.date = TODAY, made: Catalog = SMALL) -> Ledger:
    return Ledger(made, ROSTER, events, as_of, "abc")


def entry(book: Ledger, entry_id: str) -> Entry:
    """The row of an occurrence."""
    return next(one for one in book.entries if one.id == entry_id)


def assignment(book: Ledger, entry_id: str, unit: str = "jia") -> Assignment:
    """The assignment of a unit in an occurrence."""
    found = entry(book, entry_id).party(unit)
    assert found is not None, (entry_id, unit)
    return found


def row(cli: Cli, entry_id: str, *options: str) -> Any:
    """One row of `list --json`."""
    rows = cli("list", "--json", "--item", entry_id.partition(".")[0], *options).json["rows"]
    return next(one for one in rows if one["id"] == entry_id)


def log(cli: Cli) -> Any:
    """Every event in the state."""
    return cli("log", "--json").json["events"]


def ticked(cli: Cli) -> list[tuple[str, str, str]]:
    """Task, period and unit of everything recorded."""
    return [(one["task"], one["period"], one["unit_name"]) for one in log(cli)]


_EVENT = "2025-05-01"
_SLOTS = [
    *((f"{i}", "2025") for i in ("1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "3.1")),
    ("1.3", "2025-H1"),
    ("1.3", "2025-H2"),
    ("1.4", _EVENT),
]
days = st.dates(dt.date(2025, 1, 1), dt.date(2026, 6, 30))
_OFFICE = ("assign", "unassign", "strike", "revert", "adopt")
"""Who is responsible, what was taken back, and a new edition have tests of their own."""
_actions = st.sampled_from([a for a in get_args(Action) if a not in _OFFICE])
_who = st.sampled_from(["jia", "yi", "bing", "ding", "nobody", "county"])


@st.composite
def histories(draw: st.DrawFn, moment: int | None = None) -> list[Event]:
    """What may have happened to the small notice: reports and answers, extensions, triggers."""
    made = []
    for n in range(draw(st.integers(0, 16))):
        action = draw(_actions)
        task_id, period = ("1.4", _EVENT) if action == "trigger" else draw(st.sampled_from(_SLOTS))
        made.append(
            event(
                n,
                action,
                task_id,
                draw(_who),
                on=_EVENT if action == "trigger" else draw(days).isoformat(),
                period=period,
                value=draw(st.integers(0, 4)) if action == "count" else None,
                until=draw(days).isoformat() if action in ("extend", "apply") else None,
                batch=f"b{n // 2}",
                moment=moment,
            )._replace(
                reason="理由" if action in ("return", "refuse", "revise", "carry") else "",
                field=draw(st.sampled_from(["done", "doing", "na"])) if action == "carry" else "",
            )
        )
    return made
