"""The rules of a notice's dates: its year, its issue, and when its tasks are due. Pure.

A date of another year would make a duty overdue on the day on which the notice is issued, or keep
it from ever falling due; and an id that was left as it was would show last year's records as this
year's. Both are slips of whoever makes a new notice out of an old one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from yqsafety.notice.model import Item, Notice, Timing
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.unit_checks import PLAIN_ID
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument

YEARS = range(1950, 2101)
"""The years that a notice can be for; outside of them it is a slip of the keyboard."""
ISSUED_FROM_MONTH = 10
"""A notice for a year is issued in it, or from this month of the year before."""
TERM_DAYS = range(1, 367)
"""What `within` and `renew_days` can be: up to a year."""


def check_head(notice: Notice, document: YamlDocument) -> Iterator[Finding]:
    """Year, id, edition, title and day of issue are those of one notice."""
    year = notice.year
    if not PLAIN_ID.fullmatch(notice.id):
        yield finding_at(
            document, ("id",), f"id“{notice.id}”不可用", "用小写字母、数字和连字符，以字母开头"
        )
    if notice.edition < 1:
        yield finding_at(document, ("edition",), "版次应从 1 起", "改正 edition")
    if year not in YEARS:
        problem = f"年度应为 {YEARS[0]} 至 {YEARS[-1]}"
        yield finding_at(document, ("year",), problem, "改正 year")
        return
    first = dt.date(year - 1, ISSUED_FROM_MONTH, 1)
    fitting = {year, notice.date.year}
    if not first <= notice.date <= dt.date(year, 12, 31):
        fitting = {year}
        problem = f"发文日期 {notice.date} 与年度 {year} 不符"
        yield finding_at(document, ("date",), problem, "改正 date 或 year")
    named = [int(text) for text in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", notice.id)]
    if named and not fitting & set(named):
        problem = f"id“{notice.id}”是 {named[0]} 年的，与年度 {year} 不符"
        yield finding_at(document, ("id",), problem, "另起一个 id：照用旧 id，旧登记会算到新通知上")
    said = [int(text) for text in re.findall(r"\d{4}", notice.title)]
    if said and not min(said) <= year <= max(said):
        problem = f"标题是 {said[0]} 年的，与年度 {year} 不符"
        yield finding_at(document, ("title",), problem, "改正 title 或 year")


def check_timing(
    timing: Timing, item: Item, notice: Notice, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    """Each kind has what it needs and nothing else; each basis has the date that it speaks of.

    A date whose basis is not the notice must say so: `notice-year` never stands beside a date that
    was written out, and `local` is recorded by an office, never part of the catalogue.
    """
    recurring = timing.kind == "recurring"
    if recurring != bool(timing.every or timing.slots) or (timing.every and timing.slots):
        yield finding_at(
            document, path, "定期任务须有 every 或 slots 之一，其他任务都不能有", "改正"
        )
    if (timing.kind == "triggered") != bool(timing.trigger):
        yield finding_at(document, path, "触发任务须有 trigger，其他任务不能有", "改正")
    if timing.trigger and timing.trigger not in item.text:
        yield finding_at(document, (*path, "trigger"), "不在本条原文中", "照 text 改正")
    if timing.due and (timing.kind != "once" or timing.basis == "notice-year"):
        yield finding_at(
            document, (*path, "due"), "只有限期任务可写 due，且须有原文或其他依据", "改正"
        )
    if timing.basis == "local":
        yield finding_at(
            document, (*path, "basis"), "县定时限不写入任务文件", "用 yqsafety extend 登记"
        )
    dated = timing.due or timing.every or timing.slots or timing.within is not None
    if timing.basis in ("stated", "presumed") and not dated:
        yield finding_at(
            document, (*path, "basis"), "没有写出日期，依据应为 notice-year", "改正或补上日期"
        )
    if timing.basis == "calendar" and not timing.slots:
        yield finding_at(document, (*path, "basis"), "活动日期须写在 slots 中", "补上 slots")
    yield from _check_terms(timing, path, document)
    yield from _check_days(timing, notice, path, document)


def _check_terms(timing: Timing, path: KeyPath, document: YamlDocument) -> Iterator[Finding]:
    """`within` is a triggered task's and has a basis; `renew_days` is a standing one's."""
    if timing.within is not None:
        place = (*path, "within")
        if timing.kind != "triggered" or timing.basis not in ("stated", "presumed"):
            problem = "只有触发任务可写 within，依据为 stated 或 presumed"
            yield finding_at(document, place, problem, "改正")
        if timing.within not in TERM_DAYS:
            yield finding_at(document, place, "天数应为 1 至 366", "改正")
    if timing.renew_days is not None:
        place = (*path, "renew_days")
        if timing.kind != "standing":
            yield finding_at(document, place, "只有长期任务可写 renew_days", "删去")
        if timing.renew_days not in TERM_DAYS:
            yield finding_at(document, place, "天数应为 1 至 366", "改正")


def _check_days(
    timing: Timing, notice: Notice, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    """Every date lies in the notice's year, and none is due before the notice was issued.

    A slot begins in the year; its last day may lie in the next, as at the turn of the year.
    """
    year = notice.year
    if timing.due and timing.due.year != year:
        yield finding_at(document, (*path, "due"), f"不在年度 {year} 内", "改正日期")
    elif timing.due and timing.due < notice.date:
        yield finding_at(document, (*path, "due"), f"早于发文日期 {notice.date}", "改正日期")
    names = [slot.name for slot in timing.slots]
    for n, slot in enumerate(timing.slots):
        place = (*path, "slots", n)
        if slot.start > slot.due or not PLAIN_ID.fullmatch(slot.name) or names.count(slot.name) > 1:
            yield finding_at(document, place, "名称不可用或重复，或起止颠倒", "改正")
        if not slot.label.strip() or not slot.source.strip():
            yield finding_at(document, place, "label 和 source 不能为空", "写明档期名称和日期来源")
        if slot.start.year != year or slot.due.year > year + 1:
            problem = f"起日应在年度 {year} 内，止日不晚于次年"
            yield finding_at(document, place, problem, "改正日期")
        elif slot.due < notice.date:
            problem = f"止日早于发文日期 {notice.date}"
            yield finding_at(document, place, problem, "改正日期")
