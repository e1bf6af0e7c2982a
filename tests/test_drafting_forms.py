"""Forms of documents other than a county's notice: a company's, a school's, tables, Markdown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from drafted import TODAY, draft, grid, source, tree

from yqsafety.drafting import pinyin
from yqsafety.drafting.actors import actor_of
from yqsafety.drafting.assembling import KnownPlace, assemble_draft
from yqsafety.drafting.clauses import read_clause
from yqsafety.drafting.cuts import cut_text
from yqsafety.drafting.markdown import read_markdown
from yqsafety.drafting.source import Paragraph
from yqsafety.drafting.titles import make_title
from yqsafety.errors import UsageError
from yqsafety.notice.bracket_names import outer_pieces, split_names
from yqsafety.notice.bracket_places import closing_due, find_bracket
from yqsafety.notice.data_files import data_files
from yqsafety.notice.file_checks import check_files, check_written

Block = dict[str, Any]


def words_of(*lines: str) -> dict[str, str]:
    words: dict[str, str] = draft(*lines, "一、查隐患。各部门要排查隐患。").notice["words"]
    return words


def valid(*pieces: Any) -> None:
    """The two files of a draft pass the checks."""
    made = assemble_draft(source(*pieces), data_files(None, None).units.raw, KnownPlace(), TODAY)
    findings, _ = check_written(made.tasks.encode(), made.units.encode())
    assert not findings


def tasks_in(blocks: list[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found += [part for part in block.get("tasks", []) if isinstance(part, dict)]
        found += tasks_in(block.get("blocks", []))
    return found


def duties(text: str) -> list[str]:
    return [piece.text for piece in cut_text(text) if piece.duty]


def test_a_company_has_no_words_of_a_county() -> None:
    words = words_of("甲市文旅集团乙商场有限公司文件", "关于做好2025年防火安全工作的通知")
    assert words["whole"] == "全公司"
    assert words["prefix"] == ""
    assert "安委办" not in words["office"]
    assert words["office"] == "甲市文旅集团乙商场有限公司"


def test_a_company_signs_with_its_own_office() -> None:
    signed = ("乙公司安全生产管理委员会办公室", "2025年3月1日")
    notice = draft("关于2025年安全生产工作的通知", "一、查隐患。", "要排查隐患。", *signed).notice
    assert notice["words"]["office"] == "乙公司安全生产管理委员会办公室"
    assert notice["words"]["office_name"] == "乙公司安全生产管理委员会办公室"
    assert notice["words"]["whole"] == "全公司"


@pytest.mark.parametrize(
    ("title", "whole", "prefix"),
    [
        ("丙州市人民政府关于防汛工作的通知", "全市", "市"),
        ("丁乡市安全生产工作要点", "全市", "市"),
        ("戊镇安全生产工作要点", "全镇", "镇"),
        ("市人民政府办公厅关于防汛工作的通知", "全市", "市"),
        ("己中学关于校园安全工作的通知", "全校", ""),
        ("甲县中小学校安全工作计划", "全县", "县"),
    ],
)
def test_whose_document_it_is(title: str, whole: str, prefix: str) -> None:
    words = words_of(title)
    assert (words["whole"], words["prefix"]) == (whole, prefix)


def test_places_are_read_as_they_are_there() -> None:
    assert pinyin.word("于都") == "yudu"
    assert pinyin.word("于都县") == "yuduxian"
    assert pinyin.initials("大城县") == "dcx"
    assert pinyin.word("大城市") != pinyin.word("大城县")[:5]
    assert pinyin.word("大城墙") == "dachengqiang"


def test_the_year_stands_in_the_title_without_its_word() -> None:
    notice = draft("2025春节放假安排", "一、要查隐患。", "保卫处", "2024年1月10日").notice
    assert notice["term"]["from"] == "2025-01-01"
    assert "issued" not in notice
    plan = draft("甲公司行动方案（2024-2026）", "一、要查隐患。").notice
    assert plan["term"] == {"from": "2024-01-01", "until": "2026-12-31"}


def test_what_is_no_notice_is_refused() -> None:
    with pytest.raises(UsageError, match="没有找到标题"):
        valid("各乡镇：", "一、查隐患。要排查隐患。")
    with pytest.raises(UsageError, match="没有找到要做的事"):
        valid("动火证", grid("编号|日期\n1|2"))


def test_a_long_title_that_holds_another() -> None:
    long = f"关于印发《{'甲市乙公司' * 12}安全生产工作方案》的通知"
    assert tree(long, "各部门：", "一、查。要查隐患。")[0] == f"<title> | {long}"


def test_a_closing_sentence_is_no_issuer() -> None:
    lines = tree("通知", "一、查。要查隐患。", "特此通知，请相互转告", "保卫处", "2025年1月1日")
    assert "<issuer> | 保卫处" in lines
    assert not any(line.startswith("<issuer> | 特此") for line in lines)


def test_markdown_of_a_page() -> None:
    text = (
        "---\nlayout: page\nlang: zh\n---\n# 工作方案\n##\n"
        "### &emsp;&emsp;一、查\n&emsp;&emsp;要查<b>隐患</b>。\n"
        '<p style="text-align:right;\ncolor:red">安全部</p>\n<p>2025年1月1日</p>\n'
    )
    pieces, remarks = read_markdown(text)
    texts = [piece.text for piece in pieces if isinstance(piece, Paragraph)]
    assert texts == ["工作方案", "一、查", "要查隐患。", "安全部", "2025年1月1日"]
    assert any("网页设置" in remark for remark in remarks)
    assert any("网页标签 6 个" in remark for remark in remarks)


def test_a_ruler_at_the_top_is_no_setting() -> None:
    pieces, _ = read_markdown("---\n一、查隐患。\n---\n二、改。\n")
    assert [piece.text for piece in pieces if isinstance(piece, Paragraph)] == [
        "一、查隐患。",
        "二、改。",
    ]


def test_numbers_that_go_on_through_the_chapters_above_them() -> None:
    lines = tree(
        "一、任务\n（一）查。\n1、要查甲。\n2、要查乙。\n（二）改。\n3、要改甲。\n4、要改乙。\n"
        "二、保障\n（一）领导。\n要加强领导。\n（二）检查。\n要加强检查。"
    )
    assert [line.split("]")[0] for line in lines if "[" in line] == [
        "[一、",
        "  [（一）",
        "    [1、",
        "    [2、",
        "  [（二）",
        "    [3、",
        "    [4、",
        "[二、",
        "  [（一）",
        "  [（二）",
    ]


def test_a_sentence_that_was_broken_off_goes_on() -> None:
    first = f"一、要查隐患。{'要逐项登记隐患并限期整改到位。' * 5}由办"
    lines = tree_of_text(f"通知\n{first}\n公室负责汇总。\n二、要整改隐患。\n")
    assert lines[1] == f"{first}公室负责汇总。"


def tree_of_text(text: str) -> list[str]:
    from yqsafety.drafting.text_lines import read_text

    return [piece.text for piece in read_text(text)[0] if isinstance(piece, Paragraph)]


MEASURES = """
    序号|类别|主要任务|细化措施|牵头单位
    1|水|守住红线|落实用水定额，开展节水检查。|市水利局
"""


def test_the_column_of_measures_holds_the_duties() -> None:
    notice = draft("甲市2025年任务分解表", grid(MEASURES)).notice
    table = notice["blocks"][1]["table"]
    assert (table["body"], table["heading"]) == ("细化措施", "类别")
    assert len(tasks_in(notice["blocks"])) == 2


def test_a_column_without_a_title_names_the_bodies() -> None:
    rows = "序号|考核项目||分值|考核内容\n1|重点|县水利局|60|治理河道\n2||县林业局|60|植树护林\n"
    rows += "3||县公安局|60|河道巡查"
    notice = draft("甲县2025年责任单位考核细则", grid(rows)).notice
    said = [row["responsibility"]["units"] for row in notice["blocks"][1]["blocks"]]
    assert said == [["县水利局"], ["县林业局"], ["县公安局"]]
    valid("甲县2025年责任单位考核细则", grid(rows))


def test_a_row_is_asked_for_whatever_its_words() -> None:
    rows = "序号|项目|工作内容|责任单位\n1|农村垃圾|农村生活垃圾专项治理|县住建局"
    (task,) = tasks_in(draft("甲县2025年任务清单", grid(rows)).notice["blocks"])
    assert (task["title"], task["quote"]) == ("农村垃圾", "农村生活垃圾专项治理")
    assert task["review"]["cut"]


def test_two_columns_of_one_title_and_merged_cells_are_valid() -> None:
    rows = "序号|工作内容|责任单位|备注|备注\n1|开展检查|县水利局||\n2|开展整改|||"
    valid("甲县2025年任务清单", grid(rows, frozenset({(2, 2)})))


def test_who_is_assessed_stands_in_the_title() -> None:
    rows = "序号|考核项目|分值|考核指标|考核部门\n1|巡河|5|开展巡河|县河长办"
    notice = draft("甲县2025年河长制乡镇目标管理（绩效）考核细则", grid(rows)).notice
    assert notice["responsibility"]["units"] == ["各乡镇"]
    assert "考核对象" in notice["responsibility"]["review"]


def test_a_time_in_brackets_of_its_own() -> None:
    text = "各部门要开展自查。要建立台账。（完成时限4月20日前）"
    assert find_bracket(text) == (text, "")
    assert closing_due(text) == "4月20日前"
    assert closing_due("开展自查。（县水利局负责）") == ""
    notice = draft("甲公司2025年工作要点", f"一、自查。{text}").notice
    dues = [task["timing"]["due"] for task in tasks_in(notice["blocks"])]
    assert dues == ["2025-04-20", "2025-04-20"]
    valid("甲公司2025年工作要点", f"一、自查。{text}")


def test_a_rule_for_all_that_follows_is_named() -> None:
    made = draft(
        "甲县2025年要点",
        "一、查。要查隐患。（县应急局指导，各乡镇落实。以下均需各乡镇落实，不再列出）",
        "二、改。要整改隐患。（县水利局指导）",
    )
    assert any("以下均需各乡镇落实" in remark for remark in made.remarks)


def test_a_contact_goes_with_what_is_reported() -> None:
    text = "各部门于4月20日前将情况报安全部，联系人：张三。"
    assert duties(text) == [text]


def test_names_that_belong_together() -> None:
    names, *_ = split_names("各县（市、区）党委和人民政府", False)
    assert names == ["各县（市、区）党委和人民政府"]
    assert split_names("县委和县政府", False)[0] == ["县委", "县政府"]
    assert list(outer_pieces("市各委、办、局，市、县两级政府")) == [
        "市各委、办、局",
        "市、县两级政府",
    ]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("市政府督查室要把落实情况报市政府，", "市政府督查室"),
        ("各牵头单位和汇总单位要及时报告进展，", "各牵头单位和汇总单位"),
        ("各企业分管安全的负责人要每月检查，", "各企业分管安全的负责人"),
        ("镇安委会将分别组织一次大检查；", "镇安委会"),
        ("市安委办督促各县区要落实责任，", "市安委办"),
        ("应急管理部门要加强检查，", "应急管理部门"),
        ("重大问题及时向市政府报告。", ""),
        ("班子成员要带队检查，", "班子成员"),
        ("各村行政点长要做到每月督查一次；", "各村行政点长"),
    ],
)
def test_who_acts(text: str, subject: str) -> None:
    assert read_clause(text).subject == subject


@pytest.mark.parametrize(
    "text",
    [
        "今年是规划收官之年，也是加快发展的关键一年。",
        "列第一位的责任单位为牵头单位，下同。",
        "检查组对我市开展了明查暗访。",
        "未经审批施工作业的。",
        "将工程发包给不具备相应资质的单位的。",
        "自印发之日起，原通知停止执行。",
        "联系人：张三 0538-1234567。",
    ],
)
def test_what_asks_for_nothing(text: str) -> None:
    assert duties(text) == []


def test_who_and_until_when_belong_to_what_is_asked() -> None:
    text = "各责任单位要于2025年2月3日前，将办理方案报送督查室。"
    assert duties(text) == [text]
    assert read_clause("各责任单位要于2025年2月3日前，").role == "lead"


def test_by_whom_it_is_done() -> None:
    assert actor_of((read_clause("并由院保卫科对各科室实施检查。"),)) == "院保卫科"
    assert actor_of((read_clause("成立由主要负责人组成的小组，"),)) != "主要"


def test_what_asks_although_it_tells() -> None:
    assert duties("对开展了检查的单位，要组织回头看。")


def title_of(text: str) -> str:
    clauses = tuple(read_clause(part) for part in text.split("|"))
    return make_title(clauses, clauses[-1], "lead").text


def test_titles_keep_whole_words() -> None:
    assert title_of("对河长制工作推进力度大、成效明显的省，|在分配资金时予以适当倾斜。") == (
        "对河长制工作予以适当倾斜"
    )
    assert title_of("要高度重视并扎实抓好报告确定的各项任务的落实，") == (
        "重视并扎实抓好报告确定的各项任务的落实"
    )
    assert (
        title_of("会同有关部门制定联合抽查事项清单和实施办法。") == "制定联合抽查事项清单和实施办法"
    )
    assert title_of("按照责任分工抓好任务落实。") == "按照责任分工抓好任务落实"
    assert title_of("做到每月对施工单位进行巡查一次；") == "对施工单位进行巡查一次"


def test_an_interval_that_there_is_not() -> None:
    notice = draft("甲县2025年要点", "一、查。各乡镇每两月对河道组织一次检查。").notice
    (task,) = tasks_in(notice["blocks"])
    assert task["timing"] == {"kind": "recurring", "basis": "presumed", "every": "month"}
    assert "每两月" in task["review"]["date"]


def test_the_last_day_of_a_span_is_of_its_year() -> None:
    notice = draft(
        "甲县促进就业意见（2024-2026年）", "一、补贴。2025年1月1日至12月31日，组织开展培训。"
    ).notice
    (task,) = tasks_in(notice["blocks"])
    assert task["timing"]["due"] == dt.date(2025, 12, 31).isoformat()


def test_two_files_that_belong_together_are_counted_once(tmp_path: Path) -> None:
    text = source("甲县2025年要点", "一、查。各乡镇要加强检查。")
    made = assemble_draft(text, data_files(None, None).units.raw, KnownPlace(), TODAY)
    (tmp_path / "tasks.yaml").write_text(made.tasks, encoding="utf-8")
    (tmp_path / "units.yaml").write_text(made.units, encoding="utf-8")
    findings, notices = check_files([tmp_path / "tasks.yaml", tmp_path / "units.yaml"], None)
    assert (findings, len(notices)) == ([], 1)
