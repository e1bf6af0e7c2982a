"""The calendar: parsed back, folded, the same event again, when it rings, text harmless."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from icalendar import Calendar

from yqsafety.notice.compiling import compile_units
from yqsafety.notice.data_files import data_files
from yqsafety.reports.reminders import NAMED

DAY = ("--as-of", "2025-06-20")
ITEM = ("--item", "2")
FORESTRY = (*ITEM, "--unit", "县林业局")


def raw(cli: Cli, *options: str) -> bytes:
    result = cli("export", "ics", *DAY, *options)
    assert result.code == 0, result.err
    return result.out.encode()


def components(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def events(content: bytes) -> list[Any]:
    """The deadlines: they last the whole day."""
    return [event for event in components(content) if event["dtstart"].params.get("VALUE")]


def reminders(content: bytes) -> dict[str, Any]:
    """What rings, or once rang, by its day."""
    found = [event for event in components(content) if not event["dtstart"].params.get("VALUE")]
    assert {event["dtstart"].dt.time() for event in found} <= {dt.time(1)}
    assert not any(event["dtstart"].dt.utcoffset() for event in found)
    by_day = {str(event["dtstart"].dt.date()): event for event in found}
    assert len(by_day) == len(found)
    return by_day


def one(cli: Cli, entry_id: str, *options: str) -> Any:
    """The only event whose summary names an occurrence."""
    found = events(raw(cli, "--item", entry_id.partition(".")[0], *options))
    (event,) = [event for event in found if f" {entry_id} " in event["summary"]]
    return event


def uids(content: bytes) -> set[str]:
    found = [str(event["uid"]) for event in components(content)]
    assert len(found) == len(set(found))
    return set(found)


def alarms(event: Any) -> list[str]:
    """What the alarms of an event say; each goes off when the event begins."""
    found = event.walk("VALARM")
    assert all(alarm["trigger"].dt == dt.timedelta() for alarm in found)
    return [str(alarm["description"]) for alarm in found]


def ringing(content: bytes) -> dict[str, str]:
    """Day and words of every alarm in a calendar."""
    assert not any(event.walk("VALARM") for event in events(content))
    return {day: said for day, event in reminders(content).items() for said in alarms(event)}


def test_every_row_with_a_date_is_an_all_day_event_on_it(cli: Cli) -> None:
    scope = ("--section", "1", "--section", "3")
    rows = cli("list", "--json", *scope, *DAY).json["rows"]
    dated = {row["id"]: row["due"] for row in rows if row["due"]}
    found = {
        str(event["summary"]).split()[1]: event["dtstart"].dt for event in events(raw(cli, *scope))
    }
    assert {name: str(day) for name, day in found.items()} == dated
    assert len(dated) < len(rows)
    for event in events(raw(cli, "--item", "6")):
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=1)
        assert event["transp"] == "TRANSPARENT"


def test_per_unit_an_assignment_is_an_event_and_a_result_of_the_county_one(cli: Cli) -> None:
    rows = cli("list", "--json", "--item", "6", *DAY).json["rows"]
    expected = sum(1 if row["done_by"] == "any" else len(row["units"]) for row in rows)
    found = events(raw(cli, "--item", "6", "--per", "unit"))
    assert len(found) == expected
    assert any("6.9 县安委办：" in event["summary"] for event in found)


def test_what_waits_is_left_out_and_that_is_said(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "a.ics"
    said = cli("export", "ics", "--item", "3", "-o", target, *DAY)
    rows = cli("list", "--json", "--item", "3", *DAY).json["rows"]
    waiting = [row for row in rows if row["due"] is None]
    assert f"{len(waiting)} 项没有自己的时限（未触发，或随全县一项）" in said.err
    assert f"已导出 {len(rows) - len(waiting)} 项" in said.err
    assert len(events(target.read_bytes())) == len(rows) - len(waiting)
    assert "没有自己的时限" not in cli("export", "ics", "--item", "6", *DAY).err


def test_an_event_says_what_is_asked_of_whom_by_when_and_why(cli: Cli) -> None:
    event = one(cli, "2.1", *FORESTRY)
    row = cli("list", "--json", "--unit", "县林业局", "--item", "2", *DAY).json["rows"][0]
    lines = str(event["description"]).split("\n")
    assert f"原文：{row['quote']}" in lines
    assert "时限及依据：2025-12-31，年内（原文未写）" in lines
    assert "时段：2025-01-01 至 2025-12-31" in lines
    assert any(line.startswith("责任单位：县林业局（") for line in lines)
    assert "状态：未反馈（截至 2025-06-20）" in lines
    assert str(event["categories"].to_ical().decode()).startswith("一、")
    month = one(cli, "2.4@safety-month")
    assert "安全生产月" in month["summary"]
    assert "时段：2025-06-01 至 2025-07-10，安全生产月" in month["description"]
    assert "活动日期；" in month["description"]


def test_an_extended_date_moves_the_event_and_names_the_old_one(cli: Cli) -> None:
    before = one(cli, "2.1", *FORESTRY)
    cli("extend", "2.1", "-u", "县林业局", "--until", "2025-09-30", "--reason", "汛期")
    after = one(cli, "2.1", *FORESTRY)
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt == dt.date(2025, 9, 30)
    assert "2025-09-30，县定时限（原时限 2025-12-31）" in after["description"]
    cli("extend", "2.1", "-u", "县林业局", "--until", "9999-12-31", "--reason", "无期")
    assert one(cli, "2.1", *FORESTRY)["dtstart"].dt == dt.date.max


HALF = ("--item", "6", "--grep", "每半年")


def test_it_rings_at_nine_on_the_day_and_7_and_30_days_before(cli: Cli) -> None:
    content = raw(cli, *HALF)
    title = "6.3@2025-H1 每半年至少召开1次专题会议"
    assert ringing(content)["2025-06-23"] == f"7 天后到期：{title}"
    assert ringing(content)["2025-06-30"] == f"今天到期：{title}"
    assert list(ringing(content)) == [
        f"2025-{day}" for day in ("06-23", "06-30", "12-01", "12-24", "12-31")
    ]
    assert b"DTSTART:20250623T010000Z\r\n" in content


def test_it_rings_once_a_morning_for_all_of_it_and_names_the_first(cli: Cli) -> None:
    content = raw(cli, "--unit", "县林业局")
    due = [
        event
        for event in events(content)
        if event["dtstart"].dt == dt.date(2025, 12, 31) and "类型：长期" not in event["description"]
    ]
    assert len(due) > 25
    assert ringing(content)["2025-12-01"] == f"30 天后到期 {len(due)} 项"
    assert len(ringing(content)) < 20 < len(events(content))
    lines = str(reminders(content)["2025-12-01"]["description"]).split("\n")
    assert re.fullmatch(
        rf"30 天后到期（2025-12-31）{len(due)} 项，其中责任单位或时限属推定的 \d+ 项：", lines[0]
    )
    assert len(lines) == NAMED + 3
    assert lines[-2:] == [f"另有 {len(due) - NAMED} 项，见到期当日的日程。", "截至 2025-06-20"]


def test_two_dates_on_one_morning_ring_together(cli: Cli) -> None:
    for task, day in (("18.5", "2025-08-01"), ("18.7", "2025-08-24")):
        cli("extend", task, "-u", "县林业局", "--until", day, "--reason", "汛期")
    found = ringing(raw(cli, "--item", "18", "--unit", "县林业局"))
    assert found["2025-07-25"] == (
        "7 天后到期：18.5 开展灾害信息员培训，30 天后到期：18.7 推动建设取水点和防火应急通道"
    )


def test_it_never_rings_for_the_past(cli: Cli) -> None:
    for day in ("2025-06-23", "2025-06-24", "2025-07-01", "2026-03-01"):
        content = raw(cli, "--as-of", day)
        assert min(reminders(content), default=day) >= day
        assert len(events(content)) > 100
    assert "2025-06-23" in ringing(raw(cli, "--as-of", "2025-06-23"))
    assert not ringing(raw(cli, "--as-of", "2026-04-01"))


def test_standing_duties_never_ring(cli: Cli) -> None:
    content = raw(cli, "--kind", "长期")
    assert len(events(content)) > 50
    assert not reminders(content)


def test_a_reminder_falls_silent_when_all_of_it_is_done_or_moved(cli: Cli) -> None:
    first = raw(cli, *HALF)
    cli("check", "6.3@2025-H1", "--whole")
    done = raw(cli, *HALF)
    silent = reminders(done)["2025-06-23"]
    assert silent["uid"] == reminders(first)["2025-06-23"]["uid"]
    assert silent["sequence"] > reminders(first)["2025-06-23"]["sequence"]
    assert (silent["status"], alarms(silent)) == ("CANCELLED", [])
    assert silent["summary"] == "√ 没有待办的到期任务"
    cli("undo")
    assert "2025-06-23" in ringing(raw(cli, *HALF))
    cli("extend", "6.3@2025-H1", "--whole", "--until", "2025-08-15", "--reason", "会期调整")
    moved = raw(cli, *HALF)
    assert reminders(moved).keys() > reminders(first).keys()
    assert {"2025-06-23", "2025-06-30"} & ringing(moved).keys() == set()
    assert {"2025-07-16", "2025-08-08", "2025-08-15"} < ringing(moved).keys()


def test_reminders_of_other_units_or_filters_stand_side_by_side(cli: Cli) -> None:
    several = [
        {str(event["uid"]) for event in reminders(raw(cli, *options)).values()}
        for options in (
            (),
            ("-u", "县林业局"),
            ("-u", "县水利局"),
            ("-s", "三"),
            ("-s", "四"),
            ("-s", "三", "-u", "县林业局"),
        )
    ]
    assert "yuanqu-2025-1/2025-12-01@yqsafety" in several[0]
    assert "yuanqu-2025-1/2025-12-01/linye@yqsafety" in several[1]
    assert not any(a & b for n, a in enumerate(several) for b in several[n + 1 :])


def test_a_row_a_unit_is_no_reminder_a_unit(cli: Cli) -> None:
    found = ringing(raw(cli, "--item", "18", "--per", "unit"))
    assert re.fullmatch(r"30 天后到期 \d+ 项", found["2025-12-01"])
    assert len(found) == 3


def test_done_and_waived_are_marked(cli: Cli) -> None:
    unit = ("--unit", "县林业局")
    assert one(cli, "2.1", *unit)["summary"].startswith("□ ")
    cli("check", "2.1", *unit, "--on", "2025-06-03")
    done = one(cli, "2.1", *unit)
    assert done["summary"].startswith("√ ")
    assert "状态：办结，2025-06-03（截至" in done["description"]
    assert done["status"] == "CONFIRMED"
    cli("waive", "2.1", *unit, "--reason", "无此职责")
    assert one(cli, "2.1", *unit)["status"] == "CONFIRMED"
    cli("confirm", "2.1", *unit)
    waived = one(cli, "2.1", *unit)
    assert waived["summary"].startswith("× ")
    assert waived["status"] == "CANCELLED"


def test_a_second_export_updates_the_first(cli: Cli) -> None:
    first = raw(cli, *FORESTRY)
    cli("check", "2.1", "--unit", "县林业局")
    second = raw(cli, *FORESTRY)
    cli("undo")
    third = raw(cli, *FORESTRY)
    assert uids(first) == uids(second) == uids(third)
    numbers = [{event["sequence"] for event in components(one)} for one in (first, second, third)]
    assert numbers == [{0}, {1}, {2}]
    stamps = [{event["dtstamp"].dt for event in components(one)} for one in (first, second)]
    assert stamps == [
        {dt.datetime(2025, 3, 6, tzinfo=dt.UTC)},
        {dt.datetime(2025, 6, 20, 1, 12, tzinfo=dt.UTC)},
    ]


def test_exports_of_different_units_stand_side_by_side(cli: Cli) -> None:
    forestry, water = raw(cli, *FORESTRY), raw(cli, *ITEM, "-u", "县水利局")
    both, everyone = raw(cli, *FORESTRY, "-u", "县水利局"), raw(cli, *ITEM)
    found = [uids(content) for content in (forestry, water, both, everyone)]
    assert not any(a & b for n, a in enumerate(found) for b in found[n + 1 :])
    assert uids(raw(cli, *ITEM, "-u", "县水利局", "-u", "县林业局")) == found[2]
    own = [
        event
        for event in events(raw(cli, *ITEM, "--per", "unit"))
        if "县林业局：" in event["summary"]
    ]
    assert {str(event["uid"]) for event in own} == {str(e["uid"]) for e in events(forestry)}


def test_a_file_a_unit_holds_the_events_of_that_unit(cli: Cli, tmp_path: Path) -> None:
    assert cli("export", "ics", *ITEM, "--split-by", "unit", "-o", tmp_path, *DAY).code == 0
    files = sorted(tmp_path.glob("*.ics"))
    units = {
        u["id"] for row in cli("list", "--json", *ITEM, *DAY).json["rows"] for u in row["units"]
    }
    assert len(files) == len(units)
    assert (tmp_path / "县林业局.ics").read_bytes() == raw(cli, *FORESTRY)


@pytest.mark.parametrize("per", ["task", "unit"])
def test_lines_are_folded_at_75_octets_between_characters(cli: Cli, per: str) -> None:
    content = raw(cli, "--per", per, "--item", "11")
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")


def test_hostile_text_stays_text(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roster = tmp_path / "units.yaml"
    roster.write_text(
        "schema: yqsafety/units@1\nunits:\n"
        '  - {id: evil, name: "甲\\u200bEND:VEVENT\\u202e;,\\\\局"}\n'
        "groups:\n  - {id: anweihui-members, name: 县安委会成员单位,"
        " members: [{ground: local, source: 名单, units: [evil]}]}\n",
        encoding="utf-8",
    )
    assert compile_units(data_files(None, roster))[1] == []
    monkeypatch.setenv("YQSAFETY_UNITS", str(roster))
    cli("check", "1.4", "-u", "evil")
    cli("return", "1.4", "-u", "evil", "--reason", "a\r\nBEGIN:VALARM\x00\x1b[2J")
    content = raw(cli, "--unit", "evil", "--item", "1")
    assert b"\x1b" not in content
    assert b"\x00" not in content
    assert "\u202e" not in content.decode()
    assert content.count(b"END:VEVENT\r\n") == len(components(content))
    (event,) = [event for event in events(content) if " 1.4 " in event["summary"]]
    assert "责任单位：甲\\u200bEND:VEVENT\\u202e;,\\局（" in event["description"]
    assert "退回：a\\x0d\\x0aBEGIN:VALARM\\x00\\x1b[2J" in event["description"]
    assert content.count(b"BEGIN:VALARM\r\n") == len(ringing(content)) > 0
    assert "\u202e" not in raw(cli, "--item", "1", "--per", "unit").decode()


def test_the_same_state_and_day_give_the_same_bytes(cli: Cli) -> None:
    cli("check", "2.1", "--unit", "县林业局")
    assert raw(cli, *ITEM, "--per", "unit") == raw(cli, *ITEM, "--per", "unit")


def test_the_calendar_names_itself(cli: Cli) -> None:
    calendar = Calendar.from_ical(raw(cli, *FORESTRY))
    assert calendar["x-wr-calname"] == "垣政发〔2025〕1号任务时限（县林业局）"
    assert calendar["version"] == "2.0"
    assert "method" not in calendar
