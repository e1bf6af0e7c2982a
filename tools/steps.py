"""Every call that a piece of the program makes into the system; any of them can be made to fail.

A profile function sees each call into C before it is made, and what it raises is raised in place
of the call. So the steps are found by recording, and no list of them can be out of date.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

_SYSTEM = {"posix", "nt", "io", "_io", "fcntl"}
_ASKS_NOTHING = {"fspath", "getpid", "urandom", "fileno"}
_WORDS_OF_PATHS = ("_path_normpath", "_path_split")
"""How functions begin that take a path apart as text; from Python 3.12 on there are more."""
_GIVES_BACK = frozenset({"close", "__exit__", "flock"})
"""Steps that are made all the same and fail afterwards: what a failed `close` had open is gone."""


def _step(function: Any) -> str | None:
    """The name of a function that asks something of the system."""
    owner = function.__module__ or type(function.__self__).__module__
    name: str = function.__name__
    asks = name not in _ASKS_NOTHING and not name.startswith(_WORDS_OF_PATHS)
    return name if owner in _SYSTEM and asks else None


Before = Callable[[int, str], None]
"""What is told of the number and the name of each step."""


@contextlib.contextmanager
def watched(before: Before, late: frozenset[str] = frozenset()) -> Iterator[None]:
    """Call `before` before each step is made, or after it where its name is in `late`."""
    count = 0

    def profile(_: FrameType, kind: str, function: Any) -> None:
        nonlocal count
        name = _step(function) if kind in ("c_call", "c_return") else None
        if name and (kind == "c_return") == (name in late):
            count += 1
            before(count, name)

    def trace(*_: object) -> Any:
        sys.setprofile(profile)  # one that has raised was taken off
        return trace

    old = sys.gettrace()
    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.settrace(old)
        sys.setprofile(None)


def steps_of(action: Callable[[], object]) -> list[str]:
    """The steps of an action, by name."""
    steps: list[str] = []
    with watched(lambda _, name: steps.append(name)):
        action()
    return steps


@contextlib.contextmanager
def failing(step: int, number: int, lasting: bool) -> Iterator[list[str]]:
    """Let one step fail, or all from there on; the list names those that did."""
    failed: list[str] = []

    def before(count: int, name: str) -> None:
        if count == step or (lasting and count > step):
            failed.append(name)
            raise OSError(number, os.strerror(number))

    with watched(before, _GIVES_BACK):
        yield failed


def killed(action: Callable[[], object], step: int) -> bool:
    """Whether a process of its own was killed by force before this step of the action."""

    def before(count: int, _: str) -> None:
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        try:
            with watched(before):
                action()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
