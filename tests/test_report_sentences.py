"""What the report says of figures: sentences that a person would write and sign."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest
from small import entry, event, small_ledger

from yqsafety.ledger.changes import Comparison
from yqsafety.ledger.progress import Counter, Part, Tally
from yqsafety.notice.model import Words
from yqsafety.wording import report_details as details
from yqsafety.wording import report_sentences as sentences
from yqsafety.wording.paper_words import (
    clauses_text,
    in_one_line,
    named_few,
    paper_id,
    says_nothing,
    unlabelled_heading,
)

WORDS = Words(whole="全县", office="县安委办")


def dated(**figures: int) -> str:
    return sentences.dated_sentences(Counter(**figures), WORDS)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({}, "没有应办的。"),
        ({"total": 3, "todo": 3}, "应办3项，已办结0项，办结率0%；未反馈3项。"),
        (
            {"total": 3, "done": 2, "confirmed": 1, "doing": 1, "overdue": 1},
            "应办3项，已办结2项（其中已复核1项），办结率66.7%；在办1项。未办结的任务中，逾期1项。",
        ),
        (
            {"total": 4, "doing": 3, "todo": 1, "returned": 2, "awaiting": 1},
            "应办4项，已办结0项，办结率0%；在办3项（其中退回重办2项，全县一项待认定1项），未反馈1项。",
        ),
        ({"total": 2, "done": 2, "confirmed": 2}, "应办2项，已办结2项（均已复核），办结率100%。"),
        (
            {"total": 9, "done": 1, "todo": 7, "na_unconfirmed": 1, "year_open": 3, "due_soon": 4},
            "应办9项，已办结1项（均待复核），办结率11.1%；未反馈7项，报不适用待复核1项。"
            "未办结的任务中，年度未结3项，30日内到期4项。",
        ),
    ],
)
def test_dated_tasks(figures: dict[str, int], said: str) -> None:
    assert dated(**figures).removeprefix("限期任务（含定期任务和已触发的任务）") == said


def test_nothing_is_said_of_what_there_is_not() -> None:
    assert sentences.standing_sentences(Counter(), WORDS) == ""
    assert sentences.presumed_sentence(Counter()) == ""
    assert sentences.beside_sentence(Counter()) == ""


def test_standing_and_presumed() -> None:
    standing = Counter(total=4, done=1, confirmed=0, doing=1, todo=2, stale=3)
    assert sentences.standing_sentences(standing, WORDS) == (
        "长期任务应报4项，已报落实1项（均待复核），占25%；推进中1项，未反馈2项。"
        "从未报送或已到更新期限的（待更新）3项。长期任务须持续落实，不计入办结率。"
    )
    reported = Counter(total=1, done=1, confirmed=1)
    assert "待更新" not in sentences.standing_sentences(reported, WORDS)
    assert sentences.presumed_sentence(Counter(total=5, overdue=2)) == (
        "责任单位或时限属推定的任务应办5项（逾期2项），单独统计，不列入正文、排名和点名。"
    )
    both = Tally(Counter(returned=1, waiting=2), Counter(awaiting=1, na=1))
    assert (
        sentences.beside_sentence(*both.counters)
        == "复核同意不适用1项，尚未触发2项，不计入应办数。"
    )


def compared(then: Counter, now: Counter, **news: int) -> str:
    day = dt.date(2025, 5, 31)
    found = Comparison(day, then=Tally(then), now=Tally(now), **news)
    return sentences.comparison_sentence(found).removeprefix("与5月底相比，")


@pytest.mark.parametrize(
    ("then", "now", "news", "said"),
    [
        ((4, 1, 0), (4, 1, 0), {}, "限期任务没有变化。"),
        ((4, 1, 0), (4, 2, 0), {"finished": 1}, "新办结1项，办结率由25%提高到50%。"),
        ((4, 2, 0), (4, 1, 0), {}, "办结率由50%下降到25%。"),
        ((0, 0, 0), (4, 1, 0), {"finished": 1}, "新办结1项。"),
        ((4, 1, 2), (4, 1, 3), {"fell_overdue": 1}, "新增逾期1项。5月底逾期的2项仍未办结。"),
        (
            (4, 1, 2),
            (4, 2, 1),
            {"finished": 1, "caught_up": 1},
            "新办结1项，办结率由25%提高到50%。5月底逾期的2项中，"
            "有1项已办结或不再计为逾期，仍有1项逾期。",
        ),
        (
            (4, 1, 1),
            (4, 2, 0),
            {"finished": 1, "caught_up": 1},
            "新办结1项，办结率由25%提高到50%。5月底逾期的1项已全部办结或不再计为逾期。",
        ),
    ],
)
def test_this_month_against_the_last(
    then: tuple[int, int, int], now: tuple[int, int, int], news: dict[str, Any], said: str
) -> None:
    counters: list[Any] = [
        Counter(total=total, done=done, overdue=overdue) for total, done, overdue in (then, now)
    ]
    assert compared(*counters, **news) == said


def ranked(*figures: tuple[int, int, int], name: str = "乡镇") -> str:
    """Units A, B, C … with total, done and overdue, best first."""
    parts = [
        Part(letter, letter, Tally(Counter(total=total, done=done, overdue=overdue)))
        for letter, (total, done, overdue) in zip("甲乙丙丁戊己庚辛", figures, strict=False)
    ]
    return sentences.ranking_sentences(name, parts)


def test_best_and_worst_are_named_with_their_figures() -> None:
    said = ranked((4, 4, 0), (4, 3, 0), (4, 2, 0), (4, 1, 1), (4, 1, 3))
    assert said == (
        "乡镇中，办结率居前的是甲（100%）、乙（75%）、丙（50%）；办结率最低的是丁、戊（25%）。"
    )


def test_whoever_is_level_with_the_third_is_named_too() -> None:
    assert "居前的是甲（75%）、乙（50%）、丙（50%）、丁（50%）；" in ranked(
        (4, 3, 0), (4, 2, 0), (4, 2, 0), (4, 2, 0), (4, 0, 0)
    )


def test_nobody_is_best_or_worst_where_all_are_level_or_alone() -> None:
    assert ranked((4, 1, 0), (4, 1, 0)) == "乡镇中，2个单位办结率均为25%。"
    assert ranked((4, 0, 0), (4, 0, 0), name="") == "各单位中，2个单位均尚无办结。"
    assert ranked((4, 0, 2)) == ""
    assert ranked() == ""


def test_the_best_is_never_the_worst_as_well() -> None:
    assert (
        ranked((4, 2, 0), (4, 1, 0)) == "乡镇中，办结率居前的是甲（50%）；办结率最低的是乙（25%）。"
    )


def test_what_is_asked_is_what_there_is_to_ask() -> None:
    asked = partial(details.request_sentence, stale=False, office="县安委办")
    nothing = asked(overdue=False, returned=False, next_month="", reply_by="")
    assert nothing == "各单位的进展、存在问题和佐证材料，随当月台账报县安委办。"
    some = asked(overdue=True, returned=False, next_month="7月", reply_by="")
    assert some.startswith("逾期任务，责任单位要说明原因，尽快办结；7月到期的任务，要提前安排")
    until = asked(overdue=True, returned=True, next_month="", reply_by="7月5日")
    assert until == (
        "逾期任务，责任单位要7月5日前书面说明原因，尽快办结；退回的任务，要按退回理由补正，"
        "7月5日前重新报送；各单位的进展、存在问题和佐证材料，7月5日前报县安委办。"
    )


def concerned(*units: tuple[str, int], shared: int = 0) -> str:
    return details.concerned_text(details.UnitCounts(units, shared), WORDS, "附件1")


def test_whoever_is_behind_is_named_with_how_much() -> None:
    some = (("甲", 1), ("乙", 3), ("丙", 0), ("丁", 1))
    assert concerned(*some) == "涉及3个单位：乙3项，甲、丁各1项"
    assert concerned(("甲", 1), shared=2) == ("涉及1个单位：甲1项；全县一项、未明确牵头单位的2项")
    assert concerned(shared=1) == "全县一项、未明确牵头单位的1项"


def test_beyond_forty_units_the_annex_is_named() -> None:
    many = tuple((f"单位{n}", 1) for n in range(1, 43))
    said = concerned(*many)
    assert said.startswith("涉及42个单位：单位1、单位2、")
    assert said.endswith("、单位40各1项；其余2个单位见附件1")
    assert not concerned(*many[:40]).endswith("见附件1")


def test_what_falls_due_soon_is_parted_by_whether_it_was_begun() -> None:
    assert details.due_soon_sentence(30, 1, 2, "涉及1个单位：甲2项") == (
        "限期任务中，30日内到期3项，其中在办1项，未反馈2项。未反馈的涉及1个单位：甲2项。"
    )
    assert details.due_soon_sentence(30, 1, 0, "") == "限期任务中，30日内到期1项，其中在办1项。"


def test_names_and_clauses() -> None:
    letters = list("甲乙丙丁戊己庚")
    assert named_few(letters[:6]) == "甲、乙、丙、丁、戊、己"
    assert named_few(letters) == "甲、乙、丙、丁、戊等7个单位"
    assert clauses_text(["甲"]) == "甲。"
    assert clauses_text(["甲", "乙"]) == "（1）甲；（2）乙。"


def test_what_was_typed_stands_in_one_line() -> None:
    assert in_one_line("经费不足。\n\n 人手不足；\r\n") == "经费不足；人手不足"
    assert all(map(says_nothing, ("", " 。", "无", "暂无。", "/", "没有问题")))
    assert not says_nothing("无专职人员")


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("一、狠抓责任", "狠抓责任"),
        ("（三）章节", "章节"),
        ("第三章 总则", "总则"),
        ("第一部分 重点", "重点"),
        ("3．整治", "整治"),
        ("一", "一"),
        ("十大工程", "十大工程"),
        ("2025年任务", "2025年任务"),
    ],
)
def test_a_section_is_named_without_its_number(heading: str, plain: str) -> None:
    assert unlabelled_heading(heading) == plain


def test_a_paper_holds_no_codes() -> None:
    book = small_ledger(event(1, "trigger", "1.4", "jia", on="05-18", period="2025-05-18"))
    assert paper_id(book, entry(book, "1.3@2025-H1")) == "1.3（上半年）"
    assert paper_id(book, entry(book, "1.4@2025-05-18")) == "1.4（5月18日）"
    assert paper_id(book, entry(book, "3.1")) == "3.1"
