"""What a sentence or a paragraph says once and means for several duties: its date, its subject."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from test_drafting_sentences import THREE, tasks

END_2026 = {"kind": "once", "basis": "stated", "due": dt.date(2026, 12, 31)}


def timings(text: str) -> list[dict[str, Any]]:
    return [one["timing"] for one in tasks(text, THREE)]


@pytest.mark.parametrize(
    "text",
    [
        "2026年底前，水利局制定方案，各镇组织河长轮训一遍，各村编制手册。",
        "各县要于2026年底前，制定方案，编制手册，召开会议。",
        "2026年，制定方案；编制手册；召开会议。",
    ],
)
def test_a_date_that_leads_a_sentence_holds_for_all_of_it(text: str) -> None:
    assert timings(text) == [END_2026] * 3


def test_another_date_ends_the_first_and_may_lead_in_its_turn() -> None:
    found = timings("2025年底前，制定方案，2026年底前，编制手册，召开会议。")
    assert [one["due"].year for one in found] == [2025, 2026, 2026]
    found = timings("2025年底前，制定方案，2026年底前编制手册，召开会议。")
    assert [one.get("due", dt.date.min).year for one in found] == [2025, 2026, 1]


def test_a_date_with_the_verb_or_in_another_sentence_does_not_lead() -> None:
    assert "due" not in timings("2026年底前完成普查，召开会议。")[1]
    assert "due" not in timings("2026年底前，制定方案。召开会议。")[1]


def test_what_has_no_end_of_its_own_is_asked_about_and_what_says_so_stays() -> None:
    first, second, third = tasks("2026年底前，制定方案，加强宣传，持续开展夜查。", THREE)
    assert "date" not in first.get("review", {})
    assert second["timing"] == END_2026
    assert "2026年底前" in second["review"]["date"]
    assert third["timing"]["kind"] == "standing"
