"""Who issues a document, where its head has no name: an organisation, or nobody. Pure.

A part of a title is no name, however it is cut: what is taken ends as the name of a body does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yqsafety.drafting.head_lines import ends_as_title
from yqsafety.drafting.marks import balanced

_END = (
    "政府|委员会|办公[室厅]|指挥部|领导小组|管委会|安委[会办]|公司|集团|学校|[小中大]学|学院|幼儿园"
    "|医院|中心|协会|总?工会|国务院|银行|党组|党委|[市省县区州]委"
    "|[\u4e00-\u9fff][局厅部署厂矿队处科办](?!务)|国资委|[发卫][改健]委"
)
_ORGANISATION = re.compile(rf"[\u4e00-\u9fffA-Za-z（）()·、 ]{{0,36}}(?:{_END})")
_NO_ORGANISATION = re.compile(
    r"^(?:关于|[我本各该全]|有关|相关|加强|开展|做好|进一步|按照|根据|以|为|将|对|在|由)|全部|干部|内部|外部|部分$"
)
_WHO = rf"(?P<who>[\u4e00-\u9fff]{{1,28}}(?:{_END})(?<!部部))"
_NAMES_ITSELF = re.compile(
    rf"(?:^|[，。；])(?:现由|经研究，)?{_WHO}(?:结合|根据|依据|按照|研究|联合|组织|现|特)?"
    r"[^，。；《]{0,16}?(?:(?:制定|制订|编制|提出|印发)(?:了)?(?:本|如下|以下|此)|决定(?![的权性]))"
)
_AGREED = re.compile(rf"经{_WHO}[^，。；]{{0,14}}?(?:同意|批准)")


def is_organisation(name: str) -> bool:
    """Whether a text is the name of a body: no fragment of a title, no bracket left open."""
    found = _ORGANISATION.fullmatch(name)
    return bool(found) and not _NO_ORGANISATION.search(name) and balanced(name) == name


def issuers_in(paragraphs: Iterable[str]) -> Iterator[str]:
    """Who says 制定本方案 or 决定 of itself in the first paragraphs; then whose consent it has."""
    texts = list(paragraphs)
    for pattern in (_NAMES_ITSELF, _AGREED):
        for text in texts:
            names = (found["who"] for found in pattern.finditer(text))
            yield from filter(is_organisation, names)


def titled_issuers(names: Iterable[str]) -> list[str]:
    """Those of the names in a head that name an organisation."""
    return [one for one in names if is_organisation(one) and not ends_as_title(one)]
