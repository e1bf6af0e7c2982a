"""The numbering that Word makes by itself, as it is shown before each paragraph. Pure.

A file says only which list and level a paragraph belongs to; the figures are counted here as Word
counts them: a list goes on wherever its next paragraph stands, and a level begins anew under each
paragraph of a higher one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yqsafety.drafting.number_words import number_words
from yqsafety.register.package import Package

_MAX_LISTS = 5_000
"""Lists of a document, and styles; one that was put together from many others has hundreds."""
_LEVELS = 9
_MAX_LABEL = 40


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    style: str = "decimal"
    shown: str = ""
    legal: bool = False
    restart: int = -1
    """The level (counted from 1) after which it begins anew; 0 never, -1 any higher one."""
    paragraph_style: str = ""


@dataclass(slots=True)
class _Instance:
    """One use of a list, which may begin it anew or change its levels."""

    abstract: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(slots=True)
class Style:
    """What a style of paragraphs says of numbering."""

    name: str = ""
    based_on: str = ""
    number: str = ""
    level: int = 0


class Numbering:
    """The lists of a document, counting while its paragraphs go by."""

    def __init__(self, package: Package, numbering: str, styles: str) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._by_link: dict[str, str] = {}
        self._instances: dict[str, _Instance] = {}
        self._styles: dict[str, Style] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if package.has(numbering):
            self._read_lists(package, numbering)
        if package.has(styles):
            self._read_styles(package, styles)

    def style_name(self, style: str) -> str:
        """The name of a style in any language of Word, such as `toc 1`."""
        return self._styles[style].name if style in self._styles else ""

    def label(self, number: str | None, level: int | None, style: str) -> str:
        """What Word shows before the next paragraph; nothing where it is in no list."""
        if number is None:
            number, level = self._of_style(style, level)
        instance = self._instances.get(number)
        if number == "0" or instance is None:
            return ""
        level = max(0, min(level or 0, _LEVELS - 1))
        abstract = self._abstract_of(instance)
        rules = self._abstract.get(abstract, {}) | instance.levels
        if level not in rules:
            return ""
        self._count(number, instance, abstract, level, rules)
        return self._shown(self._counts[abstract], level, rules)

    def _of_style(self, style: str, level: int | None) -> tuple[str, int]:
        """The list and level of a style, or of one that it is based on."""
        for name in self._ancestry(style):
            found = self._styles[name]
            instance = self._instances.get(found.number)
            if found.number and instance:
                rules = self._abstract.get(self._abstract_of(instance), {})
                linked = (n for n, rule in rules.items() if rule.paragraph_style == name)
                return found.number, next(linked, found.level) if level is None else level
            if found.number:
                break
        return "", 0

    def _ancestry(self, style: str) -> list[str]:
        found: list[str] = []
        while style in self._styles and style not in found and len(found) < 20:
            found.append(style)
            style = self._styles[style].based_on
        return found

    def _abstract_of(self, instance: _Instance) -> str:
        """The list that is used; some only name the style where it is kept."""
        link = self._links.get(instance.abstract, "")
        return self._by_link.get(link, instance.abstract)

    def _count(
        self, number: str, instance: _Instance, abstract: str, level: int, rules: dict[int, Level]
    ) -> None:
        counts = self._counts.setdefault(abstract, {})
        if level in instance.starts and (number, level) not in self._begun:
            counts.pop(level, None)
        first = instance.starts.get(level, rules[level].start)
        self._begun.add((number, level))
        counts[level] = counts[level] + 1 if level in counts else first
        for deeper in range(level + 1, _LEVELS):
            restart = rules[deeper].restart if deeper in rules else -1
            if restart < 0 or restart > level:
                counts.pop(deeper, None)

    def _shown(self, counts: dict[int, int], level: int, rules: dict[int, Level]) -> str:
        rule = rules[level]
        if rule.style == "bullet":
            # The signs of symbol fonts have no meaning outside of them.
            return "•" if not rule.shown or "\ue000" <= rule.shown[0] <= "\uf8ff" else rule.shown

        def figure(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = rules.get(at, rule)
            style = "decimal" if rule.legal and at != level else other.style
            return number_words(counts.get(at, other.start), style)

        return re.sub(r"%([1-9])", figure, rule.shown).strip()

    def _read_lists(self, package: Package, part: str) -> None:
        abstract = ""
        instance: _Instance | None = None
        level = Level()

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal abstract, instance, level
            value = value_of(attributes)
            if tag == "abstractNum":
                abstract, instance = value_of(attributes, "abstractNumId"), None
                self._abstract[abstract] = {}
            elif tag == "num":
                instance = _Instance()
                self._instances[value_of(attributes, "numId")] = instance
            elif tag == "abstractNumId" and instance:
                instance.abstract = value
            elif tag == "lvl":
                level = Level()
                where = instance.levels if instance else self._abstract.setdefault(abstract, {})
                where[number_of(value_of(attributes, "ilvl"), 0)] = level
            elif tag == "lvlOverride":
                override["level"] = number_of(value_of(attributes, "ilvl"), 0)
            elif tag == "startOverride" and instance:
                instance.starts[override["level"]] = number_of(value, 1)
            elif tag == "numStyleLink":
                self._links[abstract] = value
            elif tag == "styleLink":
                self._by_link[value] = abstract
            else:
                _set_level(level, tag, value)

        override = {"level": 0}
        package.parse(part, start)

    def _read_styles(self, package: Package, part: str) -> None:
        style = Style()

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal style
            value = value_of(attributes)
            if tag == "style":
                style = Style()
                if len(self._styles) < _MAX_LISTS:
                    self._styles[value_of(attributes, "styleId")] = style
            elif tag == "name":
                style.name = value.casefold()
            elif tag == "basedOn":
                style.based_on = value
            elif tag == "numId":
                style.number = value
            elif tag == "ilvl":
                style.level = number_of(value, 0)

        package.parse(part, start)


def _set_level(level: Level, tag: str, value: str) -> None:
    match tag:
        case "start":
            level.start = number_of(value, 1)
        case "numFmt":
            level.style = value
        case "lvlText":
            level.shown = value[:_MAX_LABEL]
        case "isLgl":
            level.legal = value not in ("0", "false", "off")
        case "lvlRestart":
            level.restart = number_of(value, -1)
        case "pStyle":
            level.paragraph_style = value


def value_of(attributes: dict[str, str], name: str = "val") -> str:
    """An attribute, whatever prefix its writer used."""
    found = attributes.get(f"w:{name}")
    if found is not None:
        return found
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), "")


def number_of(text: str, otherwise: int) -> int:
    """A small number of an attribute."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise
