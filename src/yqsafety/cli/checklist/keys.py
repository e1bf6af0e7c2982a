"""The keys of the checklist in every form in which a keyboard sends them.

With CapsLock, or with a Chinese input method on, `q` comes as Q or as ｑ: to the person it is the
same key.
"""

from __future__ import annotations

import unicodedata

from textual.binding import Binding


def letter_binding(letter: str, action: str) -> Binding:
    """A binding for a letter, capital and fullwidth as well."""
    forms = [letter, letter.upper(), *map(_full_width, (letter, letter.upper()))]
    return Binding(",".join(forms), action, show=False)


def _full_width(letter: str) -> str:
    """The name that Textual has for the fullwidth form of a letter."""
    return unicodedata.name(chr(ord(letter) + 0xFEE0)).lower().replace(" ", "_").replace("-", "_")
