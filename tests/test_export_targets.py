"""Exports never destroy: own files, what people filled in, names of other formats."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Cli

pytestmark = pytest.mark.slow

ITEM = ("--item", "4")
UNIT = ("-u", "县林业局")


def run_on_terminal(*arguments: str, typed: bytes = b"", **variables: str) -> tuple[int, bytes]:
    """The program in a terminal of its own: its exit code and what it wrote."""
    child, handle = pty.fork()
    if child == 0:
        os.environ.update(variables)
        os.execv(sys.executable, [sys.executable, "-m", "yqsafety", *arguments])
    said = b""
    if typed:
        os.write(handle, typed)
    while True:
        try:
            piece = os.read(handle, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


NAME = "垣政发〔2025〕1号"
"""What the names of papers begin with."""


@pytest.fixture
def ticked(cli: Cli, state_path: Path) -> Path:
    """A state file with a backup beside it."""
    for ident in ("4.1", "4.2"):
        assert cli("check", ident, *UNIT).code == 0
    assert state_path.with_name("state.json.bak").exists()
    return state_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("suffix", ["", ".bak", ".lock", ".damaged-20250620-101010"])
@pytest.mark.parametrize("format_", ["json", "csv", "xlsx", "ics", "html"])
def test_files_of_the_state_are_no_target(
    cli: Cli, ticked: Path, suffix: str, format_: str
) -> None:
    before = contents(ticked.parent)
    result = cli("export", format_, "-o", f"{ticked}{suffix}", "--force")
    assert (result.code, result.out) == (2, "")
    assert contents(ticked.parent) == before


def test_other_spellings_lead_to_the_same_file(
    cli: Cli, ticked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(ticked)
    (tmp_path / "folder").symlink_to(ticked.parent)
    (tmp_path / "hard").hardlink_to(ticked)
    before = ticked.read_bytes()
    monkeypatch.chdir(ticked.parent)
    for spelling in (
        tmp_path / "link",
        tmp_path / "folder" / "state.json",
        tmp_path / "hard",
        "state.json",
        "./x/../state.json",
        f"~/{ticked.relative_to(tmp_path)}",
        os.path.relpath(ticked),
    ):
        assert cli("export", "json", f"--output={spelling}", "--force").code == 2, spelling
    assert ticked.read_bytes() == before


def test_settings_cache_and_data_are_no_target(
    cli: Cli, tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("use", "县林业局").code == 0
    own = [*cache_folder.rglob("*.json"), *(tmp_path / "config").rglob("*.json")]
    assert len(own) > 1
    shutil.copytree(Path(__file__).parents[1] / "data", tmp_path / "mine")
    roster = tmp_path / "roster.yaml"
    shutil.copy(tmp_path / "mine" / "units.yaml", roster)
    for path in (*own, Path(__file__).parents[1] / "data" / "tasks.yaml"):
        assert cli("export", "json", "-o", path, "--force").code == 2
    for name in ("tasks.yaml", "units.yaml"):
        notice = tmp_path / "mine" / "tasks.yaml"
        target = tmp_path / "mine" / name
        assert cli("export", "json", "-o", target, "--notice", notice, "--force").code == 2
    monkeypatch.setenv("YQSAFETY_STATE", str(tmp_path / "other.json"))
    line = ("export", "json", "-o", "other.json", "--state", tmp_path / "third.json", "--force")
    assert cli(*line).code == 2


def test_a_filled_in_workbook_stays(cli: Cli, tmp_path: Path) -> None:
    for format_ in ("xlsx", "csv", "md"):
        name = f"a.{format_}"
        assert cli("export", format_, *ITEM, "-o", name).code == 0
        made = (tmp_path / name).read_bytes()
        again = cli("export", format_, *ITEM, "-o", name)  # nothing differs: nothing to keep
        assert (again.code, (tmp_path / f"a-2.{format_}").exists()) == (0, False)
        (tmp_path / name).write_bytes(b"filled in")
        result = cli("export", format_, *ITEM, "-o", name)
        assert (result.code, f"a-2.{format_}" in result.err) == (0, True)
        assert (tmp_path / name).read_bytes() == b"filled in"
        assert (tmp_path / f"a-2.{format_}").read_bytes() == made
        cli("export", format_, *ITEM, "-o", name)
        assert not (tmp_path / f"a-3.{format_}").exists()
        (tmp_path / f"a-2.{format_}").write_bytes(b"too")
        cli("export", format_, *ITEM, "-o", name)
        assert (tmp_path / f"a-3.{format_}").read_bytes() == made
        assert cli("export", format_, *ITEM, "-o", name, "--force").code == 0
        assert (tmp_path / name).read_bytes() == made


@pytest.mark.parametrize("format_", ["xlsx", "csv", "md", "html"])
def test_an_export_that_nobody_touched_is_replaced(cli: Cli, tmp_path: Path, format_: str) -> None:
    name = f"a.{format_}"
    for item in ("4", "5", "6"):
        assert cli("export", format_, "--item", item, "-o", name).code == 0
    wanted = cli("export", format_, "--item", "6", "-o", f"b.{format_}")
    assert wanted.code == 0
    assert (tmp_path / name).read_bytes() == (tmp_path / f"b.{format_}").read_bytes()
    assert not list(tmp_path.glob("a-*"))
    folder = ("--split-by", "unit", "-o", ".")
    for item in ("4", "5"):
        assert cli("export", format_, "--item", item, *folder).code == 0
    assert not list(tmp_path.glob("*-2.*"))


@pytest.mark.parametrize("format_", ["json", "ics", "html"])
def test_what_nobody_fills_in_is_made_anew(cli: Cli, tmp_path: Path, format_: str) -> None:
    name = f"a.{format_}"
    assert cli("export", format_, "--item", "5", "-o", name).code == 0
    first = (tmp_path / name).read_bytes()
    assert cli("export", format_, *ITEM, "-o", name).code == 0
    assert (tmp_path / name).read_bytes() != first
    (tmp_path / name).write_bytes(b"something else")
    assert cli("export", format_, *ITEM, "-o", name).code == 0
    assert (tmp_path / name).read_bytes() == b"something else"
    assert (tmp_path / f"a-2.{format_}").exists()


def test_a_file_a_unit_loses_nothing(cli: Cli, tmp_path: Path) -> None:
    line = ("export", "xlsx", *ITEM, "--split-by", "unit", "-o", ".")
    first = cli(*line)
    assert "到当前文件夹。" in first.err
    names = sorted(path.name for path in tmp_path.glob("*.xlsx"))
    (tmp_path / f"{NAME}_县林业局_2025-06.xlsx").write_bytes(b"filled in")
    (tmp_path / f"{NAME}_县水利局_2025-06-2.xlsx").write_bytes(b"somebody's")
    (tmp_path / f"{NAME}_县水利局_2025-06.xlsx").write_bytes(b"filled in")
    result = cli(*line)
    assert result.code == 0
    assert (tmp_path / f"{NAME}_县林业局_2025-06.xlsx").read_bytes() == b"filled in"
    assert (tmp_path / f"{NAME}_县水利局_2025-06.xlsx").read_bytes() == b"filled in"
    assert (tmp_path / f"{NAME}_县水利局_2025-06-2.xlsx").read_bytes() == b"somebody's"
    now = {path.name for path in tmp_path.glob("*.xlsx")} - set(names)
    assert now == {
        f"{NAME}_县林业局_2025-06-2.xlsx",
        f"{NAME}_县水利局_2025-06-2.xlsx",
        f"{NAME}_县水利局_2025-06-3.xlsx",
    }
    assert all(
        name in result.err
        for name in (f"{NAME}_县林业局_2025-06-2.xlsx", f"{NAME}_县水利局_2025-06-3.xlsx")
    )


def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    book = tmp_path / "a.csv"
    line = ("export", "csv", *ITEM, "--as-of", "2025-06-15", "-o", "a.csv")
    book.write_bytes(b"filled in")
    code, said = run_on_terminal(*line, typed=b"n\n")
    assert (code, book.read_bytes()) == (130, b"filled in")
    assert "覆盖吗" in said.decode()
    assert list(tmp_path.glob("*.csv")) == [book]
    code, _ = run_on_terminal(*line, typed="是的\n".encode())
    assert code == 0
    assert book.read_bytes() != b"filled in"


def test_a_dash_is_stdout(cli: Cli, tmp_path: Path) -> None:
    assert cli("export", "csv", *ITEM, "-o", "-").out == cli("export", "csv", *ITEM).out != ""
    assert not (tmp_path / "-").exists()
    assert cli("export", "csv", *ITEM, "-o", "./-").code == 0
    assert (tmp_path / "-").exists()


@pytest.mark.parametrize(
    ("format_", "name", "way_out"),
    [
        ("csv", "台账.xlsx", "yqsafety export xlsx -o 台账.xlsx"),
        ("xlsx", "台账.csv", "yqsafety export csv -o 台账.csv"),
        ("xlsx", "台账.XLS", "yqsafety export xlsx -o 台账.xlsx"),
        ("csv", "a.xls", "yqsafety export xlsx -o a.xlsx"),
        ("html", "a.ICS", "yqsafety export ics -o a.ics"),
        ("md", "a.doc", "yqsafety export docx -o a.docx"),
    ],
)
def test_a_name_ends_as_its_format(
    cli: Cli, tmp_path: Path, format_: str, name: str, way_out: str
) -> None:
    result = cli("export", format_, *ITEM, "-o", name)
    assert (result.code, result.out) == (2, "")
    assert way_out in result.err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["a.CSV", "a", "a.txt", "2025.6", "a.xlsx.csv"])
def test_other_names_are_free(cli: Cli, tmp_path: Path, name: str) -> None:
    assert cli("export", "csv", *ITEM, "-o", name).code == 0
    assert (tmp_path / name).exists()


def test_a_workbook_is_not_written_to_a_terminal() -> None:
    for more in ((), ("-o", "-")):
        code, said = run_on_terminal("export", "xlsx", *ITEM, "--as-of", "2025-06-15", *more)
        assert code == 2
        assert b"PK" not in said


def test_modes_follow_the_umask(cli: Cli, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        assert cli("export", "html", "-o", "a.html").code == 0
        os.umask(0o027)
        assert cli("export", "html", "-o", "b.html").code == 0
    finally:
        os.umask(before)
    assert (tmp_path / "a.html").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "b.html").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGHUP])
def test_a_kill_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    line = [sys.executable, "-m", "yqsafety", "export", "xlsx", "--per", "unit", "-o", "x/a.xlsx"]
    (tmp_path / "x").mkdir()
    for wait in (0.3, 0.5, 0.8):
        with subprocess.Popen(line, stderr=subprocess.DEVNULL) as child:
            time.sleep(wait)
            child.send_signal(number)
        assert {path.name for path in (tmp_path / "x").iterdir()} <= {"a.xlsx"}


@pytest.mark.parametrize("length", [200, 243, 250, 255])
def test_long_names_can_be_written(cli: Cli, tmp_path: Path, length: int) -> None:
    name = "通" * ((length - 4) // 3) + "x" * ((length - 4) % 3) + ".csv"
    assert len(name.encode()) == length
    assert cli("export", "csv", *ITEM, "-o", name).code == 0
    assert (tmp_path / name).exists()
    assert {path.name for path in tmp_path.iterdir()} <= {name, "data", "config"}
