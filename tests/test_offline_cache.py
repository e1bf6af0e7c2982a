"""The one file runs from its cache folder only what this user has put there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from test_offline import PROGRAM, made, run, unpacked

pytestmark = pytest.mark.skipif(os.name == "nt", reason="owner and mode are those of POSIX")


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))


def test_a_start_without_umask_leaves_nothing_that_others_can_write(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        result = run(made(tmp_path, PROGRAM))
    finally:
        os.umask(before)
    folder = Path(result.stdout.strip()).parents[1]
    for one in (folder, folder.parent, folder.parent.parent):
        assert one.stat().st_mode & 0o022 == 0


@pytest.mark.parametrize("fault", ["mode", "above", "link"])
def test_a_folder_that_others_could_have_filled_is_not_run(tmp_path: Path, fault: str) -> None:
    pyz = made(tmp_path, PROGRAM)
    app = Path(run(pyz).stdout.strip())
    app.write_text("def main():\n    print('planted')\n", encoding="utf-8")
    folder = app.parents[1]
    if fault == "mode":
        folder.chmod(0o777)
    elif fault == "above":
        folder.parent.chmod(0o777)
    else:
        folder.rename(tmp_path / "away")
        folder.symlink_to(tmp_path / "away")
    result = run(pyz)
    assert result.returncode == 0, result.stderr
    assert "planted" not in result.stdout
    assert list((tmp_path / "tmp").iterdir()) == []
    assert [name for name in unpacked(tmp_path) if name.startswith("unpacking")] == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives a folder away")
def test_a_folder_of_another_user_is_not_run(tmp_path: Path) -> None:
    pyz = made(tmp_path, PROGRAM)
    app = Path(run(pyz).stdout.strip())
    app.write_text("def main():\n    print('planted')\n", encoding="utf-8")
    os.chown(app.parents[1], 12345, 12345)
    assert "planted" not in run(pyz).stdout


def test_what_killed_starts_left_is_removed(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "yqsafety"
    old = cache / "unpacking-abc"
    dead, alive = cache / "unpacking-999999999-x", cache / f"unpacking-{os.getpid()}-x"
    for folder in (old, dead, alive):
        (folder / "yqsafety").mkdir(parents=True)
    os.utime(old, (1, 1))
    run(made(tmp_path, PROGRAM))
    assert {name for name in unpacked(tmp_path) if name.startswith("unpacking")} == {alive.name}
