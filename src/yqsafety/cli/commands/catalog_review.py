"""`catalog review`: what of a catalogue is a guess, looked at key by key, or listed."""

from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.reviewing.desk import ReviewDesk
from yqsafety.errors import UsageError
from yqsafety.files import is_file
from yqsafety.safe_text import typed_word

Named = Annotated[
    Path | None, typer.Argument(metavar="[文件]", help="任务文件，默认当前文件夹的 tasks.yaml")
]
Notice = Annotated[Path | None, typer.Option("--notice", help="另一份任务文件", metavar="文件")]
DEFAULT = Path("tasks.yaml")


def review(file: Named = None, notice: Notice = None) -> None:
    """Open the review on a terminal, else list what is open."""
    from yqsafety.cli.reviewing.view import open_lines, progress_text, rows_of

    chosen = chosen_file(file, notice)
    desk = ReviewDesk(chosen)
    if console.takes_keys():
        from yqsafety.cli.reviewing.app import run_review

        try:
            run_review(desk)
        finally:
            console.out(summary(desk))
        return
    console.out_rows(open_lines(desk.book))
    console.err(
        f"{progress_text(rows_of(desk.book))}。只列出，未改动。逐条审定：在终端中运行"
        f" yqsafety catalog review {typed_word(chosen)}；"
        f"几个人分着审：yqsafety catalog export {typed_word(chosen)} -o 清单.xlsx"
    )


def chosen_file(file: Path | None, notice: Path | None) -> Path:
    """The catalogue's file: as named, else that of the folder; UsageError where there is none."""
    chosen = file or notice
    if chosen is None and not is_file(DEFAULT):
        raise UsageError(
            f"没有写明任务文件，当前文件夹中也没有 {DEFAULT}。",
            "请在命令后写明，如 任务/tasks.yaml",
        )
    return chosen or DEFAULT


def summary(desk: ReviewDesk) -> str:
    """What was done in this sitting, and what is left."""
    from yqsafety.cli.reviewing.view import progress_text, rows_of

    done = "、".join(f"{word} {count} 次" for word, count in desk.counts.items() if count)
    left = progress_text(rows_of(desk.book))
    return f"{f'本次{done}，已保存' if done else '本次没有改动'}：{desk.path}。{left}。"
