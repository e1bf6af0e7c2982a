"""What people do to a shared store with an account and SQL of their own, and what it answers."""

from __future__ import annotations

import json
import secrets
from typing import Any, get_args

import pytest
from conftest import Cli
from shared_county import County

from yqsafety.ledger.events import Action, Event
from yqsafety.recording.rights import RIGHTS
from yqsafety.store.administration import Administrator
from yqsafety.store.store_address import parsed_address

pytestmark = pytest.mark.slow

APPEND = "SELECT outcome FROM yq.append(%s, %s::text[], %s) LIMIT 1"
LONG_AGO = "2025-06-01T08:00:00.000000+08:00"


def stated(unit: str = "linye", **more: Any) -> dict[str, Any]:
    batch = more.pop("batch", secrets.token_hex(6))
    said = {"id": f"{batch}-00000", "batch": batch, "on": "2025-06-15", "notice": "yuanqu-2025-1"}
    return said | {"action": "note", "task": "4.1", "period": "2025", "unit": unit} | more


def offer(county: County, who: str, *lines: object, foreign: bool = False, known: int = 0) -> str:
    """`done`, `known` or `stale`, or the code with which the server refused."""
    import psycopg2

    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    try:
        return str(county.by_hand(who, APPEND, known, texts, foreign)[0][0])
    except psycopg2.Error as error:
        return str(error.pgcode)


def foreign(**more: Any) -> dict[str, Any]:
    said = {"by": "x", "at": LONG_AGO, "on": "2025-05-20", "origin": "aabbccddeeff.112233445566"}
    return stated(**said | more)


def test_one_table_says_who_may_record_what(county: County) -> None:
    assert set(get_args(Action)) <= set(RIGHTS)
    rows = county.sql("SELECT action, unit, reach FROM yq.permitted")
    assert {action: (unit, reach) for action, unit, reach in rows} == {
        action: tuple(right) for action, right in RIGHTS.items()
    }
    for action, right in RIGHTS.items():
        if action != "revert":
            wanted = "done" if right.unit else "YQ001"
            assert offer(county, "linye", stated(action=action), known=10**9) == wanted, action
            assert offer(county, "office", stated(action=action), known=10**9) == "done", action
            assert offer(county, "reader", stated(action=action), known=10**9) == "YQ001", action


def test_every_field_of_an_event_is_known_to_the_server(county: County) -> None:
    everything = foreign(
        note="说明", field="备注", value=3, until="2025-12-31", reason="理由", approved_by="县长",
        evidence=[{"name": "a.pdf", "sha256": "0" * 64, "size": 5}, {"name": "b"}], reverts="",
    )  # fmt: skip
    assert set(everything) == set(Event._fields)
    assert offer(county, "linye", everything, foreign=True) == "done"
    assert county.run("linye", "log").code == 0


@pytest.mark.parametrize(
    ("who", "said", "code"),
    [
        ("linye", {"unit": "shuili"}, "YQ001"),
        ("linye", {"unit": "county"}, "YQ001"),
        ("linye", {"unit": ""}, "YQ001"),
        ("linye", {"task": "99.9"}, "YQ001"),
        ("linye", {"notice": "other-2025-1"}, "YQ001"),
        ("linye", {"on": "2025-06-21"}, "YQ003"),
        ("linye", {"action": "revert", "reverts": "0" * 12, "unit": "", "task": ""}, "YQ001"),
        ("linye", {"action": "sleep"}, "YQ002"),
        ("linye", {"by": "局长"}, "YQ002"),
        ("linye", {"at": LONG_AGO}, "YQ002"),
        ("linye", {"id": "000000000000-00000"}, "YQ002"),
        ("linye", {"batch": "x", "id": "x-00000"}, "YQ002"),
    ],
)
def test_what_is_not_ones_own_is_refused(county: County, who: str, said: Any, code: str) -> None:
    assert offer(county, who, stated(**said)) == code
    assert county.events == []


def test_a_batch_is_taken_whole_or_not_at_all(county: County) -> None:
    batch = "ab" * 6
    mine = stated(batch=batch)
    theirs = stated("shuili", batch=batch, id=f"{batch}-00001")
    assert offer(county, "linye", mine, theirs) == "YQ001"
    assert county.events == []


def test_nobody_takes_back_what_another_unit_recorded(county: County) -> None:
    mine = stated()
    assert offer(county, "linye", mine) == "done"
    undo = {"action": "revert", "reverts": mine["batch"], "unit": "", "task": "", "period": ""}
    assert offer(county, "shuili", stated(**undo), known=9) == "YQ001"
    assert offer(county, "linye", stated(**undo), known=9) == "done"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"unit": "shuili"}, "YQ001"),
        ({"action": "confirm"}, "YQ001"),
        ({"at": "2025-06-21T00:00:00.000000+08:00"}, "YQ003"),
        ({"at": "2025-02-30T00:00:00.000000+08:00"}, "YQ002"),
        ({"at": "2025-06-01T08:00:00+08:00"}, "YQ002"),
        ({"on": "2025-06-02"}, "YQ003"),
        ({"by": None}, "YQ002"),
    ],
)
def test_what_comes_from_a_file_is_held_to_the_same(county: County, said: Any, code: str) -> None:
    assert offer(county, "linye", foreign(**said), foreign=True) == code


@pytest.mark.parametrize("origin", ["{0}", "{0}.{0}", "aabb.{0}", "{0}.x/y", "{0}>a~1~2"])
def test_no_file_claims_to_have_been_recorded_here(county: County, origin: str) -> None:
    assert (
        offer(county, "office", foreign(origin=origin.format(county.id)), foreign=True) == "YQ007"
    )


def test_a_slow_clock_may_name_what_it_comes_after(county: County) -> None:
    later = f"aabb.ccdd>{county.id}~{LONG_AGO.replace('06-01', '06-02')}~{LONG_AGO}"
    assert offer(county, "linye", foreign(origin=later), foreign=True) == "done"


def test_an_account_of_one_county_gets_nowhere_in_another(county: County) -> None:
    import psycopg2

    login = county.address("linye").url.partition("//")[2].partition("@")[0]
    other = f"{county.database}_other"
    Administrator(parsed_address(county.server.socket(other))).set_up()
    try:
        with pytest.raises(psycopg2.Error, match="permission denied"):
            county.server.connect(other, login)
    finally:
        county.server.ask("postgres", f"DROP DATABASE {other} WITH (FORCE)")


def test_the_same_id_with_another_content_is_refused(county: County) -> None:
    first = foreign()
    assert offer(county, "linye", first, foreign=True) == "done"
    assert offer(county, "linye", first, foreign=True) == "done"
    assert offer(county, "linye", first | {"note": "x"}, foreign=True) == "YQ005"
    assert len(county.events) == 1


POISON: dict[str, dict[str, Any]] = {
    "unknown key": {"foo": 1},
    "note is a number": {"note": 1},
    "value 1.5": {"action": "count", "value": 1.5},
    "value 10^20": {"action": "count", "value": 10**20},
    "value negative": {"action": "count", "value": -1},
    "value true": {"action": "count", "value": True},
    "value null": {"action": "count", "value": None},
    "day that is none": {"on": "2025-02-30"},
    "day in words": {"on": "2025-06-1x"},
    "day of year 0": {"on": "0000-01-01"},
    "until in words": {"until": "x"},
    "evidence without a name": {"evidence": [{"sha256": "0" * 64}]},
    "evidence with a short digest": {"evidence": [{"name": "a", "sha256": "x"}]},
    "evidence with another key": {"evidence": [{"name": "a", "x": 1}]},
    "evidence is text": {"evidence": "x"},
    "evidence holds null": {"evidence": [None]},
    "evidence is null": {"evidence": None},
    "lone surrogate": {"note": "\ud800"},
    "NUL": {"note": "\0"},
    "note of 20,000": {"note": "x" * 20_000},
    "reason is a list": {"reason": []},
    "task is null": {"task": None},
}


@pytest.mark.parametrize("name", POISON)
def test_what_a_reader_would_stumble_over_never_gets_in(county: County, name: str) -> None:
    assert offer(county, "linye", stated(**POISON[name])) in ("YQ002", "YQ001")
    assert county.run("shuili", "log").code == 0


@pytest.mark.parametrize(
    "line",
    [
        "",
        "null",
        "[]",
        "1",
        "{",
        json.dumps(stated())[:-1] + ', "note": "x", "note": "y"}',
        json.dumps(stated())[:-1] + ', "note": "x", "\\u006eote": "y"}',
        json.dumps(stated(action="count"))[:-1] + ', "value": 1e3}',
        json.dumps(stated(action="count"))[:-1] + ', "value": 1.0}',
        json.dumps(stated())[:-1] + ', "evidence": [{"name": "a", "name": "b"}]}',
        json.dumps(stated())[:-1] + ', "evidence": [{"name": "a", "size": 1e2}]}',
        json.dumps(stated(), indent=1),
        "[" * 100_000,
        json.dumps(stated(note="x")) + " " * 300_000,
    ],
)
def test_a_line_that_is_no_event_is_refused(county: County, line: str) -> None:
    assert offer(county, "linye", line) in ("YQ002", "54001")
    assert county.events == []


def test_what_got_in_all_the_same_is_set_aside_and_said(county: County) -> None:
    """By a superuser with the checks switched off: nobody else is kept from reading."""
    assert offer(county, "linye", stated(note="好的")) == "done"
    body = json.dumps(stated(foo=1))
    county.sql(
        "INSERT INTO yq.event SELECT store, 2, 'x', 'x', at, person, origin, login, received,"
        " notice, action, task, period, unit, '', %s,"
        " yq.chained(hash, '2', at, person, origin, login::text, %s)"
        " FROM yq.event WHERE seq = 1",
        body,
        body,
    )
    county.sql("UPDATE yq.store SET seq = 2, hash = (SELECT hash FROM yq.event WHERE seq = 2)")
    done = county.run("shuili", "log")
    assert (done.code, done.out.count("好的")) == (0, 1)
    assert "共享库中有 1 条记录读不出，未计入。" in done.err
    assert county.run("shuili", "log").out == done.out
    assert county.run("linye", "note", "4.1", "还能登记", "--unit", "县林业局").code == 0


REFUSED_TO_A_UNIT = [
    "UPDATE yq.event SET person = 'x'",
    "DELETE FROM yq.event",
    "TRUNCATE yq.event",
    "INSERT INTO yq.event SELECT * FROM yq.event LIMIT 1",
    "UPDATE yq.store SET seq = 0",
    "SELECT * FROM yq.account",
    "UPDATE yq.account SET role = 'office'",
    "INSERT INTO yq.duty VALUES ('a', 'b', 'c', 'd')",
    "INSERT INTO yq.permitted VALUES ('x', true, 'slot')",
    "INSERT INTO yq.catalogue (store) VALUES ('x')",
    "INSERT INTO yq.file (store) VALUES ('x')",
    "SELECT yq.publish('x', '', '', '', '', '{}', 0)",
    "SELECT yq.keep(yq.me(), 1, '', '', '', '', '{}', '')",
    "ALTER TABLE yq.event DISABLE TRIGGER ALL",
    "DROP TABLE yq.event",
    "CREATE OR REPLACE FUNCTION yq.me() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "SET ROLE yq_owner",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "CREATE TABLE public.x (a int)",
    "CREATE SCHEMA evil",
    "CREATE TEMP TABLE t (a int)",
    "COPY yq.event TO PROGRAM 'id'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "CREATE ROLE evil",
    "SELECT rolpassword FROM pg_authid LIMIT 1",
    "BEGIN; LOCK TABLE yq.event IN ACCESS EXCLUSIVE MODE",
    "BEGIN; LOCK TABLE yq.store IN ROW SHARE MODE",
    "SELECT seq FROM yq.store FOR UPDATE",
    "SELECT seq FROM yq.store FOR KEY SHARE",
    "SELECT * FROM yq.duty",
    "SELECT yq.clock()",
    "SELECT yq.sound('{}')",
    "SELECT yq.append(NULL, NULL, NULL)",
    "SELECT yq.append(0, ARRAY[NULL]::text[], NULL)",
    "SET row_security = off; SELECT * FROM yq.event",
    "SET session_replication_role = replica",
    "ALTER TABLE yq.event OWNER TO CURRENT_USER",
    "CREATE TRIGGER t BEFORE INSERT ON yq.event FOR EACH ROW EXECUTE FUNCTION yq.refuse()",
    "CREATE POLICY p ON yq.event USING (true)",
    "CREATE RULE r AS ON INSERT TO yq.event DO INSTEAD NOTHING",
    "CREATE TEMP VIEW event AS SELECT 1",
    "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "COPY yq.event FROM STDIN",
    "COPY yq.event TO '/tmp/x'",
    "ALTER ROLE CURRENT_USER CONNECTION LIMIT 1000",
    "ALTER ROLE ALL SET statement_timeout = 1",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> session_user",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock_shared(1, 1)",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_export_snapshot()",
    "SELECT pg_logical_emit_message(false, 'x', 'y')",
    "SET temp_file_limit = -1",
    "BEGIN; PREPARE TRANSACTION 'x'",
]


def test_sql_by_hand_with_a_units_login_changes_nothing(county: County) -> None:
    import psycopg2

    assert offer(county, "linye", stated()) == "done"
    before = county.sql("SELECT * FROM yq.event"), county.sql("SELECT * FROM yq.account")
    for query in REFUSED_TO_A_UNIT:
        with pytest.raises(psycopg2.Error):
            county.by_hand("linye", query)
    assert before == (county.sql("SELECT * FROM yq.event"), county.sql("SELECT * FROM yq.account"))


def test_no_search_path_leads_elsewhere(county: County) -> None:
    import psycopg2

    path = "SET search_path = pg_temp, yq, pg_catalog; "
    line = json.dumps(stated("shuili"))
    with pytest.raises(psycopg2.Error) as refused:
        county.by_hand("linye", path + APPEND, 0, [line], False)
    assert refused.value.pgcode == "YQ001"


@pytest.mark.parametrize("table", ["event", "file", "catalogue", "account", "store"])
def test_not_even_the_owner_deletes(county: County, table: str) -> None:
    import psycopg2

    offer(county, "linye", stated())
    county.by_hand("linye", "SELECT yq.put_file('x')")
    for query in (f"DELETE FROM yq.{table}", f"TRUNCATE yq.{table} CASCADE"):
        with pytest.raises(psycopg2.Error):
            county.sql(query)
    if table in ("event", "file", "catalogue"):
        with pytest.raises(psycopg2.Error):
            county.sql(f"UPDATE yq.{table} SET login = 'x'")


@pytest.mark.parametrize("rechained", [False, True])
def test_a_rewritten_table_is_noticed(county: County, rechained: bool) -> None:
    for text in ("一", "二"):
        assert county.run("linye", "note", "4.1", text, "--unit", "县林业局").code == 0
    county.sql("ALTER TABLE yq.event DISABLE TRIGGER ALL")
    county.sql("UPDATE yq.event SET body = replace(body, '一', '三') WHERE seq = 1")
    if rechained:
        for seq in (1, 2):
            county.sql(
                "UPDATE yq.event e SET hash = yq.chained(coalesce((SELECT hash FROM yq.event"
                " WHERE seq = e.seq - 1), '\\x00'), e.seq::text, at, person, origin, login::text,"
                " body) WHERE seq = %s",
                seq,
            )
        county.sql("UPDATE yq.store SET hash = (SELECT hash FROM yq.event WHERE seq = 2)")
    seen, fresh = county.run("linye", "log"), county.run("shuili", "log")
    assert seen.code == (4 if rechained else 0)
    if rechained:
        assert "与本机看到过的不符" in seen.err
        assert county.run("linye", "log", "--offline").out.count("一") == 1
    else:
        assert fresh.code == 4
    assert county.run("linye", "store", "check").code == 4


def test_a_store_that_was_set_back_is_noticed(county: County) -> None:
    for text in ("一", "二"):
        assert county.run("linye", "note", "4.1", text, "--unit", "县林业局").code == 0
    county.sql("ALTER TABLE yq.event DISABLE TRIGGER ALL")
    county.sql("DELETE FROM yq.event WHERE seq = 2")
    county.sql("UPDATE yq.store SET seq = 1, hash = (SELECT hash FROM yq.event WHERE seq = 1)")
    done = county.run("linye", "log")
    assert (done.code, done.out) == (4, "")
    assert "被旧备份覆盖" in done.err
    assert county.run("linye", "store", "check").code == 4
    assert county.run("shuili", "log").code == 0


def test_a_newer_schema_may_be_read_and_not_written(county: County) -> None:
    county.run("linye", "note", "4.1", "一", "--unit", "县林业局")
    county.sql("INSERT INTO yq.version VALUES (99)")
    assert county.run("linye", "log").code == 0
    done = county.run("linye", "note", "4.1", "二", "--unit", "县林业局")
    assert (done.code, done.out) == (4, "")
    assert "请先升级程序" in done.err


def test_two_of_one_name_get_no_two_accounts(county: County, cli: Cli) -> None:
    from yqsafety.errors import UsageError

    with pytest.raises(UsageError, match="已有账号"):
        county.admin.add_account("张三", "unit", "shuili")
    county.admin.close_account("张三")
    done = county.run("linye", "log")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("账号或密码不对，或账号已停用。")
    with pytest.raises(UsageError, match="另一单位"):
        county.admin.add_account("张三", "unit", "shuili")


def test_files_of_evidence_are_bounded_and_kept_by_their_digest(county: County) -> None:
    import psycopg2

    put = "SELECT yq.put_file(%s)"
    first = county.by_hand("linye", put, b"abc")[0][0]
    assert first.startswith("ba7816bf")
    assert county.by_hand("shuili", put, b"abc")[0][0] == first
    with pytest.raises(psycopg2.Error) as refused:
        county.by_hand("linye", put, bytes((10 << 20) + 1))
    assert refused.value.pgcode == "YQ002"
    with pytest.raises(psycopg2.Error) as refused:
        county.by_hand("reader", put, b"x")
    assert refused.value.pgcode == "YQ001"
