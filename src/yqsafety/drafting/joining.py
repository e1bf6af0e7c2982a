"""What becomes of a duty whose sentence now belongs to another, and of its id. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yqsafety.drafting.plain_maps import FILE_KEYS, put, quoted, styled
from yqsafety.errors import UsageError


def absorb(heir: Any, gone: Any) -> None:
    """Let a duty take over what another had; UsageError where they are for different units."""
    for key in ("units", "responsibility"):
        if (heir.get(key) or None) != (gone.get(key) or None):
            raise UsageError(
                f"{heir['id']} 与 {gone['id']} 的责任单位不同，未合并。",
                "请先把两项的责任单位改成一样（w）。",
            )
    if "quantity" in gone and "quantity" in heir:
        raise UsageError(
            f"{heir['id']} 与 {gone['id']} 各有数量，未合并。", "请先删去其中一个数量（n）。"
        )
    if "quantity" in gone:
        put(heir, "quantity", gone["quantity"])
    if "score" in gone and "score" in heir:
        raise UsageError(f"{heir['id']} 与 {gone['id']} 各有分值，未合并。", "请保留为两项。")
    put(heir, "score", heir.get("score", gone.get("score")))
    evidence = [*heir.get("evidence", ()), *gone.get("evidence", ())]
    put(heir, "evidence", list(dict.fromkeys(map(str, evidence))))
    notes = [str(one["note"]) for one in (heir, gone) if one.get("note")]
    put(heir, "note", " ".join(dict.fromkeys(notes)) or None)
    undecided = "timing" not in gone and "cut" in (gone.get("review") or {})
    if heir.get("timing") != gone.get("timing") and not undecided:
        doubt = f"{gone['id']} 并入，其类型或时限不同，请核对"
        put(heir, "review", dict(heir.get("review") or {}) | {"kind": doubt})


def retire(data: Any, gone: Any, heir: Any, why: str) -> None:
    """Note an id that is gone: it is never used again, and its records show at the heir's.

    That holds for guesses too: whoever ticked a task did not ask whether its cut was accepted. With
    no heir (what was no task, in an item without others) its records belong to nothing.
    """
    into = heir["id"] if heir is not None else quoted("")
    old = str(gone["id"])
    retired = data.get("retired") or []
    for one in retired:
        if str(one["into"]) == old:
            one["into"] = into
    entry = styled({"id": gone["id"], "into": into, "why": why})
    if retired:
        retired.append(entry)
    else:
        made = styled([])
        made.fa.set_block_style()
        made.append(entry)
        put(data, "retired", made, FILE_KEYS)


def retire_prose(data: Any, gone: Any, heir: Any) -> None:
    """Retire a duty that was none: into a duty of its item, else into nothing."""
    where = f"归到同一条的 {heir['id']}" if heir is not None else "不归到别的任务"
    retire(data, gone, heir, f"经审定不是任务，原有登记{where}")


def revive(data: Any, task_id: str, parts: Sequence[str]) -> None:
    """Take back that an id was retired, and that what had gone into it went elsewhere."""
    left = data.get("retired") or []
    for one in list(left):
        if str(one["id"]) == task_id:
            left.remove(one)
        elif str(one["id"]) in parts:
            one["into"] = quoted(task_id)
    put(data, "retired", left, FILE_KEYS)


def parts_of(data: Any, task_id: str) -> list[str]:
    """The retired ids that went into a task."""
    return [str(one["id"]) for one in data.get("retired") or () if str(one["into"]) == task_id]
