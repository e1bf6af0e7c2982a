"""Given and empty is an error, for every option, argument and variable of the program.

A variable of a script that is unset leaves `--grep ""` behind, and taken for "not given" that would
widen a command from a few duties to all of them. So the rule is held in one place: `ChineseCommand`
calls it for each command line once it is parsed, and no command and no option can forget it.

What consists only of characters that nobody sees is empty as well (`safe_text.is_blank`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from yqsafety.errors import UsageError
from yqsafety.safe_text import is_blank

if TYPE_CHECKING:
    from typer.core import TyperCommand

VARIABLES = "YQSAFETY_"
"""How the names of the program's variables begin."""
_LINE = "YQSAFETY_LINE"
"""What a shell's completion hands over: whatever stands on the line, so it may be blank."""


def refuse_blank_values(command: TyperCommand, context: Any, typed: Sequence[str]) -> None:
    """UsageError for the first option or argument that was given and is empty.

    The values are taken as they were typed: once converted, an empty path is the current folder.
    """
    # Parsing once more is for the few lines where something may be wrong.
    if not any(is_blank(text.partition("=")[2] if "=" in text else text) for text in typed):
        return
    values, _, _ = command.make_parser(context).parse_args(args=list(typed))
    for parameter in command.get_params(context):
        given = values.get(parameter.name or "")
        texts = given if isinstance(given, (list, tuple)) else (given,)
        if any(isinstance(text, str) and is_blank(text) for text in texts):
            raise _blank_error(parameter)


def _blank_error(parameter: Any) -> UsageError:
    argument = parameter.param_type_name == "argument"
    name = (parameter.metavar or "").strip("[].") if argument else max(parameter.opts, key=len)
    said = f"“{name}”" if argument else f"{name} "
    way_out = "" if parameter.required else f"，或者不写{'' if argument else ' '}{said.strip()}"
    return UsageError(
        f"{said}的值是空的，未执行。", f"请写明{way_out}；值来自脚本变量的，请检查变量。"
    )


def refuse_blank_variables() -> None:
    """UsageError for a variable of the program that is set and empty."""
    for name, value in os.environ.items():
        if name.startswith(VARIABLES) and name != _LINE and is_blank(value):
            raise UsageError(
                f"环境变量 {name} 的值是空的，未执行。", f"请写明，或用 unset {name} 取消。"
            )
