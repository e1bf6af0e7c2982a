"""Two small notices, the second of which continues the first, with a task of every kind."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from conftest import Cli, Clock
from documents import notice, task

OLD, NEW = "small-2025", "small-2026"
UNITS = """schema: yqsafety/units@1
units:
  - {id: jia, name: 甲局}
  - {id: yi, name: 乙局}
  - {id: bing, name: 丙局}
  - {id: ding, name: 丁办}
groups:
  - id: members
    name: 成员单位
    open: true
    members:
      - {ground: law, source: 某法, units: [甲局]}
      - {ground: presumed, source: 未见名单, units: [乙局, 丙局]}
  - {id: some, name: 有关成员单位, subset_of: 成员单位}
"""
OPEN = {"text": "（有关成员单位负责）", "units": ["有关成员单位"]}
ONCE = {"kind": "once"}
EVENT = {"kind": "triggered", "trigger": "发生事故", "within": 60, "basis": "stated"}
QUARTERS = {"kind": "recurring", "every": "quarter", "basis": "stated"}
SAID = {
    "order": "修订预案。",
    "patrol": "坚持巡查。",
    "report": "每季度报告。",
    "accident": "发生事故的查明原因。",
    "body": "成立专班。",
    "train": "开展培训，",
    "drill": "组织演练。",
    "signs": "更换标识，",
    "lamps": "更换灯具。",
    "gone": "清理台账。",
}


def tasks(*listed: tuple[str, str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [task(name, SAID[key], **more) for name, key, more in listed]


def block(label: str, *listed: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    heading = "任务。"
    return {"label": label, "heading": heading, "responsibility": OPEN, "tasks": tasks(*listed)}


OLD_TASKS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("1.1", "order", {"timing": ONCE}),
    ("1.2", "patrol", {}),
    ("1.3", "report", {"timing": QUARTERS}),
    ("1.4", "accident", {"timing": EVENT}),
    ("1.5", "body", {"timing": ONCE, "done_by": "any"}),
    ("1.6", "train", {"timing": ONCE}),
    ("1.7", "drill", {"timing": ONCE}),
    ("1.8", "signs", {"timing": ONCE}),
    ("1.9", "lamps", {"timing": ONCE}),
    ("1.10", "gone", {"timing": ONCE}),
)
NEW_TASKS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("1.1", "patrol", {"continues": "1.2"}),
    ("1.2", "order", {"timing": ONCE, "continues": "1.1"}),
    ("1.3", "report", {"timing": QUARTERS, "continues": "1.3"}),
    ("1.4", "accident", {"timing": EVENT, "continues": "1.4"}),
    ("1.5", "body", {"timing": ONCE, "done_by": "any", "continues": "1.5"}),
    ("1.6", "train", {"timing": ONCE, "continues": "1.6 1.7"}),
    ("1.7", "signs", {"timing": ONCE, "continues": "1.8"}),
    ("1.8", "lamps", {"timing": ONCE, "continues": "1.8"}),
)
"""1.6 is joined of two, 1.7 and 1.8 are cut of one; 1.9 and 1.10 do not go on."""


def old_notice() -> dict[str, Any]:
    return notice(block("一、", *OLD_TASKS), id=OLD, issued="2025-03-01")


def new_notice(**more: Any) -> dict[str, Any]:
    listed = [
        (name, key, of | {"continues": " ".join(f"{OLD}/{i}" for i in of["continues"].split())})
        for name, key, of in NEW_TASKS
    ]
    term = {"from": "2026-01-01", "until": "2026-12-31"}
    made = notice(block("一、", *listed), id=NEW, issued="2026-03-01", term=term)
    return made | more


def presumed_terms(data: dict[str, Any]) -> dict[str, Any]:
    """The notice with a term after an event that it does not state."""
    text = json.dumps(data)
    stated = json.dumps({"within": 60, "basis": "stated"})[1:-1]
    assert stated in text
    made: dict[str, Any] = json.loads(text.replace(stated, stated.replace("stated", "presumed")))
    return made


def write_notice(data: dict[str, Any], units: str = UNITS) -> Path:
    folder = Path(data["id"])
    folder.mkdir(exist_ok=True)
    (folder / "units.yaml").write_text(units, encoding="utf-8")
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    return folder


def install(cli: Cli, data: dict[str, Any], units: str = UNITS) -> str:
    """Install a notice; what the program says."""
    result = cli("catalog", "add", write_notice(data, units))
    assert result.code == 0, result.err
    return result.out


def on(cli: Cli, clock: Clock, day: str, *lines: str) -> None:
    """Run commands on a day."""
    clock.today = dt.date.fromisoformat(day)
    for line in lines:
        result = cli(*line.split())
        assert result.code == 0, (line, result.err)
