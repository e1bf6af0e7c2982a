"""What is an address of a store, and what is a path. Pure, and small: every command asks."""

from __future__ import annotations

import re

SUFFIX = ".yqstore"
"""How the names of connection files end (store/store_address.py)."""
SCHEMES = ("postgresql", "postgres")
_ADDRESS = r"(?i)([a-z][a-z0-9+.-]*)://"


def scheme_of(named: str) -> str:
    """The scheme of an address, such as `postgresql`; empty for a path."""
    found = re.match(_ADDRESS, named) if "://" in named else None
    return found[1] if found else ""


def is_shared(named: str) -> bool:
    """Whether a name means a shared store: an address, or a connection file."""
    return bool(scheme_of(named)) or named.lower().endswith(SUFFIX)
