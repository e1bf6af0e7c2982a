"""What a sentence or a paragraph says once and means for several duties: its date, its subject."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from drafted import draft
from test_drafting_sentences import THREE, tasks

from yqsafety.drafting.duties import tasks_of

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


def drafted(text: str, head: str = "") -> list[dict[str, Any]]:
    notice, _, _ = draft(f"甲县2025年要点\n{head}一、查隐患\n{text}\n二、抓宣传\n制定手册。")
    return [task for task, _ in tasks_of(notice["blocks"])]


def test_a_subject_carries_over_within_its_paragraph_as_a_guess() -> None:
    own, behind, other, unsaid, next_paragraph = drafted(
        "各乡镇要制定方案。要加强值守。各学校要开展演练；要严格管理。"
    )
    assert own["units"] == behind["units"] == ["各乡镇"]
    assert "actor" not in behind
    assert "各乡镇" in behind["review"]["unit"]
    assert other["units"] == unsaid["units"] == ["各学校"]
    assert "units" not in next_paragraph
    assert "没有写明由谁落实" in next_paragraph["review"]["unit"]


def test_a_subject_within_a_sentence_holds_no_further_than_it() -> None:
    found = drafted("各乡镇要制定方案，县水利局要编制手册。加强值守。")
    assert [one["units"] for one in found[:3]] == [["各乡镇"], ["县水利局"], ["各乡镇"]]


def test_where_addressees_are_printed_the_default_needs_no_look_for_each_duty() -> None:
    assert "unit" not in drafted("制定方案。", "各乡镇人民政府：\n")[0].get("review", {})


@pytest.mark.parametrize(
    ("text", "actor", "units"),
    [
        ("学校主要负责人要开展检查。", "学校主要负责人", ["各学校"]),
        ("各企业主要负责人要开展检查。", "各企业主要负责人", ["各企业"]),
        ("县水利局分管负责同志要开展检查。", "县水利局分管负责同志", ["县水利局"]),
        ("主要负责同志要开展检查。", "主要负责同志", None),
        ("校长要开展检查。", "校长", ["各学校"]),
    ],
)
def test_persons_are_no_units(text: str, actor: str, units: list[str] | None) -> None:
    task = drafted(text)[0]
    assert (task.get("actor"), task.get("units")) == (actor, units)
    assert "个人" in task["review"]["unit"]


def test_persons_belong_to_the_body_that_the_paragraph_names() -> None:
    first, second, third = drafted("各乡镇要制定方案，主要负责同志要开展检查。要加强值守。")[:3]
    assert first["units"] == second["units"] == third["units"] == ["各乡镇"]
    assert second["actor"] == "主要负责同志"
    assert "个人" in second["review"]["unit"]


def test_the_units_of_a_draft_hold_no_persons() -> None:
    notice, units, _ = draft(
        "甲县2025年安全要点\n一、查隐患\n分管负责同志要开展检查。第一责任人要开展演练。"
    )
    names = [one["name"] for kind in ("units", "groups") for one in units.get(kind, [])]
    assert names == ["各有关单位"]
    assert notice["responsibility"]["units"] == names
