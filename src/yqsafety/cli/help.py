"""Help and usage in Chinese, through the methods that Typer lets a program override."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from yqsafety.errors import UsageError

GAP = "  "
_DEFAULT = re.compile(r"  \[default: (.*?)\]")

if TYPE_CHECKING:
    _Mixin = TyperCommand
else:
    _Mixin = object


class _ChineseHelp(_Mixin):
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
            _write_section(formatter, heading, [record for record in records if record])


class ChineseCommand(_ChineseHelp, TyperCommand):
    """A command whose help page is Chinese."""


class ChineseGroup(_ChineseHelp, TyperGroup):
    """The program: Chinese help, and an unknown command named with its neighbours."""

    def lines(self) -> dict[str, str]:
        """What each command does, by name."""
        raise NotImplementedError

    def find(self, name: str) -> Any:
        """The command of a name, or none."""
        raise NotImplementedError

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options, then the commands."""
        super().format_options(ctx, formatter)
        _write_section(formatter, "命令", list(self.lines().items()))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; UsageError with the nearest names when there is none."""
        command = self.find(cmd_name)
        if command is None and not ctx.resilient_parsing and not cmd_name.startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(cmd_name, self.lines(), n=3)
            hint = f"您是不是要用：{'、'.join(close)}" if close else "全部命令：yqsafety --help"
            raise UsageError(f"没有“{cmd_name}”这个命令。", hint)
        return command


def _write_section(formatter: Any, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """A headed list of terms and meanings, fullwidth text in line."""
    if not rows:
        return
    widest = max(_width(term) for term, _ in rows)
    formatter.write(f"\n{heading}：\n")
    for term, said in rows:
        meaning = _DEFAULT.sub(r"（默认 \1）", said.replace("  [required]", "（必填）"))
        formatter.write(f"{GAP}{term}{' ' * (widest - _width(term))}{GAP}{meaning}\n")


def _width(text: str) -> int:
    """Columns on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
