"""Make the pictures in README: the list and the checklist on a terminal, the page for leaders.

`python tools/pictures.py [FOLDER]` writes `list.svg`, `checklist.svg` and `page.png`, by default
into `docs/pictures`. They show what the program itself answers to RECORDS on DAY, whatever this
machine's own state, settings and clock. The page needs a Chromium; the rest needs the extra dev.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest import mock

import pexpect
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from yqsafety.cli import app
from yqsafety.cli import clock as china_clock
from yqsafety.cli.checklist.app import Checklist
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common
from yqsafety.ledger.filters import Filters
from yqsafety.store import state_file

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
DAY = "2025-06-20"

RECORDS = """
2025-03-12 check 4.1 4.2 --unit 县应急管理局
2025-03-18 check 1.4 2.1 2.3 2.5 --unit 历山镇 --unit 古城镇 --unit 王茅镇 --unit 新城镇
2025-03-20 check 18.1 --unit 县水利局
2025-03-25 check 7.5 8.2 8.4 9.1 11.2 --unit 县水利局 --unit 县应急管理局 --unit 县住建局
2025-04-10 check 2.6 3.2 --unit 新城镇 --note 会议纪要已存档
2025-04-15 check 7.5 8.4 9.4 9.5 --unit 县交通局
2025-04-22 check 18.5 18.7 19.2 --unit 县水利局 --unit 县林业局 --note 协议和方案已存档
2025-04-28 check 14.1 14.5 19.3 --unit 县应急管理局 --unit 县住建局
2025-05-12 start 18.8 18.9 --unit 县水利局
2025-05-14 check 18.4 18.6 --unit 县水利局
2025-05-15 check 2.4@disaster-week --unit 历山镇 --unit 古城镇 --unit 英言镇 --unit 开发区
2025-05-16 check 2.4@disaster-week --unit 王茅镇 --unit 皋落乡 --unit 县水利局
2025-05-19 trigger 3.3 --on 2025-05-19 --unit 县应急管理局
2025-05-22 check 3.3@2025-05-19 --unit 县应急管理局
2025-05-26 start 14.5 --unit 县水利局 --note 除险加固已完成3座，在建2座
2025-05-27 check 11.10 11.12 14.6 --unit 县住建局
2025-05-29 confirm 14.1 14.5 14.6 --unit 县住建局
2025-05-30 confirm 7.5 8.4 9.1 --unit 县水利局
2025-05-30 waive 14.1 --unit 县水利局 --reason 辖区内无水利系统管理的矿山
2025-06-03 check 6.3@2025-H1 --unit 县政府办
2025-06-05 start 2.4@safety-month 2.9 --unit 新城镇
2025-06-10 check 1.4 2.4@safety-month --unit 长直乡 --unit 华峰乡 --unit 皋落乡
2025-06-12 check 18.9 19.2 --unit 皋落乡 --unit 王茅镇
2025-06-16 check 11.1 --unit 县水利局 --count 1
""".strip().splitlines()
"""Day and command, as the offices might have recorded them."""

UNIT = "县水利局"
LIST = f"yqsafety list --unit {UNIT} --section 六 --direct --as-of {DAY}"
KEYS = "f f f j j space j space j j j j j j j j j space".split()
"""To what names the unit itself, then down the rows, with a tick here and there."""

CELL = 12.2
"""The width of a letter in the pictures of Rich and Textual, in their own units."""
WIDE = 22.0
"""The size of Chinese: what two cells and a line hold."""
FONTS = (
    "Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'PingFang SC',"
    " 'Microsoft YaHei', monospace"
)
CHROMIUM = "--headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1280,1340".split()


def main() -> int:
    """Make them all; the exit code."""
    folder = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, offices(Path(work)):
        draw_terminals(folder)
        draw_page(folder / "page.png", Path(work))
    return 0


@contextmanager
def offices(work: Path) -> Iterator[None]:
    """A state of its own with RECORDS in it, on DAY; nothing of this machine is seen."""
    ids = (f"{number:012x}" for number in itertools.count(1))
    own = {
        "HOME": str(work),
        "YQSAFETY_STATE": str(work / "state.json"),
        "PATH": os.environ.get("PATH", ""),
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
    }
    with (
        mock.patch.dict(os.environ, own, clear=True),
        mock.patch.object(state_file, "new_id", side_effect=ids),
    ):
        for record in RECORDS:
            day, _, command = record.partition(" ")
            with clock(day):
                run(*shlex.split(command), "--by", "张三", "--yes")
        with clock(DAY):
            yield


@contextmanager
def clock(day: str) -> Iterator[None]:
    """The program believes that it is this day."""
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(9, 12), china_clock.CHINA)
    with mock.patch.object(china_clock, "china_now", return_value=moment):
        yield


def run(*arguments: str) -> None:
    """Run a command of the program; RuntimeError unless it ends well."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = app.run_command_line(list(arguments))
    if code:
        raise RuntimeError(f"{shlex.join(arguments)}: {said.getvalue()}")


def draw_terminals(folder: Path) -> None:
    """Write what a terminal shows, as SVG."""
    for name, draw in (("list", listed), ("checklist", ticked)):
        (folder / f"{name}.svg").write_text(tidy(draw(), name), encoding="utf-8")


def listed() -> str:
    """A table on a terminal of 100 columns."""
    shown = pexpect.run(
        shlex.join([sys.executable, "-m", *shlex.split(LIST)]),
        encoding="utf-8",
        env=os.environ,
        dimensions=(50, 100),
    )
    screen = Console(record=True, width=100, file=StringIO())
    screen.print(Text.from_ansi(f"$ {LIST}\n{shown.rstrip()}".replace("\r", "")))
    return screen.export_svg(title="yqsafety list")


def ticked() -> str:
    """The checklist of a unit after some keys."""
    opened = open_session(Common())
    screen = Checklist(opened, opened.roster.find(UNIT).body, Filters(), by="张三")

    async def sit() -> str:
        async with screen.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            await pilot.press(*KEYS)
            return screen.export_screenshot(title="yqsafety check")

    return asyncio.run(sit())


def tidy(drawn: str, name: str) -> str:
    """The picture with Chinese two letters wide, nothing fetched, the same ids every time."""
    drawn = re.sub(r"terminal-\d+-", f"{name}-", drawn)
    drawn = re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    drawn = drawn.replace("Fira Code, monospace", FONTS).replace("arial", "sans-serif")
    drawn = drawn.replace("font-variant-east-asian: full-width;", "")
    drawn = drawn.replace("</style>", f".wide {{ font-size: {WIDE:g}px }}\n    </style>")
    drawn = re.sub(r"[ \t]+$", "", drawn, flags=re.MULTILINE)
    return re.sub(r'<text class="([^"]*-r\d+)" x="([\d.]+)"([^>]*)>(.*?)</text>', spread, drawn)


def spread(found: re.Match[str]) -> str:
    """A text in pieces of letters of one width, each where a terminal puts it.

    Rich stretches a text over as many cells as it has letters, but a Chinese one takes two.
    """
    style, left, rest, content = found.groups()
    rest = re.sub(r' textLength="[^"]*"', "", rest)
    pieces = []
    x = float(left)
    for cells, letters in itertools.groupby(html.unescape(content), cell_len):
        text = "".join(letters)
        if text.strip():
            pieces.append(piece(text, cells, x, style, rest))
        x += CELL * cells * len(text)
    return "".join(pieces)


def piece(text: str, cells: int, x: float, style: str, rest: str) -> str:
    """Narrow letters fill their cells together, wide ones stand each in the middle of its two."""
    shown = html.escape(text, quote=False).replace("\xa0", "&#160;")
    if cells == 1:
        width = CELL * len(text)
        return f'<text class="{style}" x="{x:g}"{rest} textLength="{width:g}">{shown}</text>'
    first = x + (2 * CELL - WIDE) / 2
    places = " ".join(f"{first + 2 * CELL * number:.5g}" for number in range(len(text)))
    return f'<text class="{style} wide" x="{places}"{rest}>{shown}</text>'


def draw_page(file: Path, work: Path) -> None:
    """Write the top of the page for leaders, where there is a Chromium; else say so."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print(f"没有 chromium，未更新 {file.name}。", file=sys.stderr)
        return
    page = work / "page.html"
    run("export", "html", "-o", str(page))
    command = [chromium, *CHROMIUM, f"--screenshot={file}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    sys.exit(main())
