"""What becomes of a duty whose sentence now belongs to another, and of its id. Pure."""

from __future__ import annotations

from typing import Any

from yqsafety.drafting.plain_maps import FILE_KEYS, put, styled
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
    if heir.get("timing") != gone.get("timing") and not _fresh(gone):
        doubt = f"{gone['id']} 并入，其类型或时限不同，请核对"
        put(heir, "review", dict(heir.get("review") or {}) | {"kind": doubt})


def retire(data: Any, gone: Any, heir: Any, why: str) -> None:
    """Note an id that is gone, so that it is never used again; one nobody accepted just goes."""
    old = str(gone["id"])
    retired = data.get("retired") or []
    for one in retired:
        if str(one["into"]) == old:
            one["into"] = heir["id"]
    if _fresh(gone):
        return
    entry = styled({"id": gone["id"], "into": heir["id"], "why": why})
    if retired:
        retired.append(entry)
    else:
        made = styled([])
        made.fa.set_block_style()
        made.append(entry)
        put(data, "retired", made, FILE_KEYS)


def _fresh(gone: Any) -> bool:
    """Whether nobody has accepted yet that it is a duty of its own."""
    return bool((gone.get("review") or {}).get("cut"))
