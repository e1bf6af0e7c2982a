"""The chapter of the monthly report on problems: what is late, sent back, untouched. Pure.

Whoever is behind is named: with the duty where there are few, else with how many he has; a long
list is left to the annex, which is named. What is only presumed is in no sentence here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from yqsafety.ledger.progress import break_down
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import DUE_SOON_DAYS, SILENT_DAYS
from yqsafety.reports.document import Chapter, Paragraph
from yqsafety.reports.monthly_annexes import FIGURES_ANNEX, TASKS_ANNEX, WORDS_ANNEX
from yqsafety.reports.monthly_lists import (
    Late,
    ListedTask,
    TaskList,
    counts_by_unit,
    due_soon_list,
    late_list,
    returned_list,
    returned_on,
)
from yqsafety.reports.monthly_rows import ReportRows
from yqsafety.reports.written import FEW, by_section
from yqsafety.wording import report_details as details
from yqsafety.wording.labels import TIMELINESS
from yqsafety.wording.paper_words import (
    MANY_NAMES,
    clauses_text,
    in_one_line,
    named_few,
    paper_day,
)


def problem_chapters(rows: ReportRows) -> Iterator[Chapter]:
    """What is late, was sent back, falls due soon, is untouched, and what units wrote of it."""
    ledger, entries = rows.ledger, rows.entries
    late: tuple[tuple[Late, str], ...] = (("overdue", "任务逾期"), ("year-open", "年度未结"))
    found = [
        *(
            (heading, _late_text(rows, late_list(ledger, entries, code), code))
            for code, heading in late
        ),
        ("退回重办", _returned_text(rows, returned_list(entries))),
        ("临期任务", _due_soon_text(rows)),
        ("任务未动", _silent_text(rows)),
    ]
    yield from (Chapter(heading, [Paragraph(text)]) for heading, text in found if text)
    annex = rows.annex(WORDS_ANNEX)
    said = [one.paragraph(annex) for one in by_section(ledger, rows.words, "problem")]
    if said:
        yield Chapter("单位反映的问题", said)


def _late_text(rows: ReportRows, found: TaskList, code: Late) -> str:
    """What is late: each duty with its units where there are few, else the units with counts."""
    word, day = TIMELINESS[code], rows.ledger.as_of

    def clause(line: ListedTask) -> str:
        named = named_few(line.units, MANY_NAMES)
        whole = f"（{line.entry.words.one_result}）" if line.is_nobodys else ""
        days = f"已{word}{line.days_late(day)}天"
        return f"{rows.task_words(line.entry)}，{days}，责任单位为{named}{whole}"

    head = f"{word}{found.counted}项{_kinds_text(found)}"
    return _listed_text(rows, head, found, clause, "时间最长的是")


def _kinds_text(found: TaskList) -> str:
    """How many of a list are standing duties, which the figures above tell apart; else nothing."""
    kinds = [line.entry.task.timing.kind == "standing" for line in found.lines]
    standing = sum(line.counted for line, long in zip(found.lines, kinds, strict=True) if long)
    if standing in (0, found.counted):
        return "（均为长期任务）" if standing else ""
    return f"（限期任务{found.counted - standing}项，长期任务{standing}项）"


def _returned_text(rows: ReportRows, found: TaskList) -> str:
    year = rows.ledger.as_of.year

    def clause(line: ListedTask) -> str:
        day = returned_on(line.first)
        when = f"{paper_day(day, year)}" if day else ""
        reason = in_one_line(line.first.returned)
        named = named_few(line.units, MANY_NAMES)
        return f"{when}退回{named}{rows.task_words(line.entry)}，理由为“{reason}”"

    head = f"{rows.office}复核退回、尚未重新办结{found.counted}项"
    return _listed_text(rows, head, found, clause, "主要是")


def _listed_text(
    rows: ReportRows,
    head: str,
    found: TaskList,
    clause: Callable[[ListedTask], str],
    first: str,
) -> str:
    """A list in one paragraph: all of it where it is short, else its units and where it stands."""
    if not found.lines:
        return ""
    if len(found.lines) <= FEW:
        return f"{head}：{clauses_text(map(clause, found.lines))}"
    annex = rows.annex(TASKS_ANNEX)
    concerned = details.concerned_text(counts_by_unit(found), rows.ledger.words, annex)
    return f"{head}，{concerned}。{first}{clause(found.lines[0])}。清单见{annex}。"


def _due_soon_text(rows: ReportRows) -> str:
    doing, idle = (due_soon_list(rows.entries, status) for status in ("doing", "todo"))
    if not doing.lines and not idle.lines:
        return ""
    concerned = _concerned(rows, counts_by_unit(idle))
    return details.due_soon_sentence(DUE_SOON_DAYS, doing.counted, idle.counted, concerned)


def _concerned(rows: ReportRows, counts: details.UnitCounts) -> str:
    return details.concerned_text(counts, rows.ledger.words, rows.annex(FIGURES_ANNEX))


def _silent_text(rows: ReportRows) -> str:
    silent = {
        part.key: (part.name, part.tally.timed.silent)
        for part in break_down(rows.entries, "unit", rows.ledger.roster)
    }
    _, shared = silent.pop(COUNTY, ("", 0))
    count = sum(number for _, number in silent.values()) + shared
    if not count:
        return ""
    concerned = _concerned(rows, details.UnitCounts(tuple(silent.values()), shared))
    return details.silent_sentence(count, SILENT_DAYS, concerned)
