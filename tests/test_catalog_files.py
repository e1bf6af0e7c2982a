"""Rewriting a catalogue: upgraded from the first shape, sealed anew; nothing of it is lost."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Cli
from documents import OWNED, notice, task, write

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[1] / "data"
VERSIONS = Path(__file__).parent / "versions"
NOTICE = Path(__file__).with_name("notice.txt")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The file of the first shape that shipped, with today's units beside it."""
    shutil.copy(DATA / "units.yaml", tmp_path)
    return Path(shutil.copy(VERSIONS / "tasks-notice1.yaml", tmp_path / "tasks.yaml"))


def comments(text: str) -> list[str]:
    """The lines that are comments, without the line that says the shape."""
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]


def answer(cli: Cli, file: Path) -> Any:
    """`list --json` without the digest of the file."""
    found = cli("list", "--json", "--notice", file).json
    for one in (found["catalog"], *found["catalogs"]):
        one.pop("digest")
    return found


def test_an_upgraded_file_means_the_same(cli: Cli, old: Path) -> None:
    text, before = old.read_text(encoding="utf-8"), answer(cli, old)
    result = cli("catalog", "upgrade", old)
    assert (result.code, result.err) == (0, "")
    upgraded = old.read_text(encoding="utf-8")
    assert "schema: yqsafety/notice@2" in upgraded
    assert cli("validate", old).out == "数据文件无误。\n"
    assert answer(cli, old) == before
    assert cli("notice", "--notice", old).out.encode() == NOTICE.read_bytes()
    assert comments(upgraded) == comments(text)
    assert len(comments(upgraded)) > 15
    # It is sealed: whoever changes a letter from now on is told.
    data = yaml.safe_load(upgraded)
    assert len(data["digest"]["text"]) == 64


def test_comments_within_a_file_stay_where_they_were(cli: Cli, old: Path) -> None:
    text = old.read_text(encoding="utf-8")
    for place in (
        '          - id: "1.2"',
        "        responsibility:",
        "      - number: 2",
        "sections:",
    ):
        indent = place[: len(place) - len(place.lstrip())]
        text = text.replace(f"{place}\n", f"{indent}# 待核 {place.strip()}\n{place}\n", 1)
    text = text.replace("edition: 2\n", "edition: 2  # 第二版\n")
    text = text.replace(
        "            title: 加强跟踪问效\n", "            title: 加强跟踪问效  # 短\n"
    )
    old.write_text(f"{text}# 完\n", encoding="utf-8")
    assert cli("catalog", "upgrade", old).code == 0
    upgraded = old.read_text(encoding="utf-8")
    assert re.search(r"# 待核 - id: \"1\.2\"\n +- id: \"1\.2\"", upgraded)
    assert re.search(r"# 待核 responsibility:\n +responsibility:", upgraded)
    assert re.search(r"# 待核 - number: 2\n +- label: '\(二\) '", upgraded)
    assert "edition: 2  # 第二版\n" in upgraded
    assert "title: 加强跟踪问效  # 短\n" in upgraded
    assert upgraded.count("# 待核") == 4
    assert cli("validate", old).code == 0


def test_another_name_leaves_the_old_file(cli: Cli, old: Path, tmp_path: Path) -> None:
    raw = old.read_bytes()
    assert cli("catalog", "upgrade", old, "-o", tmp_path / "new.yaml").code == 0
    assert old.read_bytes() == raw
    assert cli("validate", tmp_path / "new.yaml").code == 0


@pytest.mark.parametrize(
    ("old_text", "new_text", "said"),
    [
        ("schema: yqsafety/notice@1", "schema: yqsafety/notice@2", "不用改写"),
        ("edition: 2", "edition: [", "第 2"),
        ("edition: 2", "edition: zwei", "edition"),
    ],
)
def test_what_cannot_be_upgraded_is_left_alone(
    cli: Cli, old: Path, old_text: str, new_text: str, said: str
) -> None:
    text = old.read_text(encoding="utf-8").replace(old_text, new_text)
    old.write_text(text, encoding="utf-8")
    result = cli("catalog", "upgrade", old)
    assert result.code in (2, 3)
    assert said in result.err
    assert result.err.count("\n") == 1
    assert old.read_text(encoding="utf-8") == text


def test_every_tick_of_the_old_file_stands_under_the_new_one(
    cli: Cli, old: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state.json"
    state.write_bytes(gzip.decompress((VERSIONS / "everything-ticked-0.1.0.json.gz").read_bytes()))
    files = ("--state", state, "--as-of", "2025-12-31")
    before = cli("list", "--json", "--notice", old, *files).json["rows"]
    assert any(row["status"] == "done" for row in before)
    assert cli("list", "--json", *files).json["rows"] == before
    status = cli("status", "--json", "--notice", old, *files).json
    assert cli("status", "--json", *files).json["overall"] == status["overall"]


def test_sealing_after_a_correction(cli: Cli, tmp_path: Path) -> None:
    item = {"label": "一、", "tasks": [task(quote="检查3处。")], "responsibility": OWNED}
    file = write(notice(item), tmp_path)
    assert cli("catalog", "seal", file).code == 0
    text = file.read_text(encoding="utf-8").replace("检查3处", "检查5处")
    file.write_text(text, encoding="utf-8")
    assert cli("validate", file).code == 3
    original = tmp_path / "original.txt"
    original.write_text("工作方案\n一、检查3处。（甲局负责）\n", encoding="utf-8")
    refused = cli("catalog", "seal", file, "--original", original)
    assert (refused.code, "与原件不符：第 2 段" in refused.err) == (1, True)
    assert file.read_text(encoding="utf-8") == text
    original.write_text("工作方案\n\n一、检查5处。\n（甲局负责）\n", encoding="utf-8")
    sealed = cli("catalog", "seal", file, "--original", original)
    assert (sealed.code, "与原件一致" in sealed.out) == (0, True)
    assert cli("validate", file).code == 0


def test_sealing_the_shipped_file_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    file = Path(shutil.copy(DATA / "tasks.yaml", tmp_path))
    assert cli("catalog", "seal", file, "--original", NOTICE).code == 0
    assert file.read_bytes() == (DATA / "tasks.yaml").read_bytes()


def test_a_file_of_the_first_shape_is_upgraded_before_it_is_sealed(cli: Cli, old: Path) -> None:
    raw = old.read_bytes()
    result = cli("catalog", "seal", old)
    assert result.code == 3
    assert "catalog upgrade" in result.err
    assert old.read_bytes() == raw


@pytest.mark.parametrize("text", ["", "[]", "5", "schema: yqsafety/units@1", "a: &b 5"])
@pytest.mark.parametrize("name", ["seal", "upgrade"])
def test_what_is_no_catalogue_is_refused(cli: Cli, tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(text, encoding="utf-8")
    result = cli("catalog", name, file)
    assert result.code in (2, 3)
    assert result.err.count("\n") == 1
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("line", ["catalog nonsense", "catalog seal", "catalog seal missing.yaml"])
def test_a_wrong_word_is_one_chinese_line(cli: Cli, line: str) -> None:
    result = cli(*line.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1


def test_the_group_alone_shows_its_commands(cli: Cli) -> None:
    page = cli("catalog")
    assert page.code == 0
    assert page == cli("catalog", "--help")
    assert "upgrade" in page.out


@pytest.mark.parametrize(
    "line",
    [
        "catalog upgrade old.yaml -o {}",
        "catalog renew a b -o {}",
        "catalog diff a b -o {} --force",
        "catalog export a/tasks.yaml -o {} --force",
        "roster send -o {} --force",
    ],
)
def test_no_output_takes_the_place_of_an_own_file(
    cli: Cli, state_path: Path, tmp_path: Path, line: str
) -> None:
    for name in ("a", "b"):
        shutil.copytree(DATA, tmp_path / name)
    shutil.copy(VERSIONS / "tasks-notice1.yaml", tmp_path / "old.yaml")
    cli("roster", "add", "县某局")
    cli("check", "4.2", "--unit", "县林业局")
    beside = tmp_path / "a" / "units.yaml"
    for target in (state_path, beside) if "send" not in line else (state_path,):
        for ending in ("", ".json", ".xlsx"):
            link = tmp_path / f"link{target.name}{ending}"
            link.symlink_to(target)
            before = target.read_bytes()
            result = cli(*line.format(link).split())
            assert result.code == 2, (line, link, result)
            assert target.read_bytes() == before


def test_no_output_takes_the_place_of_what_is_there(cli: Cli, tmp_path: Path) -> None:
    shutil.copy(VERSIONS / "tasks-notice1.yaml", tmp_path / "old.yaml")
    (tmp_path / "mine.yaml").write_text("我的\n", encoding="utf-8")
    result = cli("catalog", "upgrade", "old.yaml", "-o", "mine.yaml")
    assert (result.code, result.err) == (2, "“mine.yaml”已经有了，未写入。请换一个文件名。\n")
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "我的\n"
