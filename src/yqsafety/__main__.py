"""The program as it is installed, and as `python -m yqsafety`."""

import gc
import sys


def main() -> None:
    """Run the program on the command line of this process.

    It lives for a moment: nothing is collected while it starts, nor searched through as it ends.
    """
    gc.disable()
    from yqsafety.cli.app import run_command_line

    code = run_command_line(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
