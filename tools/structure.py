"""How the code is laid out, in figures: `python tools/structure.py [FOLDER]`, any package's folder.

`--walk COMMAND…` runs one command on an empty state and prints the functions that it passes on its
way, each when it is entered first, indented by depth, so that one can read along.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import statistics
import sys
import tempfile
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

SOURCE = Path(__file__).parents[1] / "src" / "yqsafety"
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def words(name: str) -> int:
    """The words of a name: `_cell_rules` has two."""
    return len([word for word in name.strip("_").split("_") if word]) or 1


def comment_lines(text: str) -> int:
    """Lines with a comment that is none for a tool."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    comments = (token.string for token in tokens if token.type == tokenize.COMMENT)
    return sum(not re.match(r"# (noqa|type:|fmt:|!)", said) for said in comments)


def code_lines(text: str) -> int:
    """Lines that are neither blank nor only a comment."""
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in text.split("\n"))


def figures(folder: Path) -> dict[str, str]:
    """The table of figures of a package."""
    files = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}
    trees = {path: ast.parse(text) for path, text in files.items()}
    nodes = [node for tree in trees.values() for node in ast.walk(tree)]
    functions = [node for node in nodes if isinstance(node, FUNCTION)]
    top = [node for tree in trees.values() for node in tree.body if isinstance(node, FUNCTION)]
    classes = Counter(node.name for node in nodes if isinstance(node, ast.ClassDef))
    lengths = sorted((one.end_lineno or one.lineno) - one.lineno + 1 for one in functions)
    flat = Counter(path.parent for path in files if path.name != "__init__.py")
    place, most = flat.most_common(1)[0]
    code = sum(map(code_lines, files.values()))
    comments = sum(map(comment_lines, files.values()))
    longest = max(len(text.splitlines()) for text in files.values())
    one_word = sum(words(node.name) == 1 for node in top)
    return {
        "modules, lines of code": f"{len(files)}, {code}",
        "modules in the fullest folder": f"{most} ({place.relative_to(folder.parent)})",
        "words in the name of a top-level function": f"{_mean(words(n.name) for n in top):.2f}",
        "top-level functions of one word": f"{100 * one_word / max(1, len(top)):.0f} %",
        "class names used twice": str(sum(count > 1 for count in classes.values())),
        "comment lines per 100 of code": f"{100 * comments / code:.1f}",
        "lines of a function: median, p90, most": (
            f"{statistics.median(lengths):.0f}, {lengths[int(len(lengths) * 0.9)]}, {lengths[-1]}"
        ),
        "lines of the longest file": str(longest),
    }


def _mean(values: Iterator[int]) -> float:
    return statistics.fmean(values)


def rooms_of(folder: Path) -> dict[str, set[str]]:
    """The rooms of the package and the rooms that each imports."""
    inside = {
        path: path.relative_to(folder).parts[0].removesuffix(".py") for path in folder.rglob("*.py")
    }
    arrows: dict[str, set[str]] = defaultdict(set)
    for path, room in inside.items():
        if room.startswith("__"):
            continue
        arrows[room] |= set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(folder.name):
                parts = f"{node.module}.{node.names[0].name}".split(".")
                if len(parts) > 1 and parts[1] in inside.values() and parts[1] != room:
                    arrows[room].add(parts[1])
    return arrows


def floors(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Rooms by the longest way down: the lowest floor imports nothing; a circle stands last."""
    height: dict[str, int] = {}
    left = dict(arrows)
    while ready := [room for room, below in left.items() if below <= height.keys()]:
        for room in ready:
            height[room] = 1 + max((height[one] for one in left[room]), default=-1)
        left = {room: below for room, below in left.items() if room not in height}
    levels: list[list[str]] = [[] for _ in range(max(height.values(), default=-1) + 1)]
    for room, level in height.items():
        levels[level].append(room)
    return [*levels, sorted(left)] if left else levels


def walk(arguments: list[str]) -> Iterator[str]:
    """The functions of the package that a command passes, each when it is entered first."""
    from yqsafety.cli import app

    seen: set[Any] = set()
    lines: list[str] = []
    depth = 0

    def note(frame: FrameType, event: str, _: Any) -> None:
        nonlocal depth
        code = frame.f_code
        if not code.co_filename.startswith(str(SOURCE)):
            return
        if event == "return":
            depth -= 1
        elif event == "call":
            named = not code.co_name.startswith("<")
            if named and code not in seen:
                name = Path(code.co_filename).relative_to(SOURCE).with_suffix("")
                lines.append(f"{'  ' * min(depth, 12)}{name}:{code.co_qualname}")
            seen.add(code)
            depth += 1

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"YQSAFETY_STATE": f"{folder}/state.json", "YQSAFETY_USER": "张三"}
        app.run_command_line(["validate"])
        sys.setprofile(note)
        try:
            app.run_command_line(arguments)
        finally:
            sys.setprofile(None)
    yield from lines


def main() -> None:
    """Print the figures, the rooms and their arrows; or the walk of a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SOURCE)
    parser.add_argument("--walk", nargs=argparse.REMAINDER, help="a command, such as check 4.1")
    options = parser.parse_args()
    if options.walk:
        print("\n".join(walk(options.walk)))
        return
    for label, value in figures(options.folder).items():
        print(f"{label:44} {value}")
    arrows = rooms_of(options.folder)
    counts = Counter(
        path.relative_to(options.folder).parts[0].removesuffix(".py")
        for path in options.folder.rglob("*.py")
        if path.name != "__init__.py"
    )
    print(
        f"\n{sum(map(len, arrows.values()))} arrows between {len(arrows)} rooms, from the ground:"
    )
    for level, rooms in enumerate(floors(arrows)):
        said = (f"{room} ({counts[room]})" for room in rooms)
        print(f"  {level}  {', '.join(said)}")


if __name__ == "__main__":
    main()
