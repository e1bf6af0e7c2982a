"""What people call a unit, and comparing names however they are typed. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from yqsafety.notice.model import Body


@lru_cache(4096)
def plain_name(text: str) -> str:
    """A name in the form in which names are compared.

    Full-width becomes half-width, capitals small, square brackets round, and spaces go.
    """
    # Normalising is quadratic in the length of a run of combining marks. Unicode's stream-safe
    # form allows 30 in a row; longer runs are in no name, and are compared as they are.
    folded = (unicodedata.normalize("NFKC", text) if _has_short_runs(text) else text).casefold()
    return "".join(folded.translate({ord("["): "(", ord("]"): ")"}).split())


def _has_short_runs(text: str) -> bool:
    run = 0
    for letter in text if len(text) > 30 and not text.isascii() else "":
        run = run + 1 if unicodedata.combining(letter) else 0
        if run > 30:
            return False
    return True


def initials_of(body: Body) -> tuple[str, ...]:
    """Its pinyin initials, and those without the x of 县, which people leave out: `yjglj`."""
    short = [one.removeprefix("x") for one in body.initials if body.name.startswith("县")]
    return (*body.initials, *short)


def matching_bodies(bodies: Iterable[Body], typed: str) -> list[Body]:
    """The bodies that may be meant by what was typed so far, in the order given.

    Part of a name or an alias, or the beginning of an id or of pinyin initials. All of them where
    nothing was typed yet.
    """
    part = plain_name(typed)
    return [
        body
        for body in bodies
        if is_called(body, part)
        or any(letters.startswith(part) for letters in (body.id, *initials_of(body)))
    ]


def is_called(body: Body, part: str) -> bool:
    """Whether `part`, in the form of `plain_name`, occurs in its name or in an alias."""
    return any(part in plain_name(name) for name in (body.name, *body.aliases))
