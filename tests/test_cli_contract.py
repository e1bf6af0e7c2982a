"""The contract with scripts: exit codes, streams, nothing on stdout when something is wrong."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Cli, Clock

from yqsafety.reports.answers import ANSWER_VERSIONS
from yqsafety.wording import labels

UNNAMED = (
    "名册中没有“县公安局”：通知未点名该单位。"
    "如属通知所列范围的成员，请补入：yqsafety roster add 单位全称 --into 范围；"
    "全部单位：yqsafety units"
)
TOWNS = "新城镇、历山镇、古城镇、王茅镇、毛家湾镇、英言镇".replace("镇", "镇人民政府")
SECTIONS = (
    "一、狠抓安全意识大提升；二、狠抓体制机制大完善；三、狠抓安全责任大落实；"
    "四、狠抓问题隐患大整治；五、狠抓科技信息大赋能；六、狠抓应急救援大准备；"
    "七、狠抓能力素质大提升"
)
EMPTY = "的值是空的，未执行。"
VARIABLE = "值来自脚本变量的，请检查变量。"
STATES = "、".join(dict.fromkeys(labels.STATE.values()))
DATES = "应如 2025-06-30、6月30日、6月底、6月、上半年、昨天、+30d。"
LINE = "可照此写：yqsafety"
UNREADABLE = "文件或文件夹不存在。请检查路径。"

BAD_INPUT = [
    (
        "list --unit 县应急管理居",
        f"没有“县应急管理居”这个单位。您是不是要找：县应急管理局。{LINE} list --unit 县应急管理局",
    ),
    ("list --unit 县林水局", "没有“县林水局”这个单位。您是不是要找：县水利局、县林业局"),
    ("list --unit 县公安局", UNNAMED),
    ("list --unit 镇", f"“镇”对应多个单位：{TOWNS}。请写全称。"),
    ("list --section 八", f"没有“八”这个章节，可选：{SECTIONS}。{LINE} list --section 1"),
    ("list --section 狠抓", f"“狠抓”对应多个章节，可选：{SECTIONS}。{LINE} list --section 1"),
    ("list --section 落实大", f"没有“落实大”这个章节，可选：{SECTIONS}。{LINE} list --section 1"),
    (
        "list --section ''",
        "--section 的值是空的，未执行。请写明，或者不写 --section；值来自脚本变量的，请检查变量。",
    ),
    ("list --item 22", f"没有条款“22”，条款编号为 1 至 21。{LINE} list --item 1"),
    (
        "list --status 基本完成",
        f"没有“基本完成”这个状态。可选：{STATES}。{LINE} list --status 未反馈",
    ),
    (
        "list --kind 每月",
        f"没有“每月”这个类型。可选：限期、定期、长期、触发。{LINE} list --kind 限期",
    ),
    (
        "list --due-by 2025-13-01",
        f"日历上没有“2025-13-01”这一天。{DATES}{LINE} list --due-by 2025-06-20",
    ),
    (
        "list --due-from=2025-H3",
        f"日期“2025-H3”无法识别。{DATES}{LINE} list --due-from=2025-06-20",
    ),
    ("list --as-of 改天", f"日期“改天”无法识别。{DATES}{LINE} list --as-of 2025-06-20"),
    ("list --mine", "还没有设定本机单位。请运行 yqsafety use 单位名称，或设置 YQSAFETY_UNIT。"),
    ("list --bogus", "没有 --bogus 这个选项。用法：加 --help 查看。"),
    ("list --unti 林业", "没有 --unti 这个选项。您是不是要用：--unit、--notice、--quote"),
    ("list --unit", "选项 --unit 后面要有值。用法：加 --help 查看。"),
    ("list 多余", "多余的参数：多余。筛选要写选项：yqsafety list --grep 多余"),
    ("units 县林业局 多余", "多余的参数：多余。用法：加 --help 查看。"),
    ("lst", "没有“lst”这个命令。您是不是要用：list"),
    ("show", "缺少编号。用法：加 --help 查看。"),
    ("show 99.9", "没有任务 99.9，条款编号为 1 至 21。全部列出：yqsafety list"),
    ("show 6.99", "没有任务 6.99，第六条有 6.1 至 6.9。全部列出：yqsafety list --item 6"),
    ("show 6..3", "没有任务 6..3，第六条有 6.1 至 6.9。全部列出：yqsafety list --item 6"),
    (
        "show 四",
        "没有任务 四，第四条有 4.1 至 4.8。"
        "全部列出：yqsafety list --item 4；登记一项：yqsafety check 4.1",
    ),
    (
        "show 6.3@2025-H3",
        "6.3 在“2025-H3”没有这一期。可选：6.3@2025-H1（上半年）、6.3@2025-H2（下半年）。"
        "查看：yqsafety show 6.3",
    ),
    (
        "status --by week",
        f"没有“week”这个分组。可选：section、unit、item、month。{LINE} status --by section",
    ),
    (
        "status --fail-on late",
        "没有“late”这个情况。可选：overdue、year-open、due-soon、open、stale、unconfirmed。"
        f"{LINE} status --fail-on stale",
    ),
    (
        "export pdf",
        f"没有“pdf”这种格式，可选：json、csv、xlsx、md、docx、ics、html、slips。{LINE} export md",
    ),
    ("export csv --per row", f"--per 没有“row”，可选：task、unit。{LINE} export csv --per task"),
    ("export json --per unit", "json 每行已含各单位情况，不用 --per unit。"),
    (
        "export csv -o no/such/folder/a.csv",
        "无法写入“no/such/folder/a.csv”：文件或文件夹不存在，原文件未作改动。",
    ),
    (
        "schema state",
        f"没有“state”这种数据文件，可选：notice、units。{LINE} schema notice",
    ),
    ("units 县公安局", UNNAMED),
    ("use 县公安局", UNNAMED),
    ("notice --verify missing.txt", f"无法读取文件“missing.txt”：{UNREADABLE}"),
    ("validate missing.yaml", f"无法读取文件“missing.yaml”：{UNREADABLE}"),
    ("list --notice missing.yaml", f"无法读取文件“missing.yaml”：{UNREADABLE}"),
    (
        "check 4.1 --unit 县气象局 --on 2025-06-21",
        "2025-06-21 还没有到，不能登记。请检查 --on。",
    ),
    (
        "check 18.1 --unit 县气象局",
        "县气象局不承担 18.1，未登记。查看责任单位：yqsafety show 18.1",
    ),
    (
        "check 1.4",
        "1.4 由 26 个单位负责，请指明：--unit 单位名称"
        "（有哪些单位：yqsafety show 1.4）；确属全部单位：--all-units",
    ),
    ("check 1.4 --unit 县林业局 --count 3", "1.4 没有数量要求，不用 --count。"),
    (
        "check 6.6 --unit 县委办 --count 三",
        "数量“三”无效，应为累计数如 3，或增加数如 +1。",
    ),
    (
        "check 3.3 --unit 县林业局",
        "3.3 尚未触发，未登记。情形发生后先登记：yqsafety trigger 3.3 --on 日期",
    ),
    (
        "check 4.1 --section 2",
        "编号和筛选条件不能同时使用。按筛选条件成批登记：去掉编号，加 --all。",
    ),
    ("check 4.1 --unit 县林业局 --all-units", "--unit、--all-units 和 --whole 只能用其中一个。"),
    ("check --all --section 2", "请指明单位：--unit 单位名称；确属全部单位：--all-units"),
    (
        "check --all --unit 县林业局 --as-of 2025-03-10",
        "登记时不用 --as-of。写明实际日期请用 --on。",
    ),
    ("waive 1.4 --unit 县林业局", "请写明理由：--reason 理由。"),
    ("extend 1.4 --unit 县林业局 --reason 汛期", "请写明新的时限：--until 2025-09-30。"),
    (
        "extend 1.4 --unit 县林业局 --reason 汛期 --until 2025-09",
        "“2025-09”不是一天，这里要写到日，如 2025-09-30。"
        f"{LINE} extend 1.4 --unit 县林业局 --reason 汛期 --until 2025-09-30",
    ),
    (
        "note 1.4 ' ' --unit 县林业局",
        f"“说明”{EMPTY}请写明；{VARIABLE}",
    ),
    ("trigger 1.4 --unit 县林业局", "1.4 不是触发类任务，不用 trigger。"),
    (
        "trigger 3.3 --unit 县林业局 --on 2024-12-31",
        "2024-12-31 早于通知年度（2025-01-01 起），不能登记。请检查日期的年份。",
    ),
    ("undo", "没有 张三 在本机登记、可以撤销的操作。指定批次：yqsafety undo 批次号"),
    ("undo abc", "没有可撤销的批次“abc”。批次号见 yqsafety log。"),
]


@pytest.mark.parametrize(
    ("command", "said"), BAD_INPUT, ids=[command.split()[0] for command, _ in BAD_INPUT]
)
def test_a_bad_input_is_one_chinese_line_and_exit_2(
    cli: Cli, tmp_path: Path, command: str, said: str
) -> None:
    result = cli(*shlex.split(command))
    assert (result.code, result.out, result.err) == (2, "", f"{said}\n")
    assert not list(tmp_path.rglob("*state*"))


def test_a_fault_of_the_program_asks_to_report_it(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yqsafety.cli.session.Ledger", fail)
    result = cli("list")
    assert result.code == 70
    assert result.err.count("\n") == 1
    assert "YQSAFETY_DEBUG=1" in result.err
    monkeypatch.setenv("YQSAFETY_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli("list")


def test_an_interrupt_ends_with_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("yqsafety.cli.session.Ledger", interrupt)
    assert cli("list").code == 130


def test_a_gate_fails_only_when_something_is_overdue(cli: Cli) -> None:
    late = cli("status", "--fail-on", "overdue", "--as-of", "2026-02-01")
    assert late.code == 1
    assert "未通过：逾期" in late.err
    assert cli("status", "--fail-on", "overdue", "--as-of", "2025-03-10").code == 0


@pytest.mark.parametrize(
    ("gate", "shown"), [("open", ["--status", "open"]), ("unconfirmed", ["--unconfirmed"])]
)
def test_a_gate_ends_with_the_line_that_lists_what_failed(
    cli: Cli, gate: str, shown: list[str]
) -> None:
    cli("use", "县水利局")
    cli("check", "3.1", "3.2", "1.1", "--unit", "县水利局")
    filters = ["--unit", "县水利局", "--unit", "县林业局", "--grep", "安全", "--mine"]
    filters += ["--as-of", "2025-12-30"]
    told = cli("status", *filters, "--fail-on", gate, "--include-presumed")
    assert told.code == 1
    line = shlex.split(told.err.split("查看：yqsafety ")[1])
    assert cli(*line).out == cli("list", *filters, *shown).out != ""


def test_after_the_year_one_line_names_as_of(cli: Cli, clock: Clock) -> None:
    clock.today = clock.today.replace(year=2026)
    result = cli("list", "--item", "6")
    assert result.err.count("\n") == 1
    assert "--as-of 2025-12-31" in result.err
    assert cli("list", "--item", "6", "--as-of", "2025-12-31").err == ""


def test_an_empty_result_names_the_filter_that_emptied_it(cli: Cli) -> None:
    result = cli("list", "--unit", "县气象局", "--section", "三", "--kind", "触发")
    assert result.code == 0
    assert result.out == ""
    assert "加上“类型 触发”后为 0 项" in result.err


def test_json_is_the_same_bytes_twice_and_as_export(cli: Cli) -> None:
    first = cli("list", "--unit", "林业", "--json")
    assert first.out == cli("list", "--unit", "林业", "--json").out
    assert first.out == cli("export", "json", "--unit", "林业").out
    data = first.json
    assert data["schema"] == "yqsafety/list@2"
    assert data["matched"] == len(data["rows"]) < data["total"] == 157
    assert {row["units"][0]["name"] for row in data["rows"]} == {"县林业局"}


def test_ids_can_be_handed_back(cli: Cli) -> None:
    ids = cli("list", "--item", "6", "--ids").out.split()
    assert "6.3@2025-H1" in ids
    assert [row["id"] for row in cli("show", *ids, "--json").json["rows"]] == ids


def test_lines_in_a_pipe_have_six_fields_and_nothing_is_cut(cli: Cli) -> None:
    rows = cli("list").rows
    assert len(rows) == 157
    assert {len(row) for row in rows} == {6}
    assert not any("…" in field for row in rows for field in row)


def test_force_color_does_not_colour_a_pipe(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in cli("list", "--item", "1").out


def test_control_characters_and_markup_are_shown_not_obeyed(cli: Cli) -> None:
    hostile = "[red]x[/red] \x1b[31m\u202eabc :warning:"
    cli("note", "4.1", hostile, "--unit", "县林业局")
    shown = cli("show", "4.1").out + cli("log").out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\x1b[31m\\u202eabc :warning:" in shown
    assert "[red]x[/red]" in shown
    wrong = cli("list", "--unit", "\x1b[2J县")
    assert "\x1b" not in wrong.err


def test_csv_opens_in_excel_and_holds_no_formula(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    result = cli("export", "csv", "-o", target, "--per", "unit", "--unit", "县林业局")
    assert result.code == 0
    text = target.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("number,id,task,item,section,period,title")
    assert len(lines) == cli("list", "--unit", "县林业局").out.count("\n") + 2


def test_the_default_unit_is_remembered_and_forgotten(cli: Cli) -> None:
    assert cli("use", "林业").out.startswith("本机默认单位已设为 县林业局")
    assert cli("list", "--mine", "--ids").out == cli("list", "-u", "县林业局", "--ids").out
    assert cli("check", "2.1").out.startswith("√ 2.1 已办结（县林业局")
    cli("use", "--clear")
    assert cli("list", "--mine").code == 2


def test_every_answer_for_scripts_names_its_shape(cli: Cli) -> None:
    for arguments in (["list"], ["show", "4.1"], ["status"], ["log"], ["units"], ["validate"]):
        schema = f"yqsafety/{arguments[0]}@{ANSWER_VERSIONS[arguments[0]]}"
        assert cli(*arguments, "--json").json["schema"] == schema
    changed = cli("check", "4.1", "--unit", "林业", "--json").json
    assert changed["schema"] == "yqsafety/change@1"
    assert [event["action"] for event in changed["events"]] == ["done"]


@pytest.mark.process
def test_head_ends_a_listing_quietly() -> None:
    program = shlex.join([sys.executable, "-m", "yqsafety", "list"])
    script = f"{program} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("1.1\t")
    assert done.stdout.endswith("\n0\n")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "command", ["list", "list --json", "check 4.1 --unit 县应急管理局", "status --fail-on open"]
)
@pytest.mark.process
def test_results_that_cannot_be_written_are_said(command: str, state_path: Path) -> None:
    program = [sys.executable, "-m", "yqsafety", *command.split()]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 70
    said = done.stderr.splitlines()[-1]
    assert said == "结果未能写出（磁盘已满），已登记的不受影响。登记情况：yqsafety log"
    assert state_path.exists() == command.startswith("check")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.process
def test_remarks_that_cannot_be_written_cost_no_result() -> None:
    program = [sys.executable, "-m", "yqsafety", "list", "--item", "1"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(program, stdout=subprocess.PIPE, stderr=full, text=True)
    assert (done.returncode, done.stdout[:4]) == (0, "1.1\t")


@pytest.mark.process
def test_a_closed_stdout_is_no_fault() -> None:
    program = shlex.join([sys.executable, "-m", "yqsafety", "list", "--item", "1"])
    done = subprocess.run(["bash", "-c", f"{program} >&-"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
