"""The text of the monthly report by chapters: overall, progress, problems, next steps. Pure.

What is nothing has no heading. What is only presumed is in no sentence here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yqsafety.ledger.changes import compare_days
from yqsafety.ledger.office_deeds import office_deeds
from yqsafety.ledger.progress import tally_entries
from yqsafety.reports.document import Block, Chapter, Paragraph, numbered_chapters
from yqsafety.reports.monthly_annexes import FIGURES_ANNEX, TASKS_ANNEX, WORDS_ANNEX
from yqsafety.reports.monthly_lists import (
    TaskList,
    end_of_month_before,
    late_list,
    next_month_list,
    next_month_name,
)
from yqsafety.reports.monthly_problems import problem_chapters
from yqsafety.reports.monthly_rows import ReportRows
from yqsafety.reports.written import FEW, SOME_PROGRESS, by_section
from yqsafety.wording import report_details as details
from yqsafety.wording import report_sentences as sentences
from yqsafety.wording.paper_words import (
    paper_day,
)


def report_chapters(rows: ReportRows) -> list[Chapter]:
    """The chapters in which there is anything."""
    parts = (
        ("总体情况", _overall_blocks(rows)),
        ("工作进展", _progress_blocks(rows)),
        ("存在问题", numbered_chapters(problem_chapters(rows), 2)),
        ("下步措施", _next_step_blocks(rows)),
    )
    chapters = [Chapter(heading, tuple(blocks)) for heading, blocks in parts]
    return [chapter for chapter in chapters if chapter.blocks]


def _overall_blocks(rows: ReportRows) -> Iterator[Block]:
    ledger, entries = rows.ledger, rows.entries
    sums = tally_entries(entries)
    timed, standing, presumed = sums.counters
    texts = [_scope_text(rows), sentences.dated_sentences(timed, ledger.words)]
    last_month = end_of_month_before(ledger.as_of)
    first_issue = min(part.catalog.notice.date for part in ledger.parts)
    if last_month >= first_issue and not rows.wanted.by_state:
        texts.append(sentences.comparison_sentence(compare_days(ledger, entries, last_month)))
    texts += [
        *(sentences.ranking_sentences(some.name, some.ranked) for some in rows.peers),
        sentences.standing_sentences(standing, ledger.words),
        sentences.beside_sentence(timed, standing),
    ]
    if presumed.total and not timed.total + standing.total:
        texts.append(f"所涉任务的责任单位或时限均属推定，另见{rows.annex(FIGURES_ANNEX)}。")
    deeds = office_deeds(entries, ledger.as_of.replace(day=1), ledger.as_of)
    texts.append(details.deeds_sentence(deeds, rows.month, rows.office))
    yield from map(Paragraph, filter(None, texts))


def _scope_text(rows: ReportRows) -> str:
    own = {part.catalog.notice.id for part in rows.ledger.parts if part.catalog.notice.is_own}
    tasks = {(entry.notice, entry.task.id) for entry in rows.entries}
    parties = (one.party for entry in rows.entries for one in entry.assignments)
    units = {party.id for party in parties if not party.presumed}
    added = sum(notice in own for notice, _ in tasks)
    annex = rows.annex(FIGURES_ANNEX)
    return details.scope_sentence(len(tasks) - added, added, len(units), rows.ledger.words, annex)


def _progress_blocks(rows: ReportRows) -> Iterator[Block]:
    for one in by_section(rows.ledger, rows.words, "progress"):
        yield one.paragraph(rows.annex(WORDS_ANNEX), SOME_PROGRESS)


def _next_step_blocks(rows: ReportRows) -> Iterable[Block]:
    """The steps by their headings; where only something is asked, that without a heading."""
    steps = list(_next_steps(rows))
    return numbered_chapters(steps, 2) if len(steps) > 1 else steps[0].blocks


def _next_steps(rows: ReportRows) -> Iterator[Chapter]:
    ledger, entries = rows.ledger, rows.entries
    annex = rows.annex(WORDS_ANNEX)
    if said := [one.paragraph(annex) for one in by_section(ledger, rows.words, "measure")]:
        yield Chapter("单位拟采取的措施", said)
    month = next_month_name(ledger.as_of)
    found = next_month_list(ledger, entries)
    if found.lines:
        yield Chapter(f"{month}到期的任务", [Paragraph(_next_month_text(rows, found, month))])
    sums = tally_entries(entries)
    asked = details.request_sentence(
        overdue=len(late_list(ledger, entries, "overdue").lines) > 0,
        returned=sums.returned > 0,
        stale=sums.standing.stale > 0,
        next_month=month if found.lines else "",
        office=rows.office,
        reply_by=paper_day(rows.reply_by, ledger.as_of.year) if rows.reply_by else "",
    )
    yield Chapter("工作要求", [Paragraph(asked)])


def _next_month_text(rows: ReportRows, found: TaskList, month: str) -> str:
    tasks = list(dict.fromkeys(rows.task_words(line.entry) for line in found.lines))
    annex = rows.annex(TASKS_ANNEX)
    more = f"等{len(tasks)}项任务（见{annex}）" if len(tasks) > FEW else ""
    return f"{month}到期、尚未办结{found.counted}项：{'、'.join(tasks[:FEW])}{more}。"
