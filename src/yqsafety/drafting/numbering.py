"""The ids of a draft's tasks: the printed numbers where the document counts through. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from yqsafety.drafting.labels import Label, split_label
from yqsafety.drafting.source import Paragraph

Block = dict[str, Any]
Task = dict[str, Any]


class Item(NamedTuple):
    """A numbered block or a row of a table, and the tasks of which it is the item."""

    label: Label | None
    tasks: list[Task]


def number_tasks(blocks: list[Block]) -> None:
    """Give every task its id, ITEM.N."""
    items = [item for item in items_of(blocks) if item.tasks]
    for item, number in zip(items, _item_numbers(items), strict=True):
        for n, task in enumerate(item.tasks, 1):
            rest = dict(task)
            task.clear()
            task |= {"id": f"{number}.{n}"} | rest


def items_of(blocks: list[Block]) -> Iterator[Item]:
    """The items in order; a paragraph that stands under no number is an item of its own."""
    for block in blocks:
        label = _label_of(block)
        item = Item(label, _own_tasks(block))
        if label is None and "cells" not in block:
            yield item
            yield from items_of(block.get("blocks", []))
            continue
        lower: list[Block] = []
        _take(block, item, lower)
        yield item
        yield from items_of(lower)


def _take(block: Block, item: Item, lower: list[Block]) -> None:
    """The tasks of the paragraphs without a number below a block are its own."""
    for child in block.get("blocks", []):
        if "label" in child or "cells" in child or "table" in child:
            lower.append(child)
        else:
            item.tasks.extend(_own_tasks(child))
            _take(child, item, lower)


def _own_tasks(block: Block) -> list[Task]:
    return [part for part in block.get("tasks", []) if isinstance(part, dict)]


def _label_of(block: Block) -> Label | None:
    """The label of a numbered block, or the number in the first cell of a row."""
    if "label" in block:
        label, _ = split_label(Paragraph("", label=block["label"]))
        return label
    cell = block["cells"][0] if block.get("cells") else ""
    if cell.isdecimal():
        return Label(cell, "row", int(cell))
    return split_label(Paragraph(cell))[0]


def _item_numbers(items: list[Item]) -> list[int]:
    """The printed numbers where the most frequent form counts through, else the ordinals.

    Where it does, items of other forms come after its last number.
    """
    forms = Counter(item.label.form for item in items if item.label)
    main = forms.most_common(1)[0][0] if forms else ""
    printed = [item.label.number for item in items if item.label and item.label.form == main]
    through = len(printed) * 2 > len(items) and all(one < other for one, other in pairwise(printed))
    if not through or min(printed, default=0) < 1:
        return list(range(1, len(items) + 1))
    numbers, spare = [], max(printed)
    for item in items:
        if item.label and item.label.form == main:
            numbers.append(item.label.number)
        else:
            spare += 1
            numbers.append(spare)
    return numbers
