"""The year of the documents is walked through: each command on its day, with its answer.

After a change that is meant to be seen, `UPDATE_GOLD=1 pytest tests/test_year_page.py` writes the
answers anew.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
from pathlib import Path

import pytest
from conftest import Cli, Clock
from next_year import next_year_text

ROOT = Path(__file__).parents[1]


def filtered(lines: list[str], pipe: str) -> list[str]:
    """What `head`, `tail` or `grep` leaves of some lines."""
    name, *options = pipe.split()
    if name == "grep":
        more = int(options[0][2:]) if len(options) > 1 else 0
        hits = [n for n, line in enumerate(lines) if options[-1] in line]
        return [line for n, line in enumerate(lines) if any(0 <= n - hit <= more for hit in hits)]
    number = int(options[0][1:])
    return lines[:number] if name == "head" else lines[-number:]


def answer(cli: Cli, line: str) -> str:
    """What a terminal would show of one command with its pipe."""
    command, _, pipe = line.partition(" | ")
    result = cli(*shlex.split(command)[1:])
    assert result.code == 0, (line, result.err)
    shown, said = result.out.splitlines(), result.err.splitlines()
    shown = filtered(shown, pipe) if pipe else shown
    assert shown, line
    looks = command.split()[1] in ("list", "show")  # these say what they have to say last
    home = os.environ["HOME"]
    lines = (*shown, *said) if looks else (*said, *shown)
    return "".join(f"{one.replace(home, '~')}\n" for one in lines)


@pytest.mark.parametrize("page", ["docs/year.md", "docs/year.zh-CN.md"])
def test_the_year_can_be_walked_through(
    cli: Cli, clock: Clock, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", f"{os.environ['HOME']}/.local/share")
    Path("2026年通知.txt").write_text(next_year_text(), "utf-8")
    text = (ROOT / page).read_text("utf-8")
    commands = 0

    def rerun(found: re.Match[str]) -> str:
        nonlocal commands
        if found["day"]:
            clock.today = dt.date.fromisoformat(found["day"])
            return found[0]
        lines = re.findall(r"(?m)^\$ (.+)$", found["block"])
        commands += len(lines)
        made = "".join(f"$ {line}\n{answer(cli, line)}" for line in lines)
        return f"```console\n{made}```"

    made = re.sub(
        r"(?m)^## (?P<day>\d{4}-\d\d-\d\d)|^```console\n(?P<block>(?s:.*?))```", rerun, text
    )
    if os.environ.get("UPDATE_GOLD"):
        (ROOT / page).write_text(made, "utf-8")
    assert commands >= 25
    assert made == text
