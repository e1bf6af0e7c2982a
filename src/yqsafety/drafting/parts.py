"""Sentences that were cut into several, or joined out of several. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yqsafety.drafting.editions import Duty
from yqsafety.drafting.likeness import Rarity, SentenceIndex, pairs_of

HELD = 0.8
"""The share of a part's pairs of letters that must stand in the whole."""
COVERED = 0.75
"""The share of the whole's pairs that its parts must make up together."""
FRESH = 0.6
"""The share of a part that no longer part holds: else it is said twice, and no part."""


def found_parts(
    wholes: Sequence[Duty], parts: Sequence[Duty]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each whole that several parts make up, with those parts, by their order."""
    if not (wholes and parts):
        return
    held = [pairs_of(duty.letters) for duty in wholes]
    pieces = [pairs_of(duty.letters) for duty in parts]
    index = SentenceIndex(held, Rarity([*held, *pieces]))
    chosen: dict[int, list[int]] = {}
    for n, pairs in enumerate(pieces):
        whole = _holder(index, pairs, parts[n].letters, wholes)
        if whole is not None:
            chosen.setdefault(whole, []).append(n)
    for whole, found in sorted(chosen.items()):
        kept = _making_up(held[whole], {n: pieces[n] for n in found})
        if kept:
            yield wholes[whole].order, tuple(parts[n].order for n in sorted(kept))


def _holder(
    index: SentenceIndex, pairs: frozenset[str], letters: str, wholes: Sequence[Duty]
) -> int | None:
    """The whole that holds most of a part, if enough; one that holds it to the letter first."""
    fitting = [
        (letters in wholes[place].letters, share, -place)
        for place in index.likely(pairs)
        if len(letters) < len(wholes[place].letters)
        and (share := len(pairs & index.sentences[place]) / len(pairs)) >= HELD
    ]
    return -max(fitting)[2] if fitting else None


def _making_up(whole: frozenset[str], pieces: dict[int, frozenset[str]]) -> list[int]:
    """Those of the pieces that make up a whole, none of them said twice; none where they do not."""
    covered: set[str] = set()
    kept: list[int] = []
    for n, pairs in sorted(pieces.items(), key=lambda one: (-len(one[1]), one[0])):
        if len(pairs - covered) >= FRESH * len(pairs):
            covered |= pairs
            kept.append(n)
    enough = len(covered & whole) >= COVERED * len(whole)
    return kept if len(kept) > 1 and enough else []
