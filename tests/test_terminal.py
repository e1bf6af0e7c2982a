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

from yqsafety.model import Catalog


def screen(columns: int, *arguments: str) -> list[str]:
    """The lines of a terminal of that width after a command."""
    terminal = pyte.Screen(columns, 3000)
    stream = pyte.ByteStream(terminal)
    # The environment as Python sees it: readline puts COLUMNS into the process's own.
    child = pexpect.spawn(
        sys.executable,
        ["-m", "yqsafety", *arguments],
        dimensions=(50, columns),
        timeout=30,
        env=os.environ,
    )
    while True:
        try:
            stream.feed(child.read_nonblocking(65536))
        except pexpect.EOF:
            break
    child.close()
    assert child.exitstatus == 0
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
        assert any(line.split()[:1] == [task.id] for line in shown)
    assert "…" not in letters
    assert [line for line in shown if width(line) > columns] == []


@pytest.mark.parametrize("columns", [80, 120])
def test_columns_line_up(columns: int) -> None:
    shown = screen(columns, "list", "--section", "4", "--as-of", "2025-03-10")
    head = next(line for line in shown if line.lstrip().startswith("编号"))
    left = width(head[: head.index("任务")])
    rows = [line for line in shown if re.match(r" 1[12]\.\d+ ", line)]
    assert len(rows) == 29
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
