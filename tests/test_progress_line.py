"""What a terminal shows while something takes long, on a clock that is moved on by each row."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pyte
import pytest
from conftest import Cli

pytestmark = pytest.mark.slow

SLOW = """
import itertools, sys
from yqsafety.cli import app, progress_line
progress_line.monotonic = itertools.count(0, STEP).__next__
sys.exit(app.run_command_line(sys.argv[1:]))
"""
"""The program on a machine where each row takes STEP seconds."""


def program(*arguments: object, step: float = 0.5) -> list[str]:
    return ["-c", SLOW.replace("STEP", str(step)), *map(str, arguments)]


def on_terminal(*arguments: object, step: float = 0.5) -> str:
    """What a terminal is sent."""
    child = pexpect.spawn(
        sys.executable, program(*arguments, step=step), timeout=30, env=os.environ, encoding="utf-8"
    )
    sent = str(child.read())
    child.close()
    assert child.exitstatus == 0, sent
    return sent


def left_standing(sent: str) -> list[str]:
    """The lines that a terminal shows in the end."""
    terminal = pyte.Screen(80, 200)
    pyte.Stream(terminal).feed(sent)
    return [line.rstrip() for line in terminal.display if line.strip()]


ALL = ("export", "csv", "--as-of", "2025-06-20")
EXPORT = ("export", "csv", "--section", "2", "--as-of", "2025-06-20")


@pytest.mark.parametrize("name", ["csv", "json", "ics", "html", "xlsx", "docx"])
def test_a_long_export_counts_its_rows_and_wipes_the_line(tmp_path: Path, name: str) -> None:
    scope = ("--section", "2", "--as-of", "2025-12-20" if name == "docx" else "2025-06-20")
    sent = on_terminal("export", name, *scope, "-o", f"a.{name}")
    counts = [line for line in sent.split("\r") if line.startswith("正在导出：")]
    assert len(counts) > 3
    done, _, total = counts[-1].removeprefix("正在导出：").removesuffix(" 行").partition("/")
    assert done == total
    line, *signed = left_standing(sent)
    assert line.startswith("已导出 ")
    assert "正在导出" not in "".join(signed)


def test_what_takes_less_than_a_second_says_nothing(tmp_path: Path) -> None:
    sent = on_terminal(*EXPORT, "-o", "a.csv", step=0.001)
    assert "正在" not in sent
    assert len(sent.splitlines()) == 1


def test_the_line_is_not_drawn_more_than_ten_times_a_second(tmp_path: Path) -> None:
    often = on_terminal(*ALL, "-o", "a.csv", step=0.5).count("正在导出")
    seldom = on_terminal(*ALL, "-o", "a.csv", step=0.06).count("正在导出")
    assert 1 < seldom <= often * 0.6


def test_each_file_of_many_has_its_own_line(tmp_path: Path) -> None:
    sent = on_terminal(*EXPORT, "--split-by", "unit", "-o", ".")
    assert "正在导出：" in sent
    shown = left_standing(sent)
    assert len(shown) == len(list(tmp_path.glob("*.csv"))) + 1
    assert all(line.startswith(("[", "已导出")) for line in shown)


def test_reading_many_registers_counts_the_files(cli: Cli, tmp_path: Path) -> None:
    scope = ("--section", "2", "--per", "unit", "--split-by", "unit")
    assert cli("export", "csv", *scope, "-o", tmp_path).code == 0
    files = sorted(tmp_path.glob("*.csv"))
    assert len(files) > 3
    sent = on_terminal("import", *files)
    assert f"正在读取：{len(files)}/{len(files)} 个文件" in sent
    assert all("正在" not in line for line in left_standing(sent))


@pytest.mark.parametrize("target", ["file", "stdout"])
def test_a_pipe_gets_no_progress(tmp_path: Path, target: str) -> None:
    arguments = [*EXPORT, *(["-o", "a.csv"] if target == "file" else [])]
    done = subprocess.run([sys.executable, *program(*arguments)], capture_output=True, check=True)
    said = done.stderr.decode()
    assert said == ("已导出 14 项到 a.csv。\n" if target == "file" else "")


@pytest.mark.parametrize("why", ["dumb terminal", "the rows go to the terminal"])
def test_a_terminal_that_cannot_show_it_gets_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "dumb terminal":
        monkeypatch.setenv("TERM", "dumb")
        assert "正在" not in on_terminal(*EXPORT, "-o", "a.csv")
    else:
        assert "正在" not in on_terminal(*EXPORT)


def test_an_interrupted_export_leaves_no_line_and_no_file(tmp_path: Path) -> None:
    code = SLOW.replace("STEP", "0.5").replace(
        "sys.exit",
        """
from yqsafety.formats import as_csv
rows = as_csv._csv_rows
def broken(extract):
    for number, row in enumerate(rows(extract)):
        if number == 9: raise KeyboardInterrupt
        yield row
as_csv._csv_rows = broken
sys.exit""",
    )
    (tmp_path / "here").mkdir()
    arguments = ["-c", code, *EXPORT, "-o", "here/a.csv"]
    child = pexpect.spawn(sys.executable, arguments, timeout=30, env=os.environ, encoding="utf-8")
    sent = str(child.read())
    child.close()
    assert child.exitstatus == 130
    assert "正在导出：" in sent
    assert not any("正在" in line for line in left_standing(sent))
    assert list((tmp_path / "here").iterdir()) == []
