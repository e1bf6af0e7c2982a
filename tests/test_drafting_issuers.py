"""Who issues a document: by its signature, its own words, its title; never by a part of a title."""

from __future__ import annotations

import pytest
from drafted import draft

from yqsafety.drafting.issuers import is_organisation

PLAN = "甲系统安全生产治本攻坚\n三年行动方案（2024—2026 年）\n"
DUTY = "\n一、查隐患\n开展隐患排查。"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("按照总体要求，水利部结合工作实际制定本方案。", "水利部"),
        ("为做好工作，甲集团有限公司决定开展攻坚行动。", "甲集团有限公司"),
        ("现将方案印发，甲大学安全委员会办公室制定了以下措施。", "甲大学安全委员会办公室"),
        ("经水利部部务会议审议同意，现予印发。", "水利部"),
    ],
)
def test_a_document_without_signature_names_itself(said: str, name: str) -> None:
    notice, _, _ = draft(PLAN + said + DUTY)
    assert notice["words"]["office_name"] == name


@pytest.mark.parametrize("said", ["特制定本方案。", "我单位制定本方案。", "各部门制定如下措施。"])
def test_where_nobody_is_named_nothing_is_written_but_it_is_said(said: str) -> None:
    notice, _, remarks = draft(PLAN + said + DUTY)
    assert {"office", "office_name"}.isdisjoint(notice["words"])
    assert any("words.office_name" in one and "没有找到" in one for one in remarks)


def test_the_signature_and_the_title_come_before_whose_consent_it_has() -> None:
    notice, _, _ = draft("水利部办公厅关于做好安全工作的通知\n经国务院同意，现通知如下。" + DUTY)
    assert notice["words"]["office_name"] == "水利部办公厅"


@pytest.mark.parametrize(
    "name",
    ["教育系统三年行动方案（2024—2026", "加强校园安全工作", "关于甲局", "各局"],
)
def test_a_part_of_a_title_is_no_organisation(name: str) -> None:
    assert not is_organisation(name)
