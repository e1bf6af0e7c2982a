"""The tool that measures the code counts what is there."""

from __future__ import annotations

from pathlib import Path

import structure

SOURCE = {
    "one.py": '"""One."""\n# why\n\n\ndef first_of_all() -> int:\n    return 1\n',
    "upper/two.py": "from small.one import first_of_all\n\n\nclass A:\n    def go(self): ...\n",
    "upper/three.py": "def run():\n    pass  # noqa: X\n\n\nclass A: ...\n",
}


def test_rooms_floors_and_figures(tmp_path: Path) -> None:
    for name, text in SOURCE.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    arrows = structure.rooms_of(tmp_path / "small")
    assert arrows == {"one": set(), "upper": {"one"}}
    assert structure.floors(arrows) == [["one"], ["upper"]]
    assert structure.floors({"a": {"b"}, "b": {"a"}, "c": set()}) == [["c"], ["a", "b"]]
    found = structure.figures(tmp_path / "small")
    assert found["modules, lines of code"] == "3, 9"
    assert found["modules in the fullest folder"] == "2 (small/upper)"
    assert found["words in the name of a top-level function"] == "2.00"
    assert found["top-level functions of one word"] == "50 %"
    assert found["class names used twice"] == "1"
    assert found["comment lines per 100 of code"] == "11.1"
    assert found["lines of the longest file"] == "6"


def test_the_rooms_of_the_program_stand_on_one_another() -> None:
    levels = structure.floors(structure.rooms_of(structure.SOURCE))
    assert levels[0] == ["errors", "safe_text"]
    assert levels[-1] == ["cli"]
    names = [room for level in levels for room in level]
    assert len(names) == len(set(names)) == len(structure.rooms_of(structure.SOURCE))
