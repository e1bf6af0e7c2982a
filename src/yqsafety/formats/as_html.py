"""HTML: one page for leaders that needs no network, and no script to be read.

`page.html` is the template. `page.css` and `page.js` are put into the page, which is mailed and
opened as one file. Notes and names in it are foreign text: they are escaped, and should one slip
through, a Content-Security-Policy lets no other style or script run, since it allows only those
two, by their digests.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from yqsafety.formats import Extract
from yqsafety.reports.overview import overview_page
from yqsafety.safe_text import cell_text
from yqsafety.wording.figures import percent_text

_PIECES = 5
"""How many pieces of the template are written at once; few, so that little is held in memory."""


def render(extract: Extract) -> Iterator[bytes]:
    """The page piece by piece; each task is made when its turn comes."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True,  # jinja2 leaves it off by default
        finalize=_harmless_value,
        undefined=StrictUndefined,  # a misspelt name is an error and not an empty place
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style, script = _package_text("page.css"), _package_text("page.js")
    made = environment.from_string(_package_text("page.html")).stream(
        percent=percent_text,
        page=overview_page(extract.ledger, extract.selection, extract.watch),
        style=Markup(style),  # noqa: S704  our own files, never foreign text
        script=Markup(script),  # noqa: S704
        style_digest=_policy_digest(style),
        script_digest=_policy_digest(script),
    )
    made.enable_buffering(_PIECES)
    # A lone surrogate, which UTF-8 cannot hold, is shown as an escape.
    return (text.encode(errors="backslashreplace") for text in made)


def _package_text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _policy_digest(text: str) -> str:
    """The digest by which a Content-Security-Policy allows the content of one element."""
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _harmless_value(value: Any) -> Any:
    """Foreign text with its control and bidirectional characters shown as escapes.

    Only plain `str`: a `Markup` is a subclass of it and holds our own style and script.
    """
    return cell_text(value) if type(value) is str else value
