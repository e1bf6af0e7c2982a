"""What people call a unit, and comparing names however they are typed. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from yqsafety.notice.model import Body
from yqsafety.safe_text import has_short_runs


@lru_cache(4096)
def plain_name(text: str) -> str:
    """A name in the form in which names are compared.

    Full-width becomes half-width, capitals small, square brackets round, and spaces go.
    """
    folded = (unicodedata.normalize("NFKC", text) if has_short_runs(text) else text).casefold()
    return "".join(folded.translate({ord("["): "(", ord("]"): ")"}).split())


_QUOTES = "\"'“”‘’「」『』《》〈〉"
_TRADITIONAL = str.maketrans(
    "縣業應農鄉鎮資監場氣發護環務財機關產總區衛電運輸設員會開辦災減單據導產業專員長嶽峯華歷灣護國"
    "經濟貿稅織質檢驗險銀團聯婦僑統戰紀計審訊記錄檔館園藝廣旅遊體育殘勞動執法隊調處糧儲備圖書醫療"
    "學校醫院處領導組織鐵路橋樑礦能源節約軍隊聞報",
    "县业应农乡镇资监场气发护环务财机关产总区卫电运输设员会开办灾减单据导产业专员长岳峰华历湾护国"
    "经济贸税织质检验险银团联妇侨统战纪计审讯记录档馆园艺广旅游体育残劳动执法队调处粮储备图书医疗"
    "学校医院处领导组织铁路桥梁矿能源节约军队闻报",
)
"""Traditional characters as they come up in names of offices, and their simplified forms."""


def unquoted_name(text: str) -> str:
    """A name without quotation marks around it."""
    return text.strip().strip(_QUOTES).strip()


def simplified_name(text: str) -> str:
    """A name in simplified characters, as far as names of offices need them."""
    return text.translate(_TRADITIONAL)


def names_in(text: str) -> list[str]:
    """The names in a list such as 县水利局、县林业局; commas and semicolons part them as well."""
    parts = re.split(r"[、，,；;]", text)
    return [name for part in parts if (name := unquoted_name(part))]


_PLACES = ("县", "市", "区", "省", "旗", "州")
"""With what names of offices begin, and people leave out."""


def initials_of(body: Body) -> tuple[str, ...]:
    """Its pinyin initials, and those without the x of 县, which people leave out: `yjglj`."""
    short = [one[1:] for one in body.initials if body.name.startswith(_PLACES)]
    return (*body.initials, *short)


def matching_bodies(bodies: Iterable[Body], typed: str) -> list[Body]:
    """The bodies that may be meant by what was typed so far, in the order given.

    Part of a name or an alias, or the beginning of an id or of pinyin initials. All of them where
    nothing was typed yet.
    """
    part = plain_name(typed)
    return [
        body
        for body in bodies
        if is_called(body, part)
        or any(letters.startswith(part) for letters in (body.id, *initials_of(body)))
    ]


def is_called(body: Body, part: str) -> bool:
    """Whether `part`, in the form of `plain_name`, occurs in its name or in an alias."""
    return any(part in plain_name(name) for name in (body.name, *body.aliases))
