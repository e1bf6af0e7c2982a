"""The rules of a notice's dates: its term, its issue, and when its tasks are due. Pure.

A date outside the term would make a duty overdue on the day on which the notice is issued, or keep
it from ever falling due; and an id that was left as it was would show last year's records as this
year's. Both are slips of whoever makes a new notice out of an old one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from yqsafety.notice.document import NoticeFile
from yqsafety.notice.model import Slot, Term, Timing
from yqsafety.notice.outline import first_part, issue_of, term_of
from yqsafety.notice.schedule import periods_of
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.unit_checks import PLAIN_ID
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument

YEARS = range(1950, 2101)
"""The years that a notice can be for; outside of them it is a slip of the keyboard."""
MOST_YEARS = 10
"""The longest term in years: plans for five are common, for more than ten there are none."""
ISSUED_FROM_MONTH = 10
"""A notice is issued in its term, or from this month of the year before it."""
_MOST_DAY = {"month": 31, "week": 7}
TERM_DAYS = range(1, 367)
"""What `within` and `renew_days` can be: up to a year."""


def check_head(file: NoticeFile, document: YamlDocument) -> Iterator[Finding]:
    """Term, id, edition, title and day of issue are those of one notice."""
    if not PLAIN_ID.fullmatch(file.id):
        yield finding_at(
            document, ("id",), f"id“{file.id}”不可用", "用小写字母、数字和连字符，以字母开头"
        )
    if file.edition < 1:
        yield finding_at(document, ("edition",), "版次应从 1 起", "改正 edition")
    if not (file.term or file.issued):
        yield finding_at(document, (), "没有期限，也没有发文日期", "写明 term 或 issued")
        return
    term = term_of(file)
    if not {term.from_.year, term.until.year} <= set(YEARS):
        problem = f"年度应为 {YEARS[0]} 至 {YEARS[-1]}"
        yield finding_at(document, ("term",), problem, "改正年度")
        return
    if not term.from_ <= term.until or term.until.year - term.from_.year >= MOST_YEARS:
        problem = f"期限起止颠倒，或超过 {MOST_YEARS} 年"
        yield finding_at(document, ("term",), problem, "改正 term")
        return
    yield from _check_years(file, term, document)


def _check_years(file: NoticeFile, term: Term, document: YamlDocument) -> Iterator[Finding]:
    """Issue, id and title speak of the years of the term."""
    issued = issue_of(file)
    first = dt.date(term.from_.year - 1, ISSUED_FROM_MONTH, 1)
    years = set(range(term.from_.year, term.until.year + 1))
    fitting = years | {issued.year}
    said = term.name
    if not first <= issued <= term.until:
        fitting = years
        problem = f"发文日期 {issued} 与年度 {said} 不符"
        yield finding_at(document, ("issued",), problem, "改正发文日期或年度")
    named = [int(text) for text in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", file.id)]
    if named and not fitting & set(named):
        problem = f"id“{file.id}”是 {named[0]} 年的，与年度 {said} 不符"
        yield finding_at(document, ("id",), problem, "另起一个 id：照用旧 id，旧登记会算到新通知上")
    title = [int(text) for text in re.findall(r"\d{4}", first_part(file, "title"))]
    if title and not (min(title) <= term.until.year and term.from_.year <= max(title)):
        problem = f"标题是 {title[0]} 年的，与年度 {said} 不符"
        place = next(n for n, block in enumerate(file.blocks) if block.is_ == "title")
        yield finding_at(document, ("blocks", place, "text"), problem, "改正标题或年度")


def check_timing(
    timing: Timing, text: str, file: NoticeFile, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    """Each kind has what it needs and nothing else; each basis has the date that it speaks of.

    A date whose basis is not the notice must say so: `notice-year` never stands beside a date that
    was written out, and `local` is recorded by an office, never part of the catalogue. `text` is
    the text of the task's item.
    """
    recurring = timing.kind == "recurring"
    if recurring != bool(timing.every or timing.slots) or (timing.every and timing.slots):
        yield finding_at(
            document, path, "定期任务须有 every 或 slots 之一，其他任务都不能有", "改正"
        )
    if (timing.kind == "triggered") != bool(timing.trigger):
        yield finding_at(document, path, "触发任务须有 trigger，其他任务不能有", "改正")
    if timing.trigger and timing.trigger not in text:
        yield finding_at(document, (*path, "trigger"), "不在本条原文中", "照原文改正")
    if timing.due and (timing.kind != "once" or timing.basis == "notice-year"):
        yield finding_at(
            document, (*path, "due"), "只有限期任务可写 due，且须有原文或其他依据", "改正"
        )
    if timing.basis == "local":
        yield finding_at(
            document, (*path, "basis"), "另定的时限不写入任务文件", "用 yqsafety extend 登记"
        )
    dated = timing.due or timing.every or timing.slots or timing.within is not None
    if timing.basis in ("stated", "presumed") and not dated:
        yield finding_at(
            document, (*path, "basis"), "没有写出日期，依据应为 notice-year", "改正或补上日期"
        )
    if timing.basis == "calendar" and not timing.slots:
        yield finding_at(document, (*path, "basis"), "活动日期须写在 slots 中", "补上 slots")
    yield from _check_terms(timing, path, document)
    if file.term or file.issued:
        yield from _check_days(timing, term_of(file), issue_of(file), path, document)


def check_added(
    added: dt.date | None, file: NoticeFile, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    """A task that is added when the term is over would never be asked for."""
    if added and (file.term or file.issued) and added > term_of(file).until:
        yield finding_at(document, path, f"不在年度 {term_of(file).name} 内", "改正日期")


def _check_terms(timing: Timing, path: KeyPath, document: YamlDocument) -> Iterator[Finding]:
    """`within` is a triggered task's and has a basis; `renew_days` is a standing one's.

    A day is one of a month or of a week.
    """
    if timing.day is not None:
        most = _MOST_DAY.get(timing.every or "")
        if most is None:
            yield finding_at(document, (*path, "day"), "只有每月、每周的任务可写 day", "删去")
        elif not 1 <= timing.day <= most:
            problem = "每月应为 1 至 31，每周应为 1 至 7（周一为 1）"
            yield finding_at(document, (*path, "day"), problem, "改正")
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
    timing: Timing, term: Term, issued: dt.date, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    """Every date lies in the notice's term, and none is due before the notice was issued."""
    if timing.due and not term.from_ <= timing.due <= term.until:
        yield finding_at(document, (*path, "due"), f"不在年度 {term.name} 内", "改正日期")
    elif timing.due and timing.due < issued:
        yield finding_at(document, (*path, "due"), f"早于发文日期 {issued}", "改正日期")
    yield from _check_ends(timing, term, issued, path, document)
    names = [slot.name for slot in timing.slots]
    for n, slot in enumerate(timing.slots):
        place = (*path, "slots", n)
        if slot.start > slot.due or not PLAIN_ID.fullmatch(slot.name) or names.count(slot.name) > 1:
            yield finding_at(document, place, "名称不可用或重复，或起止颠倒", "改正")
        if not slot.label.strip() or not slot.source.strip():
            yield finding_at(document, place, "label 和 source 不能为空", "写明档期名称和日期来源")
        yield from _check_slot_days(slot, term, issued, place, document)


def _check_ends(
    timing: Timing, term: Term, issued: dt.date, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    """A part of the term in which a duty falls due at least once."""
    for key, day in (("from", timing.from_), ("until", timing.until)):
        if day and not term.from_ <= day <= term.until:
            yield finding_at(document, (*path, key), f"不在年度 {term.name} 内", "改正日期")
            return
    if not (timing.from_ or timing.until):
        return
    if timing.kind == "triggered" or timing.slots:
        yield finding_at(document, path, "触发任务和写了 slots 的，不写 from、until", "删去")
        return
    if timing.until and timing.kind == "once":
        yield finding_at(document, (*path, "until"), "限期任务的最后一天写在 due 中", "改写 due")
        return
    first, last = timing.from_ or term.from_, timing.due or timing.until or term.until
    if first > last:
        yield finding_at(document, path, "起止颠倒", "改正 from、until 或 due")
    elif not any(period.due and period.due >= issued for period in periods_of(timing, term)):
        problem = "这段时间内没有一期到期"
        yield finding_at(document, path, problem, "改正 from、until 或 day")


def _check_slot_days(
    slot: Slot, term: Term, issued: dt.date, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    """A slot begins in the term; its last day may lie in the year after, as at a turn of years."""
    if not term.from_ <= slot.start <= term.until or slot.due.year > term.until.year + 1:
        problem = f"起日应在年度 {term.name} 内，止日不晚于次年"
        yield finding_at(document, path, problem, "改正日期")
    elif slot.due < issued:
        problem = f"止日早于发文日期 {issued}"
        yield finding_at(document, path, problem, "改正日期")
