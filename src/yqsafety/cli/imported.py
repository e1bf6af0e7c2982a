"""What became of the files that were imported, for people and for scripts."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from yqsafety.cli import console
from yqsafety.register.changes import FilledRow
from yqsafety.register.judging import ReadFile
from yqsafety.register.table import RowProblem, Unread, shown_content
from yqsafety.reports import answers
from yqsafety.wording import labels

_ALIKE = 5
"""Faults alike that are named cell by cell; of more only the first cells and their number."""
_COLUMNS = {"status": "完成状态", "done_on": "完成时间", "evidence": "佐证材料", **labels.FIELD}


class ImportedFile(NamedTuple):
    """What became of one file: what was read, how many events were recorded or would be."""

    name: str
    read: ReadFile
    events: int
    refused: bool


def show_files(taken: list[ImportedFile], dry_run: bool) -> None:
    """Say it: faults and what was not read on stderr, results on stdout."""
    for one in taken:
        for said in (*_problem_lines(one), *_unread_lines(one)):
            console.err(said)
        if one.refused and not dry_run:
            continue
        for line in _change_lines(one, dry_run):
            console.out(line)
        if not one.refused and (words := _taken_words(one.read.changes)):
            console.out(f"{one.name}：{words}。")
        console.out(f"{one.name}：{_summary(one, dry_run)}。")
    if len(taken) > 1:
        good = [one for one in taken if not one.refused]
        events = sum(one.events for one in good)
        console.out(
            f"共 {len(taken)} 个文件：收 {len(good)} 个，{_recorded_text(events, dry_run)}。"
        )


def _change_lines(one: ImportedFile, dry_run: bool) -> list[str]:
    """A line a row that says something else now; once it is recorded, of what was taken back."""
    lines = []
    for change in one.read.changes:
        columns = change.columns if dry_run else change.taken_back
        cells = "，".join(_cell_text(change, code) for code in columns)
        where = f"{_place(one.name, change.sheet, change.place)} {change.entry.shown_id}"
        if cells:
            lines.append(f"{where}：{cells}" + ("" if dry_run else "。"))
    return lines


def _summary(one: ImportedFile, dry_run: bool) -> str:
    parts = [f"“{sheet}”表 {count} 行" for sheet, count in one.read.sheets.items()]
    where = f"（{'、'.join(parts)}）" if len(parts) > 1 else ""
    rows = f"读取 {one.read.rows} 行{where}，有变化 {len(one.read.changes)} 行"
    if one.refused:
        return f"{rows}，有问题 {len(one.read.problems)} 处，改正前不收"
    received = f"（其中签收 {len(one.read.received)} 项）" if one.read.received else ""
    return f"{rows}，" + _recorded_text(one.events, dry_run) + received


def _recorded_text(events: int, dry_run: bool) -> str:
    return f"将登记 {events} 条（未写入）" if dry_run else f"登记 {events} 条"


def _problem_lines(one: ImportedFile) -> list[str]:
    """A line a fault; faults that are the same but for their cell share one."""
    alike: dict[tuple[str, str], list[RowProblem]] = {}
    for problem in one.read.problems:
        alike.setdefault((problem.sheet, problem.said), []).append(problem)
    lines = []
    for (sheet, said), problems in alike.items():
        places = "、".join(problem.place for problem in problems[:_ALIKE] if problem.place)
        if len(problems) > _ALIKE:
            places += f" 等 {len(problems)} 处"
        lines.append(f"未收：{_place(one.name, sheet, places)}，{said}。")
    return lines


def _unread_lines(one: ImportedFile) -> list[str]:
    unread = [f"未读：{_place(one.name, u.sheet, '')}，{u.said}。" for u in one.read.unread]
    return unread + [f"注意：{one.name}，{said}。" for said in one.read.remarks]


def _place(name: str, sheet: str, cell: str) -> str:
    return f"{name}“{sheet}”表{f' {cell}' if cell else ''}" if sheet else f"{name} {cell}".strip()


def _cell_text(change: FilledRow, code: str) -> str:
    said = f"{_COLUMNS[code]} {change.after[code] or '清空'}"
    if code in change.taken_back:
        return f"{said}（原为“{shown_content(change.before[code])}”）"
    typed = next((one.typed for one in change.taken if one.code == code), "")
    return f"{said}（原写“{shown_content(typed)}”）" if typed else said


def _taken_words(changes: list[FilledRow]) -> str:
    """按“办结”收：“已完成”（3 处）: the words that were taken for something else than they are."""
    counts = Counter((one.meant, one.typed) for change in changes for one in change.taken)
    words: dict[str, list[str]] = {}
    for (meant, typed), count in counts.items():
        more = f"（{count} 处）" if count > 1 else ""
        words.setdefault(meant, []).append(f"“{shown_content(typed)}”{more}")
    return "；".join(f"按“{meant}”收：{'、'.join(typed)}" for meant, typed in words.items())


def files_json(taken: list[ImportedFile], dry_run: bool) -> dict[str, Any]:
    """The same as an answer for scripts."""
    return {
        "schema": answers.answer_schema("import"),
        "dry_run": dry_run,
        "files": [
            {
                "name": one.name,
                "rows": one.read.rows,
                "sheets": [{"name": n, "rows": rows} for n, rows in one.read.sheets.items()],
                "events": one.events,
                "refused": one.refused,
                "changes": [_filled_row_json(change) for change in one.read.changes],
                "received": [target.entry.id for target in one.read.received],
                "problems": [_problem_json(problem) for problem in one.read.problems],
                "unread": [_unread_json(unread) for unread in one.read.unread],
                "remarks": one.read.remarks,
            }
            for one in taken
        ],
    }


def _problem_json(problem: RowProblem) -> dict[str, Any]:
    return problem._asdict()


def _unread_json(unread: Unread) -> dict[str, Any]:
    return unread._asdict()


def _filled_row_json(change: FilledRow) -> dict[str, Any]:
    return {
        "id": change.entry.id,
        "unit": change.unit,
        "sheet": change.sheet,
        "place": change.place,
        "cells": {code: change.after[code] for code in change.columns},
        "before": {code: change.before[code] for code in change.columns},
        "taken": [one._asdict() for one in change.taken],
    }
