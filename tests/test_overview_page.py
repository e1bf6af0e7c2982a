"""The page for leaders: its figures are those of `status`, foreign text does nothing, any text."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import small as duties
from conftest import Cli
from lxml import html
from small import event, small_ledger

from yqsafety.formats import Extract, render_format
from yqsafety.ledger.events import Event, Evidence
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Unit
from yqsafety.notice.roster import Roster
from yqsafety.reports.overview_answers import LATE_NAMED
from yqsafety.reports.overview_tasks import LONGEST, NEWEST

JUNE = dt.date(2025, 6, 20)
END_OF_JUNE = dt.date(2025, 6, 30)
STATE = (
    event(1, "done", "1.1", "jia", on="05-20"),
    event(2, "return", "1.1", "ding", on="06-05")._replace(reason="缺签到表"),
    event(3, "extend", "3.1", "yi", until="06-10"),
    event(4, "extend", "1.3", "yi", period="2025-H1", until="06-15"),
    event(5, "extend", "1.3", "ding", period="2025-H1", until="05-31"),
    event(6, "done", "1.2", "ding", on="06-20"),
    event(7, "na", "2.4", "ding"),
)


def made(book: Ledger, filters: Filters | None = None) -> bytes:
    chosen = filters or Filters()
    return b"".join(
        render_format("html", Extract(book, chosen, select_entries(book, chosen), "task"))
    )


def tree(content: bytes) -> Any:
    return html.document_fromstring(content.decode())


def small(*events: Event, as_of: dt.date = END_OF_JUNE, filters: Filters | None = None) -> Any:
    return tree(made(small_ledger(*events, as_of=as_of), filters))


def text(node: Any) -> str:
    return "".join(node.text_content().split())


def texts(page: Any, path: str) -> list[str]:
    return [text(node) for node in page.xpath(path)]


def classed(name: str) -> str:
    return f"[contains(concat(' ', @class, ' '), ' {name} ')]"


@pytest.fixture
def records(cli: Cli) -> None:
    """A few things recorded for the county."""
    cli("check", "--all", "--yes", "-u", "县应急管理局", "-s", "三", "--on", "2025-05-01")
    cli("check", "--all", "--yes", "-u", "县水利局", "-s", "三", "--on", "2025-05-01")
    cli("check", "--all", "--yes", "-u", "新城镇", "-k", "长期", "--on", "2025-02-01")
    cli("waive", "6.9", "--unit", "县安委办", "--reason", "无此职责")
    cli("trigger", "3.3", "--on", "2025-05-01", "--unit", "县应急管理局")


def status(cli: Cli, *options: str) -> Any:
    return cli("status", "--json", "--as-of", "2025-06-20", *options).json


def exported(cli: Cli, tmp_path: Path, *options: str) -> Any:
    target = tmp_path / "page.html"
    result = cli("export", "html", "-o", target, "--as-of", "2025-06-20", *options)
    assert result.code == 0, result.err
    return tree(target.read_bytes())


def share(counter: dict[str, int]) -> str:
    return f"{counter['done']}/{counter['total']}"


def cell(group: dict[str, Any] | None) -> str:
    """What a cell of the heat map says of a group of `status --json`."""
    if group is None:
        return "—"
    timed, standing, presumed = group["timed"], group["standing"], group["presumed"]
    said = share(timed) if timed["total"] else "—"
    said += late(timed)
    said += f"长期{share(standing)}{late(standing)}" if standing["total"] else ""
    return said + (f"推定{share(presumed)}" if presumed["total"] else "")


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("filters", [(), ("-u", "县水利局"), ("-s", "三", "-S", "open")])
def test_its_figures_are_those_of_status(cli: Cli, tmp_path: Path, filters: tuple[str]) -> None:
    page = exported(cli, tmp_path, *filters)
    overall = status(cli, *filters)["overall"]
    for kind, said in zip(
        ("timed", "standing", "presumed"), texts(page, f"//p{classed('big')}"), strict=True
    ):
        assert share(overall[kind]) in said
    extra = texts(page, f"//ul{classed('pairs')}/li")
    na, waiting = (sum(c[k] for c in _counters(overall)) for k in ("na", "waiting"))
    assert extra == [f"不适用{na}", f"未触发{waiting}", f"待分工{overall['undivided']}"]

    rows = [texts(row, "./*") for row in page.xpath("//section[@id='sections']//tbody/tr")]
    groups = status(cli, *filters)["groups"]
    assert len(rows) == len(groups) > 0
    heads = texts(page, "//section[@id='sections']//thead//th")
    shown = [said_of(group) for group in groups]
    rare = {"已复核", "报不适用", "年度未结", "退回", "待认定", "不适用", "未触发"}
    kept = [
        head
        for head in shown[0]
        if head != "章节" and (head not in rare or any(s[head] != "0" for s in shown))
    ]
    assert heads == [heads[0], heads[1], *kept]
    for row, told in zip(rows, shown, strict=True):
        assert [row[0], row[2].split("（")[0], *row[3:]] == [told[h] for h in (heads[0], *kept)]


def said_of(group: dict[str, Any]) -> dict[str, str]:
    """The figures of `status` under the heads of the page."""
    timed, counters = group["timed"], _counters(group)
    sums = {k: sum(c[k] for c in counters) for k in ("returned", "awaiting", "na", "waiting")}
    made = {"限期办结": share(timed) if timed["total"] else "—"}
    for head, key in (
        ("已复核", "confirmed"),
        ("在办", "doing"),
        ("未反馈", "todo"),
        ("报不适用", "na_unconfirmed"),
        ("逾期", "overdue"),
        ("年度未结", "year_open"),
        ("临期", "due_soon"),
    ):
        made[head] = str(timed[key])
    standing, presumed = group["standing"], group["presumed"]
    made["长期已报"] = share(standing) if standing["total"] else "—"
    made["长期待更新"] = str(standing["stale"])
    made["推定已办"] = share(presumed) if presumed["total"] else "—"
    made |= {"退回": str(sums["returned"]), "待认定": str(sums["awaiting"])}
    made |= {"不适用": str(sums["na"]), "未触发": str(sums["waiting"])}
    made["章节"] = "".join(group["name"].split())
    return made


def late(counter: dict[str, int]) -> str:
    words = (("逾期", counter["overdue"]), ("年度未结", counter["year_open"]))
    return "".join(f"{word}{number}" for word, number in words if number)


def _counters(group: dict[str, Any]) -> list[dict[str, int]]:
    return [group[kind] for kind in ("timed", "standing", "presumed")]


@pytest.mark.usefixtures("records")
def test_the_heat_map_is_status_by_unit_in_each_section(cli: Cli, tmp_path: Path) -> None:
    page = exported(cli, tmp_path)
    rows = [texts(row, "./*") for row in page.xpath(f"//table{classed('heat')}/tbody/tr")]
    whole = status(cli, "--by", "unit")["groups"]
    assert sorted(row[0] for row in rows) == sorted(group["name"] for group in whole)
    said = {group["name"]: cell(group) for group in whole}
    assert [row[1] for row in rows] == [said[row[0]] for row in rows]
    for number in range(1, 8):
        groups = status(cli, "--by", "unit", "-s", str(number))["groups"]
        by_name = {group["name"]: group for group in groups}
        assert [row[number + 1] for row in rows] == [cell(by_name.get(row[0])) for row in rows]
    shades = {node.get("class") for node in page.xpath(f"//table{classed('heat')}//td")}
    assert {"shade-late", "shade-zero", "shade-full", "shade-none"} <= shades


@pytest.mark.usefixtures("records")
def test_the_worst_unit_comes_first_and_what_is_nobodys_last(cli: Cli, tmp_path: Path) -> None:
    page = exported(cli, tmp_path)
    groups = {group["name"]: group for group in status(cli, "--by", "unit")["groups"]}
    *names, county = texts(page, f"//table{classed('heat')}/tbody/tr/th")
    assert county == "全县一项"
    late = [groups[name]["timed"]["overdue"] for name in names]
    assert late == sorted(late, reverse=True)
    assert late[0] > 0 == late[-1]
    timed = [groups[name]["timed"] for name in names if not groups[name]["timed"]["overdue"]]
    rates = [one["done"] / one["total"] if one["total"] else 2 for one in timed]
    assert rates == sorted(rates)


def test_the_first_screen_says_who_is_late_and_what_is_next() -> None:
    late, coming = small(*STATE).xpath(f"//div{classed('answers')}/div")[1:]
    assert texts(late, "./h3") == ["逾期的单位"]
    assert texts(late, f"./ul{classed('who')}/li") == ["丁镇1项，30天", "乙局1项，20天"]
    assert texts(late, f"./ul{classed('also')}/li") == [
        "退回重办1项",
        "推定的另有1项已过时限，不点名",
    ]
    assert texts(coming, f"./ol{classed('coming')}/li") == [
        "2025-06-30今天，1项未办结1.3（上半年）任务1.3",
        "2025-12-31还有184天，7项未办结1.3（下半年）任务1.3（2项）2.3任务2.3（2项）等5项任务",
    ]
    assert texts(coming, "./p") == ["推定的另有2项临期。"]
    on_time = small(as_of=dt.date(2025, 4, 1)).xpath(f"//div{classed('answers')}/div")
    assert [texts(card, "./h3") for card in on_time] == [["限期任务"], ["没有逾期"], ["下一步到期"]]
    assert not on_time[1].xpath(f"./ul{classed('who')}")


def test_of_one_unit_its_late_tasks_are_named() -> None:
    page = small(*STATE, filters=Filters(units=("ding",)))
    late = page.xpath(f"//div{classed('answers')}/div")[1]
    assert texts(late, f"./ul{classed('who')}/li") == ["1.3（上半年）任务1.3逾期30天"]
    assert late.xpath(".//a/@href") == ["#t-1.3%402025-H1"]


def test_many_that_are_late_are_counted() -> None:
    town = [Unit(f"town{n}", f"{n}镇") for n in range(9)]
    body = duties.group("members", "成员单位", ("law", [unit.name for unit in town]))
    units = duties.units(*town, body)
    ours = duties.item(1, ["成员单位"], duties.task("1.1", duties.JUNE))
    notice = replace(duties.catalog([ours]), units=units)
    book = Ledger(notice, Roster(units), (), dt.date(2025, 7, 2), "abc")
    late = tree(made(book)).xpath(f"//div{classed('answers')}/div")[1]
    assert len(texts(late, f"./ul{classed('who')}/li")) == LATE_NAMED
    assert texts(late, f"./ul{classed('also')}/li") == ["另有3个单位，见督办清单"]


@pytest.mark.usefixtures("records")
def test_the_time_line_is_status_by_month_with_the_basis(cli: Cli, tmp_path: Path) -> None:
    page = exported(cli, tmp_path)
    months = page.xpath(f"//ol{classed('months')}/li")
    groups = status(cli, "--by", "month")["groups"]
    names = [
        f"{int(g['key'][:4])}年{int(g['key'][5:])}月" if g["key"] != "none" else "未触发"
        for g in groups
    ]
    assert [month.find("h3").text.strip() for month in months] == names
    for month, group in zip(months, groups, strict=True):
        days = [text(day) for day in month.xpath(f".//ul{classed('days')}/li")]
        sums = [re.search(r"限期办结(\d+)/(\d+)", day) for day in days]
        assert sum(int(found[2]) for found in sums if found) == group["timed"]["total"]
        assert sum(int(found[1]) for found in sums if found) == group["timed"]["done"]
    bases = {text(tag) for tag in page.xpath(f"//p{classed('date')}/span")}
    assert bases == {"原文明确", "活动日期", "推定", "年内（原文未写）"}


def test_a_presumed_unit_is_counted_and_not_named_among_the_overdue() -> None:
    page = small(*STATE)
    lists = page.xpath("//section[@id='lists']")[0]
    assert [text(row) for row in lists.xpath("./table[1]/tbody/tr")] == [
        "1.3（上半年）任务1.35月31日县定时限逾期30天丁镇",
        "3.1任务3.16月10日县定时限逾期20天乙局",
    ]
    assert "另有责任单位或时限属推定的逾期1项，未列入。" in text(lists)
    assert "丁镇6月5日缺签到表" in text(lists)


def test_without_a_date_in_the_notice_it_is_the_year_that_is_open() -> None:
    page = small(*STATE, as_of=dt.date(2026, 1, 10))
    assert "年度未结" in text(page.xpath("//section[@id='lists']//tr[th='1.1']")[0])
    rows = {text(row[0]): text(row[1]) for row in page.xpath(f"//table{classed('heat')}/tbody/tr")}
    assert rows["丁镇"] == "0/5逾期2年度未结2长期1/1"
    assert rows["甲局"] == "1/5逾期2年度未结2长期0/1年度未结1"


def test_a_task_says_who_is_on_it_how_and_presumed_units_apart() -> None:
    page = small(*STATE)
    task = page.get_element_by_id("t-1.1")
    said = text(task)
    for part in ("原文1.1。", "出处1、章节第1条", "时限及依据2025-12-31，年内（原文未写）"):
        assert part in said
    duties = task.xpath(".//dd[@data-units]")
    assert [text(duty).split("：")[0] for duty in duties] == ["甲局", "丁镇", "乙局、丙局"]
    assert [duty.get("class") for duty in duties] == [None, None, "presumed"]
    assert "点名，在办（退回：缺签到表），未到期" in text(duties[1])
    assert "成员单位·推定，未反馈，未到期" in text(duties[2])
    assert "2025-05-20（补录）甲局登记办结，张三登记" in said
    units = texts(page, "//select[@id='f-unit']/option")
    places = [int(n) for duty in duties for n in duty.get("data-units").split()]
    assert [units[n + 1] for n in places] == ["甲局", "丁镇", "乙局", "丙局"]


def test_every_task_is_there_once_with_its_quote_and_a_title() -> None:
    book = small_ledger(*STATE, as_of=END_OF_JUNE)
    page = tree(made(book))
    tasks = page.xpath(f"//details{classed('task')}")
    assert [task.get("id") for task in tasks] == [f"t-{entry.id}" for entry in book.entries]
    for task, entry in zip(tasks, book.entries, strict=True):
        assert texts(task, ".//blockquote") == ["".join(entry.task.quote.split())]


HOSTILE = (
    "</dd></details><script>alert(1)</script><img src=x onerror=alert(2)>\u202eabc\x1b[31m{{ 7*7 }}"
)


def test_foreign_text_is_shown_and_does_nothing() -> None:
    page = small(
        event(1, "note", "1.1", "jia")._replace(
            note=HOSTILE,
            by="</script></style>",
            evidence=(Evidence("<b>\ud800.pdf"), Evidence('" onload="x')),
        ),
        event(2, "return", "1.1", "ding")._replace(reason=HOSTILE),
    )
    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    assert not page.xpath("//img | //b[text()='\ud7ff.pdf'] | //@onload | //@onerror")
    said = page.get_element_by_id("t-1.1").text_content()
    assert r"<img src=x onerror=alert(2)>\u202eabc\x1b[31m{{ 7*7 }}" in said
    assert "</script></style>登记" in said
    assert r"<b>\ud800.pdf" in said


def test_long_text_and_many_records_are_cut_and_said_to_be() -> None:
    notes = [event(n, "note", "1.1", "jia")._replace(note="长" * 1_000_000) for n in range(1, 10)]
    content = made(small_ledger(*notes))
    assert len(content) < 200_000
    said = tree(content).get_element_by_id("t-1.1").text_content()
    assert said.count("……（全文见 yqsafety show）") == NEWEST
    assert f"另有较早的记录 {9 - NEWEST} 条" in said
    assert "长" * (LONGEST - 100) in said


def test_it_asks_for_nothing_from_elsewhere() -> None:
    content = made(small_ledger(*STATE)).decode()
    page = html.document_fromstring(content)
    assert not page.xpath("//@src | //@srcset | //@action | //link | //iframe | //@style")
    assert all(target.startswith("#") for target in page.xpath("//@href"))
    style, script = page.xpath("//style")[0].text, page.xpath("//script")[0].text
    assert not re.search(r"url\(|@import|http", style)
    assert not re.search(r"fetch|XMLHttp|import|http|innerHTML|eval", script)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for kind, content in (("style", style), ("script", script)):
        digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_its_structure_can_be_followed() -> None:
    page = small(*STATE)
    assert page.get("lang") == "zh-CN"
    levels = [int(node.tag[1]) for node in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in page.xpath("//@href"):
        assert target[1:].replace("%40", "@") in ids
    for table in page.xpath("//table"):
        assert table.xpath("./thead//th[@scope='col']")
        assert all(row.xpath("./th[@scope='row']") for row in table.xpath("./tbody/tr"))


def test_the_same_state_and_day_give_the_same_bytes() -> None:
    first, second = (made(small_ledger(*STATE, as_of=END_OF_JUNE)) for _ in range(2))
    assert first == second
    assert first.startswith(b"<!doctype html>\n")
    assert first.endswith(b"</html>\n")


def test_filters_are_said_and_what_matches_nothing_too(cli: Cli, tmp_path: Path) -> None:
    page = exported(cli, tmp_path, "-u", "县水利局", "-s", "三")
    assert "范围：单位县水利局；章节三" in text(page)
    nothing = exported(cli, tmp_path, "-g", "没有这几个字")
    (said,) = texts(nothing, "//main")
    assert said == "没有符合条件的任务：全部共157项，加上“文字没有这几个字”后为0项。"
    assert not nothing.xpath("//script | //table | //nav")


def test_a_page_for_each_unit_names_the_unit(cli: Cli, tmp_path: Path) -> None:
    units = ("-u", "县水利局", "-u", "县林业局")
    assert cli("export", "html", *units, "--split-by", "unit", "-o", tmp_path).code == 0
    assert "；单位县林业局" in text(tree((tmp_path / "县林业局.html").read_bytes()))


def test_a_row_a_unit_is_refused(cli: Cli) -> None:
    refused = cli("export", "html", "--per", "unit")
    assert (refused.code, refused.out) == (2, "")
    assert "不用 --per unit" in refused.err


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(2024, 1, 31), dt.date(9999, 12, 31)])
def test_any_day_has_a_page(day: dt.date) -> None:
    assert made(small_ledger(*STATE, as_of=day))


def test_the_whole_county_fits(ledger_on: Callable[..., Ledger]) -> None:
    empty = ledger_on(JUNE)
    events = [
        event(
            n, "done", entry.task.id, one.party.id, period=entry.period.name, notice="yuanqu-2025-1"
        )._replace(note="已按要求办理，材料已归档。" * 3)
        for n, (entry, one) in enumerate(
            (entry, one) for entry in empty.entries for one in entry.assignments
        )
    ]
    assert len(events) > 1800
    assert len(made(ledger_on(JUNE, *events))) < 1_500_000
