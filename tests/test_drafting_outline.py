"""The tree of a document: its head and tail, labels, headings, brackets and tables."""

from __future__ import annotations

import pytest
from drafted import grid, source, tree

from yqsafety.drafting.headings import sentence_end
from yqsafety.drafting.labels import label_number, split_label
from yqsafety.drafting.outline import outline_blocks
from yqsafety.drafting.printing import printed_letters, source_letters
from yqsafety.drafting.source import Paragraph

HEAD = """\
甲县人民政府文件
甲政发〔2025〕8号
甲县人民政府
关于做好防汛工作的
通 知
各乡（镇）人民政府，县直有关单位：
为做好防汛工作，现通知如下：
"""
TAIL = """\
甲县人民政府
2025年3月6日
（此件公开发布）
抄送：县委，县人大。
甲县人民政府办公室
2025年3月6日印发
"""


def test_head_and_tail() -> None:
    assert tree(
        HEAD + "一、全面排查。各单位要查堤防。\n二、加强值守。各单位要值好班。\n" + TAIL
    ) == [
        "<letterhead> | 甲县人民政府文件",
        "<number> | 甲政发〔2025〕8号",
        "<title> | 甲县人民政府 关于做好防汛工作的 通 知",
        "<addressees> | 各乡（镇）人民政府，县直有关单位：",
        "| 为做好防汛工作，现通知如下：",
        "[一、] 全面排查。 | 各单位要查堤防。",
        "[二、] 加强值守。 | 各单位要值好班。",
        "<issuer> | 甲县人民政府",
        "<date> | 2025年3月6日",
        "<publicity> | （此件公开发布）",
        "<cc> | 抄送：县委，县人大。",
        "<imprint> | 甲县人民政府办公室",
        "<imprint> | 2025年3月6日印发",
    ]


def test_title_before_the_number() -> None:
    lines = tree(
        "国务院办公厅关于加强\n防汛工作的通知\n国办发〔2025〕1号\n各省人民政府：\n要查堤防。"
    )
    assert lines[:3] == [
        "<title> | 国务院办公厅关于加强 防汛工作的通知",
        "<number> | 国办发〔2025〕1号",
        "<addressees> | 各省人民政府：",
    ]


def test_nothing_but_a_title_and_text() -> None:
    assert tree("甲公司2025年安全工作要点\n各车间要查隐患。") == [
        "<title> | 甲公司2025年安全工作要点",
        "| 各车间要查隐患。",
    ]
    assert tree("要查隐患。") == ["| 要查隐患。"]
    assert tree("") == []


def test_cover_notice_before_the_plan_and_attachments_behind_it() -> None:
    lines = tree(
        """关于印发《防汛方案》的通知
        各乡镇：
        现将《防汛方案》印发给你们。
        附件：1.防汛方案
        2.值班表
        甲县水利局
        二〇二五年三月六日
        防汛方案
        一、查堤防。
        二、查水库。
        附件2
        值班表
        一、县水利局：某某"""
    )
    assert lines == [
        "<title> | 关于印发《防汛方案》的通知",
        "<addressees> | 各乡镇：",
        "| 现将《防汛方案》印发给你们。",
        "| 附件：1.防汛方案",
        "| 2.值班表",
        "<issuer> | 甲县水利局",
        "<date> | 二〇二五年三月六日",
        "<title> | 防汛方案",
        "[一、] | 查堤防。",
        "[二、] | 查水库。",
        "| 附件2",
        "<title> | 值班表",
        "[一、] | 县水利局：某某",
    ]


def test_several_plans_in_one_notice() -> None:
    lines = tree(
        """关于印发两个方案的通知
        各乡镇：
        现印发给你们。
        2025年4月6日
        责任落实方案
        根据要求，制定本方案。
        一、工作任务
        （一）定责任。要定责任。
        隐患整治方案
        根据要求，制定本方案。
        一、工作任务
        （一）查隐患。要查隐患。"""
    )
    assert [line for line in lines if "<" in line or "一、" in line] == [
        "<title> | 关于印发两个方案的通知",
        "<addressees> | 各乡镇：",
        "<date> | 2025年4月6日",
        "<title> | 责任落实方案",
        "[一、] 工作任务",
        "<title> | 隐患整治方案",
        "[一、] 工作任务",
    ]


LABELS = {
    "第一部分 总则": ("第一部分 ", "第一部分", 1),
    "第十二章 附则": ("第十二章 ", "第一章", 12),
    "第三条 各单位": ("第三条 ", "第一条", 3),
    "二十一、加强": ("二十一、", "一、", 21),
    "(十六) 加强": ("(十六) ", "（一）", 16),
    "（三）加强": ("（三）", "（一）", 3),
    "12.加强": ("12.", "1.", 12),
    "3．加强": ("3．", "1.", 3),
    "4、加强": ("4、", "1、", 4),
    "5）加强": ("5）", "1）", 5),
    "（6）加强": ("（6）", "（1）", 6),
    "⑦加强": ("⑦", "①", 7),
    "⑴加强": ("⑴", "⑴", 1),
    "②加强": ("②", "①", 2),
    "2.1 加强": ("2.1 ", "1.1", 1),
    "2.1.3加强": ("2.1.3", "1.1.1", 3),
    "一是加强": None,
    "2025年加强": None,
    "3.5万人": None,
    "二、三季度要": None,
    "第一，加强": None,
    "第一条例": None,
    "（2025年）": None,
    "加强": None,
}


@pytest.mark.parametrize("text", LABELS)
def test_labels(text: str) -> None:
    expected = LABELS[text]
    label, rest = split_label(Paragraph(text))
    assert (label or None) == expected
    assert (label.text if label else "") + rest == text


def test_label_that_word_makes_by_itself() -> None:
    label, rest = split_label(Paragraph("2025年加强", label="（二）"))
    assert label == ("（二）", "（一）", 2)
    assert rest == "2025年加强"
    assert split_label(Paragraph("加强", label="●"))[0] == ("●", "●", 0)


def test_numbers() -> None:
    for text, number in (("十", 10), ("二十", 20), ("一百〇三", 103), ("⑳", 20), ("㉑", 21)):
        assert label_number(text) == number


def test_levels_follow_the_document() -> None:
    assert tree(
        "1.查\n（一）查堤。要查。\n（二）查库。要查。\n2.改\n（一）改堤。要改。\n（二）改库。要改。"
    ) == [
        "[1.] 查",
        "  [（一）] 查堤。 | 要查。",
        "  [（二）] 查库。 | 要查。",
        "[2.] 改",
        "  [（一）] 改堤。 | 要改。",
        "  [（二）] 改库。 | 要改。",
    ]
    assert tree(
        "一、查\n（一）堤\n1.查堤。\n2.查坝。\n（二）库\n3.查库。\n二、改\n（三）堤\n4.改堤。"
    ) == [
        "[一、] 查",
        "  [（一）] 堤",
        "    [1.] | 查堤。",
        "    [2.] | 查坝。",
        "  [（二）] 库",
        "    [3.] | 查库。",
        "[二、] 改",
        "  [（三）] 堤",
        "    [4.] | 改堤。",
    ]


def test_numbering_goes_on_in_another_writing() -> None:
    assert tree("一、查\n1．查堤。\n2．查库。\n3、查坝。\n二、改\n1、改堤。") == [
        "[一、] 查",
        "  [1．] | 查堤。",
        "  [2．] | 查库。",
        "  [3、] | 查坝。",
        "[二、] 改",
        "  [1、] | 改堤。",
    ]


def test_headings_run_in_or_on_their_own_line() -> None:
    assert tree(
        "一、总体要求\n要查隐患。\n二、任务。\n（一）查堤：要查堤。\n（二）查库：要查库。"
    ) == [
        "[一、] 总体要求",
        "  | 要查隐患。",
        "[二、] 任务。",
        "  [（一）] 查堤： | 要查堤。",
        "  [（二）] 查库： | 要查库。",
    ]
    long = (
        "对排查发现的各类风险隐患要逐一建立清单台账并明确整改责任人和整改时限以及整改措施和资金。"
    )
    assert tree(f"1.{long}其他照旧。") == [f"[1.] | {long}其他照旧。"]
    assert sentence_end("甲“乙。”丙。丁") == 7


def test_paragraphs_of_an_item_and_closing_remarks() -> None:
    text = "为此要抓紧落实各项防汛措施。" * 6
    lines = tree(
        f"（一）查堤。{text}\n还要查坝。\n（二）查库。要查库。\n（三）值守。要值守。\n要守住底线。"
    )
    assert lines[1] == "  | 还要查坝。"
    assert lines[-1] == "  | 要守住底线。"
    assert tree("一、查。要查。\n二、改。要改。\n各单位要抓好落实。")[-1] == "| 各单位要抓好落实。"


def test_brackets_close_their_own_paragraph_or_the_item() -> None:
    assert tree("（一）查堤。要查堤。\n要查坝。（县水利局负责）\n（二）查库。要查库。") == [
        "[（一）] 查堤。 | 要查堤。 {（县水利局负责）}",
        "  | 要查坝。",
        "[（二）] 查库。 | 要查库。",
    ]
    assert tree("（一）查堤。要查。（甲局负责）\n要改。（乙局负责）\n（二）查库。要查。") == [
        "[（一）] 查堤。",
        "  | 要查。 {（甲局负责）}",
        "  | 要改。 {（乙局负责）}",
        "[（二）] 查库。 | 要查。",
    ]


def test_brackets_on_lines_of_their_own() -> None:
    assert tree(
        "一、查堤。要查。\n牵头单位：甲局\n配合单位：乙局\n二、查库。要查。\n（丙局负责）"
    ) == [
        "[一、] 查堤。 | 要查。 {牵头单位：甲局 配合单位：乙局}",
        "[二、] 查库。 | 要查。 {（丙局负责）}",
    ]
    assert tree("一、查堤\n1.查坝。\n2.查闸。\n责任单位：甲局\n二、查库\n1.查库。\n2.查渠。") == [
        "[一、] 查堤 {责任单位：甲局}",
        "  [1.] | 查坝。",
        "  [2.] | 查闸。",
        "[二、] 查库",
        "  [1.] | 查库。",
        "  [2.] | 查渠。",
    ]


TABLE = """\
序号|考核项目|分值|考核指标|负责考核部门
|总分|100||
一、|巩固成果|31||
1|完善制度|5|要定制度。|县河长办
2|督查督办|4|要督办。|县河长办
二、|信息报送|7|要报信息。|县水利局
"""


def test_assessed_table() -> None:
    lines = tree("甲县河长制考核细则", grid(TABLE))
    assert lines == [
        "<title> | 甲县河长制考核细则",
        "=序号/考核项目/分值/考核指标/负责考核部门",
        "  /总分/100//",
        "  一、/巩固成果/31//",
        "    1/完善制度/5//县河长办 | 要定制度。",
        "    2/督查督办/4//县河长办 | 要督办。",
        "  二、/信息报送/7//县水利局 | 要报信息。",
    ]
    table = outline_blocks(source(grid(TABLE)))[0]["table"]
    assert table == {
        "columns": ["序号", "考核项目", "分值", "考核指标", "负责考核部门"],
        "label": "序号",
        "heading": "考核项目",
        "body": "考核指标",
        "check": "负责考核部门",
        "score": "分值",
    }


def test_list_of_tasks_with_section_rows_and_merged_cells() -> None:
    merged = frozenset({(4, 0), (4, 2)})
    table = grid(
        """任务清单|||
        主要任务|重点工作和要求|责任单位|完成时限
        一、抓部署|||
        （一）开会。|1.开会。|县安委办|1月20日前
        |2.传达。||2月10日前""",
        merged,
    )
    assert tree(table) == [
        "| 任务清单",
        "=主要任务/重点工作和要求/责任单位/完成时限",
        "  一、抓部署///",
        "    （一）开会。//县安委办/1月20日前 | 1.开会。",
        "    ///2月10日前 | 2.传达。",
    ]


def test_table_without_known_columns_stands_as_printed() -> None:
    assert tree(grid("姓名|电话\n甲|110\n乙|119")) == ["=姓名/电话", "  甲/110", "  乙/119"]


DOCUMENTS = [
    (HEAD + TAIL,),
    (HEAD + "一、查。要查。（甲局负责）\n要改。（乙局负责）\n1.改。\n（2）改。\n三、改\n" + TAIL,),
    ("甲县河长制考核细则", grid(TABLE), "一、附则\n要落实。"),
    ("责任单位：甲局", "（乙局负责）", "一、", "1.", "附件", "附件"),
    (grid("序号|任务|责任单位\n1|查堤\n|改堤"),),
]


@pytest.mark.parametrize("pieces", DOCUMENTS)
def test_no_letter_is_lost(pieces: tuple[str, ...]) -> None:
    document = source(*pieces)
    printed = printed_letters({"blocks": outline_blocks(document)})
    assert printed == source_letters(document)
