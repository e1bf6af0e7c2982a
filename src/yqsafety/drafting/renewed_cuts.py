"""A draft cut as a person once cut the same sentences. Pure.

Where the letters of some neighbouring sentences of the draft are those of neighbouring sentences of
last year's catalogue, but cut otherwise, or taken for a duty where they are none, last year's cuts
count: somebody looked at them. All else stays as it was drafted.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from yqsafety.drafting.likeness import bare_letters

_WINDOW = 8
"""How many neighbouring sentences are looked at as one; longer runs fall into such parts."""
_OPENING = "“‘（(《【〔["
"""What belongs to the letters after it."""
_FROM_DRAFT = ("actor", "units", "responsibility", "score")
"""What a task keeps of the drafted one in which it begins: it was read from the new document."""

Block = dict[str, Any]


class Sentence(NamedTuple):
    """A piece of a paragraph: the task that it is, or None, and its text."""

    task: Any
    text: str


Cuts = tuple[tuple[int, bool], ...]
"""How a run is cut: of each sentence the letters, and whether it is a task."""


class Run(NamedTuple):
    """Some neighbouring sentences of last year's catalogue."""

    cuts: Cuts
    texts: tuple[str, ...]
    titles: tuple[str, ...]
    """Of each sentence that is a task its title, of the others nothing."""


def recut_blocks(blocks: list[Block], old: list[Block]) -> int:
    """Cut the blocks of a draft as the old ones were; how many runs were cut anew."""
    runs = _known_runs(old)
    touched: set[str] = set()
    count = 0
    for block in all_blocks(blocks):
        found = _recut_block(block, runs, touched)
        count += found
    _number_anew(blocks, touched)
    return count


def tasks_in(blocks: list[Block]) -> Iterator[Any]:
    """Every task, in order."""
    for block in all_blocks(blocks):
        yield from (one for one in block.get("tasks") or () if isinstance(one, dict))


def all_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, each before what is below it."""
    for block in blocks:
        yield block
        yield from all_blocks(block.get("blocks") or ())


def _sentences(block: Block) -> list[Sentence]:
    """The body of a block in order; what stands before its first task comes first."""
    text = block.get("text")
    found = [Sentence(None, text)] if text else []
    for one in block.get("tasks") or ():
        found.append(Sentence(one, one["quote"]) if isinstance(one, dict) else Sentence(None, one))
    return found


def _known_runs(blocks: list[Block]) -> dict[str, list[Run]]:
    """Every run of neighbouring sentences with a task among them, by its letters."""
    runs: dict[str, list[Run]] = {}
    for block in all_blocks(blocks):
        sentences = _sentences(block) if block.get("tasks") else []
        for run in _windows(sentences, 0, len(sentences)):
            texts = tuple(one.text for one in run)
            titles = tuple(one.task["title"] if one.task else "" for one in run)
            runs.setdefault(_letters(texts), []).append(Run(_cuts(run), texts, titles))
    return runs


def _windows(sentences: list[Sentence], first: int, last: int) -> Iterator[list[Sentence]]:
    for start in range(first, last):
        for end in range(start + 1, min(start + _WINDOW, len(sentences)) + 1):
            yield sentences[start:end]


def _letters(texts: Iterable[str]) -> str:
    return "".join(bare_letters(text) for text in texts if _count(text))


def _count(text: str) -> int:
    """The letters and figures of a text; none of mere punctuation."""
    return sum(letter.isalnum() for letter in bare_letters(text))


def _cuts(sentences: Iterable[Sentence]) -> Cuts:
    return tuple((_count(one.text), one.task is not None) for one in sentences)


def _recut_block(block: Block, runs: dict[str, list[Run]], touched: set[str]) -> int:
    sentences = _sentences(block)
    head = next((one.task["id"].partition(".")[0] for one in sentences if one.task), "")
    if not head:
        return 0
    made: list[Sentence] = []
    place = changed = 0
    while place < len(sentences):
        window, run = _known_window(sentences, place, runs)
        if run is None:
            made += window
        else:
            made += _cut_anew(window, run, type(block))
            changed += 1
        place += len(window)
    if changed:
        touched.add(head)
        _put(block, made, head)
    return changed


def _known_window(
    sentences: list[Sentence], place: int, runs: dict[str, list[Run]]
) -> tuple[list[Sentence], Run | None]:
    """The shortest run from here on that is known, with its cuts where those are others."""
    for window in _windows(sentences, place, place + 1):
        found = runs.get(_letters(one.text for one in window), [])
        if any(run.cuts == _cuts(window) for run in found):
            return window, None
        if found:
            return window, found[0]
    return sentences[place : place + 1], None


def _cut_anew(window: list[Sentence], run: Run, new_map: Callable[[], Any]) -> list[Sentence]:
    """The same text in last year's pieces; the first task's map stays, with its comments."""
    texts = _cut_text("".join(one.text for one in window), run)
    maps = [one.task for one in window if one.task is not None]
    made: list[Sentence] = []
    for text, (_, is_task), title in zip(texts, run.cuts, run.titles, strict=True):
        task = None
        if is_task:
            first = bool(maps) and all(one.task is None for one in made)
            task = maps[0] if first else _like(maps, new_map)
            task["quote"], task["title"] = text, title
            if task.get("quantity", {"text": ""})["text"] not in text:
                del task["quantity"]
        made.append(Sentence(task, text))
    return made


def _like(maps: list[Any], new_map: Callable[[], Any]) -> Any:
    """A new task with what was read from the document for the one that it is cut from."""
    given, new = maps[0] if maps else {}, new_map()
    new.update({"id": "", "title": "", "quote": ""})
    # Copies: two places that hold one object would be written as a reference to it.
    new.update({key: copy.deepcopy(given[key]) for key in _FROM_DRAFT if key in given})
    return new


def _cut_text(text: str, run: Run) -> list[str]:
    """The text after the letters of each piece; marks stay with the letters before them."""
    if text == "".join(run.texts):
        return list(run.texts)
    pieces: list[str] = []
    for count, _ in run.cuts[:-1]:
        end = seen = 0
        while end < len(text) and (seen < count or not _count(text[end])):
            if seen >= count and text[end] in _OPENING:
                break
            seen += _count(text[end])
            end += 1
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


def _put(block: Block, made: list[Sentence], head: str) -> None:
    """The sentences as the body of a block, its list changed and not replaced: it has comments."""
    if made[0].task is None and "text" in block:
        block["text"] = made.pop(0).text
    else:
        block.pop("text", None)
    tasks = block["tasks"]
    kept = {id(one.task) for one in made if one.task is not None}
    for n in reversed(range(len(tasks))):
        if not (isinstance(tasks[n], dict) and id(tasks[n]) in kept):
            del tasks[n]
    for n, one in enumerate(made):
        if one.task is None:
            tasks.insert(n, one.text)
        elif n >= len(tasks) or tasks[n] is not one.task:
            tasks.insert(n, one.task)
        if one.task is not None and not one.task["id"]:
            one.task["id"] = f"{head}."


def _number_anew(blocks: list[Block], heads: set[str]) -> None:
    """Count the tasks of the items that were cut anew; nobody has recorded under their ids yet."""
    counts = dict.fromkeys(heads, 0)
    for task in tasks_in(blocks):
        head = task["id"].partition(".")[0]
        if head in counts:
            counts[head] += 1
            task["id"] = f"{head}.{counts[head]}"
