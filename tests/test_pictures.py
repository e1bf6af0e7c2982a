"""The pictures of README show what the program shows; that of the page cannot be compared."""

from __future__ import annotations

import asyncio
import html
import re
from pathlib import Path

import pictures
import pytest

from yqsafety import state_file
from yqsafety.cli import session

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"


def texts(svg: str) -> str:
    """What a picture says, blanks aside."""
    return "".join("".join(map(html.unescape, re.findall(r"<text[^>]*>([^<]*)<", svg))).split())


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state that the pictures are of; the clock and the ids are put back afterwards."""
    monkeypatch.setattr(session, "now", session.now)
    monkeypatch.setattr(state_file, "new_id", state_file.new_id)
    path = tmp_path / "pictures.json"
    pictures.prepare(path)
    return path


def test_the_list_is_true(state: Path) -> None:
    there = (FOLDER / "list.svg").read_text(encoding="utf-8")
    assert texts(pictures.list_picture(state)) == texts(there)


def test_the_checklist_is_true(state: Path) -> None:
    there = (FOLDER / "checklist.svg").read_text(encoding="utf-8")
    assert texts(asyncio.run(pictures.checklist_picture(state))) == texts(there)


def test_no_picture_fetches_anything() -> None:
    for name in ("list.svg", "checklist.svg"):
        svg = (FOLDER / name).read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\s\"')]+", svg)) <= {"http://www.w3.org/2000/svg"}
