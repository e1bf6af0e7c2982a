"""What is listed is listed whole: every code has its words, its place in each set, its figure."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

import pytest

from yqsafety.cli import tables
from yqsafety.ledger import events, progress
from yqsafety.ledger.assignments import WORST
from yqsafety.ledger.counted_marks import CountedMark
from yqsafety.ledger.events import ANSWER_ACTIONS, STATUS_ACTIONS, Action
from yqsafety.ledger.gates import GATES
from yqsafety.notice import model, schedule
from yqsafety.notice.roster import GROUND_STRENGTH
from yqsafety.notice.schedule import OPEN, REPORTED, Status, Timeliness
from yqsafety.reports.overview_tasks import STATES
from yqsafety.store.evidence import Became
from yqsafety.wording import labels
from yqsafety.wording.evidence_words import BECAME
from yqsafety.wording.figures import FIGURES, TABLE_FIGURES

TABLES: list[tuple[Any, Any]] = [
    (labels.STATUS, Status),
    (labels.MARK, Status),
    (labels.TIMELINESS, Timeliness),
    (WORST, Timeliness),
    (labels.KIND, model.Kind),
    (labels.MODE, model.Mode),
    (labels.DONE_BY, model.DoneBy),
    (labels.GROUND, model.Ground),
    (GROUND_STRENGTH, model.Ground),
    (labels.BASIS, model.Basis),
    (labels.BASIS_SHORT, model.Basis),
    (labels.ACTION, Action),
    (BECAME, Became),
]


@pytest.mark.parametrize(("table", "codes"), TABLES)
def test_every_code_is_in_the_table(table: Any, codes: Any) -> None:
    assert set(table) == set(get_args(codes))
    assert all(table)


def test_every_word_means_one_code() -> None:
    """不适用 is a status and what it comes to: typed, it means the status."""
    for code, label in labels.STATE.items():
        expected = "na" if code == "waived" else code
        assert (labels.state_code(code), labels.state_code(label)) == (code, expected)


def test_a_status_is_open_or_reported() -> None:
    assert set(get_args(Status)) == OPEN | REPORTED
    assert not OPEN & REPORTED


def test_every_status_can_be_recorded() -> None:
    assert set(get_args(Status)) <= STATUS_ACTIONS
    assert set(get_args(Action)) >= STATUS_ACTIONS | ANSWER_ACTIONS


def test_every_status_is_counted_and_has_a_figure() -> None:
    for status in get_args(Status):
        counter = progress.Counter()
        counter.add(CountedMark("timed", status, "scheduled", confirmed=True), 3)
        assert getattr(counter, status) == 3
        assert FIGURES[status].label == labels.STATUS[status]


def test_what_is_counted_of_timeliness_has_a_figure() -> None:
    counted = set(vars(progress.Counter())) - {"unconfirmed"}
    assert counted <= {figure.code for figure in FIGURES.values()}
    assert set(TABLE_FIGURES.split()) == set(FIGURES)
    assert {name for name in counted if name.replace("_", "-") in WORST} >= {"overdue", "stale"}


def test_every_gate_has_a_word() -> None:
    assert set(GATES) == set(labels.GATE)


def test_the_states_that_are_filtered_by_have_words() -> None:
    assert set(STATES) <= set(labels.STATE)
    typed = {*get_args(Status), *get_args(Timeliness), "open", "returned", "awaiting", "revised"}
    typed |= {"reminded", "unreceived", "applied"}
    assert set(labels.STATE) == typed - {"statement"}


def test_a_colour_belongs_to_a_timeliness() -> None:
    assert set(tables.STYLE) <= set(get_args(schedule.Timeliness))


def test_the_fold_takes_every_action() -> None:
    event = events.Event("i", "b", "2025-01-01", dt.date(2025, 1, 1), "x", "y", "n", "done")
    for action in get_args(Action):
        folded = events.fold_events([event, event._replace(action=action)], 3)
        assert folded.status in get_args(Status)
