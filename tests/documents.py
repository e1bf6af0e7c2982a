"""Short documents of a test's own, written as the two files of a catalogue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

UNITS = """schema: yqsafety/units@1
units:
  - {id: jia, name: 甲局}
  - {id: yi, name: 乙局}
  - {id: bing, name: 丙局}
  - {id: ding, name: 丁办}
groups:
  - {id: all, name: 各部门, open: true}
"""
OWNED = {"text": "（甲局负责）", "units": ["甲局"]}

Data = dict[str, Any]


def task(name: str = "1.1", quote: str = "抓好排查。", **more: Any) -> Data:
    """A task; a standing duty unless more is said."""
    return {"id": name, "title": f"事{name}", "quote": quote} | more


def notice(*blocks: Any, **more: Any) -> Data:
    """A document with a title and these blocks below it; texts are paragraphs."""
    made = [{"text": one} if isinstance(one, str) else one for one in blocks]
    head = {"schema": "yqsafety/notice@2", "id": "short", "blocks": [TITLE, *made]}
    return head | {"term": {"from": "2025-01-01", "until": "2025-12-31"}} | more


TITLE = {"is": "title", "text": "工作方案"}


def write(data: Data, folder: Path | None = None) -> Path:
    """The file of a document, with the units beside it; JSON is YAML."""
    folder = folder or Path()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "units.yaml").write_text(UNITS, encoding="utf-8")
    file = folder / "tasks.yaml"
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return file
