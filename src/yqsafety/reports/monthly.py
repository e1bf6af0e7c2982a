"""The monthly report (进展情况通报) as a paper to be signed. Pure.

Each month the supervising office (县安委办) tells all units how far the notice's tasks are. The
text says it in sentences (`wording/report_sentences.py`): overall, against last month, who is ahead
and who behind, what is late or was sent back, what units wrote themselves, what comes next. The
tables are annexes. `formats/as_docx.py` and `formats/as_md.py` set the same paper.

It names units in public, so it must be right about them. Every figure comes from
`ledger/progress.py`, so that it agrees with `status`. Presumed units are counted apart and neither
named as late nor ranked. Results of the whole county (全县一项) stand apart, so that the units'
figures add up. Standing duties are never in the completion rate.

What must never happen: a presumed unit is listed as overdue, a figure is counted here once more,
or what has missed no stated date is called 逾期.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.changes import compare_days
from yqsafety.ledger.filters import Filters, Selection
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import tally_entries
from yqsafety.notice.model import Notice, Words
from yqsafety.notice.numerals import chinese_date
from yqsafety.reports.addressees import addressees_of
from yqsafety.reports.document import (
    Block,
    Chapter,
    Paper,
    Paragraph,
    clean_paper,
    numbered_chapters,
)
from yqsafety.reports.monthly_annexes import report_annexes
from yqsafety.reports.monthly_figures import Peers, peers_of
from yqsafety.reports.monthly_lists import (
    Late,
    TaskList,
    end_of_month_before,
    late_list,
    next_month_list,
    next_month_name,
    returned_list,
    returned_on,
)
from yqsafety.reports.written import FEW, WrittenWord, by_section, written_words
from yqsafety.wording import report_sentences as sentences
from yqsafety.wording.labels import TIMELINESS
from yqsafety.wording.paper_words import (
    clauses_text,
    in_one_line,
    named_few,
    paper_day,
    paper_id,
    signature_of,
    year_of_papers,
)
from yqsafety.wording.phrases import nothing_found_text


def monthly_report(ledger: Ledger, selection: Selection, filters: Filters | None = None) -> Paper:
    """The report on the selected rows; without any it only says which filter left none.

    It bears no number (文号): the office gives one when it issues it.
    """
    entries, wanted = selection.entries, filters or Filters()
    words = written_words(entries, ledger.as_of.replace(day=1))
    peers = peers_of(ledger, entries, ranked=not wanted.by_state)
    blocks = [Paragraph(text) for text in _opening_paragraphs(ledger, selection)]
    chapters = (
        Chapter("总体情况", _overall_blocks(ledger, entries, wanted, peers)),
        Chapter("存在问题", numbered_chapters(_problems(ledger, entries, words), 2)),
        Chapter("下步措施", numbered_chapters(_next_steps(ledger, entries, words), 2)),
    )
    annexes = report_annexes(ledger, entries, words, peers) if entries else []
    return clean_paper(
        Paper(
            _title(ledger),
            addressees_of(ledger, selection, wanted),
            (*blocks, *(numbered_chapters(chapters, 1) if entries else ())),
            signature_of(ledger).name,
            ledger.as_of,
            annexes=tuple(
                annex._replace(label=f"附件{n}" if len(annexes) > 1 else "附件")
                for n, annex in enumerate(annexes, 1)
            ),
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
    yield f"现将{notice_name(ledger)}所列重点任务截至{day}的进展情况通报如下。"
    if selection.left:
        yield f"本通报范围：{'；'.join(name for name, _ in selection.left)}。"
    if not selection.entries:
        yield nothing_found_text(selection)


def notice_name(ledger: Ledger) -> str:
    """The title of each notice in view in 《》 with its number (文号), so far as it has them."""
    return "、".join(_named(part.catalog.notice) for part in ledger.parts)


def _named(notice: Notice) -> str:
    name = f"《{''.join(notice.title.split())}》" if notice.title else "本年度通知"
    return name + (f"（{notice.number}）" if notice.number else "")


def _overall_blocks(
    ledger: Ledger, entries: tuple[Entry, ...], wanted: Filters, peers: Sequence[Peers]
) -> Iterator[Block]:
    sums = tally_entries(entries)
    timed, standing, presumed = sums.counters
    texts = [sentences.dated_sentences(timed, ledger.words)]
    last_month = end_of_month_before(ledger.as_of)
    first_issue = min(part.catalog.notice.date for part in ledger.parts)
    if last_month >= first_issue and not wanted.by_state:
        texts.append(sentences.comparison_sentence(compare_days(ledger, entries, last_month)))
    texts += [
        *(sentences.ranking_sentences(some.name, some.ranked) for some in peers),
        sentences.standing_sentences(standing, ledger.words),
        sentences.presumed_sentence(presumed) + sentences.beside_sentence(sums),
    ]
    yield from map(Paragraph, filter(None, texts))


def _problems(
    ledger: Ledger, entries: tuple[Entry, ...], words: Sequence[WrittenWord]
) -> Iterator[Chapter]:
    late: tuple[tuple[Late, str], ...] = (("overdue", "任务逾期"), ("year-open", "年度未结"))
    for code, heading in late:
        found = late_list(ledger, entries, code)
        if code == "overdue" or found.lines or found.presumed:
            yield Chapter(heading, [Paragraph(_late_text(ledger, found, code))])
    yield Chapter("退回重办", [Paragraph(_returned_text(ledger, returned_list(entries)))])
    said = [one.paragraph for one in by_section(ledger, words, "problem")]
    yield Chapter("单位反映的问题", said or [Paragraph("各单位没有填报存在问题。")])


def _late_text(ledger: Ledger, found: TaskList, code: Late) -> str:
    word = TIMELINESS[code]
    left = f"另有责任单位或时限属推定的{word}{found.presumed}项，未列入。" if found.presumed else ""
    if not found.lines:
        return f"没有{word}任务。{left}"
    longest = found.lines[0]
    return (
        f"{word}{found.counted}项，时间最长的是{_task_words(ledger, longest.entry)}，"
        f"已{word}{longest.days_late(ledger.as_of)}天，责任单位为{named_few(longest.units)}。{left}"
    )


def _returned_text(ledger: Ledger, found: TaskList) -> str:
    if not found.lines:
        return "没有退回重办的任务。"
    clauses = []
    for line in found.lines[:FEW]:
        day = returned_on(line.first)
        when = f"{paper_day(day, ledger.as_of.year)}" if day else ""
        clauses.append(
            f"{when}退回{named_few(line.units)}{_task_words(ledger, line.entry)}，"
            f"理由为“{in_one_line(line.first.returned)}”"
        )
    more = "，主要是" if len(found.lines) > FEW else ""
    return (
        f"{ledger.words.office}复核退回、尚未重新办结{found.counted}项{more}："
        f"{clauses_text(clauses)}"
    )


def _task_words(ledger: Ledger, entry: Entry) -> str:
    return f"{paper_id(ledger, entry)}“{entry.task.title}”"


def _next_steps(
    ledger: Ledger, entries: tuple[Entry, ...], words: Sequence[WrittenWord]
) -> Iterator[Chapter]:
    said = [one.paragraph for one in by_section(ledger, words, "measure")]
    if said:
        yield Chapter("单位拟采取的措施", said)
    month = next_month_name(ledger.as_of)
    found = next_month_list(ledger, entries)
    yield Chapter(f"{month}到期的任务", [Paragraph(_next_month_text(ledger, found, month))])
    sums = tally_entries(entries)
    asked = sentences.request_sentence(
        overdue=len(late_list(ledger, entries, "overdue").lines) > 0,
        returned=sums.returned > 0,
        stale=sums.standing.stale > 0,
        next_month=month if found.lines else "",
        office=ledger.words.office,
    )
    yield Chapter("工作要求", [Paragraph(asked)])


def _next_month_text(ledger: Ledger, found: TaskList, month: str) -> str:
    left = f"另有责任单位或时限属推定的{found.presumed}项，未列入。" if found.presumed else ""
    if not found.lines:
        return f"没有{month}到期、尚未办结的任务。{left}"
    some = [_task_words(ledger, line.entry) for line in found.lines[:FEW]]
    more = f"等{len(found.lines)}项任务" if len(found.lines) > FEW else ""
    return f"{month}到期、尚未办结{found.counted}项：{'、'.join(some)}{more}。{left}"
