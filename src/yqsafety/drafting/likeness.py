"""How much alike two sentences are, and which of many thousands may be. Pure.

Letters alone say little: 加强…安全监管 stands in half of all sentences. So what counts is how rare
the pairs of letters are that two sentences share, and beside it the share of letters that stand in
both in the same order. The bounds were set on notices of ten places: of all pairs of different
duties within one notice, four reach them, and those differ in one word (全市, 县区).
"""

from __future__ import annotations

import difflib
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from yqsafety.safe_text import has_short_runs

NEAR = 0.7
"""From this share of letters in the same order on, two sentences may be one reworded."""
SAME_RARE = 0.4
"""The share of rare pairs of letters that they must have in common besides."""
NEAR_WITH_ID = 0.6
"""The share of letters that is enough where both bear the same id of the same notice."""
SHORTENED = 6
"""Letters from which on a sentence that stands whole in another of its id is the same duty."""
_ASKED = 8
"""How many of a sentence's rarest pairs are looked up."""
_LISTED = 64
"""How many sentences are looked at for one pair: a bound, where thousands are the same."""
_CANDIDATES = 6


@lru_cache(4096)
def bare_letters(text: str) -> str:
    """The letters and figures of a text, without white space, punctuation and widths."""
    plain = unicodedata.normalize("NFKC", text) if has_short_runs(text) else text
    return "".join(letter for letter in plain if letter.isalnum()) or text.strip()


def pairs_of(letters: str) -> frozenset[str]:
    """All pairs of neighbouring letters; a single letter stands for itself."""
    return frozenset(letters[n : n + 2] for n in range(max(1, len(letters) - 1)))


@lru_cache(4096)
def likeness(one: str, other: str) -> float:
    """The share of letters that stand in both in the same order, from 0 to 1."""
    if one == other:
        return 1.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def is_same_duty(one: str, other: str) -> bool:
    """Whether two wordings under one id of one notice can be the same duty."""
    short, long = sorted((one, other), key=len)
    held = len(short) >= SHORTENED and short in long
    return held or likeness(one, other) >= NEAR_WITH_ID


class Rarity:
    """How much each pair of letters says, by how few of all sentences have it."""

    def __init__(self, sentences: Iterable[frozenset[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 1
        for pairs in sentences:
            counts.update(pairs)
            total += 1
        self._said = {pair: math.log(1 + total / count) for pair, count in counts.items()}

    def weight(self, pairs: Iterable[str]) -> float:
        """What these pairs say together."""
        # Exactly rounded, since sets have another order in every process.
        return math.fsum(map(self._said.__getitem__, pairs))


class Candidate(NamedTuple):
    """A sentence that may be another one reworded: where it stands, and what they share."""

    place: int
    shared: float
    """The share of rare pairs in common, from 0 to 1."""


class SentenceIndex:
    """The sentences of one side by their pairs of letters, so that none is compared with all."""

    def __init__(self, sentences: Sequence[frozenset[str]], rarity: Rarity) -> None:
        self.sentences = sentences
        self._rarity = rarity
        self._weights = [rarity.weight(pairs) for pairs in sentences]
        self._places: dict[str, list[int]] = {}
        for place, pairs in enumerate(sentences):
            for pair in pairs:
                self._places.setdefault(pair, []).append(place)

    def likely(self, pairs: frozenset[str]) -> list[int]:
        """The places of the sentences that share most of the rarest pairs, best first."""
        places = self._places
        known = sorted((len(places[pair]), pair) for pair in pairs if pair in places)
        votes: Counter[int] = Counter()
        for _, pair in known[:_ASKED]:
            votes.update(places[pair][:_LISTED])
        most = sorted((-count, place) for place, count in votes.items())
        return [place for _, place in most[:_CANDIDATES]]

    def candidates(self, pairs: frozenset[str]) -> list[Candidate]:
        """The likely sentences with what they share, most first."""
        own = self._rarity.weight(pairs)
        found = [
            Candidate(place, 2 * self._shared(pairs, place) / (own + self._weights[place]))
            for place in self.likely(pairs)
        ]
        return sorted(found, key=lambda one: (-one.shared, one.place))

    def _shared(self, pairs: frozenset[str], place: int) -> float:
        return self._rarity.weight(pairs & self.sentences[place])
