"""The annexes of the monthly report: the figures, the lists of tasks, what units wrote. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.document import Annex, Chapter, Paragraph, numbered_chapters
from yqsafety.reports.monthly_figures import Peers, section_blocks, unit_blocks
from yqsafety.reports.monthly_lists import (
    next_month_chapter,
    next_month_name,
    overdue_chapter,
    returned_chapter,
    year_open_chapters,
)
from yqsafety.reports.written import FEW, WrittenWord, by_section, words_table

FIGURES_ANNEX, TASKS_ANNEX, WORDS_ANNEX = (
    "进展情况统计表",
    "督办任务清单",
    "存在问题和下步措施汇总表",
)


def report_annexes(
    ledger: Ledger,
    entries: tuple[Entry, ...],
    words: Sequence[WrittenWord],
    peers: Sequence[Peers],
) -> list[Annex]:
    """The annexes of the report in their order; without labels, which come with their number."""
    figures = (
        Chapter("各章节进展", section_blocks(ledger, entries)),
        Chapter("各单位进展", unit_blocks(ledger, entries, peers)),
    )
    tasks = (
        Chapter("逾期任务", overdue_chapter(ledger, entries)),
        *(Chapter(*one) for one in year_open_chapters(ledger, entries)),
        Chapter("退回重办任务", returned_chapter(ledger, entries)),
        Chapter(f"{next_month_name(ledger.as_of)}到期任务", next_month_chapter(ledger, entries)),
    )
    counting = Paragraph(counting_text(ledger), note=True)
    found = [
        Annex("", FIGURES_ANNEX, (*numbered_chapters(figures, 1), counting)),
        Annex("", TASKS_ANNEX, tuple(numbered_chapters(tasks, 1))),
    ]
    fields = [by_section(ledger, words, field) for field in ("problem", "measure")]
    if any(len(one.clauses) > FEW for some in fields for one in some):
        table = words_table(ledger, words)
        found.append(Annex("", WORDS_ANNEX, (table,)))
    return found


def counting_text(ledger: Ledger) -> str:
    """The sentence that tells readers what one item (项) in all figures is."""
    one_result = ledger.words.one_result
    return f"任务由多个单位分别办理的，每个单位计1项；{one_result}的，只计1项。"
