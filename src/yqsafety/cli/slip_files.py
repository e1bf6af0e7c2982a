"""Slips (督办单) as files: one a unit with anything to press, in a folder that is there.

`export slips` only writes them. A command that records what it presses calls `write_slips` with
the numbers that it recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from yqsafety.cli import console
from yqsafety.cli.export_files import free_file_name, write_file
from yqsafety.cli.export_memory import ExportMemory
from yqsafety.cli.export_targets import Job, safe_jobs
from yqsafety.cli.session import Session
from yqsafety.files import file_name
from yqsafety.formats import Extract, Slip, extracts_by_unit
from yqsafety.reports.slips import PressedDuties, pressed_duties, slip_of_day


class SlipFiles(NamedTuple):
    """What is written where, and what is on no slip."""

    jobs: list[Job]
    presumed: int
    """Only presumed to be a unit's duty, or to be due then."""
    ownerless: int
    """Results of the whole county that no unit is in charge of."""


def planned_slips(
    extract: Extract,
    folder: Path,
    ending: str,
    slip: Slip,
    numbers: Mapping[str, int],
) -> SlipFiles:
    """The slips on the rows of an extract; `numbers` holds those recorded, by the unit's id."""
    taken: set[str] = set()
    jobs, presumed = [], 0
    day = extract.ledger.as_of
    for name, part in extracts_by_unit(extract):
        pressed = _pressed(part, slip)
        presumed += pressed.presumed
        if pressed.duties:
            (unit,) = part.filters.units
            free = free_file_name(f"{file_name(name)}督办单-{day}", taken)
            own = slip._replace(number=numbers.get(unit) or _recorded_number(pressed, day))
            jobs.append(Job(folder / f"{free}.{ending}", part._replace(slip=own)))
    return SlipFiles(jobs, presumed, _ownerless(extract))


def _recorded_number(pressed: PressedDuties, day: dt.date) -> int | None:
    """The number under which what is pressed was reminded of on a day; None where it was not."""
    numbers = {slip_of_day(duty.one, day) for duty in pressed.duties}
    return numbers.pop() if len(numbers) == 1 else None


def _pressed(part: Extract, slip: Slip) -> PressedDuties:
    """What stands on the slip to the one unit of an extract."""
    entries, day = part.selection.entries, part.ledger.as_of
    return pressed_duties(entries, slip.kind, reminded=slip.reminded, day=day)


def _ownerless(extract: Extract) -> int:
    wholes = (e for e in extract.selection.entries if e.whole and e.whole_counts and not e.owner)
    found = pressed_duties(entry._replace(assignments=()) for entry in wholes)
    return len(found.duties) + found.presumed


def write_slips(
    extract: Extract,
    folder: Path,
    session: Session,
    *,
    ending: str = "docx",
    slip: Slip = Slip(),  # noqa: B008  # a record that nobody changes
    numbers: Mapping[str, int] | None = None,
    force: bool = False,
) -> list[Path]:
    """Write a slip for each unit with anything to press; the files, in the roster's order.

    What people have written in is kept (cli/export_targets.py); what is on no slip is said.
    """
    planned = planned_slips(extract, folder, ending, slip, numbers or {})
    memory = ExportMemory()
    jobs = safe_jobs(ending, planned.jobs, session, memory, force=force)
    try:
        for number, job in enumerate(jobs, 1):
            write_file(ending, job, memory)
            count = len(_pressed(job.part, slip).duties)
            console.err(f"[{number}/{len(jobs)}] {job.target.name}：{count} 项")
    finally:
        memory.save()
    _say_left_out(planned, extract.ledger.words.one_result)
    return [job.target for job in jobs]


def _say_left_out(planned: SlipFiles, one_result: str) -> None:
    if planned.presumed:
        console.err(f"另有 {planned.presumed} 项的责任单位或时限属推定，不催办，未列入。")
    if planned.ownerless:
        console.err(
            f"另有 {planned.ownerless} 项{one_result}没有明确牵头单位，未列入。"
            "先明确牵头：yqsafety assign 编号 --lead 单位"
        )
