"""Making and changing the maps of a catalogue's data, in the style in which it is written. Pure."""

from __future__ import annotations

from typing import Any

TASK_KEYS = (
    "id", "title", "quote", "timing", "quantity", "score", "actor", "units", "responsibility",
    "done_by", "done_by_before", "evidence", "added", "note", "review",
)  # fmt: skip
BLOCK_KEYS = (
    "is", "label", "heading", "text", "cells", "tasks", "responsibility", "table", "blocks", "note",
)  # fmt: skip
FILE_KEYS = (
    "schema", "id", "edition", "term", "issued", "words", "first_leads", "original",
    "responsibility", "retired", "blocks", "digest",
)  # fmt: skip
_SHORT = 90
"""Characters up to which a map of single values stands on one line."""


def put(owner: Any, key: str, value: Any, order: tuple[str, ...] = TASK_KEYS) -> None:
    """Set a key, a new one in its place in the order; None or what is empty takes it out."""
    if value is None or (isinstance(value, list | dict) and not value):
        owner.pop(key, None)
    elif key in owner:
        if owner[key] != value:
            owner[key] = styled(value)
    else:
        later = order[order.index(key) + 1 :]
        keys = list(owner)
        place = next((n for n, one in enumerate(keys) if one in later), len(keys))
        owner.insert(place, key, styled(value))


def styled(value: Any) -> Any:
    """Plain data as they are written: short maps and lists of words on one line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if type(value) is list:
        made_list = CommentedSeq(map(styled, value))
        if all(isinstance(one, str) for one in value):
            made_list.fa.set_flow_style()
        return made_list
    if type(value) is not dict:
        return value
    made = CommentedMap((key, styled(one)) for key, one in value.items())
    if all(isinstance(one, str | int) for one in value.values()) and len(str(value)) <= _SHORT:
        made.fa.set_flow_style()
    return made


def quoted(text: str) -> Any:
    """A text in double quotes, as ids are written."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return DoubleQuotedScalarString(text)
