"""The line after `undo`. Pure."""

from __future__ import annotations

from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.wording.phrases import minute_text
from yqsafety.wording.record_counts import records_text


def taken_back_text(undone: list[Event], ledger: Ledger) -> str:
    """When the batch was recorded, under which notice, what it did, and what stays all the same."""
    name = ledger.roster.name
    named = (f"{_named(e, ledger)} {name(e.unit)}".strip() for e in undone if e.task or e.unit)
    what = list(dict.fromkeys(named))
    more = " 等" if len(what) > 3 else ""
    duties = f"（{'、'.join(what[:3])}{more}）" if what else ""
    notice = undone[0].notice
    where = "" if ledger.of_notice(notice) else f"，属通知 {notice}"
    sheet = undone[0].origin.partition("/")[2]
    act = f"导入（{sheet}）" if sheet else "操作"
    done = f"已撤销 {minute_text(undone[0])} 的{act}：{records_text(undone)}{duties}{where}。"
    adopted = next((event.value for event in undone if event.action == "adopt"), None)
    return done if adopted is None else f"{done}{_still_adopted_text(adopted)}"


def _named(event: Event, ledger: Ledger) -> str:
    """The occurrence that an event is about; of another notice its task."""
    part = ledger.of_notice(event.notice)
    entries = part.of_task(event.task) if part else ()
    return next((one.shown_id for one in entries if one.period.name == event.period), event.task)


def _still_adopted_text(edition: int) -> str:
    """Undoing takes records back, and no files."""
    return f"只撤回登记，任务文件仍用第 {edition} 版；再次转接：yqsafety catalog adopt 文件夹"
