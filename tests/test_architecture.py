"""The order in which rooms may import one another, what the core may not do, and sizes."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from conftest import Cli

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "yqsafety"
FILES = sorted(SOURCE.rglob("*.py"))

MAX_FILE = 250
MAX_FUNCTION = 45

HEAVY = {
    "pydantic",
    "yaml",
    "ruamel",
    "pypinyin",
    "rich",
    "openpyxl",
    "docx",
    "jinja2",
    "textual",
    "icalendar",
    "psycopg2",
}
PURE = set(
    "__future__ bisect calendar collections copy dataclasses datetime difflib enum errno fractions"
    " functools hashlib heapq html itertools json math operator re string types typing"
    " unicodedata".split()
)
"""Of the standard library, what a module of the core may import: nothing that reaches outside."""
SCREENS = {
    SOURCE / "cli" / room / f"{name}.py"
    for room, names in {
        "checklist": "app duties_screen keys paint prompt recording_screen row_list unit_screen",
        "reviewing": "app layout paint pickers review_screen",
    }.items()
    for name in names.split()
}
"""What is imported only once its screen opens, and may import Textual at its top."""
DOORS = {
    "drafting/comments": "PyYAML, which tells comments from texts",
    "drafting/pinyin": "pypinyin",
    "drafting/plain_maps": "ruamel.yaml, whose types say how data are written",
    "drafting/reading": "the documents from which a catalogue is drafted",
    "drafting/rewriting": "ruamel.yaml: a file that people edit is written with their comments",
    "drafting/round_trip": "ruamel.yaml",
    "files": "reads and writes plain files",
    "places": "where the user's folders are",
    "notice/cache": "the compiled copy in the user's cache folder",
    "notice/data_files": "finds and reads the data files",
    "notice/file_checks": "reads the files to be checked, and originals beside them",
    "notice/schema": "pydantic",
    "notice/yaml_reader": "PyYAML",
    "register/package": "the zip and the XML of workbooks that come back",
    "register/reading": "the files that come back",
    "store/administration": "sets a shared store up: its SQL files, its roles",
    "store/server": "names this machine where others reach its server",
    "store/backup_file": "writes and reads backups of a shared store",
    "store/connection": "psycopg2, and the clock of a line that is silent",
    "store/evidence": "reads evidence files",
    "store/local_copy": "this machine's copy of a shared store",
    "store/locked_write": "locks and writes the state file",
    "store/postgresql": "asks a shared store",
    "store/protocol": "a store may be a path",
    "store/published": "the catalogues of a shared store, as files",
    "store/store_address": "reads and writes connection files",
    "store/store_check": "compares a shared store with this machine's clock",
    "store/other_file": "reads the state file of somebody else",
    "store/shared_files": "brings evidence into a shared store",
    "store/state_file": "reads the state file",
    "store/stores": "makes a path of what the user typed",
    "store/writers": "who writes on this machine, kept in the settings folder",
}
"""The modules before `formats` that may reach outside, and for what; all others are pure."""
OUTER_ROOMS = ("formats", "cli")
FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "breakpoint"}
FORBIDDEN_METHODS = {"now", "utcnow", "today", "read_text", "read_bytes", "write_text"}

LONG_FILES: dict[str, str] = {
    "notice/model.py": "one docstring a field: they are the descriptions in the JSON Schema",
    "reports/answers.py": "the shapes of all answers, side by side",
}
"""Files over 250 lines without a line `# Over 250 lines: reason` of their own."""


def rooms() -> dict[str, str]:
    """The rooms in the order of the table in AGENTS.md, and what each is for."""
    table = (ROOT / "AGENTS.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `(\w+)/?` \| (.*?) \|", table, re.MULTILINE)
    assert len(found) == len(dict(found)) > 10
    return dict(found)


def room(file: Path) -> str:
    """The room to which a file belongs: a package, or a module beside the packages."""
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def place(file: Path) -> str:
    """`room/module`."""
    return file.relative_to(SOURCE).with_suffix("").as_posix()


def module(file: Path) -> str:
    """Its full name."""
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


MODULES = {module(file): file for file in FILES}


def module_of(name: str) -> str:
    """The module of this package in which an imported name lives, or nothing."""
    while name and name not in MODULES:
        name = name.rpartition(".")[0]
    return name


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """Full names of what an import statement names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(file: Path) -> set[str]:
    """The modules of this package that a file imports, wherever in the file."""
    names = {name for node in ast.walk(tree(file)) for name in imported(node)}
    return {found for name in names if (found := module_of(name))} - {module(file)}


def outer_imports(node: ast.AST) -> Iterator[str]:
    """Full names imported as soon as a module is, not inside functions or for types."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield from imported(child)
        yield from outer_imports(child)


def core() -> list[Path]:
    return [f for f in FILES if room(f) not in OUTER_ROOMS and place(f) not in {*DOORS, "__main__"}]


def test_every_room_is_in_the_table_and_says_what_it_is_for() -> None:
    assert {room(file) for file in FILES if not room(file).startswith("__")} == set(rooms())
    for name, purpose in rooms().items():
        file = SOURCE / name / "__init__.py"
        if file.exists():
            said = ast.get_docstring(tree(file)) or ""
            assert said.splitlines()[0] == purpose


@pytest.mark.parametrize("name", rooms())
def test_imports_go_one_way(name: str) -> None:
    names = list(rooms())
    later = set(names[names.index(name) + 1 :])
    for file in FILES:
        if room(file) == name:
            entered = {room(MODULES[other]) for other in own_imports(file)}
            assert not entered & later, file


def test_doors_are_there() -> None:
    assert set(DOORS) <= {place(file) for file in FILES}


def test_no_module_imports_itself_by_a_detour() -> None:
    TopologicalSorter({name: own_imports(file) for name, file in MODULES.items()}).prepare()


def test_the_core_touches_nothing_outside() -> None:
    for file in core():
        for node in ast.walk(tree(file)):
            for name in imported(node):
                assert name.split(".")[0] in PURE | {"yqsafety"}, (file.name, name)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in FORBIDDEN_CALLS, (file.name, node.lineno)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in FORBIDDEN_METHODS, (file.name, node.lineno)


def test_the_clock_is_read_in_one_place() -> None:
    readers = {
        (str(file.relative_to(SOURCE)), ast.unparse(node))
        for file in FILES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "utcnow", "today")
    }
    assert readers == {("cli/clock.py", "dt.datetime.now(CHINA)")}


def test_heavy_modules_are_imported_where_they_are_used() -> None:
    for file in FILES:
        packages = {name.split(".")[0] for name in outer_imports(tree(file))}
        assert HEAVY & packages <= ({"textual"} if file in SCREENS else set()), file.name


def test_the_screens_are_imported_only_when_the_checklist_opens() -> None:
    screens = {module(file) for file in SCREENS}
    assert screens <= set(MODULES)
    for file in set(FILES) - SCREENS:
        assert not screens & set(map(module_of, outer_imports(tree(file)))), file.name


def test_only_the_console_prints() -> None:
    for file in FILES:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", (file.name, node.lineno)


def test_files_are_short_or_say_why_not() -> None:
    long = {}
    for file in FILES:
        lines = file.read_text(encoding="utf-8").splitlines()
        reasons = [line for line in lines if re.match(r"# Over 250 lines: \S", line)]
        name = str(file.relative_to(SOURCE))
        if len(lines) > MAX_FILE and not reasons and name not in LONG_FILES:
            long[name] = len(lines)
    assert not long


def test_functions_fit_on_a_screen() -> None:
    long = {
        f"{file.relative_to(SOURCE)}:{node.name}": lines
        for file in FILES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION
    }
    assert not long


PROBE = """
import sys
from yqsafety.cli import app
code = app.run_command_line(sys.argv[1:])
late = {"pydantic", "yaml", "rich", "textual", "yqsafety.store.recovery"}
print("", *sorted(late & set(sys.modules)), file=sys.stderr, sep="")
sys.exit(code)
"""


QUICK = ["list", "list --json", "status", "check 4.1 -u 县应急管理局", "completion bash", "--help"]


@pytest.mark.parametrize("command", [*QUICK, "--version"])
def test_a_command_in_a_pipe_loads_nothing_heavy(cli: Cli, command: str) -> None:
    assert cli("list", "--as-of", "2025-06-20").code == 0
    arguments = command.split()
    if arguments[0] in ("list", "status"):
        arguments += ["--as-of", "2025-06-20"]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        capture_output=True,
        check=False,
        env=os.environ | {"YQSAFETY_LINE": "yqsafety list --unit yj"},
    )
    assert done.returncode == 0
    assert done.stdout
    assert done.stderr.decode().splitlines()[-1] == ""
