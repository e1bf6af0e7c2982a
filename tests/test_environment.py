"""Nothing outside the program ends in a fault of it: user, home, stdin, width, encoding, signals.

What is about the targets of exports is in test_export_targets.py.
"""

from __future__ import annotations

import errno
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from test_export_targets import run_on_terminal

pytestmark = pytest.mark.slow

YQ = [sys.executable, "-m", "yqsafety"]
UNIT = ("-u", "县林业局")
LOOK = ("list", "--item", "4", "--as-of", "2025-06-15")


def run(*arguments: str, typed: bytes | None = None, **variables: str | None) -> Any:
    """The program in a process of its own, with some variables set or, with None, unset."""
    given = {**os.environ, **variables}
    clean = {name: value for name, value in given.items() if value is not None}
    return subprocess.run([*YQ, *arguments], env=clean, input=typed, capture_output=True)


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home folder, as in a container with a number for a user."""

    def unknown(*_: object) -> Any:
        raise KeyError("getpwuid(): uid not found")

    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "YQSAFETY_USER"):
        monkeypatch.delenv(name, raising=False)
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)


@pytest.mark.usefixtures("homeless")
def test_without_a_home_folder_one_can_look_and_record(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = ("--state", tmp_path / "s.json")
    assert cli("list", "--item", "4", *named).code == 0
    assert cli("show", "4.1", *named).code == cli("status", *named).code == 0
    unknown = cli("check", "4.1", *UNIT, *named)
    assert (unknown.code, "--by" in unknown.err) == (2, True)
    assert cli("check", "4.1", *UNIT, *named, "--by", "张三").code == 0
    assert cli("use", "县林业局").code == 2
    assert cli("use").code == 0
    nowhere = cli("list")
    assert (nowhere.code, "--state" in nowhere.err) == (2, True)
    tilde = cli("list", "--state", "~/s.json")
    assert (tilde.code, tilde.out) == (2, "")
    monkeypatch.setenv("YQSAFETY_STATE", str(tmp_path / "s.json"))
    assert cli("export", "json", "-o", tmp_path / "a.json").code == 0
    assert {path.name for path in tmp_path.iterdir()} <= {"s.json", "s.json.lock", "a.json"}


def test_a_relative_folder_for_data_is_ignored(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "x")
    assert cli("check", "4.1", *UNIT).code == 0
    assert (tmp_path / ".local" / "share" / "yqsafety" / "state.json").exists()
    assert not list((tmp_path / "here").iterdir())


def test_a_tilde_is_the_home_folder(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert cli("check", "4.1", *UNIT, "--state=~/x.json").code == 0
    monkeypatch.setenv("YQSAFETY_STATE", "~/x.json")
    assert cli("check", "4.2", *UNIT).code == 0
    assert cli("export", "csv", "--output=~/a.csv").code == 0
    assert (tmp_path / "x.json").exists()
    assert (tmp_path / "a.csv").exists()
    assert not list((tmp_path / "elsewhere").iterdir())
    monkeypatch.setenv("YQSAFETY_UNITS", "~/none.yaml")
    assert "none.yaml" in cli("list").err


def test_a_closed_stdin_at_a_question(tmp_path: Path) -> None:
    line = f"{' '.join(YQ)} check --all -u 县林业局 -i 4 <&-"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--yes" in done.stderr
    for closed in ("<&- >&- 2>&-", ">&-", "2>&-"):
        line = f"{' '.join(YQ)} list -i 4 --as-of 2025-06-15 {closed}"
        assert subprocess.run(["sh", "-c", line], capture_output=True).returncode == 0, closed


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("y", 0),
        ("Y", 0),
        ("ｙ", 0),
        ("YES", 0),
        ("ｙｅｓ", 0),
        (" 是 ", 0),
        ("是的。", 0),
        ("确认", 0),
        ("确定", 0),
        ("n", 130),
        ("", 130),
        ("不是", 130),
        ("否", 130),
        ("yy", 130),
        ("确认一下", 130),
    ],
)
def test_what_counts_as_a_yes(answer: str, code: int) -> None:
    done = run("check", "--all", *UNIT, "-i", "4", typed=f"{answer}\n".encode())
    assert done.returncode == code


@pytest.mark.parametrize("raw", [b"\xca\xc7\n", b"\xff\xfe\n", b"\x00\n", b"y" * 5000])
def test_an_answer_in_another_encoding_is_no_yes(raw: bytes) -> None:
    strict = "utf-8:strict"
    done = run("check", "--all", *UNIT, "-i", "4", typed=raw, PYTHONIOENCODING=strict)
    assert done.returncode == 130


@pytest.mark.parametrize("columns", ["0", "100000", "-1", "abc", "", "9" * 40])
def test_an_odd_width_is_not_believed(columns: str) -> None:
    for line in (LOOK, ("show", "4.1"), ("status",), ("units",), ("list", "--help")):
        begun = time.monotonic()
        code, said = run_on_terminal(*line, COLUMNS=columns, LINES=columns)
        assert code == 0
        assert len(said) > 200
        assert time.monotonic() - begun < 10


def test_chinese_under_another_encoding_is_refused(tmp_path: Path) -> None:
    plain: dict[str, Any] = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "utf-8",
    }
    for line in (("check", "4.1", *UNIT), ("note", "4.1", "甲", "-u", "linye")):
        done = run(*line, **plain)
        assert (done.returncode, done.stdout) == (2, b"")
        assert "编码" in done.stderr.decode()
    done = run("list", "-i", "4", **{**plain, "YQSAFETY_USER": "张三"})
    assert done.returncode == 2
    ascii_only = {**plain, "YQSAFETY_USER": "zhang"}
    assert run("check", "4.1", "-u", "linye", **ascii_only).returncode == 0
    done = run("export", "csv", "--split-by", "unit", "-o", ".", **ascii_only)
    assert done.returncode == 2
    assert "LC_ALL" in done.stderr.decode()
    assert not list(tmp_path.glob("*.csv"))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_a_line_is_never_of_question_marks_only(encoding: str) -> None:
    done = run("list", "-i", "99", PYTHONIOENCODING=encoding)
    said = done.stderr.decode("gbk" if encoding == "gbk" else "utf-8")
    assert "没有条款" in said


def test_utf8_is_told_from_gbk(monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    monkeypatch.setattr("sys.getfilesystemencoding", lambda: "gbk")
    monkeypatch.setattr("os.fsencode", lambda name: str(name).encode("gbk"))
    monkeypatch.delenv("YQSAFETY_USER")
    for name in ("县林业局", "林业", "一", "联通", "乱", "中国"):
        assert cli("units", name).err.find("编码") < 0, name
        try:
            typed = name.encode().decode("gbk", errors="surrogateescape")
        except UnicodeError:
            continue
        assert cli("list", "-g", typed).code == 2, name


BEGUN = """
import gc, os, sys
sys.argv[1:] = ["list"]
from yqsafety.__main__ import main
gc.disable = lambda: os.write(1, b".")  # the first thing that it does
main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_moment_is_one_line(number: int) -> None:
    for wait in range(0, 180, 9):
        with subprocess.Popen(
            [sys.executable, "-c", BEGUN], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            assert child.stdout.read(1) == b"."  # Python itself has started
            time.sleep(wait / 1000)
            child.send_signal(number)
            said = child.communicate()[1].decode()
        assert "Traceback" not in said, wait
        # In its first three milliseconds nobody has asked to be told of SIGTERM yet.
        assert child.returncode in (0, 128 + number, -signal.SIGTERM)
        assert ("已中断" in said) == (child.returncode > 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back(number: int) -> None:
    child, handle = pty.fork()
    if child == 0:
        os.environ.update({"TERM": "xterm", "PYTHONIOENCODING": "utf-8"})
        os.execv(sys.executable, [*YQ, "check", *UNIT])
    said, agreed, sent, end = b"", False, False, time.monotonic() + 30
    while time.monotonic() < end:
        if select.select([handle], [], [], 0.2)[0]:
            try:
                said += os.read(handle, 65536)
            except OSError:
                break
        if not agreed and b"[y/N]" in said:  # the term of the notice that ships is over
            os.write(handle, b"y\n")
            agreed = True
        if not sent and "退出".encode() in said:
            os.kill(child, number)
            sent = True
    if not sent:
        os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 128 + number
    assert b"\x1b[?1049l" in said
    assert b"\x1b[?25h" in said


def test_a_mount_point_of_its_own_is_written_over(
    cli: Cli, state_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("check", "4.1", *UNIT).code == 0
    place = state_path.stat().st_ino
    replace = Path.replace

    def busy(self: Path, target: Path) -> Path:
        if Path(target) == state_path:
            raise OSError(errno.EBUSY, "busy")
        return replace(self, target)

    def other_device(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, "other device")

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(
        os, "link", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EXDEV, ""))
    )
    assert cli("check", "4.2", *UNIT).code == 0
    assert cli("uncheck", "4.2", *UNIT).code == 0
    assert state_path.stat().st_ino == place
    assert len(cli("log", "--json").json["events"]) == 3
    assert not list(state_path.parent.glob("*.tmp"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_root_leaves_files_to_their_owner(cli: Cli, state_path: Path, tmp_path: Path) -> None:
    state_path.parent.mkdir(parents=True)
    os.chown(state_path.parent, 65534, 65534)
    for ident in ("4.1", "4.2", "4.4"):
        assert cli("check", ident, *UNIT).code == 0
    owners = {path.name: path.stat().st_uid for path in state_path.parent.iterdir()}
    assert owners == dict.fromkeys(("state.json", "state.json.bak", "state.json.lock"), 65534)
    (tmp_path / "a.html").touch()
    os.chown(tmp_path / "a.html", 65534, 65534)
    assert cli("export", "html", "-o", "a.html").code == 0
    assert (tmp_path / "a.html").stat().st_uid == 65534
