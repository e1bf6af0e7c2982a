"""What a clerk of one unit does to the others with psql: how far a login of a shared store reaches.

What is refused outright is in `test_store_attacks`; here is what is taken, and must not be felt.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import Cli
from shared_county import County
from test_store_attacks import APPEND, LONG_AGO, foreign, offer, stated

from yqsafety.recording.rights import RIGHTS

psycopg2 = pytest.importorskip("psycopg2", reason="psycopg2 is not installed here")
pytestmark = pytest.mark.slow
LINYE, SHUILI = ("--unit", "县林业局"), ("--unit", "县水利局")
ALL = 10**9
"""Whoever says that he knows everything is told of nothing."""


def login_of(county: County, who: str) -> str:
    return county.address(who).url.partition("//")[2].partition("@")[0]


def assert_others_go_on(county: County) -> None:
    """Another unit records and reads, the office reads, and so does whoever did it."""
    noted = county.run("shuili", "note", "4.1", "照常", *SHUILI)
    assert (noted.code, noted.err) == (0, "")
    for who in ("shuili", "office", "linye"):
        assert county.run(who, "list").code == 0
        assert "照常" in county.run(who, "log").out


@pytest.mark.parametrize(
    "order",
    [
        "DROP OWNED BY {group} CASCADE",
        "DROP OWNED BY CURRENT_USER",
        "REASSIGN OWNED BY {group} TO CURRENT_USER",
        "REVOKE ALL ON SCHEMA yq FROM {group}",
        "REVOKE ALL ON yq.event FROM {group} CASCADE",
        "SET ROLE {group}; ALTER ROLE {group} SET statement_timeout = 1",
        "SET ROLE {group}; ALTER ROLE {group} PASSWORD 'x'",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {group} REVOKE ALL ON TABLES FROM PUBLIC",
        "VACUUM FULL yq.event",
        "ALTER ROLE CURRENT_USER SET search_path = pg_temp, yq",
        "ALTER ROLE CURRENT_USER SET role = '{group}'",
    ],
)
def test_what_is_taken_of_a_login_changes_nothing_for_others(county: County, order: str) -> None:
    county.run("linye", "note", "4.1", "一", *LINYE)
    with contextlib.suppress(psycopg2.Error):
        county.by_hand("linye", order.format(group=f"yq_{county.id}"))
    assert_others_go_on(county)


def test_a_transaction_that_is_kept_open_stops_no_reading_and_ends_with_its_account(
    county: County,
) -> None:
    held = county.server.connect(county.database, login_of(county, "linye"))
    cursor = held.cursor()
    cursor.execute("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0")
    held.autocommit = False
    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    cursor.execute("LOCK TABLE yq.event IN ACCESS SHARE MODE")
    assert_others_go_on(county)
    held.rollback()
    cursor.execute(APPEND, (ALL, [json.dumps(stated())], False))
    county.sql(f"ALTER ROLE {login_of(county, 'shuili')} SET lock_timeout = 200")
    assert county.run("shuili", "log").code == 0
    assert county.run("office", "list").code == 0
    told = county.run("shuili", "note", "4.1", "占住", *SHUILI)
    assert (told.code, told.err) == (4, "共享库正忙，未登记。请稍后再试。\n")
    county.admin.close_account("张三")
    assert county.run("shuili", "note", "4.1", "占住", *SHUILI).code == 0
    held.close()


def test_one_login_takes_ten_connections_and_no_more(county: County) -> None:
    login = login_of(county, "linye")
    held = [county.server.connect(county.database, login) for _ in range(10)]
    with pytest.raises(psycopg2.OperationalError, match="too many connections"):
        county.server.connect(county.database, login)
    full = county.run("linye", "list")
    assert (full.code, full.err) == (4, "共享库的连接已满。请稍后再试。\n")
    assert county.run("shuili", "list").code == 0
    for one in held:
        one.close()


def test_a_server_without_locks_or_memory_left_is_said(county: County) -> None:
    from yqsafety.store.failures import failure_of

    text = (
        "FATAL:  out of shared memory\nHINT:  You might need to increase max_locks_per_transaction."
    )
    error = type("OperationalError", (Exception,), {"pgcode": None})(text)
    assert failure_of(error, "h").message == "共享库的内存或锁已用尽，未登记。"


def test_a_day_of_one_unit_is_bounded_and_the_offices_is_not(county: County) -> None:
    county.sql("UPDATE yq.account SET day = '2025-06-20', records = 9998")
    lines = [foreign(id=f"{n}") for n in range(3)]
    assert offer(county, "linye", *lines, foreign=True, known=ALL) == "YQ011"
    assert offer(county, "linye", *lines[:2], foreign=True, known=ALL) == "done"
    assert offer(county, "linye", *lines[:2], foreign=True, known=ALL) == "done"  # there already
    full = county.run("linye", "note", "4.1", "再一条", *LINYE)
    assert (full.code, full.out) == (4, "")
    assert full.err.startswith("这个账号今天登记的已满 10000 条或 32 MB，未登记。")
    assert county.run("shuili", "note", "4.1", "一", *SHUILI).code == 0
    assert offer(county, "office", foreign(), foreign=True, known=ALL) == "done"
    county.day("2025-06-21")
    assert county.run("linye", "note", "4.1", "再一条", *LINYE).code == 0


def test_long_texts_are_bounded_too(county: County) -> None:
    long = "长" * 10_000
    codes = []
    for start in range(3):
        lines = [foreign(id=f"{start}-{n}", note=long, reason=long) for n in range(120)]
        codes.append(offer(county, "linye", *lines, foreign=True, known=ALL))
    assert codes == ["done", "done", "YQ011"]


# what concerns others


@pytest.mark.parametrize("from_file", [False, True])
def test_nobody_joins_a_batch_of_others(county: County, from_file: bool) -> None:
    assert county.run("shuili", "check", "4.1", *SHUILI).code == 0
    batch = county.events[-1]["batch"]
    number = f"{batch}-00077"
    mine = (foreign if from_file else stated)(batch=batch, id=number)
    assert offer(county, "linye", mine, foreign=from_file, known=ALL) == "YQ001"
    assert county.run("shuili", "undo").code == 0


def test_only_a_revert_takes_back(county: County) -> None:
    assert county.run("linye", "check", "4.1", *LINYE).code == 0
    assert county.run("office", "confirm", "4.1", *LINYE).code == 0
    confirmed = county.events[-1]["batch"]
    assert offer(county, "linye", stated(reverts=confirmed), known=ALL) == "YQ002"
    assert offer(county, "linye", stated(action="revert"), known=ALL) == "YQ002"
    assert offer(county, "linye", stated(action="todo"), known=ALL) == "YQ006"


def test_what_was_confirmed_is_not_taken_back_in_two_steps(county: County) -> None:
    assert county.run("linye", "check", "4.1", *LINYE).code == 0
    reported = county.events[-1]["batch"]
    assert county.run("office", "confirm", "4.1", *LINYE).code == 0
    assert county.run("linye", "note", "4.1", "又及", *LINYE).code == 0
    assert county.run("linye", "undo").code == 0  # of the remark, which came after
    assert county.run("linye", "start", "4.1", *LINYE).code == 0
    refused = county.run("linye", "undo", reported)
    assert refused.code == 2
    assert refused.err.startswith("督办单位已经复核，未作改动。")
    assert county.run("linye", "check", "4.1", *LINYE).code == 0
    assert county.run("office", "return", "4.1", *LINYE, "--reason", "重报").code == 0
    assert county.run("linye", "undo", reported).code == 0


def test_nobody_changes_the_order_of_what_others_recorded(county: County) -> None:
    """Who says that he knew of a confirmation would set it before the report that it confirms."""
    assert county.run("shuili", "check", "4.1", *SHUILI).code == 0
    assert county.run("office", "confirm", "4.1", *SHUILI).code == 0
    at = county.events[-1]["at"]
    for names in (f"{county.id}~{at}~{at}", f"*~{at}~{at}", f"x~{at}~9", f"*~{at}~{at}~0"):
        mine = foreign(origin=f"aabb.ccdd>{names}")
        assert offer(county, "linye", mine, foreign=True, known=ALL) == "YQ010", names
    (row,) = county.run("reader", "show", "4.1", "--json").json["rows"]
    assert [one["confirmed"] for one in row["units"] if one["id"] == "shuili"] == [True]


def test_a_slow_clock_of_the_unit_itself_is_taken(county: County, cli: Cli) -> None:
    assert county.run("linye", "note", "4.1", "库中", *LINYE).code == 0
    at = county.events[-1]["at"]
    mine = foreign(origin=f"aabb.ccdd>{county.id}~{at}~{at}")
    assert offer(county, "linye", mine, foreign=True, known=ALL) == "done"
    assert county.run("shuili", "note", "4.1", "水利", *SHUILI).code == 0
    told = foreign(origin=f"aabb.ccdd>{county.id}~{at}~2025-06-20T09:12:00.000009+08:00")
    assert offer(county, "linye", told, foreign=True, known=ALL) == "YQ010"
    assert offer(county, "office", told, foreign=True, known=ALL) == "done"


def test_reverts_in_a_ring_hang_nothing(county: County) -> None:
    one, two = "b" * 12, "a" * 12
    undo: dict[str, Any] = {"action": "revert", "task": "", "period": "", "unit": ""}
    for said in (
        foreign(batch=one, id="1", action="done"),
        foreign(batch=two, id="2", reverts=one, **undo),
        foreign(batch=one, id="3", reverts=two, **undo),
    ):
        assert offer(county, "linye", said, foreign=True, known=ALL) == "done"
    assert offer(county, "linye", stated(action="todo"), known=ALL) == "done"
    assert county.run("shuili", "list").code == 0


def test_no_end_of_a_line_in_a_text_costs_the_copy_or_the_backup(county: County, cli: Cli) -> None:
    """The copy is what notices a store that was set back, so one remark may not cost it."""
    ends = "一\u2028二\x85三\u2029四"
    raw = json.dumps(stated(note=ends), ensure_ascii=False)
    assert offer(county, "linye", raw, known=ALL) == "done"
    assert county.run("shuili", "log").code == 0
    seen = county.run("shuili", "log", "--offline")
    assert (seen.code, seen.out.count("县林业局")) == (0, 1)
    there = ("--state", county.server.socket(county.database))
    assert cli("store", "backup", "b.zip", *there).code == 0
    assert "已有 1 条" in cli("store", "restore", "b.zip", "--yes", *there).out


TEXTS = [
    "", "@", "2025-13", "2025-H9", "9999", "../../x", "\u202e\u2028\x85", "\x1b[31mx\r\n\t",
    "x" * 1000,
    "=1+1", "<script>", "a/b@c", "lead", "县林业局", "\ufffe\uffff", "e\u0301" * 300,
]  # fmt: skip
ATS = [
    "0001-01-01T00:00:00.000000+08:00",
    "1970-01-01T00:00:00.000000+08:00",
    "2025-06-20T09:11:59.999999+08:00",
]
ORIGINS = ["", "/", ">", "~", ">~~", "x>y~z~w", "a/b/c>d", "." * 50, "a.b/\u2028"]


def strange(action: str) -> Iterator[tuple[bool, dict[str, Any]]]:
    """What one may say of one's own duty in SQL of one's own, though no command would."""
    for text in TEXTS:
        for field in ("period", "note", "field", "reason", "approved_by"):
            yield False, {field: text}
        yield False, {"evidence": [{"name": text, "sha256": "0" * 64, "size": 10**15 - 1}]}
        for field in ("by", "id"):
            yield True, {field: f"{text[:90]}{action}" if field == "id" else text}
    for day in ("0001-01-01", "1900-01-01", "2024-02-29"):
        for period in ("", "2025", "2025-Q1"):
            yield False, {"on": day, "period": period}
    for until in ("0001-01-01", "9999-12-31"):
        yield False, {"until": until}
    for value in (0, 10**15 - 1):
        yield False, {"value": value}
    for at in ATS:
        for origin in ORIGINS:
            yield True, {"at": at, "on": "0001-01-01", "origin": origin}


VIEWS = """list|list --json|status --by unit|status --since 2025-05-01|log|now|show 2.4 --json
list --as-of 2025-01-01|store check|export csv -o a.csv|export md -o a.md|export html -o a.html
export xlsx -o a.xlsx|export docx -o a.docx|export ics -o a.ics|export json -o a.json""".replace(
    "\n", "|"
).split("|")


def test_whatever_a_unit_gets_in_everybody_reads_on(county: County) -> None:
    made = county.server.connect(county.database, login_of(county, "linye"))
    cursor, taken = made.cursor(), 0
    for action in (action for action, right in RIGHTS.items() if right.unit and action != "revert"):
        for number, (from_file, more) in enumerate(strange(action)):
            said = (foreign if from_file else stated)(**{"action": action, "task": "2.4"} | more)
            line = json.dumps(said, ensure_ascii=bool(number % 2))
            with contextlib.suppress(psycopg2.DatabaseError):
                cursor.execute(APPEND, (ALL, [line], from_file))
                taken += 1
    made.close()
    assert taken > 1000
    for who in ("office", "shuili"):
        for view in VIEWS:
            done = county.run(who, *view.split(), *(["--force"] if "export" in view else []))
            assert (done.code, "读不出" in done.err) == (0, False), (who, view, done.err)
    assert_others_go_on(county)


@pytest.mark.parametrize(("what", "code"), [("tasks", 3), ("units", 3), ("roster", 3), ("head", 2)])
def test_rubbish_that_the_office_publishes_is_said_and_published_over(
    county: County, what: str, code: int
) -> None:
    names = ("head", "tasks", "units", "roster")
    good = dict(
        zip(names, county.sql(f"SELECT {', '.join(names)} FROM yq.catalogue")[0], strict=True)
    )
    bad = good | {what: "{}" if what == "head" else "x: ["}
    publish = "SELECT yq.publish('yuanqu-2025-1', %s, %s, %s, %s, ARRAY[['4.1', 'linye']], 1)"
    county.by_hand("office", publish, *(bad[name] for name in names))
    told = county.run("linye", "list")
    assert (told.code, told.out) == (code, "")
    assert told.err.startswith("共享库发布的")
    assert told.err.endswith("请督办单位重新发布：yqsafety store publish\n")
    assert county.run("office", "store", "publish").code == 0
    assert county.run("linye", "list").code == 0


def test_time_claimed_long_ago_is_told_from_what_was_recorded_here(county: County) -> None:
    claimed = foreign(action="done", by="督办员", at=LONG_AGO)
    assert offer(county, "linye", claimed, foreign=True, known=ALL) == "done"
    assert "（合并）" in county.run("office", "log").out
    assert county.sql("SELECT login, received::date <> at::date FROM yq.event") == [
        (login_of(county, "linye"), True)
    ]
