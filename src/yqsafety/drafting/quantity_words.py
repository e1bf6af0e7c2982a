"""How much a sentence asks for: 至少 N 次, 达到95%以上, 不超过, 每村至少1处. Pure.

A figure is a goal only where a word says so (至少, 不低于, 达到) or where it is what a verb of the
sentence makes (建设 5 个); the 11 of 11项职责, the 3 of 3年 and the 2 of 2小时 are none.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from yqsafety.drafting.stated_dates import chinese_to_int

_N = r"(?P<value>\d{1,7}(?:\.\d{1,2})?|[一二两三四五六七八九十]{1,3})"
_MAX = r"(?:\s{0,2}[—－–~至到-]{1,2}\s{0,2}(?P<max>\d{1,7}))?"
_MEASURE = (
    r"(?P<unit>%|％|次|场|家|个|处|项|人次|人|名|套|件|篇|期|户|条|座|台|辆|支|份|所|批|轮|起|课时|学时|公里|千米|亩|公顷|吨|平方米|"
    r"万元|亿元|万人|万人次|部|幅|块|只|队)"
)
_LEAST = (
    r"至少|不少于|不得少于|不低于|不得低于|不小于|最少|达到|达|超过|提高到|提升到|提升至"
    r"|提高至|完成"
)
_MOST = r"不超过|不得超过|不高于|不大于|至多|最多|控制在|降至|降到|下降到|压减到"
_FALL = r"下降|减少|降低|压减|压降|缩减"
_BOUND = re.compile(
    rf"(?P<word>{_LEAST}|{_MOST}|{_FALL})(?P<between>[^，。；、\d%％]{{0,10}}?)\s{{0,2}}{_N}{_MAX}\s{{0,2}}{_MEASURE}"
    r"(?P<tail>\s{0,2}(?:以上|以内|以下|左右))?"
)
_PLAIN = re.compile(
    r"(?:建设|建成|新建|改造|培育|打造|创建|选择|组织|召开|举办|开展|制作|完成|培训|检查|配备|解决|新增|设立|建立|遴选|编制|发布)"
    rf"\s{{0,2}}(?P<value>\d{{1,6}}){_MAX}\s{{0,2}}{_MEASURE}(?P<tail>\s{{0,2}}(?:以上|以内|以下|左右))?"
)
_OFTEN = re.compile(
    rf"(?:每年度?|每半年|每个?季度?|每个?月|每周|每[两2]年|一年)(?:[^，。；\d]{{0,8}}?)\s{{0,2}}{_N}\s{{0,2}}(?P<unit>次|场|期)"
)
_PER = re.compile(
    r"每一?个?(?P<per>村\s{0,2}[（(]\s{0,2}社区\s{0,2}[）)]|行政村|村|社区|乡镇|乡\s{0,2}[（(]镇[）)]|镇|街道|县|区|市|单位|部门|企业|学校|网格|班组|站|人|名[^，。；]{1,8}?)"
    r"(?=[^，。；]{0,6}$)"
)
_BEHIND = re.compile(
    r"(?:(?:储备|开展|组织|举办|新建|建设|建成|购置|配备|配齐|安装|培训|改造|整治)[^，。；、\d%％第]{1,8}|[\u4e00-\u9fff]{1,4}率)"
    rf"(?P<value>\d{{1,6}})(?P<ten>万)?{_MEASURE}(?P<tail>以上|以内|以下)?(?=[，。；、\s]|$)"
)
_SEEN = re.compile(rf"(?<![第年月\d.“])\d{{1,7}}(?:\.\d{{1,2}})?万?{_MEASURE}(?!月|工作日|小时)")
"""A figure that is counted; whether it is a goal cannot be told."""
_LARGEST = 1_000_000
_UNIT_NAMES = {"％": "%"}


class Amount(NamedTuple):
    """A quantity as plain data, where there is one, and the reason where it is a guess."""

    quantity: dict[str, Any] | None
    review: str = ""


def read_quantity(text: str) -> Amount:
    """The first goal in figures that a sentence states."""
    for match in _BOUND.finditer(text):
        amount = _bounded(match, text)
        if amount.quantity and (other := _BOUND.search(text, match.end())):
            return amount._replace(review=f"句中还有“{other[0]}”，只取了第一个，请核对")
        if amount.quantity or amount.review:
            return amount
    if often := _OFTEN.search(text):
        value = chinese_to_int(often["value"]) if "." not in often["value"] else 0
        return Amount(_quantity("=", value, often["unit"], often[0]) if value > 1 else None)
    if made := _PLAIN.search(text):
        return _plain(made, bool(re.search(r"每[半一两年季月周]", text[: made.start()])))
    return _loose(text)


def _loose(text: str) -> Amount:
    """开展演练2次, 储备沙袋1万条, 整改率100%: a figure behind what it counts, to be looked at."""
    if not (found := _BEHIND.search(text)):
        seen = _SEEN.search(text)
        return Amount(None, f"句中有数字“{seen[0]}”，没有列为数量，请核对" if seen else "")
    value = int(found["value"]) * (10_000 if found["ten"] else 1)
    tail = {"以上": ">=", "以内": "<=", "以下": "<="}.get((found["tail"] or "").strip(), "=")
    if not 0 < value <= _LARGEST:
        return Amount(None, f"“{found[0]}”是否须完成的数量，请核对")
    said = f"“{found[0]}”是否须完成的数量，请核对"
    return Amount(_quantity(tail, value, found["unit"], found[0]), said)


def _quantity(op: str, value: int, unit: str, text: str) -> dict[str, Any]:
    unit = _UNIT_NAMES.get(unit, unit)
    made = {"op": op, "value": value, "unit": unit, "text": text.strip()}
    return made | {"percent": True} if unit == "%" else made


def _bounded(match: re.Match[str], text: str) -> Amount:
    word, unit = match["word"], match["unit"]
    if word == "完成" and unit not in ("%", "％"):
        return Amount(None)
    if "." in match["value"]:
        return Amount(None, f"“{match[0]}”是小数，未列入，请填写")
    value = chinese_to_int(match["value"])
    if not value:
        return Amount(None)
    falling = re.fullmatch(_FALL, word) is not None
    most = re.fullmatch(_MOST, word) is not None or (match["tail"] or "").strip() in (
        "以内",
        "以下",
    )
    quantity = _quantity("<=" if most and not falling else ">=", value, unit, match[0])
    if falling:
        quantity["falling"] = True
    return Amount(_with_rest(quantity, match, text), _doubt(word, match))


def _doubt(word: str, match: re.Match[str]) -> str:
    """达到 and the like may be said of what is there already; 至少 is a goal always."""
    if match["tail"] and "左右" in match["tail"]:
        return f"“{match[0]}”约数，按不少于推定"
    sure = word[0] in "至不最" or "%" in match[0] or "％" in match[0]
    return "" if sure else f"“{match[0]}”是否目标，请核对"


def _with_rest(quantity: dict[str, Any], match: re.Match[str], text: str) -> dict[str, Any]:
    """The upper figure of a range, what it is counted for, and the words on both sides of it."""
    if match["max"] and int(match["max"]) >= quantity["value"]:
        quantity["max"] = int(match["max"])
    start, end = match.start(), match.end()
    if per := _PER.search(text[max(0, start - 24) : start]):
        quantity["per"] = re.sub(r"\s", "", per["per"]).replace("(", "（").replace(")", "）")
        start = max(0, start - 24) + per.start()
    elif often := re.search(
        r"每(?:半年|年度?|季度?|月|周|[两2]年)$", text[max(0, start - 5) : start].rstrip()
    ):
        start = max(0, start - 5) + often.start()
    quantity["text"] = text[start:end].strip()
    return quantity


def _plain(match: re.Match[str], regular: bool) -> Amount:
    """建设5个: what the verb makes; 左右 and the like, and the verb itself, leave a doubt."""
    value = int(match["value"])
    if not value:
        return Amount(None)
    tail = (match["tail"] or "").strip()
    op = {"以上": ">=", "以内": "<=", "以下": "<="}.get(tail, "=")
    quantity = _quantity(op, value, match["unit"], match[0])
    if match["max"] and int(match["max"]) >= value:
        quantity |= {"max": int(match["max"]), "op": ">="}
    return Amount(quantity, "" if regular else f"“{match[0]}”是否须完成的数量，请核对")
