"""A shared store while servers are killed, lines break and many write at once."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sys
import threading
import time
from typing import Any

import pytest
from conftest import Cli
from hypothesis import given, settings
from shared_county import County
from small import histories

from yqsafety.errors import StateError, YqError
from yqsafety.ledger.events import Event
from yqsafety.store import connection, failures
from yqsafety.store.chain import numbered, stated_line
from yqsafety.store.postgresql import PgStore
from yqsafety.store.state_format import State

pytestmark = pytest.mark.slow

NOTE = Event(
    "", "", "2025-06-20T09:12:00.000000+08:00", dt.date(2025, 6, 15), "", "", "yuanqu-2025-1",
    "note", "4.1", "2025", "linye", note="x",
)  # fmt: skip


def fresh_note(unit: str = "linye") -> Event:
    batch = secrets.token_hex(6)
    return NOTE._replace(id=f"{batch}-00000", batch=batch, unit=unit)


def write_until(store: PgStore, stop: threading.Event, acked: list[str]) -> None:
    """Record notes one after the other; a batch is offered until an answer comes."""
    unit = store.account().unit
    while not stop.is_set():
        event = fresh_note(unit)
        offer = (10**9, [stated_line(event, foreign=False)], False)
        while True:
            try:
                store.connection.ask("SELECT outcome FROM yq.append(%s, %s::text[], %s)", offer)
            except YqError:
                if stop.is_set():
                    return
                time.sleep(0.05)
                continue
            acked.append(event.batch)
            break


def test_kills_of_the_server_lose_nothing_and_double_nothing(county: County) -> None:
    stop = threading.Event()
    acked: list[list[str]] = [[] for _ in range(8)]
    stores = [county.store("linye" if n % 2 else "shuili") for n in range(8)]
    threads = [
        threading.Thread(target=write_until, args=(store, stop, kept))
        for store, kept in zip(stores, acked, strict=True)
    ]
    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(0.7)
        county.server.stop("immediate")
        county.server.start()
    time.sleep(0.7)
    stop.set()
    for thread in threads:
        thread.join(60)
    batches = [event["batch"] for event in county.events]
    assert len(batches) == len(set(batches))
    assert sum(map(len, acked)) > 50
    assert {batch for kept in acked for batch in kept} <= set(batches)
    assert [seq for (seq,) in county.sql("SELECT seq FROM yq.event ORDER BY seq")] == [
        *range(1, len(batches) + 1)
    ]
    assert county.run("linye", "store", "check").code == 0


def test_a_reader_beside_writers_misses_nothing(county: County) -> None:
    stop = threading.Event()
    acked: list[list[str]] = [[] for _ in range(4)]
    threads = [
        threading.Thread(target=write_until, args=(county.store("linye"), stop, kept))
        for kept in acked
    ]
    reader, seen = county.store("office"), []
    for thread in threads:
        thread.start()
    end = time.monotonic() + 2
    while time.monotonic() < end:
        seen.append(len(reader.read().events))
    stop.set()
    for thread in threads:
        thread.join(30)
    assert seen == sorted(seen)
    assert {event.batch for event in reader.read().events} == {b for kept in acked for b in kept}


def cut_after(store: PgStore, count: int) -> list[str]:
    """Let the line break after the server has done what it was asked, so many times."""
    rows, cuts = store.connection._rows, list[str]()

    def cut(query: str, values: Any) -> Any:
        found = rows(query, values)
        if "yq.append" in query and len(cuts) < count:
            cuts.append(query)
            store.connection.close()
            raise store.connection.driver.OperationalError("server closed the connection")
        return found

    store.connection._rows = cut  # type: ignore[method-assign]
    return cuts


def test_a_line_that_is_cut_after_the_commit_records_once(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_PAUSES", (0, 0, 0))
    store, event = county.store("linye"), fresh_note()
    cuts = cut_after(store, 2)
    before, after = store.append(lambda _: (event,))
    assert (len(cuts), len(before.events), len(after.events)) == (2, 0, 1)
    assert len(county.events) == 1


def test_a_line_that_stays_cut_says_that_nobody_knows(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_PAUSES", (0, 0, 0))
    store = county.store("linye")
    cut_after(store, 9)
    with pytest.raises(StateError) as said:
        store.append(lambda _: (fresh_note(),))
    assert "不知道刚才的登记是否已保存" in str(said.value)
    assert "yqsafety log" in str(said.value)


def test_a_silent_line_is_given_up_in_time(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 0.3)
    store = county.store("linye")
    store.read()
    with pytest.raises(StateError, match="超时"):
        store.connection.ask("SELECT pg_sleep(20)")
    assert store.read().id == county.id


def test_who_keeps_the_row_keeps_others_out_until_they_are_told(county: County) -> None:
    holder = county.server.connect(county.database)
    holder.autocommit = False
    holder.cursor().execute("SELECT * FROM yq.store FOR UPDATE")
    login = county.address("linye").url[len("postgresql://") :].partition("@")[0]
    county.sql(f"ALTER ROLE {login} SET lock_timeout = 200")
    done = county.run("linye", "note", "4.1", "x", "--unit", "县林业局")
    holder.close()
    assert (done.code, done.out) == (4, "")
    assert done.err == "共享库正忙，未登记。请稍后再试。\n"


def test_someone_who_is_always_faster_ends_in_busy(county: County) -> None:
    store = county.store("linye")
    store.read()

    def plan(_: State) -> tuple[Event, ...]:
        county.run("linye", "note", "4.1", "快", "--unit", "县林业局")
        return (fresh_note(),)

    with pytest.raises(StateError, match="共享库正忙"):
        store.append(plan)


@pytest.mark.parametrize("code", [*failures._SAID, "08006", "57P01", "XX000", None])
def test_every_failure_is_one_chinese_line_with_its_code(code: str | None) -> None:
    error = type("OperationalError", (Exception,), {"pgcode": code})("connection timeout")
    said = failures.failure_of(error, "postgresql://h/d")
    assert said.exit_code in (2, 4, 5)
    assert "\n" not in str(said)
    assert str(said)[0] > "\u4e00"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('FATAL:  password authentication failed for user "x"', 4, "账号或密码不对"),
        ('FATAL:  role "x" is not permitted to log in', 4, "账号或密码不对"),
        ('FATAL:  database "x" does not exist', 2, "没有这个数据库"),
        ("FATAL:  sorry, too many connections already", 4, "连接已满"),
        ("FATAL:  the database system is starting up", 4, "正在启动"),
        ("could not translate host name", 4, "找不到这台主机"),
        ("SSL error: certificate verify failed", 4, "证书不符"),
        ("server does not support SSL, but SSL was required", 4, "没有启用加密"),
    ],
)
def test_what_only_its_text_tells_is_said_too(text: str, code: int, said: str) -> None:
    error = type("OperationalError", (Exception,), {"pgcode": None})(text)
    found = failures.failure_of(error, "postgresql://h/d")
    assert (found.exit_code, said in str(found)) == (code, True)


def test_a_server_with_another_certificate_is_refused(county: County) -> None:
    from yqsafety.store.store_address import write_store_file

    address = county.address("linye")
    other = address.certificate.replace("A", "B")
    write_store_file(county.file("linye"), address._replace(certificate=other))
    done = county.run("linye", "list")
    assert (done.code, done.out) == (4, "")
    assert "连不上共享库" in done.err
    named = address.url.replace("127.0.0.1", "localhost.localdomain")
    write_store_file(county.file("linye"), address._replace(url=named))
    assert county.run("linye", "list").code == 4


def test_without_the_driver_one_line_says_what_to_install(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    done = cli("list", "--state", "postgresql:///yq")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "连接共享库要用到 psycopg2，本机没有安装。请运行：pip install 'yqsafety[postgresql]'\n"
    )


def test_a_look_costs_one_small_query(county: County) -> None:
    store = county.store("linye")
    store.read()
    first = store.signature()
    assert store.signature() == first
    county.run("linye", "note", "4.1", "x", "--unit", "县林业局")
    assert store.signature() != first
    county.server.stop()
    try:
        assert store.signature() is None
    finally:
        county.server.start()


def test_random_histories_come_back_as_they_went_in(county: County) -> None:
    """What three offices recorded, in any order: the store gives back the same events."""
    office, reader = county.store("office"), county.store("reader")

    @settings(max_examples=15)
    @given(histories())
    def brought(drawn: list[Event]) -> None:
        tag = secrets.token_hex(3)
        events = tuple(
            one._replace(id=f"{tag}-{one.id}", batch=f"{tag}-{one.batch}", reverts="")
            for one in drawn
            if one.at[:10] >= one.on.isoformat() and one.at < "2025-06-20"
        )
        before = reader.read()
        office.take(lambda _: events)
        after = reader.read()
        assert after.events[len(before.events) :] == events
        assert numbered(after) == numbered(before) + len(events)

    brought()
    assert json.loads(county.run("reader", "list", "--json").out)["state"]["unread"] == 0


def test_a_server_that_was_started_anew_is_asked_again(county: County) -> None:
    store = county.store("linye")
    store.read()
    store.signature()
    county.server.stop("immediate")
    county.server.start()
    assert store.read().id == county.id
    assert store.signature() is not None


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://h:port/d",
        "postgresql://h/d?nonsense=1",
        "postgresql://[h/d",
        "postgresql://h/d?sslmode=x",
    ],
)
def test_an_address_that_is_none_is_said(cli: Cli, address: str) -> None:
    done = cli("list", "--state", address)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("地址写得不对")


def test_a_password_is_asked_for_at_a_terminal_only(county: County, cli: Cli) -> None:
    done = cli("list", "--state", f"{county.address('linye').url}?sslmode=require")
    assert (done.code, done.out) == (2, "")
    assert "要密码，这里没有人可以输入" in done.err
