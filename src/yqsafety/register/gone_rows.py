"""Rows of a sheet whose occurrence is another by now, or whose unit does not have it. Pure.

A sheet is out for weeks, and meanwhile an accident happens, an event is taken back, an edition
renames a period, a task is divided. What such a row says is taken where it can mean one thing only.
"""

from __future__ import annotations

from collections.abc import Sequence

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.targets import find_entries
from yqsafety.register.table import BadCell, Line, shown_content


class GoneRow(BadCell):
    """A row of what is no more; nothing is lost where nobody has filled it in."""

    def __init__(self, fault: tuple[str, str], why: str = "是目录旧版的任务或单位") -> None:
        super().__init__(fault)
        self.why = why
        """What such rows are, behind their number."""


def event_since(entries: Sequence[Entry], named: str, unit: str) -> Entry | None:
    """The event that a row is about which went out before it had happened; None for another row.

    That is the unit's only one. GoneRow where it has several, also where all but one are finished.
    """
    if not entries or named != entries[0].task.id or entries[0].task.timing.kind != "triggered":
        return None
    mine = [one for one in entries if not one.waiting and one.row_of(unit)]
    if len(mine) > 1:
        ids = "、".join(one.id for one in mine)
        said = f"{named} 的情形已登记 {len(mine)} 次（{ids}），分不清是哪一次，请重新导出后填报"
        raise GoneRow(("status", said), "的情形已登记发生不止一次")
    return mine[0] if mine else None


def no_entry(ledger: Ledger, named: str) -> GoneRow:
    """Why there is no such occurrence, and where what was filled in belongs now."""
    task, shown = named.partition("@")[0], shown_content(named)
    for one in ledger.catalog.notice.retired:
        if one.id == task and not one.into:
            return GoneRow(("id", f"{named} 已停用，不是任务，不用填报，请删去此行"))
        if one.id == task:
            return GoneRow(("id", f"{named} 已并入 {one.into}，请重新导出后填在 {one.into}"))
    try:
        entries = find_entries(ledger, task[:80])
    except UsageError:
        return GoneRow(("id", f"没有任务 {shown}"))
    now = "、".join(entry.id for entry in entries)
    if entries[0].task.timing.kind == "triggered":
        said = f"{shown} 这次情形没有登记，或已撤销；现为 {now}，请重新导出后填报"
        return GoneRow(("id", said), "的情形没有登记，或已撤销")
    return GoneRow(("id", f"没有任务 {shown}，现为 {now}，请重新导出后填报"))


def not_on_row(ledger: Ledger, entry: Entry, unit: str, line: Line) -> GoneRow:
    """Why a unit does not have an occurrence, in its name where it is known."""
    known = ledger.roster.get(unit)
    named = ledger.roster.get(line.text("units")) if line.text("units") else known
    if known is None or (named is not None and named.id != known.id):
        # The hidden cell was changed, or is of another roster.
        return GoneRow(("unit_id", f"{entry.id} 没有“{shown_content(unit)}”这个责任单位"))
    place = "units" if line.text("units") else "unit_id"
    if entry.division == "made":
        said = f"{entry.id} 已另行分工，{known.name}不再承担，请删去此行"
        return GoneRow((place, said), "已另行分工")
    if entry.task.timing.kind == "triggered" and not entry.waiting:
        said = f"{entry.id} 这次情形没有登记到{known.name}，请删去此行，或重新导出后填报"
        return GoneRow((place, said), "的情形没有登记到该单位")
    return GoneRow((place, f"{entry.id} 不由{known.name}承担，请删去此行，或重新导出后填报"))
