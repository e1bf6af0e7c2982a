"""Where a shared store is and how it is reached: an address, or the file that an account was given.

A file `NAME.yqstore` holds address, password and the server's certificate, for its owner's eyes
only. A password stands nowhere else: not in an argument, which every user of the machine can list,
nor in a message or the name of a file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from pathlib import Path
from typing import NamedTuple

from yqsafety.errors import UsageError, reason_of
from yqsafety.files import read_whole, write_whole
from yqsafety.places import user_folder

SCHEMA = "yqsafety/store@1"
_MAX_BYTES = 64 << 10
_PASSWORD = re.compile(r"//[^/?#@]*:[^/?#]*@|[?&]password=", re.IGNORECASE)


class StoreAddress(NamedTuple):
    """What is needed to reach a shared store."""

    url: str
    """As libpq takes it, without a password."""
    password: str = ""
    certificate: str = ""
    """In PEM: the authority that vouches for the server; empty for those of the system."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.url.partition("?")[0]

    @property
    def folder(self) -> Path | None:
        """Where this machine keeps its copy; None where the user has no folder."""
        cache = user_folder("cache")
        key = hashlib.sha256(self.name.encode(errors="surrogateescape")).hexdigest()[:16]
        return cache / "stores" / key if cache else None


def parsed_address(url: str) -> StoreAddress:
    """The address that was typed; UsageError where a password is in it."""
    if _PASSWORD.search(url):
        raise UsageError(
            "地址中不要写密码，本机的其他用户看得到。",
            "请用 yqsafety use 文件.yqstore，或写成 postgresql://账号@主机/库名，运行时再输入密码。",
        )
    return StoreAddress(url)


def read_store_file(path: Path) -> StoreAddress:
    """The address in a `.yqstore` file; UsageError where it is none or others may read it."""
    try:
        said = json.loads(read_whole(path, _MAX_BYTES))
        found = StoreAddress(said["address"], said["password"], said["certificate"])
        if said["schema"] != SCHEMA or not all(isinstance(one, str) for one in found):
            raise ValueError
    except OSError as error:
        raise UsageError(f"无法读取“{path}”：{reason_of(error)}。", "请检查路径。") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(
            f"“{path}”不是共享库的连接文件，或已损坏。", "请向督办单位索取新的。"
        ) from None
    return parsed_address(found.url)._replace(password=found[1], certificate=found[2])


def write_store_file(path: Path, address: StoreAddress) -> None:
    """Write a `.yqstore` file that only its owner may read; UsageError where that fails."""
    said = {
        "schema": SCHEMA,
        "address": address.url,
        "password": address.password,
        "certificate": address.certificate,
    }
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, [text.encode()], private=True)
    with contextlib.suppress(OSError):
        path.chmod(0o600)
