"""Persons as subjects (学校主要负责人, 分管负责同志), and the bodies they belong to. Pure.

A person is no unit: what they are asked is asked of their body, where it is named.
"""

from __future__ import annotations

import re

_HEADS = "校长|园长|厂长|矿长|院长|局长|镇长|乡长|县长|市长|区长|省长|主任|书记|经理|董事长"
_PERSON = re.compile(
    r"(?:的|党政|领导班子)?(?:主要|分管|主管|直接|安全|有关|相关)*(?:负责人|负责同志|领导同志|领导|责任人|同志)$"
    rf"|(?:的|党委|党组)?第一责任人$|(?:的|党委|党组|安全)?(?:副|总)?(?:{_HEADS})$|(?:的)?法定代表人$|(?:的)?(?:正|副)职$"
)
_HOMES = {"校长": "各学校", "园长": "各幼儿园", "厂长": "", "矿长": "各煤矿"}
_KINDS = re.compile(
    "(?:[大中小]+学|学校|高校|企业|单位|部门|公司|乡镇|街道|社区|医院|幼儿园|场所|机构)"
)
_BODY = re.compile(
    "(?:政府|委员会|党委|党组|办公[室厅]|公司|集团|学校|大学|学院|医院|中心|幼儿园|高校|企业|单位|部门|机构"
    "|乡镇|街道|社区|各地|各校|[局厅部委办镇乡村])$"
)
_JOIN = re.compile("[、和及与]")


def is_person(actor: str) -> bool:
    """Whether a subject names persons by their office, and no body."""
    plain = "".join(actor.split())
    return all(_PERSON.search(name) for name in _JOIN.split(plain) if name) and bool(plain)


def body_of(actor: str) -> str:
    """The body that persons belong to, as a name in a roster; "" where none is named."""
    plain = "".join(actor.split())
    whole = _PERSON.sub("", plain)
    for name in (whole, *_JOIN.split(plain)):
        body = _PERSON.sub("", name)
        if _KINDS.fullmatch(body):
            return f"各{body}"
        if _BODY.search(body):
            return body
    return next((home for end, home in _HOMES.items() if plain.endswith(end)), "")
