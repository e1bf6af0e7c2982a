"""A draft: its head, its units, its ids, and YAML that reads back as it was written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from drafted import TODAY, draft, grid, source
from hypothesis import given
from hypothesis import strategies as st

from yqsafety.drafting import draft as drafting
from yqsafety.drafting.draft import LostLetters, draft_notice
from yqsafety.drafting.due_words import due_day
from yqsafety.drafting.duties import tasks_of
from yqsafety.drafting.head_data import Head, read_day, read_head
from yqsafety.drafting.new_units import UnitBook
from yqsafety.drafting.outline import outline_blocks
from yqsafety.drafting.printing import printed_letters, source_letters
from yqsafety.drafting.yaml_writer import notice_yaml, units_yaml
from yqsafety.notice.data_files import data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.roster import Roster
from yqsafety.notice.schema import check_shape
from yqsafety.notice.unit_checks import check_units
from yqsafety.notice.unit_names import plain_name
from yqsafety.notice.yaml_reader import load_yaml

NOTICE = """\
甲政办发〔2024〕8号
甲县人民政府办公室关于做好2025年消防安全工作的通知
各乡（镇）人民政府，县直有关单位：
为做好消防安全工作，现通知如下：
一、抓排查
（一）查隐患。组织开展消防安全检查。建立隐患台账。（县应急局牵头，县公安局、各学校配合）
（二）抓整改。督促整改火灾隐患。（县应急管理局、县住建局等部门按职责分工负责，排在第一位的部门为牵头部门，下同）
二、抓宣传
（三）广宣传。开展消防宣传。
甲县人民政府办公室
2024年12月20日
"""


@pytest.fixture(scope="module")
def bundled() -> Roster:
    return Roster(load_catalog(data_files(None, None)).units, "垣曲县")


def head_of(*lines: str) -> Head:
    return read_head(outline_blocks(source(*lines)), TODAY)


def tasks(notice: dict[str, Any]) -> list[dict[str, Any]]:
    return [task for task, _ in tasks_of(notice["blocks"])]


def test_head_of_a_county() -> None:
    notice, _, remarks = draft(NOTICE)
    assert notice["schema"] == "yqsafety/notice@2"
    assert notice["id"] == "jiaxian-jzbf-2024-8"
    assert notice["term"] == {"from": "2025-01-01", "until": "2025-12-31"}
    assert notice["issued"] == "2024-12-20"
    assert notice["first_leads"] is True
    assert notice["words"] == {
        "whole": "全县",
        "office": "县消安委办",
        "office_name": "甲县人民政府办公室",
        "subject": "消防安全",
        "prefix": "县",
    }
    assert any("words.office" in remark for remark in remarks)


TITLES = {
    "乙市2024—2026年安全生产行动方案": (2024, 2026, "全市", "市"),
    "乙市安全生产三年行动方案": (2025, 2027, "全市", "市"),
    "丙省关于做好2023年防汛工作的通知": (2023, 2023, "全省", "省"),
    "丁戊化工有限公司2025年安全工作计划": (2025, 2025, "全公司", ""),
    "国务院办公厅关于加强食品安全工作的意见": (2025, 2025, "全国", ""),
    "己庚区安全生产工作要点": (2025, 2025, "全区", "区"),
}


@pytest.mark.parametrize("title", TITLES)
def test_term_and_words_from_the_title(title: str) -> None:
    head = head_of(title, "要抓安全。")
    found = (
        head.first.year,
        head.until.year,
        head.place.words["whole"],
        head.place.words["prefix"],
    )
    assert found == TITLES[title]


def test_a_term_that_was_guessed_is_said() -> None:
    head = head_of("甲县关于做好防汛工作的通知", "到2027年底前建成堤防。", "2025年3月6日")
    assert (head.first, head.until) == (dt.date(2025, 1, 1), dt.date(2027, 12, 31))
    assert any("请核对 term" in remark for remark in head.remarks)
    assert any("暂按 2025 年" in remark for remark in head_of("要查堤防。").remarks)


def test_days_as_printed() -> None:
    day = dt.date(2025, 3, 6)
    assert read_day("2025年3月6日") == read_day("二〇二五年三月六日") == day
    assert read_day("2025年13月6日") is None
    assert read_day("三月六日") is None


def test_brackets_become_roles() -> None:
    notice, _, _ = draft(NOTICE)
    first, second = notice["blocks"][4]["blocks"]
    assert first["responsibility"] == {
        "text": "（县应急局牵头，县公安局、各学校配合）",
        "lead": ["县应急局"],
        "support": ["县公安局", "各学校"],
    }
    assert second["responsibility"]["mode"] == "share"
    assert second["responsibility"]["open"] is True
    assert second["responsibility"]["units"] == ["县应急局", "县住建局"]


def test_the_addressees_are_responsible_where_nobody_else_is() -> None:
    notice, _, _ = draft(NOTICE)
    assert notice["responsibility"]["units"] == ["各乡（镇）人民政府", "县直有关单位"]
    assert notice["responsibility"]["review"]
    alone = draft("甲县要点", "一、抓排查。要查隐患。")
    assert alone.notice["responsibility"]["units"] == ["各有关单位"]
    assert "请写明" in alone.notice["responsibility"]["review"]
    covered = draft("关于查堤的通知\n各乡镇：\n一、查堤。建立堤防台账。（县水利局负责）")
    assert "responsibility" not in covered.notice


def test_what_was_not_understood_is_to_be_reviewed() -> None:
    notice, _, _ = draft("一、查堤。建立台账。（责任单位：县水利局；适用范围：丁镇）")
    assert "丁镇" in notice["blocks"][0]["responsibility"]["review"]


def test_a_bracket_between_sentences_is_for_those_before_it() -> None:
    notice, _, _ = draft("一、查堤。建立台账。（县水利局负责）建立名册。（县林业局负责）")
    block = notice["blocks"][0]
    named = [part for part in block["tasks"] if isinstance(part, dict)]
    assert named[0]["responsibility"] == {"units": ["县水利局"]}
    assert "responsibility" not in named[-1]
    assert "（县水利局负责）" in block["tasks"]
    assert block["responsibility"]["units"] == ["县林业局"]


def test_units_of_a_draft_pass_the_checks(bundled: Roster) -> None:
    for roster in (None, bundled):
        units = draft_notice(source(NOTICE), roster, TODAY).units
        document = load_yaml(units_yaml(units).encode(), "units.yaml")
        assert document.data == units
        model, faults = check_shape(document, "units")
        assert not faults
        assert not check_units(model, document)
        assert [group["name"] for group in units["groups"]] == [
            "各学校",
            "各乡（镇）人民政府",
            "县直有关单位",
        ]
        assert all(group["open"] and "members" not in group for group in units["groups"])


def test_ordinary_forms_of_names_come_from_the_roster(bundled: Roster) -> None:
    book = UnitBook(bundled)
    assert book.enter("市应急局") == book.enter("市应急管理局") == "市应急局"
    assert book.enter("各乡镇") == "各乡镇"
    assert book.find("各乡[镇]人民政府") == "各乡镇"
    assert book.find("某某镇人民政府") is None
    assert book.find("市水利局") == "市水利局"
    data = book.data()
    assert data["units"][0] == {
        "id": "yingji",
        "name": "市应急局",
        "aliases": ["市应急管理局"],
        "initials": ["syjj", "syjglj"],
    }
    assert data["groups"][0]["id"] == "townships"
    names = str(data)
    assert "垣曲" not in names
    assert "新城镇" not in names


def test_forms_of_names_without_a_roster() -> None:
    book = UnitBook(None)
    assert book.enter("县住房和城乡建设局") == book.enter("县住建局") == "县住房和城乡建设局"
    assert book.enter("县卫健委") == book.enter("县卫生健康委员会")
    assert book.enter("市住建局") == "市住建局"
    assert book.enter("(县)水利局") == "（县）水利局"
    ids = [unit["id"] for unit in book.data()["units"]]
    assert len(ids) == len(set(ids)) == 4


def test_ids_are_the_printed_numbers_where_they_run_through() -> None:
    ids = [task["id"] for task in tasks(draft(NOTICE).notice)]
    assert {one.split(".")[0] for one in ids} == {"1", "2", "3"}
    restarting = draft(
        "一、查\n1.排查堤防。\n2.排查水库。\n二、改\n1.整改堤防隐患。\n2.整改水库隐患。"
    ).notice
    assert [task["id"] for task in tasks(restarting)] == ["1.1", "2.1", "3.1", "4.1"]
    gaps = draft(
        "一、查\n1.排查堤防。\n3.排查水库。\n二、改\n7.整改堤防隐患。\n三、建立台账。"
    ).notice
    assert [task["id"] for task in tasks(gaps)] == ["1.1", "3.1", "7.1", "8.1"]


TABLE = """\
序号|任务|工作内容|责任单位|配合单位|完成时限|分值
1|查|建立堤防台账。|县水利局|县林业局、县气象局|2025年6月底前|5
2|改|整改堤防隐患。||各乡镇|长期坚持|3
3|报|报送工作总结。|县水利局||择机|2
"""


def test_rows_of_a_table() -> None:
    merged = frozenset({(2, 3)})
    notice, _, _ = draft("甲县2025年防汛任务清单", grid(TABLE, merged))
    rows = notice["blocks"][1]["blocks"]
    assert rows[0]["responsibility"] == {
        "units": ["县水利局"],
        "support": ["县林业局", "县气象局"],
    }
    assert rows[1]["responsibility"] == {"units": ["县水利局"], "support": ["各乡镇"]}
    assert rows[0]["cells"] == [
        "1",
        "查",
        "",
        "县水利局",
        "县林业局、县气象局",
        "2025年6月底前",
        "5",
    ]
    first, second, third = tasks(notice)
    assert first["timing"] == {"kind": "once", "basis": "stated", "due": "2025-06-30"}
    assert first["score"] == "5"
    assert "due" not in second.get("timing", {})
    assert "择机" in third["review"]["date"]


DUE = {
    "6月底前": (6, 30),
    "6月10日前": (6, 10),
    "2025年9月上旬": (9, 10),
    "年底前": (12, 31),
    "上半年": (6, 30),
    "2月30日前": (2, 28),
    "13月": None,
    "立即": None,
    "2027年1月": None,
    "择机": None,
}


@pytest.mark.parametrize("words", DUE)
def test_times_of_a_cell(words: str) -> None:
    expected = DUE[words]
    assert due_day(words, head_of("甲县2025年要点")) == (expected and dt.date(2025, *expected))


def test_a_list_of_problems_is_what_is_to_be_rectified() -> None:
    notice, _, _ = draft(
        "关于整改的通知\n各县区：\n请整改。\n2025年3月6日\n附件\n共性问题清单\n1.灭火器过期。"
    )
    found = tasks(notice)[-1]
    assert found["title"] == "整改：灭火器过期"
    assert found["quote"] == "灭火器过期。"
    assert found["review"]["cut"]


def test_a_lost_letter_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_last(document: Any) -> Any:
        return outline_blocks(document)[:-1]

    monkeypatch.setattr(drafting, "outline_blocks", without_last)
    with pytest.raises(LostLetters, match="草稿与原文不一致"):
        draft(NOTICE)


def test_a_draft_is_the_same_each_time() -> None:
    assert draft(NOTICE) == draft(NOTICE)


def test_a_notice_in_yaml() -> None:
    notice = draft(NOTICE, grid(TABLE)).notice
    text = notice_yaml(notice)
    assert load_yaml(text.encode(), "tasks.yaml").data == notice
    assert "\n  - {is: number, text: 甲政办发〔2024〕8号}\n" in text
    assert '\n          - id: "1.1"\n' in text
    assert "words: {whole: 全县, office: 县消安委办, " in text
    place = text.index("label: （一）")
    order = ["heading: 查隐患。", "tasks:", "responsibility:"]
    places = [text.index(word, place) for word in order]
    assert places == sorted(places)


FRAGMENTS = "一、A :#-{}[],'\"\n\t&*!|>%@`?~=.0123 yes null（）\u3000\u00a0\u2028“”\\"
TEXTS = st.text(st.sampled_from(FRAGMENTS) | st.characters(codec="utf-8"), max_size=12).filter(
    lambda text: (
        not any(
            (ord(mark) < 32 and mark not in "\n\t")
            or 0x7E < ord(mark) < 0xA0
            or ord(mark) in (0xFFFE, 0xFFFF)
            for mark in text
        )
    )
)
VALUES = st.recursive(
    TEXTS | st.integers(-999, 999) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("is text tasks blocks units review label".split()), inner)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from("id text tasks blocks words table".split()), VALUES, min_size=1)
)
def test_any_plain_data_reads_back_as_it_was_written(data: dict[str, Any]) -> None:
    assert load_yaml(units_yaml(data).encode(), "units.yaml").data == data


LINES = st.sampled_from(
    "一、查堤 二、查库。要查。 （一）抓整改。要改。（甲局负责） 1.建立台账。 （2）查。 ①查"
    " 附件 附件1 责任单位：甲局 （乙局负责） 牵头单位：乙局 2025年3月6日 甲县水利局 各乡镇："
    " 关于查堤的通知 防汛方案 要查堤防。 甲政发〔2025〕1号 （此件公开发布） 抄送：县委。"
    " 2025年3月6日印发 要求如下： 第一章 第二条 要查 1.1 1.2要查 2．"
    " 现印发给你们，请于3月6日前报送。 完成时限：6月底前".split()
)


@given(st.lists(LINES | st.just(grid(TABLE)), max_size=14))
def test_no_letter_of_any_document_is_lost(pieces: list[Any]) -> None:
    document = source(*pieces)
    notice = draft_notice(document, None, TODAY).notice
    assert printed_letters(notice) == source_letters(document)
    ids = [task["id"] for task in tasks(notice)]
    assert len(ids) == len(set(ids))
    assert load_yaml(notice_yaml(notice).encode(), "tasks.yaml").data == notice


def test_names_in_the_draft_are_in_its_units(bundled: Roster) -> None:
    notice, units, _ = draft_notice(source(NOTICE), bundled, TODAY)
    known = {
        plain_name(name)
        for body in (*units["units"], *units["groups"])
        for name in (body["name"], *body.get("aliases", ()))
    }
    text = [block.get("responsibility", {}) for block in notice["blocks"][4]["blocks"]]
    for roles in (*text, notice["responsibility"]):
        for key in ("units", "lead", "support", "check"):
            assert {plain_name(name) for name in roles.get(key, ())} <= known


def test_two_documents_of_one_place_and_year_have_ids_of_their_own() -> None:
    """Records are kept apart by the id alone: a tick on one must not finish the other."""
    texts = [
        "安澜市2025年防汛工作的通知\n一、抓值守。5月底前制定值守方案。（市应急局负责）",
        "安澜市2025年冬季防火工作的通知\n一、抓巡护。11月底前制定巡护方案。（市应急局负责）",
        "安安委〔2025〕3号\n安澜市安全生产工作的通知\n一、抓值守。制定值守方案。（市应急局负责）",
        "安政发〔2025〕3号\n安澜市安全生产工作的通知\n一、抓值守。制定值守方案。（市应急局负责）",
    ]
    ids = [draft(*text.split("\n")).notice["id"] for text in texts]
    assert len(set(ids)) == 4
    assert ids[2:] == ["anlan-aaw-2025-3", "anlan-azf-2025-3"]
