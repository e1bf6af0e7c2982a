"""The review on a terminal, key by key; and what it prints where there are no keys."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest
from conftest import Cli
from textual.pilot import Pilot
from textual.widgets import Input, Static
from under_review import TASKS, UNITS, task_of, write_small

from yqsafety.cli.checklist.prompt import Prompt
from yqsafety.cli.checklist.row_list import RowList
from yqsafety.cli.commands.catalog_review import summary
from yqsafety.cli.reviewing.app import ReviewApp
from yqsafety.cli.reviewing.desk import ReviewDesk
from yqsafety.cli.reviewing.pickers import ChoiceScreen, CutScreen, HelpScreen
from yqsafety.drafting.editing import opened_book
from yqsafety.notice.data_files import data_files

pytestmark = pytest.mark.slow

Steps = Callable[["User"], Awaitable[None]]


class User:
    """Someone at the keys, and what they see."""

    def __init__(self, pilot: Pilot[None], desk: ReviewDesk) -> None:
        self.pilot, self.app, self.desk = pilot, pilot.app, desk

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def answer(self, key: str, text: str) -> None:
        """Press a key that asks, write over what stands there, and send it."""
        await self.press(key)
        field = self.app.screen.query_one(Input)
        field.value = ""
        field.insert_text_at_cursor(text)
        await self.pilot.pause()
        await self.press("enter")

    async def go(self, row: str) -> None:
        self.rows.highlighted = self.rows.get_option_index(row)
        await self.pilot.pause()

    @property
    def rows(self) -> RowList:
        return self.app.screen.query_one(RowList)

    @property
    def ids(self) -> list[str]:
        return [option.id for option in self.rows.options if option.id]

    def said(self, name: str = "said") -> str:
        shown = str(self.app.screen.query_one(f"#{name}", Static).content)
        return shown.replace("\xa0", " ")

    def task(self, task_id: str) -> Any:
        """A duty as it is on the disk."""
        return task_of(opened_book(data_files(self.desk.path, None)), task_id)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_small(tmp_path)


def use(path: Path, steps: Steps, size: tuple[int, int] = (80, 24)) -> ReviewDesk:
    desk = ReviewDesk(path)
    app = ReviewApp(desk)

    async def main() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(User(pilot, desk))

    asyncio.run(main())
    return desk


def test_what_is_open_comes_first_and_a_key_gives_the_printed_order(path: Path) -> None:
    async def steps(user: User) -> None:
        assert user.ids[:3] == ["责3", "1.1", "1.2"]
        assert user.said("head") == "tasks.yaml  待审 3/8 项（4 处）  待审在前"
        await user.press("f")
        tasks = [key for key in user.ids if key[0].isdigit()]
        assert tasks == ["1.1", "1.2", "2.1", "2.2", "3.1"]
        assert user.said("head").endswith("按原文次序")

    use(path, steps)


def test_a_row_shows_its_sentence_its_fields_and_why_they_are_guesses(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("1.1")
        card = user.said("card")
        assert card.startswith("1.1 一、总体要求 （一）排查隐患。\n6月30日前开展排查，")
        assert "时限(d)：2025-06-30（原文明确）\n　待审：句中两个时间" in card
        assert "数量(n)：≥2次：至少检查 2 次" in card
        assert card.endswith("及时上报。")
        await user.go("1.2")
        assert "责任单位(w)：牵头：水利局；配合：林业局\n　待审：句中点名" in user.said("card")

    use(path, steps)


def test_space_accepts_saves_and_goes_on(path: Path) -> None:
    async def steps(user: User) -> None:
        assert user.rows.current == "责3"
        await user.press("space")
        assert (user.said(), user.rows.current) == ("√ 已审定。", "1.1")
        await user.press("y")
        assert (user.said(), user.rows.current) == ("√ 1.1 已审定。", "1.2")
        assert "review" not in user.task("1.1")
        assert user.said("head").startswith("tasks.yaml  待审 1/8 项（1 处）")
        await user.press("space", "space")
        assert user.said() == "1.2 没有待审的内容。"

    desk = use(path, steps)
    assert summary(desk) == f"本次审定 3 次，已保存：{path}。待审 0/8 项。"


def test_undo_goes_back_to_the_beginning(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.press("space", "space")
        await user.go("2.1")
        await user.answer("t", "广泛宣传")
        await user.press("u")
        assert (user.said(), user.rows.current) == ("已撤销：修改 2.1", "2.1")
        await user.press("u", "u", "u")
        assert user.said().startswith("本次没有可以撤销的改动。")

    desk = use(path, steps)
    assert path.read_text("utf-8") == TASKS
    assert summary(desk).startswith("本次没有改动：")


def test_cutting_at_a_comma_and_joining_again(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("1.1")
        await user.press("c")
        assert isinstance(user.app.screen, CutScreen)
        assert user.said("question") == "从哪里切开？第 1/2 处"
        assert user.said("sentence").startswith("6月30日前开展排查， ┃ 每季度")
        await user.press("right", "right", "left", "right", "enter")
        assert (user.said(), user.rows.current) == ("√ 1.1 已切成两句。", "1.1")
        assert user.task("1.3")["quote"] == "建立台账。"
        await user.press("g")
        assert user.said() == "√ 1.1 已与后一句合并。"
        assert "1.3" not in user.ids
        await user.press("c", "escape")
        await user.go("2.2")
        await user.press("c")
        assert user.said() == "这一句中间没有逗号、分号或句号，切不开。"

    use(path, steps)


def test_fields_are_typed_as_people_do(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("2.1")
        await user.answer("d", "每季度")
        assert user.task("2.1")["timing"]["every"] == "quarter"
        await user.answer("e", "方案、照片")
        await user.answer("w", "气象")
        task = user.task("2.1")
        assert (task["evidence"], task["units"]) == (["方案", "照片"], ["气象局"])
        await user.answer("d", "改天")
        assert "无法识别" in user.said()
        assert user.app.screen.query_one(Input).value == "改天"
        await user.press("escape")
        assert user.rows.has_focus
        await user.go("1.1")
        await user.answer("n", "")
        assert "quantity" not in user.task("1.1")

    use(path, steps)


def test_names_of_units_are_completed_and_new_ones_refused(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("2.1")
        await user.press("w")
        field = user.app.screen.query_one(Input)
        assert field.value == "各乡镇"
        field.value = ""
        await user.press("l", "y")
        assert user.said() == "Tab 补全：林业局"
        await user.press("tab")
        assert field.value == "林业局"
        field.value = "林业局、公安局"
        await user.press("enter")
        assert "单位文件中没有“公安局”" in user.said()
        assert "units.yaml" in user.said()
        # The unit is added by hand meanwhile; the answer is still in the line.
        more = UNITS.replace("groups:", "  - {id: gongan, name: 公安局, initials: [gaj]}\ngroups:")
        user.desk.path.with_name("units.yaml").write_text(more, "utf-8")
        await user.press("enter")
        assert user.task("2.1")["units"] == ["林业局", "公安局"]

    use(path, steps)


def test_a_field_that_is_left_as_it_is_is_accepted(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("1.1")
        await user.press("d", "enter")
        assert user.said() == "√ 1.1 时限已审定。"
        assert user.task("1.1")["review"] == {"cut": "有三个动词"}
        before = path.read_bytes()
        await user.press("d", "enter", "t", "enter", "n", "enter", "e", "enter", "w", "enter")
        assert path.read_bytes() == before

    use(path, steps)


def test_kind_and_done_by_are_chosen(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("2.1")
        await user.press("k")
        assert isinstance(user.app.screen, ChoiceScreen)
        await user.press("home", "enter")
        assert user.task("2.1")["timing"] == {"kind": "once"}
        await user.press("k", "end", "enter")
        user.app.screen.query_one(Input).value = "开展宣传"
        await user.press("enter")
        assert user.task("2.1")["timing"] == {"kind": "triggered", "trigger": "开展宣传"}
        await user.press("o", "end", "enter")
        assert user.task("2.1")["done_by"] == "any"
        await user.press("k", "escape")
        assert user.rows.current == "2.1"

    use(path, steps)


def test_letters_are_letters_while_something_is_typed(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("2.1")
        await user.press("t", "ctrl+u", "k", "q", "space", "u", "tab")
        assert user.app.screen.query_one(Input).value == "kq u"
        await user.press("escape")
        assert not user.app.screen.query_one(Prompt).display

    use(path, steps)
    assert path.read_text("utf-8") == TASKS


def test_prose_and_duty_change_places(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("2.2")
        await user.press("p")
        assert user.rows.current == "文4.1"
        await user.press("t")
        assert user.said() == "这一句不是任务，改为任务请按 p。"
        await user.go("文3.1")
        await user.press("p")
        assert user.rows.current == "1.3"

    use(path, steps)


def test_a_change_by_another_program_is_never_written_over(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.press("space")
        text = path.read_text("utf-8").replace("title: 营造氛围", "title: 别人改的")
        path.write_text(text, "utf-8")
        await user.press("space")
        assert user.said().startswith("任务文件已被另一程序改动，已重新读入。")
        assert path.read_text("utf-8") == text
        await user.press("u")
        assert "没有可以撤销" in user.said()
        await user.press("space")
        assert user.said() == "√ 1.1 已审定。"

    use(path, steps)


def test_what_cannot_be_saved_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from yqsafety.cli.reviewing import desk
    from yqsafety.errors import UsageError

    def refuse(*_: object) -> None:
        raise UsageError("无法写入：磁盘已满，", "原文件未作改动。")

    async def steps(user: User) -> None:
        monkeypatch.setattr(desk, "write_whole", refuse)
        await user.press("space")
        assert "磁盘已满" in user.said()
        assert user.said("head").startswith("tasks.yaml  待审 3/8 项（4 处）")
        monkeypatch.undo()
        await user.press("space")
        assert user.said() == "√ 已审定。"

    use(path, steps)


def test_enter_and_tab_go_to_what_is_open_next(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.press("f")
        await user.go("1.2")
        await user.press("tab")
        assert user.rows.current == "责3"
        await user.press("enter")
        assert user.rows.current == "1.1"
        await user.press("question_mark")
        assert isinstance(user.app.screen, HelpScreen)
        await user.press("escape")
        assert user.rows.current == "1.1"

    use(path, steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20), (30, 10)])
def test_nothing_is_cut_at_any_size(path: Path, size: tuple[int, int]) -> None:
    async def steps(user: User) -> None:
        for key in user.ids:
            await user.go(key)
        if size[0] >= 60:
            for option in user.rows.options:
                lines = option.prompt.split("\n")  # type: ignore[union-attr]
                assert max(line.cell_length for line in lines) <= user.rows.width  # type: ignore[union-attr]
        assert user.app.screen.query_one("#detail").size.height > 1
        await user.press("c" if size[0] > 60 else "question_mark", "escape")

    use(path, steps, size)


def test_texts_are_no_markup(path: Path) -> None:
    path.write_text(TASKS.replace("title: 营造氛围", "title: '[b]营造[/x]'"), "utf-8")

    async def steps(user: User) -> None:
        await user.go("2.2")
        assert "标题(t)：[b]营造[/x]" in user.said("card")

    use(path, steps)


def test_off_a_terminal_it_lists_what_is_open(cli: Cli, path: Path) -> None:
    result = cli("catalog", "review")
    assert result.code == 0
    assert result.rows == [
        ["（一）排查隐患。", "责任单位 （水利局、林业局负责）", "责任单位", "单位名称照括号"],
        ["1.1", "开展排查", "切分", "有三个动词"],
        ["1.1", "开展排查", "时限", "句中两个时间"],
        ["1.2", "县水利局牵头整改", "责任单位", "句中点名"],
    ]
    assert result.err.startswith("待审 3/8 项（4 处）。只列出，未改动。")
    assert cli("catalog", "review", path).rows == result.rows
    assert cli("catalog", "review", "--notice", path).rows == result.rows


def test_without_a_file_it_says_what_to_name(cli: Cli) -> None:
    result = cli("catalog", "review")
    assert (result.code, "没有写明任务文件" in result.err) == (2, True)
    assert cli("catalog", "review", "没有.yaml").code == 2


def _shown(terminal: pyte.Screen) -> str:
    cells = ([terminal.buffer[y][x].data for x in range(terminal.columns)] for y in range(24))
    return "\n".join("".join(line).rstrip() for line in cells)


@pytest.mark.process
@pytest.mark.parametrize("plain", [False, True])
def test_in_a_real_terminal(path: Path, plain: bool) -> None:
    terminal = pyte.Screen(80, 24)
    stream = pyte.ByteStream(terminal)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "yqsafety", "catalog", "review", str(path)],
        dimensions=(24, 80),
        timeout=30,
        env={**os.environ, "PYTHONUTF8": "1"} | ({"NO_COLOR": "1"} if plain else {}),
    )

    def until(text: str) -> None:
        while text not in re.sub(r"\s", "", _shown(terminal)):
            stream.feed(child.read_nonblocking(65536, timeout=30))

    until("待审3/8项")
    child.send(" ")
    until("√已审定。")
    child.send("q")
    stream.feed(child.read())
    child.close()
    assert child.exitstatus == 0
    assert f"本次审定 1 次，已保存：{path}。" in _shown(terminal).replace("\n", "")
    assert "review: 单位名称照括号" not in path.read_text("utf-8")


def test_the_whole_documents_units_can_be_answered(path: Path) -> None:
    asked = "responsibility: {units: [各乡镇], review: 请写明}\nblocks:"
    path.write_text(TASKS.replace("blocks:", asked, 1), "utf-8")

    async def steps(user: User) -> None:
        await user.go("责-1")
        assert "责任单位(w)：各乡镇\n　待审：请写明" in user.said("card")
        await user.answer("w", "公安局")
        assert "units.yaml 的 units: 之下加一行：- {id: gonganju, name: 公安局}" in user.said()
        await user.press("escape")
        await user.answer("w", "气象、水利")
        assert user.said() == "√ 责任单位已改。"
        assert "责任单位(w)：气象局、水利局" in user.said("card")
        await user.press("t")
        assert user.said() == "这一行是责任单位：改单位按 w，认可按空格。"
        await user.go("责3")
        await user.press("w", "enter")
        assert user.said() == "√ 责任单位已审定。"

    desk = use(path, steps)
    assert dict(desk.book.data["responsibility"]) == {"units": ["气象局", "水利局"]}


def test_a_date_is_said_as_understood_with_the_kind_that_follows(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.go("2.1")
        await user.answer("d", "6.30")
        assert user.said() == (
            "√ 2.1 时限已改为 2025-06-30（推定）；类型随之由长期改为限期，不对的按 u。"
        )
        await user.answer("d", "9.30")
        assert user.said() == "√ 2.1 时限已改为 2025-09-30（推定）。"

    use(path, steps)


def test_p_twice_brings_a_duty_back_as_it_was(path: Path) -> None:
    async def steps(user: User) -> None:
        for task_id in ("1.2", "3.1"):
            await user.go(task_id)
            before = user.task(task_id)
            await user.press("p")
            assert "编号停用；再按一次 p 恢复原样" in user.said()
            assert f'id: "{task_id}", into: ' in path.read_text("utf-8")
            await user.press("p")
            assert user.rows.current == task_id
            assert user.task(task_id) == before

    use(path, steps)
    assert "retired" not in path.read_text("utf-8")


def test_only_what_was_accepted_in_this_sitting_is_ticked(path: Path) -> None:
    async def steps(user: User) -> None:
        def mark(key: str) -> str:
            option = user.rows.get_option(key)
            return str(option.prompt)[1]

        assert (mark("1.1"), mark("2.1"), mark("文3.1")) == ("?", " ", "·")
        await user.go("1.1")
        await user.press("space")
        assert (mark("1.1"), mark("2.1")) == ("√", " ")

    use(path, steps)


def test_missing_evidence_is_asked_for_and_can_be_none(path: Path) -> None:
    asked = 'review: {evidence: "没有合适的佐证，请填写", kind: 推定}'
    path.write_text(TASKS.replace("note: 与 2.1 相近", asked), "utf-8")

    async def steps(user: User) -> None:
        await user.go("2.2")
        await user.press("space")
        assert user.rows.current == "2.2"
        assert user.said().startswith("√ 2.2 其余已审定；没有佐证，仍待审。请填写佐证")
        await user.press("space")
        assert user.said().startswith("没有佐证，仍待审。")
        await user.press("e", "enter")
        assert user.said().startswith("没有佐证，仍待审。")
        await user.press("escape")
        assert list(user.task("2.2")["review"]) == ["evidence"]
        await user.answer("e", "无")
        assert "review" not in user.task("2.2")

    use(path, steps)


def test_by_whom_and_who_are_two_questions(path: Path) -> None:
    asked = "review: {unit: 暂按句中主体；按全地区一项推定，请核对是否各单位各有一份}"
    text = TASKS.replace("note: 与 2.1 相近", asked.replace("暂", '"暂').replace("份}", '份"}'))
    path.write_text(text, "utf-8")

    async def steps(user: User) -> None:
        await user.go("2.2")
        card = user.said("card")
        assert "责任单位(w)：各乡镇\n　待审：暂按句中主体\n由谁完成(o)" in card
        await user.press("o", "enter")
        assert user.task("2.2")["review"] == {"unit": "暂按句中主体"}
        await user.press("u", "w", "enter")
        assert user.task("2.2")["review"]["unit"].startswith("按全地区一项推定")
        await user.press("w", "enter")
        assert "review" in user.task("2.2")
        await user.press("o", "enter")
        assert "review" not in user.task("2.2")

    use(path, steps)


def test_full_width_and_capital_keys_and_searching(path: Path) -> None:
    async def steps(user: User) -> None:
        await user.press("Ｆ")
        assert user.said("head").endswith("按原文次序")
        await user.press("F")
        assert user.said("head").endswith("待审在前")
        await user.go("1.1")
        await user.press("ｙ")
        assert user.said() == "√ 1.1 已审定。"
        await user.answer("slash", "堤防")
        assert user.rows.current == "3.1"
        await user.press("ｋ")
        assert isinstance(user.app.screen, ChoiceScreen)
        await user.press("escape")
        await user.answer("slash", "没有的字")
        assert user.said() == "没有找到“没有的字”。"

    use(path, steps)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("title: 开展宣传", "title：开展宣传", 44, "用了全角冒号：，请改成半角 :"),
        ("{from: 2025-01-01, until", "{from: 2025-01-01，until", 5, "用了全角逗号，，请改成半角 ,"),
        ("units: [水利局, 林业局]", "units: [水利局，林业局]", 38, "是几个单位写在了一起"),
    ],
)
def test_full_width_marks_are_named(
    cli: Cli, path: Path, old: str, new: str, line: int, says: str
) -> None:
    path.write_text(TASKS.replace(old, new, 1), "utf-8")
    result = cli("validate", path)
    assert says in result.out, result.out
    assert f"第 {line} 行" in result.out
