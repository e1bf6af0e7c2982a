"""The annexes of the monthly report: the figures, the lists of tasks, what units wrote. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import tally_entries
from yqsafety.reports.document import Annex, Chapter, Paragraph, numbered_chapters
from yqsafety.reports.monthly_figures import Peers, section_blocks, unit_blocks
from yqsafety.reports.monthly_lists import next_month_name
from yqsafety.reports.monthly_tables import late_blocks, next_month_blocks, returned_blocks
from yqsafety.reports.written import WrittenWord, is_long, words_table
from yqsafety.wording.labels import TIMELINESS
from yqsafety.wording.report_sentences import presumed_sentence

FIGURES_ANNEX, TASKS_ANNEX, WORDS_ANNEX = (
    "进展情况统计表",
    "督办任务清单",
    "进展、存在问题和下步措施汇总表",
)


def report_annexes(
    ledger: Ledger,
    entries: tuple[Entry, ...],
    words: Sequence[WrittenWord],
    peers: Sequence[Peers],
) -> tuple[Annex, ...]:
    """The annexes of the report in their order, numbered where there are several."""
    figures = (
        Chapter("各章节进展", section_blocks(ledger, entries)),
        Chapter("各单位进展", unit_blocks(ledger, entries, peers)),
    )
    about = (Paragraph(text, note=True) for text in _about_figures(ledger, entries))
    found = [Annex("", FIGURES_ANNEX, (*about, *numbered_chapters(figures, 1)))]
    if tasks := task_chapters(ledger, entries):
        found.append(Annex("", TASKS_ANNEX, tuple(numbered_chapters(tasks, 1))))
    if is_long(ledger, words):
        found.append(Annex("", WORDS_ANNEX, (words_table(ledger, words),)))
    return tuple(
        annex._replace(label=f"附件{n}" if len(found) > 1 else "附件")
        for n, annex in enumerate(found, 1)
    )


def task_chapters(ledger: Ledger, entries: tuple[Entry, ...]) -> list[Chapter]:
    """The lists of tasks, without those in which there is nothing."""
    chapters = (
        Chapter("逾期任务", tuple(late_blocks(ledger, entries, "overdue"))),
        Chapter(f"{TIMELINESS['year-open']}任务", tuple(late_blocks(ledger, entries, "year-open"))),
        Chapter("退回重办任务", tuple(returned_blocks(ledger, entries))),
        Chapter(
            f"{next_month_name(ledger.as_of)}到期任务", tuple(next_month_blocks(ledger, entries))
        ),
    )
    return [chapter for chapter in chapters if chapter.blocks]


def _about_figures(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[str]:
    """What one item is, and what is only presumed: it is in no figure of the text."""
    yield counting_text(ledger)
    presumed = tally_entries(entries).presumed
    yield from filter(None, (presumed_sentence(presumed),))


def counting_text(ledger: Ledger) -> str:
    """The sentence that tells readers what one item (项) in all figures is."""
    one_result = ledger.words.one_result
    return f"任务由多个单位分别办理的，每个单位计1项；{one_result}的，只计1项。"
