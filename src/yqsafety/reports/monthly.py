"""The monthly report (进展情况通报) as a paper to be signed. Pure.

Each month the supervising office (县安委办) tells all units how far the notice's tasks are. The
text says it in sentences (`reports/monthly_chapters.py`), the tables are annexes
(`reports/monthly_annexes.py`). `formats/as_docx.py` and `formats/as_md.py` set the same paper.

It names units in public, so it must be right about them. Every figure comes from
`ledger/progress.py`, so that it agrees with `status`. Presumed units are counted apart, in a note
of the annex, and neither named as late nor ranked. Results of the whole county (全县一项) stand
apart, so that the units' figures add up. Standing duties are never in the completion rate.

What must never happen: a presumed unit is listed as overdue, a figure is counted here once more,
what is said of one kind of duty is the figure of all, or what has missed no stated date is called
逾期.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from yqsafety.ledger.filters import Filters, Selection
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Words
from yqsafety.notice.numerals import chinese_date
from yqsafety.reports.addressees import addressees_of
from yqsafety.reports.document import Issue, Paper, Paragraph, clean_paper, numbered_chapters
from yqsafety.reports.monthly_annexes import report_annexes
from yqsafety.reports.monthly_chapters import report_chapters
from yqsafety.reports.monthly_figures import peers_of
from yqsafety.reports.monthly_rows import ReportRows
from yqsafety.reports.written import written_words
from yqsafety.wording.paper_words import duties_name, signature_of, year_of_papers
from yqsafety.wording.phrases import nothing_found_text


def monthly_report(
    ledger: Ledger,
    selection: Selection,
    filters: Filters | None = None,
    *,
    issue: Issue | None = None,
    reply_by: dt.date | None = None,
) -> Paper:
    """The report on the selected rows; without any it only says which filter left none.

    `issue` holds what the office adds when it issues the paper: what it does not say is left open,
    to be filled in. `reply_by` is the day until which units are to answer, where one was set.
    """
    entries, wanted = selection.entries, filters or Filters()
    words = written_words(entries, ledger.as_of.replace(day=1))
    peers = peers_of(ledger, entries, ranked=not wanted.by_state)
    annexes = report_annexes(ledger, entries, words, peers) if entries else ()
    rows = ReportRows(ledger, entries, wanted, words, peers, annexes, reply_by)
    blocks = [Paragraph(text) for text in _opening_paragraphs(ledger, selection)]
    chapters = report_chapters(rows) if entries else []
    to = issue.to if issue else ""
    return clean_paper(
        Paper(
            _title(ledger),
            f"{to.rstrip('：:')}：" if to else addressees_of(ledger, selection, wanted),
            (*blocks, *numbered_chapters(chapters, 1)),
            signature_of(ledger).name,
            ledger.as_of,
            annexes=annexes,
            issue=issue or Issue(),
        )
    )


def _title(ledger: Ledger) -> tuple[str, ...]:
    """关于…的通报 in three lines: who, what of, which month; an unknown office is left out."""
    day, words, unknown = ledger.as_of, ledger.words, Words()
    whole = words.whole if words.whole != unknown.whole else ""
    month, tasks = f"{day.year}年{day.month}月份", f"{words.subject}重点任务"
    about = (f"关于{month}{whole}{tasks}", "进展情况的通报")
    if year_of_papers(ledger) != day.year:
        about = (f"关于{whole}{ledger.term.words}{tasks}", f"{month}进展情况的通报")
    return about if words.office == unknown.office else (signature_of(ledger).name, *about)


def _opening_paragraphs(ledger: Ledger, selection: Selection) -> Iterator[str]:
    day = chinese_date(ledger.as_of)
    yield f"现将{duties_name(ledger)}截至{day}的进展情况通报如下。"
    if selection.left:
        yield f"本通报范围：{'；'.join(name for name, _ in selection.left)}。"
    if not selection.entries:
        yield nothing_found_text(selection)
