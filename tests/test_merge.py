"""Merging: a union in which nothing is lost, altered or hidden; all files or none."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock
from hypothesis import given, settings
from hypothesis import strategies as st
from small import ONCE, catalog, event, histories, item, log, quantity, row, small_ledger, task
from test_state_file import SOUND, sealed

from yqsafety.ledger.conflicts import SameId, find_contradictions, merged_events
from yqsafety.ledger.events import Action, Event
from yqsafety.store import other_file
from yqsafety.store.state_format import State, dump_state

WATER = ("--unit", "县水利局")
LI = ("--state", "县林业局.json", "--by", "李四")
LINE = "登记不一致：1.4 县水利局：办结（张三，2025-06-20）与 不适用（李四，2025-06-21）。\n"


@st.composite
def files(draw: st.DrawFn) -> list[tuple[Event, ...]]:
    """Three state files that share some events, some of what they record taken back."""
    made = [e._replace(origin=draw(st.sampled_from("abc"))) for e in draw(histories())]
    for n in range(draw(st.integers(0, 3))):
        made.append(event(100 + n, "revert", reverts=f"b{draw(st.integers(0, 7))}"))
    chosen = st.lists(st.sampled_from(made), unique=True) if made else st.just([])
    return [tuple(draw(chosen)) for _ in range(3)]


@settings(max_examples=40, deadline=None)
@given(files())
def test_merging_is_commutative_associative_and_idempotent(made: list[tuple[Event, ...]]) -> None:
    a, b, c = made
    assert set(merged_events(a, b)) == set(merged_events(b, a)) == {*a, *b}
    assert set(merged_events(merged_events(a, b), c)) == set(merged_events(a, merged_events(b, c)))
    assert merged_events(merged_events(a, b), b) == merged_events(a, b)
    assert merged_events(a, a) == a
    rows = small_ledger(*merged_events(merged_events(a, b), c)).entries
    assert rows == small_ledger(*merged_events(c, merged_events(b, a))).entries
    assert merged_events(a, b) == (*a, *sorted(set(b) - set(a), key=lambda e: (e.at, e.id)))


def test_one_id_with_two_contents_is_refused_in_every_direction() -> None:
    one, other = event(1, "done"), event(1, "na")
    for ours, theirs in (([one], [other]), ([other], [one]), ([], [one, other])):
        with pytest.raises(SameId, match="e0001"):
            merged_events(ours, theirs)


def found(*events: Event) -> list[tuple[str, str, list[str]]]:
    """The contradictions of a file `abc` that holds these events in this order."""
    book = small_ledger(*events)
    said = find_contradictions(book, book.entries)
    return [(one.entry.id, one.unit, [e.id for e in one.events]) for one in said]


def said(n: int, action: Action, origin: str, task: str = "1.1", **more: Any) -> Event:
    return event(n, action, task, origin=origin, **more)


BOTH = ["e0001", "e0002"]


@pytest.mark.parametrize(
    ("one", "other", "unit"),
    [
        (said(1, "done", "abc"), said(2, "na", "x"), "jia"),
        (said(1, "done", "abc"), said(2, "done", "x"), None),
        (said(1, "done", "abc"), said(2, "na", "x", unit="yi"), None),
        (said(1, "done", "abc"), said(2, "na", "x", notice="other"), None),
        (said(1, "done", "abc"), said(2, "note", "x"), None),
        (said(1, "done", "abc"), said(2, "return", "x"), None),
        (said(1, "extend", "abc", until="07-01"), said(2, "extend", "x", until="08-01"), "jia"),
        (said(1, "extend", "abc", until="07-01"), said(2, "extend", "x", until="07-01"), None),
        (said(1, "count", "abc", "2.3", value=2), said(2, "count", "x", "2.3", value=3), "jia"),
        (said(1, "count", "abc", "2.3", value=2), said(2, "done", "x", "2.3"), None),
        (said(1, "count", "abc", "2.3", value=1), said(2, "done", "x", "2.3"), "jia"),
        (said(1, "count", "abc", "2.3", value=1), said(2, "doing", "x", "2.3"), None),
        (said(1, "count", "abc", "2.4", value=1), said(2, "done", "x", "2.4"), "jia"),
        (said(1, "done", "abc", "2.2"), said(2, "doing", "x", "2.2"), "jia"),
        (said(1, "done", "abc", "2.2"), said(2, "doing", "x", "2.2", unit="yi"), None),
        (said(1, "done", "abc", "2.2"), said(2, "na", "x", "2.2", unit="yi"), None),
        (said(1, "done", "abc", "2.2"), said(2, "na", "x", "2.2"), "jia"),
        (said(1, "done", "abc", "2.2"), said(2, "na", "x", "2.2", unit="county"), None),
        (
            said(1, "done", "abc", "2.2", unit="county"),
            said(2, "na", "x", "2.2", unit="county"),
            "county",
        ),
        (
            said(1, "extend", "abc", "2.2", until="07-01"),
            said(2, "extend", "x", "2.2", unit="yi", until="08-01"),
            "county",
        ),
    ],
    ids=lambda value: getattr(value, "action", str(value)),
)
def test_what_contradicts(one: Event, other: Event, unit: str | None) -> None:
    expected = [(one.task, unit, BOTH)] if unit else []
    assert found(one, other) == expected


def test_a_count_of_none_is_not_the_one_that_was_asked_for() -> None:
    made = catalog([item(1, ["甲局"], task("1.1", ONCE, quantity(1)))])
    none, one = (said(n, "count", origin, value=n) for n, origin in enumerate(("abc", "x")))
    done = said(2, "done", "x")
    for events, found in (((none, done), 1), ((none, one), 1), ((none, said(2, "doing", "x")), 0)):
        book = small_ledger(*events, made=made)
        assert len(find_contradictions(book, book.entries)) == found


def test_what_settles_a_contradiction() -> None:
    one, other = said(1, "done", "abc"), said(2, "na", "x")
    clash = [("1.1", "jia", BOTH)]
    assert found(one, other) == clash
    assert found(other, one) == []  # ours was recorded when theirs had come in
    for action in ("done", "todo", "confirm", "return"):
        assert found(one, other, event(3, action)) == []
    assert found(one, other, event(3, "note")) == clash
    assert found(one, other, event(3, "done", unit="yi")) == clash
    assert found(one, other, event(3, "confirm", origin="z")) == clash
    settled = (one, other, event(3, "done"))
    assert found(*settled, event(4, "revert", reverts="b3")) == clash
    assert found(one, other, event(3, "revert", reverts="b2")) == []
    assert found(*settled, said(4, "na", "x")) == [("1.1", "jia", ["e0003", "e0004"])]
    # A later clock alone does not know of what came in afterwards.
    assert found(event(3, "done"), other) == [("1.1", "jia", ["e0002", "e0003"])]


@pytest.fixture
def apart(cli: Cli, clock: Clock) -> None:
    """This machine and 李四's file, saying different things of one assignment."""
    cli("check", "1.4", *WATER)
    clock.today = dt.date(2025, 6, 21)
    cli("waive", "1.4", *WATER, "--reason", "无水库", *LI)
    cli("note", "4.1", "已部署", "--unit", "县林业局", *LI)


def test_merging_says_what_came_in_and_what_does_not_agree(cli: Cli, apart: None) -> None:
    new, known = (f"合并 县林业局.json：新增 {n} 条，已有 {2 - n} 条。\n" for n in (2, 0))
    dry = cli("merge", "县林业局.json", "--dry-run")
    assert (dry.out, len(log(cli))) == (f"将{new}{LINE}", 1)
    merged = cli("merge", "县林业局.json", "县林业局.json")
    assert (merged.code, merged.out) == (0, f"已{new}已{known}{LINE}")
    assert "yqsafety undo" in merged.err
    assert [e["by"] for e in log(cli)] == ["张三", "李四", "李四"]
    marks = [fields[5] for fields in cli("log").rows]
    assert marks[::-1] == ["登记办结", "登记不适用（合并）", "补充说明（合并）"]
    assert LINE.replace("1.4 ", "").rstrip("。\n") in cli("show", "1.4").out
    assert row(cli, "1.4", *WATER)["status"] == "na"


def test_the_answer_for_scripts(cli: Cli, apart: None) -> None:
    answer = cli("merge", "县林业局.json", "--json").json
    assert answer["files"] == [{"name": "县林业局.json", "added": 2, "known": 0}]
    assert (answer["schema"], answer["state"]["events"]) == ("yqsafety/merge@1", 3)
    (one,) = answer["contradictions"]
    assert (one["id"], one["unit_name"]) == ("1.4", "县水利局")
    assert [e["action"] for e in one["events"]] == ["done", "na"]
    shown = cli("show", "1.4", "4.1", *WATER, "--json").json["rows"]
    assert [r["contradictions"] for r in shown] == [[one], []]
    theirs = one["events"][1]["batch"]
    for command in (("confirm", "1.4", *WATER), ("undo",), ("undo", theirs)):
        assert cli(*command).code == 0
        shown = cli("show", "1.4", "--json").json["rows"][0]["contradictions"]
        assert shown == ([one] if command == ("undo",) else [])


def test_a_file_of_its_own_or_merged_before_adds_nothing(
    cli: Cli, apart: None, state_path: Path
) -> None:
    cli("merge", "县林业局.json")
    before = state_path.read_bytes()
    for name in (state_path, "县林业局.json"):
        again = cli("merge", name)
        assert again.code == 0
        assert "新增 0 条" in again.out
    assert state_path.read_bytes() == before


def test_undo_takes_back_ones_own_not_what_came_in(cli: Cli, apart: None) -> None:
    cli("merge", "县林业局.json")
    assert cli("undo", "--by", "李四").code == 2
    assert "登记办结 1 项" in cli("undo").out
    assert cli("undo").code == 2
    assert "登记不适用 1 项" in cli("undo", log(cli)[1]["batch"]).out


def test_events_of_another_notice_are_kept_and_said(cli: Cli, apart: None) -> None:
    foreign = event(1, "done", notice="yuanqu-2024-1", origin="def")
    Path("旧.json").write_bytes(dump_state(State("def", (foreign,))))
    result = cli("merge", "旧.json")
    assert (result.code, result.out) == (0, "已合并 旧.json：新增 1 条，已有 0 条。\n")
    assert "旧.json 有 1 条属于其他通知" in result.err
    assert "yuanqu-2024-1" in {e["notice"] for e in log(cli)}


TEXT = SOUND.decode()
AT = "2025-06-01T09:00:00.000000"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (SOUND[:-9], "已损坏。"),
        (b"{}", "已损坏，或不是状态文件。"),
        (sealed(TEXT.replace("state@1", "state@9")), "由更新版本写成，请先升级程序。"),
        (sealed(TEXT.replace('"done"', '"new"').replace("state@1", "state@2")), "由更新版本写成"),
        (sealed(TEXT.replace('"value": 3', '"value": NaN')), "已损坏。"),
        (sealed(TEXT.replace('"value": 3', '"value": 3, "value": 4')), "已损坏。"),
        (sealed(TEXT.replace('"events": [', '"events": [], "events": [')), "已损坏。"),
        (sealed(TEXT.replace('"events": [', '"more": 1, "events": [')), "已损坏。"),
        (sealed(TEXT.replace('"甲"', '"\\ud800"')), "已损坏。"),
        (sealed(TEXT.replace(AT, "2025-99-01T09:00:00.000000")), "已损坏。"),
        (sealed(TEXT.replace('"e1"', '""')), "已损坏。"),
    ],
    ids="cut foreign newer unreadable nan twice lists more surrogate no-day no-id".split(),
)
def test_one_bad_file_and_nothing_is_written(
    cli: Cli, apart: None, state_path: Path, raw: bytes, reason: str
) -> None:
    Path("坏.json").write_bytes(raw)
    before = state_path.read_bytes()
    result = cli("merge", "县林业局.json", "坏.json")
    assert (result.code, result.out, result.err.count("\n")) == (5, "", 1)
    assert result.err.startswith(f"未合并，未作改动：坏.json {reason}")
    assert result.err.endswith("其余 1 份无误：去掉或移走这个文件，再合并一次。\n")
    assert state_path.read_bytes() == before


def test_every_refused_file_has_its_line(
    cli: Cli, apart: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    altered = event(1, "done", origin="def"), event(1, "na", origin="def")
    Path("甲").mkdir()
    for path, one in zip(("甲/state.json", "state.json"), altered, strict=True):
        Path(path).write_bytes(dump_state(State("def", (one,))))
    result = cli("merge", "state.json", "甲/state.json")
    assert "：甲/state.json 中的记录 e0001 与已有记录编号相同、内容不同。" in result.err
    Path("坏.json").write_bytes(b"")
    monkeypatch.setattr(other_file, "MAX_OTHER", 1 << 20)
    Path("大.json").write_bytes(b"")
    os.truncate("大.json", (1 << 20) + 1)
    result = cli("merge", "坏.json", "大.json")
    lines = result.err.splitlines()
    assert (result.code, len(log(cli))) == (5, 1)
    assert lines[0] == "未合并，未作改动：坏.json 已损坏，或不是状态文件。"
    assert lines[1] == "未合并，未作改动：大.json 超过 1 MB。"


def test_a_missing_file_is_a_fault_of_the_command(cli: Cli, apart: None) -> None:
    for name in ("无.json", "."):
        result = cli("merge", "县林业局.json", name)
        assert (result.code, result.out, len(log(cli))) == (2, "", 1)
        assert f"“{name}”" in result.err


def test_merging_makes_the_state_where_there_was_none(cli: Cli, state_path: Path) -> None:
    Path("甲.json").write_bytes(SOUND)
    assert cli("merge", "甲.json", "--dry-run").code == 0
    assert not state_path.exists()
    assert cli("merge", "甲.json").code == 0
    assert json.loads(state_path.read_bytes())["id"] != "abcdef"
