"""What a printed name names: one body or several, and the short forms of it. Pure."""

from __future__ import annotations

import re

from yqsafety.notice.unit_names import plain_name

PREFIXES = ("县", "市", "省", "区", "州", "旗", "盟", "镇", "乡")
_SHORTER: tuple[tuple[str, str], ...] = (
    ("应急管理", "应急"),
    ("市场监督管理", "市场监管"),
    ("发展和改革", "发改"),
    ("发展改革", "发改"),
    ("住房和城乡建设", "住建"),
    ("住房城乡建设", "住建"),
    ("交通运输", "交通"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("工业和信息化", "工信"),
    ("文化和旅游", "文旅"),
    ("卫生健康", "卫健"),
    ("人民政府办公室", "政府办"),
    ("安全生产委员会", "安委会"),
    ("安委会办公室", "安委办"),
    ("发改委员会", "发改委"),
    ("卫健委员会", "卫健委"),
    ("国有资产监督管理委员会", "国资委"),
    ("总工会", "工会"),
)
"""Long and short forms that mean the same body everywhere, in the order in which they apply."""
_SEVERAL = re.compile(
    r"^(?:有关|相关|全体|所有|驻|其他|负有|地方|试点|辖区|县直|市直|省直|区直)"
    r"|(?:成员单位|部门|单位|企业|机构|学校|园区|功能区|村组|社区|街道)(?:（.*）)?$"
    r"|各|[（(][^）)]*[、/][^）)]*[）)]|^(?:乡镇|镇街|县市区|县区|乡镇人民政府|街道办事处)"
)


def is_several(name: str) -> bool:
    """Whether it names a group (各乡镇, 县安委会成员单位) and not one body."""
    return bool(_SEVERAL.search(name))


def stem_of(name: str) -> tuple[str, str]:
    """The prefix of the place (县, 市, …) and the name behind it."""
    plain = plain_name(name)
    return (plain[0], plain[1:]) if plain[:1] in PREFIXES and len(plain) > 2 else ("", plain)


def short_stem(stem: str) -> str:
    """A stem in its short form, by which two forms of one name are told to be the same."""
    for long, short in _SHORTER:
        stem = stem.replace(long, short)
    return stem
