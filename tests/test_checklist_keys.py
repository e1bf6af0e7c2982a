"""What the checklist records besides ticks: 在办, events, days, fields, the office's answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cli
from test_checklist import UNIT, User, recorded, use

from yqsafety.cli.checklist.file_names import completed_name

pytestmark = pytest.mark.slow


def test_s_records_that_work_has_begun() -> None:
    async def steps(user: User) -> None:
        await user.go("14.1")
        await user.press("s")
        assert user.said().startswith("● 14.1 已登记在办")

    use(steps)
    assert recorded("14.1") == "doing"


def test_a_day_holds_for_what_follows(cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.press("d")
        await user.type("6月3日")
        await user.press("enter")
        assert user.said("sieve").endswith("登记日期：2025-06-03")
        await user.go("14.1")
        await user.press("space")
        await user.press("d")
        await user.type("2025-07-01")
        await user.press("enter")
        assert user.said() == "2025-07-01 还没有到，不能登记。仍按今天登记。"
        await user.press("escape", "d", "enter")
        assert "登记日期" not in user.said("sieve")

    use(steps)
    (event,) = cli("log", "--json").json["events"]
    assert (event["task"], event["on"]) == ("14.1", "2025-06-03")


def test_t_records_an_event_and_its_occurrence_can_be_ticked(cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.go("3.3")
        await user.press("t")
        await user.type("6月18日")
        await user.press("enter")
        assert "3.3@2025-06-18 已触发" in user.said()
        assert "3.3@2025-06-18" in user.ids
        await user.go("14.1")
        await user.press("t")
        assert user.said() == "14.1 不是触发类任务。"

    use(steps)
    assert [e["action"] for e in cli("log", "--json").json["events"]] == ["trigger"]


def test_r_acknowledges_what_the_office_did(cli: Cli) -> None:
    cli("remind", "14.1", "--unit", UNIT)

    async def steps(user: User) -> None:
        assert "r 签收  a 申请延期" in user.said("keys").replace("\n", "  ")
        await user.go("14.1")
        await user.press("r")
        assert user.said() == f"14.1 已签收（{UNIT}，2025-06-20）。"
        await user.press("r")
        assert user.said() == "14.1 已签收，未再登记。"

    use(steps)
    assert [e["action"] for e in cli("log", "--json").json["events"]] == ["remind", "receive"]


def test_a_asks_for_more_time(cli: Cli) -> None:
    async def steps(user: User) -> None:
        await user.go("14.1")
        for typed, said in (
            ("2026-01-31", "请写明日期和理由，用空格隔开。"),
            ("2025-07-01 早", "不比它晚"),
            ("某天 早", "某天"),
        ):
            await user.press("a")
            await user.type(typed)
            await user.press("enter")
            assert said in user.said()
            await user.press("escape")
        await user.press("a")
        await user.type("2026.1.31，招标 未完成")
        await user.press("enter")
        assert user.said().startswith(f"14.1 已申请延期至 2026-01-31（{UNIT}）：招标 未完成。")
        await user.go("4.4")
        await user.press("a")
        await user.type("2026-01-31 长")
        await user.press("enter")
        assert "4.4 是长期任务" in user.said()

    use(steps)
    (event,) = cli("log", "--json").json["events"]
    assert (event["until"], event["reason"]) == ("2026-01-31", "招标 未完成")


def test_a_note_goes_into_the_column_that_it_names(cli: Cli) -> None:
    async def steps(user: User) -> None:
        for text in ("存在问题：缺专业人员", "注意：汛期", "已排查:12处"):
            await user.go("14.1")
            await user.press("n")
            await user.type(text)
            await user.press("enter")

    use(steps)
    said = [(e.get("field", ""), e["note"]) for e in cli("log", "--json").json["events"]]
    assert said == [("problem", "缺专业人员"), ("", "注意：汛期"), ("", "已排查:12处")]


def test_search_finds_an_id() -> None:
    async def steps(user: User) -> None:
        await user.press("slash")
        await user.type("18.5")
        assert user.ids == ["18.5"]

    use(steps)


@pytest.mark.parametrize(
    "key",
    ["S", "fullwidth_latin_small_letter_s", "fullwidth_latin_capital_letter_s"],
)
def test_keys_work_with_capitals_and_in_full_width(key: str) -> None:
    async def steps(user: User) -> None:
        await user.go("14.1")
        await user.press(key)

    use(steps)
    assert recorded("14.1") == "doing"


def test_the_office_confirms_and_returns(cli: Cli) -> None:
    cli("check", "14.1", "20.3", "--unit", UNIT)
    cli("use", "县安委办")

    async def steps(user: User) -> None:
        assert user.said("keys").split()[-6:] == ["v", "复核", "x", "退回", "q", "退出"]
        await user.go("14.1")
        await user.press("v")
        assert user.said().startswith("√ 14.1 复核通过")
        await user.go("20.3")
        await user.press("x")
        await user.type("缺培训记录")
        await user.press("enter")
        assert user.said().startswith("● 20.3 已退回重办")

    use(steps)
    actions = [e["action"] for e in cli("log", "--json").json["events"]]
    assert actions == ["done", "done", "confirm", "return"]


def test_only_the_office_confirms(cli: Cli) -> None:
    cli("check", "14.1", "--unit", UNIT)

    async def steps(user: User) -> None:
        assert "复核" not in user.said("keys")
        await user.go("14.1")
        await user.press("v")
        assert user.said().startswith("复核和退回由督办单位登记。")

    use(steps)
    assert len(cli("log", "--json").json["events"]) == 1


def test_a_file_name_is_completed_as_far_as_it_is_certain(tmp_path: Path) -> None:
    (tmp_path / "佐证").mkdir()
    for name in ("会议纪要.pdf", "会议照片.jpg", "方案.doc", ".隐藏"):
        (tmp_path / "佐证" / name).write_bytes(b"")
    assert completed_name("佐") == "佐证/"
    assert completed_name("佐证/方") == "佐证/方案.doc"
    assert completed_name("佐证/会") == "佐证/会议"
    assert completed_name("佐证/") == "佐证/"
    assert completed_name("没有/什么") == "没有/什么"

    async def steps(user: User) -> None:
        await user.go("14.1")
        await user.press("e")
        await user.type("佐证/方")
        await user.press("tab", "enter")
        assert "14.1" in user.said()

    app = use(steps)
    (event,) = app.sitting
    assert event.evidence[0].name == "佐证/方案.doc"


def test_the_account_of_a_sitting_leaves_out_what_was_taken_back() -> None:
    async def steps(user: User) -> None:
        for key in ("space", "s", "u"):
            await user.go("14.1")
            await user.press(key)

    app = use(steps)
    assert [event.action for event in app.sitting] == ["done"]


def test_a_row_of_the_unit_takes_one_line_at_80_columns_where_it_fits() -> None:
    async def steps(user: User) -> None:
        single = [row for row in user.ids if "\n" not in user.row(row)]
        assert len(single) > len(user.ids) * 0.6

    use(steps)
