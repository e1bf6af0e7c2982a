"""What the sentences of a document are read in: its term, its issue, its units. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple


class Context(NamedTuple):
    """The document around a text."""

    first: dt.date
    """First day of the term."""
    until: dt.date
    """Last day of the term."""
    issued: dt.date | None
    """Day of issue, where the document states one."""
    find_unit: Callable[[str], str | None]
    """From a name as printed to the name in the roster, or None."""
    mode: str = "lead"
    """How the item's units are named; under `supervise` titles begin with 督促."""
    heading: str = ""
    """The heading under which the text stands."""

    @property
    def floor(self) -> dt.date:
        """The first day on which something can be due."""
        return max(self.first, self.issued) if self.issued else self.first

    def holds(self, day: dt.date) -> bool:
        """Whether something can be due on a day."""
        return self.floor <= day <= self.until
