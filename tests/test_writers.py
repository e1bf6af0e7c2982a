"""Who recorded what: a copied file is another writer's, and a wrong clock outlasts nothing."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock
from hypothesis import given
from hypothesis import strategies as st
from small import event, row

from yqsafety.ledger.events import Event
from yqsafety.ledger.order import in_order, next_origin, state_of, writer_of
from yqsafety.store.writers import Writers

FOREST = ("--unit", "县林业局")
A, B = ("--state", "a.json"), ("--state", "b.json")


def log_of(cli: Cli, *where: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = cli("log", "--json", *where).json["events"]
    return events


def test_a_copied_file_is_another_writers(cli: Cli) -> None:
    cli("check", "1.1", *FOREST, *A)
    shutil.copy("a.json", "b.json")
    cli("check", "4.1", *FOREST, *A)
    cli("waive", "4.1", *FOREST, "--reason", "无", *B, "--by", "李四")
    cli("check", "1.2", *FOREST, *B)
    merged = cli("merge", "b.json", *A, "--yes")
    assert "登记不一致：4.1 县林业局" in merged.out
    marks = [line[5] for line in cli("log", *A).rows]
    assert marks[::-1] == ["登记办结", "登记办结", "登记不适用（合并）", "登记办结（合并）"]
    assert "4.1 县林业局" in cli("undo", *A).out
    assert "1.1 县林业局" in cli("undo", *A).out
    assert cli("undo", *A).code == 2


def test_a_moved_file_keeps_its_writer(cli: Cli) -> None:
    cli("check", "1.1", *FOREST, *A)
    Path("a.json").rename("b.json")
    cli("uncheck", "1.1", *FOREST, *B)
    events = log_of(cli, *B)
    assert len({writer_of(one["origin"]) for one in events}) == 1
    assert cli("undo", *B).code == 0


def test_the_machine_is_no_part_of_the_file(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("check", "1.1", *FOREST, *A)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path("elsewhere").absolute()))
    assert cli("undo", *A).code == 2
    cli("uncheck", "1.1", *FOREST, *A)
    first, second = log_of(cli, *A)
    assert state_of(first["origin"]) == state_of(second["origin"])
    assert writer_of(first["origin"]) != writer_of(second["origin"])


def test_settings_that_cannot_be_written_are_said_and_done_without(cli: Cli) -> None:
    Path("config").write_text("in the way", encoding="utf-8")
    for ident in ("1.1", "1.2"):
        result = cli("check", ident, *FOREST, *A)
        assert (result.code, result.err.count("设置文件夹无法写入")) == (0, 1)
    assert len({one["origin"] for one in log_of(cli, *A)}) == 1
    assert "1.2" in cli("undo", *A).out


@pytest.mark.parametrize("raw", ["", "[]", "{", '{"places": [1]}', '{"places": 5}'])
def test_a_broken_register_makes_a_new_writer(tmp_path: Path, raw: str) -> None:
    (tmp_path / "w.json").write_text(raw, encoding="utf-8")
    writer, kept = Writers(tmp_path / "w.json").writer_at(tmp_path / "s.json", "abc")
    assert kept
    assert Writers(tmp_path / "w.json").writer_at(tmp_path / "s.json", "abc") == (writer, True)
    assert json.loads((tmp_path / "w.json").read_text(encoding="utf-8"))["places"]


def test_what_0_1_0_recorded_here_is_still_ones_own(cli: Cli, state_path: Path) -> None:
    cli("check", "1.1", *FOREST)
    ident = state_of(log_of(cli)[0]["origin"])
    old = event(1, "done", "4.1", "linye", notice="yuanqu-2025-1", origin=ident)
    from yqsafety.store.state_format import State, dump_state, parse_state

    state = parse_state(state_path.read_bytes())
    state_path.write_bytes(dump_state(State(state.id, (old._replace(by="张三"),))))
    assert "（合并）" not in cli("log").out
    cli("waive", "4.1", *FOREST, "--reason", "无")
    other = ("--state", "office.json")
    assert "登记不一致" not in cli("merge", state_path, *other).out
    cli("undo")
    assert cli("undo").code == 0


# ---- a clock that was wrong


def test_a_clock_ahead_is_said_and_outlasts_nothing(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2035, 1, 1)
    at_once = cli("check", "4.4", *FOREST, "--on", "2025-06-01", *A)
    assert "本机日期为 2035-01-01，请核对电脑日期。" in at_once.err
    clock.today = dt.date(2025, 6, 20)
    remark = "最近一次登记为 2035-01-01，晚于本机日期，请核对电脑日期。"
    assert remark in cli("list", *FOREST, *A).err
    assert row(cli, "4.4", *FOREST, *A)["status"] == "done"
    cli("uncheck", "4.4", *FOREST, *A)
    assert row(cli, "4.4", *FOREST, *A)["status"] == "todo"
    assert remark not in cli("list", *FOREST, *A).err
    cli("check", "4.2", *FOREST, *A)
    times = [one["at"][:10] for one in log_of(cli, *A)]
    assert times == ["2035-01-01", "2025-06-20", "2025-06-20"]
    assert not log_of(cli, *A)[-1]["late_entry"]
    merged = cli("merge", "a.json", *B)
    assert (merged.code, "2035-01-01" in merged.err) == (0, True)
    assert row(cli, "4.4", *FOREST, *B)["status"] == "todo"


def test_what_came_in_with_a_wrong_clock_outlasts_nothing_either(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2035, 1, 1)
    cli("check", "4.1", *FOREST, "--on", "2025-06-01", *A, "--by", "李四")
    clock.today = dt.date(2025, 6, 20)
    assert cli("merge", "a.json", *B).code == 0
    cli("return", "4.1", *FOREST, "--reason", "缺材料", *B)
    assert row(cli, "4.1", *FOREST, *B)["status"] == "doing"
    cli("merge", "b.json", *A, "--yes")
    assert row(cli, "4.1", *FOREST, *A)["status"] == "doing"


def test_a_clock_a_moment_behind_needs_no_remark(cli: Cli, clock: Clock) -> None:
    for ident in ("4.1", "4.2"):
        assert not cli("check", ident, *FOREST).err.count("晚于")
    assert all(">" not in one["origin"] for one in log_of(cli))


@st.composite
def worlds(draw: st.DrawFn) -> list[Event]:
    """What writers record, each on what he has seen, with clocks that jump."""
    seen: dict[str, list[Event]] = {"w1": [], "w2": [], "w3": []}
    made: list[Event] = []
    start = dt.datetime(2025, 6, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    for n in range(draw(st.integers(1, 10))):
        who = draw(st.sampled_from(sorted(seen)))
        if draw(st.booleans()):
            other = draw(st.sampled_from(sorted(seen)))
            seen[who] += [one for one in seen[other] if one not in seen[who]]
        now = start + dt.timedelta(days=n + draw(st.sampled_from((0, 0, 0, 4000, -300))))
        origin = next_origin(seen[who], "abc", who, now)
        at = now.isoformat(timespec="microseconds")
        one = event(n, "done")._replace(origin=origin, at=at)
        # What was known comes before it, whatever the clocks said.
        order = in_order([*seen[who], one])
        assert order[-1] == one or at <= order[-1].at <= str(now + dt.timedelta(minutes=1))
        seen[who].append(one)
        made.append(one)
    return made


@given(worlds(), st.randoms())
def test_the_order_is_the_same_in_every_file(made: list[Event], chance: object) -> None:
    expected = in_order(made)
    assert sorted(expected) == sorted(made)
    for some in list(permutations(made[:5]))[:20]:
        assert in_order([*some, *made[5:]]) == expected


def test_names_that_run_in_a_circle_do_no_harm() -> None:
    moment = "2025-06-20T09:30:00.000000+08:00"
    later = "2035-06-20T09:30:00.000000+08:00"
    every = f"*~{moment}~{later}"
    made = [event(n, "done")._replace(origin=f"s.w{n}>{every},{every},x~,~~,") for n in range(2000)]
    assert in_order(made) == in_order(reversed(made))
    assert len(in_order(made)) == 2000
