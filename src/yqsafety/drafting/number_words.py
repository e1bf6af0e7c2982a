"""Numbers as Word writes them before paragraphs. Pure."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LISTS = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
}
_LISTS["decimalEnclosedCircleChinese"] = _LISTS["decimalEnclosedCircle"]
_CHINESE = set(
    "chineseCounting chineseCountingThousand japaneseCounting koreanCounting taiwaneseCounting"
    " taiwaneseCountingThousand japaneseDigitalTenThousand ideographDigital"
    " taiwaneseDigital chineseLegalSimplified ideographLegalTraditional japaneseLegal".split()
)
MAX_NUMBER = 9_999
"""Beyond it plain figures are written; no paragraph is counted so far."""


def number_words(number: int, style: str) -> str:
    """A number in one of Word's number formats; in plain figures where the format is unknown."""
    if not 0 < number <= MAX_NUMBER or style == "decimal":
        return str(number)
    if style in _LISTS:
        letters = _LISTS[style]
        return letters[number - 1] if number <= len(letters) else str(number)
    if style in _CHINESE:
        return _chinese(number, style)
    match style:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{number:02}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate({48 + n: 0xFF10 + n for n in range(10)})
        case "lowerLetter" | "upperLetter":
            letter = chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
            return letter.upper() if style[0] == "u" else letter
        case "lowerRoman" | "upperRoman":
            return _roman(number).upper() if style[0] == "u" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        found += letters * (number // value)
        number %= value
    return found


def _chinese(number: int, style: str) -> str:
    """一, 十一, 二十, 一百零一; in the digital formats figure by figure."""
    if "Digital" in style:
        return "".join(_DIGITS[int(figure)] for figure in str(number))
    legal = "egal" in style
    digits, units = (_LEGAL, ("", "拾", "佰", "仟")) if legal else (_DIGITS, ("", "十", "百", "千"))
    found, gap = "", False
    figures = str(number)
    for place, figure in zip(range(len(figures) - 1, -1, -1), map(int, figures), strict=True):
        if figure:
            found += ("零" if gap else "") + digits[figure] + units[place]
        gap = bool(found) and not figure
    return found[1:] if not legal and 10 <= number < 20 else found
