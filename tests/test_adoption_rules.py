"""A new edition takes over what was recorded: nothing lost, nothing moved, nothing done unsaid.

Editions and histories are made at random; the test knows where each sentence comes from, and says
by itself what each record must come to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pytest
from conftest import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from small import (
    FOUR,
    HALVES,
    ONCE,
    ROSTER,
    STANDING,
    TRIGGERED,
    catalog,
    event,
    item,
    quantity,
    task,
)

from yqsafety.drafting.adopting import plan_adoption
from yqsafety.drafting.comparing import compare_catalogs
from yqsafety.drafting.likeness import bare_letters
from yqsafety.ledger.assignments import Assignment
from yqsafety.ledger.events import Action, Event, Evidence
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.orphans import orphans_of
from yqsafety.ledger.progress import tally_entries
from yqsafety.notice.model import COUNTY, Catalog, DoneBy, Quantity, Retired, Timing
from yqsafety.recording.plan import Plan, Stamp
from yqsafety.recording.undoing import plan_undo
from yqsafety.reports.answers import tally_json
from yqsafety.store.event_json import can_be_read

NOW = dt.datetime(2025, 6, 20, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
PROOF = (Evidence("总结.pdf", "ab" * 32, 9),)
MAY, JUNE = "2025-05-01", "2025-06-01"
WHOLE = "whole"


class Duty(NamedTuple):
    """A task of an edition, and the ids of the old one that it comes from."""

    id: str
    text: str
    timing: Timing = ONCE
    asks: Quantity | None = None
    done_by: DoneBy = "each"
    was: tuple[str, ...] = ()


KINDS: list[tuple[Timing, Quantity | None, DoneBy]] = [
    (ONCE, None, "each"),
    (ONCE, quantity(2), "each"),
    (STANDING, None, "each"),
    (STANDING, None, "each"),
    (HALVES, None, "each"),
    (TRIGGERED, None, "each"),
    (TRIGGERED, None, "each"),
    (ONCE, None, "any"),
    (ONCE, None, "any"),
    (TRIGGERED, None, "any"),
]


@pytest.fixture(scope="session")
def sentences(catalog: Catalog) -> list[str]:
    """Long sentences of the notice, none like another."""
    tasks = [task for item in catalog.notice.items() for task in item.tasks]
    long = [one.quote for one in tasks if len(bare_letters(one.quote)) >= 24]
    return long[:: max(1, len(long) // 14)][: len(KINDS) + 3]


def first_edition(sentences: Sequence[str]) -> list[Duty]:
    return [
        Duty(f"1.{n}", sentences[n - 1], *kind, was=(f"1.{n}",))
        for n, kind in enumerate(KINDS, start=1)
    ]


def edition(number: int, duties: Sequence[Duty], retired: Sequence[Retired] = ()) -> Catalog:
    tasks = [
        replace(task(one.id, one.timing, one.asks, one.done_by), quote=one.text) for one in duties
    ]
    made = catalog([item(1, ["成员单位", "丁镇"], *tasks)], edition=number)
    return replace(made, notice=replace(made.notice, retired=tuple(retired)))


ENCODED = {HALVES: ONCE, ONCE: HALVES, TRIGGERED: TRIGGERED}
"""What an edition may find that a duty is, though its text says the same."""


class Later(NamedTuple):
    """A second edition: its duties, its retired ids, and what was done to each old duty."""

    duties: list[Duty]
    retired: list[Retired]
    fates: dict[str, str]


FATES = "keep keep keep reword cut join gone renumber encode encode".split()


@st.composite
def later_editions(draw: st.DrawFn) -> list[tuple[str, int]]:
    """For each duty what becomes of it, then where new ones come and how all are ordered."""
    return [(draw(st.sampled_from(FATES)), draw(st.integers(0, 9))) for _ in KINDS]


def second_edition(sentences: Sequence[str], plan: list[tuple[str, int]]) -> Later:
    left, made, retired = first_edition(sentences), list[Duty](), list[Retired]()
    spare = list(sentences[len(KINDS) :])
    fates: dict[str, str] = {}
    for fate, number in plan:
        if not left:
            break
        duty = left.pop(0)
        half = len(duty.text) // 2
        fates[duty.id] = fate
        match fate:
            case "gone":
                retired.append(Retired(duty.id, "", "已取消"))
            case "reword":
                made.append(duty._replace(text=f"{duty.text[:half]}另{duty.text[half + 1 :]}"))
            case "cut":
                made.append(duty._replace(text=duty.text[:half]))
                made.append(duty._replace(text=duty.text[half:], id=f"1.{50 + len(made)}"))
            case "join" if left and left[0].timing == duty.timing:
                other = left.pop(0)
                fates[other.id] = "join"
                retired.append(Retired(other.id, duty.id, "同一件事"))
                made.append(duty._replace(text=duty.text + other.text, was=(*duty.was, *other.was)))
            case "renumber":
                made.append(duty._replace(id=f"1.{50 + len(made)}"))
                retired.append(Retired(duty.id, made[-1].id, "换号"))
            case "encode":
                asks = quantity(5) if duty.asks else None
                made.append(duty._replace(asks=asks, timing=ENCODED.get(duty.timing, STANDING)))
            case _:
                fates[duty.id] = "keep"
                made.append(duty)
        if number == 0 and spare:
            made.append(Duty(f"1.{80 + len(made)}", spare.pop()))
        elif number == 9:
            made.reverse()
    return Later(made, retired, fates)


UNITS = [unit.id for unit in FOUR]
REPORTS: tuple[Action, ...] = ("done", "done", "done", "doing", "na", "todo", "count")
OTHERS: tuple[Action, ...] = ("confirm", "confirm", "return", "note", "extend", "assign", "trigger")


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """What four units and the office recorded of the first edition, some of it taken back."""
    made: list[Event] = []
    numbers = draw(st.lists(st.integers(0, len(KINDS) - 1), min_size=1, max_size=4))
    for n in range(draw(st.integers(1, 24))):
        number = draw(st.sampled_from(numbers))
        made += draw(recorded(n, number))
        if draw(st.integers(0, 9)) == 0:
            made.append(event(200 + n, "revert", "", "", reverts=f"b{draw(st.integers(0, n))}"))
    return made


@st.composite
def recorded(draw: st.DrawFn, n: int, number: int) -> list[Event]:
    """One record of a duty; of a triggered one as a rule with the event that opens it."""
    timing, count, done_by = KINDS[number]
    action = draw(st.sampled_from((*REPORTS, *OTHERS)))
    if (action == "count" and count is None) or (action == "trigger" and timing != TRIGGERED):
        action = "done"
    slots = {HALVES: ["2025-H1", "2025-H2"], TRIGGERED: [MAY, JUNE]}.get(timing, ["2025"])
    period = draw(st.sampled_from(slots))
    shared = done_by == "any" and action in ("done", "confirm", "todo", "trigger")
    unit = draw(st.sampled_from([*UNITS, COUNTY] if shared else UNITS))
    one = event(
        n,
        action,
        f"1.{number + 1}",
        unit,
        on=period if action == "trigger" else draw(days).isoformat(),
        period="" if action == "assign" else period,
        value=draw(st.integers(0, 3)) if action == "count" else None,
        until="2025-09-01" if action == "extend" else None,
    )
    proof = PROOF if action in ("done", "note") and draw(st.booleans()) else ()
    one = one._replace(evidence=proof, reason="缺材料" if action == "return" else "")
    if timing != TRIGGERED or draw(st.integers(0, 3)) == 0:
        return [one]
    opened = event(100 + n, "trigger", one.task, unit, on=period, period=period, moment=n)
    return [opened._replace(id=f"d{n:04d}"), one]


days = st.dates(dt.date(2025, 3, 6), TODAY)


def ledger(made: Catalog, events: Sequence[Event]) -> Ledger:
    return Ledger(made, ROSTER, tuple(events), TODAY, "abc")


def adopted(old: Catalog, new: Catalog, events: Sequence[Event], batch: str = "ad") -> Plan:
    stamp = Stamp("张三", "abc", batch, NOW)
    found = compare_catalogs(old, new)
    assert not found.meanings
    return plan_adoption(found, ledger(old, events), ledger(new, events), stamp)


Key = tuple[str, str, str]


def standing(book: Ledger) -> dict[Key, Assignment]:
    """Every assignment, and what the county says, by task, period and unit."""
    found: dict[Key, Assignment] = {}
    for row in book.entries:
        for one in row.assignments:
            found[row.task.id, row.period.name, one.party.id] = one
        if row.whole:
            county = row.whole._replace(present=row.county, status=row.county.status)
            found[row.task.id, row.period.name, COUNTY] = county
            found[row.task.id, row.period.name, WHOLE] = row.whole
    return found


def figures(book: Ledger) -> object:
    rows = [(row.id, row.status, row.timeliness, row.due) for row in book.entries]
    return rows, tally_json(tally_entries(book.entries)), standing_facts(book)


def standing_facts(book: Ledger) -> dict[Key, object]:
    return {key: one.present._replace(history=()) for key, one in standing(book).items()}


def proofs(one: Assignment) -> set[str]:
    return {proof.name for event in one.present.history for proof in event.evidence}


def together(statuses: Sequence[str]) -> str:
    """What several reports come to: done only where all are."""
    return statuses[0] if len(set(statuses)) == 1 else "doing"


@settings(max_examples=200)
@given(later_editions(), histories())
def test_every_record_is_there_carried_or_listed(
    sentences: list[str], plan: list[tuple[str, int]], events: list[Event]
) -> None:
    old, later = edition(1, first_edition(sentences)), second_edition(sentences, plan)
    new = edition(2, later.duties, later.retired)
    made = adopted(old, new, events).events
    assert can_be_read(made)
    before, after = ledger(old, events), ledger(new, [*events, *made])
    was, now = standing(before), standing(after)
    listed = {event.id for event, _ in orphans_of(after)}
    for (name, period, unit), one in was.items():
        if unit == WHOLE and later.fates[name] in ("keep", "reword"):
            assert now[name, period, unit].status == one.status
        if one.status == "todo" or unit == WHOLE:
            continue
        heirs = heirs_of(later, now, (name, period, unit))
        assert heirs or {event.id for event in one.present.history} <= listed
        # Where it was divided among others, a unit's record may go on in none of them.
        divided = any(event.action == "assign" and event.task == name for event in events)
        assert heirs or divided or later.fates[name] == "gone"
        for duty, mine in heirs:
            check_heir(later.fates[name], name, one, duty, mine)
    check_done(later, was, now)
    check_divisions(later, before, after)


def heirs_of(later: Later, now: dict[Key, Assignment], key: Key) -> list[tuple[Duty, Assignment]]:
    """What goes on with a record: the same unit's on each duty that has the old one's words."""
    name, period, unit = key
    found = []
    for duty in later.duties:
        slot = period
        if later.fates[name] == "encode" and duty.timing != TRIGGERED:
            slot = "2025-H1" if duty.timing == HALVES else "2025"
        if name in duty.was and (duty.id, slot, unit) in now:
            found.append((duty, now[duty.id, slot, unit]))
    return found


def check_heir(fate: str, name: str, one: Assignment, duty: Duty, mine: Assignment) -> None:
    """What goes on says what was said: unmarked where nothing changed, else to be confirmed."""
    if fate == "keep":
        assert mine.present._replace(history=()) == one.present._replace(history=())
    elif fate in ("reword", "cut", "renumber"):
        assert (mine.status, mine.confirmed) == (one.status, False)
        assert mine.revised
        days = mine.present.since, mine.present.latest
        assert days == (one.present.since, one.present.latest)
        assert proofs(one) <= proofs(mine)
        assert duty.id == name or mine.present.value is None
    if fate == "cut" and duty.done_by == "each":
        assert mine.present.until == one.present.until


def check_divisions(later: Later, before: Ledger, after: Ledger) -> None:
    """Who was assigned is assigned to each part."""
    for duty in later.duties:
        if len(duty.was) == 1 and later.fates[duty.was[0]] in ("cut", "renumber"):
            divided = before.live.divisions.get(duty.was[0], {}).keys()
            assert after.live.divisions.get(duty.id, {}).keys() == divided


def check_done(later: Later, was: dict[Key, Assignment], now: dict[Key, Assignment]) -> None:
    """What is done was reported done, all of it, by that unit."""
    for (name, period, unit), one in now.items():
        duty = next(duty for duty in later.duties if duty.id == name)
        if one.status == "todo" or unit == WHOLE:
            continue
        parts = []
        for origin in duty.was:
            kind = KINDS[int(origin.partition(".")[2]) - 1][0]
            slots = [period]
            if (kind, duty.timing) == (HALVES, ONCE):
                slots = ["2025-H1", "2025-H2"]
            elif (kind, duty.timing) == (ONCE, HALVES):
                slots = ["2025"]
                assert period == "2025-H1"  # the second half has not begun
            for slot in slots:
                part = was.get((origin, slot, unit))
                parts.append(part.status if part else "todo")
        assert parts, (name, "new")
        assert one.status == together(parts), (name, period, unit, parts)
        if len(duty.was) > 1:
            assert one.revised
            ends = [
                was[origin, period, unit].present.since
                for origin in duty.was
                if one.status == "done"
            ]
            assert not ends or one.present.since == max(day for day in ends if day)


@settings(max_examples=100)
@given(later_editions(), histories())
def test_adopting_twice_records_once_and_undo_takes_all_back(
    sentences: list[str], plan: list[tuple[str, int]], events: list[Event]
) -> None:
    old, later = edition(1, first_edition(sentences)), second_edition(sentences, plan)
    new = edition(2, later.duties, later.retired)
    made = adopted(old, new, events).events
    both = [*events, *made]
    assert adopted(old, new, both, "again").events == []
    # An edition that is older than the one adopted leaves the adoption aside.
    assert figures(ledger(old, both)) == figures(ledger(old, events))
    if made:
        stamp = Stamp("张三", "abc", "undo", NOW + dt.timedelta(minutes=1))
        revert, undone = plan_undo(ledger(new, both), "", stamp)
        assert undone == made
        for edition_ in (old, new):
            taken_back = ledger(edition_, [*both, revert])
            assert figures(taken_back) == figures(ledger(edition_, events))
        again = adopted(old, new, [*both, revert], "redo").events
        assert [one._replace(id="", batch="", at="") for one in again] == [
            one._replace(id="", batch="", at="") for one in made
        ]


# Single rules.

FIRST, SECOND = "一次普查要在全县各乡镇逐户开展并登记造册，", "二是对普查发现的问题限期整改销号，"
MONTHS = Timing("recurring", "stated", every="month")
QUARTERS = Timing("recurring", "stated", every="quarter")


def stands(made: Catalog, events: Sequence[Event], unit: str = "jia") -> dict[str, str]:
    """How one unit stands on every row, with a `!` where it is asked again."""
    return {
        row.id: one.status + "!" * bool(one.revised)
        for row in ledger(made, events).entries
        if (one := row.party(unit))
    }


def test_a_slot_is_done_only_by_what_was_reported_of_it() -> None:
    old = edition(1, [Duty("1.1", FIRST, MONTHS)])
    new = edition(2, [Duty("1.1", FIRST, QUARTERS)])
    april = [event(1, "done", "1.1", period="2025-04", on="04-30")]
    assert stands(new, april)["1.1@2025-Q1"] == "done"  # as it is read without being adopted
    made = adopted(old, new, april).events
    assert stands(new, [*april, *made]) == {
        "1.1@2025-Q1": "todo",
        "1.1@2025-Q2": "doing!",
        "1.1@2025-Q3": "todo",
        "1.1@2025-Q4": "todo",
    }
    rest = [event(n, "done", "1.1", period=f"2025-0{n}", on=f"0{n}-28") for n in (4, 5, 6)]
    rest = [one._replace(on=min(one.on, TODAY)) for one in rest]
    made = adopted(old, new, rest).events
    assert stands(new, [*rest, *made])["1.1@2025-Q2"] == "done"


def cut_in_two() -> tuple[Catalog, Catalog]:
    return (
        edition(1, [Duty("1.1", FIRST + SECOND)]),
        edition(2, [Duty("1.1", FIRST), Duty("1.2", SECOND)]),
    )


def by(writer: str, *events: Event, hour: int) -> list[Event]:
    """Events as they were recorded at a place, an hour of the day."""
    at = f"2025-06-20T{hour:02d}:00:00.000000+08:00"
    return [
        one._replace(id=f"{writer}{hour}-{one.id}", origin=f"abc.{writer}", at=at) for one in events
    ]


def test_an_adoption_outlasts_nothing_that_was_said_of_the_new_edition() -> None:
    """A unit adopted and reported anew; the office adopted later and knew nothing of that."""
    old, new = cut_in_two()
    done = by("unit", event(1, "done"), hour=8)
    unit = by("unit", *adopted(old, new, done, "u").events, hour=9)
    anew = by("unit", event(2, "doing", "1.2"), event(3, "done", "1.1"), hour=10)
    office = by("office", *adopted(old, new, done, "o").events, hour=11)
    assert stands(new, [*done, *unit]) == {"1.1": "done!", "1.2": "done!"}
    merged = [*done, *office, *unit, *anew]
    assert stands(new, merged) == {"1.1": "done", "1.2": "doing"}
    # Adopting again in the merged file asks for nothing that was answered.
    assert adopted(old, new, merged, "again").events[1:] == []


def test_a_report_of_the_old_edition_that_comes_in_later_is_carried_by_adopting_again() -> None:
    old, new = cut_in_two()
    first = by("office", event(1, "done", unit="ding"), hour=8)
    office = by("office", *adopted(old, new, first, "o").events, hour=9)
    late = by("unit", event(2, "done"), hour=10)
    merged = [*first, *office, *late]
    assert stands(new, merged) == {"1.1": "done", "1.2": "todo"}
    again = adopted(old, new, merged, "again").events
    assert [(one.action, one.task, one.unit) for one in again] == [
        ("adopt", "", ""),
        ("revise", "1.1", "jia"),
        ("carry", "1.2", "jia"),
    ]


def test_an_older_edition_leaves_an_adoption_aside() -> None:
    old, new = cut_in_two()
    done = [event(1, "done"), event(2, "confirm")]
    made = adopted(old, new, done).events
    assert figures(ledger(old, [*done, *made])) == figures(ledger(old, done))
    assert orphans_of(ledger(old, [*done, *made])) == []


def test_what_the_county_had_by_a_confirmed_report_stays_done() -> None:
    old = edition(1, [Duty("1.1", FIRST + SECOND, done_by="any")])
    new = edition(2, [Duty("1.1", FIRST + "全部" + SECOND, done_by="any")])
    events = [event(1, "done"), event(2, "confirm")]
    made = adopted(old, new, events).events
    (row,) = ledger(new, [*events, *made]).entries
    assert row.whole is not None
    assert (row.whole.status, row.whole.confirmed) == ("done", False)
    assert row.whole.revised.startswith("原文有改动，请重新确认：")
    back = event(9, "return")._replace(at=made[-1].at, id="z", reason="重办")
    (row,) = ledger(new, [*events, *made, back]).entries
    assert row.status == "doing"


def test_a_count_and_a_return_go_along_as_remarks() -> None:
    old = edition(1, [Duty("1.1", FIRST + SECOND, asks=quantity(3))])
    new = edition(2, [Duty("1.1", FIRST, asks=quantity(3)), Duty("1.2", SECOND)])
    events = [event(1, "count", value=3), event(2, "return")._replace(reason="缺名单")]
    after = ledger(new, [*events, *adopted(old, new, events).events])
    (first, second) = (row.party("jia") for row in after.entries)
    assert first is not None
    assert second is not None
    assert (first.present.value, second.present.value) == (3, None)
    assert (first.status, second.status, first.returned) == ("doing", "doing", "缺名单")
    assert second.revised == "由 1.1 拆分，请核对（原登记累计 3）（曾退回：缺名单）"


def test_who_is_responsible_and_what_stands_in_the_register_go_along() -> None:
    old, new = cut_in_two()
    owner = event(1, "note")._replace(field="owner", note="李四")
    proof = event(2, "note")._replace(evidence=PROOF)
    made = adopted(old, new, [owner, proof]).events
    (second,) = (row for row in ledger(new, [owner, proof, *made]).entries if row.id == "1.2")
    mine = second.party("jia")
    assert mine is not None
    assert (mine.status, proofs(mine)) == ("todo", {"总结.pdf"})
    assert [one.note for one in mine.present.history if one.field == "owner"] == ["李四"]
    assert stands(new, [owner, proof, *made]) == {"1.1": "todo", "1.2": "todo"}


def test_what_was_retired_as_no_duty_asks_for_nothing() -> None:
    old = edition(1, [Duty("1.1", FIRST), Duty("1.2", SECOND), Duty("1.3", FIRST[::-1])])
    new = edition(
        2, [Duty("1.1", FIRST), Duty("1.3", FIRST[::-1])], [Retired("1.2", "1.1", "不是任务")]
    )
    events = [event(1, "done", "1.1"), event(2, "confirm", "1.1"), event(3, "done", "1.2")]
    made = adopted(old, new, events).events
    assert [one.action for one in made] == ["adopt"]
    after = ledger(new, [*events, *made])
    assert stands(new, [*events, *made])["1.1"] == "done"
    (row, _) = after.entries
    assert any("旧编号 1.2 已报办结" in one.note for one in row.history)


def test_a_joined_occurrence_is_done_only_where_each_part_had_it() -> None:
    both = [Duty("1.1", FIRST, TRIGGERED), Duty("1.2", SECOND, TRIGGERED)]
    old = edition(1, both)
    joined = Duty("1.1", FIRST + SECOND, TRIGGERED)
    new = edition(2, [joined], [Retired("1.2", "1.1", "同一件事")])
    events = [
        event(1, "trigger", "1.1", on=MAY, period=MAY),
        event(2, "done", "1.1", on="05-10", period=MAY),
        event(3, "trigger", "1.2", on=JUNE, period=JUNE),
        event(4, "done", "1.2", on="06-10", period=JUNE),
    ]
    made = adopted(old, new, events).events
    assert stands(new, [*events, *made]) == {f"1.1@{MAY}": "doing!", f"1.1@{JUNE}": "doing!"}


def test_a_standing_duty_holds_up_to_the_day_for_which_it_was_reported() -> None:
    old = edition(1, [Duty("1.1", FIRST + SECOND, STANDING)])
    new = edition(2, [Duty("1.1", FIRST, STANDING), Duty("1.2", SECOND, STANDING)])
    events = [event(1, "done", on="04-01"), event(2, "done", on="06-10")]
    after = ledger(new, [*events, *adopted(old, new, events).events])
    days = [
        (one.present.since, one.present.latest)
        for row in after.entries
        if (one := row.party("jia"))
    ]
    assert days == [(dt.date(2025, 4, 1), dt.date(2025, 6, 10))] * 2


def test_what_fits_nowhere_any_more_is_listed_with_what_it_lacks() -> None:
    old = edition(1, [Duty("1.1", FIRST), Duty("1.2", SECOND, done_by="any")])
    new = edition(2, [Duty("1.1", FIRST, TRIGGERED), Duty("1.2", SECOND)])
    opened = event(2, "trigger", "1.1", on=MAY, period=MAY)
    events = [event(1, "done", "1.1"), opened, event(3, "done", "1.2", COUNTY)]
    both = [*events, *adopted(old, new, events).events]
    assert stands(new, both) == {f"1.1@{MAY}": "todo", "1.2": "todo"}
    listed = {(one.task, one.unit): lack for one, lack in orphans_of(ledger(new, both))}
    assert listed == {("1.1", "jia"): "slot", ("1.2", COUNTY): "party"}
    assert orphans_of(ledger(old, events)) == []
