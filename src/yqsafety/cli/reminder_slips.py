"""The slips (督办单) that go out with reminders: what was recorded stands on them, numbered.

The reminders are recorded first, so that no paper bears a number that is nobody's. A paper that
could not be written then is written by `export slips`, which finds the numbers in the records.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from yqsafety.cli import console
from yqsafety.cli.export_files import existing_folder, folder_text, read_template
from yqsafety.cli.options import PaperOptions
from yqsafety.cli.remarks import say_signature
from yqsafety.cli.session import Session
from yqsafety.cli.slip_files import write_slips
from yqsafety.cli.typed_days import reply_day
from yqsafety.errors import OutputError, UsageError, YqError
from yqsafety.formats import Extract, Slip, Template
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, Selection
from yqsafety.ledger.ledger import Ledger


class SlipOrder(NamedTuple):
    """Where slips go and what they say, checked before anything is recorded."""

    folder: Path
    slip: Slip
    ending: str
    template: Template | None


def slip_order(session: Session, folder: Path, papers: PaperOptions) -> SlipOrder:
    """What was asked for; UsageError for a folder, a template or a day that cannot be used."""
    if papers.template and papers.md:
        raise UsageError("--template 是 Word 模板，", "不能和 --md 一起用。")
    return SlipOrder(
        existing_folder(str(folder), "--slips"),
        Slip(reply_by=reply_day(session, papers.reply_by), reminded=True),
        "md" if papers.md else "docx",
        read_template(papers.template) if papers.template else None,
    )


def write_reminder_slips(session: Session, events: Iterable[Event], order: SlipOrder) -> None:
    """Write a slip for each unit that was reminded, and say where they are."""
    now = session.renewed()
    rows = tuple(_reminded_rows(now.ledger, events))
    units = tuple(dict.fromkeys(one.party.id for row in rows for one in row.shown))
    extract = Extract(
        now.ledger,
        Filters(units=units),
        Selection(rows, (), len(rows)),
        "task",
        template=order.template,
    )
    numbers = {event.unit: event.value for event in events if event.value is not None}
    try:
        written = write_slips(
            extract, order.folder, now, ending=order.ending, slip=order.slip, numbers=numbers
        )
    except YqError as error:
        raise OutputError(
            f"催办已经登记，督办单没有写全：{error.message}",
            "编号不变，重新写出：yqsafety export slips --status 催办 -o 文件夹",
        ) from None
    console.err(f"已写出 {len(written)} 份督办单到{folder_text(order.folder)}。")
    say_signature(now.ledger)


def _reminded_rows(ledger: Ledger, events: Iterable[Event]) -> Iterable[Entry]:
    """The rows of which somebody was reminded, each with those who were."""
    reminded: dict[tuple[str, str, str], set[str]] = {}
    for event in events:
        reminded.setdefault((event.notice, event.task, event.period), set()).add(event.unit)
    for entry in ledger.entries:
        units = reminded.get((entry.notice, entry.task.id, entry.period.name), set())
        if row := _of_units(entry, units):
            yield row


def _of_units(entry: Entry, units: set[str]) -> Entry | None:
    return entry.narrowed(lambda one: one.party.id in units) if units else None
