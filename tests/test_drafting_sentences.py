"""What a draft makes of sentences: cuts, kinds, dates, figures, subjects, titles, proof.

The hand-made catalogue is the measure; the sentences here are made up.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yqsafety.drafting.sentences import Context, cut_duties
from yqsafety.notice.model import Catalog, Item

ROSTER = {"县水利局": "县水利局", "水利局": "县水利局", "县应急管理局": "县应急管理局"}
YEAR = Context(dt.date(2025, 1, 1), dt.date(2025, 12, 31), dt.date(2025, 3, 6), ROSTER.get)
THREE = YEAR._replace(until=dt.date(2027, 12, 31))
LEAST_RECALL, LEAST_PRECISION, LEAST_KINDS = 0.92, 0.82, 0.95


def joined(pieces: list[str | dict[str, Any]]) -> str:
    return "".join(one if isinstance(one, str) else one["quote"] for one in pieces)


def tasks(text: str, context: Context = YEAR) -> list[dict[str, Any]]:
    return [one for one in cut_duties(text, context) if not isinstance(one, str)]


def only(text: str, context: Context = YEAR) -> dict[str, Any]:
    found = tasks(text, context)
    assert len(found) == 1, found
    return found[0]


WORDS = [
    *"，。；！、（）()“”《》\n 1235%",
    *"各部门 要 对 发生事故的 后 制定 预案 开展 检查 加强 管理".split(),
    *"2025年 6月底前 每年 至少 2次 确保 春节前 开展".split(),
]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join) | st.text(max_size=80))
def test_strings_and_quotes_join_to_the_text_whatever_it_is(text: str) -> None:
    for mode in ("lead", "supervise"):
        pieces = cut_duties(text, YEAR._replace(mode=mode))
        assert joined(pieces) == text
        for one in pieces:
            if not isinstance(one, str):
                assert 1 <= len(one["title"]) <= 20
                assert mode == "lead" or one["title"].startswith("督促")


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_every_timing_keeps_the_rules_of_a_catalogue(text: str) -> None:
    for task in tasks(text, THREE):
        timing = task["timing"]
        kind, due, slots = timing["kind"], timing.get("due"), timing.get("slots", [])
        assert (kind == "recurring") == bool(timing.get("every") or slots)
        assert (kind == "triggered") == bool(timing.get("trigger"))
        assert not (timing.get("every") and slots)
        assert due is None or (kind == "once" and THREE.holds(due))
        assert timing["basis"] != "notice-year" or not (due or slots)
        assert "within" not in timing or kind == "triggered"
        assert len({slot["name"] for slot in slots}) == len(slots)
        assert all(slot["start"] <= slot["due"] >= THREE.floor for slot in slots)
        assert all(THREE.first <= slot["start"] <= THREE.until for slot in slots)
        if quantity := task.get("quantity"):
            assert quantity["text"] in task["quote"]
            assert 1 <= quantity["value"] <= quantity.get("max", quantity["value"])


def cuts(quotes: list[str]) -> set[int]:
    places, place = set(), 0
    for quote in quotes:
        place += len(quote)
        places.add(place)
    return places - {place}


def text_of(item: Item) -> str:
    """The text of an item of ours, of which every sentence is quoted."""
    return "".join(task.quote for task in item.tasks)


def drafted(item: Item) -> list[dict[str, Any]]:
    found = cut_duties(text_of(item), YEAR._replace(mode=item.responsibility.mode))
    assert joined(found) == text_of(item)
    return [one for one in found if not isinstance(one, str)]


def test_the_cuts_at_commas_are_those_of_the_hand_made_catalogue(catalog: Catalog) -> None:
    hit = proposed = wanted = 0
    for item in catalog.notice.items():
        ends = {n + 1 for n, letter in enumerate(text_of(item)) if letter in "。；"}
        ours = cuts([one["quote"] for one in drafted(item)])
        gold = cuts([one.quote for one in item.tasks])
        assert gold & ends == ours & ends, item.number
        hit += len((ours & gold) - ends)
        proposed += len(ours - ends)
        wanted += len(gold - ends)
    assert hit / wanted >= LEAST_RECALL
    assert hit / proposed >= LEAST_PRECISION


def test_the_kinds_are_those_of_the_hand_made_catalogue(catalog: Catalog) -> None:
    pairs = []
    for item in catalog.notice.items():
        kinds = {one.quote: one.timing.kind for one in item.tasks}
        pairs += [
            (kinds[one["quote"]], one["timing"]["kind"])
            for one in drafted(item)
            if one["quote"] in kinds
        ]
    assert len(pairs) > 120
    assert sum(gold == ours for gold, ours in pairs) / len(pairs) >= LEAST_KINDS


def test_a_long_document_takes_a_moment(catalog: Catalog) -> None:
    text = "".join(text_of(item) for item in catalog.notice.items()) * 2
    started = time.process_time()
    cut_duties(text, YEAR)
    assert time.process_time() - started < 0.5 * len(text) / 10_000


@pytest.mark.parametrize(
    "text",
    ["（" * 9000, "“”" * 9000, "，" * 9000, "1" * 9000, "2024年 " * 3000, "制定" + "((" * 5000],
)
def test_strange_text_takes_no_longer(text: str) -> None:
    started = time.process_time()
    assert joined(cut_duties(text, YEAR)) == text
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            "制定年度计划，开展夜间巡查，确保万无一失。",
            ["制定年度计划，", "开展夜间巡查，确保万无一失。"],
        ),
        ("按照属地原则，建立隐患台账；加强值守！", ["按照属地原则，建立隐患台账；", "加强值守！"]),
        ("加强值守，对擅自离岗的，严肃追究责任。", ["加强值守，", "对擅自离岗的，严肃追究责任。"]),
        (
            "落实《甲乙。丙丁办法》（见附件；略）要求。",
            ["落实《甲乙。丙丁办法》（见附件；略）要求。"],
        ),
        ("加强桥梁管护，以及隧道、涵洞管护。", ["加强桥梁管护，以及隧道、涵洞管护。"]),
        ("1.制定方案。2.开展演练。", ["1.制定方案。", "2.开展演练。"]),
    ],
)
def test_cuts(text: str, quotes: list[str]) -> None:
    found = tasks(text)
    assert [one["quote"] for one in found] == quotes
    ends = "。；！"
    for before, one in zip(quotes, found[1:], strict=False):
        assert ("cut" in one.get("review", {})) == (before[-1] not in ends)


@pytest.mark.parametrize(
    "text",
    [
        "党的二十大以来，全市加强基础建设，成效明显。",
        "近期多地发生火灾，防控形势严峻复杂。",
        "为做好防汛工作，现将有关事项通知如下。",
        "开展创建是提升治理水平的重要举措。",
        "部分楼道堆放杂物。",
    ],
)
def test_what_asks_for_nothing_is_prose(text: str) -> None:
    assert cut_duties(text, YEAR) == [text]


def test_under_a_heading_of_principles_there_is_prose_but_for_goals() -> None:
    context = YEAR._replace(heading="（一）指导思想")
    assert cut_duties("坚持预防为主，强化源头治理。", context) == ["坚持预防为主，强化源头治理。"]
    assert tasks("到2025年底前，达标率达到95%以上。", context)


def test_a_bracket_behind_a_sentence_stands_apart() -> None:
    text = "制定方案。（水利局负责）开展演练。"
    first, aside, second = cut_duties(text, YEAR)
    assert aside == "（水利局负责）"
    assert isinstance(first, dict)
    assert isinstance(second, dict)


def test_prose_before_a_request_with_a_day_is_parted_from_it() -> None:
    text = "现将要点印发给你们，请认真执行，并于12月6日前将总结报至县安委办。"
    prose, task = cut_duties(text, YEAR)
    assert prose == "现将要点印发给你们，请认真执行，"
    assert isinstance(task, dict)
    assert task["timing"] == {"kind": "once", "basis": "stated", "due": dt.date(2025, 12, 6)}


@pytest.mark.parametrize(
    ("text", "kind", "sure"),
    [
        ("设立值班室。", "once", True),
        ("编制抢险手册。", "once", True),
        ("召开动员会议。", "once", True),
        ("持续开展夜查。", "standing", True),
        ("加强堤防管护。", "standing", True),
        ("坚持每日巡堤制度。", "standing", True),
        ("健全联防联控机制。", "once", False),
        ("开展抢险培训。", "once", True),
        ("开展日常宣传。", "standing", False),
        ("对拒不整改的单位，依法予以处罚。", "standing", False),
        ("无证人员不得上岗。", "standing", True),
        ("支持和鼓励企业根据行业需求和地方实际需要，增加专业设置。", "standing", True),
        ("鼓励各镇规划避险路线。", "standing", True),
    ],
)
def test_kinds(text: str, kind: str, sure: bool) -> None:
    task = only(text)
    assert task["timing"]["kind"] == kind
    assert ("kind" not in task.get("review", {})) == sure


def test_what_is_done_when_there_is_cause_is_reported_as_nil() -> None:
    task = only("对拒不整改的单位，依法予以处罚。")
    assert task["timing"]["renew_days"] == 180
    assert task["evidence"][-1] == "无此情形的，零报告"
    assert "推定" in task["note"]


@pytest.mark.parametrize(
    ("text", "actor", "units", "sure"),
    [
        ("县水利局要编制预案。", "县水利局", ["县水利局"], True),
        (
            "县水利局、县应急管理局要加强会商。",
            "县水利局、县应急管理局",
            ["县水利局", "县应急管理局"],
            True,
        ),
        ("由县应急管理局牵头制定方案。", "县应急管理局", ["县应急管理局"], True),
        ("市气象局组建观测小组。", "市气象局", ["市气象局"], False),
        ("各部门要制定方案。", "各部门", None, False),
        ("相关单位要加强值守。", "相关单位", None, False),
    ],
)
def test_subjects(text: str, actor: str, units: list[str] | None, sure: bool) -> None:
    task = only(text)
    assert (task.get("actor"), task.get("units")) == (actor, units)
    assert ("unit" not in task.get("review", {})) == sure


def test_a_subject_holds_for_its_sentence() -> None:
    first, second, third = tasks("各企业要制定方案，开展演练。加强值守。")
    assert first["actor"] == second["actor"] == "各企业"
    assert "actor" not in third


def test_one_result_for_the_whole_place() -> None:
    task = only("编制防汛专项规划。")
    assert task["done_by"] == "any"
    assert "unit" in task["review"]
    assert only("组建校园安全专家库。")["done_by"] == "any"
    assert only("出台《幼儿园安全指南》。")["done_by"] == "any"
    assert "done_by" not in only("各镇要编制防汛专项规划。")
    assert only("县委、县政府要召开专题会议。")["done_by"] == "any"


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("召开动员会议。", ["会议通知", "会议记录"]),
        ("组织开展抢险演练。", ["演练方案", "演练记录和照片"]),
        ("制定值守办法。", ["办法"]),
        ("开展河道隐患排查。", ["整治台账", "整改前后材料"]),
        ("开展抢险培训。", ["培训通知", "签到表", "培训记录"]),
        ("组建涵盖消防的专家智库。", ["专家名册"]),
        ("加强车辆和人员安全管理。", ["落实清单", "检查记录"]),
    ],
)
def test_proof(text: str, evidence: list[str]) -> None:
    assert only(text)["evidence"] == evidence


def test_where_no_proof_fits_it_is_said() -> None:
    task = only("坚决停下来。") if tasks("坚决停下来。") else only("要高看一眼。")
    assert "evidence" not in task
    assert task["review"]["evidence"]


def test_the_answer_is_the_same_each_time(catalog: Catalog) -> None:
    text = text_of(next(catalog.notice.items()))
    assert cut_duties(text, YEAR) == cut_duties(text, YEAR)
