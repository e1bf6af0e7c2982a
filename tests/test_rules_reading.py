"""Section 6 of the design on looking: the fold on a day, order, filters, what events hang on."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cli, Clock
from small import ONCE, YEAR_END, catalog, day, entry, event, item, log, row, small_ledger, task

DATA = Path(__file__).parents[1] / "data"


# The fold, on a day


def test_a_look_at_a_day_shows_what_held_then(cli: Cli) -> None:
    cli("check", "4.1", "--whole", "--on", "2025-05-20")
    found = [row(cli, "4.1", "--as-of", f"2025-05-{n}")["status"] for n in (19, 20, 21)]
    assert found == ["todo", "done", "done"]


def test_what_is_recorded_later_wins_even_if_the_clock_went_back(cli: Cli, clock: Clock) -> None:
    cli("check", "4.1", "--unit", "县水利局")
    clock.today = day("06-10")
    cli("start", "4.1", "--unit", "县水利局")
    assert row(cli, "4.1", "--as-of", "2025-06-20")["status"] == "doing"
    assert [one["at"][:10] for one in log(cli)] == ["2025-06-20", "2025-06-10"]


def test_what_is_undone_is_gone_at_every_date(cli: Cli) -> None:
    cli("check", "4.1", "--unit", "县水利局", "--on", "2025-05-20")
    cli("undo")
    assert row(cli, "4.1", "--as-of", "2025-05-25")["status"] == "todo"


def test_what_is_recorded_over_a_week_later_is_marked(cli: Cli) -> None:
    for task_id, on in (("4.1", "2025-06-12"), ("4.2", "2025-06-13")):
        cli("check", task_id, "--unit", "县水利局", "--on", on)
    assert [one["late_entry"] for one in log(cli)] == [True, False]
    assert "补录" in cli("log", "4.1").out
    assert "补录" not in cli("log", "4.2").out


@pytest.mark.parametrize("command", ["check 4.1", "waive 4.1 --reason 无", "trigger 3.3"])
def test_as_of_is_for_reading_only(cli: Cli, state_path: Path, command: str) -> None:
    refused = cli(*command.split(), "--unit", "县林业局", "--as-of", "2025-05-01")
    assert (refused.code, state_path.exists()) == (2, False)


# Order, filters, keys


def test_order_is_the_documents_and_numerical_then_by_start(cli: Cli) -> None:
    found = cli("list", "--ids").out.split()
    places = [tuple(int(n) for n in i.partition("@")[0].split(".")) for i in found]
    assert places == sorted(places)
    assert found.index("11.10") == found.index("11.9") + 1
    assert [i for i in found if i.startswith("2.4")] == [
        "2.4@disaster-week",
        "2.4@safety-month",
        "2.4@fire-month",
    ]


def test_values_of_one_filter_mean_or_and_different_filters_and(cli: Cli) -> None:
    def ids(*options: str) -> set[str]:
        return set(cli("list", "--ids", *options).out.split())

    assert ids("-i", "4", "-i", "6") == ids("-i", "4") | ids("-i", "6")
    assert ids("-i", "4", "-k", "长期") == ids("-i", "4") & ids("-k", "长期") == {"4.4"}


def test_a_new_edition_of_the_notice_keeps_every_tick() -> None:
    units = ["成员单位", "丁镇"]
    reworded = catalog([item(1, units, task("1.0", ONCE), task("1.1", ONCE))], edition=7)
    ledger = small_ledger(event(1, "done"), as_of=YEAR_END, made=reworded)
    assert [a.status for a in entry(ledger, "1.1").assignments].count("done") == 1
    assert entry(ledger, "1.0").status == "todo"


def test_another_notice_brings_the_units_beside_it_else_the_bundled_ones(
    cli: Cli, tmp_path: Path
) -> None:
    notice, beside = tmp_path / "tasks.yaml", tmp_path / "units.yaml"
    notice.write_bytes((DATA / "tasks.yaml").read_bytes())
    asked = ("units", "大应急局", "--notice", str(notice))
    assert cli(*asked).code == 2
    text = (DATA / "units.yaml").read_text(encoding="utf-8")
    beside.write_text(text.replace("县应急局", "大应急局"), encoding="utf-8")
    assert "县应急管理局" in cli(*asked).out
    assert cli("units", "大应急局").code == 2


def test_ticks_go_by_the_notices_id_not_by_its_file(cli: Cli, tmp_path: Path) -> None:
    text = (DATA / "tasks.yaml").read_text(encoding="utf-8")
    same, other = tmp_path / "same.yaml", tmp_path / "other.yaml"
    same.write_text(text.replace("edition: 2", "edition: 9", 1), encoding="utf-8")
    other.write_text(text.replace("id: yuanqu-2025-1", "id: yuanqu-2025-2", 1), encoding="utf-8")
    cli("check", "4.1", "--whole")
    found = [row(cli, "4.1", "--notice", str(file))["status"] for file in (same, other)]
    assert found == ["done", "todo"]


@pytest.mark.parametrize("text", ["3", "三", "三、", "3、", " ３ ", "安全责任", "三、狠抓"])
def test_a_section_goes_by_its_number_or_by_part_of_its_heading(cli: Cli, text: str) -> None:
    rows = cli("list", "--section", text, "--json").json["rows"]
    assert {row["section"] for row in rows} == {3}


@pytest.mark.parametrize("text", ["6", "六", "（六）", "(6)", "第六条", " 第６条 "])
def test_an_item_goes_by_its_number(cli: Cli, text: str) -> None:
    rows = cli("list", "--item", text, "--json").json["rows"]
    assert {row["item"] for row in rows} == {6}


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ("-u 县气象局 -i 6", "单位 县气象局 有 82 项，加上“条款 6”"),
        ("--direct -i 15", "只看点名 有 75 项，加上“条款 15”"),
        ("--unconfirmed", "全部共 157 项，加上“尚未复核”"),
        ("-i 6 --undivided", "待分工 有 123 项，加上“条款 6”"),
        ("-i 4 -s 三", "章节 三 有 41 项，加上“条款 4”"),
        ("--due-from 2026-04", "全部共 157 项，加上“时限不早于 2026-04-01”"),
        ("--due-by 2025-02", "全部共 157 项，加上“时限不晚于 2025-02-28”"),
        ("-S 办结", "全部共 157 项，加上“状态 办结”"),
        ("-k 触发 -i 4", "条款 4 有 7 项，加上“类型 触发”"),
        ("-g 没有这样的话", "全部共 157 项，加上“文字 没有这样的话”"),
    ],
)
def test_the_filter_that_left_nothing_is_named_with_what_was_there_before_it(
    cli: Cli, filters: str, said: str
) -> None:
    found = cli("list", *filters.split())
    assert (found.code, found.out) == (0, "")
    assert found.err == f"没有符合条件的任务：{said}后为 0 项。\n"


def test_text_is_looked_for_in_title_and_quote_whatever_the_width(cli: Cli) -> None:
    found = {text: cli("list", "-g", text, "--ids").out for text in ("村（社区）", "村(社 区)")}
    assert set(found.values()) == {"15.3\n18.9\n"}
    assert cli("list", "-g", "设立县防灾减灾", "--ids").out == "4.1\n"  # in the title
    assert cli("list", "-g", "打通政策", "--ids").out == "7.1\n"  # in the sentence


def test_both_days_of_a_span_of_dates_belong_to_it(cli: Cli) -> None:
    on_the_day = ["1.2@2025-H1", "6.3@2025-H1", "6.4@2025-H1"]
    both = ("--due-from", "2025-06-30", "--due-by", "2025-06-30")
    assert cli("list", "--ids", *both).out.split() == on_the_day
    assert cli("list", "--ids", "--due-from", "2025-07-11", "--due-by", "2025-12-09").out == ""


def test_open_is_what_is_unreported_or_under_way_beside_any_other_state(cli: Cli) -> None:
    def listed(*states: str) -> set[str]:
        wanted = [part for state in states for part in ("--status", state)]
        found = cli("list", "--ids", "--section", "1", "--unit", "县水利局", *wanted).out.split()
        return {one for one in found if one in ("1.4", "2.1", "2.9")}

    cli("start", "2.1", "--unit", "县水利局")
    cli("check", "1.4", "--unit", "县水利局")
    assert listed("open") == {"2.1", "2.9"}
    assert listed("todo") == {"2.9"}
    assert listed("done") == listed("on-time") == {"1.4"}
    assert listed("open", "on-time") == {"1.4", "2.1", "2.9"}
    assert listed("overdue") == set()


def test_what_a_unit_says_of_a_shared_result_is_never_open(cli: Cli) -> None:
    water, woods = ("--unit", "县水利局"), ("--unit", "县林业局")

    def states(*options: str) -> set[str]:
        """The states under which 4.1 is listed."""
        words = ("todo", "doing", "done", "open", "scheduled", "on-time", "pending", "awaiting")
        return {
            word
            for word in words
            if "4.1" in cli("list", "--ids", "-i", "4", "-S", word, *options).out.split()
        }

    assert states() == {"todo", "open", "scheduled"}
    assert states(*water) == set()
    cli("start", "4.1", *water)
    assert states() == {"doing", "open", "scheduled"}
    assert states(*water) == {"doing"}
    cli("check", "4.1", *water)
    assert states() == {"doing", "open", "pending", "awaiting"}
    assert states(*water) == {"doing", "awaiting"}
    assert states(*woods) == set()
    cli("confirm", "4.1")
    assert states() == {"done", "on-time"}
    assert states(*water) == states(*woods) == {"done"}
