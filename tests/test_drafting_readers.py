"""Documents of every form come out as a person would split them, and nothing printed is lost."""

from __future__ import annotations

import codecs
import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from yqsafety.drafting.reading import read_source
from yqsafety.drafting.source import GridTable, Paragraph, Source
from yqsafety.safe_text import text_columns

NOTICE = Path(__file__).parent / "notice.txt"

PASTED = """\
        某某县教育系统安全生产治本攻坚
      三年行动方案（2024—2026 年）

  为认真贯彻落实关于安全生产的重要指示精神，进一步夯实教
育领域安全生产基础，坚决防范遏制重特大生产安全事故，结合
工作实际制定本方案。

  一、工作目标
  通过三年治本攻坚，学校安全理念进一步强化，消减重大安全
风险、消除重大事故隐患的意愿和能力进一步提升，建立健全


               — 1 —

重大事故隐患动态清零的常态化机制，对学生宿舍、食堂、图书
馆、实验室等关键部位，
           “起底式”深入排查整改安全隐患，做到早发现、
早排查、早解决。
  （一）加强组织领导。各学校主要负责同志要亲自动员部署。
按照本方案第（一）项要求落实经费，确保层层有人抓、事事有
人管。
     10.常闭防火门未保持关闭。
     11.配电房内堆放杂物，违规将消防水带挪做他用，消防通道
堵塞。


  某某县安全生产委员会   某某县消防安全委员会

                     2024 年 1 月 21 日
               — 2 —
"""


def read(path: Path, content: str | bytes, name: str = "通知.txt") -> Source:
    file = path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_source(file)


def texts(source: Source) -> list[str]:
    return [one.label + one.text for one in source.pieces if isinstance(one, Paragraph)]


def tables(source: Source) -> list[GridTable]:
    return [one for one in source.pieces if isinstance(one, GridTable)]


def letters(source: Source) -> str:
    parts = [
        one.label + one.text
        if isinstance(one, Paragraph)
        else "".join(cell for row in one.rows for cell in row)
        for one in source.pieces
    ]
    return "".join("".join(parts).split())


def test_text_from_pages_comes_out_in_its_paragraphs(tmp_path: Path) -> None:
    source = read(tmp_path, PASTED)
    found = texts(source)
    assert found[0] == "某某县教育系统安全生产治本攻坚三年行动方案（2024—2026 年）"
    assert found[1].startswith("为认真")
    assert found[1].endswith("制定本方案。")
    assert found[2] == "一、工作目标"
    assert "建立健全重大事故隐患动态清零" in found[3]
    assert "等关键部位，“起底式”深入" in found[3]
    assert found[4].startswith("（一）加强组织领导。各学校")
    assert found[4].endswith("有人管。")
    assert [one[:3] for one in found[5:7]] == ["10.", "11."]
    assert found[7:] == ["某某县安全生产委员会   某某县消防安全委员会", "2024 年 1 月 21 日"]
    assert source.remarks == ("页码 2 处已略去",)


def test_nothing_printed_is_lost(tmp_path: Path) -> None:
    printed = "".join(PASTED.replace("— 1 —", "").replace("— 2 —", "").split())
    assert letters(read(tmp_path, PASTED)) == printed
    ours = NOTICE.read_text(encoding="utf-8")
    source = read_source(NOTICE)
    assert (letters(source), source.remarks) == ("".join(ours.split()), ())


def test_a_text_with_a_paragraph_a_line_stays_as_it_is() -> None:
    lines = [line.strip() for line in NOTICE.read_text(encoding="utf-8").splitlines()]
    assert texts(read_source(NOTICE)) == [line for line in lines if line]


def on_pages(paragraphs: list[str], inset: str, columns: int) -> str:
    """Paragraphs as they are printed: lines of a width, with a number after every twenty."""
    lines: list[str] = []
    for paragraph in paragraphs:
        lines.append(inset)
        for unit in re.findall(r"(?:[0-9A-Za-z.%-]+|.)[，。、；：）》”]*", paragraph):
            if text_columns(lines[-1] + unit) > columns:
                lines.append("")
            lines[-1] += unit
    pages = range(0, len(lines), 20)
    return "".join("\n".join([*lines[n : n + 20], f"\n  - {n // 20 + 1} -\n\n"]) for n in pages)


@pytest.mark.parametrize("columns", [44, 56, 72])
@pytest.mark.parametrize("inset", ["", "　　"])
def test_our_notice_comes_back_from_pages(tmp_path: Path, inset: str, columns: int) -> None:
    whole = texts(read_source(NOTICE))
    source = read(tmp_path, on_pages(whole, inset, columns))
    assert ["".join(one.split()) for one in texts(source)] == [
        "".join(one.split()) for one in whole
    ]


def test_headings_with_commas_are_not_joined_to_what_follows(tmp_path: Path) -> None:
    lines = [
        "一、提高政治站位，切实增强安全生产责任感和紧迫感",
        "各乡镇、各部门要深刻认识当前安全生产形势的严峻性和复杂性，" * 4 + "抓好落实。",
        "二、突出工作重点，全面排查整治各类重大事故隐患",
        "各行业主管部门要聚焦矿山、危险化学品、道路交通等重点领域，" * 4 + "抓好整治。",
        "三、强化督导检查，确保各项工作措施落实落地见效",
        "县安委办要加强督导。",
    ]
    assert texts(read(tmp_path, "\n".join(lines))) == lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom", "gb18030"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = "一、加强领导\r\n各部门要高度重视。"
    raw = (
        codecs.BOM_UTF16_BE + text.encode("utf-16-be")
        if encoding == "utf-16-be-bom"
        else text.encode(encoding)
    )
    assert texts(read(tmp_path, raw)) == ["一、加强领导", "各部门要高度重视。"]


def test_titles_on_several_lines_are_one(tmp_path: Path) -> None:
    text = (
        "某安委办发〔2021〕3号\n某某市安全生产委员会办公室\n关于印发《2021年某某市专项整治\n"
        "三年行动任务清单》的通知\n各县区：\n附件\n2021年安全生产\n工作要点\n（试行）\n通　知\n"
    )
    assert texts(read(tmp_path, text)) == [
        "某安委办发〔2021〕3号",
        "某某市安全生产委员会办公室 关于印发《2021年某某市专项整治三年行动任务清单》的通知",
        "各县区：",
        "附件",
        "2021年安全生产工作要点（试行）",
        "通　知",
    ]


def test_blanks_go_only_where_a_line_ended(tmp_path: Path) -> None:
    prose = (
        "1. 深入贯彻关于安 全生产的论述，统筹发展和安全， 提升能力。由县公安局 县教育局按 2025 年"
        "要求，各自做好本行业本领域的安全生产监管工作，确保形势持续稳定向好。"
    )
    source = read(tmp_path, f"主办：县安委办 县消防队\n{prose}")
    assert texts(source) == [
        "主办：县安委办 县消防队",
        prose.replace("安 全", "安全").replace("， 提", "，提"),
    ]
    assert source.remarks == ("文中因换行多出的空格 2 处已去掉",)


def test_lone_numbers_are_pages_only_where_pages_end(tmp_path: Path) -> None:
    source = read(
        tmp_path, "第一段文字。\n\n1\n\n第二段文字。\n\n2\n\n第三段文字。\n第 3 页 共 3 页\n"
    )
    assert texts(source) == ["第一段文字。", "第二段文字。", "第三段文字。"]
    assert source.remarks == ("页码 3 处已略去",)
    assert texts(read(tmp_path, "正文。\n7\f下页。")) == ["正文。", "下页。"]
    cells = ["序号", "1", "内容", "2", "内容"]
    assert texts(read(tmp_path, "\n".join(cells))) == cells


def test_a_table_with_tabs(tmp_path: Path) -> None:
    text = '考核细则\n序号\t项目\t分值\n\t总分\t100\n1\t完善"四个到位"\t5\n2\t第一行\n第二行\t\n'
    source = read(tmp_path, text)
    assert texts(source) == ["考核细则"]
    assert tables(source)[0].rows == (
        ("序号", "项目", "分值"),
        ("", "总分", "100"),
        ("1", '完善"四个到位"', "5"),
        ("2", "第一行\n第二行", ""),
    )
    assert texts(read(tmp_path, "一、\t加强领导\n二、\t强化保障\n")) == [
        "一、 加强领导",
        "二、 强化保障",
    ]


def test_a_table_copied_a_cell_a_line(tmp_path: Path) -> None:
    text = (
        "任务清单\n主要任务 |\n要求 |\n单位 |\n时限 |\n一、加强部署 |\n|||\n(一)制定清单。 |\n"
        "1.制定全市清单。 |\n市安委办 |\n1月20日前 |\n2.制定行业清单。 |\n市工信局 |\n2月5日前 |\n"
        "|\n"
        "3.制定县区清单。 |\n县安委办 |\n2月5日前 |\n|\n(二)召开会议。 |\n4.年初召开"
    )
    source = read(tmp_path, text)
    assert tables(source)[0].rows == (
        ("主要任务", "要求", "单位", "时限"),
        ("一、加强部署", "", "", ""),
        ("(一)制定清单。", "1.制定全市清单。", "市安委办", "1月20日前"),
        ("", "2.制定行业清单。", "市工信局", "2月5日前"),
        ("", "3.制定县区清单。", "县安委办", "2月5日前"),
        ("(二)召开会议。", "4.年初召开", "", ""),
    )
    assert tables(source)[0].merged == {(3, 0), (4, 0)}
    assert source.remarks == (f"表格竖线 {text.count('|')} 条已略去（据以分出各格）",)


def test_markdown_without_its_signs(tmp_path: Path) -> None:
    text = (
        "# 工作方案\n\n## 一、目标\n**全年**零死亡，见[清单](https://x.cn/a)。\n\n"
        "- 开展排查\n- 加强5*3培训\n"
        "1. 落实责任\n\n---\n| 任务 | 单位 |\n| --- | :-: |\n"
        "| 排查<br>整治 | **安委办** |\n![图](a.png)\n"
    )
    source = read(tmp_path, text, "方案.md")
    assert texts(source) == [
        "工作方案", "一、目标", "全年零死亡，见清单。", "开展排查", "加强5*3培训", "1. 落实责任",
    ]  # fmt: skip
    assert tables(source)[0].rows == (("任务", "单位"), ("排查\n整治", "安委办"))
    assert "图片 1 张未读" in source.remarks


def test_a_workbook_with_titles_and_merged_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "清单"
    for row in (
        ["某某公司任务清单"], ["序号", "任务", "单位"], [1, "排查", "安环部"], [2, "整治"],
        ["注：每月报。"],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("C3:C4")
    book.create_sheet("附表").append(["一", "二"])
    book.save(tmp_path / "清单.xlsx")
    source = read_source(tmp_path / "清单.xlsx")
    assert texts(source) == ["某某公司任务清单", "注：每月报。"]
    assert source.remarks == ("工作表 2 张依次读入：“清单”、“附表”，表名没有读入",)
    assert tables(source)[0].rows == (
        ("序号", "任务", "单位"), ("1", "排查", "安环部"), ("2", "整治", ""),
    )  # fmt: skip
    assert tables(source)[0].merged == {(2, 2)}


def test_a_workbook_without_what_is_not_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["序号", "内部", "任务", "单位", "时限"],
        [1, "密", "排查", "安环部", dt.date(2025, 6, 30)],
        [2, "密", "旧事", "安环部", None],
        [3, "密", "整治", "=A1&B1", None],
        [4, "密", "培训", "安环部", None],
    ):
        sheet.append(row)
    sheet.merge_cells("D3:D4")
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("底稿").append(["草稿", "二"])
    book["底稿"].sheet_state = "hidden"
    sheet["D5"] = "=A1&B1"
    book.save(tmp_path / "清单.xlsx")
    source = read_source(tmp_path / "清单.xlsx")
    assert tables(source)[0].rows == (
        ("序号", "任务", "单位", "时限"), ("1", "排查", "安环部", "2025-06-30"),
        ("3", "整治", "安环部", ""), ("4", "培训", "", ""),
    )  # fmt: skip
    assert source.remarks == (
        "隐藏的工作表 1 张未读：“底稿”",
        "隐藏的行 1 行未读：第 3 行",
        "隐藏的列 1 列未读：B 列",
        "公式没有算出结果的 1 格未读：D5，请在 WPS 或 Excel 中打开后重新保存再试",
    )


def test_a_formula_shows_what_it_came_to(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["任务", "单位"])
    sheet.append(["=A1", "安环部"])
    book.save(tmp_path / "甲.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "甲.xlsx") as old,
        zipfile.ZipFile(tmp_path / "乙.xlsx", "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            part = part.replace(b"<v></v>", b"<v/>").replace(b"<v />", b"<v/>")
            part = part.replace(b"<f>A1</f><v/>", "<f>A1</f><v>排查</v>".encode())
            new.writestr(name, part.replace(b'<c r="A2">', b'<c r="A2" t="str">'))
    source = read_source(tmp_path / "乙.xlsx")
    assert tables(source)[0].rows[1] == ("排查", "安环部")
    assert source.remarks == ()


def test_a_csv_list(tmp_path: Path) -> None:
    raw = '任务清单\r\n序号,任务\r\n1,"排查，\n整治"\r\n'.encode("gb18030")
    source = read(tmp_path, raw, "清单.csv")
    assert texts(source) == ["任务清单"]
    assert tables(source)[0].rows == (("序号", "任务"), ("1", "排查，\n整治"))


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312">
<title>关于做好防汛工作的通知_某某县</title>
<style>p{color:red}</style><script>var a="<p>假</p>";</script></head><body>
<div class="nav"><ul><li><a href="/">首页</a><li>政务公开</ul></div>
<table><tr><td><h1>关于做好防汛工作的通知</h1>
<div id="zoom"><p>&nbsp;&nbsp;各乡镇：<p>　　汛期将至，各乡镇要抓好
防汛工作。<br>一、落实责任&amp;值守</p><ol start="3"><li>排查<li>整改</ol>
<table><tr><th rowspan=2>单位<th colspan="2">任务<tr><td>一</td><td>二<tr><td>A<td>B<td>C</table>
<p>某某县政府</p><img src="a.png"></div></td></tr></table><div>版权所有</div></body></html>"""


def test_a_saved_page_without_what_is_around_its_text(tmp_path: Path) -> None:
    source = read(tmp_path, PAGE.encode("gb18030"), "通知.html")
    assert texts(source) == [
        "关于做好防汛工作的通知", "各乡镇：", "汛期将至，各乡镇要抓好 防汛工作。",
        "一、落实责任&值守",
        "3.排查", "4.整改", "某某县政府",
    ]  # fmt: skip
    table = tables(source)[0]
    assert table.rows == (("单位", "任务", ""), ("", "一", "二"), ("A", "B", "C"))
    assert table.merged == {(1, 0)}
    assert source.remarks == ("图片 1 张未读", "正文之外的 10 字未读（“首页政务公开版权所有…”）")


def test_a_page_of_plain_paragraphs(tmp_path: Path) -> None:
    source = read(tmp_path, "<html><body><p>一、加强领导</p><p>要重视。</body>", "a.htm")
    assert (texts(source), source.remarks) == (["一、加强领导", "要重视。"], ())


@pytest.mark.parametrize(
    "unseen",
    [
        '<div style="color:red; display: none"><div>旧稿</div>草稿</div>',
        "<p hidden>旧稿草稿",
        "<p>要<span style=display:none>旧稿草稿</span>重视。",
        '<ul><li hidden class="a">旧稿草稿<li>要重视。</ul>',
    ],
)
def test_a_page_without_what_it_does_not_show(tmp_path: Path, unseen: str) -> None:
    page = f"<html><body><p>一、加强领导</p>{unseen}<p class='hidden'>要查隐患。</p></body>"
    source = read(tmp_path, page, "a.htm")
    assert letters(source).startswith("一、加强领导")
    assert letters(source).endswith("要查隐患。")
    assert "稿" not in letters(source)
    assert source.remarks == ("页面上不显示的 4 字未读（“旧稿草稿…”）",)


@pytest.mark.parametrize("menu", ["首页 | 新闻 | 政务公开", "首页|新闻", "当前位置：首页 > 通知"])
def test_a_menu_is_no_part_of_the_title(tmp_path: Path, menu: str) -> None:
    page = f"<html><body><p>{menu}</p><p>关于做好防汛工作的通知</p><p>一、要重视。</p></body>"
    source = read(tmp_path, page, "a.htm")
    assert texts(source) == ["关于做好防汛工作的通知", "一、要重视。"]
    assert menu[:5] in source.remarks[0]
