"""What the pages on the shared store tell people to type: it exists, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from yqsafety.cli.registry import GROUPS, build_command
from yqsafety.store.administration import numbered_scripts
from yqsafety.store.postgresql import VERSION

ROOT = Path(__file__).parents[1]
PAGES = ("docs/store.md", "docs/store.zh-CN.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def typed(page: str) -> list[str]:
    """Every `yqsafety …` of a page, in a block or in a line."""
    return re.findall(r"yqsafety ((?:store |use|check|merge)[^`\n]*)", text(page))


def test_both_pages_tell_to_type_the_same() -> None:
    assert typed(PAGES[0]) == typed(PAGES[1])
    blocks = [re.findall(r"```\w*\n(.*?)```", text(page), re.DOTALL) for page in PAGES]
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_of_a_page_exists(page: str) -> None:
    for line in typed(page):
        words = line.split()
        if words[0] != "store":
            continue
        assert words[1] in GROUPS["store"], line
        known = {o for one in build_command("store", words[1]).params for o in one.opts}
        assert {word for word in words if re.match(r"--?[a-z]", word)} <= known, line


def test_every_command_is_on_the_page_or_in_the_reference() -> None:
    for name in GROUPS["store"]:
        for page in (*PAGES, "docs/reference.md", "docs/reference.zh-CN.md"):
            assert f"store {name}" in text(page), (name, page)


def test_the_compose_file_starts_one_server_with_encryption_and_no_password_in_it() -> None:
    said = yaml.safe_load(text("docs/compose.yaml"))
    (server,) = said["services"].values()
    assert re.fullmatch(r"postgres:1[4-7]", server["image"])
    assert "ssl=on" in server["command"]
    assert server["environment"]["POSTGRES_PASSWORD_FILE"].startswith("/run/secrets/")
    assert set(server["secrets"]) == set(said["secrets"])
    assert "records" in said["volumes"]
    assert "POSTGRES_PASSWORD:" not in text("docs/compose.yaml")


def test_the_sql_files_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in numbered_scripts()] == [*range(1, VERSION + 1)]
