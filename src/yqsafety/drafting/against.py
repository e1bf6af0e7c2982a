"""A new edition held against the one before: no id may come to mean something else. Pure.

Records hold nothing but ids. An id of a task or a unit that means something else moves every tick
that was made under it to another duty or body, and nobody would see it.
"""

from __future__ import annotations

from collections.abc import Iterator

from yqsafety.drafting.comparing import Comparison, compare_catalogs
from yqsafety.errors import UsageError
from yqsafety.notice.block_checks import block_paths
from yqsafety.notice.cache import plain_value
from yqsafety.notice.compiling import compile_catalog, parse_notice
from yqsafety.notice.data_files import DataFiles
from yqsafety.notice.document import NoticeFile
from yqsafety.notice.model import Body, Catalog, Task
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.unit_names import plain_name
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument, load_yaml

_SHOWN = 20
"""Characters of a sentence that a finding repeats."""


def check_against(
    files: DataFiles, old: Catalog, before: NoticeFile, old_file: str = "旧文件"
) -> Iterator[Finding]:
    """What the new edition in `files` may not say, given the old one; nothing where it is faulty.

    UsageError where the two are different notices: their ids have nothing to do with one another.
    """
    new, _ = compile_catalog(files)
    document, file, _ = parse_notice(files.notice)
    if new is None or document is None or file is None:
        return
    if new.notice.id != old.notice.id:
        raise UsageError(
            f"{old.notice.id} 和 {new.notice.id} 是两份通知，--against 只比同一通知的前后版次。",
            f"两份通知的对照：yqsafety catalog diff {old_file} {files.notice.typed}".rstrip(),
        )
    yield from _check_edition(file, before, document)
    found = compare_catalogs(old, new)
    yield from _check_meanings(found, file, document)
    yield from _check_kept(found, document)
    yield from _check_retired(old, new, document)
    yield from _check_done_by(old, new, file, document)
    yield from _check_units(old, new, files)


def _check_edition(file: NoticeFile, old: NoticeFile, document: YamlDocument) -> Iterator[Finding]:
    """`edition` rises where anything changed, and never falls."""
    same = _without_edition(file) == _without_edition(old)
    if file.edition < old.edition or (file.edition == old.edition and not same):
        fallen = file.edition < old.edition
        problem = f"旧版是第 {old.edition} 版，" + (
            "这一版更早" if fallen else "有改动而版次没有增加"
        )
        fix = "检查新旧是否写反" if fallen else f"改为 edition: {old.edition + 1}"
        yield finding_at(document, ("edition",), problem, fix)


def _without_edition(file: NoticeFile) -> list[object]:
    names = [name for name in file.__dataclass_fields__ if name != "edition"]
    return [plain_value(getattr(file, name)) for name in names]


def _check_meanings(
    found: Comparison, file: NoticeFile, document: YamlDocument
) -> Iterator[Finding]:
    paths = _task_paths(file)
    for meaning in found.meanings:
        was = meaning.old.task.quote[:_SHOWN]
        problem = f"编号含义变了：{meaning.new.id} 原为“{was}”"
        yield finding_at(
            document, (*paths[meaning.new.id], "id"), problem, "给新的任务换一个没有用过的编号"
        )


def _check_kept(found: Comparison, document: YamlDocument) -> Iterator[Finding]:
    """No id is lost: `retired` says where its records show, and that it is never used again."""
    here = {duty.id for duty in found.new.duties} | found.new.retired.keys()
    for change in found.changes:
        for duty in change.old:
            if duty.id in here:
                continue
            problem = f"编号 {duty.id} 不见了：原为“{duty.task.quote[:_SHOWN]}”"
            if change.new:
                ids = "、".join(one.id for one in change.new)
                fix = f"改回原编号，或写明并入：retired: [{{id: '{duty.id}', into: …, why: …}}]"
                yield finding_at(document, ("retired",), f"{problem}，现为 {ids}", fix)
            else:
                fix = f"确已取消的，写入 retired: [{{id: '{duty.id}', into: '', why: …}}]"
                yield finding_at(document, ("retired",), problem, fix)


def _check_retired(old: Catalog, new: Catalog, document: YamlDocument) -> Iterator[Finding]:
    """What an earlier edition retired stays retired."""
    retired = {one.id for one in new.notice.retired}
    for one in old.notice.retired:
        if one.id not in retired:
            problem = f"旧版停用的编号 {one.id} 不在 retired 中"
            yield finding_at(document, ("retired",), problem, "照旧版补上，停用的编号不再用于任务")


def _check_done_by(
    old: Catalog, new: Catalog, file: NoticeFile, document: YamlDocument
) -> Iterator[Finding]:
    """What was finished by an earlier `done_by` stays finished only where that is said."""
    before = {task.id: task.done_by for item in old.notice.items() for task in item.tasks}
    paths = _task_paths(file)
    for item in new.notice.items():
        for task in item.tasks:
            was = before.get(task.id, task.done_by)
            if was != task.done_by and task.done_by_before != was:
                problem = f"{task.id} 的 done_by 原为 {was}"
                fix = f"另写 done_by_before: {was}，以前办结的才仍算办结"
                yield finding_at(document, (*paths[task.id], "done_by"), problem, fix)


def _task_paths(file: NoticeFile) -> dict[str, KeyPath]:
    return {
        task.id: (*path, "tasks", n)
        for path, block, _ in block_paths(file)
        for n, task in enumerate(block.tasks)
        if isinstance(task, Task)
    }


def _check_units(old: Catalog, new: Catalog, files: DataFiles) -> Iterator[Finding]:
    """A unit's id keeps a name or another name of it; a body that was renamed has the old one."""
    known = {body.id: body for body in old.units.bodies}
    document = load_yaml(files.units.raw, files.units.name)
    places = {body.id: ("units", n) for n, body in enumerate(new.units.units)}
    places |= {body.id: ("groups", n) for n, body in enumerate(new.units.groups)}
    for gone in sorted(known.keys() - places.keys()):
        problem = f"单位代码 {gone} 不见了：原为“{known[gone].name}”"
        yield finding_at(document, (), problem, "改回原代码：登记靠它认单位；改名的只改 name")
    for body in new.units.bodies:
        was = known.get(body.id)
        if was is not None and not _names(was) & _names(body):
            problem = f"单位代码含义变了：{body.id} 原为“{was.name}”"
            fix = "换一个没有用过的代码；只是改名的，把旧名称写进 aliases"
            yield finding_at(document, (*places[body.id], "id"), problem, fix)


def _names(body: Body) -> set[str]:
    return {plain_name(name) for name in (body.name, *body.aliases)}
