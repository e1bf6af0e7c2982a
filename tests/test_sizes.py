"""What a data file asks for is bounded before the cost; its copy is not believed blindly."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Cli

from yqsafety.notice.unit_names import plain_name

pytestmark = pytest.mark.slow

MARKS = "a" + "\u0300\u0316" * 100_000
DATA = Path(__file__).parents[1] / "data"


def local_roster(**more: Any) -> dict[str, Any]:
    member = {"ground": "local", "source": "名单", "units": ["县公安局"]} | more
    return {
        "schema": "yqsafety/units@1",
        "units": [{"id": "gongan", "name": "县公安局", "aliases": [], "initials": ["xgaj"]}],
        "groups": [
            {"id": "anweihui-members", "name": "县安委会成员单位", "members": [member]},
        ],
    }


def findings(cli: Cli, data: dict[str, Any], name: str = "r.yaml") -> list[str]:
    Path(name).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    start = time.process_time()
    answer = cli("validate", name, "--json").json["findings"]
    assert time.process_time() - start < 4
    return [one["problem"] for one in answer]


def test_a_run_of_marks_costs_no_more_than_its_length() -> None:
    start = time.process_time()
    assert plain_name(MARKS) == MARKS
    assert plain_name("Ａ县\u0301" + "字" * 40) == "a县\u0301" + "字" * 40
    assert time.process_time() - start < 1


def test_the_names_of_a_roster_are_bounded(cli: Cli) -> None:
    made = local_roster()
    assert findings(cli, made) == []
    made["units"][0]["name"] = MARKS
    assert findings(cli, made) == ["名称超过 200 字"]
    assert findings(cli, local_roster(units=[MARKS])) == ["成员名称超过 200 字"]


@pytest.mark.parametrize("ground", ["notice", "law", "registry"])
def test_a_local_roster_cannot_claim_a_ground_of_others(cli: Cli, ground: str) -> None:
    (said,) = findings(cli, local_roster(ground=ground))
    assert said == f"本地名册中的成员，依据不能是 {ground}"


def shipped() -> Any:
    return yaml.safe_load((DATA / "tasks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("what", ["bracket", "text", "names", "tasks"])
def test_what_multiplies_in_a_notice_is_bounded(
    cli: Cli, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YQSAFETY_LARGE", "1")
    Path("units.yaml").write_bytes((DATA / "units.yaml").read_bytes())
    made = json.loads(json.dumps(shipped(), default=str))
    item = made["blocks"][5]["blocks"][0]
    names = [f"单位{n}" for n in range(39_000)]
    if what == "bracket":
        item["responsibility"]["text"] = "（" + "、".join(names * 6) + "负责）"
    elif what == "text":
        item["text"] = "字" * 1_500_000
    elif what == "names":
        item["responsibility"]["units"] = names
    else:
        item["tasks"] *= 300
    said = findings(cli, made, "tasks.yaml")
    assert len(said) == 1
    assert "超过" in said[0]


def test_occurrences_times_units_are_bounded(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yqsafety.notice.size_checks.MAX_ASSIGNMENTS", 1000)
    Path("units.yaml").write_bytes((DATA / "units.yaml").read_bytes())
    made = json.loads(json.dumps(shipped(), default=str))
    assert findings(cli, made, "tasks.yaml") == ["任务、时段与责任单位之积超过 1000"]


def copies(folder: Path) -> list[Path]:
    return sorted((folder / "yqsafety").glob("*.json"))


def test_a_copy_of_wrong_types_is_made_anew(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    before = cli("list", "--json").out
    (file,) = copies(tmp_path / "own")
    sound = json.loads(file.read_bytes().partition(b"\n")[2])

    def spoil(data: Any, count: int = 0) -> Any:
        for place, one in enumerate(data):
            if type(one) in (str, int):
                kept, data[place] = one, [1]
                text = json.dumps(sound, ensure_ascii=False).encode()
                file.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
                assert cli("list", "--json").out == before
                data[place] = kept
                count += 1
            elif type(one) is list and count < 30:
                count = spoil(one, count)
            if count >= 30:
                return count
        return count

    assert spoil(sound) >= 30


def test_old_copies_are_forgotten(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("YQSAFETY_UNITS", "r.yaml")
    monkeypatch.setattr("yqsafety.notice.cache.KEPT_COPIES", 3)
    for n in range(5):
        Path("r.yaml").write_text(json.dumps(local_roster(source=f"{n}")), encoding="utf-8")
        assert cli("list", "--unit", "县公安局").code == 0
        assert len(copies(tmp_path / "own")) == min(n + 1, 3)
