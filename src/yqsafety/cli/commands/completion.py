"""`completion`: the script for a shell, and the answers that the script asks for.

Typer's own way is not taken: it imports Rich for every help text, drops a Chinese name for which
pinyin was typed, lets Bash break ids at the @ and lets Zsh evaluate what the catalogue says.
"""

import contextlib
import os
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.errors import BadChoice, YqError


def completion(
    context: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="shell", help="哪种 shell")] = "",
) -> None:
    """Print a shell's script or, where YQSAFETY_LINE is set, the candidates for that line."""
    from yqsafety.cli.completion.line import completion_lines
    from yqsafety.cli.completion.shells import SCRIPTS

    if shell not in SCRIPTS:
        said = f"没有“{shell}”的补全脚本，" if shell else "没有写明哪种 shell，"
        raise BadChoice(said, shell, SCRIPTS)
    line = os.environ.get("YQSAFETY_LINE")
    if line is None:
        console.out_page(SCRIPTS[shell].strip())
        return
    # Whatever is wrong is said when the command is run; while one types, nothing is offered.
    with contextlib.suppress(YqError):
        for answered in completion_lines(context.find_root().command, line, shell):
            # PowerShell's script reads UTF-8; the others read what their terminal writes.
            if shell == "powershell":
                console.out_bytes([f"{answered}\n".encode()])
            else:
                console.out_rows([answered.split("\t")])
