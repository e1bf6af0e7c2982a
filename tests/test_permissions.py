"""Who may read what is written, and that nothing is ever executed or fetched."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Cli
from steps import watched
from test_architecture import FILES, imported, tree
from test_state_file import SOUND, TICK, TICK_AGAIN

from yqsafety.store.state_file import FileStore

REACHING_OUT = set(
    "subprocess socket ssl urllib http ftplib smtplib imaplib poplib telnetlib xmlrpc webbrowser"
    " asyncio multiprocessing ctypes cffi pickle marshal shelve dbm code codeop runpy pty"
    " requests httpx aiohttp".split()
)
RUNNING = {"eval", "exec", "compile", "__import__"}
RUNNING_METHODS = {"system", "popen", "startfile", "fork", "forkpty", "posix_spawn"}
RUNNING_STARTS = ("exec", "spawn")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def no_umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


@pytest.mark.usefixtures("no_umask")
@pytest.mark.parametrize("wanted", [0o600, 0o640])
def test_nobody_else_may_read_a_new_state_whatever_the_umask(
    cli: Cli, state_path: Path, wanted: int
) -> None:
    assert cli(*TICK).code == 0
    assert {mode(file) for file in state_path.parent.iterdir()} == {0o600}
    state_path.chmod(wanted)
    assert cli(*TICK_AGAIN).code == 0
    backup, lock = FileStore(state_path).backup_path(), state_path.with_name("state.json.lock")
    assert [mode(path) for path in (state_path, backup, lock)] == [wanted, wanted, 0o600]
    assert cli("recover").code == 0
    state_path.write_bytes(b"")
    assert cli("recover", "--yes").code == 0
    assert {mode(file) for file in state_path.parent.glob("state.json*")} == {wanted, 0o600}


@pytest.mark.usefixtures("no_umask")
def test_a_temporary_file_is_never_open_to_others(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(SOUND)
    path.chmod(0o600)
    seen: set[int] = set()

    def look(_: int, step: str) -> None:
        if step in ("write", "fsync", "chmod", "replace"):
            seen.update(mode(file) for file in tmp_path.glob(".state.json.*.tmp"))

    FileStore(path).append(lambda state: state.events)
    with watched(look):
        FileStore(path).append(lambda state: state.events[:1])
    assert seen == {0o600}


@pytest.mark.parametrize("name", ["state.json.lock", "state.json.bak", ".state.json.x.tmp"])
def test_a_planted_link_leads_nowhere(cli: Cli, state_path: Path, name: str) -> None:
    victim = state_path.parent.parent / "victim"
    state_path.parent.mkdir(parents=True)
    victim.write_bytes(b"precious")
    state_path.write_bytes(SOUND)
    state_path.with_name(name).symlink_to(victim)
    assert cli(*TICK_AGAIN).code == (4 if name.endswith(".lock") else 0)
    assert victim.read_bytes() == b"precious"
    assert mode(victim) == 0o644


PAGER = "pager.py"
"""Starts the user's own pager, on a terminal only."""


def test_the_source_names_nothing_that_executes_or_fetches() -> None:
    for file in FILES:
        allowed = {"subprocess"} if file.name == PAGER else set()
        for node in ast.walk(tree(file)):
            for name in imported(node):
                assert name.split(".")[0] not in REACHING_OUT - allowed, (file.name, name)
            if not isinstance(node, ast.Call):
                continue
            match node.func:
                case ast.Name(called):
                    assert called not in RUNNING, (file.name, node.lineno)
                case ast.Attribute(ast.Name("os"), called):
                    assert called not in RUNNING_METHODS, (file.name, node.lineno)
                    assert not called.startswith(RUNNING_STARTS), (file.name, node.lineno)


WATCH = """
import sys

def watch(event, arguments):
    if event.startswith(("subprocess.", "socket.", "urllib.", "ftplib.", "smtplib.", "http.",
                         "webbrowser.", "ctypes.", "pty.", "os.system", "os.exec", "os.fork",
                         "os.posix_spawn", "os.spawn", "os.startfile", "pickle.")):
        sys.__stderr__.write(f"AUDIT {event} {arguments!r}\\n")

sys.addaudithook(watch)
from yqsafety.cli import app
for line in sys.stdin.read().splitlines():
    print(app.run_command_line(line.split()))
"""


@pytest.mark.process
def test_nothing_is_executed_or_fetched_by_any_command(tmp_path: Path) -> None:
    lines = """list --as-of 2025-06-20
        show 4.1
        check 4.1 --unit 县应急管理局 --evidence https://example.invalid/x
        status --item 4
        export xlsx --unit 县林业局 --item 4 -o a.xlsx
        import a.xlsx
        export docx --item 4 -o a.docx
        export md --item 4
        validate
        schema
        notice
        merge state.json
        undo
        recover
        log"""
    script = "\n".join(f"{line} --state state.json".strip() for line in lines.splitlines())
    script = script.replace("schema --state state.json", "schema notice")
    done = subprocess.run(
        [sys.executable, "-c", WATCH],
        input=script.encode(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert "AUDIT" not in done.stderr.decode()
    codes = [line for line in done.stdout.decode().splitlines() if line.isdecimal()]
    assert codes == ["0"] * 15, done.stderr.decode()
