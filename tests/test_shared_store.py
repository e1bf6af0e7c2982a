"""The commands on a shared store: who records what, what others see, what a broken line does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli, Clock
from editions import changed_notice
from postgres_server import Server
from shared_county import County

pytestmark = pytest.mark.slow

TICK = ("check", "4.1", "--unit", "县林业局")


def test_a_tick_is_the_accounts_and_everybody_sees_it(county: County) -> None:
    done = county.run("linye", *TICK, "--note", "已开会")
    assert (done.code, done.err) == (0, "")
    (event,) = county.events
    assert (event["by"], event["unit"], event["note"]) == ("张三", "linye", "已开会")
    assert event["at"].startswith("2025-06-20T09:12:00")
    seen = county.run("shuili", "log")
    assert "县林业局\t4.1\t登记办结\t已开会" in seen.out
    assert "合并" not in seen.out


def test_the_answer_as_json_is_what_the_store_keeps(county: County, clock: Clock) -> None:
    (event,) = county.run("linye", *TICK, "--json").json["events"]
    assert event["by"] == "张三"
    assert event["origin"] == f"{county.id}.{county.id}"
    assert event["at"] == county.events[0]["at"]


@pytest.mark.parametrize(
    ("who", "command", "said"),
    [
        ("linye", "check 4.1 --unit 县水利局", "这个账号只登记县林业局的任务，未登记。"),
        ("linye", "check 4.1 --whole", "这个账号只登记县林业局的任务，未登记。"),
        ("linye", "extend 4.2 --until 2025-12-01 --reason x", "调整时限由督办单位登记，未登记。"),
        ("linye", "assign 4.1 --unit 县林业局", "分工由督办单位登记，未登记。"),
        ("reader", "check 4.1 --unit 县林业局", "这个账号只能查看，未登记。"),
        ("linye", "check 4.1 --unit 县林业局 --by 局长", "登记人由账号决定（张三），未登记。"),
        ("linye", "check 4.1 --unit 县林业局 --offline", "离线时只能查看，未登记。"),
    ],
)
def test_who_may_not_is_told_so_and_nothing_is_written(
    county: County, who: str, command: str, said: str
) -> None:
    county.run(who, "list")
    done = county.run(who, *command.split())
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1].startswith(said)
    assert county.events == []


def test_what_the_office_confirmed_only_the_office_takes_back(county: County) -> None:
    assert county.run("linye", *TICK).code == 0
    assert county.run("office", "confirm", "4.1", "--unit", "县林业局").code == 0
    for command in (["undo"], ["uncheck", "4.1", "--unit", "县林业局"]):
        done = county.run("linye", *command)
        assert done.code == 2
        assert done.err.startswith("督办单位已经复核，未作改动。")
    assert county.run("office", "undo").code == 0
    assert county.run("linye", "undo").code == 0
    assert [e["action"] for e in county.events] == ["done", "confirm", "revert", "revert"]


def test_undo_takes_back_ones_own_and_not_a_colleagues(county: County) -> None:
    county.run("linye", *TICK)
    assert county.run("office", "note", "4.1", "请补材料", "--unit", "县林业局").code == 0
    done = county.run("linye", "undo")
    assert (done.code, "登记办结" in done.out) == (0, True)
    refused = county.run("shuili", "undo")
    assert refused.code == 2
    note = county.events[1]["batch"]
    assert county.run("shuili", "undo", note).err.startswith("这个账号无权登记所列任务")
    assert county.run("linye", "undo", note).err.startswith("这个账号无权登记所列任务")


def test_a_plan_is_made_anew_where_the_same_assignment_was_recorded_meanwhile(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = county.store("linye"), county.store("office")
    known = mine.read()
    assert county.run("linye", *TICK).code == 0
    seen = []

    def plan(state):  # type: ignore[no-untyped-def]
        seen.append(len(state.events))
        return tuple(
            event._replace(id=f"{'ab' * 6}-00000", batch="ab" * 6, action="doing")
            for event in theirs.read().events
        )

    before, after = mine.append(plan, known)
    assert seen == [0, 1]
    assert (len(before.events), len(after.events)) == (1, 2)


def test_what_is_sent_twice_is_recorded_once(county: County) -> None:
    from yqsafety.store.chain import stated_line

    county.run("linye", *TICK)
    event = county.store("linye").read().events[0]
    fresh = event._replace(id=f"{'cd' * 6}-00000", batch="cd" * 6, action="note", note="一次")
    ask = county.store("linye").connection.ask
    offer = (1, [stated_line(fresh, foreign=False)], False)
    outcomes = [ask("SELECT * FROM yq.append(%s, %s::text[], %s)", offer)[0][0] for _ in "ab"]
    assert outcomes == ["done", "known"]
    assert len(county.events) == 2


def test_a_machine_offline_reads_its_copy_and_says_of_when(county: County) -> None:
    county.run("linye", *TICK)
    county.server.stop()
    try:
        down = county.run("linye", "list")
        assert (down.code, down.out) == (4, "")
        assert down.err.startswith("连不上共享库 postgresql://")
        assert "--offline" in down.err
        there = county.run("linye", "log", "--offline")
        assert (there.code, "登记办结" in there.out) == (0, True)
        assert "本机副本" in there.err
        assert county.run("linye", *TICK).code == 4
    finally:
        county.server.start()
    assert county.run("linye", "log").code == 0
    assert len(county.events) == 1


def test_the_copy_is_private_and_only_extended(county: County, cache_folder: Path) -> None:
    county.run("linye", *TICK)
    folder = county.address("linye").folder
    assert folder is not None
    copy = folder / "events.jsonl"
    first = copy.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600
    assert (folder / "head.json").stat().st_mode & 0o777 == 0o600
    county.run("linye", "note", "4.1", "再说", "--unit", "县林业局")
    assert copy.read_bytes().startswith(first)
    copy.write_bytes(b"{}\n" + first)  # a damaged copy is as good as none
    assert county.run("linye", "log").out.count("\n") == 2
    copy.write_bytes(copy.read_bytes() + b"half a line that a kill left")
    assert county.run("linye", "log").out.count("\n") == 2


def test_the_published_catalogue_is_what_everybody_folds_by(county: County, cli: Cli) -> None:
    mine = county.run("linye", "units", "县林业局", "--json").json
    assert cli("roster", "alias", "县林业局", "林草局").code == 0
    assert county.run("linye", "units", "县林业局", "--json").json == mine
    done = cli("store", "publish", "--state", county.file("linye"))
    assert (done.code, done.err[:18]) == (2, "发布由督办单位的账号运行，未发布。请")
    done = cli("store", "publish", "--state", county.file("office"))
    assert done.code == 0
    assert "已发布" in done.out
    assert "林草局" in county.run("shuili", "units", "县林业局").out
    assert "没有变化" in cli("store", "publish", "--state", county.file("office")).out


def test_a_database_without_a_store_says_how_to_make_one(server: Server, cli: Cli) -> None:
    done = cli("list", "--state", server.socket("postgres"))
    assert (done.code, done.out) == (2, "")
    assert done.err == "这个数据库还没有建立共享库。建立：yqsafety store init 地址\n"


def test_an_address_with_a_password_is_refused_unseen(cli: Cli, tmp_path: Path) -> None:
    done = cli("list", "--state", "postgresql://u:secret@127.0.0.1/yq")
    assert done.code == 2
    assert "secret" not in done.err
    assert "yqsafety use" in done.err


def test_exports_of_the_store_and_of_its_backup_are_the_same_bytes(
    county: County, cli: Cli, tmp_path: Path
) -> None:
    county.run("linye", *TICK, "--note", "已开会")
    county.run("shuili", "start", "4.1", "--unit", "县水利局")
    county.run("office", "confirm", "4.1", "--unit", "县林业局")
    done = cli("merge", county.file("office"), "--state", "local.json", "--yes")
    assert done.code == 0, done.err
    for what in ("csv", "md", "ics", "html"):
        shared = county.run("office", "export", what, "-o", f"shared.{what}")
        assert shared.code == 0, shared.err
        assert cli("export", what, "--state", "local.json", "-o", f"local.{what}").code == 0
        assert Path(f"shared.{what}").read_bytes() == Path(f"local.{what}").read_bytes()
    shared_list = county.run("office", "list", "--json").json
    local_list = cli("list", "--json", "--state", "local.json").json
    assert shared_list.pop("state") != local_list.pop("state")
    assert json.dumps(shared_list) == json.dumps(local_list)


def test_the_checklist_shows_what_another_account_recorded(county: County) -> None:
    from test_checklist import User, use

    async def steps(user: User) -> None:
        await user.go("4.1")
        await user.press("space")
        assert county.events[-1]["by"] == "张三"
        assert county.run("office", "confirm", "4.1", "--unit", "县林业局").code == 0
        for _ in range(40):
            await user.pilot.pause(0.1)
            if "另有人登记了 1 条" in user.said():
                break
        assert user.said().startswith("另有人登记了 1 条，已更新显示。")

    use(steps, state=str(county.file("linye")), unit=["县林业局"])


def test_a_new_edition_is_adopted_once_and_then_published(county: County, tmp_path: Path) -> None:
    later = changed_notice(new_year=False).write(tmp_path / "later")
    assert county.run("linye", "check", "4.2", "--unit", "县林业局").code == 0
    refused = county.run("linye", "catalog", "adopt", later, "--yes")
    assert refused.code == 2
    assert refused.err.splitlines()[-1].startswith("启用新版由督办单位登记，未登记。")
    adopted = county.run("office", "catalog", "adopt", later, "--yes")
    assert adopted.code == 0, adopted.err
    assert "各单位按新版显示，还须发布：yqsafety store publish" in adopted.out
    assert county.run("linye", "show", "4.61").code == 2
    assert county.run("office", "store", "publish").code == 0
    (row,) = county.run("linye", "show", "4.61", "--json").json["rows"]
    found = {unit["id"]: unit for unit in row["units"]}
    assert (found["linye"]["status"], found["linye"]["revised"]) == ("done", "由 4.2 拆分，请核对")
    assert county.run("linye", "check", "4.61", "--unit", "县林业局").code == 0
    assert county.run("office", "catalog", "adopt", later, "--yes").code == 2
