"""What the files of `--split-by unit` are called.

A paper is kept for a notice and a month: its name says both, so that the sheets of a year lie side
by side and none replaces another. What is made anew for whoever reads it (a page, a calendar, data)
keeps the name of its unit, under which others have it open or linked.
"""

from __future__ import annotations

from pathlib import Path

from yqsafety.cli.export_files import free_file_name
from yqsafety.cli.export_targets import Job
from yqsafety.files import file_name
from yqsafety.formats import PAPERS, Extract, extracts_by_unit
from yqsafety.register.sheet_head import sheet_file_name

_BY_MONTH = ("xlsx", *PAPERS)
"""Formats that are filed by month."""


def jobs_by_unit(format_: str, extract: Extract, folder: Path) -> list[Job]:
    """A file for each unit: 垣政发〔2025〕1号_县水利局_2025-06.xlsx, or 县水利局.html."""
    taken: set[str] = set()
    papers = format_ in _BY_MONTH
    return [
        Job(
            folder / f"{free_file_name(_safe_name(part, unit, papers=papers), taken)}.{format_}",
            part,
        )
        for unit, part in extracts_by_unit(extract)
    ]


def _safe_name(part: Extract, unit: str, *, papers: bool) -> str:
    return file_name(sheet_file_name(part.ledger, unit) if papers else unit)
