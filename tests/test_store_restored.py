"""A restored store: its files connect, and a copy beside the store that lives leaves that alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Cli
from postgres_server import Server
from shared_county import County, running_server

pytestmark = pytest.mark.slow
LINYE = ("--unit", "县林业局")


@pytest.fixture(scope="module")
def other_server() -> Iterator[Server]:
    yield from running_server()


@pytest.fixture
def copy(county: County) -> Iterator[str]:
    """The name of a database for a copy on the same server, which goes afterwards."""
    name = f"{county.database}_copy"
    yield name
    county.server.ask("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def backed_up(county: County, cli: Cli) -> None:
    assert county.run("linye", "check", "4.1", *LINYE).code == 0
    assert cli("store", "backup", "b.zip", "--state", county.server.socket(county.database)).out


def address_in(file: str) -> str:
    return str(json.loads(Path(file).read_text())["address"]).partition("@")[2]


def test_restored_on_another_server_its_files_connect(
    county: County, other_server: Server, cli: Cli
) -> None:
    backed_up(county, cli)
    there = other_server.socket("yq_two")
    try:
        done = cli("store", "restore", "b.zip", "--yes", "--state", there)
        assert "张三、李四、督办员、查看员 的账号已重新开通，须换密码" in done.out
        assert f":{other_server.port}/yq_two；要改的：" in done.out
        assert str(county.server.port) not in done.out
        host = f"localhost:{other_server.port}"
        assert f"新的地址和证书：{host}/yq_two。" in cli("store", "init", there, "--host", host).out
        assert cli("store", "passwd", "张三", "-o", "z.yqstore", "--state", there).code == 0
        assert address_in("z.yqstore") == f"{host}/yq_two"
        joined = cli("use", "z.yqstore")
        assert (joined.code, joined.err) == (0, "")
        assert "1 条记录" in joined.out
        assert cli("uncheck", "4.1", *LINYE).code == 0
    finally:
        other_server.ask("postgres", "DROP DATABASE IF EXISTS yq_two WITH (FORCE)")


def test_init_run_again_changes_the_address_that_is_written(county: County, cli: Cli) -> None:
    admin = county.server.socket(county.database)
    host = f"localhost:{county.server.port}"
    said = cli("store", "init", admin, "--host", host).out
    assert f"以后写出的连接文件用新的地址和证书：{host}/{county.database}。" in said
    assert "已发出的连接文件没有变" in said
    assert "未作改动" in cli("store", "init", admin, "--host", host).out
    assert "未作改动" in cli("store", "init", admin).out
    cli("store", "passwd", "张三", "-o", "z.yqstore", "--state", admin)
    assert address_in("z.yqstore") == f"{host}/{county.database}"
    assert cli("use", "z.yqstore").code == 0


@pytest.mark.parametrize("host", ["localhost:55/yq", "a b", "http://h", "h:", "::1"])
def test_what_is_no_host_is_refused_before_anything_is_made(
    county: County, cli: Cli, host: str
) -> None:
    done = cli("store", "init", county.server.socket("never_made"), "--host", host)
    assert (done.code, done.out) == (2, "")
    assert "不是主机名" in done.err
    assert (
        county.server.ask("postgres", "SELECT 1 FROM pg_database WHERE datname = 'never_made'")
        == []
    )


def test_a_copy_beside_the_store_that_lives_touches_no_account(
    county: County, cli: Cli, copy: str
) -> None:
    backed_up(county, cli)
    there = ("--state", county.server.socket(copy))
    restored = cli("store", "restore", "b.zip", "--yes", *there)
    assert restored.code == 0
    assert "须换密码" not in restored.out
    assert f"同一服务器的 {county.database} 库正用着这些账号，{copy} 只供核对" in restored.err
    assert cli("store", "check", *there).code == 0
    for command in (("passwd", "张三"), ("close", "张三"), ("add", "王五", "--unit", "县林业局")):
        done = cli("store", *command, *there)
        assert (done.code, done.out) == (2, "")
        assert f"{county.database} 库正用着这些账号" in done.err
        assert f"dropdb {county.database}" in done.err
    assert not list(Path().glob("*.yqstore"))
    assert county.run("linye", "uncheck", "4.1", *LINYE).code == 0
    admin = ("--state", county.server.socket(county.database))
    assert cli("store", "passwd", "张三", "-o", "z.yqstore", *admin).code == 0
    assert cli("list", "--state", "z.yqstore").code == 0


def test_nobody_logs_in_to_the_copy(county: County, cli: Cli, copy: str) -> None:
    psycopg2 = pytest.importorskip("psycopg2")
    backed_up(county, cli)
    assert (
        cli("store", "restore", "b.zip", "--yes", "--state", county.server.socket(copy)).code == 0
    )
    login = county.address("linye").url.partition("//")[2].partition("@")[0]
    with pytest.raises(psycopg2.Error, match="permission denied"):
        county.server.connect(copy, login)


def test_the_copy_takes_the_place_of_a_store_that_is_gone(
    county: County, cli: Cli, copy: str
) -> None:
    backed_up(county, cli)
    there = county.server.socket(copy)
    assert cli("store", "restore", "b.zip", "--yes", "--state", there).code == 0
    county.admin.connection.close()
    county.server.ask("postgres", f"ALTER DATABASE {county.database} RENAME TO {copy}_old")
    assert f"{copy}_old 库正用着这些账号" in cli("store", "init", there).err
    county.server.ask("postgres", f"DROP DATABASE {copy}_old WITH (FORCE)")
    county.server.ask("postgres", f"ALTER DATABASE {copy} RENAME TO {county.database}")
    back = county.server.socket(county.database)
    assert cli("store", "passwd", "张三", "-o", "z.yqstore", "--state", back).code == 2
    again = cli("store", "init", back)
    assert (again.code, "库正用着" in again.err) == (0, False)
    done = county.run("linye", "uncheck", "4.1", *LINYE)  # with its password of before
    assert done.code == 0, done.err
    assert cli("store", "passwd", "张三", "-o", "z.yqstore", "--state", back).code == 0
    assert address_in("z.yqstore") == f"127.0.0.1:{county.server.port}/{county.database}"
    assert cli("use", "z.yqstore").code == 0
