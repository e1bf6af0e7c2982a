"""What the head of a document says of the whole: its id, its term, its day, its place. Pure.

What is guessed here has no place of its own in the file for the reason; it is said in a remark.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from yqsafety.drafting import pinyin
from yqsafety.drafting.issuers import issuers_in
from yqsafety.drafting.place_words import Place, read_place
from yqsafety.drafting.printing import letters_of, printed_lines
from yqsafety.notice.bracket_words import FIRST_LEADS
from yqsafety.notice.date_checks import ISSUED_FROM_MONTH

Block = dict[str, Any]

_SPAN = re.compile(r"(20\d\d)年?(?:度)?[—\-–－~～至到]+(20\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?![\d〕\]号])")
_PLAN = re.compile("([二三四五])年(?:行动|规划|计划|攻坚|方案|工作)")
_LATER = re.compile(
    r"(20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|上半年|下半年)?(?:以?前|底|末|上半年)"
    r"|(?<=[到至])(20\d\d)年(?=[，,]|\d)"
)
_COUNT = {"二": 2, "三": 3, "四": 4, "五": 5}
_MOST_YEARS = 5
_FIRST = 2
"""Paragraphs in which a document says who makes it."""
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_CHINESE_DAY = re.compile(
    "([二〇○Ｏ零0一三四五六七八九]{4})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日"
)
_DIGITS = {digit: str(n) for n, digit in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "○Ｏ零0", "0"
)


class Head(NamedTuple):
    """What holds for the whole document."""

    id: str
    first: dt.date
    until: dt.date
    issued: dt.date | None
    place: Place
    first_leads: bool
    remarks: tuple[str, ...]

    @property
    def data(self) -> dict[str, Any]:
        """The head of the catalogue's file."""
        return {
            "schema": "yqsafety/notice@2",
            "id": self.id,
            "edition": 1,
            "term": {"from": self.first.isoformat(), "until": self.until.isoformat()},
            **({"issued": self.issued.isoformat()} if self.issued else {}),
            "words": self.place.words,
            **({"first_leads": True} if self.first_leads else {}),
        }


def read_head(blocks: list[Block], today: dt.date) -> Head:
    """The head's data from the printed blocks; today only where no year is printed at all."""
    text = letters_of("\n".join(printed_lines(blocks)))
    issued = _day_of_issue(blocks)
    number = letters_of(next(_texts(blocks, "number"), ""))
    titles = [letters_of(title) for title in _texts(blocks, "title")]
    place = read_place([letters_of(one) for one in _names(blocks)], titles, text)
    first, until, remarks = _term(titles, _year(issued, number), text, today)
    if issued and not dt.date(first.year - 1, ISSUED_FROM_MONTH, 1) <= issued <= until:
        remarks = [*remarks, f"落款日期 {issued} 与年份 {first.year} 不符，未作发文日期，请核对"]
        issued = None
    return Head(
        _id(place.short or "".join(titles)[:8], number, first.year, text),
        first,
        until,
        issued,
        place,
        bool(FIRST_LEADS.search(text)),
        (*place.remarks, *remarks),
    )


def _texts(blocks: Iterable[Block], kind: str) -> Iterator[str]:
    return (block["text"] for block in blocks if block.get("is") == kind)


def _names(blocks: list[Block]) -> list[str]:
    """Where the name of the place stands, surest first; last what the first paragraphs say."""
    kinds = ("issuer", "title", "letterhead")
    named = [line for kind in kinds for text in _texts(blocks, kind) for line in text.split(" ")]
    prose = (letters_of(one["text"]) for one in blocks if "is" not in one and one.get("text"))
    return [*named, *issuers_in(islice(prose, _FIRST))]


def _day_of_issue(blocks: list[Block]) -> dt.date | None:
    days = (read_day(letters_of(text)) for text in _texts(blocks, "date"))
    return next(filter(None, days), None)


def read_day(text: str) -> dt.date | None:
    """A day as documents print it: 2025年3月6日, 二〇二五年三月六日; None where it is none."""
    from yqsafety.drafting.labels import label_number

    if found := _DAY.search(text):
        numbers = [int(part) for part in found.groups()]
    elif found := _CHINESE_DAY.search(text):
        year = int("".join(_DIGITS[digit] for digit in found[1]))
        numbers = [year, label_number(found[2]), label_number(found[3])]
    else:
        return None
    try:
        return dt.date(*numbers)
    except ValueError:
        return None


def _year(issued: dt.date | None, number: str) -> int | None:
    if issued:
        return issued.year
    found = re.search(r"[〔\[【（(](20\d\d)[〕\]】）)]", number)
    return int(found[1]) if found else None


def _term(
    titles: list[str], year: int | None, text: str, today: dt.date
) -> tuple[dt.date, dt.date, list[str]]:
    """First and last day: from a title, else the year of issue up to the last year it names."""
    said = "".join(titles)
    if found := _SPAN.search(said):
        return *_years(int(found[1]), int(found[2])), []
    if found := _YEAR.search(said):
        return *_years(int(found[1]), int(found[1])), []
    years = [int(one or other) for one, other in _LATER.findall(text)]
    start = year or min(years, default=today.year)
    remarks = [] if year else [f"没有找到年份，暂按 {start} 年，请改 term"]
    if found := _PLAN.search(said):
        end = start + _COUNT[found[1]] - 1
        return *_years(start, end), [f"标题只写“{found[0]}”，暂按 {start} 至 {end} 年，请核对 term"]
    later = [year for year in years if start <= year <= start + _MOST_YEARS]
    end = max(later, default=start)
    reason = "正文写到的最后一年" if end > start else "发文年份"
    return *_years(start, end), [
        *remarks,
        f"标题没有写年份，期限暂止于{reason} {end} 年，请核对 term",
    ]


def _years(first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(first, 1, 1), dt.date(max(first, last), 12, 31)


def _id(place: str, number: str, year: int, text: str) -> str:
    """The place (or the beginning of the title), the letters of the number, its year and count.

    A document without a number gets four digits of its text's digest instead: two documents of one
    place and year must not share an id, or a tick on one would finish the other.
    """
    parts = [re.sub("^[^a-z]+", "", pinyin.word(place)) or "notice"]
    if found := re.search(r"(\w*)[〔\[【（(](\d{4})[〕\]】）)]第?(\d+)号", number):
        parts += filter(None, (pinyin.initials(found[1]), found[2], found[3]))
    else:
        parts += (str(year), hashlib.sha256(text.encode(errors="replace")).hexdigest()[:4])
    return "-".join(parts)
