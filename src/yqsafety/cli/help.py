"""Help and usage in Chinese, through the methods that Typer lets a program override.

Rich is switched off for help (`rich_markup_mode=None` in `registry`): with it help took 121 ms
instead of 56, and its Chinese was cut. Only public classes and methods of Typer are used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

from yqsafety.cli.blank_values import refuse_blank_values, refuse_blank_variables
from yqsafety.errors import UsageError
from yqsafety.places import expanded_path
from yqsafety.safe_text import text_columns

GAP = "  "
# How Typer writes a default value into a help text.
_DEFAULT = r"  \[default: (.*?)\]"

# For mypy the mixin is a command, so that it knows `super()`; at run time it must be neither a
# command nor a group, since it is mixed into both.
if TYPE_CHECKING:
    _Mixin = TyperCommand
else:
    _Mixin = object


class ChineseHelp(_Mixin):
    """The Chinese parts of a help page, mixed into a command and into the group of commands."""

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助"
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that begins with 用法."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the lists of arguments and options."""
        for heading, kind in (("参数", "argument"), ("选项", "option")):
            records = [
                p.get_help_record(ctx) for p in self.get_params(ctx) if p.param_type_name == kind
            ]
            write_section(formatter, heading, [record for record in records if record])


class ChineseCommand(ChineseHelp, TyperCommand):
    """A command whose help page is Chinese, and which takes no value that is empty."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write what can stand for the values that are words, and two examples."""
        from yqsafety.cli.examples import EXAMPLES

        for name, words in _choices_of(self.get_params(ctx)):
            formatter.write(f"\n{name}可填：{'、'.join(words)}\n")
        path = ctx.command_path.partition(" ")[2]
        if examples := EXAMPLES.get(path):
            formatter.write("\n例：\n" + "".join(f"{GAP}yqsafety {one}\n" for one in examples))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse a command line; UsageError for what was given and is empty."""
        typed = list(args)  # Typer takes `args` apart
        try:
            rest = super().parse_args(ctx, args)
        except Exception as error:
            # Of an empty value and an option that is missing, the empty value was a mistake.
            if getattr(error, "exit_code", 0) == UsageError.exit_code:
                refuse_blank_values(self, ctx, typed)
            raise
        if not ctx.resilient_parsing:
            refuse_blank_variables()
            refuse_blank_values(self, ctx, typed)
            ctx.params.update({name: _expanded(value) for name, value in ctx.params.items()})
        return rest


def _choices_of(parameters: Sequence[Any]) -> list[tuple[str, list[str]]]:
    """By the metavar of the parameters: the words that can stand there, where they are few."""
    from yqsafety.formats import FORMATS
    from yqsafety.wording import labels

    tables: dict[str, Mapping[Any, str]] = {
        "状态": labels.STATE,
        "依据": labels.GROUND,
        "类型": labels.KIND,
        "栏目": labels.FIELD,
        "情况": labels.GATE,
        "次序": labels.SORT,
    }
    named = dict.fromkeys((one.metavar or "").strip("[].") for one in parameters)
    found = [
        (name, [f"{label}（{code}）" for code, label in tables[name].items()])
        for name in named
        if name in tables
    ]
    return found + ([("格式", list(FORMATS))] if "格式" in named else [])


def _expanded(value: Any) -> Any:
    """A value with `~` in its paths as the home folder: a shell leaves it in `--state=~/x.json`."""
    if isinstance(value, Path):
        return expanded_path(value)
    return list(map(_expanded, value)) if isinstance(value, list) else value


def write_section(formatter: Any, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """Write a headed list of terms and meanings in two columns; without rows write nothing.

    The width is counted in terminal columns: a Chinese character takes two.
    """
    if not rows:
        return
    widest = max(text_columns(term) for term, _ in rows)
    formatter.write(f"\n{heading}：\n")
    for term, said in rows:
        meaning = re.sub(_DEFAULT, r"（默认 \1）", said.replace("  [required]", "（必填）"))
        formatter.write(f"{GAP}{term}{' ' * (widest - text_columns(term))}{GAP}{meaning}\n")
