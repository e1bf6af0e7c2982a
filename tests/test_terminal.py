"""What a real terminal shows, at several widths: nothing cut, columns in line."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path

import pexpect
import pyte
import pytest
from conftest import Cli

from yqsafety.notice.model import Catalog


class Sitting:
    """The checklist in a real terminal, and someone at its keys."""

    def __init__(
        self,
        *arguments: str,
        before: str = "",
        today: str = "2025, 6, 20",
        rows: int = 24,
        columns: int = 80,
    ):
        """`before` is Python that runs first."""
        code = (
            "import datetime as dt, sys; from yqsafety.cli import app, clock\n"
            f"clock.china_now = lambda: dt.datetime({today}, 9, 12, tzinfo=clock.CHINA)\n"
            f"{before}\n"
            "sys.exit(app.run_command_line(sys.argv[1:]))"
        )
        self.terminal = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.terminal)
        self.child = pexpect.spawn(
            sys.executable,
            ["-c", code, "check", *arguments],
            dimensions=(rows, columns),
            timeout=30,
            env={**os.environ, "PYTHONUTF8": "1"},
        )

    @property
    def lines(self) -> list[str]:
        # Not `display`, which stumbles over half a wide letter that something was written upon.
        shown = self.terminal.buffer
        cells = ([shown[y][x].data for x in range(self.terminal.columns)] for y in sorted(shown))
        return ["".join(line).rstrip() for line in cells]

    def until(self, text: str) -> None:
        """Read until the screen shows a text; pexpect's time-out bounds the wait."""
        while not any(text in "".join(line.split()) for line in self.lines):
            self._stream.feed(self.child.read_nonblocking(65536, timeout=30))

    def end(self) -> int:
        """Read what is left; the exit code."""
        self._stream.feed(self.child.read())
        self.child.close()
        return int(self.child.exitstatus)


def screen(columns: int, *arguments: str, rows: int = 50) -> list[str]:
    """The lines of a terminal of that width after a command, those that ran off the top too."""
    terminal = pyte.Screen(columns, 3000)
    stream = pyte.ByteStream(terminal)
    # The environment as Python sees it: readline puts COLUMNS into the process's own.
    child = pexpect.spawn(
        sys.executable,
        ["-m", "yqsafety", *arguments],
        dimensions=(rows, columns),
        timeout=30,
        env=os.environ,
    )
    while True:
        try:
            stream.feed(child.read_nonblocking(65536))
        except pexpect.EOF:
            break
    child.close()
    assert child.exitstatus == 0, terminal.display[:3]
    return [line.rstrip() for line in terminal.display]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_list_loses_no_title(columns: int, catalog: Catalog) -> None:
    shown = screen(columns, "list", "--section", "4", "--as-of", "2025-03-10")
    letters = "".join("".join(shown).split())
    tasks = [
        task for section in catalog.notice.sections[3:4] for i in section.items for task in i.tasks
    ]
    assert len(tasks) == 29
    for task in tasks:
        # A title that is folded is interrupted by the cells beside it, line by line.
        assert task.title in letters or all(part in letters for part in re.findall(".", task.title))
        assert any(line.split()[0].partition("@")[0] == task.id for line in shown if line.split())
    assert "…" not in letters
    assert [line for line in shown if width(line) > columns] == []


@pytest.mark.parametrize("columns", [80, 120])
def test_columns_line_up(columns: int) -> None:
    shown = screen(columns, "list", "--section", "4", "--as-of", "2025-03-10")
    head = next(line for line in shown if line.lstrip().startswith("编号"))
    left = width(head[: head.index("任务")])
    rows = [line for line in shown if re.match(r" 1[12]\.\d+[ @]", line)]
    assert len(rows) == 30
    for line in rows:
        start = next(n for n in range(len(line)) if width(line[:n]) == left)
        assert line[start - 1] == " "
        assert line[start] != " "


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    arguments = ["-m", "yqsafety", "list", "--item", "6"]
    raw = pexpect.run(f"{sys.executable} {' '.join(arguments)}", cwd=str(tmp_path))
    assert "每半年".encode() in raw
    assert not re.search(rb"\x1b\[[0-9;]*3[0-9]m", raw)


def test_the_checklist_ticks_in_a_real_terminal(cli: Cli) -> None:
    sitting = Sitting("--unit", "县应急管理局", "--item", "14")
    sitting.until("限期0/2长期0/2推定0/7")
    sitting.until("q退出")
    before = list(sitting.lines)
    assert [line for line in before if width(line) > 80] == []
    assert any(line.startswith(" □ 14.1") for line in before)
    sitting.child.send(" ")
    sitting.until("限期1/2长期0/2推定0/7")
    sitting.child.send("jn")
    sitting.until("14.2说明：")
    sitting.child.send("已开会，材料齐\r")
    sitting.until("14.2已补充说明")
    sitting.child.setwinsize(40, 120)
    sitting.terminal.resize(40, 120)
    sitting.until("│")
    sitting.child.send("q")
    assert sitting.end() == 0
    listed = cli("list", "--unit", "县应急管理局", "--as-of", "2099-12-31", "--json")
    assert [row["id"] for row in listed.json["rows"] if row["status"] == "done"] == ["14.1"]
    events = cli("log", "14.2", "--json").json["events"]
    assert [event["note"] for event in events] == ["已开会，材料齐"]


@pytest.mark.parametrize(("answer", "code"), [("n", 130), ("y", 0)])
def test_after_the_term_the_checklist_asks_before_it_opens(
    cli: Cli, answer: str, code: int
) -> None:
    sitting = Sitting("--unit", "县应急管理局", today="2026, 2, 1")
    sitting.until("通知年度（2025年）已于2025-12-31结束，今天是2026-02-01。")
    sitting.child.send(f"{answer}\r")
    if code == 0:
        sitting.until("q退出")
        sitting.child.send(" q")
    assert sitting.end() == code
    assert len(cli("log", "--json").json["events"]) == (code == 0)


def test_ctrl_c_gives_the_terminal_back(cli: Cli) -> None:
    sitting = Sitting()
    sitting.until("为哪个单位登记？")
    sitting.child.send("水利\r")
    sitting.until("筛选：全部")
    sitting.child.send(" ")
    sitting.until("已报落实")
    sitting.child.send("\x03")
    raw = sitting.child.read()
    sitting.child.close()
    assert sitting.child.exitstatus == 130
    assert b"\x1b[?1049l" in raw  # the other screen is left
    assert b"\x1b[?25h" in raw  # the cursor is back
    assert len(cli("log", "--json").json["events"]) == 1


def test_a_fault_while_the_checklist_is_open_is_one_line() -> None:
    broken = "from yqsafety.cli.checklist.desk import RecordingDesk\nRecordingDesk.toggle = None"
    sitting = Sitting("--unit", "县应急管理局", before=broken)
    sitting.until("q退出")
    sitting.child.send(" ")
    raw = sitting.child.read()
    sitting.child.close()
    assert sitting.child.exitstatus == 70
    assert "程序出错（RuntimeError），数据未受影响。" in raw.decode()
    assert b"Traceback" not in raw
