"""The documents tell the truth: README's examples are run, every option is described."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from conftest import Cli

from yqsafety.cli.registry import COMMANDS, build_command

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text(name), re.DOTALL)


def run(cli: Cli, line: str) -> str:
    """What a terminal would show of one example, `head` and `&& echo` included."""
    command, _, then = line.partition(" && echo ")
    command, _, head = command.partition(" | head -")
    result = cli(*shlex.split(command)[1:])
    shown = result.out.splitlines()[: int(head) if head else None]
    shown = result.err.splitlines() + shown + ([then] if then and result.code == 0 else [])
    return "\n".join(shown) + "\n" if shown else ""


@pytest.mark.parametrize("name", READMES)
def test_the_examples_of_readme_are_real(cli: Cli, name: str) -> None:
    examples = "".join(blocks(name, "console"))
    commands = [line[2:] for line in examples.splitlines() if line.startswith("$ ")]
    assert len(commands) >= 6
    assert "".join(f"$ {line}\n{run(cli, line)}" for line in commands) == examples


def test_the_month_of_the_office_can_be_run(cli: Cli) -> None:
    commands = "".join(blocks("docs/month.md", "sh")).splitlines()
    assert len(commands) >= 15
    for line in commands:
        result = cli(*shlex.split(line)[1:])
        assert result.code == 0, (line, result.err)


def test_both_readmes_show_the_same() -> None:
    for language in ("sh", "console"):
        assert blocks("README.md", language) == blocks("README.zh-CN.md", language)
    sections = [len(re.findall(r"(?m)^## ", text(name))) for name in READMES]
    assert sections[0] == sections[1]


def test_every_command_and_option_is_in_the_reference() -> None:
    reference = text("docs/reference.md")
    for name in COMMANDS:
        assert re.search(rf"(?m)^\| `{name}\b", reference), name
        for parameter in build_command(name).params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert re.search(rf"{option}\b", reference), (name, option)


def test_every_help_page_is_chinese(cli: Cli) -> None:
    for name in COMMANDS:
        page = cli(name, "--help")
        assert page.code == 0
        assert page.out.startswith(f"用法：yqsafety {name}")
        assert not re.search(r"Usage|Options|Show this|required|default", page.out)


def test_the_links_of_the_documents_lead_somewhere() -> None:
    for name in (
        *READMES,
        "AGENTS.md",
        "CONTRIBUTING.md",
        *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
    ):
        for target in re.findall(r"\]\(([^)#]+)", text(name)):
            assert (ROOT / name).parent.joinpath(target).exists(), (name, target)


def test_every_file_that_how_it_works_names_is_there() -> None:
    named = set(re.findall(r"`([\w/]+\.py)(?::([\w.]+))?`", text("docs/how-it-works.md")))
    assert len(named) > 20
    for file, name in named:
        path = next((p for p in (ROOT, ROOT / "src/yqsafety") if (p / file).exists()), None)
        assert path, file
        for part in name.split(".") if name else ():
            assert re.search(rf"\b{part}\b", (path / file).read_text(encoding="utf-8")), (
                file,
                name,
            )
