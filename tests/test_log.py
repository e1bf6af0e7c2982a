"""`log`: the newest first, of some tasks, units or days, unbroken on a narrow screen."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
from pathlib import Path
from typing import get_args

import pexpect
import pytest
from conftest import Cli, Clock
from test_state_file import sealed

from yqsafety.ledger.events import Action
from yqsafety.wording import labels


@pytest.fixture
def recorded(cli: Cli, clock: Clock) -> None:
    """Three days of records, by two units."""
    for day, command in (
        (18, "check 4.4 --unit 县水利局 --by 李四"),
        (19, "note 4.4 已排查隐患12处 --unit 县林业局"),
        (20, "check 4.1 --unit 县水利局 --on 2025-06-03 --note 已召开会议"),
    ):
        clock.today = dt.date(2025, 6, day)
        assert cli(*command.split()).code == 0


@pytest.mark.usefixtures("recorded")
def test_the_newest_comes_first_and_json_keeps_the_order_of_the_file(cli: Cli) -> None:
    shown = [row[0][:10] for row in cli("log").rows]
    assert shown == ["2025-06-20", "2025-06-19", "2025-06-18"]
    kept = [event["at"][:10] for event in cli("log", "--json").json["events"]]
    assert kept == shown[::-1]


@pytest.mark.usefixtures("recorded")
def test_it_can_be_narrowed(cli: Cli) -> None:
    assert [row[3] for row in cli("log", "--unit", "县林业局").rows] == ["县林业局"]
    assert [row[4] for row in cli("log", "4.1").rows] == ["4.1"]
    assert len(cli("log", "--since", "6月19日").rows) == 2
    assert len(cli("log", "--since", "昨天", "--unit", "县水利局").rows) == 1
    cli("use", "县水利局")
    assert len(cli("log", "--mine").rows) == 2
    nothing = cli("log", "4.2")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "没有这样的操作记录。\n")


@pytest.mark.usefixtures("recorded")
def test_a_limit_keeps_the_newest_and_counts_the_rest(cli: Cli) -> None:
    shown = cli("log", "-n", "1")
    assert [row[4] for row in shown.rows] == ["4.1"]
    assert shown.err == "另有更早的 2 条未列；全部列出：去掉 --limit。\n"
    events = cli("log", "-n", "2", "--json").json["events"]
    assert [event["task"] for event in events] == ["4.4", "4.1"]


@pytest.mark.process
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_value_is_broken_on_the_screen(cli: Cli, recorded: None, width: int) -> None:
    shown = pexpect.run(
        f"{sys.executable} -m yqsafety log --no-pager",
        env={**os.environ, "TERM": "dumb"},
        dimensions=(24, width),
        encoding="utf-8",
    )
    plain = re.sub(r"\x1b\[\d*m", "", shown)
    lines = [line.rstrip() for line in plain.splitlines()]
    assert lines[0] == "2025-06-20 09:12  登记办结（补录）  4.1  县水利局"
    assert lines[1].startswith("  张三登记；2025-06-03 起；已召开会议；批次 ")
    assert "2025-06-18 09:12  登记办结  4.4  县水利局" in lines
    assert Path("state.json").exists() is False


FIELDS = {
    "assign": "lead",
    "strike": "anweihui-relevant",
    "extend": "presumed",
    "note": "problem",
    "carry": "done",
}
"""What stands in the `field` of an event, by its action."""
CODES = {
    *get_args(Action),
    *(
        code
        for table in (labels.STATUS, labels.GROUND, labels.BASIS, labels.FIELD)
        for code in table
    ),
    *FIELDS.values(),
    "safety-month",
}


@pytest.mark.parametrize("action", get_args(Action))
def test_no_code_stands_in_the_log_or_in_the_record_of_a_task(
    cli: Cli, state_path: Path, action: Action
) -> None:
    """Whatever was recorded of a slot with a name, by whatever command."""
    assert cli("check", "2.4@safety-month", "--unit", "县水利局", "--on", "2025-06-02").code == 0
    text = state_path.read_text(encoding="utf-8")
    made = json.loads(text)["events"][0]
    more: dict[str, object] = {"action": action, "field": FIELDS.get(action, ""), "reason": "理由"}
    more |= {"value": 3} if action in ("adopt", "remind", "count") else {}
    more |= {"until": "2025-07-31"} if action in ("extend", "apply", "carry") else {}
    changed = json.dumps(made | {name: said for name, said in more.items() if said})
    text = text.replace("yqsafety/state@1", "yqsafety/state@2")
    lines = [changed if line.startswith('{"id"') else line for line in text.splitlines()]
    state_path.write_bytes(sealed("\n".join(lines) + "\n"))
    shown = cli("log", "--notice", "yuanqu-2025-1")
    assert shown.code == 0, shown.err
    assert "2.4@安全生产月" in shown.out
    card = cli("show", "2.4@安全生产月", "--unit", "县水利局").out
    record = next((line for line in card.splitlines() if line.startswith("办理记录")), "")
    for text in (shown.out.replace("2.4@安全生产月", ""), record):
        words = set(re.findall(r"[a-z][a-z-]+", text))
        assert not words & CODES, text
