"""What is fuzzed, and how a sound input of each kind is changed.

Text and bytes are cut, doubled and given hostile pieces. JSON and cells are changed as data, so
that what comes out gets past the checksum and the header and into the rules behind them.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import os
import random
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from changes import (
    TEXTS,
    change_bytes,
    change_data,
    change_line,
    change_scalar,
    change_xml,
    sealed,
)

from yqsafety.cli import app
from yqsafety.cli.registry import COMMAND_PATHS, build_command
from yqsafety.formats import FORMATS

DATA = Path(__file__).parents[1] / "data"
FIRST = Path(__file__).parents[1] / "tests" / "versions" / "tasks-notice1.yaml"
"""A catalogue of the first shape, which is still read."""
STATE = "state.json"
SETTINGS = "config/yqsafety/settings.json"


class Input(NamedTuple):
    """A command line, and the files that it finds in the current folder."""

    arguments: list[str]
    files: dict[str, bytes]


class Target(Protocol):
    """A kind of input."""

    def make(self, rng: random.Random) -> Input:
        """An input; the same for the same numbers."""


class Texts:
    """A file of text or bytes, and the commands that read it."""

    def __init__(self, name: str, sound: bytes, commands: Sequence[str]) -> None:
        self._name = name
        self._sound = sound
        self._commands = commands

    def make(self, rng: random.Random) -> Input:
        """The sound file with one to four changes."""
        raw = self._sound
        for _ in range(rng.randint(1, 4)):
            raw = rng.choice((change_bytes, change_line, change_scalar))(raw, rng)
        return Input(rng.choice(self._commands).split(), {self._name: raw})


class State:
    """A state file: its data is changed and sealed again, or its bytes are."""

    LOOKS = (
        "list;list --json;list --unit 县林业局;show 4.1;show 3.3 --json;log;log --json;status"
        ";status --by unit;status --since 2025-01-01;status --by month --json;units;undo"
        ";check 4.1 --all-units"
        ";check 6.6 --unit 县委办 --count +1;trigger 3.3 --unit 县林业局;merge other.json --yes"
        ";validate --evidence;validate --evidence --json;export csv --per unit;export md"
        ";return 4.1 --unit 县林业局 --reason 无;check --all --unit 县林业局 --yes;export json"
        ";uncheck 4.1 --all-units;recover --dry-run;recover --yes;recover --accept --yes --json"
    )

    def __init__(self) -> None:
        Path(STATE).unlink(missing_ok=True)
        for line in (
            "check 4.1 --unit 县林业局 --note 甲 --evidence a.pdf",
            "check 6.6 --unit 县委办 --count 3",
            "waive 1.4 --unit 县林业局 --reason 无",
            "trigger 3.3 --unit 县林业局 --on 2025-05-01",
            "extend 4.1 --unit 县水利局 --until 2025-09-30 --reason 汛期 --approved-by 李四",
            "confirm 4.1 --unit 县林业局",
            "assign 12.1 --unit 县林业局 --lead 县林业局",
            "note 4.1 乙 --unit 县林业局 --field 存在问题",
            "undo",
        ):
            app.run_command_line(line.split())
        self._sound = Path(STATE).read_bytes()

    def make(self, rng: random.Random) -> Input:
        """One to three changes, nearly always under a right checksum."""
        data = json.loads(self._sound)
        raw = self._sound
        if rng.random() < 0.9:
            for _ in range(rng.randint(1, 3)):
                change_data(data, rng)
            raw = sealed(data, rng)
        else:
            raw = change_bytes(raw, rng)
        other = rng.choice((raw, self._sound))
        return Input(rng.choice(self.LOOKS.split(";")).split(), {STATE: raw, "other.json": other})


class Sheets:
    """A register that comes back, as XLSX or CSV."""

    def __init__(self) -> None:
        for kind in ("xlsx", "csv"):
            app.run_command_line(
                f"export {kind} --unit 县林业局 --item 4 --per unit -o a.{kind}".split()
            )
        with zipfile.ZipFile("a.xlsx") as archive:
            self._members = {name: archive.read(name) for name in archive.namelist()}
        self._rows = list(csv.reader(io.StringIO(Path("a.csv").read_text("utf-8-sig"))))

    def make(self, rng: random.Random) -> Input:
        """A few cells, members or bytes are changed."""
        name, raw = rng.choice((("a.csv", self._csv), ("a.xlsx", self._xlsx)))
        content = raw(rng)
        if rng.random() < 0.2:
            content = change_bytes(content, rng)
        arguments = [
            "import",
            name,
            *rng.choice(([], ["--dry-run"], ["--accept-valid"], ["--json"])),
        ]
        return Input(arguments, {name: content})

    def _csv(self, rng: random.Random) -> bytes:
        rows = copy.deepcopy(self._rows)
        for _ in range(rng.randint(1, 4)):
            row = rng.choice(rows[rng.random() < 0.9 :])
            row[rng.randrange(len(row))] = rng.choice((*TEXTS, *rng.choice(rows)))
        if rng.random() < 0.2:
            rows.insert(rng.randrange(len(rows)), rng.choice(rows)[: rng.randrange(40)])
        buffer = io.StringIO()
        csv.writer(buffer).writerows(rows)
        return buffer.getvalue().encode(rng.choice(("utf-8", "utf-8-sig", "gb18030")), "replace")

    def _xlsx(self, rng: random.Random) -> bytes:
        members = dict(self._members)
        likely = [name for name in members if "sheet1" in name or "workbook.xml" in name]
        for _ in range(rng.randint(1, 3)):
            name = rng.choice(likely if rng.random() < 0.7 else list(members))
            if name in members:
                members[name] = rng.choice((change_bytes, change_xml, change_xml))(
                    members[name], rng
                )
            if rng.random() < 0.05:
                members.pop(name, None)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return buffer.getvalue()


class Arguments:
    """Command lines: any command, options that it has or has not, any value."""

    def __init__(self) -> None:
        self._options = {
            path: [o for one in build_command(*path).params for o in one.opts if o.startswith("-")]
            for path in COMMAND_PATHS
        }
        self._all = sorted({option for options in self._options.values() for option in options})

    def make(self, rng: random.Random) -> Input:
        """A command with up to five options or values."""
        path = rng.choice(list(self._options))
        words = list(path)
        if words == ["export"]:
            words.append(rng.choice([name for name in FORMATS if name not in ("docx", "xlsx")]))
        for _ in range(rng.randint(0, 5)):
            own = self._options[path] if rng.random() < 0.9 else []
            option = rng.choice(own or self._all)
            words += rng.choice(([option], [option, rng.choice(TEXTS)], [rng.choice(TEXTS)]))
        words = [word for word in words if word not in ("-o", "--output") and "\0" not in word]
        return Input(words, {SETTINGS: b"{}"})


def _catalogue() -> Target:
    text = (DATA / "tasks.yaml").read_text(encoding="utf-8")
    start = text.partition("  - label: 三、")[0]
    commands = ["list --notice tasks.yaml", "validate tasks.yaml", "catalog seal tasks.yaml"]
    return Texts("tasks.yaml", start.encode(), commands)


def _first_catalogue() -> Target:
    text = FIRST.read_text(encoding="utf-8")
    start = text.partition("  - number: 3\n    heading: 三、")[0]
    commands = ["list --notice old.yaml", "validate old.yaml", "catalog upgrade old.yaml"]
    return Texts("old.yaml", start.encode(), commands)


def _units() -> Target:
    text = """schema: yqsafety/units@1
units:
  - {id: gongan, name: 县公安局, aliases: [公安局, 公安]}
  - {id: linye, name: 县林业局, aliases: [林业]}
groups:
  - id: anweihui-members
    name: 县安委会成员单位
    members:
      - {ground: local, source: 县安委会 2025 年成员名单, units: [县公安局]}
    excluded:
      - {unit: 县气象局, reason: 不在 2025 年成员名单内}
  - {id: more, name: 其他单位, subset_of: 县安委会成员单位}
  - {id: again, name: 另外的单位, reads_as: 其他单位}
"""
    os.environ["YQSAFETY_UNITS"] = "roster.yaml"
    commands = [
        "units",
        "units --json",
        "list --unit 公安",
        "validate roster.yaml",
        "status --by unit",
    ]
    return Texts("roster.yaml", text.encode(), commands)


def _settings() -> Target:
    commands = ["list --mine --ids", "use", "check 4.1", "use --clear", "use 林业"]
    return Texts(SETTINGS, '{"unit": "县林业局"}'.encode(), commands)


def _cache() -> Target:
    app.run_command_line(["list"])
    file = next(Path("cache").rglob("*.json"))
    return Texts(str(file), file.read_bytes(), ["list --ids", "status"])


TARGETS: dict[str, Callable[[], Target]] = {
    "catalogue": _catalogue,
    "first": _first_catalogue,
    "units": _units,
    "state": State,
    "sheets": Sheets,
    "settings": _settings,
    "cache": _cache,
    "arguments": Arguments,
}
