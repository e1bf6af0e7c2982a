"""What an office adds when it issues the report: number, 签发人, 主送, 抄送, 联系人, a day.

What is not said is left open to be filled in by hand; in an office's own file only where it has a
place for it.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import Cli
from docx import Document

DAY = ("--as-of", "2025-06-30")
ISSUE = (
    "--number=县安委办〔2025〕27号",
    "--signer=张三",
    "--to=各乡（镇）人民政府，县安委会各成员单位",
    "--cc=县委、县政府领导",
    "--contact=李四 0359-6000000",
    "--reply-by=7月10日",
)


def report_lines(cli: Cli, tmp_path: Path, *options: str) -> list[str]:
    target = tmp_path / "通报.docx"
    said = cli("export", "docx", "-o", target, "--force", *DAY, *options)
    assert said.code == 0, said.err
    word = Document(io.BytesIO(target.read_bytes()))
    return [one.text for one in word.paragraphs if one.text.strip()]


def template(tmp_path: Path, *lines: str) -> str:
    word = Document()
    for line in lines:
        word.add_paragraph(line)
    word.save(str(tmp_path / "a.docx"))
    return f"--template={tmp_path / 'a.docx'}"


def test_what_is_not_said_is_left_open(cli: Cli, tmp_path: Path) -> None:
    said = report_lines(cli, tmp_path)
    assert said[0] == "　　　　〔2025〕　　号\t签发人：　　　　"
    contact = said.index("（联系人：　　　　　　电话：　　　　　　　　）")
    assert said[contact - 1] == "\t2025年6月30日"
    assert said[-1].rstrip() == "抄送："


def test_what_is_said_stands_where_official_papers_have_it(cli: Cli, tmp_path: Path) -> None:
    said = report_lines(cli, tmp_path, *ISSUE)
    assert said[0] == "县安委办〔2025〕27号\t签发人：张三"
    assert said[2] == "各乡（镇）人民政府，县安委会各成员单位："
    assert "（联系人：李四 0359-6000000）" in said
    assert said[-1] == "抄送：县委、县政府领导"
    assert any("佐证材料，7月10日前报县安委办。" in line for line in said)


def test_markdown_says_the_same(cli: Cli) -> None:
    made = cli("export", "md", *DAY, *ISSUE).out
    assert made.startswith("县安委办〔2025〕27号　　签发人：张三\n\n# ")
    assert made.endswith("\n\n抄送：县委、县政府领导\n")


def test_an_offices_file_has_only_what_it_has_a_place_for(cli: Cli, tmp_path: Path) -> None:
    plain = report_lines(cli, tmp_path, template(tmp_path, "红头", "{{正文}}"))
    assert not [line for line in plain if "签发人" in line or "抄送" in line or "联系人" in line]
    placed = template(
        tmp_path, "{{编号}} 签发：{{签发人}}", "{{正文}}", "电话：{{联系人}}", "送：{{抄送}}"
    )
    said = report_lines(cli, tmp_path, placed, *ISSUE)
    assert said[0] == "县安委办〔2025〕27号 签发：张三"
    assert said[-2:] == ["电话：李四 0359-6000000", "送：县委、县政府领导"]
    assert sum("张三" in line for line in said) == 1
    given = report_lines(cli, tmp_path, template(tmp_path, "红头", "{{正文}}"), "--number=第3期")
    assert given[1] == "第3期"


@pytest.mark.parametrize("option", ISSUE[:-1])
def test_other_exports_take_none_of_it(cli: Cli, tmp_path: Path, option: str) -> None:
    for name in ("xlsx", "slips"):
        refused = cli("export", name, "-o", tmp_path, option)
        assert refused.code == 2
        assert f"{option.partition('=')[0]} 只用于通报。" in refused.err


def test_a_day_to_answer_is_a_day_to_come(cli: Cli) -> None:
    refused = cli("export", "md", *DAY, "--reply-by", "2025-06-01")
    assert refused.code == 2
    assert "早于文件的日期 2025-06-30" in refused.err
    assert "随当月台账报县安委办" in cli("export", "md", *DAY).out, "no day is made up"


def test_duties_of_ones_own_are_no_document(cli: Cli, tmp_path: Path) -> None:
    assert cli("duty", "add", "每月25日前报送工作进展", "--unit", "县水利局").code == 0
    made = cli("export", "md", *DAY).out
    assert "所列重点任务和本单位自定任务（2025年）截至2025年6月30日" in made
    assert "《本单位自定任务" not in made
    assert "自定任务1项" in made
    cli("export", "slips", "-o", tmp_path, "--md", "--unit", "县水利局", "--as-of", "2025-06-28")
    (slip,) = tmp_path.glob("*.md")
    assert "《本单位自定任务" not in slip.read_text(encoding="utf-8")
