"""The candidates for a value that is being typed.

They are found by the metavar of the option or argument, such as 单位 or 状态, which the help shows
as well. So an option that takes a unit is completed wherever it is declared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from yqsafety.cli.completion.shells import SCRIPTS
from yqsafety.formats import FORMATS, SLIPS, Per
from yqsafety.notice.model import Body, Catalog, Group, Notice
from yqsafety.notice.numerals import chinese_number
from yqsafety.notice.period_names import period_words
from yqsafety.notice.schedule import periods_of
from yqsafety.notice.unit_names import initials_of, matching_bodies, plain_name
from yqsafety.wording import labels

_SAFE = re.compile(r"[\w（][\w（）、—·.-]*")
"""Text that no shell takes for anything but text.

Names come from data files and may hold `$(…)` or quotes. What does not fit this pattern is never
put into a command line; the id is offered in its place.
"""


class Candidate(NamedTuple):
    """A value to be inserted, and the help shown beside it."""

    value: str
    help: str = ""


class CompletionRequest(NamedTuple):
    """What was typed of the value, and how candidates may be found."""

    typed: str
    strict: bool
    """Whether a candidate must contain the letters that were typed; fish drops it otherwise."""
    read: Callable[[], Sequence[Catalog]]
    """Reads the catalogues in view; called only by those candidates that need them."""


Offer = Callable[[CompletionRequest], Iterator[Candidate]]


def candidates_for(name: str, asked: CompletionRequest) -> Iterable[Candidate]:
    """The candidates for a value with this metavar; none where any text will do."""
    find = _OFFERS.get(name)
    return find(asked) if find else ()


def _task_ids(asked: CompletionRequest) -> Iterator[Candidate]:
    """Task ids with their titles; after an @ the occurrences of that task, if it has several.

    Of several notices an id that two have is offered with its notice before it.
    """
    catalogs, typed = asked.read(), asked.typed
    before, slash, rest = typed.rpartition("/")
    if slash:
        named = [one for one in catalogs if one.notice.id == before]
        found = (one for catalog in named for one in _ids_in(catalog.notice, rest))
        return (Candidate(f"{before}/{value}", said) for value, said in found)
    if len(catalogs) == 1:
        return _ids_in(catalogs[0].notice, typed)
    return _ids_of_several(catalogs, typed)


def _ids_of_several(catalogs: Sequence[Catalog], typed: str) -> Iterator[Candidate]:
    found = [(one.notice.id, c) for one in catalogs for c in _ids_in(one.notice, typed)]
    times = Counter(candidate.value for _, candidate in found)
    yield from (candidate for _, candidate in found if times[candidate.value] == 1)
    for catalog in catalogs:
        tasks = {t.id: t.title for item in catalog.notice.items() for t in item.tasks}
        full = {f"{catalog.notice.id}/{ident}": title for ident, title in tasks.items()}
        yield from _beginning_with(typed, full)


def _ids_in(notice: Notice, typed: str) -> Iterator[Candidate]:
    """The ids of one notice; where none is called as it was begun, by what people call them."""
    wanted, at, _ = typed.partition("@")
    tasks = [task for item in notice.items() for task in item.tasks]
    if not at:
        return _beginning_with(typed, {task.id: task.title for task in tasks})
    slots = [
        slot for task in tasks if task.id == wanted for slot in periods_of(task.timing, notice.term)
    ]
    several = notice.term.from_.year != notice.term.until.year
    called = {s.name: period_words(s.name, s.label, with_year=several) for s in slots}
    dates = {s.name: f"{s.start} 至 {s.due}" for s in slots if len(slots) > 1}
    names = {f"{wanted}@{name}": f"{called[name]}，{days}" for name, days in dates.items()}
    words = {f"{wanted}@{called[name]}": days for name, days in dates.items()}
    by_name = list(_beginning_with(typed, names))
    safe = {name: days for name, days in words.items() if _SAFE.fullmatch(name.partition("@")[2])}
    return iter(by_name) if by_name else _beginning_with(typed, safe)


def _body_names(asked: CompletionRequest) -> Iterator[Candidate]:
    return _matching_names(_bodies_of(asked), asked)


def _group_names(asked: CompletionRequest) -> Iterator[Candidate]:
    return _matching_names((one for one in _bodies_of(asked) if isinstance(one, Group)), asked)


def _bodies_of(asked: CompletionRequest) -> Iterable[Body]:
    """The units and groups in view, each name once."""
    bodies = (body for catalog in asked.read() for body in catalog.units.bodies)
    return {body.name: body for body in bodies}.values()


def _matching_names(bodies: Iterable[Body], asked: CompletionRequest) -> Iterator[Candidate]:
    """Bodies by part of a name or alias, or the beginning of an id or of pinyin initials."""
    for body in matching_bodies(bodies, asked.typed):
        name = body.name if _SAFE.fullmatch(body.name) else body.id
        spelling = _shell_spelling(body, name, plain_name(asked.typed)) if asked.strict else name
        yield Candidate(spelling, body.id if spelling == body.name else body.name)


def _shell_spelling(body: Body, name: str, part: str) -> str:
    """The form of a body's name that contains what was typed, best one that begins with it.

    Only forms that are safe on a command line; `name` where none of them fits.
    """
    forms = [name, *body.aliases, body.id, *initials_of(body)]
    safe = [form for form in forms if _SAFE.fullmatch(form)]
    fit = [form for form in safe if plain_name(form).startswith(part)]
    fit += [form for form in safe if part in plain_name(form)]
    return fit[0] if fit else name


def _section_numbers(asked: CompletionRequest) -> Iterator[Candidate]:
    return _numbers_typed(
        asked.typed,
        ((s.number, s.heading) for one in asked.read() for s in one.notice.sections),
    )


def _item_numbers(asked: CompletionRequest) -> Iterator[Candidate]:
    return _numbers_typed(
        asked.typed,
        ((item.number, item.heading) for one in asked.read() for item in one.notice.items()),
    )


def _numbers_typed(typed: str, headings: Iterable[tuple[int, str]]) -> Iterator[Candidate]:
    """Numbers of sections or items, in the figures (Arabic or Chinese) that were begun with."""
    write = str if typed.isascii() else chinese_number
    return _beginning_with(typed, {write(number): heading for number, heading in headings})


def _codes_of(words: Mapping[str, str]) -> Offer:
    """Offers codes with their Chinese as help or, where Chinese was begun with, the reverse."""

    def find(asked: CompletionRequest) -> Iterator[Candidate]:
        chinese = {label: code for code, label in words.items()}
        return _beginning_with(asked.typed, words if asked.typed.isascii() else chinese)

    return find


def _gate_codes(asked: CompletionRequest) -> Iterator[Candidate]:
    """Gates of `--fail-on`, which are joined by commas: only the last one is completed."""
    head = asked.typed[: max(map(asked.typed.rfind, ",，、")) + 1]
    words = {str(code): label for code, label in labels.GATE.items()}
    if not asked.typed.removeprefix(head).isascii():
        words = {label: code for code, label in words.items()}
    return _beginning_with(asked.typed, {head + word: said for word, said in words.items()})


def _schema_names(asked: CompletionRequest) -> Iterator[Candidate]:
    from yqsafety.notice.schema import MODELS

    return _beginning_with(asked.typed, dict.fromkeys(MODELS, ""))


def _notices(asked: CompletionRequest) -> Iterator[Candidate]:
    from yqsafety.cli.installed import BUNDLED, installed_notices

    titles = {one.id: one.title for one in installed_notices().values()}
    return _beginning_with(asked.typed, {BUNDLED: ""} | titles)


def _day_words(asked: CompletionRequest) -> Iterator[Candidate]:
    """Some of what can be typed for a day; dates in figures are typed by themselves."""
    words = "今天 昨天 本周 本月 上月 下月 月底 上半年 下半年 年底".split()
    return _beginning_with(asked.typed, dict.fromkeys(words, ""))


def _beginning_with(typed: str, words: Mapping[str, str]) -> Iterator[Candidate]:
    """Of some words with their meanings, those that begin with what was typed."""
    return (Candidate(word, said) for word, said in words.items() if word.startswith(typed))


_OFFERS: dict[str, Offer] = {
    "编号": _task_ids,
    "单位": _body_names,
    "范围": _group_names,
    "章节": _section_numbers,
    "条款": _item_numbers,
    "状态": _codes_of(labels.STATE),
    "依据": _codes_of({str(code): label for code, label in labels.GROUND.items()}),
    "类型": _codes_of({str(code): label for code, label in labels.KIND.items()}),
    "栏目": _codes_of(labels.FIELD),
    "分组": _codes_of(labels.BY),
    "情况": _gate_codes,
    "次序": _codes_of({str(code): label for code, label in labels.SORT.items()}),
    "格式": _codes_of(dict.fromkeys((*FORMATS, SLIPS), "")),
    "行": _codes_of(dict.fromkeys(get_args(Per), "")),
    "unit": _codes_of({"unit": ""}),
    "名称": _schema_names,
    "通知": _notices,
    "日期": _day_words,
    "天数": _codes_of(dict.fromkeys(("7d", "14d", "30d", "60d", "90d"), "")),
    "shell": _codes_of(dict.fromkeys(SCRIPTS, "")),
}
"""The functions that find candidates, by the metavar of the option or argument."""
