"""The words of time in a sentence, each as long as it goes: 每周三, 每季度末月20日前. Pure.

The one list of them, for whoever must know where they stand: titles leave them out, and no reader
of time may pass one over in silence. What each means is for those who read it (rhythms.py for how
often, day_words.py for days); many are found here that nobody can read, so that it can be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from yqsafety.drafting.festivals import EVE_WORDS
from yqsafety.drafting.marks import depths

Sort = Literal["rhythm", "day", "range", "start", "eve", "count", "endless", "vague"]
"""`rhythm`: how often; `day`: a day or a longer time; `range`: from one to another; `start`: from a
day on; `eve`: before a festival or a season; `count`: within some days; `endless`: always;
`vague`: no day at all, soon."""

NUMBER = r"(?:\d{1,3}|[一二三]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
WEEKDAY = r"[一二三四五六日天1-7](?!\d)"
_NEAR_WEEKDAY = r"[一二三四五六七八九日天0-9](?!\d)"
"""What people may type for one."""
_WEEK = "(?:周|星期|礼拜)"
LIMIT = r"(?:[之以]?前(?!后)|为?止|[之以]?内)"
CLOCK = r"(?:上午|下午|早上|晚上|中午|晚|\d{1,2}[时点](?:\d{1,2}分|半)?)"
_JOINED = r"(?:[、和及与至到]|[-—－~～]{1,2})"
_SUFFIX = rf"(?:{CLOCK})*(?:{LIMIT}|前后|左右)?"
_NO_DAY = r"(?![次遍个场期轮篇项天]|小时)"
"""What makes 每周三 so many a week."""
_IDIOM = (
    r"调度|通报|研判|会商|讲评|(?:检查|排查|巡查|督查|汇报|总结|小结|报告|调研|分析|反馈|更新"
    r"|[报会查练考清评题案课学测讲])(?=[、，,。；;）制]|$)"
)
"""每周一调度 says once a week as well as on Mondays."""
_ANY = r"(?:每逢|每隔|每|隔|逢)"
_OF_WEEK = (
    rf"{_ANY}(?:{NUMBER}|半)?个?{_WEEK}"
    rf"(?:的?{_WEEK}?(?:{_NEAR_WEEKDAY}|末){_NO_DAY}(?:{_JOINED}{_WEEK}?{WEEKDAY})*)?"
)
_IN_MONTH = rf"月份?(?:{NUMBER}[日号]|[上中下]旬|[底末初中](?![小学期步]))?"
_ITEM = rf"(?:{NUMBER}(?:{_IN_MONTH}|[日号])|第[一二三四1-4]季度?[底末]?)"
_NUMBERED = (
    rf"(?:首|末|头|第{NUMBER}|最后{NUMBER}?|前{NUMBER}|后{NUMBER})"
    rf"个?(?:工作日|月|旬|天|日|{_WEEK}(?:{WEEKDAY})?)"
)
_PART = rf"(?:(?:(?:{_ITEM}|{NUMBER}){_JOINED})*{_ITEM}|[上中下]旬|月?[底末初中]|[上下]半年)"
_OF_PERIOD = (
    rf"{_ANY}(?:{NUMBER}|半|双|单)?个?"
    r"(?:半年|年度?(?!过节)|季度?(?!节)|月[度份]?|旬|工作日|[天日](?!常))"
    rf"(?:[的里]?{_NUMBERED})?(?:[的里]?{_PART})?"
)
_ONCE_IN = rf"(?:{NUMBER}|半)个?(?:半年|年度?|季度?|月|{_WEEK}|旬|[天日]){NUMBER}次"
_BY_PERIOD = r"[按逐](?:半年|年度?|季度?|月|周|旬)(?![期照龄])|[双单]月|月月|周周|季季"
_BEHIND = rf"{_SUFFIX}(?:起(?![草到来]))?(?:{NUMBER}次)?"
_RHYTHM = rf"(?:(?:{_OF_WEEK}|{_OF_PERIOD}|{_BY_PERIOD}){_BEHIND}|{_ONCE_IN})"
_YEAR = r"(?:(?:20\d\d年度?|[今明去前后本当]年度?)的?)"
_NUMERIC = (
    r"20\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)"
    r"|(?<![\d.月])\d{1,2}[./]\d{1,2}(?=[日号]?[之以]?前)"
)
_OF_YEAR = (
    rf"(?:(?<!\d){NUMBER}{_IN_MONTH}|[上下]半年[底末]?|H[12]|Q[1-4]|年[底末初终中](?![级步期])"
    r"|[底末初](?=[之以]?前)|第?[一二三四1-4]季度?[底末初]?)"
)
_NEAR = (
    rf"(?:上上|下下|[上本这下])个?{_WEEK}(?:{WEEKDAY}|末)?"
    rf"|[上本这当下]个?月(?:份|{NUMBER}[日号]|[上中下]旬|[底末初中])?|[上本这下]个?季度?[底末初]?"
    r"|月[底末初](?!月)|季度?[底末初]|即日(?=[起至到])|[年月季周](?=[之以]?内)"
    r"|大前天|(?<!目)前天|昨[天日]|今[天日]|明[天日]|大后天|(?<![今此])后天"
)
_BARE = (
    rf"(?<![\d一二三四五六七八九十个每]){_WEEK}{WEEKDAY}|第{NUMBER}周(?!年)"
    rf"|(?<![月\d第一二三四五六七八九十])(?!0|\d{{3}}){NUMBER}[日号]"
)
"""Weekdays, and days without a month."""
_DATE = rf"(?:{_NUMERIC}|(?:{_YEAR}|20\d\d(?=年[底末初终中]))?{_OF_YEAR}|{_NEAR}|{_BARE}|{_YEAR})"
_FEW = (
    rf"(?:{NUMBER}|半|几|数)[多余]?个?"
    rf"(?:工作日|小时|分钟|天|日|{_WEEK}|月|季度|学期|年)[之以]?内"
)
_PATTERN = re.compile(
    rf"(?P<rhythm>{_RHYTHM})"
    r"|(?P<endless>长期(?!以来)|不定期|常年|全年|终年|天天|随时|常态化(?!机制))"
    rf"|(?P<count>{_FEW})"
    rf"|(?P<eve>(?:{'|'.join(EVE_WORDS)})(?:节|来临|到来|假期)?[之以]?前(?!后))"
    rf"|(?P<range>(?:自|从)?{_DATE}起?(?:[至到]|[-—－~～]{{1,2}})(?:{_DATE}|{NUMBER}[日号]){_SUFFIX})"
    rf"|(?P<start>(?:自|从)?{_DATE}(?:起|开始|以来))"
    rf"|(?P<day>(?:\d{{1,2}}[、和及])+{_DATE}{_SUFFIX}|{_DATE}{_SUFFIX})"
    r"|(?P<vague>近期|近日|日内|不日|择日|改日|改天|月内|周内)"
)
_NAMED = rf"(?:{NUMBER}[日号]|{_WEEK}{WEEKDAY}|年[终中]|{_NEAR})(?!{LIMIT})"
"""3号水库, 周一例会, 年终考核, 当月绩效: as often a part of a name."""
HEAD_TIME = (
    rf"(?:{_RHYTHM}|{_FEW}|(?:{_DATE}起?(?:[至到]|[-—－~～]{{1,2}}))?"
    rf"(?:(?!{_NAMED}){_DATE}|(?<=[至到—~-]){NUMBER}[日号]){_SUFFIX}(?:起|开始|间|期间)?)"
)
"""A pattern for a word of time at the head of a clause, which titles leave out."""
NEAR_TIME = rf"(?:{_NEAR})"
"""本月, 今天: left out where a verb follows."""


class Phrase(NamedTuple):
    """A word of time: of what sort, its letters without blanks, and where it stands."""

    sort: Sort
    words: str
    place: int
    end: int
    doubtful: bool = False
    """Whether it says how often as well as on which day (每周一调度)."""

    @property
    def is_limit(self) -> bool:
        """Whether it says until when by itself: 6月底前, and not 6月."""
        return bool(re.search(rf"{LIMIT}$", self.words))


def time_phrases(text: str) -> list[Phrase]:
    """Every word of time outside of quotes, and outside of brackets but those it opens."""
    return list(_found(text))


def _found(text: str) -> Iterator[Phrase]:
    depth = depths(text)
    places = [n for n, letter in enumerate(text) if not letter.isspace()]
    plain = "".join(text[n] for n in places)
    place = 0
    while found := _PATTERN.search(plain, place):
        first, place = found.start(), max(found.end(), found.start() + 1)
        start, end = places[first], places[found.end() - 1] + 1
        opens = depth[start] == 1 and plain[first - 1 : first] in ("（", "(")
        if depth[start] == 0 or opens:
            sort: Sort = found.lastgroup  # type: ignore[assignment]  # the names of the groups
            doubtful = bool(re.search("周一$", found[0]) and re.match(_IDIOM, plain[place:]))
            yield Phrase(sort, found[0], start, end, doubtful and sort == "rhythm")
