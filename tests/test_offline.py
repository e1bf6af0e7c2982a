"""The one file for machines without network: put together, and unpacked where it is run.

Building it whole takes the network; `.ci/run` does that, and runs it alone in an empty folder.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import offline
import offline_start
import pytest
from packaging.requirements import Requirement

APP = "yqsafety/__main__.py"
LIBRARY = f"yqsafety/library{offline_start.OWN}"
PROGRAM = {
    APP: b"def main():\n    print(__file__)\n",
    LIBRARY: b"for this Python",
    "yqsafety/library.cpython-39-mips64-linux-gnu.so": b"for another",
}


def made(folder: Path, files: dict[str, bytes]) -> Path:
    """A file as the tool makes it, with a small program inside."""
    pyz = folder / "yqsafety.pyz"
    payload = offline.zipped(files, zipfile.ZIP_DEFLATED)
    offline.write(pyz, payload, "Python 3.11（win_amd64）")
    return pyz


def run(pyz: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it with a Python that has nothing installed."""
    command = [sys.executable, "-I", "-S", str(pyz)]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1", **environment}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def damage(pyz: Path) -> None:
    """Change one bit of the program inside."""
    whole = bytearray(pyz.read_bytes())
    with zipfile.ZipFile(pyz) as archive:
        whole[archive.getinfo(offline.PAYLOAD).header_offset + 60] ^= 1
    pyz.write_bytes(whole)


def unpacked(tmp_path: Path) -> list[str]:
    """The names in the cache folder."""
    return sorted(path.name for path in (tmp_path / "cache").glob("yqsafety/*"))


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))


def test_the_program_is_unpacked_once_and_only_what_fits_this_python(tmp_path: Path) -> None:
    pyz = made(tmp_path, PROGRAM)
    first = run(pyz)
    folder = Path(first.stdout.strip()).parents[1]
    assert folder.parent == tmp_path / "cache" / "yqsafety", first.stderr
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    assert {name for name in kept if not name.endswith(".pyc")} == {APP, LIBRARY}
    damage(pyz)  # it is not read again
    assert run(pyz).stdout == first.stdout
    assert unpacked(tmp_path) == [folder.name]


def test_another_build_is_another_folder(tmp_path: Path) -> None:
    run(made(tmp_path, PROGRAM))
    assert (
        run(made(tmp_path, PROGRAM | {APP: b"def main():\n    print('new')\n"})).stdout == "new\n"
    )
    assert len(unpacked(tmp_path)) == 2


def test_without_a_cache_folder_it_runs_all_the_same_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder")
    result = run(made(tmp_path, PROGRAM))
    assert Path(result.stdout.strip()).is_relative_to(tmp_path / "tmp"), result.stderr
    assert list((tmp_path / "tmp").iterdir()) == []


def test_on_another_python_it_says_so_and_unpacks_nothing(tmp_path: Path) -> None:
    result = run(made(tmp_path, {name: PROGRAM[name] for name in PROGRAM if name != LIBRARY}))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert result.returncode == offline_start.UNUSABLE
    assert result.stderr == (
        f"本文件用于 Python 3.11（win_amd64），这里是 Python {version}（{offline_start.TAG}）。"
        "请换用合适的 Python，或另行制作。\n"
    )
    assert unpacked(tmp_path) == []


def test_an_old_python_can_read_what_it_has_to_say() -> None:
    ast.parse(offline.START.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_copy_that_was_damaged_says_so(tmp_path: Path) -> None:
    pyz = made(tmp_path, PROGRAM)
    damage(pyz)
    result = run(pyz)
    assert (result.returncode, result.stderr) == (70, f"文件已损坏，请重新复制：{pyz}\n")
    assert unpacked(tmp_path) == []


def test_a_folder_that_was_cleared_half_says_what_to_do(tmp_path: Path) -> None:
    pyz = made(tmp_path, PROGRAM)
    app = Path(run(pyz).stdout.strip())
    app.unlink()
    result = run(pyz)
    assert result.returncode == offline_start.UNUSABLE
    assert result.stderr == f"程序文件不全，请删除此文件夹后重试：{app.parents[1]}\n"


def test_platforms_share_what_is_the_same_but_for_line_ends(tmp_path: Path) -> None:
    for name, end in (("linux", b"\n"), ("windows", b"\r\n")):
        (tmp_path / name / "a-1.dist-info").mkdir(parents=True)
        (tmp_path / name / "a.py").write_bytes(b"one" + end)
        (tmp_path / name / f"a.{name}.so").write_bytes(end)
        (tmp_path / name / "a-1.dist-info" / "RECORD").write_text(name)
        (tmp_path / name / "a-1.dist-info" / "WHEEL").write_text(name)
        (tmp_path / name / "a.h").write_text(f"for compilers on {name}")
    trees = [tmp_path / "linux", tmp_path / "windows"]
    assert list(offline.gather(trees)) == [
        "a-1.dist-info/WHEEL",
        "a.linux.so",
        "a.py",
        "a.windows.so",
    ]
    (tmp_path / "windows" / "a.py").write_bytes(b"two")
    with pytest.raises(offline.Failed, match=r"^a\.py 因平台而异"):
        offline.gather(trees)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("/usr/bin/python3: No module named pip", "这个 Python 没有 pip"),
        ("WARNING: Retrying (Retry(total=1\nERROR: No matching distribution found", "连不上软件源"),
        ("ERROR: No matching distribution found for a==1", "软件源中没有甲。.*found for a==1$"),
        ("ERROR: Wrong\nERROR: No space left", "未能取得甲。pip：No space left$"),
    ],
)
def test_what_pip_says_becomes_one_chinese_line(said: str, line: str) -> None:
    assert re.match(line, offline.reason(said, "甲"))


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    pyz = tmp_path / "yqsafety.pyz"
    pyz.mkdir()
    with pytest.raises(offline.Failed, match=r"^无法写入“.*yqsafety\.pyz”。请检查路径"):
        offline.write(pyz, b"", "")
    assert list(tmp_path.glob("*.part")) == []


def test_what_cannot_come_out_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(offline.Failed, match=r"^--python 3\.9 无效"):
        offline.build(tmp_path / "a.pyz", ["win_amd64"], ["3.9"])
    with pytest.raises(offline.Failed, match=r"^没有文件夹“.*/none”。请先建立。$"):
        offline.build(tmp_path / "none" / "a.pyz", ["win_amd64"], ["3.11"])


def test_what_finds_the_dlls_on_windows_is_taken_along_and_harmless_elsewhere(
    tmp_path: Path,
) -> None:
    both = b'"""A driver."""\n{0}\n\nx = 1\n'
    patch = (
        b"\n\n# start delvewheel patch\ndef p():\n    import os\n    os.add_dll_directory('d')\n"
        b"\n\np()\n# end delvewheel patch\n"
    )
    trees = []
    for name, content in (("linux", b""), ("windows", patch)):
        tree = tmp_path / name
        tree.mkdir()
        (tree / "m.py").write_bytes(both.replace(b"{0}", content))
        trees.append(tree)
    for order in (trees, trees[::-1]):
        made = offline.gather(order)["m.py"]
        found: dict[str, object] = {}
        exec(made, found)
        assert found["x"] == 1
        assert b"delvewheel" in made


def closure(name: str, environment: dict[str, str], seen: set[str]) -> set[str]:
    """What an installation of a package brings there, itself included."""
    if name not in seen:
        seen.add(name)
        try:
            needed = [Requirement(line) for line in requires(name) or ()]
        except PackageNotFoundError:
            return seen
        for one in needed:
            if one.marker is None or one.marker.evaluate({**environment, "extra": ""}):
                closure(one.name.lower(), environment, seen)
    return seen


def test_what_another_platform_needs_is_taken_along() -> None:
    linux = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
    windows = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
    needed: set[str] = set()
    always: set[str] | None = None
    for python in ("3.11", "3.12", "3.13", "3.14"):
        for system in (linux, windows):
            there = closure("yqsafety", {**system, "python_version": python}, set())
            always = there if always is None else always & there
            needed |= there
    assert always is not None
    assert {"typer", "pydantic-core", "mdurl", "python-docx", "lxml"} <= always
    assert needed - always == set(offline.ELSEWHERE)
