"""Whom to call at a unit: a person and a telephone number, kept on this machine only.

They stand in a file of their own in the user's data folder and not in the roster, so that nothing
that is sent to others can hold them: roster, state, register, page or answer for scripts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yqsafety.errors import UsageError, reason_of
from yqsafety.files import read_whole, write_whole
from yqsafety.notice.local_roster import called
from yqsafety.notice.model import Body
from yqsafety.notice.unit_names import plain_name
from yqsafety.places import user_folder

SCHEMA = "yqsafety/contacts@1"
MAX_BYTES = 1 << 20
LONGEST = 60
"""Characters of a person's name or a number."""


def contacts_files() -> list[Path]:
    """Where the contacts are kept; nothing where the user has no folder for them."""
    folder = user_folder("data")
    return [folder / "contacts.json"] if folder else []


def contact_of(body: Body) -> dict[str, str]:
    """`person` and `phone` of a unit, as far as they are known."""
    names = {plain_name(name) for name in called(body)}
    found = _read()["contacts"]
    return next((found[name] for name in found if plain_name(name) in names), {})


def keep_contact(body: Body, given: dict[str, str]) -> dict[str, str]:
    """Keep what is given of a unit beside what is known of it; all that is known then.

    UsageError for what is no name or number, or where nothing can be written.
    """
    for value in given.values():
        if len(value) > LONGEST or not value.isprintable():
            raise UsageError(f"“{value[:LONGEST]}”太长或不在一行内，未保存。", "请写姓名和电话。")
    if "phone" in given and not any(map(str.isdigit, given["phone"])):
        raise UsageError(
            f"“{given['phone']}”不是电话号码，未保存。", "请写成如 --phone 0359-6022345。"
        )
    data = _read()
    known = contact_of(body) | given
    names = {plain_name(name) for name in called(body)}
    kept = {name: one for name, one in data["contacts"].items() if plain_name(name) not in names}
    data["contacts"] = kept | {body.name: known}
    _write(data)
    return known


def _read() -> dict[str, Any]:
    empty: dict[str, Any] = {"schema": SCHEMA, "contacts": {}}
    for path in contacts_files():
        try:
            data = json.loads(read_whole(path, MAX_BYTES).decode("utf-8-sig"))
        except FileNotFoundError:
            return empty
        except (OSError, ValueError, RecursionError):
            raise _broken(path) from None
        if not _is_sound(data):
            raise _broken(path)
        return dict(data)
    return empty


def _is_sound(data: Any) -> bool:
    contacts = data.get("contacts") if isinstance(data, dict) else None
    return isinstance(contacts, dict) and all(
        isinstance(one, dict) and all(isinstance(text, str) for text in one.values())
        for one in contacts.values()
    )


def _broken(path: Path) -> UsageError:
    return UsageError(f"联系人文件已损坏：{path}。", "请改正，或移走后重新登记。")


def _write(data: dict[str, Any]) -> None:
    for path in contacts_files():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"无法建立“{path.parent}”：{reason_of(error)}。", "请检查权限。"
            ) from None
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        write_whole(path, [text.encode()], private=True)
        return
    raise UsageError("本机没有当前用户的文件夹，不能保存联系人。", "请先设定 HOME。")
