"""A register that came back, as a whole: every row judged, every fault named at once. Pure.

This is asked under the lock of the state file, with the ledger as it is then, so that what is
promised is what is recorded.
"""

# Over 250 lines: each fault that a row can have is found in one place.

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.days_meant import Around, days_until_now
from yqsafety.notice.model import Term, Words
from yqsafety.recording.day_rules import day_fault, missing_day
from yqsafety.recording.targets import Target
from yqsafety.register.cells import check_cell, read_day, read_status
from yqsafety.register.changes import (
    PAIR,
    FilledRow,
    Given,
    Taken,
    changed_row,
    new_status,
    unseen_letters,
)
from yqsafety.register.completeness import Copies, name_copies, name_missing
from yqsafety.register.gone_rows import GoneRow
from yqsafety.register.matching import Match, match_line
from yqsafety.register.receipts import acknowledged, shows_receipt
from yqsafety.register.rows import OPEN, Row, filled_columns
from yqsafety.register.seals import IDENTITY, read_seal, same_text
from yqsafety.register.sheets import EMPTY
from yqsafety.register.shown_cells import part_of_line
from yqsafety.register.since_export import since_export
from yqsafety.register.table import BadCell, Line, Lines, RowProblem, Unread
from yqsafety.wording.labels import STATUS
from yqsafety.wording.typed_status import says_reason


class ReadFile(NamedTuple):
    """The result for one file."""

    changes: list[FilledRow]
    problems: list[RowProblem]
    unread: list[Unread]
    rows: int
    """How many rows were looked at."""
    sheets: dict[str, int]
    """How many of them on which sheet."""
    remarks: list[str]
    """What the office should know of rows that were taken."""
    elsewhere: list[str]
    """Rows that went out of another register than this one, by their ids."""
    received: list[Target]
    """What the sheet showed as 待签收, where it is one unit's and was filled in."""


def judge_file(ledger: Ledger, found: Lines, file: str, today: dt.date) -> ReadFile:
    """Compare the rows of a file with what is recorded now; `today` bounds the days it may name.

    Nothing is raised: a row that cannot be taken becomes problems and the rest is read on.
    """
    sheets = dict(Counter(line.sheet for line in found.lines))
    result = ReadFile(
        [], list(found.problems), list(found.unread), len(found.lines), sheets, [], [], []
    )
    seen: dict[tuple[str, str, str], Line] = {}
    shown: list[Target] = []
    copies: Copies = {}
    gone: Counter[tuple[str, str]] = Counter()
    several = len(ledger.parts) > 1
    for line in found.lines:
        part = part_of_line(ledger, line) if several else ledger
        try:
            match = match_line(part, line)
        except BadCell as bad:
            if isinstance(bad, GoneRow) and _is_as_sent(line):
                gone[line.sheet, bad.why] += 1
                continue
            result.problems.extend(line.problem(*fault) for fault in bad.faults)
            result.problems.extend(_cell_problems(line, days_until_now(today, part.term)))
            continue
        first = seen.setdefault((match.entry.notice, match.entry.id, match.unit), line)
        if first is not line:
            copies.setdefault((first.sheet, line.sheet), []).append((first, line))
            continue
        _judge_row(part, match, line, file, today, result)
        if shows_receipt(match, line):
            shown.append(Target(match.entry, match.unit))
    if len({unit for *_, unit in seen}) == 1:
        result.received.extend(acknowledged(shown, result.changes))
    result.unread.extend(
        Unread("row", f"{number} 行{why}，没有填报，未读", sheet, number)
        for (sheet, why), number in gone.items()
    )
    _remark_early(ledger, result)
    _remark_shared(result, ledger.words)
    _remark_elsewhere(result)
    name_copies(copies, result.problems, result.unread)
    name_missing(found.lines, result.unread)
    return result


def _cell_problems(line: Line, around: Around) -> list[RowProblem]:
    """The faults of the open cells of a row, each by itself."""
    problems: list[RowProblem] = []
    for code in OPEN:
        cell = line.cells.get(code, EMPTY)
        try:
            if cell.kind in ("formula", "unclear") or cell.text:
                check_cell(code, cell)
            if code == "status":
                read_status(cell)
            elif code == "done_on":
                read_day(cell, around)
        except BadCell as bad:
            problems.extend(line.problem(*fault) for fault in bad.faults)
    return problems


def _judge_row(
    ledger: Ledger, match: Match, line: Line, file: str, today: dt.date, result: ReadFile
) -> None:
    """Add what one row comes to: a change, problems, or nothing."""
    before = filled_columns(match.entry, match.assignment)
    if _is_untouched(line, before):
        return
    if _is_as_sent(line):
        if not match.entry.shared and since_export(match).sent is None:
            result.elsewhere.append(match.entry.id)
        return
    around = days_until_now(today, ledger.term)
    if problems := _cell_problems(line, around):
        result.problems.extend(problems)
        return
    given = _read_given(match, line, before, around)
    if (one := match.entry.whole or match.assignment).is_transferred:
        said = f"{match.entry.id} 已转入 {one.present.transferred}，请填在该通知的台账"
        result.problems.append(line.problem("status", said))
        return
    if match.entry.waiting:
        _judge_waiting(match, line, given, result)
        return
    triggered = match.entry.task.timing.kind == "triggered"
    if triggered and read_status(line.cells.get("status", EMPTY)) == "idle":
        if match.sent_waiting:
            result.remarks.append(
                f"{match.entry.task.id} 填的是情形未发生，此后已登记 {match.entry.id}，该行未登记"
            )
            return
        said = "情形已登记发生，请写“在办”“办结”，或“不适用”并在备注中写明理由"
        result.problems.append(line.problem("status", said))
        return
    try:
        after = changed_row(match, given, file, today)
    except BadCell as bad:
        result.problems.extend(line.problem(*fault) for fault in bad.faults)
        return
    change = _filled_row(match, line, given, before, after)
    if problems := _rule_problems(change, line, ledger.term, today):
        result.problems.extend(problems)
    elif change.columns:
        result.changes.append(change)
        _remark_returned(change, match, result)
        _remark_revised(change, match, result)


def _judge_waiting(match: Match, line: Line, given: Given, result: ReadFile) -> None:
    """A row whose event has not happened: whoever says so, or says nothing, is right."""
    if given.status in ("done", "doing"):
        said = (
            f"{match.entry.id} 尚未触发，情形没有发生的请留空或写“未发生”；"
            f"已发生的先登记：yqsafety trigger {match.entry.task.id} --on 日期"
        )
        result.problems.append(line.problem("status", said))
    elif any(given.texts[c] for c in OPEN if c in given.texts and c not in PAIR):
        result.remarks.append(f"{match.entry.id} 尚未触发，所填内容未登记")


def _is_as_sent(line: Line) -> bool:
    """Whether the open cells are as they went out: then the unit has said nothing."""
    cells = {code: line.cells[code] for code in OPEN if code in line.cells}
    seal = read_seal(line.text("seal"))
    if seal is None or len(cells) < len(OPEN):
        return False
    if not seal.holds_identity({code: line.text(code) for code in IDENTITY}):
        return False
    plain = all(cell.kind not in ("formula", "unclear") for cell in cells.values())
    return plain and seal.holds_filled({c: cell.text for c, cell in cells.items()}, OPEN)


def _is_untouched(line: Line, before: Row) -> bool:
    """Whether a row shows just what is recorded, as most rows do."""
    cells = [(code, line.cells[code]) for code in OPEN if code in line.cells]
    return all(
        same_text(cell.text, before[code]) and cell.kind not in ("formula", "unclear")
        for code, cell in cells
    )


def _read_given(match: Match, line: Line, before: Row, around: Around) -> Given:
    """The open cells of a row by their meaning, with the words that were taken for another."""
    texts = {code: line.text(code) for code in OPEN if code in line.cells}
    taken = []
    now = match.assignment.status
    if "status" not in texts:
        return Given(texts, now, None, ())
    is_emptied = not texts["status"].strip()
    meant = read_status(line.cells["status"])
    if meant == "idle":
        meant = "todo" if match.entry.waiting else "na"
    status = new_status(meant, now)
    day = read_day(line.cells.get("done_on", EMPTY), around)
    # Clearing the day of what is done already does not mean "done today": the known day stays.
    if status == "done" and day is None and now == "done" and before["done_on"]:
        day = dt.date.fromisoformat(before["done_on"])
    for code, text in (("status", STATUS[status]), ("done_on", str(day) if day else "")):
        if texts.get(code) and texts[code] != text and text:
            taken.append(Taken(code, texts[code], text))
        texts[code] = text
    return Given(texts, status, day, tuple(taken), is_emptied)


def _filled_row(match: Match, line: Line, given: Given, before: Row, after: Row) -> FilledRow:
    status = next(code for code, label in STATUS.items() if label == after["status"])
    day = dt.date.fromisoformat(after["done_on"]) if after["done_on"] else None
    reason = after["remark"]
    if status == "na" and not reason and says_reason(line.text("status")):
        reason = line.text("status")
    return FilledRow(
        match.entry,
        match.unit,
        status,
        day,
        before,
        after,
        line.sheet,
        line.place("status"),
        tuple(one for one in given.taken if not same_text(before[one.code], after[one.code])),
        reason,
        unseen_letters(match),
    )


def _rule_problems(change: FilledRow, line: Line, term: Term, today: dt.date) -> list[RowProblem]:
    """What a command that records would refuse as well, each with its cell."""
    found: list[tuple[str, str]] = []
    changed = set(change.columns)
    if "status" in changed and change.status == "na" and not change.reason:
        found.append(("remark", "登记不适用，须在备注中写明理由"))
    if change.status != "done" and change.after["done_on"] and {"status", "done_on"} & changed:
        found.append(("done_on", "填了完成时间，完成状态却不是办结，请改其中一个"))
    elif change.status == "done" and {"status", "done_on"} & changed:
        one = change.entry.row_of(change.unit)
        due = change.entry.whole.due if change.entry.whole else one.due if one else None
        fault = day_fault(change.entry, "done", change.day or today, term, today)
        if change.day is None:
            fault = fault or missing_day(change.entry, due, today)
        if fault:
            found.append(("done_on", fault))
    return [line.problem(code, said) for code, said in found]


def _some_rows(ids: list[str]) -> str:
    """The first five ids, and how many there are where there are more."""
    more = f"等 {len(ids)} 行" if len(ids) > 5 else ""
    return f"{'、'.join(ids[:5])}{more}"


def _remark_early(ledger: Ledger, result: ReadFile) -> None:
    """A day before the notice was issued is possible: work may have begun early."""
    for part in ledger.parts:
        notice = part.catalog.notice
        early = [
            change.entry.shown_id
            for change in result.changes
            if change.entry.notice == notice.id
            and change.day
            and change.day < notice.date
            and "done_on" in change.columns
        ]
        if early:
            result.remarks.append(
                f"{_some_rows(early)}的完成时间早于通知印发日期 {notice.date}，请核对"
            )


def _remark_shared(result: ReadFile, words: Words) -> None:
    """What a unit reports of a result of the whole county waits until the office recognises it."""
    shared = [
        change.entry.id
        for change in result.changes
        if "status" in change.columns
        and (row := change.entry.row_of(change.unit))
        and row.is_statement
    ]
    if shared:
        result.remarks.append(
            f"{_some_rows(shared)}为{words.one_result}，"
            f"所报登记为本单位的情况，报完成的待{words.office}认定"
        )


def _remark_elsewhere(result: ReadFile) -> None:
    """A sheet that a unit made from a register of its own says what only that register holds."""
    if found := result.elsewhere:
        result.remarks.append(
            f"{_some_rows(found)}与本机的登记不同，导出后没有改动，未登记；"
            "由单位自己的登记导出的，请交回状态文件，用 yqsafety merge 合并"
        )


def _remark_returned(change: FilledRow, match: Match, result: ReadFile) -> None:
    if match.assignment.present.returned and "status" not in change.columns:
        result.remarks.append(f"{change.entry.id} 已退回，表中没有重报办结")


def _remark_revised(change: FilledRow, match: Match, result: ReadFile) -> None:
    """A new edition asks for it again; a text in another column does not answer that."""
    if match.assignment.revised and not {"status", "done_on"} & set(change.columns):
        result.remarks.append(
            f"{change.entry.id} 待重新确认，表中没有重报；仍为办结的，请改填完成时间"
        )
