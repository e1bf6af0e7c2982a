"""What every store does: the same tests on the file and on the shared store."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Clock

from yqsafety.errors import UsageError
from yqsafety.ledger.events import Event
from yqsafety.store.protocol import Store
from yqsafety.store.state_file import FileStore
from yqsafety.store.state_format import State

KINDS = ["file", pytest.param("shared", marks=pytest.mark.slow)]


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "file":
        return FileStore(tmp_path / "state.json")
    made: Store = request.getfixturevalue("county").store("office")
    return made


def note(number: int, **more: Any) -> Event:
    batch = f"{number:012x}"
    said = Event(
        f"{batch}-00000", batch, "2025-06-20T09:12:00.000000+08:00", dt.date(2025, 6, 15), "督办员",
        "abc.abc", "yuanqu-2025-1", "note", "4.1", "2025", "linye", note=f"第 {number} 条",
    )  # fmt: skip
    return said._replace(**more)


def test_what_was_appended_is_read_in_its_order(store: Store) -> None:
    assert store.read().events == ()
    before, after = store.append(lambda _: (note(1), note(1, id=f"{1:012x}-00001")))
    assert (before.events, len(after.events)) == ((), 2)
    again, last = store.append(lambda _: (note(2),))
    assert again.events == after.events
    assert [event.note for event in store.read().events] == ["第 1 条", "第 1 条", "第 2 条"]
    assert store.read() == last
    assert store.read().id == last.id is not None


def test_what_others_recorded_keeps_time_name_and_origin(store: Store) -> None:
    theirs = note(7, by="别人", origin="aabbccddeeff.112233445566/表.xlsx")
    _, after = store.take(lambda _: (theirs,))
    assert after.events == store.read().events == (theirs,)


def test_nothing_is_written_where_a_plan_is_empty_or_raises(store: Store) -> None:
    def refuse(_: State) -> tuple[Event, ...]:
        raise UsageError("不行。")

    for write in (store.append, store.take):
        before, after = write(lambda _: ())
        assert before.events == after.events == ()
        with pytest.raises(UsageError):
            write(refuse)
    assert store.read().events == ()


def test_the_signature_changes_with_each_record(store: Store) -> None:
    store.append(lambda _: (note(1),))
    first = store.signature()
    assert store.signature() == first is not None
    store.append(lambda _: (note(2),))
    assert store.signature() != first


def test_a_known_state_is_not_trusted_where_others_have_written(store: Store) -> None:
    known = store.read()
    store.append(lambda _: (note(1),))
    seen = []

    def plan(state: State) -> tuple[Event, ...]:
        seen.append(len(state.events))
        return (note(2),)

    _, after = store.append(plan, known)
    assert seen[-1] == 1
    assert len(after.events) == 2


def test_every_field_survives(store: Store, clock: Clock) -> None:
    from yqsafety.ledger.events import Evidence

    full = note(
        3, action="count", note="多行\n说明 😀", field="备注", value=10**15 - 1, reason="理由",
        until=dt.date(2025, 12, 31), approved_by="县长", period="", unit="linye",
        evidence=(Evidence("a.pdf", "0" * 64, 5), Evidence("https://example.invalid/x")),
    )  # fmt: skip
    store.take(lambda _: (full,))
    assert store.read().events == (full,)
    assert json.dumps(store.read().events[0].note, ensure_ascii=False)
