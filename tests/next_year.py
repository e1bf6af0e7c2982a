"""The text of a notice for 2026, made from that of 2025: what a new year brings, in short."""

from __future__ import annotations

from pathlib import Path

CHANGES = (
    ("2025年", "2026年"),
    ("〔2025〕", "〔2026〕"),
    ("县林业局", "县林业和草原局"),
    ("电台、报纸等主流媒体", "报纸等主流媒体"),
    (
        "负有安全生产监管职责的部门制定监督检查计划",
        "负有安全生产监管职责的部门制定年度监督检查计划",
    ),
    ("县政府网站设立曝光台，", "县政府网站设立曝光台，每月通报一次典型案例学习情况，"),
    ("采取政府支持、企业自主、社会援助等方式加强应急救援队伍装备建设。", ""),
)
"""The year, a bureau that was renamed, two sentences reworded, one new and one gone."""


def next_year_text() -> str:
    """The whole document."""
    text = (Path(__file__).parent / "notice.txt").read_text("utf-8")
    for old, new in CHANGES:
        assert old in text, old
        text = text.replace(old, new)
    return text
