"""The command about the document itself: notice."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.opened_notices import open_catalog, settled_notice
from yqsafety.cli.options import Common, Texts, takes_options
from yqsafety.errors import CatalogError, GateFailed, UsageError
from yqsafety.notice.lookup import find_item
from yqsafety.notice.original import decoded_original, first_difference

if TYPE_CHECKING:
    from yqsafety.notice.document import NoticeFile


@takes_options
def notice(
    common: Common,
    item: Annotated[
        Texts, typer.Option("--item", "-i", help="只看这些条款", metavar="条款")
    ] = None,
    verify: Annotated[
        Path | None, typer.Option("--verify", help="与原件逐字核对", metavar="文件")
    ] = None,
) -> None:
    """Print the notice from the YAML, or compare it with an original.

    GateFailed (exit 1) names the first paragraph that differs. White space and the widths of
    brackets are left out of the comparison.
    """
    from yqsafety.notice.outline import printed_item, printed_lines

    common = settled_notice(common)
    known = open_catalog(common)[0].notice
    file = _printed_file(common)
    if verify:
        verify_original("\n".join(printed_lines(file)), verify)
        return
    numbers = [find_item(known, text) for text in item or ()]
    parts = [printed_item(file, number) for number in sorted(set(numbers))]
    for lines in parts or [list(printed_lines(file))]:
        # The cells of a row of a table stand apart by tabs.
        console.out_rows(line.split("\t") for line in lines)


def _printed_file(common: Common) -> "NoticeFile":
    """The document as it stands in the file; only this command needs it, so no copy is kept."""
    from yqsafety.notice.compiling import parse_notice
    from yqsafety.notice.data_files import data_files

    files = data_files(common.notice, None)
    _, file, faults = parse_notice(files.notice)
    if file is None:
        raise CatalogError(f"任务文件有误：{faults[0]}。", f"全部问题：{files.validate}")
    return file


def verify_original(encoded: str, original: Path) -> None:
    """Compare what is encoded with an original of any form that `catalog draft` reads.

    GateFailed names the first difference. Where the text of a file differs, it is compared once
    more as a document, without the page numbers and strokes that are no part of it.
    """
    from yqsafety.drafting.reading import read_source
    from yqsafety.drafting.source import source_text

    if _same_letters(encoded, original):
        console.out(f"与原件一致：{original.name}（空白和括号的全角、半角不计）。")
        return
    source = read_source(original)
    if place := first_difference(encoded, source_text(source)):
        raise GateFailed(
            f"与原件不符：第 {place.line} 段，任务文件为“{place.ours}”，原件为“{place.theirs}”。"
        )
    console.out(f"与原件一致：{original.name}（空白和括号的全角、半角不计）。")
    for remark in source.remarks:
        console.err(f"注意：{remark}。")


def _same_letters(encoded: str, original: Path) -> bool:
    """Whether the bytes of an original are a text with the very same letters."""
    from yqsafety.notice.data_files import max_bytes, read_data_file

    source = read_data_file(original)
    if source.large:
        size = f"{max_bytes() // 1_000_000} MB"
        raise UsageError(f"“{original}”超过 {size}，未读取。", "请检查是否选错文件。")
    printed = decoded_original(source.raw)
    return printed is not None and first_difference(encoded, printed) is None
