"""Make the pictures of README: the list, the checklist and the page, of one made-up state.

`python tools/pictures.py [FOLDER]` (default `docs/pictures`). The page needs Chromium and the extra
`browser`; without them its picture stays as it is. The same program gives the same SVG.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import io
import itertools
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from yqsafety import state_file
from yqsafety.cli import app, session
from yqsafety.cli.checklist.app import Checklist
from yqsafety.cli.options import Common
from yqsafety.query import Filters

UNIT = "县水利局"
LIST = ["list", "--unit", UNIT, "--section", "六", "--direct", "--as-of", "2025-06-20"]
RECORDS = (
    "check 4.1 4.2 5.1 --unit 县水利局 --on 2025-03-28",
    "check 14.3 18.1 18.2 --unit 县水利局 --on 2025-04-21",
    "start 18.8 18.9 --unit 县水利局 --on 2025-05-12",
    "check 2.4@disaster-week --unit 新城镇 --on 2025-05-16",
    "check 6.6 --unit 县政府办 --count 3 --on 2025-05-30",
    "check 1.4 2.1 --unit 新城镇 --on 2025-04-02",
    "check --section 七 --all --yes --unit 县水利局 --on 2025-06-12",
)
CELL = 12.2
"""Units of an SVG that a column of the terminal takes."""
FONTS = "'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Microsoft YaHei', monospace"
_TEXT = re.compile(r'(<text[^>]*? )x="([\d.]+)"([^>]*?) textLength="[\d.]+"([^>]*)>([^<]*)<')


def main() -> None:
    """Write the pictures."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures").absolute()
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder, "state.json")
        prepare(state)
        (target / "list.svg").write_text(list_picture(state), encoding="utf-8")
        page = Path(folder, "page.html")
        app.run(["export", "html", "-o", str(page), "--as-of", "2025-06-20", "--state", str(state)])
        page_picture(page, target / "page.png")
        picture = asyncio.run(checklist_picture(state))
        (target / "checklist.svg").write_text(picture, encoding="utf-8")


def prepare(state: Path) -> None:
    """Record what the pictures show, on a fixed day and under fixed ids."""
    numbers = itertools.count(1)
    state_file.new_id = lambda: f"{next(numbers):012x}"
    moment = dt.datetime.combine(dt.date(2025, 6, 20), dt.time(9, 12), session.CHINA)
    session.now = lambda: moment
    for line in RECORDS:
        if app.run([*line.split(), "--by", "张三", "--state", str(state)]):
            raise SystemExit(line)


def list_picture(state: Path) -> str:
    """What a terminal of 100 columns shows."""
    command = [sys.executable, "-m", "yqsafety", *LIST, "--state", str(state)]
    ours, theirs = pty.openpty()
    size = {"COLUMNS": "100", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with subprocess.Popen(command, stdout=theirs, env=os.environ | size) as running:
        os.close(theirs)
        shown = read_all(ours)
        os.close(ours)
        running.wait()
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown))
    return plain_svg(
        console.export_svg(title=f"$ yqsafety {' '.join(LIST[:-2])}", unique_id="list")
    )


def read_all(handle: int) -> str:
    """Everything that a terminal is sent, until it is closed."""
    content = b""
    while True:
        try:
            part = os.read(handle, 65536)
        except OSError:  # Linux says so when the other end is closed
            part = b""
        if not part:
            return content.decode().replace("\r\n", "\n")
        content += part


async def checklist_picture(state: Path) -> str:
    """The checklist of a unit, with one task ticked."""
    opened = session.open_session(Common(state=state))
    checklist = Checklist(opened, opened.roster.get(UNIT), Filters(), by="张三")
    async with checklist.run_test(size=(120, 34)) as pilot:
        await pilot.pause()
        await pilot.press(*("j",) * 23, "space")
        await pilot.pause()
        return plain_svg(checklist.export_screenshot())


def plain_svg(svg: str) -> str:
    """A picture that fetches no font, and in which a Chinese character is two columns wide."""
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]*;", f"font-family: {FONTS};", svg)
    svg = re.sub(r"terminal-\d+-", "terminal-", svg)
    return re.sub(
        r'(<text[^>]*? )x="([\d.]+)"([^>]*?) textLength="[\d.]+"([^>]*)>([^<]*)<', _set, svg
    )


def _set(match: re.Match[str]) -> str:
    """A piece of text with the place of each of its characters."""
    before, start, between, after, text = match.groups()
    cells = itertools.accumulate(map(cell_len, html.unescape(text)), initial=0)
    places = " ".join(f"{float(start) + n * CELL:.1f}" for n in list(cells)[:-1])
    return f'{before}x="{places}"{between}{after}>{text}<'


def page_picture(page: Path, target: Path) -> None:
    """The top of the page, where there is a browser."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        print("no chromium or playwright here: the picture of the page stays as it is")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1280, "height": 1180}, color_scheme="light")
        shown.goto(page.as_uri())
        shown.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main()
