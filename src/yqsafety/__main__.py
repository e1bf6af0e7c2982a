"""`python -m yqsafety`."""

from yqsafety.cli.app import main

main()
