"""What is said of an id that is no task: why, and which ids there are. Pure."""

from __future__ import annotations

import re

from yqsafety.errors import UsageError
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.lookup import find_item
from yqsafety.notice.numerals import chinese_number


def unknown_task(ledger: Ledger, text: str, wanted: str) -> UsageError:
    """The error for an id as typed (`text`) and in half-width: retired, mistyped or not there."""
    for gone in ledger.catalog.notice.retired:
        if wanted.partition("@")[0] == gone.id and not gone.into:
            return UsageError(
                f"{gone.id} 已停用：{gone.why}。",
                f"它不再是任务，不用登记。以前的登记：yqsafety log {gone.id}",
            )
        if wanted.partition("@")[0] == gone.id:
            return UsageError(f"{gone.id} 已并入 {gone.into}：{gone.why}。", f"请用 {gone.into}。")
    items = {item.number: item for item in ledger.catalog.notice.items()}
    apart = re.fullmatch(r"(\d{1,9})[,，。、:-](\d{1,9})", wanted)
    if apart and ledger.of_task(f"{apart[1]}.{apart[2]}"):
        ident = f"{apart[1]}.{apart[2]}"
        hint = f"编号写作 {ident}。登记：yqsafety check {ident}；查看：yqsafety show {ident}"
        return UsageError(f"没有任务 {text}，", hint)
    number = re.match(r"\d{1,9}", wanted)
    item = items.get(int(number[0]) if number else _numbered_item(ledger, wanted))
    if item is None:
        known = f"条款编号为 1 至 {max(items)}" if items else "这份通知现在没有任务"
        hint = f"{known}。全部列出：yqsafety list"
        return UsageError(f"没有任务 {text}，", hint)
    first, last = item.tasks[0].id, item.tasks[-1].id
    name = chinese_number(item.number)
    hint = f"第{name}条有 {first} 至 {last}。"
    hint += f"全部列出：yqsafety list --item {item.number}"
    if re.fullmatch(r"\D*\d+\D*|\D+", wanted):  # the whole item was meant
        hint += f"；登记一项：yqsafety check {first}"
    return UsageError(f"没有任务 {text}，", hint)


def _numbered_item(ledger: Ledger, text: str) -> int:
    """The number of the item that a text such as 第四条 names; 0 where it names none."""
    try:
        return find_item(ledger.catalog.notice, text)
    except UsageError:
        return 0
