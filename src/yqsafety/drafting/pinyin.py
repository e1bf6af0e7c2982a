"""Pinyin of names, for ids and for initials to type. It is the only place that asks pypinyin."""

from __future__ import annotations

import re

_PLACES = {
    "于都": "yu du",
    "大城": "dai cheng",
    "六合": "lu he",
    "单县": "shan xian",
    "涡阳": "guo yang",
    "洪洞": "hong tong",
    "繁峙": "fan shi",
    "浚县": "xun xian",
    "会稽": "kuai ji",
    "都匀": "du yun",
    "都昌": "du chang",
    "朝阳": "chao yang",
    "珲春": "hun chun",
    "宕昌": "tan chang",
    "覃塘": "qin tang",
    "郫都": "pi du",
    "什邡": "shi fang",
    "荥经": "ying jing",
}
"""Places whose name is read otherwise than its characters usually are, as they are read there."""
_LEVELS = ("", *"省市县区镇乡州")
LONGEST_WORD = 20
"""Letters of an id before its initials take its place."""


def initials(text: str) -> str:
    """One small letter a character, as people type a name; "" where a character has none."""
    letters = [reading[:1] for reading in _readings(text)]
    return "".join(letters) if all(re.fullmatch("[a-z]", letter) for letter in letters) else ""


def word(text: str) -> str:
    """A name as an id of small letters: whole, or its initials where that is long."""
    readings = [re.sub("[^a-z]", "", reading) for reading in _readings(text)]
    whole = "".join(readings)
    return whole if len(whole) <= LONGEST_WORD else "".join(one[:1] for one in readings)


def _readings(text: str) -> list[str]:
    """The reading of each letter and character; marks have none."""
    from pypinyin import lazy_pinyin

    bare = "".join(filter(str.isalnum, text.casefold()))
    for place, reading in _PLACES.items():
        rest = bare.removeprefix(place)
        if rest != bare and rest[:1] in _LEVELS:
            return [*reading.split(), *_readings(rest)]
    return [
        part
        for one in lazy_pinyin(bare, errors=lambda rest: " ".join(rest))
        for part in one.lower().split()
    ]
