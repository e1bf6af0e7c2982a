"""The program as it is installed, and as `python -m yqsafety`.

Nothing is imported here before `main` that Python has not loaded by itself, since an interruption
outside its `try` ends in a traceback.
"""

import sys


def main() -> None:
    """Run the program on the command line of this process.

    A command is over soon and its memory goes back to the system, so that looking for reference
    cycles is wasted work: with the collector left on, `list --unit` takes 7.9 % more instructions.
    The checklist, which stays open, turns it on again.

    The modules load in a tenth of a second, in which Ctrl-C may come as well: so the import stands
    inside the `try`.
    """
    try:
        import gc

        # Before the import: most objects are made while the modules load.
        gc.disable()
        _stop_on_signals(ignore=False)
        from yqsafety.cli.app import run_command_line

        code = run_command_line(sys.argv[1:])
        # Python collects once more as it ends, even when disabled; what is frozen is not walked.
        gc.freeze()
        # Nothing is left to do that an interruption could be told about.
        _stop_on_signals(ignore=True)
    except BaseException as stop:
        code = _said_stop(stop)
    sys.exit(code)


def _said_stop(stop: BaseException) -> int:
    """Say an interruption that came outside the program's error boundary; the exit code."""
    import contextlib
    import os

    from yqsafety.errors import stop_behind

    known = stop_behind(stop)
    if known is None and not isinstance(stop, KeyboardInterrupt):
        raise stop
    if sys.stderr:  # else 2 may be the number of another file
        with contextlib.suppress(OSError):
            os.write(2, "已中断。\n".encode(sys.stderr.encoding, errors="replace"))
    return known.exit_code if known else 130


def _stop_on_signals(*, ignore: bool) -> None:
    """Let Ctrl-C, SIGTERM and SIGHUP unwind the program, so that nothing is left behind.

    One that the caller ignores, as `nohup` does with SIGHUP, stays ignored.
    """
    import signal
    from typing import Any

    from yqsafety.errors import Stopped

    def stop(number: int, _: object) -> None:
        raise Stopped(number)

    def once_more(lost: Any) -> None:
        """Raise again in a moment what came while Python ran a callback, where it is dropped."""
        if not isinstance(lost.exc_value, Stopped) or not hasattr(signal, "setitimer"):
            sys.__unraisablehook__(lost)
            return
        number = lost.exc_value.exit_code - 128
        signal.signal(signal.SIGALRM, lambda *_: stop(number, None))
        signal.setitimer(signal.ITIMER_REAL, 0.001)

    sys.unraisablehook = once_more
    for name in ("SIGINT", "SIGTERM", "SIGHUP", *(["SIGALRM"] if ignore else [])):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_IGN if ignore else stop)


if __name__ == "__main__":
    main()
