"""The pictures in README show what the program shows. That of the page cannot be compared."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pictures
import pytest

NAMES = ("list.svg", "checklist.svg")
SVG = "{http://www.w3.org/2000/svg}"


def lines(file: Path) -> dict[str, str]:
    """What a picture says, by line, blanks aside; however its texts are cut into pieces."""
    said: dict[str, str] = {}
    for text in ElementTree.parse(file).iter(f"{SVG}text"):
        line = text.get("clip-path", "title")
        said[line] = said.get(line, "") + "".join((text.text or "").split())
    return said


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pictures, made anew."""
    folder = tmp_path_factory.mktemp("pictures")
    with pictures.offices(tmp_path_factory.mktemp("offices")):
        pictures.draw_terminals(folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_true(fresh: Path, name: str) -> None:
    shown = lines(pictures.PICTURES / name)
    assert len(shown) > 10
    assert shown == lines(fresh / name), "run tools/pictures.py"


@pytest.mark.parametrize("name", NAMES)
def test_letters_stand_where_a_terminal_puts_them(fresh: Path, name: str) -> None:
    ends: dict[str, float] = {}
    for text in ElementTree.parse(fresh / name).iter(f"{SVG}text"):
        line = text.get("clip-path")
        if line is None:
            continue
        places = [float(place) for place in text.get("x", "").split()]
        length = text.get("textLength")
        assert (length is None) == (text.get("class", "").endswith(" wide"))
        assert length or len(places) == len(text.text or "")
        assert places[0] >= ends.get(line, 0) - 0.1
        ends[line] = places[-1] + (float(length) if length else pictures.WIDE)
    assert ends


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_fetches_nothing(fresh: Path, name: str) -> None:
    for folder in (fresh, pictures.PICTURES):
        drawn = (folder / name).read_text(encoding="utf-8")
        assert set(re.findall(r"url\((.)", drawn)) == {"#"}
        assert not re.search(r"@import|href|<image|<script", drawn)
