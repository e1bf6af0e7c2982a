"""The words of place of a document: 全县, its office, its subject, its prefix. Pure."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from yqsafety.drafting.issuers import titled_issuers

_LEVELS = "省|自治区|自治州|州|地区|盟|市|自治县|县|自治旗|旗|区|新区|镇|乡|街道"
_LEVEL = re.compile(
    rf"(?!人民|政府|关于|安全|印发|[本全我各该市])([\u4e00-\u9fff]{{1,6}}?)({_LEVELS})"
    "(?![级直域场])(?<![州镇乡盟旗](?=[市县区]))"
)
_COMPANY = re.compile(
    "(?:(?!安全|工作|《)[\u4e00-\u9fffA-Za-z（）()·]){1,40}(集团|公司|油田)(?![营有])"
)
"""A company's name, which may begin with that of a place; it goes on to the last such word."""
_BODY = re.compile(
    "(?:(?!安全生产|工作|《)[\u4e00-\u9fffA-Za-z（）()·]){1,30}"
    "(厂|矿|学校|小学|中学|大学|学院|幼儿园|医院|中心|油田)"
    "(?:(?:安全|消防|党).*(?:委员会|办公室|领导小组|指挥部|委)|[\u4e00-\u9fff]{2,6}[部处科])?"
)
_COMPANY_WORDS = dict.fromkeys(("学校", "小学", "中学", "大学", "学院"), "校") | {
    "医院": "院",
    "幼儿园": "园",
}
_LEVEL_ONLY = re.compile("([省市县区州旗镇乡])(?:人民政府|政府|委(?!员)|安委|应急)")
"""An issuer that leaves out the name of its place: 市人民政府办公厅."""
_NATION = re.compile("国务院|中共中央|国家|教育部|应急管理部|全国")
_WHOLES = re.compile("全(?:国|省|市|县|区|州|旗|镇|乡|公司|集团|厂|校|院|系统|行业|街道)")
_SUBJECTS = (
    "政府工作报告 "
    "消防安全 河长制 河湖长制 食品安全 药品安全 道路交通安全 森林防火 森林防灭火 防汛抗旱 防汛 "
    "自然灾害防治 防灾减灾 校园安全 燃气安全 特种设备安全 生态环境保护 网络安全 信访 "
    "安全生产 应急管理 生产安全"
).split()
_OFFICES = {
    "消防安全": ("消安委办", "消防安全委员会办公室"),
    "河长制": ("河长办", "河长制办公室"),
    "食品安全": ("食安办", "食品安全委员会办公室"),
    "道路交通安全": ("道安办", "道路交通安全工作领导小组办公室"),
    "安全生产": ("安委办", "安全生产委员会办公室"),
    "应急管理": ("安委办", "安全生产委员会办公室"),
}
_NO_OFFICE = "(?!公|法|理|事|学|案|好|结|证|展|税)"


class Place(NamedTuple):
    """Whose document it is."""

    name: str
    """垣曲县; a company's or a body's own name; "" where none was found."""
    words: dict[str, str]
    remarks: tuple[str, ...]

    @property
    def short(self) -> str:
        """The name without its level: 垣曲."""
        bare = re.sub(f"(?:{_LEVELS})$", "", self.name)
        return bare if len(bare) > 1 else self.name


def read_place(names: list[str], titles: list[str], text: str) -> Place:
    """The words of place from the names in the head (surest first) and the text."""
    name, level = _name_and_level(names)
    prefix = level[-1] if level in _LEVELS.split("|") and level != "街道" else ""
    whole = _whole(level, text)
    subject, guessed = _subject(titles, text)
    office, office_name = _office(names, name, prefix, subject, text)
    remarks = [f"标题没有写明主题，暂按“{subject}”，请核对 words.subject"] if guessed else []
    if not name:
        remarks.append("没有找到发文的地方或单位，请补 id 和 words")
    remarks.append(_said_of_office(office, office_name))
    words = {
        "whole": whole,
        **({"office": office} if office else {}),
        **({"office_name": office_name} if office_name else {}),
        "subject": subject,
        "prefix": prefix,
    }
    return Place(name, words, tuple(remarks))


def _said_of_office(office: str, office_name: str) -> str:
    if not office:
        return "没有找到发文单位，words.office 和 words.office_name 没有写，请补上"
    if not office_name:
        return f"办公室暂写“{office}”，没有找到全称，请核对 words.office，补 words.office_name"
    return f"办公室暂写“{office}”（{office_name}），请核对 words.office"


def _name_and_level(names: list[str]) -> tuple[str, str]:
    """The lowest place that a name begins with, and its level; or a company, or a body."""
    for text in map(_issuer_in, names):
        if company := _COMPANY.match(text) or _BODY.fullmatch(text):
            return company[0] if company.re is _COMPANY else text[: company.end(1)], company[1]
        found = None
        place = 0
        while (one := _LEVEL.match(text, place)) and (found is None or len(one[1]) < 5):
            found, place = one, one.end()
        if found:
            return found[0], found[2]
        if _NATION.match(text):
            return re.split("办公厅|办公室|关于", text)[0][:12], "国"
    levels = (_LEVEL_ONLY.match(_issuer_in(text)) for text in names)
    return "", next((found[1] for found in levels if found), "")


def _issuer_in(name: str) -> str:
    """Who issues a document of this title: what stands before 关于, or the title itself."""
    text = re.sub("文件$", "", name)
    before = re.split("关于|印发|转发", text)[0]
    bare = before or re.sub("^(?:关于)?(?:印发|转发)?《?", "", text)
    return re.sub("^(?:中国共产党|中共)", "", bare)


def _whole(level: str, text: str) -> str:
    """全县 and the like: by the level of the place, else what the text says most often."""
    if level:
        word = _COMPANY_WORDS.get(level, level)
        return (
            "全区" if level in ("自治区", "新区") else f"全{word[-1] if word in _LEVELS else word}"
        )
    most = Counter(_WHOLES.findall(text)).most_common(1)
    return most[0][0] if most else "全体"


def _subject(titles: list[str], text: str) -> tuple[str, bool]:
    """What the document is about, and whether that is a guess."""
    said = "".join(titles)
    for subject in sorted(_SUBJECTS, key=lambda word: -len(word)):
        if subject in said:
            return subject, False
    counts = Counter({word: text.count(word) for word in _SUBJECTS})
    most, times = counts.most_common(1)[0]
    return (most, True) if times > 2 else ("工作", True)


def _office(names: list[str], name: str, prefix: str, subject: str, text: str) -> tuple[str, str]:
    """The office that asks and its full name: printed, or the usual one for the subject; or ""."""
    issuers = titled_issuers(map(_issuer_in, names))
    full = next((one for one in issuers if one.endswith("办公室")), "")
    short, long = _OFFICES.get(subject, ("", ""))
    if not short or not prefix:
        # A company has an office of its own making, if any: nothing is put in its mouth.
        return (full or next(iter(issuers), name),) * 2
    found = Counter(re.findall(f"{prefix}[\u4e00-\u9fff]{{2,4}}办{_NO_OFFICE}", text))
    printed = [office for office, _ in found.most_common() if office.endswith(short)]
    usual = f"{name}{long}" if name else ""
    return (printed or [f"{prefix}{short}"])[0], full or usual
