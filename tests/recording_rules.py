"""What three offices can record, in any order: the rules of the stateful test of `test_model`."""

from __future__ import annotations

import datetime as dt

from duties import DUTIES
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from machines import CHINA, Foretell, MakePlan, Office
from reference import Day, Wanted
from reference_plans import Foretold, Order, Said
from small import event

from yqsafety.ledger.events import Action, Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.applying import plan_applications
from yqsafety.recording.dividing import plan_assign, plan_strike, plan_unassign
from yqsafety.recording.in_bulk import plan_bulk
from yqsafety.recording.plan import Plan, Request, Stamp
from yqsafety.recording.receiving import plan_receipts, plan_receipts_by_id
from yqsafety.recording.reminding import plan_reminders, plan_reminders_by_id
from yqsafety.recording.ticking import plan_ids
from yqsafety.recording.triggering import plan_event, plan_trigger

offices = st.integers(0, 2)
numbers = st.integers(0, 999)
ENDS = ("done", "na")
UNITS = ("jia", "yi", "bing", "ding", "nobody", "wu", "members")
whoever: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.builds(dict, units=st.lists(st.sampled_from(UNITS), min_size=1, max_size=2, unique=True)),
    st.just({"every": True}),
    st.just({"units": ["jia"]}),
    st.just({"whole": True}),
    st.builds(dict, default=st.sampled_from(["jia", "ding"])),
    st.just({}),
)
back = st.sampled_from([0, 0, 0, 0, 0, 0, 1, 5, 20, 120, -1])
"""How many days ago something holds from."""
days = st.dates(dt.date(2025, 1, 1), dt.date(2026, 6, 30))

OLD_RECORDS: list[tuple[Action, str, str, str, str]] = [
    ("done", "4.1", "jia", "02-01", "winter"),
    ("note", "4.1", "ding", "02-01", "winter"),
    ("done", "1.3", "jia", "03-01", "2025-H2"),
    ("done", "4.4", "jia", "03-01", "2025-H2"),
    ("done", "4.4", "county", "03-01", "2025-H2"),
    ("confirm", "4.4", "jia", "03-02", "2025-H2"),
]
EARLY = "2025-03-09T08:00:00.000000+08:00"
OLD = [
    event(n, action, task, unit, on=on, period=period)._replace(at=EARLY, by="王五", origin="d4")
    for n, (action, task, unit, on, period) in enumerate(OLD_RECORDS)
]
"""What 0.1.0 took: a campaign that was over before the issue, and ticks ahead of their time."""


IN_BULK = ("extend", "confirm", "return", "trigger", "remind", "receive")
"""What is recorded by filters, besides ticks."""
BULK_STATUSES = (
    "open overdue returned awaiting todo na done waiting reminded unreceived applied".split()
)


def bulk_plans(office: Office, order: Order, asked: Wanted) -> tuple[Foretell, MakePlan]:
    """What the reference and the program would record for whatever matches."""
    filters = Filters(units=asked.units, sections=asked.sections, statuses=asked.statuses)
    wanted = select_entries(office.ledger(), filters).entries
    waivers = "na" in asked.statuses

    def foretell(foretold: Foretold) -> list[Said]:
        rows = foretold.view.matching(asked).values()
        match order.action:
            case "trigger":
                return foretold.event(rows)
            case "remind":
                return foretold.remind_rows(rows)
            case "receive":
                return foretold.receive_rows(rows)
            case _:
                return foretold.bulk(rows, waivers)

    def make(book: Ledger, request: Request, stamp: Stamp) -> Plan:
        match order.action:
            case "trigger":
                return plan_event(book, wanted, request, stamp)
            case "remind":
                return plan_reminders(book, wanted, request, stamp)
            case "receive":
                return plan_receipts(book, wanted, request, stamp)
            case _:
                return plan_bulk(book, wanted, request, stamp, with_waivers=waivers)

    return foretell, make


class Recording(RuleBasedStateMachine):
    """Three offices, and every command that records for some units."""

    def __init__(self) -> None:
        super().__init__()
        start = dt.datetime(2025, 3, 10, 9, tzinfo=CHINA)
        names = [("a1", "张三"), ("b2", "李四"), ("c3", "张三")]
        self.offices = [Office(name, by, start) for name, by in names]

    @initialize(
        ahead=st.lists(st.integers(0, 60), min_size=3, max_size=3),
        tasks=st.lists(st.sampled_from(list(DUTIES)), min_size=1, max_size=2, unique=True),
        old=st.just([]) | st.lists(st.sampled_from(OLD), max_size=3, unique_by=id),
    )
    def begin(self, ahead: list[int], tasks: list[str], old: list[Event]) -> None:
        """Clocks differ; what happens, happens to few tasks, so that it meets.

        One office has a file of the version that took more than is taken now.
        """
        self.tasks = tasks
        self.offices[0].append(old)
        for office, days in zip(self.offices, ahead, strict=True):
            office.now += dt.timedelta(days=days)

    def order(
        self, where: int, action: str, who: dict[str, object], ago: int, **more: object
    ) -> tuple[Office, Order]:
        """An order that this office can type: it names only units that its roster has."""
        office = self.offices[where]
        named = who.get("units", ())
        assert isinstance(named, list | tuple)
        known = tuple(unit for unit in named if office.body(unit)) or (("jia",) if named else ())
        on = office.today - dt.timedelta(days=ago)
        rest = {name: value for name, value in who.items() if name != "units"}
        return office, Order(action, on, known, dated=ago != 0, **rest, **more)  # type: ignore[arg-type]

    def some_id(self, office: Office, number: int) -> str:
        """A row, a bare task, or now and then one that does not exist."""
        rows = [entry.id for entry in office.ledger().entries if entry.task.id in self.tasks]
        names = [*rows, *self.tasks, *rows, *self.tasks, "9.9", f"{self.tasks[0]}@2025-Q1"]
        return names[number % len(names)]

    def some_task(self, number: int, *fitting: str) -> str:
        """One of the tasks that this is about, if any fits."""
        names = [task for task in self.tasks if task in fitting] or self.tasks
        return names[number % len(names)]

    def by_ids(self, office: Office, order: Order, ids: list[str]) -> None:
        office.obey(
            order,
            lambda foretold: foretold.by_ids(ids),
            lambda book, request, stamp: plan_ids(book, ids, request, stamp),
        )
        office.check()

    @rule(
        where=offices,
        which=st.lists(numbers, min_size=1, max_size=2),
        action=st.sampled_from(["done", "done", "doing", "todo"]),
        who=whoever,
        ago=back,
        note=st.sampled_from(["", "", "情况"]),
    )
    def say(
        self, where: int, which: list[int], action: str, who: dict[str, object], ago: int, note: str
    ) -> None:
        office, order = self.order(where, action, who, ago, note=note)
        self.by_ids(office, order, [self.some_id(office, number) for number in which])

    @rule(where=offices, which=numbers, action=st.sampled_from(["confirm", "return"]), who=whoever)
    def answer(self, where: int, which: int, action: str, who: dict[str, object]) -> None:
        """Of somebody, or of what was in fact reported."""
        rows = self.offices[where].ledger().entries
        reported: list[tuple[str, dict[str, object]]] = [
            (e.id, {"default": a.party.id}) for e in rows for a in e.assignments if a.status in ENDS
        ]
        whole: dict[str, object] = {"whole": True}
        reported += [(e.id, whole) for e in rows if e.county.status in ENDS] * 3
        name = self.some_id(self.offices[where], which)
        if reported and which % 3:
            name, who = reported[which % len(reported)]
        office, order = self.order(where, action, who, 0, reason="甲")
        self.by_ids(office, order, [name])

    @rule(
        where=offices,
        which=numbers,
        who=whoever,
        ago=back,
        reason=st.sampled_from(["甲", "乙"]),
    )
    def waive(self, where: int, which: int, who: dict[str, object], ago: int, reason: str) -> None:
        office, order = self.order(where, "na", who, ago, reason=reason)
        self.by_ids(office, order, [self.some_id(office, which)])

    @rule(
        where=offices,
        which=numbers,
        who=whoever,
        ago=back,
        counted=st.sampled_from(["0", "1", "2", "3", "+0", "+1", "+2"]),
    )
    def count(self, where: int, which: int, who: dict[str, object], ago: int, counted: str) -> None:
        office, order = self.order(where, "done", who, ago, counted=counted)
        self.by_ids(office, order, [self.some_task(which, "2.1", "2.3", "2.4", "4.2", "4.4")])

    @rule(where=offices, which=numbers, who=whoever, until=days)
    def extend(self, where: int, which: int, who: dict[str, object], until: Day) -> None:
        office, order = self.order(where, "extend", who, 0, until=until, reason="甲")
        self.by_ids(office, order, [self.some_id(office, which)])

    @rule(where=offices, which=numbers, who=whoever, ago=st.sampled_from([0, 0, 1]))
    def remind(self, where: int, which: int, who: dict[str, object], ago: int) -> None:
        office, order = self.order(where, "remind", who, ago, note="情况")
        ids = [self.some_id(office, which)]
        office.obey(
            order,
            lambda foretold: foretold.remind_ids(ids),
            lambda book, request, stamp: plan_reminders_by_id(book, ids, request, stamp),
        )
        office.check()

    @rule(where=offices, which=numbers, who=whoever)
    def receive(self, where: int, which: int, who: dict[str, object]) -> None:
        office, order = self.order(where, "receive", who, 0)
        ids = [self.some_id(office, which)]
        office.obey(
            order,
            lambda foretold: foretold.receive_ids(ids),
            lambda book, request, stamp: plan_receipts_by_id(book, ids, request, stamp),
        )
        office.check()

    @rule(where=offices, which=numbers, who=whoever, until=days)
    def apply(self, where: int, which: int, who: dict[str, object], until: Day) -> None:
        office, order = self.order(where, "apply", who, 0, until=until, reason="甲")
        ids = [self.some_id(office, which)]
        office.obey(
            order,
            lambda foretold: foretold.apply(ids),
            lambda book, request, stamp: plan_applications(book, ids, request, stamp),
        )
        office.check()

    @rule(where=offices, which=numbers, who=whoever, ago=back)
    def note(self, where: int, which: int, who: dict[str, object], ago: int) -> None:
        office, order = self.order(where, "note", who, ago, note="情况")
        self.by_ids(office, order, [self.some_id(office, which)])

    @rule(
        where=offices,
        which=numbers,
        who=whoever,
        ago=st.sampled_from([0, 0, 1, 100]),
    )
    def trigger(self, where: int, which: int, who: dict[str, object], ago: int) -> None:
        task = self.some_task(which, "1.4", "4.3")
        office, order = self.order(where, "trigger", who, ago)
        office.obey(
            order,
            lambda foretold: foretold.trigger([task]),
            lambda book, request, stamp: plan_trigger(book, [task], request, stamp),
        )
        office.check()

    @rule(
        where=offices,
        taken=st.sampled_from(["done", *IN_BULK]),
        sections=st.lists(st.integers(1, 3), max_size=2, unique=True),
        unit=st.sampled_from(["", "jia", "ding"]),
        statuses=st.sampled_from([[], [], *([one] for one in BULK_STATUSES)]),
        until=st.dates(dt.date(2025, 6, 1), dt.date(2025, 6, 3)),
        ago=st.sampled_from([0, 0, 0, 1]),
    )
    def record_whatever_matches(
        self,
        where: int,
        taken: str,
        sections: list[int],
        unit: str,
        statuses: list[str],
        until: Day,
        ago: int,
    ) -> None:
        """One command records; what the others would have recorded is compared as well."""
        given: dict[str, object] = {"units": [unit]} if unit else {"every": True}
        asked = Wanted((unit,) if unit else (), tuple(statuses), sections=tuple(sections))
        for action in [*(one for one in ("done", *IN_BULK) if one != taken), taken]:
            more = {"until": until} if action == "extend" else {"note": "情况" * ago}
            back = 0 if action == "extend" else ago
            office, order = self.order(where, action, given, back, reason="甲", **more)
            foretell, make = bulk_plans(office, order, asked)
            if action == taken:
                office.obey(order, foretell, make)
                office.check()
            else:
                office.foresee(order, foretell, make)

    @rule(where=offices, who=whoever, which=numbers)
    def assign(self, where: int, who: dict[str, object], which: int) -> None:
        task = self.some_task(which)
        office, order = self.order(where, "assign", who, 0)
        leads = order.units[:1] if len(order.units) > 1 else ()
        bodies = [body for unit in leads if (body := office.body(unit))]
        office.obey(
            order,
            lambda foretold: foretold.assign(task, leads),
            lambda book, request, stamp: plan_assign(book, [task], bodies, request, stamp),
        )
        office.check()

    @rule(where=offices, who=whoever, which=numbers)
    def unassign(self, where: int, who: dict[str, object], which: int) -> None:
        task = self.some_task(which)
        office, order = self.order(where, "unassign", who, 0)
        office.obey(
            order,
            lambda foretold: foretold.unassign(task),
            lambda book, request, stamp: plan_unassign(book, [task], request, stamp),
        )
        office.check()

    @rule(where=offices, unit=st.sampled_from(["jia", "yi", "bing", "wu"]))
    def strike(self, where: int, unit: str) -> None:
        office, order = self.order(where, "strike", {"units": [unit]}, 0, reason="甲")
        group = office.body("members")
        assert group is not None
        office.obey(
            order,
            lambda foretold: foretold.strike(order.units[0]),
            lambda book, request, stamp: plan_strike(book, group, request, stamp),
        )
        office.check()
