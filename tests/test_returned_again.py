"""Registers that come back more than once, late, and beside what others record."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock
from returned import TOWN, Book, changes, dry, events, sent

from yqsafety.cli.session import Session

DONE = {"完成状态": "办结", "进展情况": "已印发宣传计划"}


def texts(cli: Cli, task: str) -> list[str]:
    return [e["note"] for e in cli("log", task, "--json").json["events"] if "note" in e]


def test_the_same_workbook_may_be_filled_on_month_after_month(
    cli: Cli, tmp_path: Path, clock: Clock
) -> None:
    book = sent(cli, tmp_path)
    for month, (status, text) in enumerate(
        [("在办", "三月"), ("在办", "四月"), ("已完成", "五月"), ("已完成", "五月")], 6
    ):
        clock.today = dt.date(2025, month, 21)
        result = cli("import", book.put("2.6", 完成状态=status, 进展情况=text).save())
        assert result.code == 0, result.err
    assert [action for action, _ in events(cli, "2.6") if action != "note"] == ["doing", "done"]
    assert sorted(texts(cli, "2.6")) == ["三月", "五月", "四月"]
    assert "登记 0 条" in cli("import", book.save("六月.xlsx")).out


def test_an_old_version_of_the_workbook_is_not_news(cli: Cli, tmp_path: Path, clock: Clock) -> None:
    book = sent(cli, tmp_path)
    first = book.put("2.6", 完成状态="在办", 进展情况="三月").save("三月.xlsx")
    assert cli("import", first).code == 0
    clock.today = dt.date(2025, 7, 20)
    assert (
        cli("import", book.put("2.6", 完成状态="办结", 进展情况="四月").save("四月.xlsx")).code == 0
    )
    result = cli("import", first)
    assert result.code == 5
    assert "表中是早先报过的内容，之后已有新登记" in result.err


def test_two_versions_of_one_register_on_one_day_are_refused(
    cli: Cli, tmp_path: Path, state_path: Path
) -> None:
    book = sent(cli, tmp_path)
    first = book.put("2.6", 完成状态="办结", 进展情况="甲").save("一.xlsx")
    second = book.put("2.6", 完成状态="在办", 进展情况="乙").put("2.7", **DONE).save("二.xlsx")
    both = cli("import", first, second, "--dry-run")
    result = cli("import", first, second)
    for one in (both, result):
        assert one.code == 5
        assert "未收：二.xlsx“台账”表" in one.err
        assert "今天已收过另一个文件的填报" in one.err
    assert texts(cli, "2.6") == ["甲"]
    assert events(cli, "2.7") == []


def test_a_file_is_judged_by_what_the_one_before_it_left(cli: Cli, tmp_path: Path) -> None:
    forest = sent(cli, tmp_path, unit="县林业局", name="林.xlsx").put("1.1", **DONE)
    water = sent(cli, tmp_path, unit="县水利局", name="水.xlsx").put("1.1", **DONE)
    result = cli("import", forest.save("林.xlsx"), water.save("水.xlsx"), "--json")
    assert result.code == 0
    assert [one["events"] for one in result.json["files"]] == [2, 2]
    assert len({e["batch"] for e in cli("log", "--json").json["events"]}) == 2
    assert cli("undo").code == 0
    assert len(cli("log", "1.1", "--json").json["events"]) == 4


def test_what_is_recorded_while_files_are_read_is_seen_under_the_lock(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sent(cli, tmp_path).put("2.6", **DONE).put("2.7", **DONE).save()
    record = Session.record

    def late(self: Session, *arguments: Any) -> Any:
        monkeypatch.setattr(Session, "record", record)
        assert other("start", "2.6", "--unit", TOWN, "--note", "别人记的") == 0
        return record(self, *arguments)

    def other(*arguments: str) -> int:
        from yqsafety.cli import app

        return app.run_command_line(list(arguments))

    monkeypatch.setattr(Session, "record", late)
    result = cli("import", path)
    assert result.code == 5
    assert "2.6 导出后已有新登记" in result.err
    assert events(cli, "2.7") == []


def test_a_remark_of_the_office_is_no_conflict(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path)
    cli("note", "2.6", "已电话催办", "--unit", TOWN, "--by", "督办")
    cli("extend", "2.7", "--unit", TOWN, "--until", "2025-11-30", "--reason", "县里定")
    cli("note", "2.8", "李四", "--unit", TOWN, "--field", "责任人")
    result = cli("import", book.put("2.6", **DONE).put("2.7", **DONE).put("2.8", **DONE).save())
    assert result.code == 0, result.err
    assert "已电话催办" in texts(cli, "2.6")


def test_the_same_cell_changed_by_others_is_a_conflict_and_says_how_it_stands(
    cli: Cli, tmp_path: Path
) -> None:
    book = sent(cli, tmp_path)
    cli("note", "2.6", "县里记的", "--unit", TOWN, "--field", "进展情况")
    result = cli("import", book.put("2.6", **DONE).save())
    assert result.code == 5
    place = book.place("2.6", "进展情况")
    assert (
        f"{place}，2.6 导出后已有新登记，“进展情况”现为“县里记的”，请重新导出后填报" in result.err
    )


def test_what_was_returned_is_reported_anew_with_anything_new(
    cli: Cli, tmp_path: Path, clock: Clock
) -> None:
    book = sent(cli, tmp_path).put("2.6", **DONE)
    assert cli("import", book.save()).code == 0
    assert cli("return", "2.6", "--unit", TOWN, "--reason", "佐证材料不全").code == 0
    clock.today = dt.date(2025, 7, 20)
    untouched = cli("import", book.put("2.7", **DONE).save())
    assert untouched.code == 0, untouched.err
    assert events(cli, "2.6")[-1][0] == "return"
    again = cli("import", book.put("2.6", 佐证材料="补.pdf", 完成时间="2025-07-18").save())
    assert again.code == 0, again.err
    assert ("done", "2025-07-18") in events(cli, "2.6")


def test_out_and_back_of_any_letters_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    letters = ["李\ufa1b", "Cafe\u0301", "5\u2126", "\u1112\u1161\u11ab", "_x000D_", "a\r\nb"]
    letters += ["甲\u200b乙", "\ufeff头", "'12.10", "12.10", "1-2", "6/3", "+1", "'=x", "0.10"]
    letters += ["2025-06-03", "１２．１０", "甲.pdf、乙.pdf"]
    tasks = [e["id"] for e in cli("list", "--unit", TOWN, "--json").json["rows"]][: len(letters)]
    for task, text in zip(tasks, letters, strict=True):
        assert cli("note", task, text, "--unit", TOWN).code == 0
    for name in ("a.xlsx", "a.csv"):
        cli("export", name[2:], "--unit", TOWN, "--per", "unit", "-o", tmp_path / name)
        result = dry(cli, tmp_path / name)
        assert (result.code, changes(result)) == (0, {}), name


def test_letters_are_recorded_as_they_were_typed(cli: Cli, tmp_path: Path) -> None:
    cli("note", "2.7", "甲\u200b乙", "--unit", TOWN)
    book = sent(cli, tmp_path).put("2.6", 进展情况="李\ufa1b Cafe\u0301")
    assert book.cell("2.7", "进展情况").value == "甲\\u200b乙"
    book.put("2.7", 进展情况="甲\\u200b乙，丙")
    assert cli("import", book.save()).code == 0
    assert texts(cli, "2.6") == ["李\ufa1b Cafe\u0301"]
    assert "甲\u200b乙，丙" in texts(cli, "2.7")


def test_a_unit_with_a_compatibility_letter_gets_its_register_back(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "县社会\ufa1b利院"
    roster = {
        "schema": "yqsafety/units@1",
        "units": [{"id": "fuli", "name": name, "aliases": [], "initials": ["xshfly"]}],
        "groups": [
            {
                "id": "anweihui-members",
                "name": "县安委会成员单位",
                "members": [{"ground": "local", "source": "名单", "units": [name]}],
            }
        ],
    }
    (tmp_path / "r.yaml").write_text(json.dumps(roster, ensure_ascii=False), "utf-8")
    monkeypatch.setenv("YQSAFETY_UNITS", str(tmp_path / "r.yaml"))
    path = tmp_path / "f.xlsx"
    assert cli("export", "xlsx", "--unit", name, "-o", path).code == 0
    assert (dry(cli, path).code, changes(dry(cli, path))) == (0, {})
    book = Book(path)
    sheet, header = book.heads[-1]
    book.put(str(sheet.cell(header + 1, book.columns["条款"]).value), 进展情况="有")
    assert cli("import", book.save()).code == 0


def test_a_result_of_the_whole_county_is_said_to_be_one(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("18.2", **DONE).put("2.6", **DONE)
    assert (
        "18.2为全县一项，所报登记为本单位的情况，报完成的待县安委办认定"
        in cli("import", book.save()).err
    )


def test_a_sheet_from_another_register_says_so_and_a_changed_cell_of_the_county_is_named(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YQSAFETY_STATE", str(tmp_path / "unit.json"))
    cli("check", "2.1", "--unit", TOWN, "--on", "2025-06-01")
    theirs = sent(cli, tmp_path)
    monkeypatch.delenv("YQSAFETY_STATE")
    untouched = cli("import", theirs.save())
    assert (untouched.code, events(cli, "2.1")) == (0, [])
    assert "2.1与本机的登记不同，导出后没有改动，未登记" in untouched.err
    assert "yqsafety merge" in untouched.err

    cli("export", "xlsx", "--item", "6", "-o", tmp_path / "a.xlsx", "--force")
    book = Book(tmp_path / "a.xlsx").put("6.6", 责任单位="县政府办", **DONE)
    book.put("6.5", 完成时限="2026-12-31", **DONE)
    refused = cli("import", book.save())
    assert refused.code == 5
    assert "“责任单位”是锁定的内容，被改为“县政府办”" in refused.err
    assert "“完成时限”是锁定的内容，被改为“2026-12-31”" in refused.err
