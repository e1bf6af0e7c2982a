"""Completion: what is offered for a line, shell by shell, and the real shells that ask for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from conftest import Cli
from test_architecture import PROBE
from test_catalog_installed import plan

from yqsafety.cli.completion.candidates import CompletionRequest, candidates_for
from yqsafety.cli.completion.line import split_line
from yqsafety.cli.completion.shells import SCRIPTS
from yqsafety.cli.registry import COMMAND_PATHS, COMMANDS, build_command
from yqsafety.notice.compiling import compile_units
from yqsafety.notice.data_files import data_files
from yqsafety.notice.model import Catalog
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_names import initials_of

Tab = Callable[..., list[tuple[str, str]]]
FILES = [("", "")]


@pytest.fixture
def tab(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """Values and help texts that a shell gets for a line up to the cursor."""

    def offered(line: str, shell: str = "bash") -> list[tuple[str, str]]:
        monkeypatch.setenv("YQSAFETY_LINE", f"yqsafety {line}")
        result = cli("completion", shell)
        assert (result.code, result.err) == (0, "")
        rows = [line.partition("\t") for line in result.out.splitlines()]
        return [(value, said) for value, _, said in rows]

    return offered


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `yqsafety` that any shell finds."""
    file = tmp_path / "bin" / "yqsafety"
    file.parent.mkdir()
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m yqsafety "$@"\n')
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{file.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def test_commands_are_offered_with_their_help(tab: Tab) -> None:
    assert [value for value, _ in tab("")] == list(COMMANDS)
    assert tab("che") == [("check", "登记办结")]
    assert tab("--version --he") == [("--help", "显示帮助")]


def test_ids_are_offered_with_their_titles(tab: Tab, catalog: Catalog) -> None:
    tasks = [task for item in catalog.notice.items() for task in item.tasks]
    everything = [(task.id, task.title) for task in tasks]
    for name in ("show", "check 1.1", "waive", "log", "assign", "note"):
        assert tab(f"{name} ") == everything
    assert tab("show 4.") == [pair for pair in everything if pair[0].startswith("4.")]
    assert tab("show 4.1 99") == []


def test_occurrences_are_offered_after_an_at(tab: Tab) -> None:
    assert tab("check 6.3@") == [
        ("6.3@2025-H1", "上半年，2025-01-01 至 2025-06-30"),
        ("6.3@2025-H2", "下半年，2025-07-01 至 2025-12-31"),
    ]
    assert tab("check 6.3@2025-H2")[0][0] == "6.3@2025-H2"
    assert ("2.4@safety-month", "安全生产月，2025-06-01 至 2025-07-10") in tab("check 2.4@")
    assert tab("check 4.1@") == []


def test_occurrences_are_offered_by_what_people_call_them(tab: Tab) -> None:
    assert tab("check 6.3@上") == [("6.3@上半年", "2025-01-01 至 2025-06-30")]
    assert tab("check 2.4@消") == [("2.4@消防宣传月", "2025-11-01 至 2025-12-10")]
    assert tab("check 2.4@春") == []


def test_words_for_days_and_gates_are_offered(tab: Tab) -> None:
    assert [value for value, _ in tab("list --due-by 上")] == ["上月", "上半年"]
    assert tab("list --due-by 2") == []
    assert tab("status --fail-on 逾期,临") == [("逾期,临期", "due-soon")]


@pytest.mark.parametrize("shell", ["bash", "zsh", "powershell"])
@pytest.mark.parametrize("typed", ["yj", "yjj", "xyjglj", "YJ", "yingj", "县应", "应急管", "'县应"])
def test_a_unit_goes_by_any_of_its_names(tab: Tab, shell: str, typed: str) -> None:
    assert tab(f"list --unit {typed}", shell) == [("县应急管理局", "yingji")]
    assert tab(f"list --section 1 -u {typed}", shell) == [("县应急管理局", "yingji")]
    if "'" not in typed:
        assert tab(f"list --unit={typed}", shell) == [("--unit=县应急管理局", "yingji")]


@pytest.mark.parametrize("command", ["units", "use", "assign 4.1 --lead", "strike a"])
def test_units_are_offered_wherever_one_is_asked_for(tab: Tab, command: str) -> None:
    assert tab(f"{command} xly") == [("县林业局", "linye")]


def test_groups_are_offered_where_members_are_struck(tab: Tab) -> None:
    names = [value for value, _ in tab("strike 县气象局 --from ")]
    assert "县安委会成员单位" in names
    assert "县气象局" not in names


@pytest.mark.parametrize(
    ("typed", "value", "said"),
    [
        ("yj", "yjglj", "县应急管理局"),
        ("yingj", "yingji", "县应急管理局"),
        ("应急", "县应急管理局", "yingji"),
        ("消防大", "县消防大队", "县消防救援局"),
        ("各乡[", "各乡（镇）人民政府", "townships"),
    ],
)
def test_fish_gets_a_form_that_holds_what_was_typed(
    tab: Tab, typed: str, value: str, said: str
) -> None:
    assert tab(f"list -u {typed}", "fish") == [(value, said)]


def test_what_is_offered_for_a_unit_means_that_unit(catalog: Catalog, roster: Roster) -> None:
    for body in roster.bodies:
        for name in (body.name, *body.aliases, body.id, *initials_of(body)):
            for strict in (True, False):
                offers = list(
                    candidates_for("单位", CompletionRequest(name, strict, lambda: [catalog]))
                )
                assert body in [roster.find(value).body for value, _ in offers], name


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("list --section ", ["1", "2", "3", "4", "5", "6", "7"]),
        ("list -s 三", ["三"]),
        ("list -i 二十", ["二十", "二十一"]),
        ("notice --item 2", ["2", "20", "21"]),
        ("list --status o", ["overdue", "on-time", "open"]),
        ("list -S 逾", ["逾期", "逾期办结"]),
        ("list --kind ", ["once", "recurring", "standing", "triggered"]),
        ("note 4.1 进展 --field 存", ["存在问题"]),
        ("export ", ["json", "csv", "xlsx", "md", "docx", "ics", "html", "slips"]),
        ("export csv --per ", ["task", "unit"]),
        ("export csv --split-by ", ["unit"]),
        ("status --by ", ["section", "unit", "item", "month"]),
        ("status --fail-on ", ["overdue", "year-open", "due-soon", "open", "stale", "unconfirmed"]),
        ("status --fail-on y", ["year-open"]),
        ("list --ground ", ["notice", "law", "registry", "local", "presumed"]),
        ("status --fail-on overdue,s", ["overdue,stale"]),
        ("schema ", ["notice", "units"]),
        ("completion ", ["bash", "zsh", "fish", "powershell"]),
        ("status --fai", ["--fail-on"]),
        ("list --unit 林业 --so", ["--sort"]),
        ("note 4.1 ", []),
        ("check 4.1 --note ", []),
        ("list --due-by 2025", []),
        ("nonsense ", []),
        (
            "catalog ",
            (
                "draft review export import seal diff renew carry add adopt list remove use upgrade"
            ).split(),
        ),
        ("catalog up", ["upgrade"]),
        ("catalog --h", ["--help"]),
        ("catalog seal a.yaml --orig", ["--original"]),
        ("catalog upgrade a.yaml ", ["--output", "--help"]),
        ("catalog nonsense ", []),
        ("list --bogus -s 7", ["7"]),
    ],
)
def test_values_and_options(tab: Tab, line: str, values: list[str]) -> None:
    assert [value for value, _ in tab(line)] == values


def test_headings_and_labels_stand_beside_codes(tab: Tab) -> None:
    assert tab("list -s 1") == [("1", "一、狠抓安全意识大提升")]
    assert dict(tab("list -S "))["overdue"] == "逾期"
    assert dict(tab("status --by "))["month"] == "月份"


def test_without_an_argument_left_options_are_offered(tab: Tab) -> None:
    assert ("--unit", "单位名称、简称或其一部分") in tab("list ")
    assert all(value.startswith("--") for value, _ in tab("list "))


@pytest.mark.parametrize(
    "line",
    [
        "export csv -o ",
        "import ",
        "merge a",
        "list --notice ",
        "validate ",
        "catalog seal ",
        "catalog seal a --original ",
    ],
)
def test_file_names_are_left_to_the_shell(tab: Tab, line: str) -> None:
    assert tab(line) == FILES


def test_every_value_can_be_completed_or_is_free(catalog: Catalog) -> None:
    free = set("文件 旧文件 新文件 文件夹 文字 日期 姓名 数 说明 批次 地址 名称 主机".split())
    asked = CompletionRequest("", False, lambda: [catalog])
    for path in COMMAND_PATHS:
        for one in build_command(*path).params:
            if not getattr(one, "is_flag", False):
                what = (one.metavar or "").strip("[].")
                assert what in free or list(candidates_for(what, asked)), (path, one.name)


def test_another_notice_is_honoured(tab: Tab, tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "data" / "tasks.yaml").read_text(encoding="utf-8")
    other = tmp_path / "另一份 通知.yaml"
    other.write_text(text.replace("严格措施，建立落实清单", "另一份"), encoding="utf-8")
    assert tab(f"show --notice '{other}' 1.4") == [("1.4", "另一份")]
    assert tab(f'show "--notice={other}" 1.4') == [("1.4", "另一份")]


def test_a_local_roster_is_honoured_and_harmless(
    tab: Tab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = tmp_path / "local.yaml"
    roster.write_text(
        "schema: yqsafety/units@1\nunits:\n"
        "  - {id: gongan, name: 县公安局, initials: [xgaj]}\n"
        '  - {id: evil, name: "恶\\u200b意\\u202e$(touch x)`y`; \'局\\""}\n'
        "  - {id: option, name: -rf局}\n",
        encoding="utf-8",
    )
    assert compile_units(data_files(None, roster))[1] == []
    monkeypatch.setenv("YQSAFETY_UNITS", str(roster))
    assert tab("list -u gaj") == [("县公安局", "gongan")]
    assert tab("list -u 恶") == [("evil", "恶\\u200b意\\u202e$(touch x)`y`; '局\"")]
    assert tab("list -u opt") == [("option", "-rf局")]


def test_whatever_is_broken_nothing_is_offered(
    tab: Tab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state_path: Path
) -> None:
    state_path.parent.mkdir(parents=True)
    state_path.write_bytes(b"{")
    assert tab("list -u xly")
    broken = tmp_path / "broken.yaml"
    broken.write_text("schema: [", encoding="utf-8")
    assert tab(f"list --notice {broken} -u xly") == []
    assert tab("list --notice missing.yaml -u xly") == []
    monkeypatch.setenv("YQSAFETY_UNITS", str(broken))
    assert tab("list -u xly") == []
    assert tab("list -S ov") == [("overdue", "逾期")]


def test_lines_are_split_as_shells_do() -> None:
    assert split_line("yqsafety list ", "bash") == ["yqsafety", "list", ""]
    assert split_line("yqsafety note 4.1 'a b' \"c d", "zsh") == [
        "yqsafety",
        "note",
        "4.1",
        "a b",
        "c d",
    ]
    assert split_line("yqsafety list -u ''", "fish") == ["yqsafety", "list", "-u", ""]
    assert split_line("y --notice C:\\a\\b.yaml -u ", "powershell")[2] == "C:\\a\\b.yaml"
    assert split_line("", "bash") == [""]


@pytest.mark.parametrize("line", ["yqsafety show 4.", "yqsafety list -u yj", "yqsafety list --"])
def test_completing_loads_nothing_heavy(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    assert cli("list").code == 0
    monkeypatch.setenv("YQSAFETY_LINE", line)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "completion", "bash"], capture_output=True, check=True
    )
    assert done.stdout
    assert done.stderr.decode().strip() == ""


def test_the_ledger_is_not_built(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yqsafety.cli.session.Ledger", None)
    monkeypatch.setattr("yqsafety.store.state_file.FileStore.read", None)
    assert tab("list -u yj")
    assert tab("show 4.")


def test_an_unknown_shell_is_refused(cli: Cli) -> None:
    result = cli("completion", "tcsh")
    assert (result.code, result.out) == (2, "")
    assert "可选：bash、zsh、fish、powershell" in result.err


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_is_printed_and_the_shell_can_read_it(cli: Cli, shell: str) -> None:
    script = cli("completion", shell).out
    assert script.isascii()
    assert "YQSAFETY_LINE" in script
    assert f"completion {shell} 2>" in script
    if shell != "powershell" and shutil.which(shell):
        subprocess.run([shell, "-n"], input=script.encode(), check=True)


def test_powershell_hands_over_utf_8_and_the_line_up_to_the_cursor(cli: Cli) -> None:
    script = cli("completion", "powershell").out
    assert "[Console]::OutputEncoding = [Text.Encoding]::UTF8" in script
    assert "[Console]::OutputEncoding = $encoding" in script
    assert "PadRight($length).Substring(0, $length)" in script
    assert script.count("{") == script.count("}")


BASH = """
eval "$(yqsafety completion bash)"
while (($#)); do
    COMP_LINE="yqsafety $1" COMP_TYPE=$3
    COMP_POINT=${#COMP_LINE}
    _yqsafety yqsafety "$2"
    echo "${COMPREPLY[*]}"
    shift 3
done
"""
"""Asks for lines, each with the word that Bash completes and the key that was pressed."""


@pytest.mark.usefixtures("program")
@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
def test_what_bash_inserts() -> None:
    asked = {
        ("list -u yj", "yj", "9"): "县应急管理局",
        ("list -u yin", "yin", "9"): "县应急管理局  (yingji) 英言镇人民政府  (yingyan) yin",
        ("list -u yin", "yin", "37"): "县应急管理局 英言镇人民政府",
        ("list --unit=yj", "yj", "9"): "县应急管理局",
        ("show 6.3@2025-H1", "2025-H1", "9"): "2025-H1",
        ("nonsense ", "", "9"): "",
    }
    words = [word for case in asked for word in case]
    done = subprocess.run(
        ["bash", "--norc", "-c", BASH, "bash", *words], capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines() == list(asked.values())


@pytest.mark.usefixtures("program")
@pytest.mark.skipif(not shutil.which("fish"), reason="no fish")
def test_what_fish_offers(cli: Cli, tmp_path: Path) -> None:
    script = tmp_path / "yqsafety.fish"
    script.write_text(cli("completion", "fish").out)
    asked = "; ".join(f"complete -C 'yqsafety {line}'" for line in ("list -u yj", "show 6.3@"))
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; {asked}"], capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines() == [
        "yjglj\t县应急管理局",
        "6.3@2025-H1\t上半年，2025-01-01 至 2025-06-30",
        "6.3@2025-H2\t下半年，2025-07-01 至 2025-12-31",
    ]


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(
    ("shell", "options"), [("bash", ["--norc", "--noprofile"]), ("zsh", ["-f"])]
)
def test_a_tab_in_a_real_shell(shell: str, options: list[str]) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell}")
    child = pexpect.spawn(
        shell, [*options, "-i"], encoding="utf-8", timeout=60, env=os.environ, dimensions=(24, 80)
    )
    child.sendline(f'eval "$(yqsafety completion {shell})"; echo re""ady')
    child.expect("ready")
    child.send("yqsafety units yj\t")
    child.expect("县应急管理局")
    child.send("\n")
    child.expect("县应急局")
    child.close(force=True)


def test_ids_of_two_notices_come_with_their_notice(tab: Tab, cli: Cli, tmp_path: Path) -> None:
    for folder in (Path(__file__).parents[1] / "data", plan(tmp_path / "plan", 2024, 2026)):
        assert cli("catalog", "add", folder).code == 0
    assert tab("show plan-2024/1") == [("plan-2024/1.1", "修订制度")]
    assert "1.1" not in {value for value, _ in tab("show 1.")}
    assert ("4.1", "设立县防灾减灾救灾委员会") in tab("show 4.1")
    assert "yuanqu-2025-1/1.1" in {value for value, _ in tab("show y")}
