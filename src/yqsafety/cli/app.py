"""The program: its commands, and the one place where errors become a line and an exit code.

Everything below raises; only this module catches. A YqError is what the user can act on and
brings its own exit code. Anything else is a fault of the program: exit 70, and a traceback only
with YQSAFETY_DEBUG=1. docs/reference.md lists the codes, which scripts rely on.
"""

import functools
import os
from collections.abc import Callable
from typing import Annotated, cast

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from yqsafety import __version__
from yqsafety.cli import console
from yqsafety.cli.encoding import refuse_misread
from yqsafety.cli.registry import SETTINGS, CommandGroup
from yqsafety.errors import BadValue, Stopped, UsageError, YqError, stop_behind

# 130 is 128 + SIGINT, as shells report it; 70 is EX_SOFTWARE of sysexits.h.
INTERRUPTED = 130
OWN_FAULT = 70

app = typer.Typer(cls=CommandGroup, **SETTINGS)


@app.callback(
    help="通知任务清单：查任务、登记进展、统计导出",
    invoke_without_command=True,
    options_metavar="[选项]",
    subcommand_metavar="命令 ...",
)
def answer_without_command(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本")] = False,
) -> None:
    """Answer `--version`, or without a command show what is to be done now."""
    if version:
        console.out(f"yqsafety {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from yqsafety.cli.registry import build_command

        build_command("now").main([], prog_name="yqsafety now", standalone_mode=False)


def run_command_line(arguments: list[str]) -> int:
    """Run one command line and return its exit code; nothing is raised."""
    console.prepare_streams()
    # Flushing is guarded as well: a full disk shows itself only now, and must not end in exit 0.
    code = _code_of(lambda: _invoke_program(arguments), arguments)
    return _code_of(console.flush_results, arguments) or code


def _code_of(act: Callable[[], int], arguments: list[str]) -> int:
    """The exit code of an act; a failure is said in one line on stderr."""
    try:
        return act()
    except YqError as error:
        console.err(f"{error.message}{error.hint}{_line_instead(error, arguments)}")
        return error.exit_code
    except TyperException as error:
        console.err(_usage_text(error))
        return UsageError.exit_code
    except (KeyboardInterrupt, Stopped, typer.Abort) as stop:
        console.err("已中断。")
        return stop.exit_code if isinstance(stop, Stopped) else INTERRUPTED
    except Exception as error:
        if behind := stop_behind(error):
            console.err("已中断。")
            return behind.exit_code
        if os.environ.get("YQSAFETY_DEBUG") == "1":
            raise
        console.err(
            f"程序出错（{type(error).__name__}），数据未受影响。"
            "请设 YQSAFETY_DEBUG=1 重新运行，把输出报给维护者。"
        )
        return OWN_FAULT


def _line_instead(error: YqError, arguments: list[str]) -> str:
    """The command as it was typed, with a value in it that can be used."""
    if not isinstance(error, BadValue):
        return ""
    from yqsafety.cli.hints import line_with

    return line_with(arguments, error.typed, error.right)


def _invoke_program(arguments: list[str]) -> int:
    """Let Typer parse and run; it raises instead of exiting, so that `_code_of` says it."""
    refuse_misread(arguments)
    result = _built_program().main(arguments, prog_name="yqsafety", standalone_mode=False)
    return result if isinstance(result, int) else 0


@functools.cache
def _built_program() -> TyperGroup:
    """The group of commands, built once, however many command lines the process runs."""
    return cast("TyperGroup", typer.main.get_command(app))


def _usage_text(error: TyperException) -> str:
    """In Chinese what Typer found wrong with the command line.

    The errors are told apart by the names of their classes, since Typer carries its own Click and
    these classes are in its private modules.
    """
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    match type(error).__name__:
        case "NoSuchOption":
            close = "、".join(getattr(error, "possibilities", None) or ())
            return f"没有 {option} 这个选项。" + (f"您是不是要用：{close}" if close else _SEE_HELP)
        case "BadOptionUsage" if "does not take" in error.message:
            return f"选项 {option} 后面不带值。{_SEE_HELP}"
        case "BadOptionUsage":
            return f"选项 {option} 后面要有值。{_SEE_HELP}"
        case "MissingParameter" if parameter is not None:
            return f"缺少{parameter.metavar.rstrip('.')}。{_SEE_HELP}"
        case _ if "unexpected extra argument" in error.message:
            return _extra_words_text(error, error.message.partition("(s) ")[2][1:-1])
        case _:
            return f"命令的写法有误。{_SEE_HELP}"


def _extra_words_text(error: TyperException, words: str) -> str:
    from yqsafety.cli.hints import hint_for_words

    context = getattr(error, "ctx", None)
    format_ = context.params.get("format_") if context else None
    line = " ".join(filter(None, (context.info_name if context else "", format_)))
    hint = hint_for_words(line, words.split()) if line and words.split() else ""
    return f"多余的参数：{words}。{hint or _SEE_HELP}"


_SEE_HELP = "用法：加 --help 查看。"
