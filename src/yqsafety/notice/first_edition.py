"""Files of the first shape, yqsafety/notice@1, read as what they mean in the second. Pure.

The first shape knew one kind of document: letterhead to imprint, seven sections, numbered items,
each with its text, a bracket, and tasks whose quotes joined to that text. Nothing of a file is
lost: what cannot be understood is taken over as it stands, for the checks to find fault with.
"""

from __future__ import annotations

import re
from typing import Any

from yqsafety.notice.size_checks import MAX_TASKS, MAX_TEXT
from yqsafety.notice.yaml_reader import Data, KeyPath, YamlDocument

SCHEMA = "yqsafety/notice@1"
WORDS = {
    "whole": "全县",
    "office": "县安委办",
    "subject": "安全生产",
    "prefix": "县",
}
"""What the first edition of the program said, whatever the notice."""
_SECTION = r"第?[〇零一二三四五六七八九十百]+[、章节]"
_ITEM = r"[(（][〇零一二三四五六七八九十百]+[)）] ?"
_HEAD = ("letterhead", "number", "title", "addressees", "preamble")
_KEPT = ("id", "edition", "retired")


def is_first_edition(data: Any) -> bool:
    """Whether the data of a file say that it has the first shape."""
    return isinstance(data, dict) and data.get("schema") == SCHEMA


def second_edition(document: YamlDocument) -> YamlDocument:
    """The document in the second shape; its findings still name the places in the file."""
    taken = _Taken(document.data)
    data = taken.notice()
    lines = {new: document.line(old) for new, old in taken.places.items()}
    return YamlDocument(document.name, data, lines, taken.places)


def taken_over(data: Data) -> Data:
    """The data of a file of the first shape in the second."""
    return _Taken(data).notice()


class _Taken:
    """The data in the second shape, and where in the first each of them stood."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self.places: dict[KeyPath, KeyPath] = {}
        self._blocks: list[Any] = []

    def notice(self) -> Data:
        data = self._data
        made: Data = {"schema": "yqsafety/notice@2"}
        for key in _KEPT:
            if key == "retired":
                made |= {"term": self._term(), "issued": data.get("date"), "words": dict(WORDS)}
            if key in data:
                self._keep((key,), (key,), data[key])
                made[key] = data[key]
        self.places |= {("issued",): ("date",), ("blocks",): ("sections",)}
        for key in _HEAD:
            self._printed(key, "" if key == "preamble" else key)
        self._sections()
        self._end()
        known = {*_KEPT, *_HEAD, "schema", "year", "sections", "issuer", "date", "publicity", "cc"}
        for key in data.keys() - known - {"printed"}:
            made[key] = data[key]
            self.places[(key,)] = (key,)
        return made | {"blocks": self._blocks}

    def _keep(self, new: KeyPath, old: KeyPath, value: Any) -> None:
        """Note where a value, and all within it, stood."""
        self.places[new] = old
        if isinstance(value, dict):
            for key, one in value.items():
                self._keep((*new, key), (*old, key), one)
        elif isinstance(value, list):
            for n, one in enumerate(value):
                self._keep((*new, n), (*old, n), one)

    def _term(self) -> Any:
        year = self._data.get("year")
        self.places |= {("term",): ("year",)}
        if type(year) is not int or not 1 <= year <= 9_999:
            return None  # first_checks.py says so
        return {"from": f"{year:04}-01-01", "until": f"{year:04}-12-31"}

    def _printed(self, key: str, part: str, text: Any = None) -> None:
        value = self._data.get(key) if text is None else text
        if part != "title" and value in (None, ""):
            return
        place: KeyPath = ("blocks", len(self._blocks))
        self.places |= {place: (key,), (*place, "text"): (key,)}
        self._blocks.append(({"is": part} if part else {}) | {"text": value})

    def _end(self) -> None:
        self._printed("issuer", "issuer")
        self._printed("date", "date", _chinese_day(self._data.get("date")))
        self._printed("publicity", "publicity")
        self._printed("cc", "cc")
        printed = self._data.get("printed")
        if isinstance(printed, dict):
            self._printed("printed", "imprint", printed.get("by"))
            day = _chinese_day(printed.get("date"))
            self._printed("printed", "imprint", f"{day}印发" if day else day)

    def _sections(self) -> None:
        sections = self._data.get("sections")
        for n, section in enumerate(sections if isinstance(sections, list) else [sections]):
            place: KeyPath = ("blocks", len(self._blocks))
            self.places[place] = ("sections", n)
            self._blocks.append(self._section(section, place, ("sections", n)))

    def _section(self, section: Any, new: KeyPath, old: KeyPath) -> Any:
        if not isinstance(section, dict):
            return section
        made = self._headed(section, _SECTION, new, old)
        items = section.get("items")
        if isinstance(items, list):
            made["blocks"] = [
                self._item(item, (*new, "blocks", n), (*old, "items", n))
                for n, item in enumerate(items)
            ]
        return made | self._unknown(section, {"number", "heading", "items"}, new, old)

    def _headed(self, data: Data, label: str, new: KeyPath, old: KeyPath) -> Data:
        self.places |= {new: old, (*new, "heading"): (*old, "heading")}
        heading: Any = data.get("heading")
        found = re.match(label, heading) if isinstance(heading, str) else None
        if found is None:
            return {"heading": heading}
        return {"label": found[0], "heading": heading[found.end() :]}

    def _item(self, item: Any, new: KeyPath, old: KeyPath) -> Any:
        if not isinstance(item, dict):
            return item
        made = self._headed(item, _ITEM, new, old)
        tasks, text = item.get("tasks"), item.get("text")
        if isinstance(tasks, list):
            made["tasks"] = self._pieces(tasks, text, (*new, "tasks"), (*old, "tasks"))
        for key in ("responsibility",):
            if key in item:
                made[key] = item[key]
                self._keep((*new, key), (*old, key), item[key])
        known = {"number", "heading", "text", "tasks", "responsibility"}
        return made | self._unknown(item, known, new, old)

    def _pieces(self, tasks: list[Any], text: Any, new: KeyPath, old: KeyPath) -> list[Any]:
        """The tasks in order, and as text what of the item none of them quotes."""
        if len(tasks) > MAX_TASKS or (isinstance(text, str) and len(text) > MAX_TEXT):
            return [text, *tasks]  # refused by size_checks.py; looking for quotes would take long
        pieces: list[Any] = []
        position = 0
        for n, task in enumerate(tasks):
            quote = task.get("quote") if isinstance(task, dict) else None
            if isinstance(quote, str) and isinstance(text, str) and quote:
                start = text.find(quote, position)
                if start > position:
                    pieces.append(text[position:start])
                position = max(position, start + len(quote)) if start >= 0 else position
            self._keep((*new, len(pieces)), (*old, n), task)
            pieces.append(task)
        if isinstance(text, str) and position < len(text):
            pieces.append(text[position:])
        return pieces

    def _unknown(self, data: Data, known: set[str], new: KeyPath, old: KeyPath) -> Data:
        """What no version knows, for the checks to name."""
        extra = {key: value for key, value in data.items() if key not in known}
        self.places |= {(*new, key): (*old, key) for key in extra}
        return extra


def _chinese_day(day: Any) -> Any:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", day) if isinstance(day, str) else None
    return f"{int(found[1])}年{int(found[2])}月{int(found[3])}日" if found else day
