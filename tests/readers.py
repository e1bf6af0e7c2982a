"""What each export format shows: one function a format. Another format needs another function."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter as Count
from collections.abc import Callable, Iterable
from typing import Any

from docx import Document
from duties import EDITIONS
from icalendar import Calendar
from lxml import html
from openpyxl import load_workbook

Figures = dict[str, dict[str, Any]]
"""By the name of a section or unit (`合计` for all), the figures that are shown of it."""

NAMES = {"county": "全县一项"} | {body.id: body.name for body in EDITIONS[1].units.bodies}
SECTIONS = {str(one.number): one.heading for one in EDITIONS[1].notice.sections}


def in_json(content: bytes) -> Figures:
    return added(list_rows(content))


def list_rows(content: bytes) -> Iterable[tuple[str, tuple[int, int, int]]]:
    for row in json.loads(content)["rows"]:
        progress = row["progress"]
        figures = progress["done"], progress["total"], progress["na"]
        yield SECTIONS[str(row["section"])], figures


def in_csv(content: bytes) -> Figures:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return added(
        (SECTIONS[row["section"]], (int(row["done"]), int(row["total"]), int(row["na"])))
        for row in rows
    )


def added(rows: Iterable[tuple[str, tuple[int, int, int]]]) -> Figures:
    """Figures of single occurrences, added up by section and as a whole."""
    found: dict[str, tuple[int, ...]] = {}
    for section, figures in rows:
        for name in (section, "合计"):
            known = found.get(name, (0, 0, 0))
            found[name] = tuple(a + b for a, b in zip(known, figures, strict=True))
    return {name: {"all": figures} for name, figures in found.items()}


def in_xlsx(content: bytes) -> Figures:
    """A table for each nature of duty, under a heading that begins with its number."""
    lines = load_workbook(io.BytesIO(content))["统计"].iter_rows(values_only=True)
    found: Figures = {}
    heads: list[str] = []
    nature = ""
    for line in [[cell for cell in line if cell is not None] for line in lines]:
        first = str(line[0]) if line else ""
        if first in ("章节", "单位"):
            heads = [str(head) for head in line]
        elif heads and first in (*NAMES.values(), *SECTIONS.values(), "合计"):
            cells = dict(zip(heads, line, strict=True))
            known = found.setdefault(first, {})
            again = first == "合计" and heads[0] == "单位"  # the sum stands under both tables
            for head in () if again else INSIDE & cells.keys():
                known[head] = known.get(head, 0) + cells[head]
            known.update(SHEET_PARTS[nature](cells))
        else:
            nature, heads = first[:1], []
    return found


INSIDE = {"退回", "待认定"}
"""Parts of what is under way, which stand in the table of each nature."""
SHEET_PARTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "一": lambda cells: {
        head: cells[head]
        for head in "应办 办结 已复核 在办 未反馈 报不适用 逾期 年度未结 临期".split()
    },
    "二": lambda cells: {
        "长期已报": (cells["已报"], cells["应报"]),
        "长期待更新": cells["待更新"],
    },
    "三": lambda cells: {"推定": (cells["已办"], cells["应办"])},
    "四": lambda cells: {head: cells[head] for head in "不适用 未触发".split()},
}


def in_md(content: bytes) -> Figures:
    lines = content.decode().splitlines()
    tables = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return in_tables(tables) | {"合计": in_words(content.decode())}


def in_docx(content: bytes) -> Figures:
    word = Document(io.BytesIO(content))
    tables = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    return in_tables(tables) | {"合计": in_words("\n".join(p.text for p in word.paragraphs))}


def in_tables(lines: Iterable[list[str]]) -> Figures:
    """Lines under a header that begins with 章节 or 单位; a part may stand in two tables."""
    found: Figures = {}
    heads: list[str] = []
    for line in lines:
        if line and line[0] in ("章节", "单位") and {"应办", "长期已报"} & set(line):
            heads = [HEADS.get(head, head) for head in line]
        elif line and line[0] in (*NAMES.values(), *SECTIONS.values(), "合计") and heads:
            cells = dict(zip(heads[1:], line[1:], strict=False))
            shown = {head: figure(cells[head]) for head in cells if head not in ("办结率", "位次")}
            found.setdefault(line[0], {}).update(shown)
        else:
            heads = heads if not line or line[0].startswith("---") else []
    return found


HEADS = {"推定已办": "推定"}


def figure(text: str) -> Any:
    """A number, or a fraction; a dash is nothing of nothing."""
    if text == "—":
        return 0, 0
    done, slash, total = text.partition("/")
    return (int(done), int(total)) if slash else int(done)


def in_words(text: str) -> dict[str, Any]:
    """The figures that the first chapter of the report says; what is nothing it leaves out."""
    overall = text.partition("一、总体情况")[2].partition("二、")[0]
    overall += next((t for t in text.splitlines() if t.startswith("责任单位或时限属推定的")), "")
    dated = next(line for line in overall.splitlines() if line.startswith("限期任务（含"))
    found = {head: said(dated, words) for head, words in DATED.items()}
    found["已复核"] = found["办结"] if "均已复核" in dated else said(dated, "其中已复核")
    return found | {head: said(overall, words) for head, words in BESIDE.items()}


def said(text: str, words: str) -> int:
    """The numbers behind some words, added up; 0 where they are not said."""
    return sum(map(int, re.findall(rf"(?:{words})(\d+)项", text)))


DATED = {
    "应办": "应办",
    "办结": "已办结",
    "在办": "；在办",
    "未反馈": "未反馈",
    "报不适用": "报不适用待复核",
    "逾期": "未办结的任务中，逾期",
    "年度未结": "年度未结",
    "临期": "30日内到期",
}
BESIDE = {
    "长期待更新": "（待更新）",
    "退回": "退回重办",
    "待认定": "待认定",
    "不适用": "复核同意不适用",
    "未触发": "尚未触发",
}


def in_ics(content: bytes) -> Figures:
    """What waits has no date, and so no event; it is in no total either."""
    found: dict[str, Count[str]] = {name: Count() for name in ("合计", *SECTIONS.values())}
    events: list[Any] = Calendar.from_ical(content).walk("VEVENT")
    for event in events:
        if str(event["CATEGORIES"].cats[0]) == "提醒":
            continue
        said = re.search(r"状态：.*?(\d+)/(\d+)（截至", event["DESCRIPTION"])
        alone = event["SUMMARY"].startswith("√"), event["STATUS"] != "CANCELLED"
        done, total = said.groups() if said else alone
        for name in ("合计", str(event["CATEGORIES"].cats[0])):
            found[name].update(done=int(done), total=int(total))
    return {name: {"done of total": (one["done"], one["total"])} for name, one in found.items()}


def in_html(content: bytes) -> Figures:
    """The table of sections, its last row for all: done of due in one cell, with its rate."""
    (table,) = html.fromstring(content.decode()).xpath("//section[@id='sections']//table")
    heads, *lines = [[cell.text_content().strip() for cell in row] for row in table.iter("tr")]
    found: Figures = {}
    for line in lines:
        cells = dict(zip(map(page_head, heads), line, strict=True))
        done, total = page_figure(cells.pop("限期办结"))
        shown = {head: page_figure(text) for head, text in cells.items() if head in PAGE_HEADS}
        found[cells["章节"]] = {"应办": total, "办结": done} | shown
    return found


PAGE_HEADS = "在办 未反馈 报不适用 逾期 年度未结 临期 长期已报 长期待更新 推定 退回 待认定".split()


def page_head(text: str) -> str:
    return HEADS.get(text, text)


def page_figure(text: str) -> Any:
    """A figure without its rate."""
    return figure(text.partition("（")[0])


READERS: dict[str, Callable[[bytes], Figures]] = {
    "json": in_json,
    "csv": in_csv,
    "xlsx": in_xlsx,
    "md": in_md,
    "docx": in_docx,
    "ics": in_ics,
    "html": in_html,
}
