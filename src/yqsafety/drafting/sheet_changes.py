"""What an import did to a duty, in words: as it was understood, not as it was typed. Pure."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from yqsafety.drafting.fields import open_fields
from yqsafety.drafting.sheet_rows import LABELS, Row
from yqsafety.wording.labels import REVIEW

CLEAR = "（空）"
_SHOWN = (
    "title", "kind", "due", "every", "basis", "quantity", "units", "lead", "support", "done_by",
    "evidence", "note",
)  # fmt: skip


def said_changes(
    name: str, old: Row, new: Row, typed: Set[str], before: Any, after: Any
) -> list[str]:
    """A line a field that is another now, those that followed from another one included.

    What was typed as it was already is accepted thereby; a line says so.
    """
    said = []
    for code in _SHOWN:
        if old[code] != new[code]:
            more = "（随时限而改）" if code == "kind" and code not in typed else ""
            said.append(f"{name}：{LABELS[code]} {old[code] or CLEAR} → {new[code] or CLEAR}{more}")
    if "accepted" in typed and set(open_fields(before)) > set(open_fields(after)):
        return [*said, f"{name}：审定"]
    left = set(open_fields(before)) - set(open_fields(after))
    if not said and left:
        return [f"{name}：{REVIEW[field]} 审定" for field in REVIEW if field in left]
    return said
