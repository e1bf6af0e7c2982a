"""`catalog renew`: a new year's draft takes over what was decided for last year's notice."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.own_files import write_output
from yqsafety.files import write_whole
from yqsafety.safe_text import typed_word
from yqsafety.wording.review_words import review_hint

if TYPE_CHECKING:
    from yqsafety.drafting.renewing import Renewed


def renew(
    old: Annotated[Path, typer.Argument(metavar="旧文件", help="上年的编号、文件夹或任务文件")],
    new: Annotated[Path, typer.Argument(metavar="新文件", help="刚起草的文件夹或任务文件")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="另存为，默认改写新通知", metavar="文件")
    ] = None,
) -> None:
    """Rewrite the draft with what last year's notice has of the sentences that go on."""
    from yqsafety.cli.catalog_files import files_of, notice_files, refuse_same_file, tasks_file
    from yqsafety.drafting.renewing import renewed_draft

    refuse_same_file(old, new)
    made = renewed_draft(notice_files(old), files_of(new))
    target = output or tasks_file(new)
    if output:
        write_output(output, [made.text.encode()], tasks_file(old), tasks_file(new))
    else:
        write_whole(target, [made.text.encode()])
    console.out(f"√ 已写出：{target}。")
    for line in _summary(made):
        console.out(line)
    console.out(f"核对变化：yqsafety catalog diff {typed_word(old)} {typed_word(target)}")
    console.out(review_hint(typed_word(target)))


def _summary(made: "Renewed") -> Iterator[str]:
    """How much goes on, and each task of the old notice that does not."""
    from yqsafety.drafting.comparing import KINDS

    counts = {kind: len(made.found.of_kind(kind)) for kind in KINDS}
    parts = counts["cut"] + counts["joined"]
    yield (
        f"沿用 {counts['kept'] + counts['moved']} 项，改写待审 {counts['reworded']} 项，"
        + (f"拆分、合并待审 {parts} 处，" if parts else "")
        + f"新增 {counts['new']} 项；旧通知取消 {counts['gone']} 项"
        + ("：" if counts["gone"] else "。")
    )
    for change in made.found.of_kind("gone"):
        yield f"  {change.old[0].id} {change.old[0].task.title}"
    if made.recut:
        yield f"照上年的切分，改了 {made.recut} 处。"
