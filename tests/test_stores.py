"""Where records are kept: what an address is, and that it never becomes a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cli

TICK = "check 4.1 --unit 县应急管理局"
SECRET = "u:secret@127.0.0.1"  # nosec: a password that must never become the name of a folder


def everything_below(folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob("*")]


@pytest.mark.parametrize("address", [f"redis://{SECRET}/yq", f"HTTPS://{SECRET}", "a+b.c-1://x"])
@pytest.mark.parametrize("command", ["list", TICK, "status --fail-on overdue", "undo", "recover"])
def test_an_address_of_another_kind_is_refused_and_makes_no_file(
    cli: Cli, tmp_path: Path, command: str, address: str
) -> None:
    done = cli(*command.split(), "--state", address)
    scheme = address.partition("://")[0]
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"不认识“{scheme}://”这种地址。--state 后写状态文件的路径，或共享库的地址 postgresql://…\n"
    )
    assert not [name for name in everything_below(tmp_path) if "secret" in name or ":" in name]


def test_an_address_in_the_variable_is_refused_too(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("YQSAFETY_STATE", f"mysql://{SECRET}/yq")
    done = cli(*TICK.split())
    assert done.code == 2
    assert "secret" not in done.err
    assert everything_below(tmp_path) == []


@pytest.mark.parametrize("name", ["a:b.json", "c:/state.json", "1://x.json", "x:/y.json"])
def test_a_path_with_a_colon_is_a_path(cli: Cli, tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    assert cli(*TICK.split(), "--state", name).code == 0
    assert (tmp_path / name).is_file()
