"""The sentences of a slip (督办单) to one unit: what is pressed, what to hand in when. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from yqsafety.notice.numerals import chinese_date
from yqsafety.wording.paper_words import in_one_line, paper_day

if TYPE_CHECKING:
    from yqsafety.ledger.assignments import Assignment
    from yqsafety.notice.model import Words

Pressing = Literal["returned", "overdue", "year-open", "due-soon", "open"]
"""Why a duty stands on a slip, in the order in which they stand there."""
SlipKind = Literal["remind", "return"]
KINDS: dict[SlipKind, str] = {"remind": "催办", "return": "退回"}
COUNTED: dict[Pressing, str] = {
    "returned": "退回重办",
    "overdue": "逾期",
    "year-open": "年度未结",
    "due-soon": "即将到期",
    "open": "尚未办结",
}


def slip_number(words: Words, year: int, number: int | None) -> str:
    """The number of a slip (办号): 县安委办督〔2025〕3号; without one there is room to write it."""
    return f"{words.office}督〔{year}〕{'　　' if number is None else number}号"


def pressing_words(pressing: Pressing, one: Assignment, day: dt.date) -> str:
    """How it stands: 逾期12天, 还有3天, or why it was sent back."""
    days = (day - one.due).days if one.due else 0
    if pressing == "returned":
        late = f"；已逾期{days}天" if one.timeliness == "overdue" and not one.presumed else ""
        return f"退回：{in_one_line(one.returned)}{late}"
    if pressing == "open":
        silent = f"{one.rhythm.silent_days}天没有进展"
        return silent if one.rhythm.is_silent else "在办" if one.status == "doing" else "尚未反馈"
    if pressing == "due-soon":
        return f"还有{-days}天" if days else "今天到期"
    return f"{COUNTED[pressing]}{days}天"


def times_words(one: Assignment) -> str:
    """第2次催办, where it is not the first; nothing where nobody was reminded before."""
    times = len(one.rhythm.reminders)
    return f"（第{times}次催办）" if times > 1 else ""


def opening_sentence(duties: str, counts: dict[Pressing, int], day: dt.date) -> str:
    """What is pressed, counted by reason."""
    parts = "、".join(f"{COUNTED[pressing]}{count}项" for pressing, count in counts.items())
    several = f"{sum(counts.values())}项需要督办，其中{parts}" if len(counts) > 1 else parts
    return f"经核对，截至{chinese_date(day)}，你单位承担的{duties}中，有{several}。具体如下："


def request_sentences(
    counts: dict[Pressing, int], reply_by: dt.date, day: dt.date, words: Words
) -> str:
    """What to do, what to hand in, to whom and until when."""
    until, office = paper_day(reply_by, day.year), words.office
    late = counts.keys() & {"overdue", "year-open"}
    asked = [
        f"退回重办的，请按退回理由补正，{until}前重新报送" if "returned" in counts else "",
        f"逾期的，请于{until}前办结并报送佐证材料，不能办结的书面说明原因" if late else "",
        "即将到期的，请在时限前办结并报送佐证材料" if "due-soon" in counts else "",
        f"尚未到期的，请抓紧办理，{until}前报送进展情况" if "open" in counts else "",
    ]
    return (
        f"{'；'.join(filter(None, asked))}。需要延期的，请在时限前向{office}书面申请。"
        f"收到后请即填写回执，退{office}。"
    )
