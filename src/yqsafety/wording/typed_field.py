"""The column of the register that a note is for, as people write it before the note. Pure."""

from __future__ import annotations

from yqsafety.wording.labels import FIELD


def field_and_text(text: str) -> tuple[str, str]:
    """The code of the column and the note of `存在问题：缺专业人员`; '' where no column is named.

    Only the label of a column followed by a colon is one: 注意：… is a remark as it stands.
    """
    named, colon, rest = text.replace("：", ":", 1).partition(":")
    code = next((code for code, label in FIELD.items() if label == named.strip()), "")
    return (code, rest.strip()) if colon and code and rest.strip() else ("", text)
