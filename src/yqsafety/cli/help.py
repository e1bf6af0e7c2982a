"""Help and usage in Chinese, through the methods that Typer lets a program override."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

from yqsafety.safe_text import text_columns

GAP = "  "
_DEFAULT = r"  \[default: (.*?)\]"

if TYPE_CHECKING:
    _Mixin = TyperCommand
else:
    _Mixin = object


class ChineseHelp(_Mixin):
    """What a command and a group of commands have in common."""

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助"
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line that says how the command is written."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options."""
        for heading, kind in (("参数", "argument"), ("选项", "option")):
            records = [
                p.get_help_record(ctx) for p in self.get_params(ctx) if p.param_type_name == kind
            ]
            write_section(formatter, heading, [record for record in records if record])


class ChineseCommand(ChineseHelp, TyperCommand):
    """A command whose help page is Chinese."""


def write_section(formatter: Any, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """A headed list of terms and meanings, fullwidth text in line."""
    if not rows:
        return
    widest = max(text_columns(term) for term, _ in rows)
    formatter.write(f"\n{heading}：\n")
    for term, said in rows:
        meaning = re.sub(_DEFAULT, r"（默认 \1）", said.replace("  [required]", "（必填）"))
        formatter.write(f"{GAP}{term}{' ' * (widest - text_columns(term))}{GAP}{meaning}\n")
