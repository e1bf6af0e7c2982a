"""Rewriting a catalogue's file: into the present shape, and sealed anew. Pure.

A file is never changed in a way that its checks would refuse: what comes out is compiled first.
"""

from __future__ import annotations

from typing import Any

from yqsafety.drafting.comments import carried, taken_apart, woven
from yqsafety.drafting.round_trip import checked_text, dump_commented, load_commented
from yqsafety.errors import CatalogError, UsageError
from yqsafety.notice.block_checks import digest_of
from yqsafety.notice.document import NoticeFile
from yqsafety.notice.first_edition import is_first_edition, taken_over
from yqsafety.notice.outline import printed_lines
from yqsafety.notice.schema import check_shape
from yqsafety.notice.yaml_reader import load_yaml


def upgraded_text(raw: bytes, name: str) -> str:
    """A file of the first shape in the present one, with its comments and a digest.

    UsageError where it has the present shape already.
    """
    lines, comments = taken_apart(checked_text(raw, name))
    data = load_commented("\n".join(lines).encode(), name)
    if not is_first_edition(data):
        raise UsageError(f"“{name}”不是 yqsafety/notice@1 的任务文件。", "不用改写。")
    made = _lines(_sealed(commented(taken_over(data)), name))
    return woven(made, carried(comments, lines, made))


def sealed_text(raw: bytes, name: str) -> str:
    """A file with the digest of what it prints now; CatalogError for one of the first shape."""
    lines, comments = taken_apart(checked_text(raw, name))
    data = load_commented("\n".join(lines).encode(), name)
    if is_first_edition(data):
        raise CatalogError(f"“{name}”是旧格式的。", f"请先运行 yqsafety catalog upgrade {name}")
    made = _lines(_sealed(data, name))
    return woven(made, carried(comments, lines, made))


def _lines(text: str) -> list[str]:
    """The lines of a file that was written; the last line end is kept as a comment's is."""
    return text.removesuffix("\n").split("\n")


def printed_file(raw: bytes, name: str) -> NoticeFile:
    """The record of a file in the present shape; CatalogError at its first fault of shape."""
    record, faults = check_shape(load_yaml(raw, name), "notice")
    if faults:
        raise CatalogError(f"{faults[0]}。", f"请先改正：yqsafety validate {name}")
    return record  # type: ignore[no-any-return]  # check_shape serves both kinds of files


def _sealed(data: Any, name: str) -> str:
    file = printed_file(dump_commented(data).encode(), name)
    digest = digest_of(list(printed_lines(file)))
    data["digest"] = {"text": digest.text, "lines": digest.lines}
    # Behind all that people read and change, where it is not in the way.
    data.move_to_end("digest")
    return dump_commented(data)


_SHORT = 90
"""Characters up to which a map of single values stands on one line, as people write it."""


def commented(value: Any) -> Any:
    """New data in the style of the file: short maps on one line. What was in the file stays."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if type(value) is list:
        listed = CommentedSeq(map(commented, value))
        if value and all(isinstance(one, str) for one in value):
            listed.fa.set_flow_style()
        return listed
    if type(value) is not dict:
        return value
    made = CommentedMap((key, commented(one)) for key, one in value.items())
    flat = all(isinstance(one, str | int) for one in value.values())
    if flat and len(str(value)) <= _SHORT:
        made.fa.set_flow_style()
    return made
