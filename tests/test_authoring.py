"""The page on making a catalogue is run: every command in order, every form drafted.

After a change that is meant to be seen, `UPDATE_GOLD=1 pytest tests/test_authoring.py` writes the
answers, the drafts and the tables of fields in both editions anew.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
import yaml
from conftest import Cli
from field_tables import MADE, filled_tables, schema_records
from pydantic import TypeAdapter

from yqsafety.notice.model import Task
from yqsafety.notice.yaml_reader import load_yaml
from yqsafety.wording.labels import BASIS, DONE_BY, KIND

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"zh": DOCS / "authoring.zh-CN.md", "en": DOCS / "authoring.md"}
FENCE = re.compile(r"(?ms)^```(\w+)\n(.*?)^```$")
NOTICE = "通知.txt"


class Page:
    """A page whose blocks of code are worked through in order, in an empty folder.

    The first block of text is the notice; what is typed at `$` is run; a units file takes the place
    of the drafted one; and a block of YAML after one of text is what becomes of that.
    """

    def __init__(self, cli: Cli, folder: Path) -> None:
        self.cli, self.folder = cli, folder
        self.before = ("", "")
        self.forms = 0

    def block(self, language: str, text: str) -> str:
        """A block as it should be."""
        kind, given = self.before
        self.before = (language, text)
        if language == "text" and not (self.folder / NOTICE).exists():
            (self.folder / NOTICE).write_text(text, "utf-8")
        elif language == "console":
            lines = re.findall(r"(?m)^\$ (.+)$", text)
            return "".join(f"$ {line}\n{self.answer(line)}" for line in lines)
        elif language == "yaml" and text.startswith("schema: yqsafety/units@1"):
            (self.folder / "任务/units.yaml").write_text(text, "utf-8")
        elif language == "yaml" and kind == "text":
            return self.drafted(given)
        elif language == "yaml" and kind == "console" and not text.startswith("- id"):
            return items_in((self.folder / "任务/tasks.yaml").read_text("utf-8"), 1)
        return text

    def answer(self, line: str) -> str:
        """What a terminal would show; `> FILE` takes the answer away."""
        line, _, file = line.partition(" > ")
        result = self.cli(*shlex.split(line)[1:])
        assert result.code in (0, 3), (line, result)
        if file:
            (self.folder / file).write_text(result.out, "utf-8")
        out = "" if file else result.out
        # Remarks come before an answer, the reason of a failure behind it.
        return out + result.err if result.code else result.err + out

    def drafted(self, text: str) -> str:
        """The blocks with duties of a draft, and what of its head is not always there."""
        self.forms += 1
        file = self.folder / f"form-{self.forms}.txt"
        file.write_text(text, "utf-8")
        assert self.cli("catalog", "draft", file, "-o", file.stem).code == 0
        made = (self.folder / file.stem / "tasks.yaml").read_text("utf-8")
        assert self.cli("validate", self.folder / file.stem / "tasks.yaml").code == 0
        head = re.findall(r"(?m)^(?:term|first_leads|responsibility): .*\n", made)
        return "".join(head) + items_in(made, 99)


def items_in(made: str, most: int) -> str:
    """The blocks of a drafted file from the first that has a number, or the first such items."""
    body = made.partition("\nblocks:\n")[2]
    parts = re.split(r"(?m)^(?=  - )", body)
    numbered = [part for part in parts if re.match("  - (?:label|table|heading)", part)]
    if most == 1:
        below = re.split(r"(?m)^(?=      - label)", numbered[0])
        return re.sub(r"(?m)^      ", "", below[1])
    return "blocks:\n" + "".join(numbered)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_shows_what_the_program_answers(cli: Cli, tmp_path: Path, language: str) -> None:
    path = PAGES[language]
    text = path.read_text("utf-8")
    page = Page(cli, tmp_path)
    made = FENCE.sub(lambda at: f"```{at[1]}\n{page.block(at[1], at[2])}```", text)
    made = filled_tables(made, language)
    if os.environ.get("UPDATE_GOLD"):
        path.write_text(made, "utf-8")
    assert page.forms >= 6
    assert made == text or os.environ.get("UPDATE_GOLD")


def test_every_record_has_its_table() -> None:
    for language, path in PAGES.items():
        named = [at[2] for at in MADE.finditer(path.read_text("utf-8"))]
        assert set(named) == set(schema_records(language))
        assert len(named) == len(set(named))


def test_what_is_to_be_typed_by_hand_has_the_right_shape() -> None:
    """The duties written by hand: each fits, and their quotes stand in the notice of the page."""
    text = PAGES["zh"].read_text("utf-8")
    notice = "".join(next(at[2] for at in FENCE.finditer(text) if at[1] == "text").split())
    blocks = [at[2] for at in FENCE.finditer(text) if at[1] == "yaml" and at[2].startswith("- id")]
    assert blocks
    for block in blocks:
        tasks = load_yaml(block.encode(), "页").data
        for task in tasks:
            TypeAdapter(Task).validate_json(yaml_json(task))
        assert "".join(task["quote"] for task in tasks) in notice


def yaml_json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def test_the_words_of_the_page_on_kinds_are_those_of_the_schema() -> None:
    """Every value that a field can have is explained where the page says when to choose it."""
    text = PAGES["zh"].read_text("utf-8").partition("\n## 字段")[0]
    for record, field in (
        ("Timing", "kind"),
        ("Timing", "basis"),
        ("Task", "done_by"),
        ("Responsibility", "mode"),
        ("Timing", "every"),
    ):
        shape = schema_records("zh")[record]["properties"][field]
        values = shape.get("enum") or shape["anyOf"][0]["enum"]
        assert all(f"`{value}`" in text for value in values), field


def test_the_page_uses_the_words_of_the_program() -> None:
    for path in PAGES.values():
        text = path.read_text("utf-8")
        for code, label in [*KIND.items(), *BASIS.items(), *DONE_BY.items()]:
            assert f"| `{code}` | {label} |" in text, (path, code)


def test_yaml_of_the_page_is_yaml() -> None:
    for path in PAGES.values():
        for at in FENCE.finditer(path.read_text("utf-8")):
            if at[1] == "yaml":
                assert yaml.safe_load(at[2])
