"""The documents tell the truth: README's examples are run, every option is described.

After a change that is meant to be seen, `UPDATE_GOLD=1 pytest tests/test_docs.py` writes the
answers in README anew.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from conftest import Cli

from yqsafety.cli.registry import COMMAND_PATHS, build_command

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
CHINESE = [str(path.relative_to(ROOT)) for path in PAGES if path.name.endswith(".zh-CN.md")]
"""The documents that have two editions, by the name of the Chinese one."""


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
def test_the_examples_of_readme_are_real(cli: Cli, tmp_path: Path, name: str) -> None:
    (notice,) = blocks(name, "text")
    (tmp_path / "通知.txt").write_text(notice, "utf-8")
    assert len(re.findall(r"(?m)^\$ ", "".join(blocks(name, "console")))) >= 6
    made = re.sub(r"(?s)(?<=```console\n).*?(?=```)", lambda at: rerun(cli, at[0]), text(name))
    if os.environ.get("UPDATE_GOLD"):
        (ROOT / name).write_text(made, "utf-8")
    assert made == text(name)


def rerun(cli: Cli, examples: str) -> str:
    """Examples with the answers of now."""
    commands = re.findall(r"(?m)^\$ (.+)$", examples)
    return "".join(f"$ {line}\n{run(cli, line)}" for line in commands)


def test_the_month_of_the_office_can_be_run(cli: Cli) -> None:
    commands = "".join(blocks("docs/month.md", "sh")).splitlines()
    assert len(commands) >= 15
    for line in commands:
        result = cli(*shlex.split(line)[1:])
        assert result.code == 0, (line, result.err)


def english(chinese: str) -> str:
    return chinese.replace(".zh-CN.md", ".md")


def outline(name: str) -> list[tuple[str, ...]]:
    """A document without its words: headings, rows, items and code blocks in their order."""
    parts = re.split(r"(?ms)^(```.*?^```$)", text(name))
    shape: list[tuple[str, ...]] = []
    for part in parts:
        if part.startswith("```"):
            shape.append(("code", part))
            continue
        for line in part.splitlines():
            if heading := re.match(r"#+ ", line):
                shape.append(("heading", heading[0]))
            elif line.startswith("|"):
                shape.append(("row", str(len(re.findall(r"(?<!\\)\|", line)))))
            elif item := re.match(r"\s*(?:[-*]|\d+\.) ", line):
                shape.append(("item", item[0]))
    return shape


def spans(name: str) -> list[set[str]]:
    """The code spans of each section that are ASCII: commands, options, keys, names of files."""
    prose = re.sub(r"(?ms)^```.*?^```$", "", text(name))
    return [
        {span for span in re.findall(r"`([^`\n]+)`", section) if span.isascii()}
        for section in re.split(r"(?m)^#+ ", prose)
    ]


def test_there_are_chinese_editions() -> None:
    wanted = {"README", "SECURITY", "CHANGELOG", "docs/authoring", "docs/reference"}
    assert wanted <= {name.removesuffix(".zh-CN.md") for name in CHINESE}


@pytest.mark.parametrize("name", CHINESE)
def test_both_editions_say_the_same(name: str) -> None:
    assert outline(name) == outline(english(name))
    assert spans(name) == spans(english(name))


@pytest.mark.parametrize("name", CHINESE)
def test_both_editions_link_to_each_other(name: str) -> None:
    """At the top; all other links of a Chinese edition lead to Chinese editions where there are."""
    for one, other in ((name, english(name)), (english(name), name)):
        assert f"]({Path(other).name})" in text(one).partition("\n## ")[0], one
    targets = re.findall(r"\]\(([^)#]+)", text(name))
    targets.remove(Path(english(name)).name)
    elsewhere = {(ROOT / name).parent.joinpath(target).resolve() for target in targets}
    assert not elsewhere & {(ROOT / english(other)).resolve() for other in CHINESE}


def test_every_command_and_option_is_in_the_reference() -> None:
    reference = text("docs/reference.md")
    for path in COMMAND_PATHS:
        name = " ".join(path)
        assert re.search(rf"(?m)^\| `{name}\b", reference), name
        for parameter in build_command(*path).params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert re.search(rf"{option}\b", reference), (name, option)


def test_every_help_page_is_chinese(cli: Cli) -> None:
    for path in COMMAND_PATHS:
        page = cli(*path, "--help")
        assert page.code == 0
        assert page.out.startswith(f"用法：yqsafety {' '.join(path)}")
        assert not re.search(r"Usage|Options|Show this|required|default", page.out)


def anchors(path: Path) -> set[str]:
    """The anchors that a forge makes of the headings of a document."""
    titles = re.findall(r"(?m)^#+ (.+)$", path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def test_the_links_of_the_documents_lead_somewhere() -> None:
    for path in PAGES:
        for target, _, place in re.findall(r"\]\(([^)#]+)(#([^)]+))?", path.read_text("utf-8")):
            found = path.parent / target
            assert found.exists(), (path, target)
            assert not place or place in anchors(found), (path, target, place)


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
