"""Completing the name of a file as it is typed: what all that fit have in common. Reads folders."""

from __future__ import annotations

import os
from pathlib import Path

from yqsafety.errors import UsageError
from yqsafety.places import expanded_path


def completed_name(typed: str) -> str:
    """What was typed, with as much of the file's name as is certain; a folder ends in a slash.

    Where nothing fits, or the folder cannot be read, it is what was typed.
    """
    folder, begun = os.path.split(typed)
    try:
        names = sorted(
            one.name + ("/" if one.is_dir() else "")
            for one in os.scandir(expanded_path(Path(folder or ".")))
            if one.name.startswith(begun) and (begun.startswith(".") or one.name[0] != ".")
        )
    except (OSError, ValueError, UsageError):
        return typed
    return typed[: len(typed) - len(begun)] + _in_common(names) if names else typed


def _in_common(names: list[str]) -> str:
    """The letters with which all names begin."""
    first, last = min(names), max(names)
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first[: len(first) if same is None else same]
