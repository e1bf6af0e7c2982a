"""From the command line that is being typed to the candidates for its last word.

It runs at each press of Tab, so the state file is never read, and of data only the catalogue, if it
is needed at all.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from yqsafety.cli.completion.candidates import Candidate, CompletionRequest, candidates_for
from yqsafety.cli.opened_notices import open_catalogs
from yqsafety.cli.options import Common
from yqsafety.safe_text import visible_text

FILES = Candidate("")
"""An empty value: asks the shell to offer names of files, which it does best itself."""
_END = "\0"
"""Put at the end of the line, so that the last word is the one being typed, even an empty one."""


def completion_lines(program: Any, line: str, shell: str) -> Iterator[str]:
    """The lines that a shell's script reads: value, tab, help; an empty one for file names."""
    for value, said in _candidates_at_end(program, split_line(line, shell), shell):
        yield f"{value}\t{visible_text(said)}" if said else value


def split_line(line: str, shell: str) -> list[str]:
    """The words of a line without their quotation marks; the last one is still being typed."""
    lexer = shlex.shlex(line + _END, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    if shell == "powershell":
        lexer.escape = ""  # there a \\ is part of a path
    words: list[str] = []
    try:
        for word in lexer:
            words.append(word)
    except ValueError:  # a quotation mark is still open
        words.append(lexer.token)
    return [word.replace(_END, "") for word in words]


def _candidates_at_end(program: Any, line: list[str], shell: str) -> Iterable[Candidate]:
    """The candidates for the last word: names of commands, or what the command takes there."""
    words, typed = line[1:-1], line[-1]
    command, context = program, program.make_context("", [], resilient_parsing=True)
    while hasattr(command, "list_commands"):
        start = next((n for n, word in enumerate(words) if not word.startswith("-")), None)
        if start is None:
            return _completed_names(command, context, typed)
        name, *words = words[start:]
        command = command.get_command(context, name)
        if command is None:
            return ()
        context = command.make_context(name, list(words), resilient_parsing=True)
    return _LineEnd(command, context, words, typed, shell).candidates()


def _completed_names(command: Any, context: Any, typed: str) -> Iterator[Candidate]:
    """Names of commands or options that begin with what was typed, with their help."""
    for item in command.shell_complete(context, typed):
        yield Candidate(item.value, item.help or "")


class _LineEnd(NamedTuple):
    """The end of a line whose command is known."""

    command: Any
    context: Any
    words: list[str]
    """The words between the command and the last word."""
    typed: str
    """The last word, as far as it is typed."""
    shell: str

    def candidates(self) -> Iterable[Candidate]:
        """Values of the option before it, else of the next argument, else names of options."""
        head, equals, value = self.typed.partition("=")
        if self.typed.startswith("--") and equals:
            values = self._values(self._option(head), value)
            return (Candidate(f"{head}={one.value}", one.help) for one in values)
        if self.words and (option := self._option(self.words[-1])):
            return self._values(option, self.typed)
        if self.typed.startswith("-") and "--" not in self.words:
            return _completed_names(self.command, self.context, self.typed)
        if argument := self._argument():
            return self._values(argument, self.typed)
        return () if self.typed else _completed_names(self.command, self.context, "--")

    def _parameters(self, kind: str) -> list[Any]:
        every = self.command.get_params(self.context)
        return [one for one in every if one.param_type_name == kind]

    def _option(self, name: str) -> Any:
        """The option of this name; None where there is none, or it takes no value."""
        options = self._parameters("option")
        return next((one for one in options if name in one.opts and not one.is_flag), None)

    def _argument(self) -> Any:
        """The first argument that has no value yet, or takes several."""
        given, arguments = self.context.params, self._parameters("argument")
        return next((one for one in arguments if one.nargs < 0 or not given.get(one.name)), None)

    def _values(self, parameter: Any, typed: str) -> Iterable[Candidate]:
        """The candidates for a value of an option or argument, by its metavar."""
        name = (parameter.metavar or "").strip("[].") if parameter else ""
        if name.endswith(("文件", "文件夹")):
            return (FILES,)
        notice = self.context.params.get("notice")
        common = Common(notice=Path(notice) if notice else None)
        # Fish drops what does not hold the letters typed; the others put it in their place.
        strict = self.shell == "fish"
        return candidates_for(name, CompletionRequest(typed, strict, lambda: open_catalogs(common)))
