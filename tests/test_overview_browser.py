"""The page for leaders in a real Chromium: read, filtered, printed, by keyboard, without scripts.

Needs `pip install -e '.[browser]'` and a Chromium of the system; skipped without.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY
from small import event

from yqsafety.formats import Extract, render_format
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Catalog
from yqsafety.notice.roster import Roster
from yqsafety.reports.overview_tasks import clause_of

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="the extra browser is missing")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra is missing")

ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    " --disable-background-networking --disable-component-update"
).split()
HERE = "yuanqu-2025-1"
SCRIPT = "<script>document.title='ran'</script><img src=x onerror=alert(1)>"
RECORDS = (
    event(1, "done", "2.1", "xincheng", on="05-20", notice=HERE),
    event(2, "done", "14.5", "shuili", on="05-20", notice=HERE),
    event(3, "doing", "14.5", "jiaotong", on="05-21", notice=HERE)._replace(note=SCRIPT),
    event(4, "note", "6.6", "zhengfuban", notice=HERE)._replace(note="长" * 5000 + SCRIPT),
    event(5, "na", "1.1", "xincheng", on="05-20", notice=HERE),
)
PHONE, TABLET, DESK = (390, 844), (768, 1024), (1280, 900)
SHOWN = "details.task:not([hidden])"


@pytest.fixture(scope="module")
def book(catalog: Catalog, roster: Roster) -> Ledger:
    return Ledger(catalog, roster, RECORDS, TODAY, "abc")


@pytest.fixture(scope="module")
def address(book: Ledger, tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("page") / "page.html"
    extract = Extract(book, Filters(), select_entries(book, Filters()), "task")
    file.write_bytes(b"".join(render_format("html", extract)))
    return file.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens the page; nothing may be asked for, said on the console, or pop up."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def asked(request: Any) -> None:
        if not request.url.startswith(address):
            troubles.append(request.url)

    def popped_up(dialog: Any) -> None:
        troubles.append(dialog.message)
        dialog.dismiss()

    def go(size: tuple[int, int] = DESK, part: str = "", **options: Any) -> Any:
        viewport = {"width": size[0], "height": size[1]}
        contexts.append(browser.new_context(viewport=viewport, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", popped_up)
        page.on("request", asked)
        page.goto(address + part)
        return page

    yield go
    for context in contexts:
        context.close()
    assert not troubles


def shown(page: Any) -> list[str]:
    """The ids of the tasks that are to be seen."""
    found: list[str] = page.locator(f"{SHOWN} > summary > .id").all_text_contents()
    return found


def said(page: Any) -> str:
    return str(page.locator("#shown").text_content())


def ids(book: Ledger, **filters: Any) -> list[str]:
    entries = select_entries(book, Filters(**filters)).entries
    return [clause_of(book, entry) if "@" in entry.id else entry.id for entry in entries]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_axe_finds_nothing_and_nothing_hangs_over(
    visit: Callable[..., Any], scheme: str, size: tuple[int, int]
) -> None:
    page = visit(size, color_scheme=scheme)
    for task in (0, 40):
        page.locator("details.task > summary").nth(task).click()
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    colour = "getComputedStyle(document.querySelector('main > section')).backgroundColor"
    paper = page.evaluate(colour)
    assert (paper == "rgb(255, 255, 255)") == (scheme == "light")


OVERLAPPING = """() => {
  const found = [];
  for (const row of document.querySelectorAll("summary, tr, .who li, .card ul")) {
    const boxes = Array.from(row.children, (cell) => [cell, cell.getBoundingClientRect()]);
    for (const [cell, box] of boxes) {
      const text = document.createRange();
      text.selectNodeContents(cell);
      const said = text.getBoundingClientRect();
      if (!box.width || row.closest(".stack thead")) continue;
      for (const [other, beside] of boxes)
        if (other !== cell && beside.width && said.left < beside.right - 1
            && said.right > beside.left + 1 && said.top < beside.bottom - 1
            && said.bottom > beside.top + 1) found.push(cell.textContent.trim().slice(0, 40));
    }
  }
  return found;
}"""
"""The texts that run into what stands beside them."""


@pytest.mark.parametrize("width", [320, 390, 481, 600, 768, 1001, 1280])
def test_no_text_runs_into_another(visit: Callable[..., Any], width: int) -> None:
    page = visit((width, 900))
    assert page.evaluate(OVERLAPPING) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", [PHONE, TABLET, DESK])
def test_the_first_screen_names_who_is_late_and_what_is_next(
    visit: Callable[..., Any], size: tuple[int, int]
) -> None:
    page = visit(size)
    for shown_first in (".answers .big", ".who > li", ".coming > li:nth-child(2)"):
        box = page.locator(shown_first).first.bounding_box()
        assert box["y"] + box["height"] <= size[1], shown_first


@pytest.mark.parametrize("size", [PHONE, TABLET])
def test_unit_and_total_stay_in_view_in_the_heat_map(
    visit: Callable[..., Any], size: tuple[int, int]
) -> None:
    page = visit(size)
    page.evaluate("document.querySelector('.scroll').scrollLeft = 10000")
    row = page.locator(".heat tbody tr").first
    name, total, last = (row.locator(f":nth-child({n})").first.bounding_box() for n in (1, 2, 9))
    assert 0 <= name["x"] < name["x"] + name["width"] <= total["x"] + 1
    assert total["x"] + total["width"] <= last["x"] < size[0] - 40
    sizes = "Array.from(document.querySelectorAll('.heat *'), (e) => getComputedStyle(e).fontSize)"
    assert min(float(size.removesuffix("px")) for size in page.evaluate(sizes)) >= 12


def test_a_script_in_a_note_is_text(visit: Callable[..., Any]) -> None:
    page = visit(part="#t-14.5")
    assert page.locator("[id='t-14.5']").get_attribute("open") is not None
    assert SCRIPT in page.locator("[id='t-14.5']").inner_text()
    assert "进展一览" in page.title()


def test_typing_filters_by_id_title_quote_and_unit(visit: Callable[..., Any], book: Ledger) -> None:
    page = visit()
    total = len(book.entries)
    assert said(page) == f"共 {total} 项。"
    page.locator("#f-text").fill("18.1")
    assert shown(page) == ids(book, items=(18,))[:1]
    page.locator("#f-text").fill("１０项具体问题")
    assert shown(page) == ["6.6"]
    assert said(page) == f"已筛选：显示 1 项，共 {total} 项。"
    assert page.locator(".part:visible").count() == page.locator(".item:visible").count() == 1
    page.locator("#f-text").fill("县委办 纪要")
    assert not shown(page)
    page.locator("#f-clear").click()
    assert shown(page) == ids(book)


@pytest.mark.parametrize("unit", ["", "shuili", "xincheng"])
def test_unit_and_status_filter_as_list_does(
    visit: Callable[..., Any], book: Ledger, unit: str
) -> None:
    page = visit()
    chosen = (unit,) if unit else ()
    if unit:
        page.locator("#f-unit").select_option(label=book.roster.name(unit))
    assert shown(page) == ids(book, units=chosen)
    options = page.locator("#f-state option").all()
    codes = [str(option.get_attribute("value")) for option in options][1:]
    for code in codes:
        page.locator("#f-state").select_option(code)
        assert shown(page) == ids(book, units=chosen, statuses=(code,)), code


def test_a_link_opens_its_task_though_a_filter_hides_it(visit: Callable[..., Any]) -> None:
    page = visit()
    page.locator("#f-text").fill("没有这几个字")
    assert not shown(page)
    page.locator("#lists a").first.click()
    page.wait_for_selector("details.task[open] > summary:focus")
    assert page.locator("#f-text").input_value() == ""


def test_the_keyboard_is_enough(visit: Callable[..., Any]) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    reached = _tab_to(page, "#f-text")
    assert ".scroll" in reached
    page.keyboard.type("14.5")
    _tab_to(page, "#f-state")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert shown(page) == ["14.5"]
    _tab_to(page, f"{SHOWN} > summary")
    page.keyboard.press("Enter")
    assert page.locator(f"{SHOWN} blockquote").is_visible()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def _tab_to(page: Any, target: str) -> set[str]:
    """Tab until an element has the focus; which of the others were passed."""
    passed: set[str] = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return passed
        if page.evaluate("document.activeElement.matches('.scroll')"):
            passed.add(".scroll")
    raise AssertionError(target)


def test_without_scripts_all_of_it_can_be_read(visit: Callable[..., Any], book: Ledger) -> None:
    page = visit(java_script_enabled=False)
    assert len(shown(page)) == len(book.entries)
    assert page.locator("#filters").is_hidden()
    assert page.locator(".heat").is_visible()
    page.locator("[id='t-6.6'] > summary").click()
    assert page.locator("[id='t-6.6'] blockquote").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_shows_every_quote_and_of_open_tasks_all(
    visit: Callable[..., Any], book: Ledger, scripts: bool
) -> None:
    page = visit(java_script_enabled=scripts)
    page.locator("[id='t-6.6'] > summary").click()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("blockquote:visible").count() == len(book.entries)
    assert page.locator("dt:visible").count() == page.locator("[id='t-6.6'] dt").count()
    assert not page.locator("#filters").is_visible()
    paper = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in paper
    assert 10 < paper.count(b"/Type /Page\n") < 30


def test_paper_of_a_filtered_page_says_so(visit: Callable[..., Any]) -> None:
    page = visit()
    page.emulate_media(media="print")
    assert not page.locator("#shown").is_visible()
    page.emulate_media(media="screen")
    page.locator("#f-text").fill("6.6")
    page.emulate_media(media="print")
    assert page.locator("#shown").is_visible()
