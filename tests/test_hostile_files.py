"""Files that are not what they should be: refused in one line, in time, in little memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Cli, Result
from small import event
from test_state_file import EVENT, SOUND, sealed

from yqsafety.files import file_name, is_file, is_folder
from yqsafety.store import state_file
from yqsafety.store.state_format import State, dump_state

pytestmark = pytest.mark.usefixtures("in_time")

MEMORY = 200
"""MB of a whole process."""
PROCESSOR = 4
"""Seconds of the processor; an idle machine takes one."""


@pytest.fixture
def special(tmp_path: Path) -> dict[str, Path]:
    """Paths that are no plain files."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    paths = {name: tmp_path / name for name in ("pipe", "folder", "loop")}
    return paths | {"zero": Path("/dev/zero"), "null": Path("/dev/null"), "long": Path("x" * 300)}


def one_line(result: Result, code: int) -> None:
    """Refused in order: nothing on stdout, a last line of Chinese that ends as a sentence."""
    assert (result.code, result.out) == (code, "")
    assert re.search(r"[一-鿿].*[。a-z0-9]$", result.err.splitlines()[-1])
    assert "程序出错" not in result.err


SPECIAL = ["pipe", "folder", "loop", "zero", "null", "long"]


@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("list --state {}", 4),
        ("check 4.1 --unit 县林业局 --state {}", 4),
        ("recover --yes --state {}", 4),
        ("list --notice {}", 2),
        ("notice --verify {}", 2),
        ("validate {}", 2),
        ("merge {}", 2),
        ("import {}", 2),
    ],
)
def test_what_is_no_plain_file_is_not_waited_for(
    cli: Cli, special: dict[str, Path], name: str, command: str, code: int
) -> None:
    one_line(cli(*command.format(special[name]).split()), code)


@pytest.mark.parametrize("name", SPECIAL)
def test_nor_is_a_roster_or_a_settings_file(
    cli: Cli, special: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    settings = tmp_path / "config" / "yqsafety" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.symlink_to(special[name])
    if name != "long":  # a link that leads nowhere is no setting
        one_line(cli("list", "--mine"), 2)
    monkeypatch.setenv("YQSAFETY_UNITS", str(special[name]))
    one_line(cli("list"), 2)


@pytest.mark.parametrize("name", ["pipe", "null", "folder", "loop"])
def test_an_output_replaces_no_device(cli: Cli, special: dict[str, Path], name: str) -> None:
    path = special[name]
    before = path.lstat().st_mode, path.lstat().st_ino
    one_line(cli("export", "csv", "-o", path), 2)
    assert (path.lstat().st_mode, path.lstat().st_ino) == before


def test_a_file_over_its_limit_is_refused_unread(cli: Cli, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(1 << 40)
    for command in (["list"], ["check", "4.1", "--unit", "县林业局"]):
        result = cli(*command, "--state", large)
        one_line(result, 4)
        assert result.err == (
            f"状态文件超过 256 MB，未读取，未作改动：{large}。请检查是否选错文件。\n"
        )
    refused = cli("merge", large)
    one_line(refused, 5)
    assert "超过 64 MB" in refused.err
    assert large.stat().st_size == 1 << 40
    for command in (["notice", "--verify"], ["import"], ["validate"]):
        result = cli(*command, large)
        assert result.code in (2, 3, 5)
        assert re.search("超过 2 MB|超过 20 MB", result.out + result.err)


def test_a_state_does_not_grow_over_its_limit(
    cli: Cli, state_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_file, "MAX_OWN", len(SOUND) + 10)
    state_path.parent.mkdir(parents=True)
    state_path.write_bytes(SOUND)
    result = cli("check", "1.1", "--unit", "县林业局")
    one_line(result, 4)
    assert str(state_path) in result.err
    assert state_path.read_bytes() == SOUND


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"value": 3', '"value": -1'),
        ('"value": 3', f'"value": {10**15}'),
        ('"value": 3', f'"value": {"9" * 4000}'),
        ('"value": 3', f'"evidence": [{{"name": "x", "size": {"9" * 4000}}}]'),
        ('"value": 3', '"value": -Infinity'),
        ("2025-06-01T09", "9999-12-31T23"),
        ("2025-06-01T09", "2025-02-30T09"),
        ("2025-06-01T09", "2025-06-01T24"),
        ("2025-06-01T09", "٢٠٢٥-06-01T09"),
        ('"id": "e1"', '"id": ""'),
        ('"batch": "b1"', '"batch": ""'),
        ('"note": "甲"', '"note": "\\ud83d\\ude00"'),
        ("[", "[" * 100_000),
    ],
)
def test_what_no_clock_and_no_clerk_writes_is_refused_in_the_own_state(
    cli: Cli, state_path: Path, old: str, new: str
) -> None:
    state_path.parent.mkdir(parents=True)
    assert old in SOUND.decode()
    state_path.write_bytes(sealed(SOUND.decode().replace(old, new, 1)))
    for command in ("list", "log", "check 4.1 --unit 县林业局"):
        result = cli(*command.split())
        one_line(result, 4)
        assert "状态文件已损坏" in result.err


@pytest.mark.parametrize("pair", ['"unit": "yingji", "unit": "linye"', '"note": "", "note": "甲"'])
def test_a_key_that_stands_twice_is_not_believed(cli: Cli, tmp_path: Path, pair: str) -> None:
    name = pair.partition(":")[0]
    text = re.sub(rf'{name}: "[^"]*"', pair, SOUND.decode(), count=1)
    (tmp_path / "other.json").write_bytes(sealed(text))
    one_line(cli("merge", tmp_path / "other.json"), 5)
    one_line(cli("list", "--state", tmp_path / "other.json"), 4)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[" * 60_000,
        b'{"unit": 5}',
        b'{"unit": "\xff"}',
        b'{"unit": ' + b"9" * 5_000 + b"}",
        b'{"unit": "x"}' + b" " * 70_000,
        '{"unit": "县"}'.encode("utf-16"),
        b"\x00",
    ],
    ids=lambda raw: repr(raw)[:20],
)
def test_broken_settings_are_named_with_the_way_out(cli: Cli, tmp_path: Path, raw: bytes) -> None:
    settings = tmp_path / "config" / "yqsafety" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(raw)
    result = cli("list", "--mine")
    one_line(result, 2)
    assert "设置文件已损坏" in result.err
    assert "yqsafety use" in result.err
    assert cli("use", "林业").code == 0
    assert cli("list", "--mine").code == 0


def test_a_hostile_compiled_copy_is_made_anew(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    sound = cli("list")
    (copy,) = (tmp_path / "own").rglob("*.json")
    for raw in (b"", b"x\n" + b"[" * 100_000, b"\xff\n{}", copy.read_bytes()[:-1] + b" "):
        copy.write_bytes(raw)
        assert cli("list") == sound
    copy.unlink()
    os.mkfifo(copy)
    assert cli("list") == sound


UNITS = "schema: yqsafety/units@1\n"
NOTICE = "schema: yqsafety/notice@1\n"
WORST = {
    "values": NOTICE + "sections: [" + "a," * 39_000 + "]",
    "too-many": NOTICE + "sections: [" + "a," * 900_000 + "]",
    "maps": NOTICE + "sections: [" + "{number: 1}," * 19_000 + "]",
    "deep": "[" * 1_990_000,
    "text": "a: '" + "x" * 1_990_000 + "'",
    "key": f"{'k' * 500_000}: 1\n{'k' * 500_000}: 1\n",
    "chain": UNITS + "groups:\n" + "".join(
        f"  - {{id: g{n}, name: 组{n}, reads_as: 组{n + 1}}}\n" for n in range(9_000)
    ),
    "units": UNITS + "units:\n" + "".join(
        f"  - {{id: g{n}, name: 组{n}}}\n" for n in range(13_000)
    ),
}  # fmt: skip

MEASURED = """
import pathlib, re, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from yqsafety.cli import app
code = app.run_command_line(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
memory, status = used.ru_maxrss, pathlib.Path("/proc/self/status")
if status.exists():  # Linux counts in ru_maxrss what the tests themselves took before the start
    memory = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1])
print(code, used.ru_utime + used.ru_stime, memory // 1024, file=sys.stderr)
"""


def measured(*arguments: object) -> tuple[int, float, int]:
    """Exit code, seconds of the processor and MB of a process of its own."""
    command = [sys.executable, "-c", MEASURED, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, timeout=60)
    assert "Traceback" not in done.stderr
    code, seconds, memory = done.stderr.splitlines()[-1].split()
    return int(code), float(seconds), int(memory)


@pytest.mark.slow
@pytest.mark.parametrize("name", WORST)
@pytest.mark.process
def test_the_worst_yaml_takes_little_time_and_memory(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(WORST[name], encoding="utf-8")
    code, seconds, memory = measured("validate", file)
    assert code == (0 if name == "units" else 3)
    assert memory < MEMORY
    assert seconds < PROCESSOR


@pytest.mark.slow
@pytest.mark.process
def test_the_worst_json_takes_little_time_and_memory(tmp_path: Path) -> None:
    nested = SOUND.decode().replace('"甲"', "[" * 2_000_000, 1)
    long = dump_state(State("abcdef", (EVENT._replace(note="\x1b" * 1_000_000),)))
    for name, raw, expected in (("nested", sealed(nested), 4), ("long", long, 0)):
        (tmp_path / name).write_bytes(raw)
        code, seconds, memory = measured("log", "--state", tmp_path / name)
        assert code == expected
        assert memory < MEMORY
        assert seconds < PROCESSOR


def test_a_chain_of_groups_has_an_end(cli: Cli, tmp_path: Path) -> None:
    """Each is taken apart through the next: a long chain would exhaust the stack."""
    groups = [f"  - {{id: g{n}, name: 组{n}, reads_as: 组{n + 1}}}" for n in range(12)]
    last = "  - {id: g12, name: 组12}\n"
    (tmp_path / "chain.yaml").write_text("\n".join([UNITS + "groups:", *groups, last]), "utf-8")
    result = cli("validate", tmp_path / "chain.yaml")
    assert result.code == 3
    assert [row[0][-9:] for row in result.rows] == ["groups[0]", "groups[1]"]
    assert "引用超过 10 层" in result.out


def test_a_surrogate_in_yaml_is_refused(cli: Cli, tmp_path: Path) -> None:
    for text in ('id: "\\ud800"', 'id: "\\U0000dfff"'):
        (tmp_path / "a.yaml").write_text(NOTICE + text, encoding="utf-8")
        assert cli("validate", tmp_path / "a.yaml").code == 3


def test_a_user_name_that_is_no_text_is_refused(
    cli: Cli, state_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "YQSAFETY_USER", "\udcff")
    one_line(cli("check", "4.1", "--unit", "县林业局"), 2)
    assert not state_path.exists()


def test_a_number_of_a_task_may_be_of_any_length(cli: Cli) -> None:
    for text in ("9" * 5_000, "9" * 5_000 + ".1", "٣.١", "1.1@" + "x" * 100_000):
        one_line(cli("show", text), 2)


@pytest.mark.parametrize(
    "text",
    ["../../x", "a/b", "a\\b", "CON", "con.txt", "nul", "COM1", "", ".", "..", "  ", "x" * 300,
     "长" * 300, "\x1b[2J", "\u202ea", "a\nb", "C:x", "*?", "LPT9.", ".hidden"],
)  # fmt: skip
def test_a_unit_names_a_file_in_its_folder_only(text: str) -> None:
    name = file_name(text)
    assert Path(name).name == name
    assert name.isprintable()
    assert 0 < len(name.encode()) <= 181
    assert not re.fullmatch(r"(?i)(con|nul|com\d|lpt\d)(\..*)?", name)
    assert not set('/\\:*?"<>|') & set(name)
    assert not name.startswith(".")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("城关镇/新城镇*?", "城关镇_新城镇__"),
        ("X乡. ", "X乡"),
        (". ", "_"),
        ("con", "_con"),
        ("长" * 61, "长" * 60),
        ("a" + "长" * 60, "a" + "长" * 59),
    ],
)
def test_the_name_of_a_file_is_as_near_as_can_be(text: str, name: str) -> None:
    assert file_name(text) == name


def test_what_cannot_be_looked_at_is_no_file_and_no_folder() -> None:
    for path in (Path("x" * 5_000), Path("a\0b")):
        assert not is_file(path)
        assert not is_folder(path)


def test_a_merged_file_of_another_county_breaks_nothing(cli: Cli, tmp_path: Path) -> None:
    """Sound events about tasks, periods and units that are not here."""
    strange = [
        event(n, "done", task, unit, period=period, notice="yuanqu-2025-1", origin="other")
        for n, (task, period, unit) in enumerate(
            [
                ("99.9", "2025", "linye"),
                ("4.1", "", "nobody"),
                ("", "", ""),
                ("3.3", "昨天", "linye"),
            ]
        )
    ]
    (tmp_path / "other.json").write_bytes(dump_state(State("fedcba", tuple(strange))))
    assert cli("merge", tmp_path / "other.json").code == 0
    for command in (
        "list",
        "log",
        "log --json",
        "status --by unit",
        "show 4.1",
        "validate --evidence",
    ):
        assert cli(*command.split()).code == 0
    assert json.loads(cli("list", "--json").out)["state"]["events"] == 4
