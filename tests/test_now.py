"""`now`, and the program without a command: what is to be done today, the most urgent first."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock
from hypothesis import given
from hypothesis import strategies as st
from small import days, histories, small_ledger
from test_catalog_installed import plan
from test_terminal import screen

from yqsafety.ledger.agenda import CONCERNS, unit_agenda
from yqsafety.ledger.filters import Filters, select_entries, state_codes
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Catalog
from yqsafety.notice.roster import Roster

UNIT = ("--unit", "县应急管理局")


def groups(cli: Cli, *words: object) -> dict[str, list[dict[str, Any]]]:
    """The rows of each concern."""
    answer = cli("now", *words, "--json").json
    return {group["concern"]: group["rows"] for group in answer["groups"]}


def test_without_a_unit_it_says_how_to_begin(cli: Cli) -> None:
    begun = cli()
    assert (begun.code, begun.err) == (0, "")
    assert begun.out.count("\n") == 3
    assert "yqsafety use 单位名称" in begun.out
    assert "yqsafety now --office" in begun.out
    assert cli("now").out == begun.out


def test_with_a_unit_the_bare_program_shows_its_agenda(cli: Cli) -> None:
    cli("use", "县应急管理局")
    shown = cli()
    assert shown.code == 0
    assert shown.out == cli("now", *UNIT).out
    assert shown.rows[0][:3] == ["逾期", "12.4@year-start", "逾期 81 天"]


def test_what_was_returned_comes_first_with_its_reason(cli: Cli) -> None:
    cli("check", "14.1", *UNIT)
    cli("return", "14.1", *UNIT, "--reason", "缺现场照片")
    first = cli("now", *UNIT).rows[0]
    assert first[:2] == ["退回", "14.1"]
    assert first[3].endswith("，退回：缺现场照片")
    assert [row["returned"] for row in groups(cli, *UNIT)["returned"]] == ["缺现场照片"]


def test_days_are_counted_to_the_deadline(cli: Cli, clock: Clock) -> None:
    for day, concern, left in (
        (dt.date(2025, 6, 10), "this-month", 20),
        (dt.date(2025, 6, 26), "this-month", 4),
        (dt.date(2025, 6, 30), "this-week", 0),
        (dt.date(2025, 7, 2), "overdue", -2),
    ):
        clock.today = day
        rows = groups(cli, *UNIT)[concern]
        assert {"1.2@2025-H1": left}.items() <= {row["id"]: row["days"] for row in rows}.items()
    assert any("逾期 2 天" in row for row in cli("now", *UNIT).rows)


def test_what_is_presumed_comes_after_what_is_not(cli: Cli) -> None:
    for rows in groups(cli, *UNIT).values():
        blameless = [row["presumed"] or row["statement"] for row in rows]
        assert blameless == sorted(blameless)


def test_a_new_division_is_new_for_two_weeks(cli: Cli, clock: Clock) -> None:
    cli("assign", "18.5", "--unit", "县应急管理局")
    assert "18.5" in {row["id"] for row in groups(cli, *UNIT)["assigned"]}
    clock.today = dt.date(2025, 7, 6)
    assert {row["id"]: row["unreceived"] for row in groups(cli, *UNIT)["assigned"]} == {
        "18.5": True
    }
    assert cli("now", *UNIT, "--item", "18").rows[0][3].endswith("，待签收")
    cli("receive", "18.5", *UNIT)
    assert "18.5" in {row["id"] for row in groups(cli, *UNIT)["later"]}


def test_the_office_sees_who_waits_and_who_is_late(cli: Cli) -> None:
    cli("check", "14.1", *UNIT, "--on", "2025-06-10")
    cli("use", "县安委办")
    answer = cli("now", "--json").json
    assert answer["groups"] == []
    office = {group["concern"]: group["units"] for group in answer["office"]}
    assert office["to-confirm"] == [
        {"id": "yingji", "name": "县应急管理局", "count": 1, "days": 10}
    ]
    late = {one["name"]: one["days"] for one in office["late"]}
    assert late["新城镇人民政府"] == 33 - 10
    assert cli().out == cli("now", "--office").out
    cli("confirm", "14.1", *UNIT)
    assert "to-confirm" not in {g["concern"] for g in cli("now", "--json").json["office"]}


def test_an_application_waits_for_the_office_and_a_reminder_for_the_unit(cli: Cli) -> None:
    cli("apply", "1.2@2025-H1", *UNIT, "--until", "2025-07-20", "--reason", "换届")
    cli("remind", "12.4@year-start", *UNIT, "--yes")
    office = {g["concern"]: g["units"] for g in cli("now", "--office", "--json").json["office"]}
    assert [one["name"] for one in office["applied"]] == ["县应急管理局"]
    assert any(row[3].endswith("，已催办 1 次") for row in cli("now", *UNIT).rows)


def test_silence_is_that_of_the_filter(cli: Cli, clock: Clock) -> None:
    cli("start", "14.1", *UNIT)
    office = {g["concern"]: g["units"] for g in cli("now", "--office", "--json").json["office"]}
    named = {one["name"]: one["count"] for one in office["silent"]}
    listed = cli("list", "--silent", "30d", *UNIT, "--json").json["rows"]
    sure = [u for row in listed for u in row["units"] if not u["presumed"] and not row["whole"]]
    assert named["县应急管理局"] == len(sure)


def test_nobody_is_named_late_for_what_is_presumed(cli: Cli) -> None:
    office = cli("now", "--office", "--json").json["office"]
    late = {one["name"] for group in office if group["concern"] == "late" for one in group["units"]}
    overdue = cli("list", "--status", "overdue", "--json").json["rows"]
    sure = {u["name"] for row in overdue for u in row["units"] if not u["presumed"]}
    assert late <= sure


def test_a_notice_that_is_over_comes_first(cli: Cli, clock: Clock) -> None:
    cli("use", "县应急管理局")
    clock.today = dt.date(2026, 11, 26)
    shown = cli()
    lines = shown.out.splitlines()
    assert "的期限已于 2025-12-31 结束，没有在期的通知。" in lines[0]
    assert lines[1] == "回看当年：yqsafety status --as-of 2025-12-31"
    assert lines[2].startswith("装入新通知：yqsafety catalog add")
    said, _, look = lines[3].partition("。逐项查看：yqsafety ")
    assert re.fullmatch(r"遗留：未办结 \d+ 项，全县一项未报 \d+ 项", said)
    assert sum(map(int, re.findall(r" (\d+) 项", said))) == len(cli(*look.split()).rows)
    assert "逾期" not in shown.out


def test_filters_narrow_it(cli: Cli) -> None:
    rows = groups(cli, *UNIT, "--section", "二")
    assert {row["id"].split(".")[0] for some in rows.values() for row in some} <= {"4", "5", "6"}
    assert cli("now", "--unit", "没有这个单位").code == 2


def test_two_notices_are_one_agenda(cli: Cli, tmp_path: Path) -> None:
    folder = plan(tmp_path / "plan", 2024, 2026)
    text = (folder / "units.yaml").read_text(encoding="utf-8")
    (folder / "units.yaml").write_text(
        text.replace("anquan, name: 安全部", "yingji, name: 县应急管理局"), encoding="utf-8"
    )
    tasks = (folder / "tasks.yaml").read_text(encoding="utf-8").replace("安全部]", "县应急管理局]")
    (folder / "tasks.yaml").write_text(tasks, encoding="utf-8")
    cli("check", "14.1", *UNIT)
    assert cli("catalog", "add", folder).code == 0
    rows = [row for some in groups(cli, *UNIT).values() for row in some]
    assert {row["notice"] for row in rows} == {"yuanqu-2025-1", "plan-2024"}


@given(day=st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)))
def test_every_open_assignment_stands_in_one_group(catalog: Catalog, day: dt.date) -> None:
    ledger = Ledger(catalog, Roster(catalog.units), (), day)
    entries = select_entries(ledger, Filters(units=("yingji",))).entries
    agenda = unit_agenda(ledger, entries)
    rows = [(row.entry.id, row.one.party.id) for group in agenda for row in group.rows]
    assert len(rows) == len(set(rows))
    open_ones = {
        (entry.id, one.party.id) for entry in entries for one in entry.countable if one.is_open
    }
    waiting = {entry.id for entry in entries if entry.waiting}
    assert {one for one in open_ones if one[0] not in waiting} <= set(rows)
    places = [CONCERNS.index(group.concern) for group in agenda]
    assert places == sorted(places)


PRESSING = {"overdue", "stale", "returned", "revised", "reminded", "unreceived", "year-open"}


@given(st.data())
def test_whatever_presses_in_a_list_is_on_the_agenda(data: st.DataObject) -> None:
    ledger = small_ledger(*data.draw(histories()), as_of=data.draw(days))
    for unit in ("jia", "yi"):
        entries = select_entries(ledger, Filters(units=(unit,))).entries
        pressing = {
            (entry.id, one.party.id)
            for entry in entries
            for one in entry.shown
            if state_codes(entry, one) & PRESSING and not one.awaiting and not entry.waiting
        }
        groups = [group for group in unit_agenda(ledger, entries) if group.concern != "later"]
        listed = [(row.entry.id, row.one.party.id) for group in groups for row in group.rows]
        assert pressing <= set(listed)
        assert len(listed) == len(set(listed))


def test_a_standing_duty_is_there_again_once_its_report_is_worn(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 3, 10)
    cli("check", "4.4", *UNIT)
    clock.today = dt.date(2025, 6, 11)
    worn = {row["id"]: row["days"] for row in groups(cli, *UNIT)["stale"]}
    assert worn["4.4"] == 93
    assert ["待更新", "4.4", "93 天前报过"] in [row[:3] for row in cli("now", *UNIT).rows]


def test_what_is_not_due_yet_is_counted_where_it_is_not_listed(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 2, 10)
    shown = cli("now", *UNIT, "--item", "14")
    assert shown.out == ""
    assert re.search(r"^其余未到期 \d+ 项.*，未列出。$", shown.err, re.M)


def test_a_reminder_is_answered_from_the_first_screen(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 3, 12)
    cli("remind", "14.1", *UNIT, "--yes", "--by", "李四")
    rows = cli("now", *UNIT, "--item", "14").rows
    assert [row[:2] for row in rows] == [["催办待回应", "14.1"]]
    assert rows[0][3].endswith("，已催办 1 次")
    cli("start", "14.1", *UNIT)
    assert "reminded" not in groups(cli, *UNIT)


def test_a_result_of_the_whole_is_counted_apart(cli: Cli, clock: Clock) -> None:
    water = ("--unit", "县水利局")
    rows = [row for some in groups(cli, *water).values() for row in some]
    own = [row for row in rows if not row["statement"]]
    assert len(own) == len(cli("list", "--status", "open", *water).rows)
    clock.today = dt.date(2025, 12, 31)
    done = cli("check", "--status", "open", *water, "--all", "--yes")
    unsaid = [row for some in groups(cli, *water).values() for row in some if row["due"] is None]
    assert "本单位限期任务已全部办结。另有全县一项" in done.out, done.out
    assert unsaid


def test_a_slot_beyond_the_term_is_still_to_be_done(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2026, 1, 5)
    rows = [row for some in groups(cli, *UNIT).values() for row in some]
    assert "12.4@year-turn" in {row["id"] for row in rows}
    assert "没有在期的通知" not in cli("now", *UNIT).out
    assert "时限均按已过计算（另有时段到 2026-03-31）；" in cli("list", *UNIT).err
    clock.today = dt.date(2026, 4, 1)
    assert "没有在期的通知" in cli("now", *UNIT).out


@pytest.mark.process
@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (40, 120)])
def test_it_is_a_screen_and_no_mark_is_cut_off(
    cli: Cli, tmp_path: Path, rows: int, columns: int
) -> None:
    cli("check", "4.4", *UNIT)
    cli("catalog", "add", plan(tmp_path / "plan", 2024, 2026))
    shown = screen(columns, "now", *UNIT, "--as-of", "2025-06-20", rows=rows)
    lines = [line for line in shown if line]
    assert len(lines) == rows - 1, "\n".join(lines)  # and the prompt
    assert "县应急管理局" in lines[0]
    assert "以上为在期的 2 份通知" in "".join(lines[-3:])
    assert any(line.endswith("（推定）") for line in lines)
    assert [line for line in lines if "（推" in line and not line.endswith("推定）")] == []


@pytest.mark.parametrize("words", [("now", "--office", "--mine"), ("now", "--as-of", "昨日吧")])
def test_what_cannot_be_shown(cli: Cli, words: tuple[str, ...]) -> None:
    refused = cli(*words)
    assert (refused.code, refused.out) == (2, "")


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "now",
        "status",
        "show 4.4",
        "log",
        "export json",
        "check 4.4",
        "start 4.4",
        "note 4.4 甲",
    ],
)
def test_mine_is_the_unit_that_is_set_in_every_command(cli: Cli, line: str) -> None:
    unset = cli(*line.split(), "--mine")
    assert (unset.code, unset.out) == (2, "")
    assert "还没有设定本机单位。" in unset.err
    cli("use", "县水利局")
    named = cli(*line.split(), "--unit", "县水利局", "--json" if line == "list" else "--mine")
    mine = cli(*line.split(), "--mine", *(["--json"] if line == "list" else []))
    assert (mine.code, named.code) == (0, 0), mine.err
    if line == "list":
        assert mine.json["rows"] == named.json["rows"]
