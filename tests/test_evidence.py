"""Evidence stays true: what was recorded is compared with the files as they are."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest
from conftest import Cli

from yqsafety.ledger.events import Evidence
from yqsafety.store import evidence
from yqsafety.store.evidence import evidence_of
from yqsafety.store.state_format import State, dump_state, parse_state

pytestmark = pytest.mark.usefixtures("in_time")

FOREST = ("--unit", "县林业局")


@pytest.fixture
def proof(cli: Cli, tmp_path: Path) -> Path:
    """A file in a folder of its own, recorded from the folder above."""
    file = tmp_path / "佐证" / "会议纪要.pdf"
    file.parent.mkdir()
    file.write_bytes(b"minutes")
    assert cli("check", "4.1", *FOREST, "--evidence", "佐证/会议纪要.pdf").code == 0
    return file


def result(cli: Cli, *options: object) -> tuple[int, list[tuple[str, str]]]:
    """The exit code, and name and fate of each piece of evidence."""
    answer = cli("validate", "--evidence", "--json", *options)
    found = answer.json["evidence"]
    return answer.code, [(one["name"], one["result"]) for one in found]


def test_what_is_as_it_was_holds(cli: Cli, proof: Path) -> None:
    answer = cli("validate", "--evidence")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "佐证材料共 1 份：一致 1 份。\n"


def test_what_is_missing_or_changed_is_named(cli: Cli, proof: Path) -> None:
    proof.write_bytes(b"Minutes")
    answer = cli("validate", "--evidence")
    assert answer.code == 1
    assert answer.rows == [["4.1", "县林业局", "佐证/会议纪要.pdf", "已改动"]]
    assert "佐证材料与登记不符：已改动 1 份" in answer.err
    proof.write_bytes(b"minutes and more")
    assert result(cli) == (1, [("佐证/会议纪要.pdf", "changed")])
    proof.unlink()
    answer = cli("validate", "--evidence")
    assert (answer.code, answer.rows[0][3]) == (1, "找不到或无法读取")
    assert "--evidence 文件" in answer.err


def test_the_answer_for_scripts(cli: Cli, proof: Path) -> None:
    answer = cli("validate", "--evidence", "--json").json
    assert answer["schema"] == "yqsafety/evidence@1"
    assert answer["state"]["events"] == 1
    assert answer["evidence"] == [
        {
            "id": "4.1",
            "notice": "yuanqu-2025-1",
            "unit": "linye",
            "unit_name": "县林业局",
            "name": "佐证/会议纪要.pdf",
            "sha256": hashlib.sha256(b"minutes").hexdigest(),
            "size": 7,
            "result": "same",
        }
    ]


def test_it_is_looked_for_where_one_says(
    cli: Cli, proof: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(proof.parent)
    assert result(cli) == (1, [("佐证/会议纪要.pdf", "missing")])
    assert result(cli, "--evidence-dir", tmp_path) == (0, [("佐证/会议纪要.pdf", "same")])
    assert cli("validate", "--evidence-dir", tmp_path).code == 0
    wrong = cli("validate", "--evidence-dir", tmp_path / "no")
    assert (wrong.code, wrong.out) == (2, "")
    assert cli("validate", "--evidence", "tasks.yaml").code == 2


def test_what_cannot_be_compared_is_said_and_is_no_fault(cli: Cli) -> None:
    names = ("https://a.cn/1", "//server/share/a.pdf", "\\\\server\\a.pdf", "没有.pdf")
    for name in names:
        cli("note", "4.1", "佐证", *FOREST, "--evidence", name)
    fates = ["address", "address", "address", "named"]
    assert result(cli) == (0, list(zip(names, fates, strict=True)))
    assert "网址（不核对） 3 份，" not in cli("validate", "--evidence").out


def test_the_newest_of_a_name_counts_and_what_was_taken_back_does_not(
    cli: Cli, proof: Path
) -> None:
    proof.write_bytes(b"second edition")
    cli("note", "4.1", "更新", *FOREST, "--evidence", "佐证/会议纪要.pdf")
    assert result(cli) == (0, [("佐证/会议纪要.pdf", "same")])
    proof.unlink()
    cli("note", "4.1", "只写名称", *FOREST, "--evidence", "佐证/会议纪要.pdf")
    assert result(cli) == (1, [("佐证/会议纪要.pdf", "missing")])
    for _ in range(3):
        cli("undo")
    assert result(cli) == (0, [])


def test_a_mac_that_spells_names_apart_is_understood(cli: Cli, tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "é.pdf")
    (tmp_path / apart).write_bytes(b"x")
    cli("note", "4.1", "佐证", *FOREST, "--evidence", apart)
    assert result(cli) == (0, [(apart, "same")])


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", "folder", "secret", "x" * 300, "loop"])
def test_only_plain_files_are_read(cli: Cli, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    assert evidence_of(name) == Evidence(name)
    answer = cli("note", "4.1", "佐证", *FOREST, "--evidence", name)
    assert (answer.code, "只登记了名称" in answer.err) == (0, True)


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", "folder", "a\0b", "../" * 500, "\ufffe"])
def test_a_merged_state_may_name_anything(
    cli: Cli, tmp_path: Path, state_path: Path, proof: Path, name: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    state = parse_state(state_path.read_bytes())
    hostile = state.events[0]._replace(evidence=(Evidence(name, "0" * 64, 0),))
    state_path.write_bytes(dump_state(State(state.id, (hostile,))))
    assert result(cli) == (1, [(name, "missing")])


def test_what_would_take_too_long_is_recorded_by_name_and_not_compared(
    cli: Cli, proof: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MAX_FILE", 6)
    assert evidence_of("佐证/会议纪要.pdf") == Evidence("佐证/会议纪要.pdf")
    assert result(cli) == (1, [("佐证/会议纪要.pdf", "missing")])


def test_the_order_is_the_documents(cli: Cli, proof: Path) -> None:
    cli("note", "1.2", "佐证", *FOREST, "--evidence", "佐证/会议纪要.pdf")
    found = cli("validate", "--evidence", "--json").json["evidence"]
    assert [one["id"] for one in found] == ["1.2@2025-H1", "4.1"]


ODD = ["李\ufa1b.pdf", "Cafe\u0301.pdf", "5\u2126.pdf", "\u1112\u1161\u11ab.pdf"]


@pytest.mark.parametrize("name", ODD)
def test_a_file_is_found_under_its_name_in_any_form(cli: Cli, tmp_path: Path, name: str) -> None:
    (tmp_path / "佐证").mkdir()
    (tmp_path / "佐证" / name).write_bytes(b"x")
    for form in ("NFC", "NFD"):
        typed = f"佐证/{unicodedata.normalize(form, name)}"
        done = cli("note", "4.1", "佐证", *FOREST, "--evidence", typed)
        assert (done.code, done.err) == (0, "")
    cli("note", "4.1", "佐证", *FOREST, "--evidence", f"佐证/{name}")
    assert cli("validate", "--evidence").err == "佐证材料共 1 份：一致 1 份。\n"


def test_what_names_a_local_file_is_opened(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "工作 总结.pdf"
    file.write_bytes(b"x")
    quoted = str(file).replace(" ", "%20")
    for name in (
        f"file://{file}",
        f"FILE://localhost{quoted}",
        f"file:{quoted}",
        f"\u202a{file}\u202c",
        f'"{file}"',
        f"“{file}”",
        "~/工作 总结.pdf",
        " 工作 总结.pdf\u200b",
    ):
        done = cli("note", "4.1", "佐证", *FOREST, "--evidence", name, "--json")
        assert (done.code, done.err) == (0, ""), name
        (found,) = done.json["events"][0]["evidence"]
        assert found["sha256"], name
        assert found["name"] in (str(file), file.name), name
    assert result(cli)[0] == 0


def test_what_is_not_held_says_why(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "材料").mkdir()
    for name, said in {
        "材料": "文件夹",
        "没有.pdf": "不存在",
        "file:///没有.pdf": "不存在",
        "~/没有.pdf": "不存在",
        "file://server/a.pdf": "别的电脑",
        "C:\\材料\\a.pdf": "不存在",
        "file:///C:/a.pdf": "不存在",
    }.items():
        done = cli("note", "4.1", "佐证", *FOREST, "--evidence", name)
        assert (done.code, "只登记了名称" in done.err, said in done.err) == (0, True, True), name
    assert cli("note", "4.1", "网址", *FOREST, "--evidence", "https://a.cn/1").err == ""
