"""The model of the whole on both stores: whatever was recorded, both say what the plain log says.

`test_model` has three offices do whatever can be done; here they bring it into a shared store and
into a file, in any order and any number of times. And accounts that type commands, of which a file
then holds the same.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from pathlib import Path

import pytest
from conftest import Cli, Clock
from duties import EDITIONS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from machines import CHINA, Office
from recording_rules import offices
from shared_county import County
from test_model import Model

from yqsafety.formats import FORMATS, Extract, render_format
from yqsafety.ledger.conflicts import take_files
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.store.protocol import Store
from yqsafety.store.state_file import FileStore

pytestmark = pytest.mark.slow
FEW = settings(suppress_health_check=list(HealthCheck), phases=[Phase.generate])
"""Not shrunk, which would take minutes: each example has a server to talk to."""
AFTER_ALL = dt.datetime(2026, 12, 31, 9, tzinfo=CHINA)


def rendered(office: Office) -> dict[str, bytes]:
    """Every format of what an office holds, on a day after all of it."""
    book = office.ledger()
    extract = Extract(book, Filters(), select_entries(book, Filters()), "task")
    return {name: b"".join(render_format(name, extract)) for name in FORMATS}


class Brought:
    """A store into which offices bring what they recorded, and the plain log of it.

    A shared store only grows, so each history has ids of its own in it.
    """

    def __init__(self, store: Store, tag: str) -> None:
        self.store, self._tag = store, tag
        self.office = Office("s1", "督办员", AFTER_ALL)

    def bring(self, office: Office) -> None:
        notice = EDITIONS[office.edition].notice.id
        self.office.edition = max(self.office.edition, office.edition)
        held = self.office.events
        both = take_files(held, [(office.id, office.events)], {notice}).events
        self.store.take(lambda _: tuple(map(self._tagged, both[len(held) :])))
        there = [event for event in self.store.read().events if event.id.startswith(self._tag)]
        self.office.events = tuple(map(self._bare, there))
        self.office.log |= office.log

    def _tagged(self, event: Event) -> Event:
        batch, reverts = self._tag + event.batch, event.reverts and self._tag + event.reverts
        return event._replace(id=self._tag + event.id, batch=batch, reverts=reverts)

    def _bare(self, event: Event) -> Event:
        parts = (event.id, event.batch, event.reverts)
        bare = [part.removeprefix(self._tag) for part in parts]
        return event._replace(id=bare[0], batch=bare[1], reverts=bare[2])


class StoredModel(Model):
    """Everything that can be done, and brought into both stores."""

    places: tuple[Store, Store]

    def __init__(self) -> None:
        super().__init__()
        tag = f"{secrets.token_hex(4)}-"
        self.both = [Brought(store, tag) for store in self.places]

    @rule(where=offices)
    def bring(self, where: int) -> None:
        for one in self.both:
            one.bring(self.offices[where])
            one.office.check()
        assert self.both[0].office.events == self.both[1].office.events

    def teardown(self) -> None:
        for where in range(3):
            self.bring(where)
        first, second = (rendered(one.office) for one in self.both)
        assert [name for name in FORMATS if first[name] != second[name]] == []


def test_both_stores_say_what_the_plain_log_says(county: County, tmp_path: Path) -> None:
    county.day("2030-01-01")
    shared = county.store("office")
    kept = FileStore(tmp_path / "state.json")

    class Here(StoredModel):
        places = (shared, kept)

    few = settings(FEW, max_examples=12, stateful_step_count=25)
    run_state_machine_as_test(Here, settings=few)
    assert len(shared.read().events) > 50
    assert county.run("office", "store", "check").code == 0


TYPED = [
    ("check 4.1", "linye shuili"),
    ("check 4.2 --note 说明", "linye shuili office"),
    ("check 6.1 --on 2025-06-01", "linye shuili"),
    ("start 4.2", "linye shuili"),
    ("na 4.1 --reason 不涉及", "linye shuili"),
    ("uncheck 4.1", "linye shuili"),
    ("note 4.1 又及", "linye shuili office"),
    ("trigger 2.5", "linye office"),
    ("confirm 4.1", "office"),
    ("confirm 4.2", "office"),
    ("return 4.1 --reason 缺材料", "office"),
    ("extend 4.2 --until 2025-12-20 --reason 会议", "office"),
    ("remind 4.2", "office"),
    ("receive 4.2", "linye"),
    ("apply 4.2 --until 2025-11-30 --reason 人手", "linye"),
    ("assign 4.1", "office"),
    ("undo", "linye shuili office"),
]
NAMES = {"linye": "县林业局", "shuili": "县水利局", "office": "县水利局"}
SAID = [(who, line) for line, whose in TYPED for who in whose.split()]
FIGURES = ("list --json", "list", "status --by unit", "status --json --since 2025-05-01", "log")


@settings(FEW, max_examples=6)
@given(typed=st.lists(st.sampled_from(SAID), min_size=8, max_size=14))
def test_what_accounts_typed_is_the_same_from_a_file(
    county: County, cli: Cli, clock: Clock, typed: list[tuple[str, str]]
) -> None:
    recorded = 0
    for who, line in typed:
        words = line.split()
        unit = ["--unit", NAMES[who]] if words[0] != "undo" else []
        done = county.run(who, *words, *unit)
        assert done.code in (0, 2), (who, line, done.err)
        recorded += done.code == 0
    assert recorded > 1
    Path("local.json").unlink(missing_ok=True)
    assert cli("merge", county.file("office"), "--state", "local.json", "--yes").code == 0
    places = (county.file("office"), "local.json")
    for figures in FIGURES:
        shared, local = (cli(*figures.split(), "--state", place) for place in places)
        if "--json" in figures:
            assert shared.json | {"state": 0} == local.json | {"state": 0}
        else:
            assert shared.out.replace("（合并）", "") == local.out.replace("（合并）", "")
    for name in FORMATS:
        made = []
        for place in places:
            written = cli("export", name, "-o", f"out.{name}", "--force", "--state", place)
            assert written.code == 0, written.err
            made.append(Path(f"out.{name}").read_bytes())
        if name == "json":
            plain = [json.loads(one) | {"state": 0} for one in made]
            assert plain[0] == plain[1]
        else:
            assert made[0] == made[1], name
