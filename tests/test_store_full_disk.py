"""A shared store whose server has no room left on its disk: told, and nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Cli
from postgres_server import Server, find_binaries
from shared_county import County, made_county

pytestmark = pytest.mark.slow
LINYE = ("--unit", "县林业局")


@pytest.fixture
def small(tmp_path: Path, cli: Cli) -> Iterator[County]:
    """A county on a disk of its own, in memory, which only root can make."""
    pytest.importorskip("psycopg2", reason="psycopg2 is not installed here")
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed here (initdb)")
    disk = Path(tempfile.mkdtemp(prefix="yq-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        disk.rmdir()
        pytest.skip("a small disk can be made by root only")
    server = None
    try:
        server = Server(disk, binaries)
        yield from made_county(server, tmp_path, cli)
    finally:
        if server:
            server.stop("immediate")
        subprocess.run(["umount", "-l", str(disk)], check=True)
        shutil.rmtree(disk, ignore_errors=True)


def filled(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 20))
        except OSError:
            pass
    return filler


def test_a_full_disk_is_said_and_loses_nothing(small: County) -> None:
    assert small.run("linye", "note", "4.1", "此前", *LINYE).code == 0
    filler = filled(small.server.folder)
    Path("大.pdf").write_bytes(bytes(range(256)) * 30_000)
    full = small.run("linye", "note", "4.1", "满时", *LINYE, "--evidence", "大.pdf")
    assert (full.code, full.out) == (4, "")
    assert full.err == "共享库的磁盘已满，未登记。请告知管理员。\n"
    assert small.run("shuili", "log").out.count("县林业局") == 1
    filler.unlink()
    again = small.run("linye", "note", "4.1", "此后", *LINYE, "--evidence", "大.pdf")
    assert (again.code, again.err) == (0, "")
    assert [event["note"] for event in small.events] == ["此前", "此后"]
    assert small.run("office", "store", "check").code == 0
