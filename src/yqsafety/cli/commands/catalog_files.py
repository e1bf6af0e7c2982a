"""Commands that rewrite the file of a notice: upgrade, seal."""

from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.own_files import write_output
from yqsafety.errors import UsageError
from yqsafety.files import write_whole
from yqsafety.safe_text import typed_word

File = Annotated[Path, typer.Argument(metavar="文件", help="任务文件，如 tasks.yaml")]


def upgrade(
    file: File,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="另存为，默认改写原文件", metavar="文件")
    ] = None,
) -> None:
    """Rewrite a file of the first shape in the present one; comments and ids stay as they are."""
    from yqsafety.drafting.rewriting import upgraded_text

    raw = _read(file)
    text = [upgraded_text(raw, typed_word(file)).encode()]
    if output:
        write_output(output, text, file)
    else:
        write_whole(file, text)
    console.out(f"√ 已改写：{output or file}。编号、任务和注释不变，登记不受影响。")
    console.out(f"核对：yqsafety validate {typed_word(output or file)}")


def seal(
    file: File,
    original: Annotated[
        Path | None, typer.Option("--original", help="先与这份原件逐字核对", metavar="文件")
    ] = None,
) -> None:
    """Record the digest of what a file prints, after comparing it with an original if given."""
    from yqsafety.drafting.rewriting import printed_file, sealed_text
    from yqsafety.notice.outline import printed_lines

    raw = _read(file)
    if original:
        from yqsafety.cli.commands.document import verify_original

        verify_original("\n".join(printed_lines(printed_file(raw, typed_word(file)))), original)
    write_whole(file, [sealed_text(raw, typed_word(file)).encode()])
    console.out(f"√ 已记下全文的校验值：{file}。")
    console.out(f"以后改动一个字都会指出：yqsafety validate {typed_word(file)}")


def _read(file: Path) -> bytes:
    from yqsafety.notice.data_files import max_bytes, read_data_file

    source = read_data_file(file)
    if source.large:
        size = f"{max_bytes() // 1_000_000} MB"
        raise UsageError(f"“{file}”超过 {size}，未读取。", "请检查是否选错文件。")
    return source.raw
