"""The catalogue: a notice with its units, as the program works with it. No I/O, no rules.

The field docstrings are for whoever changes the program; field_texts.py says the same in Chinese
for those who edit the files.
"""

# No `from __future__ import annotations` here: notice/cache.py reads the types of the fields, and
# would then find only their names.
import datetime as dt
from collections.abc import Iterator
from dataclasses import Field, dataclass
from typing import Any, ClassVar, Literal, TypeVar, dataclass_transform

# Over 250 lines: nothing but fields and what they mean.

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
Every = Literal["two-years", "year", "half-year", "quarter", "month", "week"]

OWN = "own-"
"""With this begin the ids of notices of duties of one's own, those of other offices too."""
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
        # `from` and `is` are words of Python, so these fields are called `from_` and `is_`.
        "alias_generator": lambda name: name.rstrip("_"),
    }

    def __init__(self, *values: Any, **named: Any) -> None:
        given = dict(zip(self.__slots__, values, strict=False)) | named
        for name, field in self.__dataclass_fields__.items():
            setattr(self, name, given.get(name, field.default))


@frozen_record
class Term(Record):
    """The days that a notice is for: a year, three years, the months of a campaign."""

    from_: dt.date
    """First day."""
    until: dt.date
    """Last day, inclusive."""

    @property
    def name(self) -> str:
        """`2025` or `2024-2026`: the period of a task that has the whole term."""
        first, last = self.from_.year, self.until.year
        return str(first) if first == last else f"{first}-{last}"

    @property
    def words(self) -> str:
        """2025年 or 2024—2026年, as titles say it."""
        return f"{self.name.replace('-', '—')}年"

    def year_on(self, day: dt.date) -> int:
        """The year that is meant on a day where none is said: its own, within the term."""
        return min(max(day.year, self.from_.year), self.until.year)


@frozen_record
class Words(Record):
    """What a place calls its whole, its supervising office and its subject."""

    whole: str = "全体"
    """全县, 全市, 全公司: for whom a result is one."""
    office: str = "督办单位"
    """The supervising office, as people call it: 县安委办."""
    office_name: str = ""
    """Its full name, as it signs."""
    subject: str = "重点"
    """What the tasks are about: 安全生产."""
    prefix: str = ""
    """What stands before the names of its units and is left out in speech: 县."""
    span: str = "年内"
    """The time of a duty without a date: 年内, and 期内 in a term of several years."""

    @property
    def one_result(self) -> str:
        """What a result that is one for all is called: 全县一项."""
        return f"{self.whole}一项"

    @property
    def setter(self) -> str:
        """Who sets a date of its own, in a word: 县, as in 县定时限."""
        return self.prefix or "另"


@frozen_record
class Slot(Record):
    """A named stretch of the term in which a task falls due, such as a campaign or a stage."""

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
    basis: Basis = "notice-year"
    """Why the date holds."""
    due: dt.date | None = None
    """The stated last day; without it the end of the notice's term."""
    every: Every | None = None
    """The period of a recurring task."""
    day: int | None = None
    """The day of each month, or of each week from Monday as 1, by which it is due; without it the
    last one. A month that is shorter ends on its last day."""
    from_: dt.date | None = None
    """The first day on which the duty holds, where that is not the first of the term."""
    until: dt.date | None = None
    """The last day on which a recurring or standing duty holds, where the term goes on."""
    slots: tuple[Slot, ...] = ()
    """The named slots of a task that has no regular period, or several dated stages."""
    trigger: str | None = None
    """The event, in the notice's words, that sets a triggered task going."""
    within: int | None = None
    """Days from its event within which a triggered task is due; presumed where not stated."""
    renew_days: int | None = None
    """Days after which a standing task is to be reported anew; 90 where not stated."""


@frozen_record
class Quantity(Record):
    """How much the sentence asks for."""

    op: Literal[">=", "<=", "="]
    """At least, at most, exactly."""
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
    percent: bool = False
    """Whether it is a rate; nothing is counted up to it."""
    falling: bool = False
    """Whether something is to fall by it."""


@frozen_record
class Review(Record):
    """What of a task was guessed from its words and nobody has looked at: by field, the reason."""

    cut: str | None = None
    """Where the sentence was cut."""
    title: str | None = None
    """The title."""
    kind: str | None = None
    """The kind. Until it is accepted the task is presumed, as with date, quantity and unit."""
    date: str | None = None
    """The date or the period."""
    quantity: str | None = None
    """The quantity."""
    unit: str | None = None
    """Who is responsible, or whether one does it for all."""
    evidence: str | None = None
    """What would show that it is done."""

    @property
    def doubtful(self) -> bool:
        """Whether what it is to be held to is a guess: then it blames nobody."""
        return any((self.kind, self.date, self.quantity, self.unit))


@frozen_record
class Responsibility(Record):
    """Who is responsible, as printed and as data."""

    text: str = ""
    """The bracket or line as printed; empty where it is a cell, or stands in the sentence."""
    mode: Mode = "lead"
    """How `units` are named: 负责, 分工负责 or 指导督促落实."""
    units: tuple[str, ...] = ()
    """The bodies and groups that it names, by name."""
    open: bool = False
    """Whether it ends in 等部门: others may belong to it."""
    note: str | None = None
    """An editor's remark on it."""
    lead: tuple[str, ...] = ()
    """The bodies that it calls 牵头: one alone owns a result that is one for all."""
    support: tuple[str, ...] = ()
    """The bodies that it calls 配合, 协同 or 参与."""
    check: tuple[str, ...] = ()
    """The bodies that check what others did; they have no duty here."""
    review: str | None = None
    """Why it is a guess; until that is accepted everyone on it is presumed."""

    @property
    def names(self) -> tuple[str, ...]:
        """Everyone with a duty: those who lead, those named, those who support."""
        return (*self.lead, *self.units, *self.support)


@frozen_record
class Task(Record):
    """One duty that a unit can be asked about: have you done it, and what shows it?"""

    id: str
    """ITEM.N, permanent once published."""
    title: str
    """A faithful short form, 20 characters at most."""
    quote: str
    """The sentence, word for word."""
    timing: Timing = Timing("standing")
    """When it is due; left out for a standing duty without a date."""
    quantity: Quantity | None = None
    """How much, where the text says so."""
    actor: str | None = None
    """The sentence's own subject, in its words."""
    units: tuple[str, ...] = ()
    """Bodies named by the sentence itself; they take the bracket's place."""
    done_by: DoneBy = "each"
    """each responsible unit does it, or any: one result for all of them."""
    evidence: tuple[str, ...] = ()
    """What would show that it is done."""
    note: str | None = None
    """An editor's remark, never part of the notice."""
    done_by_before: DoneBy | None = None
    """The `done_by` of an earlier edition, where it was another: what was finished by that rule
    stays finished."""
    score: str | None = None
    """The points of an assessed task, as printed."""
    responsibility: Responsibility | None = None
    """Roles that the sentence itself gives; they take the bracket's place."""
    review: Review | None = None
    """What of it is a guess."""
    continues: str | None = None
    """The task of an earlier notice that goes on in it, NOTICE/ID; several are parted by blanks."""
    added: dt.date | None = None
    """The day on which it was given out, where that is later than the issue."""

    @property
    def continued(self) -> tuple[tuple[str, str], ...]:
        """The tasks of earlier notices that go on in it: each notice's id and the task's."""
        words = (self.continues or "").split()
        return tuple((notice, task) for notice, _, task in (one.partition("/") for one in words))

    @property
    def goal(self) -> int | None:
        """The count at which it is done; None where counting does not finish it."""
        quantity = self.quantity
        if quantity is None or quantity.per or quantity.percent or quantity.falling:
            return None
        return quantity.value if quantity.op != "<=" else None


@frozen_record
class Item(Record):
    """A numbered item, or a row of a table, with the duties in it."""

    number: int
    """What the ids of its tasks begin with."""
    heading: str
    """Label and heading as printed; where none is printed, the beginning of its text."""
    tasks: tuple[Task, ...]
    """Its tasks in order."""
    responsibility: Responsibility
    """Who is responsible: its own, or that of what it belongs to."""
    label: str = ""
    """Its number as printed."""


def responsibility_of(item: Item, task: Task) -> Responsibility:
    """Who takes a task: whom its sentence names, else whom its item's bracket names."""
    if task.responsibility:
        return task.responsibility
    if task.units:
        return Responsibility(mode=item.responsibility.mode, units=task.units)
    return item.responsibility


@frozen_record
class Section(Record):
    """The outermost part of the document that its items belong to."""

    number: int
    """As printed where each number stands once, else its place among those with tasks."""
    heading: str
    """Label and heading as printed."""
    items: tuple[Item, ...]
    """Its items in order."""


@frozen_record
class Retired(Record):
    """A task id of an earlier edition that was joined or no task; it is never used again."""

    id: str
    """The id that is gone."""
    into: str
    """The task that holds its sentence now, where its records show; empty where it was no task."""
    why: str
    """Why the two are one duty, or why it was none."""


@frozen_record
class Notice(Record):
    """A document as the program works with it; how it is written down is in document.py."""

    id: str
    """ASCII id; the state refers to it."""
    edition: int
    """Edition of the encoding, counting up."""
    term: Term
    """The days that the duties are for."""
    date: dt.date
    """The day of issue."""
    number: str
    """Document number; empty where none is printed."""
    title: str
    """Title as printed."""
    issuer: str
    """The signature; empty where none is printed."""
    words: Words
    """The words of the place."""
    sections: tuple[Section, ...]
    """What has duties."""
    retired: tuple[Retired, ...] = ()
    """The ids of earlier editions that were joined to others."""
    addressees: str = ""
    """To whom it went, as printed; empty where that is not printed."""

    @property
    def is_own(self) -> bool:
        """Whether it holds duties of one's own, beside the notices of others."""
        return self.id.startswith(OWN)

    @property
    def title_line(self) -> str:
        """Its title in one line, with blanks where the printed one has line ends."""
        return " ".join(self.title.split())

    @property
    def last_day(self) -> dt.date:
        """The last day on which it is in force: of its term, or of a slot that runs on beyond."""
        tasks = (task for item in self.items() for task in item.tasks)
        slots = (slot.due for task in tasks for slot in task.timing.slots)
        return max((self.term.until, *slots))

    def items(self) -> Iterator[Item]:
        """All items in the document's order."""
        for section in self.sections:
            yield from section.items


@frozen_record
class Membership(Record):
    """Units that belong to a group, on one ground."""

    units: tuple[str, ...]
    """Unit names."""
    ground: Ground
    """On what ground they belong."""
    source: str
    """Where that is found."""
    from_: dt.date | None = None
    """The day from which they belong; without it they always did."""


@frozen_record
class Exclusion(Record):
    """A presumed member that a local roster takes out."""

    unit: str
    """Unit name."""
    reason: str
    """Why it does not belong."""
    from_: dt.date | None = None
    """The day from which it is out; without it it never belonged."""


@frozen_record
class LaterName(Record):
    """A name that a unit was given after the notice."""

    name: str
    """The name."""
    from_: dt.date
    """The day from which the unit is called so."""


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
    names: tuple[LaterName, ...] = ()
    """What it was called later, in order of the days; `name` is what it was called before."""


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
