"""Duties of one's own: added in a sentence, ticked like any other, taken out for good."""

# Over 250 lines: one story after another of one group of commands.

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from test_office_round import all_rows

from yqsafety.cli.options import Common
from yqsafety.cli.own_desk import open_own_desk
from yqsafety.drafting.own_notice import OwnNotice, OwnNoticeHead
from yqsafety.notice.file_checks import check_written
from yqsafety.notice.model import Term, Words

MONTHLY = "每月25日前报送安全生产工作进展"
WATER = ("--unit", "县水利局")
UNITS = (*WATER, "--unit", "各乡镇")
OWN = ("--notice", "own-2025")


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """Where the installed notices are."""
    return tmp_path / "data" / "yqsafety" / "catalogs"


def rows(cli: Cli, *options: str) -> dict[str, Any]:
    return {row["id"]: row for row in cli("list", "--json", *options).json["rows"]}


def edition(copies: Path, number: int, notice: str = "own-2025") -> Path:
    return copies / notice / str(number) / "tasks.yaml"


def test_a_sentence_says_when_and_the_answer_what_was_made_of_it(cli: Cli) -> None:
    said = cli("duty", "add", MONTHLY, *UNITS)
    assert (said.code, said.err) == (0, "")
    first, who, guessed, after = said.out.splitlines()
    assert first == "√ 已加入 own-2025/1.1 报送安全生产工作进展。"
    assert who == (
        "单位：县水利局、各乡（镇）人民政府，共 12 个单位；"
        "时限：定期 每月25日 自 2025-06-20 起，最近一期 2025-06-25。"
    )
    assert "标题“报送安全生产工作进展”；佐证“报送材料”" in guessed
    assert after == "查看：yqsafety list --notice own-2025；登记：yqsafety check own-2025/1.1"
    found = rows(cli, *OWN)
    assert [row["due"] for row in found.values()][:2] == ["2025-06-25", "2025-07-25"]
    first_row = found["1.1@2025-06"]
    assert (first_row["kind"], first_row["basis"], first_row["start"]) == (
        "recurring",
        "stated",
        "2025-06-20",
    )
    assert len(first_row["units"]) == 12
    assert {unit["ground"] for unit in first_row["units"]} == {"notice", "registry"}


def test_it_stands_beside_the_notice_in_force_and_is_ticked_like_any_other(cli: Cli) -> None:
    before = rows(cli)
    cli("duty", "add", MONTHLY, *WATER)
    both = cli("list", "--json").json
    assert [one["id"] for one in both["catalogs"]] == ["yuanqu-2025-1", "own-2025"]
    official = {r["id"]: r for r in both["rows"] if r["notice"] == "yuanqu-2025-1"}
    assert official == before
    assert "own-2025/1.1@2025-06" in cli("list", *WATER, "--ids").out.split()
    assert cli("check", "own-2025/1.1", *WATER).out.startswith("√ own-2025/1.1@2025-06 已办结")
    assert rows(cli, *OWN)["1.1@2025-06"]["status"] == "done"
    assert cli("status", *OWN, "--json").json["overall"]["timed"]["done"] == 1
    assert "自定任务" in cli("status").out
    assert cli("undo").code == 0
    assert rows(cli, *OWN)["1.1@2025-06"]["status"] == "todo"


def test_it_goes_out_and_comes_back_like_any_other(cli: Cli, tmp_path: Path) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    sheet = tmp_path / "台账.xlsx"
    cli("export", "xlsx", *WATER, "-o", sheet)
    book = load_workbook(sheet)
    (mine,) = (cell for cell in all_rows(book) if cell["编号（勿改）"].value == "1.1@2025-06")
    mine["完成状态"].value, mine["完成时间"].value = "办结", "2025-06-20"
    book.save(sheet)
    assert cli("import", sheet).code == 0
    assert rows(cli, *OWN)["1.1@2025-06"]["status"] == "done"
    calendar = cli("export", "ics", *OWN, *WATER).out.replace("\r\n ", "")
    assert "UID:own-2025/1.1@2025-07/shuili@yqsafety" in calendar
    for form in ("html", "md", "csv", "json"):
        assert "报送安全生产工作进展" in cli("export", form, *OWN).out


@pytest.mark.parametrize(
    ("words", "when", "quote", "timing"),
    [
        ("报送进展", "每月25日前", "报送进展（每月25日前）", "定期 每月25日 自 2025-06-20 起"),
        ("报送进展。", "每周五", "报送进展（每周五）", "定期 每周五 自 2025-06-20 起"),
        ("每月报送进展", "每月", "每月报送进展", "定期 每月 自 2025-06-20 起"),
        ("报送总结", "12月10日前", "报送总结（12月10日前）", "限期 2025-12-10 前"),
        ("9月底前报送总结", "", "9月底前报送总结", "限期 2025-09-30 前"),
        ("加强值守", "长期", "加强值守", "长期 自 2025-06-20 起"),
        (
            "报送事故报告",
            "发生事故后3天内",
            "报送事故报告（发生事故后3天内）",
            "触发 “发生事故”后 3 天内",
        ),
    ],
)
def test_a_time_is_read_off_the_sentence_or_becomes_part_of_it(
    cli: Cli, words: str, when: str, quote: str, timing: str
) -> None:
    said = cli("duty", "add", words, *WATER, *(["--when", when] if when else [])).out
    assert f"时限：{timing}" in said
    assert {row["quote"] for row in rows(cli, *OWN).values()} == {quote}


def test_what_is_typed_beside_the_sentence_is_kept(cli: Cli) -> None:
    cli(
        *("duty", "add", "每月报送进展", *WATER, "--from", "9月1日", "--until", "11月15日"),
        *("--title", "月报", "--evidence", "月报表", "--evidence", "报送记录"),
        *("--source", "县安委办〔2025〕8号"),
    )
    found = rows(cli, *OWN)
    assert [row["due"] for row in found.values()] == ["2025-09-30", "2025-10-31", "2025-11-15"]
    shown = cli("show", "1.1@2025-09", *OWN, "--json").json["rows"][0]
    assert (shown["title"], shown["evidence_expected"]) == ("月报", ["月报表", "报送记录"])
    assert shown["note"] == "依据：县安委办〔2025〕8号"


def test_a_unit_that_the_sentence_names_needs_no_option(cli: Cli) -> None:
    said = cli("duty", "add", "县水利局每季度开展水库隐患排查").out
    assert "单位：县水利局；时限：定期 每季度" in said
    refused = cli("duty", "add", MONTHLY)
    assert refused.code == 2
    assert refused.err == (
        "请指明由谁办：--unit 单位名称，可多次；如 --unit 县水利局 --unit 各乡镇。\n"
    )


def test_no_time_is_said_to_be_none(cli: Cli) -> None:
    said = cli("duty", "add", "报送2025年工作总结", *WATER).out
    assert "“2025年”看作内容，不算时限" in said
    assert "没有别的时限，按年内完成；要定时限的，加 --when" in said
    assert "没有写时限" not in said
    assert rows(cli, *OWN)["1.1"]["due"] == "2025-12-31"
    assert "没有写时限，按年内完成；" in cli("duty", "add", "报送工作总结", *WATER).out


def test_a_second_duty_leaves_the_first_and_the_comments(cli: Cli, copies: Path) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    file = edition(copies, 1)
    text = file.read_text(encoding="utf-8")
    mine = text.replace("  - tasks:", "  # 局务会定的\n  - tasks:").replace(
        "evidence: [报送材料]", "evidence: [报送材料]  # 盖章"
    )
    file.write_text(mine, encoding="utf-8")
    cli("check", "own-2025/1.1", *WATER)
    cli("duty", "add", "报送周报", "--when", "每周五", *WATER)
    after = edition(copies, 2).read_text(encoding="utf-8")
    assert "  # 局务会定的\n" in after
    assert "evidence: [报送材料]  # 盖章\n" in after
    assert "edition: 2" in after
    assert file.read_text(encoding="utf-8") == mine  # the edition before is kept
    assert cli("validate", edition(copies, 2)).out == "数据文件无误。\n"
    assert rows(cli, *OWN)["1.1@2025-06"]["status"] == "done"
    cli("duty", "add", "报送季报", "--when", "每季度", *WATER)
    assert sorted(one.name for one in (copies / "own-2025").iterdir()) == ["2", "3"]


def test_what_is_taken_out_leaves_its_records_and_its_id(cli: Cli, copies: Path) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    cli("duty", "add", "报送周报", "--when", "每周五", *WATER)
    cli("check", "own-2025/2.1", *WATER)
    asked = cli("duty", "remove", "2.1")
    assert asked.code == 2
    assert "own-2025/2.1 报送周报 已有 1 条登记，取消后保留，不再计入。" in asked.err
    assert "2.1" in cli("duty", "list").out
    done = cli("duty", "remove", "own-2025/2.1", "--reason", "并入月报", "--yes")
    assert done.out == (
        "√ 已取消 own-2025/2.1 报送周报。已有的 1 条登记保留，不再计入。编号不再用于别的任务。\n"
    )
    assert "2.1" not in cli("duty", "list").out
    assert "1 条记录的任务" in cli("list", *OWN).err
    gone = cli("show", "2.1", *OWN)
    assert gone.code == 2
    assert gone.err.splitlines()[-1].startswith("2.1 已停用：2025-06-20 取消“报送周报”：并入月报。")
    cli("duty", "add", "报送季报", "--when", "每季度", *WATER)
    assert "own-2025/3.1" in cli("duty", "list").out
    assert "2.1" in cli("log", "--json").out


def test_what_was_undone_is_no_record_to_ask_about(cli: Cli) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    cli("check", "own-2025/1.1", *WATER)
    cli("undo")
    assert cli("duty", "remove", "1.1").code == 0
    cli("duty", "add", MONTHLY, *WATER)
    assert "own-2025/2.1" in cli("duty", "list").out


def test_an_id_is_not_used_again_even_where_the_file_was_lost(cli: Cli, copies: Path) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    cli("duty", "add", "报送周报", "--when", "每周五", *WATER)
    cli("check", "own-2025/2.1", *WATER)
    (copies / "index.json").unlink()
    cli("duty", "add", "报送季报", "--when", "每季度", *WATER)
    assert "√" in cli("check", "own-2025/3.1", *WATER).out


def test_the_last_duty_can_be_taken_out(cli: Cli) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    assert cli("duty", "remove", "1.1").code == 0
    assert cli("duty", "list").err.startswith("还没有自定任务。")
    for command in ("list", "status", "now", "export md", "export html", "export xlsx -o a.xlsx"):
        for where in ((), OWN):
            found = cli(*command.split(), *where)
            assert found.code == 0, (command, where, found.err)
    assert "这份通知现在没有任务" in cli("check", "7.1", *OWN).err
    struck = ("strike", "县气象局", "--from", "县安委会成员单位", "--reason", "不在名单")
    assert cli(*struck, *OWN).code == 2
    cli("duty", "add", "报送季报", "--when", "每季度", *WATER)
    assert "own-2025/2.1" in cli("duty", "list").out


def test_a_bureau_adds_for_itself_in_a_notice_of_its_own(cli: Cli) -> None:
    cli("use", "县水利局")
    said = cli("duty", "add", MONTHLY).out
    assert said.startswith("√ 已加入 own-2025-shuili/1.1 ")
    assert "单位：县水利局；" in said
    refused = cli("duty", "add", "每月报送进展", "--unit", "县林业局")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("本机单位是县水利局，只能给本单位加任务，不能加给县林业局。")
    cli("use", "县安委办")
    assert cli("duty", "add", MONTHLY).err.endswith("本单位的写 --unit 县安委办。\n")
    assert cli("duty", "add", MONTHLY, *UNITS).out.startswith("√ 已加入 own-2025/1.1")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["每月报送", "--unit", "没有局"], "没有"),
        (["  "], "文字"),
        (["！？", *WATER], "没有写任务内容。"),
        (["报" * 1001, *WATER], "任务内容超过 1000 字。"),
        (["2月31日前报送进展", *WATER], "日历上没有“2月31日”这一天。"),
        (["每月32日前报送进展", *WATER], "每月没有 32 日。"),
        (["报送进展", *WATER, "--when", "2月31日"], "日历上没有“2月31日”这一天。"),
        (["报送进展", *WATER, "--when", "改天"], "“改天”没有写到日。"),
        (["每月25日前报送进展", *WATER, "--when", "每季度"], "句中已写有时限，与“每季度”不同。"),
        (["每月报送", *WATER, "--from", "2025-10-01", "--until", "2025-09-01"], "起止颠倒"),
        (["每月报送", *WATER, "--from", "2026-01-01"], "2026-01-01 不在 2025年内。"),
        (["报送总结", *WATER, "--until", "2025-09-01"], "限期任务的时限请用 --when 写明"),
        (["发生事故后3天内报送", *WATER, "--from", "2025-09-01"], "触发任务和分阶段的任务不用"),
        (
            ["每月5日前报送", *WATER, "--from", "2025-12-06"],
            "这段时间内没有一期到期。",
        ),
        (["每月报送", *WATER, "--title", "长" * 21], "标题超过 20 字。"),
        (["每月报送", *WATER, "--into", "yuanqu-2025-1"], "没有“yuanqu-2025-1”这份自定任务。"),
    ],
)
def test_what_cannot_be_is_one_line_and_nothing_is_written(
    cli: Cli, copies: Path, typed: list[str], said: str
) -> None:
    refused = cli("duty", "add", *typed)
    assert refused.code in (2, 3)
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1
    assert refused.out == ""
    assert not copies.exists()


def test_a_damaged_file_is_named_and_left_alone(cli: Cli, copies: Path) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    file = edition(copies, 1)
    file.write_text(file.read_text(encoding="utf-8") + "blocks: []\n", encoding="utf-8")
    before = file.read_bytes()
    for command in (["list"], ["duty", "add", MONTHLY, *WATER], ["duty", "list"]):
        found = cli(*command)
        assert found.code == 3
        assert len(found.err.splitlines()) == 1
        assert "own-2025" in found.err
    assert cli("list", "--notice", "yuanqu-2025-1").code == 0
    assert file.read_bytes() == before
    assert [one.name for one in (copies / "own-2025").iterdir()] == ["1"]


def test_a_unit_of_the_local_roster_stays_when_the_roster_goes(cli: Cli) -> None:
    cli("roster", "add", "县公安局", "--alias", "公安局")
    cli("duty", "add", MONTHLY, "--unit", "公安局")
    assert rows(cli, *OWN)["1.1@2025-06"]["units"][0]["name"] == "县公安局"
    cli("check", "own-2025/1.1", "--unit", "县公安局")
    cli("roster", "use", "--clear")
    found = rows(cli, *OWN)["1.1@2025-06"]["units"][0]
    assert (found["name"], found["status"]) == ("县公安局", "done")
    said = cli("duty", "add", "报送周报", "--when", "每周五", *WATER)
    assert said.code == 0
    assert rows(cli, *OWN)["1.1@2025-06"]["status"] == "done"


def test_a_unit_is_written_by_the_name_that_the_notice_gives_it(cli: Cli, copies: Path) -> None:
    cli("roster", "rename", "县林业局", "县林业和草原局", "--from", "2025-06-01")
    assert "县林业局" in cli("duty", "add", MONTHLY, "--unit", "县林业和草原局").out
    assert "units: [县林业局]" in edition(copies, 1).read_text(encoding="utf-8")
    assert rows(cli, *OWN)["1.1@2025-06"]["units"][0]["name"] == "县林业和草原局"


def test_the_only_copy_cannot_be_removed_and_takes_nobodys_place(
    cli: Cli, tmp_path: Path, copies: Path
) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    refused = cli("catalog", "remove", "own-2025")
    assert refused.err == (
        "own-2025 是本机自定的任务，只有这一份，不能移除。逐项取消：yqsafety duty remove 编号\n"
    )
    listed = cli("catalog", "list")
    assert "使用内置的 yuanqu-2025-1" in listed.out
    assert "own-2025" in listed.out
    # At another office: an own notice that was sent is added, and ours still counts.
    sent = tmp_path / "sent"
    sent.mkdir()
    for name in ("tasks.yaml", "units.yaml"):
        (sent / name).write_bytes((copies / "own-2025" / "1" / name).read_bytes())
    (copies / "index.json").unlink()
    assert "内置的通知不再自动使用" not in cli("catalog", "add", sent).out
    assert len({row["notice"] for row in cli("list", "--json").json["rows"]}) == 2
    assert cli("catalog", "remove", "own-2025").code == 0


def test_own_duties_go_on_when_the_notice_is_over(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2026, 5, 3)
    assert cli("use", "县水利局").code == 0
    cli("duty", "add", MONTHLY)
    found = cli("list", "--json").json
    assert [one["id"][:8] for one in found["catalogs"]] == ["yuanqu-2", "own-2026"]
    said = cli("now")
    assert "的期限已于 2025-12-31 结束" in said.out
    (line,) = (line for line in said.out.splitlines() if "报送安全生产工作进展" in line)
    # As it can be typed: the notice that is over has a 1.1 too.
    assert "own-2026-shuili/1.1@2026-05" in line.split("\t")
    assert "没有在期的通知" in cli("list").err


def test_of_two_commands_at_once_neither_is_lost(cli: Cli) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    desk = open_own_desk(Common(), None)
    cli("duty", "add", "报送周报", "--when", "每周五", *WATER)
    made, _ = desk.change(lambda own: own.add({**a_task(1), "units": ["县水利局"]}))
    assert made == "3.1"
    assert [row[0] for row in cli("duty", "list").rows] == [f"own-2025/{n}.1" for n in (1, 2, 3)]


def test_what_nobody_would_see_is_refused(cli: Cli, copies: Path) -> None:
    for typed in ("每月\x1b[31m报送", "每月\u202e报送", "每月\u200b报送"):
        refused = cli("duty", "add", typed, *WATER)
        assert (refused.code, "中有看不见的字符" in refused.err) == (2, True)
        assert typed[2] not in refused.err
    assert cli("duty", "add", MONTHLY, *WATER, "--title", "月\u202e报").code == 2
    assert not copies.exists()


@pytest.mark.parametrize(
    "text", ["null报送", "007号报送", "# 开头报送", "12:30 报送", "'引号'报送", "报送 {x}: [y], z"]
)
def test_any_words_are_kept_as_they_are(cli: Cli, text: str) -> None:
    assert cli("duty", "add", text, *WATER).code == 0
    assert rows(cli, *OWN)["1.1"]["quote"] == text


def test_an_event_of_january_does_not_belong_to_own_duties(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2026, 1, 20)
    words = ("trigger", "3.5", *WATER, "--on", "2026-01-10")
    before = cli(*words)
    cli("undo")
    cli("duty", "add", MONTHLY, *WATER)
    after = cli(*words)
    assert (after.code, after.out) == (before.code, f"yuanqu-2025-1/{before.out}")


def test_the_index_says_what_was_made_here(cli: Cli, copies: Path) -> None:
    cli("duty", "add", MONTHLY, *WATER)
    (one,) = json.loads((copies / "index.json").read_text(encoding="utf-8"))
    assert (one["id"], one["edition"], one["made_here"]) == ("own-2025", 1, True)


HEAD = OwnNoticeHead(
    "own-2025", "自定任务", Term(dt.date(2025, 1, 1), dt.date(2025, 12, 31)), Words(whole="全县")
)
FOUR = "schema: yqsafety/units@1\nunits:\n  - {id: jia, name: 甲局}\n"


def a_task(number: int) -> dict[str, Any]:
    return {"title": f"事{number}", "quote": f"第{number}件事", "units": ["甲局"]}


@given(
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 20), st.booleans()), max_size=12),
    recorded=st.lists(st.sampled_from(["3.1", "7.1", "x"]), max_size=2),
)
def test_no_id_is_ever_used_again_and_no_comment_is_lost(
    steps: list[tuple[bool, int, bool]], recorded: list[str]
) -> None:
    raw, given, alive, comments = HEAD.text().encode(), list[str](), list[str](), 0
    for number, (adds, which, comment) in enumerate(steps):
        draft = OwnNotice(raw, "tasks.yaml")
        if adds or not alive:
            made = draft.add(a_task(number), recorded)
            assert made not in (*given, *recorded)
            given.append(made)
            alive.append(made)
        else:
            draft.retire(alive.pop(which % len(alive)), "", dt.date(2025, 6, 20))
        assert draft.count_up() == number + 1
        raw = draft.text.encode()
        if comment:
            lines = raw.decode().splitlines()
            lines.insert(3 + which % (len(lines) - 3), f"# 话{comments}")
            raw, comments = ("\n".join(lines) + "\n").encode(), comments + 1
    if given:
        findings, notice = check_written(raw, FOUR.encode())
        assert findings == []
        assert notice
        assert [task.id for item in notice.items() for task in item.tasks] == alive
    assert all(f"# 话{n}" in raw.decode() for n in range(comments))


def test_it_is_new_and_its_silence_counts_from_the_day_it_was_added(cli: Cli, clock: Clock) -> None:
    cli("use", "县水利局")
    cli("duty", "add", "9月30日前完成泵站检修")
    cli("duty", "add", "加强值守", "--when", "长期")
    cli("duty", "add", MONTHLY)
    own = ("--notice", "own-2025-shuili")
    assert rows(cli, *own)["1.1"]["units"][0]["silent_days"] == 0
    assert cli("list", *own, "--silent", "30d", "--ids").out == ""
    (new,) = (
        one for one in cli("now", *own, "--json").json["groups"] if one["concern"] == "assigned"
    )
    assert {row["id"] for row in new["rows"]} == {"1.1", "2.1"}  # 3.1 falls due this month
    clock.today = dt.date(2025, 7, 21)
    assert rows(cli, *own)["1.1"]["units"][0]["silent_days"] == 31
    assert cli("list", *own, "--silent", "30d", "--ids").out.split() == ["1.1", "3.1@2025-06"]
    concerns = {one["concern"] for one in cli("now", *own, "--json").json["groups"]}
    assert "assigned" not in concerns
