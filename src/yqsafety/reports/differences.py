"""What changed between two notices, for people: as lines, as a document, as rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from yqsafety.drafting.comparing import Change, ChangedMeaning, ChangeKind, Comparison
from yqsafety.drafting.editions import Duty
from yqsafety.drafting.moving import heading_of
from yqsafety.notice.model import Catalog
from yqsafety.reports.document import Block, Heading, Paragraph
from yqsafety.wording import labels
from yqsafety.wording.duty_phrases import named_text, quantity_text, timing_text
from yqsafety.wording.marked_words import marked_changes

KIND: dict[ChangeKind, str] = {
    "kept": "不变",
    "reworded": "改写",
    "moved": "移动",
    "cut": "拆分",
    "joined": "合并",
    "new": "新增",
    "gone": "取消",
}
FIELD = {
    "units": "单位变动",
    "timing": "时限变动",
    "quantity": "数量变动",
    "done_by": "办理方式变动",
    "title": "标题变动",
    "evidence": "佐证变动",
}
_BY = {
    "id": "编号相同",
    "text": "原文相同",
    "near": "原文相近",
    "cut": "原文拆分",
    "joined": "原文合并",
    "retired": "新版写明并入",
    "": "",
}
COLUMNS = (
    "变化",
    "旧编号",
    "新编号",
    "旧原文",
    "新原文",
    "旧单位",
    "新单位",
    "旧时限",
    "新时限",
    "依据",
)
"""The columns of the sheet."""
Section = tuple[str, list[list[str]]]
"""A heading, and below it the lines of each change."""


class Difference(NamedTuple):
    """Two catalogues and what changed from one to the other."""

    old: Catalog
    new: Catalog
    found: Comparison

    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind, then how many change each field."""
        kinds = {kind: len(self.found.of_kind(kind)) for kind in KIND}
        return kinds | {field: len(self.changing(field)) for field in FIELD}

    def changing(self, field: str) -> list[Change]:
        """The changes in which a field is another."""
        return [one for one in self.found.changes if field in one.fields]


def title_text(difference: Difference) -> str:
    """Which two editions are compared."""
    return f"{_edition_text(difference.old)} → {_edition_text(difference.new)}"


def _edition_text(catalog: Catalog) -> str:
    notice = catalog.notice
    return f"{notice.number or notice.title} {notice.id} 第 {notice.edition} 版".strip()


def counts_text(difference: Difference) -> str:
    """All figures in one line; kinds always, fields where any changed."""
    counts = difference.counts()
    kinds = "，".join(f"{label} {counts[kind]} 项" for kind, label in KIND.items())
    fields = [f"{label} {counts[field]} 项" for field, label in FIELD.items() if counts[field]]
    return "；".join(filter(None, [kinds, "，".join(fields)])) + "。"


def difference_lines(difference: Difference) -> Iterator[str]:
    """The comparison as text for a terminal or a pipe."""
    yield title_text(difference)
    yield counts_text(difference)
    for heading, entries in _sections(difference):
        yield ""
        yield heading
        for first, *rest in entries:
            yield f"  {first}"
            yield from (f"    {line}" for line in rest)


def difference_blocks(difference: Difference) -> list[Block]:
    """The same as a document."""
    blocks: list[Block] = [Paragraph(title_text(difference)), Paragraph(counts_text(difference))]
    for heading, entries in _sections(difference):
        blocks.append(Heading(heading))
        blocks += [Paragraph(line) for lines in entries for line in lines]
    return blocks


def difference_rows(difference: Difference) -> Iterator[tuple[str, ...]]:
    """A row a change, what stayed included, for the sheet."""
    for meaning in difference.found.meanings:
        yield ("编号含义变了", *_pairs([meaning.old], [meaning.new]), "编号相同，原文不同")
    for change in difference.found.changes:
        yield (kind_text(change), *_pairs(change.old, change.new), by_text(change))


def _pairs(old: Sequence[Duty], new: Sequence[Duty]) -> Iterator[str]:
    for text in (_ids, _quotes, _units, _timings):
        yield text(old)
        yield text(new)


def _ids(duties: Sequence[Duty]) -> str:
    return "、".join(duty.id for duty in duties)


def _quotes(duties: Sequence[Duty]) -> str:
    return "\n".join(duty.task.quote for duty in duties)


def _units(duties: Sequence[Duty]) -> str:
    return "\n".join(dict.fromkeys(named_text(duty.named) for duty in duties))


def _timings(duties: Sequence[Duty]) -> str:
    return "\n".join(dict.fromkeys(timing_text(duty.task.timing) for duty in duties))


def kind_text(change: Change) -> str:
    """The kind in a word, with what else changed."""
    also = ["移动"] if change.moved and change.kind != "moved" else []
    words = [KIND[change.kind], *also, *(FIELD[field] for field in change.fields)]
    return "、".join(words[1:] if change.kind == "kept" and change.fields else words)


def by_text(change: Change) -> str:
    """Why these tasks are one: their id, their text, how near."""
    near = change.by in ("id", "near") and change.likeness < 1
    if near:
        said = "原文相近" if change.by == "near" else "编号相同，原文相近"
        return f"{said} {change.likeness:.2f}"
    return _BY[change.by]


def _sections(difference: Difference) -> Iterator[Section]:
    found = difference.found
    if found.meanings:
        yield f"编号含义变了 {len(found.meanings)} 处", [*map(_meaning_lines, found.meanings)]
    for kind, label in KIND.items():
        changes = found.of_kind(kind)
        if changes and kind != "kept":
            yield f"{label} {len(changes)} 项", [*map(_change_lines, changes)]
    for field, label in FIELD.items():
        if changes := difference.changing(field):
            lines = [[_field_line(change, field)] for change in changes]
            yield f"{label} {len(changes)} 项", lines


def _meaning_lines(meaning: ChangedMeaning) -> list[str]:
    said = "原为", "现为"
    quotes = (f"{word}：{duty.task.quote}" for word, duty in zip(said, meaning, strict=True))
    return [f"{meaning.new.id}：{meaning.old.task.title} → {meaning.new.task.title}", *quotes]


def _change_lines(change: Change) -> list[str]:
    """The ids and why, then what a person must read to judge it."""
    if change.kind in ("new", "gone"):
        return [_titled(change.new or change.old)]
    first = f"{_ids(change.old)} → {_ids(change.new)}（{by_text(change)}）"
    old, new = change.old[0], change.new[0]
    lines = [f"{_place(old)} → {_place(new)}"] if change.moved else []
    if change.kind == "reworded":
        return [first, marked_changes(old.task.quote, new.task.quote), *lines]
    if change.kind == "moved":
        return [f"{first}{new.task.title}", *lines]
    return [first, *_part_lines("旧", change.old), *_part_lines("新", change.new), *lines]


def _titled(duties: Iterable[Duty]) -> str:
    return "；".join(f"{duty.id} {duty.task.title}：{duty.task.quote}" for duty in duties)


def _part_lines(side: str, duties: Iterable[Duty]) -> Iterator[str]:
    return (f"{side} {duty.id}：{duty.task.quote}" for duty in duties)


def _place(duty: Duty) -> str:
    return " ".join(heading_of(duty))


def _field_line(change: Change, field: str) -> str:
    old, new = change.old[0], change.new[0]
    values = f"{field_text(old, field)} → {field_text(new, field)}"
    return f"{old.id} → {new.id} {new.task.title}：{values}"


def field_text(duty: Duty, field: str) -> str:
    """One field of a task in words."""
    task = duty.task
    match field:
        case "units":
            return named_text(duty.named) or "未写"
        case "timing":
            return timing_text(task.timing)
        case "quantity":
            return quantity_text(task.quantity)
        case "done_by":
            return labels.DONE_BY[task.done_by]
        case "title":
            return task.title
        case _:
            return "、".join(task.evidence) or "未写"
