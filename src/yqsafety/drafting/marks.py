"""Pairs of marks: what stands in quotes or brackets, where nothing is cut. Pure."""

from __future__ import annotations

MAX_BRACKET = 400
"""Characters between an opening mark and its closing one; beyond it the mark is a slip."""
_OPENERS = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "（": "）",
    "(": "）",
    "〔": "〕",
    "[": "〕",
    "【": "】",
    "「": "」",
}
_CLOSERS = {")": "）", "]": "〕"} | {closer: closer for closer in _OPENERS.values()}
_PARTNERS = {"”": "“", "’": "‘", "》": "《", "）": "（(", ")": "（("}


def depths(text: str) -> list[int]:
    """For each character how many pairs of marks it stands in; a mark without a partner is none.

    Straight quotes pair by turns, where there is an even number of them.
    """
    change = [0] * (len(text) + 1)
    for start, end in _pairs(text):
        change[start] += 1
        change[end] -= 1
    depth, result = 0, []
    for step in change[:-1]:
        depth += step
        result.append(depth)
    return result


def _pairs(text: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for place, letter in enumerate(text):
        if letter in _OPENERS:
            stack.append((_OPENERS[letter], place))
        elif (closer := _CLOSERS.get(letter)) and any(closer == one for one, _ in stack[-8:]):
            while (top := stack.pop())[0] != closer:
                pass
            pairs.append((top[1], place))
    straight = [place for place, letter in enumerate(text) if letter == '"']
    if len(straight) % 2 == 0:
        pairs += zip(straight[::2], straight[1::2], strict=True)
    return [(a, b) for a, b in pairs if b - a <= MAX_BRACKET]


def balanced(text: str) -> str:
    """Without an opening mark that nothing closes, and the reverse."""
    depth = depths(text)
    kept = []
    for letter, inside in zip(text, depth, strict=True):
        opens = letter in "“‘《（("
        closes = letter in _PARTNERS and not any(one in kept for one in _PARTNERS[letter])
        if not (opens and not inside) and not closes:
            kept.append(letter)
    return "".join(kept)
