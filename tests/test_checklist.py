"""The checklist on a terminal, key by key: what it shows, what it records, what it refuses."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from conftest import TODAY, Cli, Clock
from filelock import FileLock
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from yqsafety.cli.checklist.app import Checklist
from yqsafety.cli.checklist.desk import RecordingDesk
from yqsafety.cli.checklist.duties_screen import DutiesScreen
from yqsafety.cli.checklist.prompt import Prompt
from yqsafety.cli.checklist.row_list import RowList
from yqsafety.cli.checklist.view import filter_choices
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common, FilterOptions
from yqsafety.cli.typed_filters import filters_of
from yqsafety.ledger.filters import Filters
from yqsafety.recording.targets import find_entries, status_of
from yqsafety.store import locked_write

pytestmark = pytest.mark.slow

UNIT = "县应急管理局"
Steps = Callable[["User"], Awaitable[None]]


class User:
    """Someone at the keys, and what they see."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot, self.app = pilot, pilot.app

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        self.app.screen.query_one(Input).insert_text_at_cursor(text)
        await self.pilot.pause()

    async def go(self, row: str) -> None:
        self.rows.highlighted = self.rows.get_option_index(row)
        await self.pilot.pause()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()

    @property
    def screen(self) -> DutiesScreen:
        assert isinstance(self.app.screen, DutiesScreen)
        return self.app.screen

    @property
    def rows(self) -> RowList:
        return self.screen.query_one(RowList)

    @property
    def ids(self) -> list[str]:
        return [option.id for option in self.rows.options if option.id]

    @property
    def headings(self) -> list[str]:
        return [str(option.prompt) for option in self.rows.options if not option.id]

    def row(self, row: str) -> str:
        return str(self.rows.get_option(row).prompt).rstrip()

    def said(self, name: str = "said") -> str:
        return str(self.screen.query_one(f"#{name}", Static).content).replace("\xa0", " ")


def use(
    steps: Steps,
    *,
    size: tuple[int, int] = (80, 24),
    state: str | None = None,
    **filters: object,
) -> Checklist:
    """Open the checklist of one unit and do some steps at it."""
    options = FilterOptions(**{"unit": [UNIT], **filters})  # type: ignore[arg-type]
    session = open_session(Common(state=state))
    wanted = filters_of(options, session)
    unit = session.roster.get(wanted.units[0]) if wanted.units else None
    app = Checklist(session, unit, wanted)

    async def main() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(User(pilot))

    asyncio.run(main())
    return app


def another() -> RecordingDesk:
    """A second process at the same state file."""
    session = open_session(Common())
    unit = session.roster.get(UNIT)
    assert unit
    return RecordingDesk(session, unit, "李四")


def recorded(row: str) -> str:
    """The status in the state file, whatever is on the screen."""
    desk = another()
    return status_of(find_entries(desk.session.ledger, row)[0], desk.unit.id)


def test_space_ticks_and_takes_back_and_the_counts_follow() -> None:
    async def steps(user: User) -> None:
        assert "限期 0/21" in user.said("head")
        await user.go("14.1")
        await user.press("space")
        assert user.row("14.1").startswith(" √ 14.1  加快矿山升级改造")
        assert user.row("14.1").endswith("  2025-12-31 年内  办结")
        assert user.said().startswith("√ 14.1 已办结（县应急管理局，2025-06-20）。")
        assert "限期 1/21" in user.said("head")
        assert user.headings[4].endswith("限期 1/2  长期 0/2  推定 0/7")
        assert (recorded("14.1"), user.rows.current) == ("done", "14.1")
        await user.press("space")
        assert user.said().startswith("□ 14.1 已取消登记")
        assert "限期 0/21" in user.said("head")

    use(steps)
    assert recorded("14.1") == "todo"


def test_the_mark_of_a_shared_result_is_this_units_own_until_the_county_is_done(cli: Cli) -> None:
    cli("check", "4.1", "--unit", "县水利局")
    cli("waive", "4.2", "--unit", UNIT, "--reason", "无")

    async def steps(user: User) -> None:
        assert user.row("4.1").startswith(" □ 4.1")
        assert user.row("4.1").endswith("本单位未报")
        assert user.row("4.2").startswith(" × 4.2")

    use(steps)


def test_space_on_a_shared_result_is_this_units_report_and_counts_nothing(cli: Cli) -> None:
    async def steps(user: User) -> None:
        before = user.said("head"), user.headings
        assert user.row("4.1").startswith(" □ 4.1  设立县防灾减灾救灾委员会  全县一项")
        assert user.row("4.1").endswith("  2025-12-31 年内  本单位未报")
        await user.go("4.1")
        await user.press("space")
        assert user.row("4.1").startswith(" ● 4.1")
        assert user.row("4.1").endswith("  2025-12-31 年内  本单位已报，待认定")
        assert user.said().startswith(
            "√ 4.1 已报完成，待认定（县应急管理局，2025-06-20）。全县一项"
        )
        assert (recorded("4.1"), user.rows.current) == ("done", "4.1")
        await user.press("space")
        assert user.said().startswith("□ 4.1 已取消登记（县应急管理局")
        assert (recorded("4.1"), user.said("head"), user.headings) == ("todo", *before)
        assert cli("check", "4.1", "--unit", "县水利局").code == 0
        assert cli("confirm", "4.1").code == 0
        user.screen.look()
        await user.pilot.pause()
        assert user.row("4.1").startswith(" √ 4.1")
        assert user.row("4.1").endswith("全县已办结（县水利局）")
        assert (user.said("head"), user.headings) == before

    use(steps)


def test_the_counts_are_those_of_status(cli: Cli) -> None:
    for task in ("4.1", "1.1", "4.4"):
        assert cli("check", task, "--unit", UNIT).code == 0

    answer = cli("status", "--unit", UNIT, "--json").json

    async def steps(user: User) -> None:
        names = {"timed": "限期", "standing": "长期", "presumed": "推定"}
        for code, name in names.items():
            counter = answer["overall"][code]
            assert f"{name} {counter['done']}/{counter['total']}" in user.said("head")
            for group, heading in zip(answer["groups"], user.headings, strict=True):
                counter = group[code]
                figure = f"{name} {counter['done']}/{counter['total']}"
                assert (figure in heading) == bool(counter["total"])

    use(steps)


def test_an_older_tick_on_a_standing_duty_is_renewed(cli: Cli) -> None:
    cli("check", "4.4", "--unit", UNIT, "--on", "2025-03-01")

    async def steps(user: User) -> None:
        await user.go("4.4")
        assert "已报落实（截至 2025-03-01） 待更新" in user.row("4.4")
        await user.press("space")
        assert user.row("4.4").endswith("已报落实（截至 2025-06-20）")
        await user.press("space")
        assert user.row("4.4").endswith("未反馈 待更新（尚未报过）")

    use(steps)


def test_what_waits_is_shown_and_not_ticked(cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.go("3.3")
        assert user.row("3.3").endswith("—  本单位未报 未触发")
        await user.press("space")
        assert user.said() == (
            "3.3 尚未触发，未登记。情形发生后先登记：yqsafety trigger 3.3 --on 日期"
        )

    use(steps)
    assert cli("log", "--json").json["events"] == []


def test_notes_and_evidence_are_harmless_text(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "纪要.pdf").write_bytes(b"minutes")

    async def steps(user: User) -> None:
        await user.go("4.2")
        await user.press("n")
        assert user.said("keys") == "Enter 确定  Esc 放弃"
        await user.type("[/x] [bold]已开会[/] \x1b[31m\u202e")
        await user.press("enter")
        assert user.said() == "4.2 已补充说明（县应急管理局）。"
        assert "[/x] [bold]已开会[/] \\x1b[31m\\u202e" in user.said("card")
        await user.press("e")
        await user.type("纪要.pdf")
        await user.press("enter")
        assert "佐证：纪要.pdf" in user.said("card")
        await user.press("e")
        await user.type("没有.pdf")
        await user.press("enter")
        assert user.said().startswith(
            "注意：佐证材料“没有.pdf”无法读取，只登记了名称：文件或文件夹不存在。\n"
        )
        assert user.rows.has_focus
        assert user.row("4.2").endswith("本单位未报")

    use(steps)
    events = cli("log", "4.2", "--json").json["events"]
    assert [event["action"] for event in events] == ["note", "note", "note"]
    assert events[1]["evidence"][0]["size"] == 7


def test_what_others_wrote_is_harmless_text(cli: Cli) -> None:
    assert cli("note", "4.2", "\x1b[2J\u202e" + "长" * 3000, "-u", UNIT, "--by", "[/x]").code == 0

    async def steps(user: User) -> None:
        await user.go("4.2")
        assert "[/x]登记：\\x1b[2J\\u202e长" in user.said("card")
        assert "……（其余见 yqsafety show）" in user.said("card")

    use(steps)


def test_a_count_is_recorded_and_a_bad_one_stays_to_be_mended() -> None:
    async def steps(user: User) -> None:
        await user.go("14.1")
        await user.press("c")
        assert user.said() == "14.1 没有数量要求。"
        row = "11.1"
        await user.go(row)
        await user.press("c")
        await user.type("三")
        await user.press("enter")
        assert user.said().startswith("数量“三”无效")
        assert user.screen.query_one(Input).value == "三"
        await user.press("backspace", "1", "enter")
        assert user.said().startswith(f"√ {row} 已登记 1/1 项")
        assert user.rows.has_focus

    use(steps)


def test_a_count_of_a_shared_result_is_this_units_report() -> None:
    async def steps(user: User) -> None:
        row = "6.3@2025-H1"
        await user.go(row)
        await user.press("c", "1", "enter")
        assert user.said().startswith(f"√ {row} 已报完成，待认定（县政府办，2025-06-20）")
        # The command in the answer can be copied: nothing is glued to its end.
        assert "--unit 县政府办本单位" not in user.said()
        assert user.row(row).startswith(" ●")

    use(steps, unit=["县政府办"])


def test_waiving_needs_a_reason(cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.go("14.5")
        await user.press("w", "enter")
        assert user.said() == "请写明理由；不登记按 Esc。"
        assert user.screen.query_one(Input).has_focus
        await user.press("escape")
        assert user.rows.has_focus
        assert user.row("14.5").startswith(" □")
        await user.press("w")
        await user.type("不涉及")
        await user.press("enter")
        assert user.row("14.5").startswith(" × 14.5")
        assert "报不适用，待复核" in user.row("14.5")
        assert "限期 0/21" in user.said("head")
        await user.press("space")
        assert user.row("14.5").startswith(" □ 14.5")

    use(steps)
    events = cli("log", "--json").json["events"]
    assert [(event["action"], event.get("reason")) for event in events] == [
        ("na", "不涉及"),
        ("todo", None),
    ]


def test_what_is_pasted_is_taken_whole(cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.press("n")
        user.screen.query_one(Input).post_message(Paste("一、已部署\n二、已检查\r\n"))
        await user.press("enter")

    use(steps)
    assert [one["note"] for one in cli("log", "--json").json["events"]] == ["一、已部署 二、已检查"]


def test_what_has_not_begun_says_so_and_is_not_ticked(cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.go("6.3@2025-H2")
        assert "全县一项 尚未开始" in user.row("6.3@2025-H2")
        assert "尚未开始" not in user.row("6.3@2025-H1")
        await user.press("space")
        assert user.said().startswith(
            "6.3@2025-H2 自 2025-07-01 起，2025-06-20 尚未开始，不能登记办结。"
        )
        assert user.row("6.3@2025-H2").startswith(" □")

    use(steps, unit=["县政府办"])
    assert cli("log", "--json").json["events"] == []


def test_full_width_keys_of_a_chinese_keyboard_work() -> None:
    async def steps(user: User) -> None:
        await user.go("14.1")
        await user.press("ideographic_space")
        assert user.row("14.1").startswith(" √")
        await user.press("ideographic_comma")
        assert user.screen.query_one(Prompt).display

    use(steps)


def test_an_empty_note_is_no_note(cli: Cli) -> None:
    async def steps(user: User) -> None:
        for key in "ne":
            await user.press(key, "space", "enter")
            assert user.rows.has_focus

    use(steps)
    assert cli("log", "--json").json["events"] == []


def test_search_is_live_and_ends_with_escape() -> None:
    async def steps(user: User) -> None:
        everything = user.ids
        await user.press("slash")
        await user.type("救援演练")
        assert user.ids == ["19.3"]
        assert user.rows.current == "19.3"
        assert user.said("sieve") == f"筛选：全部  检索：救援演练  显示 1/{len(everything)} 项"
        await user.press("enter", "space")
        assert user.row("19.3").startswith(" √")
        await user.press("slash")
        await user.type("没有这句话")
        assert user.ids == []
        assert "加上“文字 没有这句话”后为 0 项" in user.headings[0]
        await user.press("escape")
        assert user.ids == everything
        assert user.rows.has_focus

    use(steps)


def test_filters_go_round_as_list_filters(cli: Cli) -> None:
    options = {
        "全部": "",
        "未办结": "-S open",
        "退回": "-S 退回",
        "逾期": "-S 逾期",
        "本月到期": "-S open --due-from 本月 --due-by 本月",
        "临期": "-S 临期",
        "待更新": "-S 待更新",
        "点名": "--direct",
    }
    assert cli("check", "14.1", "-u", UNIT).code == 0
    listed = {
        name: cli("list", "-u", UNIT, "--ids", *given.split()).out.split()
        for name, given in options.items()
    }

    async def steps(user: User) -> None:
        seen = {}
        for _ in options:
            seen[user.said("sieve").removeprefix("筛选：").split()[0]] = user.ids
            assert "限期 1/21  长期 0/35（" in user.said("head")
            assert "推定 0/61（" in user.said("head")
            await user.press("f")
        assert seen == listed
        assert user.ids == listed["全部"]

    use(steps)


def test_a_ticked_row_stays_among_the_open_ones_until_others_are_asked_for(cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.press("f")
        await user.go("4.4")
        count = len(user.ids)
        await user.press("space")
        assert (user.rows.current, len(user.ids)) == ("4.4", count)
        await user.press("n")
        await user.type("附验收单")
        await user.press("enter")
        await user.press("escape")
        assert "4.4" not in user.ids
        assert user.rows.current == "5.1"
        await user.press("u", "u")
        assert user.rows.current == "4.4"

    use(steps)
    assert {event["task"] for event in cli("log", "--json").json["events"]} == {"4.4", ""}


def test_a_search_or_another_filter_leaves_out_what_passes_no_more() -> None:
    async def steps(user: User) -> None:
        await user.press("f")
        for key in ("slash", "f"):
            await user.go("4.4" if key == "slash" else "5.1")
            row = user.rows.current
            await user.press("space", key)
            if key == "slash":
                await user.type("的")
                await user.press("escape")
                assert row not in user.ids
        for _ in range(7):
            await user.press("f")
        assert "5.1" not in user.ids

    use(steps)


def test_the_month_of_a_filter_follows_the_day(clock: Clock) -> None:
    async def steps(user: User) -> None:
        for _ in range(4):
            await user.press("f")
        assert user.ids == ["1.2@2025-H1"]
        clock.today = dt.date(2025, 12, 1)
        user.screen.look()
        await user.pilot.pause()
        assert "1.2@2025-H2" in user.ids
        assert "1.2@2025-H1" not in user.ids

    use(steps)


def test_no_key_does_nothing_without_a_word() -> None:
    async def steps(user: User) -> None:
        await user.press("z")
        assert user.said() == "“z”键没有用处，可用的键见最下一行。"
        await user.press("slash")
        await user.type("没有这样的任务")
        await user.press("enter")
        for key in "senwctravx":
            await user.press("d", "escape", key)
            assert user.said().startswith("没有选中的任务"), key

    use(steps)


def test_the_command_line_gives_the_filters_to_start_with(cli: Cli) -> None:
    listed = cli("list", "-u", UNIT, "-s", "3", "-g", "责任", "--ids").out.split()

    async def steps(user: User) -> None:
        assert user.ids == listed
        assert user.said("sieve").startswith("筛选：命令行条件  检索：责任  显示 ")
        await user.press("escape", "f")
        assert user.said("sieve").startswith("筛选：全部  显示 ")

    use(steps, section=["3"], grep="责任")
    names = [choice.label for choice in filter_choices(Filters(units=("x",), direct=True), TODAY)]
    assert names[:3] == ["点名", "全部", "未办结"]
    assert set(names) >= {"退回", "逾期", "本月到期", "临期", "待更新"}


def test_undo_takes_back_the_newest_batch_and_goes_there(cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.press("u")
        assert user.said().startswith("没有 张三 在本机登记、可以撤销的操作。")
        await user.go("4.1")
        await user.press("space", "j", "j", "u")
        assert user.said() == "已撤销 2025-06-20 09:12 的操作：登记办结 1 项（4.1 县应急管理局）。"
        assert user.rows.current == "4.1"
        assert user.row("4.1").startswith(" □")

    use(steps)
    assert [event["action"] for event in cli("log", "--json").json["events"]] == ["done", "revert"]


def test_a_tick_that_cannot_be_saved_changes_nothing(state_path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("14.1")
        await user.press("space")
        whole = state_path.read_bytes()
        state_path.write_bytes(whole[:-9])
        user.screen.look()
        await user.pilot.pause()
        assert user.said().startswith("状态文件已损坏，未作改动：")
        await user.go("4.4")
        await user.press("space")
        assert user.said().startswith("状态文件已损坏，未作改动：")
        assert user.row("14.1").startswith(" √")
        assert user.row("4.4").startswith(" □")
        await user.press("n")
        await user.type("写好的话")
        await user.press("enter")
        assert user.screen.query_one(Input).value == "写好的话"
        assert state_path.read_bytes() == whole[:-9]
        state_path.write_bytes(whole)
        await user.press("enter")
        assert user.said() == "4.4 已补充说明（县应急管理局）。"

    use(steps)


def test_a_file_in_use_is_said_and_the_tick_may_be_repeated(
    state_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(locked_write._LOCK, "timeout", 0)
    state_path.parent.mkdir(parents=True)

    async def steps(user: User) -> None:
        await user.go("14.1")
        with FileLock(f"{state_path}.lock", preserve_lock_file=True):
            await user.press("space")
            assert user.said() == "状态文件正被另一程序使用，请稍后再试。"
            assert user.row("14.1").startswith(" □")
        await user.press("space")
        assert user.row("14.1").startswith(" √")

    use(steps)


def test_what_a_second_process_ticks_is_shown(state_path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("4.4")
        await user.press("space")
        other = another()
        other.toggle(find_entries(other.session.ledger, "14.1")[0])
        user.screen.look()
        await user.pilot.pause()
        assert user.said() == "另有人登记了 1 条，已更新显示。"
        assert user.row("14.1").startswith(" √")
        assert user.row("4.4").startswith(" √")
        assert user.rows.current == "4.4"
        assert "限期 1/21" in user.said("head")
        state_path.unlink()
        user.screen.look()
        assert user.said().startswith("注意：状态文件已被移走或换成另一份")

    use(steps)


def test_looking_again_says_nothing_of_ones_own_ticks() -> None:
    async def steps(user: User) -> None:
        await user.press("space")
        said = user.said()
        user.screen.look()
        user.screen.look()
        assert user.said() == said

    use(steps)


def test_the_day_may_change_meanwhile(cli: Cli, clock: Clock) -> None:
    async def steps(user: User) -> None:
        assert user.row("2.4@safety-month").endswith("未反馈 临期（推定）")
        clock.today = dt.date(2025, 7, 11)
        user.screen.look()
        assert "2025-07-11" in user.said("head")
        assert user.row("2.4@safety-month").endswith("未反馈 逾期（推定）")
        await user.go("4.1")
        await user.press("space")

    use(steps)
    assert cli("log", "--json").json["events"][0]["on"] == "2025-07-11"


def test_the_year_that_is_over_is_said(clock: Clock) -> None:
    clock.today = dt.date(2026, 11, 25)

    async def steps(user: User) -> None:
        assert user.said().startswith("通知年度为 2025 年，今天是 2026-11-25")
        assert "限期 0/21（逾期 1，年度未结 20）" in user.said("head")
        assert user.row("18.9").endswith("未反馈 逾期")
        assert user.row("14.1").endswith("未反馈 年度未结")

    use(steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20), (20, 6)])
def test_nothing_is_cut_at_any_size(size: tuple[int, int]) -> None:
    async def steps(user: User) -> None:
        await user.go("4.1")
        await user.resize(*size)
        assert user.rows.current == "4.1"
        assert 0 < user.rows.width < size[0]
        if size[0] >= 80:
            for option in user.rows.options:
                lines = option.prompt.split("\n")  # type: ignore[union-attr]
                assert max(line.cell_length for line in lines) <= user.rows.width  # type: ignore[union-attr]
        detail = user.screen.query_one("#detail")
        assert detail.display == (size[1] >= 24)
        await user.press("enter")
        assert detail.display

    use(steps, size=(100, 30))


def test_a_row_that_needs_a_second_line_is_seen_whole() -> None:
    async def steps(user: User) -> None:
        rows = user.rows
        await user.go(user.ids[8])
        for _ in range(4):
            await user.press("j")
            before = user.row(rows.current)
            await user.press("space")
            await user.pilot.pause()
            done = rows.options[: (rows.highlighted or 0) + 1]
            lines = sum(str(option.prompt).count("\n") + 1 for option in done)
            assert lines <= rows.scroll_y + rows.size.height, (before, user.row(rows.current))

    use(steps)


def test_keys_move_and_turn() -> None:
    async def steps(user: User) -> None:
        await user.press("j", "j", "k")
        assert user.rows.current == user.ids[1]
        await user.press("pagedown")
        assert user.ids.index(user.rows.current) > 3
        await user.press("end")
        assert user.rows.current == user.ids[-1]
        detail = user.screen.query_one("#detail")
        await user.pilot.pause()
        await user.press("right")
        user.screen.look()
        await user.pilot.pause()
        assert detail.scroll_y > 0
        await user.press("left", "home")
        assert detail.scroll_y == 0
        assert user.rows.scroll_y == 0
        assert user.rows.current == user.ids[0]

    use(steps)


def test_the_unit_is_picked_by_part_of_its_name_or_id() -> None:
    async def steps(user: User) -> None:
        def offered() -> list[str]:
            options = user.app.screen.query_one(OptionList).options
            return [str(option.prompt).split()[0] for option in options]

        assert "县安委办" in offered()
        await user.type("成员单位")
        assert offered() == []
        await user.press("enter")
        user.app.screen.query_one(Input).value = "yjgl"
        await user.pilot.pause()
        assert offered() == [UNIT]
        user.app.screen.query_one(Input).value = "镇"
        await user.pilot.pause()
        await user.press("down", "down", "up", "enter")
        name = offered_name = user.said("head").split()[0]
        assert offered_name.endswith("人民政府")
        await user.press("space")
        assert name in user.said()

    use(steps, unit=None)


def test_names_of_a_local_roster_are_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    local = tmp_path / "local.yaml"
    local.write_text(
        "schema: yqsafety/units@1\nunits:\n  - {id: gongan, name: '县[b]公安局[/x]'}\n", "utf-8"
    )
    monkeypatch.setenv("YQSAFETY_UNITS", str(local))

    async def steps(user: User) -> None:
        await user.type("公安")
        await user.press("enter")
        assert user.said("head").startswith("县[b]公安局[/x]  2025-06-20")
        assert user.headings == [
            "没有符合条件的任务：全部共 157 项，加上“单位 县[b]公安局[/x]”后为 0 项。"
        ]
        await user.press("space", "n", "c", "w", "e")
        assert user.said() == "没有选中的任务。按 f 换一种筛选，按 Esc 结束检索。"

    use(steps, unit=None)


@pytest.mark.parametrize(("keys", "interrupted"), [("q", False), ("ctrl+c", True)])
def test_it_is_left_by_q_or_ctrl_c(keys: str, interrupted: bool, cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.press("space")
        if interrupted:
            await user.press("n")
        await user.press(keys)

    app = use(steps)
    assert (app.stopped_by != 0, app.is_running) == (interrupted, False)
    assert len(cli("log", "--json").json["events"]) == 1


def test_the_prompt_gives_way_to_escape() -> None:
    async def steps(user: User) -> None:
        await user.press("n")
        assert user.screen.query_one(Prompt).display
        await user.press("q", "space", "u")
        assert user.screen.query_one(Input).value == "q u"
        await user.press("escape")
        assert not user.screen.query_one(Prompt).display

    use(steps)


@pytest.mark.parametrize(
    ("arguments", "opens"),
    [
        ("", ""),
        ("-u 应急 -s 3 --by 李四", "县应急管理局 李四"),
        ("-u 应急 -u 水利", None),
        ("-u 县安委会成员单位", None),
        ("-u 应急 --as-of 2025-03-01", None),
        ("4.1 -u 应急", None),
    ],
)
def test_when_the_checklist_opens(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, arguments: str, opens: str | None
) -> None:
    opened: list[str] = []

    def run(session: object, unit: object, start: object, by: str | None) -> None:
        opened.append(" ".join(filter(None, (getattr(unit, "name", ""), by))))

    monkeypatch.setattr("yqsafety.cli.checklist.app.run_checklist", run)
    monkeypatch.setattr("yqsafety.cli.console.takes_keys", lambda: True)
    assert cli("check", *arguments.split()).code == 0
    assert opened == ([] if opens is None else [opens])
    monkeypatch.setenv("YQSAFETY_UNIT", "县水利局")
    assert cli("check").code == 0
    assert opened[-1] == "县水利局"


def test_a_damaged_state_file_ends_it_before_it_opens(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, state_path: Path
) -> None:
    cli("check", "4.1", "--unit", UNIT)
    state_path.write_bytes(b"{}")
    monkeypatch.setattr("yqsafety.cli.console.takes_keys", lambda: True)
    assert cli("check", "--unit", UNIT).code == 4
