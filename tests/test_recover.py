"""Recovery: what can be had back is, what is doubtful is said, and nothing is destroyed."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Cli
from returned import Book
from small import log
from test_state_file import TICK_AGAIN, files_in, held, sealed

from yqsafety.ledger.events import Event, Evidence
from yqsafety.store import locked_write
from yqsafety.store.recovery import EditRefused, Recovery, accept_edited, mend_state
from yqsafety.store.state_file import FileStore
from yqsafety.store.state_format import State, dump_state, parse_state


def event(n: int, note: str = "甲", *proof: str) -> Event:
    at = f"2025-06-0{n}T09:00:00.000000+08:00"
    made = Event(f"e{n}", f"b{n}", at, dt.date(2025, 6, n), "张三", "abc", "yuanqu-2025-1", "done")
    return made._replace(
        task="4.1", period="2025", unit="yingji", note=note, evidence=tuple(map(Evidence, proof))
    )


ONE, TWO, THREE = event(1), event(2, '{"id": "x"}\n', "图"), event(3)
KNOWN = State("abc", (ONE, TWO))
WHOLE = State("abc", (ONE, TWO, THREE))
COPY, RAW = dump_state(KNOWN), dump_state(WHOLE)
LAST = RAW.index(b'{"id": "e3"')
"""Where what only the file holds begins."""


def with_flipped_bits(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Each byte, and the file with one of its bits flipped."""
    for bit in range(0, len(raw) * 8, 3):
        damaged = bytearray(raw)
        damaged[bit // 8] ^= 1 << bit % 8
        yield bit // 8, bytes(damaged)


def honest(plan: Recovery) -> bool:
    """What was never recorded is listed as unverified; what is said to be proved is the truth."""
    made_up = set(plan.state.events) - set(WHOLE.events)
    return made_up <= set(plan.unverified) and (not plan.proved or plan.state == WHOLE)


def test_whatever_bit_is_flipped_all_but_the_last_command_comes_back_for_sure() -> None:
    seal = range(RAW.index(b'"sha256"'), RAW.index(b'"events"'))
    for place, raw in with_flipped_bits(RAW):
        plan = mend_state(raw, KNOWN, "new")
        assert honest(plan), place
        assert plan.state.id == "abc"
        assert plan.state.events[:2] == KNOWN.events
        assert len(plan.state.events) <= 3
        if place < LAST or raw[LAST:-4] == RAW[LAST:-4]:
            assert plan.state == WHOLE, place
            assert plan.proved or place in seal, place


def test_without_a_copy_every_untouched_line_comes_back() -> None:
    lines = RAW.splitlines(keepends=True)
    starts = [sum(map(len, lines[:n])) for n in range(len(lines))]
    for place, raw in with_flipped_bits(RAW):
        plan = mend_state(raw, None, "new")
        assert honest(plan), place
        touched = max(n for n, start in enumerate(starts) if start <= place)
        lost = {touched, *(line - 1 for line in plan.clashing)}
        kept = {e for n, e in enumerate(WHOLE.events, 1) if n not in lost}
        assert kept <= set(plan.state.events), place


def test_of_a_file_cut_short_every_whole_line_comes_back() -> None:
    ends = [RAW.index(line) + len(line.rstrip(b",")) for line in RAW.splitlines()[1:4]]
    for cut in range(len(RAW)):
        whole = tuple(e for e, end in zip(WHOLE.events, ends, strict=True) if end <= cut)
        assert mend_state(RAW[:cut], None, "new").state.events == whole
        plan = mend_state(RAW[:cut], KNOWN, "new")
        assert honest(plan)
        assert plan.state == (WHOLE if THREE in whole else KNOWN)


def test_a_file_of_nothing_comes_back_as_the_copy() -> None:
    for raw in (b"", b"\0" * 500, b"\xff\n" * 9, b'{"id": "' * 2000, b"\n" * 9):
        plan = mend_state(raw, KNOWN, "new")
        assert (plan.state, plan.only_copy, plan.proved) == (KNOWN, 2, False)
        assert mend_state(raw, None, "new").state == State("new", ())


def test_what_contradicts_the_copy_or_itself_is_not_taken() -> None:
    text = RAW.decode()
    last = text.splitlines()[3]
    raw = text.replace(last, f"{last},\n{last},\n{last.replace('甲', '乙')}").replace(
        '"甲"', '"丙"', 1
    )
    plan = mend_state(raw.encode(), KNOWN, "new")
    assert plan.state == KNOWN
    assert (plan.both, plan.only_copy, plan.unverified) == (1, 1, ())
    assert (plan.differing, plan.clashing, plan.unreadable) == ((2,), (4, 5, 6), ())
    twice = text.replace(last, f"{last},\n{last}")
    assert mend_state(twice.encode(), KNOWN, "new").state == WHOLE


def test_a_hand_edited_file_is_accepted_as_it_stands() -> None:
    edited = RAW.decode().replace('"甲"', '"丁"', 1).encode()
    for raw in (edited, b"\xef\xbb\xbf" + edited, edited.replace(b"\n", b"\r\n"), edited + b"\n"):
        plan = accept_edited(raw, KNOWN)
        assert plan.state[:2] == ("abc", (ONE._replace(note="丁"), TWO, THREE))
        assert (plan.both, plan.only_copy, plan.differing) == (1, 1, (2,))
        assert plan.unverified == (ONE._replace(note="丁"), THREE)


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        (lambda text: text.replace('"e3"', '"e1"'), 4, "编号 e1 重复"),
        (lambda text: text.replace('"done"', '"finished"', 1), 2, "不是完整的记录"),
        (lambda text: text.replace("2025-06-03T", "2025-06-31T"), 4, "不是完整的记录"),
        (lambda text: text.replace('"note"', '"nota"', 1), 2, "不是完整的记录"),
        (lambda text: text.replace("},\n{", "}\n{", 1), 3, "格式有误"),
        (lambda text: text.replace("\n]}", ",\n]}"), 5, "格式有误"),
        (lambda text: text.replace("]}\n", ""), 5, "格式有误"),
        (lambda text: text.replace("]}\n", "]}\n]}"), 6, "格式有误"),
        (lambda text: text.replace("state@1", "state@9"), 1, "是另一版本的格式"),
        (lambda text: text.replace('"sha256"', '"sha"'), 1, "格式有误"),
        (lambda text: text.replace("\n", "\n注\n", 1), 2, "不是完整的记录"),
        (lambda _: "", 1, "格式有误"),
    ],
)
def test_a_fault_in_a_hand_edited_file_is_named_by_line(
    change: Callable[[str], str], line: int, why: str
) -> None:
    with pytest.raises(EditRefused) as no:
        accept_edited(change(RAW.decode()).encode(), KNOWN)
    assert (no.value.line, no.value.why) == (line, why)


@pytest.fixture
def damaged(state_path: Path) -> Path:
    """The last event of the file is altered; the copy is sound, of noon on 1 June."""
    state_path.parent.mkdir(parents=True)
    backup = FileStore(state_path).backup_path()
    backup.write_bytes(COPY)
    noon = dt.datetime(2025, 6, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=8))).timestamp()
    os.utime(backup, (noon, noon))
    state_path.write_bytes(RAW[:LAST] + RAW[LAST:].replace("甲".encode(), "乙".encode()))
    return state_path


def test_it_shows_asks_keeps_aside_and_restores(
    cli: Cli, damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = damaged.read_bytes()
    damaged.chmod(0o640)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    result = cli("recover")
    kept = damaged.with_name("state.json.damaged-20250620-091200")
    assert result.code == 0
    assert result.err == "将恢复 3 条记录，原文件另存。确定吗？[y/N] "
    assert result.out.splitlines() == [
        f"状态文件已损坏：{damaged}",
        f"上一份副本完好：{damaged}.bak（2025-06-01 12:00），2 条记录，"
        "最近一条 2025-06-02 09:00 登记办结 4.1 县应急管理局",
        "可恢复 3 条：副本与损坏文件一致 2 条，只取自副本 0 条，只取自损坏文件 1 条。",
        "其中 1 条只见于损坏文件，未能核对，恢复后请逐条查看：",
        "2025-06-03 09:00\t2025-06-03\t张三\t县应急管理局\t4.1\t登记办结\t乙\tb3",
        f"√ 已恢复 3 条记录。原文件另存为 {kept}",
    ]
    assert kept.read_bytes() == raw
    assert kept.stat().st_mode & 0o777 == damaged.stat().st_mode & 0o777 == 0o640
    assert parse_state(damaged.read_bytes()).events == (ONE, TWO, THREE._replace(note="乙"))
    assert damaged.with_name("state.json.bak").read_bytes() == COPY
    assert cli(*TICK_AGAIN).code == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("图", "画", "损坏文件第 3 行与副本不符，以副本为准。"),
        ('"e1"', '"e0"', "损坏文件第 2 行与副本不符，以副本为准。"),
        ('"e1"', '"e1', "损坏文件第 2 行有读不出的内容。"),
        ("state@1", "state@3", "副本与损坏文件一致 2 条，只取自副本 0 条"),
        ("},\n", "},J", "损坏文件第 2 行有读不出的内容。"),
    ],
)
def test_what_is_proved_by_the_checksum_is_said(
    cli: Cli, damaged: Path, old: str, new: str, said: str
) -> None:
    damaged.write_bytes(RAW.decode().replace(old, new, 1).encode())
    assert "状态文件已损坏" in cli("list").err
    result = cli("recover", "--yes")
    assert said in result.out
    assert "恢复后的内容与原校验码相符，与损坏前完全一致。" in result.out
    assert "未能核对" not in result.out
    assert damaged.read_bytes() == RAW


@pytest.mark.parametrize(
    ("answer", "options", "code"), [("n\n", "", 130), ("", "", 2), ("y\n", "--dry-run", 0)]
)
def test_without_a_yes_nothing_changes(
    cli: Cli, damaged: Path, monkeypatch: pytest.MonkeyPatch, answer: str, options: str, code: int
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    raw = damaged.read_bytes()
    result = cli("recover", *options.split())
    assert result.code == code
    assert "可恢复 3 条" in result.out
    assert damaged.read_bytes() == raw
    assert files_in(damaged.parent) == {"state.json", "state.json.bak"}


def test_a_file_kept_aside_is_never_overwritten(cli: Cli, damaged: Path) -> None:
    raws = [damaged.read_bytes() + b"\n" * n for n in range(3)]
    for raw in raws:
        damaged.write_bytes(raw)
        assert cli("recover", "--yes").code == 0
    first = "state.json.damaged-20250620-091200"
    kept = [damaged.with_name(first + end) for end in ("", "-2", "-3")]
    assert [file.read_bytes() for file in kept] == raws


def test_json_says_the_same(cli: Cli, damaged: Path) -> None:
    planned = cli("recover", "--dry-run", "--json").json
    done = cli("recover", "--yes", "--json").json
    kept = str(damaged.with_name("state.json.damaged-20250620-091200"))
    assert planned | {"restored": True, "kept_as": kept} == done
    assert done["schema"] == "yqsafety/recover@1"
    assert done["state"] == {"id": "abc", "events": 3, "unread": 0}
    assert [one["note"] for one in done.pop("unverified")] == ["乙"]
    assert {name: value for name, value in done.items() if name not in ENVELOPE} == {
        "condition": "damaged",
        "restored": True,
        "kept_as": kept,
        "copy": {"written": "2025-06-01T12:00:00+08:00", "events": 2},
        "proved": False,
        "both": 2,
        "only_copy": 0,
        "unreadable_lines": [],
        "differing_lines": [],
        "clashing_lines": [],
    }
    sound = cli("recover", "--json").json
    assert (sound["condition"], sound["restored"]) == ("sound", False)


ENVELOPE = {"schema", "catalog", "catalogs", "state", "as_of"}


@pytest.mark.parametrize("options", ["", "--yes", "--accept --yes", "--dry-run"])
def test_a_sound_file_is_left_alone(cli: Cli, state_path: Path, options: str) -> None:
    state_path.parent.mkdir(parents=True)
    state_path.write_bytes(RAW)
    result = cli("recover", *options.split())
    assert (result.code, result.err) == (0, "")
    assert result.out == f"状态文件完好，无需恢复：{state_path}（3 条记录）。\n"
    assert [file.name for file in state_path.parent.iterdir()] == ["state.json"]


def test_accepting_keeps_what_was_edited(cli: Cli, damaged: Path) -> None:
    edited = RAW.replace("甲".encode(), "丁".encode())
    damaged.write_bytes(edited)
    result = cli("recover", "--accept", "--yes")
    assert result.code == 0
    assert "与副本一致 1 条，副本中没有或不同 2 条；副本中另有 1 条不采用。" in result.out
    assert result.out.count("丁") == 2
    assert [one["note"] for one in log(cli)] == ["丁", TWO.note, "丁"]
    assert [file.read_bytes() for file in damaged.parent.glob("*.damaged-*")] == [edited]


def test_a_faulty_edit_is_refused(cli: Cli, damaged: Path) -> None:
    faulty = RAW.replace(b'"e3"', b'"e2"')
    damaged.write_bytes(faulty)
    result = cli("recover", "--accept", "--yes")
    assert (result.code, result.out) == (4, "")
    assert result.err == (
        f"不能采用，未作改动：{damaged} 第 4 行编号 e2 重复。"
        "请改正后再试，或用 yqsafety recover 从副本恢复。\n"
    )
    assert damaged.read_bytes() == faulty


def test_a_lost_file_is_said_kept_from_being_begun_anew_and_restored(
    cli: Cli, damaged: Path
) -> None:
    damaged.unlink()
    assert "不见了，上一份副本还在。恢复办法：yqsafety recover" in cli("list").err
    for command in (TICK_AGAIN, ("note", "4.2", "进展", "--unit", "县林业局")):
        result = cli(*command)
        assert (result.code, result.out) == (4, "")
        beside = damaged.with_name("state.json.bak")
        assert result.err == (
            f"注意：状态文件“{damaged}”不见了，上一份副本还在。恢复办法：yqsafety recover\n"
            f"状态文件不见了，上一份副本还在，未作改动：{beside}。"
            "恢复办法：yqsafety recover；确要重新开始的，请先移走副本。\n"
        )
    assert cli("recover", "--accept", "--yes").code == 4
    result = cli("recover", "--yes")
    assert result.code == 0
    assert "可恢复副本中的 2 条。" in result.out
    assert result.out.endswith("√ 已恢复 2 条记录。\n")
    assert parse_state(damaged.read_bytes())[:2] == KNOWN[:2]
    assert damaged.stat().st_mode & 0o777 == 0o600
    assert "不见了" not in cli("list").err


def test_where_nothing_can_be_had_back_that_is_said(cli: Cli, state_path: Path) -> None:
    result = cli("recover", "--yes")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"没有状态文件可恢复：{state_path}。")
    assert not state_path.parent.exists()
    state_path.parent.mkdir(parents=True)
    state_path.write_bytes(b"\0" * 300)
    state_path.with_name("state.json.bak").write_bytes(COPY[:-9])
    result = cli("recover", "--yes")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"无可恢复，未作改动：{state_path}")
    assert state_path.read_bytes() == b"\0" * 300


def test_a_damaged_copy_is_not_used(cli: Cli, damaged: Path) -> None:
    damaged.with_name("state.json.bak").write_bytes(COPY.replace("甲".encode(), "戊".encode()))
    result = cli("recover", "--yes")
    assert "上一份副本也已损坏，不采用" in result.out
    assert "其中 3 条只见于损坏文件，未能核对" in result.out
    assert [one["note"] for one in log(cli)] == ["甲", TWO.note, "乙"]


DIVIDED = event(4)._replace(action="assign", task="18.1", period="")
NEWER = sealed(
    dump_state(State("abc", (*WHOLE.events, DIVIDED))).decode().replace("state@1", "state@9")
)
EVERY_WRITER = [
    "check 4.1 --unit 县应急管理局 --note 再报",
    "uncheck 4.1 --unit 县应急管理局",
    "start 4.2 --unit 县应急管理局",
    "waive 4.2 --unit 县应急管理局 --reason 无",
    "extend 4.2 --unit 县应急管理局 --until 2025-12-01 --reason 无",
    "note 4.1 进展 --unit 县应急管理局",
    "trigger 3.3 --unit 县应急管理局 --on 2025-06-01",
    "confirm 4.1 --unit 县应急管理局",
    "return 4.1 --unit 县应急管理局 --reason 无",
    "assign 18.4 --unit 县应急管理局",
    "unassign 18.1",
    "strike 县气象局 --from 县安委会成员单位 --reason 无",
    "undo b3",
    "import 台账.xlsx",
    "merge 他人.json",
    "recover --yes",
    "recover --accept --yes",
]


@pytest.mark.parametrize("command", EVERY_WRITER)
def test_a_newer_file_is_written_by_no_command(
    cli: Cli, tmp_path: Path, state_path: Path, command: str
) -> None:
    (tmp_path / "他人.json").write_bytes(dump_state(State("def", (event(5),))))
    state_path.parent.mkdir(parents=True)
    state_path.write_bytes(NEWER)
    cli("export", "xlsx", "--unit", "县林业局", "-o", "台账.xlsx")
    book = Book(Path("台账.xlsx"))
    book.sheet.cell(book.header + 1, book.columns["备注"], "补充")
    book.save("台账.xlsx")
    result = cli(*command.split())
    assert (result.code, result.out) == (4, ""), result.err
    assert result.err == "状态文件由更新版本写成，请先升级程序。\n"
    assert state_path.read_bytes() == NEWER
    assert files_in(state_path.parent) == {"state.json"}


def test_a_newer_copy_or_a_damaged_newer_file_is_not_recovered_over(
    cli: Cli, damaged: Path
) -> None:
    raw = damaged.read_bytes()
    damaged.with_name("state.json.bak").write_bytes(NEWER)
    assert "由更新版本写成" in cli("recover", "--yes").err
    assert damaged.read_bytes() == raw
    damaged.with_name("state.json.bak").write_bytes(COPY)
    damaged.write_bytes(NEWER.replace(b'"e3"', b'"e4"'))
    for command in ("list", "recover --yes"):
        assert "由更新版本写成" in cli(*command.split()).err


def test_a_version_that_never_was_is_damage(cli: Cli, damaged: Path) -> None:
    for version in ("0", "01", "00", "x"):
        damaged.write_bytes(sealed(RAW.decode().replace("state@1", f"state@{version}")))
        assert "状态文件已损坏" in cli("list").err
    assert cli("recover", "--yes").code == 0
    assert damaged.read_bytes() == RAW


def test_recovery_waits_its_turn_and_trusts_no_old_look(
    cli: Cli, damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(locked_write._LOCK, "timeout", 0.02)
    raw = damaged.read_bytes()
    with held(damaged):
        result = cli("recover", "--yes")
        assert (result.code, result.err) == (4, "状态文件正被另一程序使用，请稍后再试。\n")

    class Meanwhile(io.StringIO):
        def readline(self, _: int | None = -1) -> str:  # type: ignore[override]
            damaged.write_bytes(raw + b"\n")
            return "y\n"

    monkeypatch.setattr("sys.stdin", Meanwhile())
    result = cli("recover")
    assert result.code == 4
    assert result.err.endswith("状态文件刚被另一程序改动，未恢复。请重新运行 yqsafety recover。\n")
    assert damaged.read_bytes() == raw + b"\n"


def test_a_link_stays_a_link(cli: Cli, damaged: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(damaged)
    assert cli("recover", "--yes", "--state", link).code == 0
    assert link.is_symlink()
    assert len(parse_state(damaged.read_bytes()).events) == 3
    assert list(damaged.parent.glob("*.damaged-*"))
