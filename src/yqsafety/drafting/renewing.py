"""A new year's notice that takes over what was decided for last year's. Pure.

The draft is read, cut as last year's sentences were, compared, and each task that goes on is given
what its predecessor has. What comes out has passed the checks, and no comment of the draft is lost.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from yqsafety.drafting.carrying import Year, carry_over
from yqsafety.drafting.comparing import Change, Comparison, compare_catalogs
from yqsafety.drafting.likeness import bare_letters
from yqsafety.drafting.renewed_cuts import all_blocks, recut_blocks, tasks_in
from yqsafety.drafting.round_trip import dump_commented, load_commented
from yqsafety.errors import CatalogError, UsageError
from yqsafety.notice.compiling import compile_catalog, parse_notice
from yqsafety.notice.data_files import DataFile, DataFiles
from yqsafety.notice.first_edition import is_first_edition
from yqsafety.notice.model import Catalog
from yqsafety.notice.unit_names import plain_name


class Renewed(NamedTuple):
    """The new text of the draft, and what became of each task."""

    text: str
    found: Comparison
    recut: int
    """Runs of sentences that were cut as last year's."""


class RenewFault(CatalogError):
    """What came out does not pass the checks: a fault of this program."""

    exit_code = 70


def renewed_draft(old: DataFiles, new: DataFiles) -> Renewed:
    """The draft `new` with what `old` has decided.

    UsageError where the two are not last year's notice and a fresh draft of this year's;
    CatalogError where either is at fault.
    """
    before, draft = _compiled(old, "旧通知"), _compiled(new, "新通知")
    data = load_commented(new.notice.raw, new.notice.name)
    _refuse_unfit(before, draft, data, old.notice.typed, new.notice.typed)
    known = parse_notice(old.notice)[0]
    given = known.data["blocks"] if known else []
    recut = recut_blocks(data["blocks"], given)
    found = compare_catalogs(before, _cut_draft(data, new) if recut else draft)
    if found.strangers:
        raise UsageError("没有一项相同，可能不是同一份通知。", "请检查是否选错文件。")
    _carry_all(data, given, found, _year(before, draft))
    _settle_brackets(data["blocks"], given)
    text = _with_comments(dump_commented(data), new.notice.raw.decode("utf-8-sig"))
    _check(text, new)
    return Renewed(text, found, recut)


def _compiled(files: DataFiles, said: str) -> Catalog:
    catalog, faults = compile_catalog(files)
    if catalog is None:
        raise CatalogError(f"{said}的任务文件有误：{faults[0]}。", f"全部问题：{files.validate}")
    return catalog


def _cut_draft(data: Any, new: DataFiles) -> Catalog:
    """The draft as it is now cut."""
    raw = dump_commented(data).encode()
    catalog, faults = compile_catalog(new.with_notice(raw))
    if catalog is None:
        raise RenewFault(
            f"沿用切分后未通过检查：{faults[0]}。", "没有写入，请把两份文件报给维护者。"
        )
    return catalog


def _refuse_unfit(old: Catalog, new: Catalog, data: Any, *files: str) -> None:
    if is_first_edition(data):
        raise UsageError(
            "新通知是旧格式的任务文件。", f"请先运行：yqsafety catalog upgrade {files[-1]}"
        )
    if old.notice.id == new.notice.id:
        raise UsageError(
            f"两份是同一通知（{old.notice.id}），不是新一年的。",
            "新一年的通知须另起 id；同一通知两个版次的对照："
            f"yqsafety catalog diff {' '.join(files)}",
        )
    if new.notice.term.from_ < old.notice.term.from_:
        raise UsageError("新通知的期限早于旧通知。", "请检查旧、新是否写反。")
    if any(task.get("continues") for task in tasks_in(data["blocks"])):
        raise UsageError(
            "新通知已经沿用过（有 continues），再沿用会盖掉此后审定的内容。",
            "确要重来的，请先重新起草：yqsafety catalog draft 通知文件 -o 文件夹",
        )


def _year(old: Catalog, new: Catalog) -> Year:
    notice = new.notice
    names = (
        plain_name(name)
        for body in new.units.bodies
        for name in (body.name, *body.aliases, body.id)
    )
    years = notice.term.from_.year - old.notice.term.from_.year
    return Year(notice.term, notice.date, years, frozenset(names))


def _carry_all(data: Any, old: list[Any], found: Comparison, year: Year) -> None:
    maps = {task["id"]: task for task in tasks_in(data["blocks"])}
    known = {task["id"]: task for task in tasks_in(old)}
    for change in found.changes:
        if not (change.old and change.new):
            continue
        for duty in change.new:
            task = maps[duty.id]
            carry_over(task, known[change.old[0].id], change, year)
            task.insert(1, "continues", _continued(change, found.old.id))


def _continued(change: Change, notice: str) -> str:
    return " ".join(f"{notice}/{duty.id}" for duty in change.old)


def _settle_brackets(blocks: list[Any], old: list[Any]) -> None:
    """Take the mark off every bracket that is read as the same one was when it was settled."""
    settled = {
        _bracket_key(bracket)
        for block in all_blocks(old)
        if (bracket := block.get("responsibility")) and not bracket.get("review")
    }
    for block in all_blocks(blocks):
        bracket = block.get("responsibility")
        if bracket and bracket.get("review") and _bracket_key(bracket) in settled:
            del bracket["review"]


def _bracket_key(bracket: Any) -> tuple[object, ...]:
    roles = (tuple(bracket.get(key) or ()) for key in ("lead", "units", "support", "check"))
    return bare_letters(bracket.get("text") or ""), bracket.get("mode") or "lead", *roles


def _with_comments(text: str, draft: str) -> str:
    """The text with those comments at its top that went with what was taken out."""
    lost = _comments(draft) - _comments(text)
    lines = [line for line in draft.splitlines() if line.strip() in lost]
    kept = [line.strip() for line in dict.fromkeys(lines)]
    return "".join(f"{line}\n" for line in kept) + text


def _comments(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))


def _check(text: str, new: DataFiles) -> None:
    notice = DataFile(new.notice.name, text.encode())
    catalog, faults = compile_catalog(new._replace(notice=notice))
    if catalog is None:
        raise RenewFault(f"沿用后未通过检查：{faults[0]}。", "没有写入，请把两份文件报给维护者。")
