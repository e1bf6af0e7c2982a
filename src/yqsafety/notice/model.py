"""The catalogue: the notice and the units as the two YAML files hold them. No I/O, no rules.

The field docstrings are also the descriptions in `yqsafety schema`.
"""

# No `from __future__ import annotations` here: notice/cache.py reads the types of the fields, and
# would then find only their names.
import datetime as dt
from collections.abc import Iterator
from dataclasses import Field, dataclass
from typing import Any, ClassVar, Literal, TypeVar, dataclass_transform

T = TypeVar("T")

Kind = Literal["once", "recurring", "standing", "triggered"]
Mode = Literal["lead", "share", "supervise"]
MODE_WORDS: dict[Mode, str] = {
    "lead": "负责",
    "share": "分工负责",
    "supervise": "指导督促落实",
}
"""How a bracket of the notice says each mode."""
DoneBy = Literal["each", "any"]
Basis = Literal["stated", "calendar", "notice-year", "presumed", "local"]
Ground = Literal["notice", "law", "registry", "local", "presumed"]
Every = Literal["year", "half-year", "quarter", "month"]

COUNTY = "county"
"""The unit id under which a result of the whole county is recorded when no unit is named."""


@dataclass_transform(frozen_default=True, eq_default=False)
def frozen_record(cls: type[T]) -> type[T]:
    """A dataclass that the type checker treats as frozen, and of which no method is made.

    Dataclasses compiles the source of such methods anew for every class, at every start: `frozen`,
    `repr`, `eq` and `match_args` would cost 1 to 6 % of a command, `__init__` costs 2 %. So all
    records share one `__init__`, they are compared by identity, and only mypy notices a field that
    is missing or assigned to.
    """
    return dataclass(slots=True, init=False, repr=False, eq=False, match_args=False)(cls)


class Record:
    """What all records share: pydantic takes no key and no type that is not theirs."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "strict": True,
        "use_attribute_docstrings": True,
    }

    def __init__(self, *values: Any, **named: Any) -> None:
        given = dict(zip(self.__slots__, values, strict=False)) | named
        for name, field in self.__dataclass_fields__.items():
            setattr(self, name, given.get(name, field.default))


@frozen_record
class Slot(Record):
    """A named stretch of the year in which a task falls due, such as a campaign."""

    name: str
    """ASCII name, part of the occurrence id."""
    label: str
    """Name as in the notice."""
    start: dt.date
    """First day."""
    due: dt.date
    """Last day, inclusive."""
    source: str
    """Where the dates come from; the notice itself does not state them."""


@frozen_record
class Timing(Record):
    """When a task is due, and on what ground the date rests."""

    kind: Kind
    """once, recurring, standing (continuous) or triggered (only after an event)."""
    basis: Basis
    """Why the date holds."""
    due: dt.date | None = None
    """The stated last day; without it the end of the notice's year."""
    every: Every | None = None
    """The period of a recurring task."""
    slots: tuple[Slot, ...] = ()
    """The named slots of a recurring task that has no regular period."""
    trigger: str | None = None
    """The event, in the notice's words, that sets a triggered task going."""
    within: int | None = None
    """Days from its event within which a triggered task is due; presumed where not stated."""
    renew_days: int | None = None
    """Days after which a standing task is to be reported anew; 90 where not stated."""


@frozen_record
class Quantity(Record):
    """How much the sentence asks for."""

    op: Literal[">="]
    """At least."""
    value: int
    """The target."""
    unit: str
    """The measure word."""
    text: str
    """The notice's words."""
    max: int | None = None
    """The upper figure of a range such as 1—2."""
    per: str | None = None
    """What the target is counted for; such a task is finished by a plain tick only."""


@frozen_record
class Task(Record):
    """One duty that a unit can be asked about: have you done it, and what shows it?"""

    id: str
    """ITEM.N, permanent once published."""
    title: str
    """A faithful short form, 20 characters at most."""
    quote: str
    """The sentence, word for word."""
    timing: Timing
    """When it is due."""
    quantity: Quantity | None = None
    """How much, where the text says so."""
    actor: str | None = None
    """The sentence's own subject, in its words."""
    units: tuple[str, ...] = ()
    """Bodies named by the sentence itself; they take the bracket's place."""
    done_by: DoneBy = "each"
    """each responsible unit does it, or any: one result for the whole county."""
    evidence: tuple[str, ...] = ()
    """What would show that it is done."""
    note: str | None = None
    """An editor's remark, never part of the notice."""
    done_by_before: DoneBy | None = None
    """The `done_by` of an earlier edition, where it was another: what was finished by that rule
    stays finished."""

    @property
    def goal(self) -> int | None:
        """The count at which it is done; None where counting does not finish it."""
        quantity = self.quantity
        return quantity.value if quantity and not quantity.per else None


@frozen_record
class Responsibility(Record):
    """The bracket that closes an item, as printed and as data."""

    text: str
    """The bracket as printed."""
    mode: Mode
    """负责, 分工负责 or 指导督促落实."""
    units: tuple[str, ...]
    """The bodies and groups it names, by name."""
    open: bool = False
    """Whether it ends in 等部门: others may belong to it."""
    note: str | None = None
    """An editor's remark on the bracket."""


@frozen_record
class Item(Record):
    """One numbered item, （一） to （二十一）."""

    number: int
    """Counted through the whole document."""
    heading: str
    """The heading as printed."""
    text: str
    """The body as printed, between heading and bracket."""
    tasks: tuple[Task, ...]
    """Their quotes, joined, are exactly `text`."""
    responsibility: Responsibility
    """Who is responsible."""


@frozen_record
class Section(Record):
    """One of the sections 一 to 七."""

    number: int
    """Its place in the document, from 1."""
    heading: str
    """The heading as printed."""
    items: tuple[Item, ...]
    """Its items in order."""


@frozen_record
class Printed(Record):
    """The imprint's last line."""

    by: str
    """The printing office."""
    date: dt.date
    """The day of printing."""


@frozen_record
class Retired(Record):
    """A task id of an earlier edition that was joined to another task; it is never used again."""

    id: str
    """The id that is gone."""
    into: str
    """The task that holds its sentence now; its records show there."""
    why: str
    """Why the two are one duty."""


@frozen_record
class Notice(Record):
    """The whole document, from letterhead to imprint."""

    schema: Literal["yqsafety/notice@1"]
    """The version of this file's shape."""
    id: str
    """ASCII id; the state refers to it."""
    edition: int
    """Edition of the encoding, counting up."""
    year: int
    """The year the duties are for."""
    letterhead: str
    """First line."""
    number: str
    """Document number."""
    title: str
    """Title as printed."""
    addressees: str
    """The line of addressees."""
    preamble: str
    """The paragraph before the first section."""
    sections: tuple[Section, ...]
    """The body."""
    issuer: str
    """The signature."""
    date: dt.date
    """The day of issue."""
    publicity: str
    """The line on publication."""
    cc: str
    """The line of copies."""
    printed: Printed
    """The imprint."""
    retired: tuple[Retired, ...] = ()
    """The ids of earlier editions that were joined to others."""

    def items(self) -> Iterator[Item]:
        """All items in the document's order."""
        for section in self.sections:
            yield from section.items

    def lines(self) -> Iterator[str]:
        """The document as printed, a paragraph a line."""
        yield from (self.letterhead, self.number, self.title, self.addressees, self.preamble)
        for section in self.sections:
            yield section.heading
            for item in section.items:
                yield item.heading + item.text + item.responsibility.text
        yield from (self.issuer, chinese_date(self.date), self.publicity, self.cc)
        yield from (self.printed.by, chinese_date(self.printed.date) + "印发")


@frozen_record
class Membership(Record):
    """Units that belong to a group, on one ground."""

    units: tuple[str, ...]
    """Unit names."""
    ground: Ground
    """On what ground they belong."""
    source: str
    """Where that is found."""


@frozen_record
class Exclusion(Record):
    """A presumed member that a local roster takes out."""

    unit: str
    """Unit name."""
    reason: str
    """Why it does not belong."""


@frozen_record
class Unit(Record):
    """A body that can be responsible."""

    id: str
    """ASCII id; the state refers to it."""
    name: str
    """The name as in the notice."""
    aliases: tuple[str, ...] = ()
    """Other names in use."""
    initials: tuple[str, ...] = ()
    """Pinyin initials of the name and of the other names, to type instead of them."""


@frozen_record
class Group(Record):
    """A body of units that the notice names as one."""

    id: str
    """ASCII id."""
    name: str
    """The name as in the notice."""
    aliases: tuple[str, ...] = ()
    """Other spellings."""
    initials: tuple[str, ...] = ()
    """Pinyin initials of the name and of the other spellings, to type instead of them."""
    members: tuple[Membership, ...] = ()
    """The known members."""
    excluded: tuple[Exclusion, ...] = ()
    """Presumed members taken out."""
    open: bool = False
    """Whether no full list of members is known."""
    subset_of: str | None = None
    """The group of which this is an unnamed part; its members are presumed here."""
    reads_as: str | None = None
    """The group that this name is another or a mistaken writing of."""
    by_competence: bool = False
    """Whether the name says a competence and not a membership: a bracket that names it leaves open
    which of its members a duty is for."""
    note: str | None = None
    """An editor's remark."""


Body = Unit | Group


@frozen_record
class Units(Record):
    """The units file."""

    schema: Literal["yqsafety/units@1"]
    """The version of this file's shape."""
    units: tuple[Unit, ...] = ()
    """All bodies."""
    groups: tuple[Group, ...] = ()
    """All groups."""

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Units, then groups."""
        return (*self.units, *self.groups)


@frozen_record
class Catalog(Record):
    """A notice with the units it speaks of, and the digests of the files they came from."""

    notice: Notice
    units: Units
    digest: str
    units_digest: str


def chinese_date(day: dt.date) -> str:
    """2025年3月6日, as documents print it."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """A whole number from 1 on in Chinese numerals, as sections and items are numbered."""
    for place, word in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十")):
        if number >= place:
            high, rest = divmod(number, place)
            # 十 and not 一十, but only where the number begins with it: 十二, 一百一十二.
            head = ("" if number < 20 else _numeral(high)) + word
            gap = "〇" if 0 < rest < place // 10 else ""
            return head + gap + (_numeral(rest) if rest else "")
    return "〇一二三四五六七八九"[number]


def _numeral(number: int) -> str:
    """A part of a number, in which 十二 is 一十二."""
    return ("一" if 10 <= number < 20 else "") + chinese_number(number)
