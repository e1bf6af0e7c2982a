"""Data files as people wrote them: read and written with their comments, order and quotes. Pure.

What is written is read back by the strict reader before anyone relies on it, so that the two can
never mean different things.
"""

from __future__ import annotations

import io
from typing import Any

from yqsafety.errors import CatalogError
from yqsafety.notice.yaml_reader import YamlRefused, load_yaml

_WIDE = 1 << 20
"""No line is broken: a sentence of the notice stays on one line, where it can be searched for."""


def checked_text(raw: bytes, name: str) -> str:
    """The text of a file; CatalogError where the strict reader refuses it."""
    try:
        load_yaml(raw, name)
    except YamlRefused as no:
        raise CatalogError(f"{name} 第 {no.line} 行：{no.problem}。", "请先改正。") from None
    return raw.decode("utf-8-sig")


def load_commented(raw: bytes, name: str) -> Any:
    """The data of a file with all its comments; CatalogError where the strict reader refuses it."""
    return _round_tripper().load(checked_text(raw, name))


def dump_commented(data: Any) -> str:
    """The text of a file, comments and all."""
    stream = io.StringIO()
    _round_tripper().dump(data, stream)
    return stream.getvalue()


def _round_tripper() -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    class TextResolver(VersionedResolver):
        """Takes for a number or a date only what the strict reader takes for one."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            tag = super().resolve(kind, value, implicit)
            plain = str(getattr(tag, "trval", tag))
            return self.text if plain.endswith((":timestamp", ":float")) else tag

        @property
        def text(self) -> Any:
            from ruamel.yaml.tag import Tag

            return Tag(suffix="tag:yaml.org,2002:str")

    yaml = YAML()
    yaml.Resolver = TextResolver
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def flow_map(**values: Any) -> Any:
    """A map that is written on one line, as units and memberships are."""
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap(values)
    made.fa.set_flow_style()
    return made
