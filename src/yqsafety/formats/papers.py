"""The paper that an export asks for, which Word and Markdown then set."""

from __future__ import annotations

from yqsafety.formats import Extract
from yqsafety.reports.document import Paper
from yqsafety.reports.monthly import monthly_report
from yqsafety.reports.slips import slip_paper


def paper_of(extract: Extract) -> Paper:
    """The monthly report on the rows of an extract, or the slip to its one unit."""
    if extract.slip is None:
        return monthly_report(
            extract.ledger,
            extract.selection,
            extract.filters,
            issue=extract.signing.issue,
            reply_by=extract.signing.reply_by,
        )
    (unit,) = extract.filters.units
    slip = extract.slip
    return slip_paper(
        extract.ledger,
        unit,
        extract.selection.entries,
        kind=slip.kind,
        reminded=slip.reminded,
        number=slip.number,
        reply_by=slip.reply_by,
    )
