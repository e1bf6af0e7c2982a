"""How an official paper names a task, a day, an office and a list of units. Pure.

A paper that somebody signs holds no codes: 2.4@safety-month is 2.4（安全生产月）, 2025-06-30 is
6月30日, 县安委办 signs with its full name. The report and the slips take these words from here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Notice, Unit
from yqsafety.notice.numerals import chinese_date
from yqsafety.notice.period_names import period_words
from yqsafety.notice.roster import Roster

_SPELLED = {
    "安委办": "安全生产委员会办公室",
    "安委会办公室": "安全生产委员会办公室",
    "政府办": "人民政府办公室",
    "政府办公室": "人民政府办公室",
}
"""What the short names of offices stand for, wherever they are."""
_SAYS_NOTHING = frozenset(
    "无 暂无 没有 暂时没有 无问题 没有问题 暂无问题 无存在问题 不存在问题 未发现问题 / — 0".split()
)
"""What people put into a column in which they have nothing to say."""


class Signature(NamedTuple):
    """The name with which the supervising office signs."""

    name: str
    presumed: bool
    """Whether it was spelled out from the short name, and nobody has confirmed it."""


MANY_NAMES = 40
"""So many names stand in one sentence of a paper."""


def printed_name(notice: Notice) -> str:
    """A notice as papers name it: its title in 《》 with its number (文号), so far as it has them.

    Duties of one's own are no document: their title stands plain.
    """
    title = "".join(notice.title.split())
    if notice.is_own:
        return title or notice.id
    name = f"《{title}》" if title else "本年度通知"
    return name + (f"（{notice.number}）" if notice.number else "")


def duties_name(ledger: Ledger) -> str:
    """What a paper is about: 《…》（…）所列重点任务, and duties of one's own by their title."""
    notices = [part.catalog.notice for part in ledger.parts]
    printed, own = (
        "、".join(printed_name(one) for one in notices if one.is_own is kind)
        for kind in (False, True)
    )
    return "和".join(filter(None, (f"{printed}所列重点任务" if printed else "", own)))


def signature_of(ledger: Ledger) -> Signature:
    """The full name of the supervising office.

    What the catalogue says, else another name of the office in the roster that begins with the
    county's own, else the short name spelled out, which is to be compared with the seal.
    """
    notice = ledger.catalog.notice
    county = notice.issuer.removesuffix("人民政府")
    known = notice.words.office_name or _name_with_county(ledger.roster, notice, county)
    return Signature(known, False) if known else _spelled_out(notice, county)


def _name_with_county(roster: Roster, notice: Notice, county: str) -> str:
    body = roster.get(notice.words.office)
    names = (body.name, *body.aliases) if isinstance(body, Unit) else ()
    return next((name for name in names if county and name.startswith(county)), "")


def _spelled_out(notice: Notice, county: str) -> Signature:
    office, prefix = notice.words.office, notice.words.prefix
    rest = office.removeprefix(prefix)
    if not county or not prefix or rest == office or not county.endswith(prefix):
        return Signature(office, False)
    return Signature(county + spelled_office(rest), True)


def spelled_office(short: str) -> str:
    """The name of an office without that of its place, spelled out: 政府办 is 人民政府办公室."""
    return _SPELLED.get(short, short)


def paper_id(ledger: Ledger, entry: Entry) -> str:
    """The id of a row with its slot in words: 2.4（安全生产月）, 6.3（上半年）.

    Where several notices are in view, the number of its own stands before it.
    """
    place = f"{notice_mark(ledger, entry)}第" if entry.beside_others else ""
    if "@" not in entry.id:
        return place + entry.id
    year, name = year_of_papers(ledger), entry.period.name
    with_year = year is None or not name.startswith(str(year))
    words = period_words(name, entry.period.label, with_year=with_year)
    return f"{place}{entry.task.id}（{words}）"


def section_heading(ledger: Ledger, entry: Entry) -> str:
    """The heading of a row's section, with its notice where several are in view."""
    heading = unlabelled_heading(entry.section.heading)
    return f"{heading}（{notice_mark(ledger, entry)}）" if entry.beside_others else heading


def notice_mark(ledger: Ledger, entry: Entry) -> str:
    """By what papers tell the notice of a row from others: its number, else its title."""
    part = ledger.of_notice(entry.notice) or ledger
    notice = part.catalog.notice
    return notice.number or (printed_name(notice) if notice.title else notice.id)


def year_of_papers(ledger: Ledger) -> int | None:
    """The year that goes without saying: that of the term; None where the term has several."""
    first, last = ledger.term.from_.year, ledger.term.until.year
    return first if first == last else None


def paper_day(day: dt.date, year: int) -> str:
    """A day as papers print it, with its year where that is another: 6月30日, 2026年1月31日."""
    return f"{day.month}月{day.day}日" if day.year == year else chinese_date(day)


def named_few(names: Sequence[str], few: int = 5) -> str:
    """All names, or the first few and how many there are: 甲、乙等12个单位."""
    # One name more costs no more room than the words that stand for it.
    if len(names) <= few + 1:
        return "、".join(names)
    return f"{'、'.join(names[:few])}等{len(names)}个单位"


def in_one_line(text: str) -> str:
    """A text that somebody typed, in one line and without the mark at its end."""
    lines = (re.sub(r"[。；;，,、.\s]+$", "", line).strip() for line in text.splitlines())
    return "；".join(filter(None, lines))


def says_nothing(text: str) -> bool:
    """Whether a text only says that there is nothing to say: 无, 暂无, /."""
    return in_one_line(text) in _SAYS_NOTHING or not in_one_line(text)


def clauses_text(clauses: Iterable[str]) -> str:
    """Clauses as one sentence, numbered where there are several."""
    some = list(clauses)
    if len(some) == 1:
        return f"{some[0]}。"
    return "；".join(f"（{n}）{clause}" for n, clause in enumerate(some, 1)) + "。"


def unlabelled_heading(heading: str) -> str:
    """The heading of a section without its number: 狠抓安全意识大提升."""
    number = r"^[（(]?第?[一二三四五六七八九十百〇\d]+(?:[)）、.．]+|[章节篇]|部分)\s*"
    return re.sub(number, "", heading) or heading
