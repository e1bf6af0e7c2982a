"""Writing a file as a whole: whatever happens, the old content or the new one is there."""

from __future__ import annotations

import os
from pathlib import Path

from yqsafety.errors import UsageError, reason


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in the place of `path`; UsageError when that is not possible."""
    try:
        real = path.resolve()
        mode = real.stat().st_mode & 0o777 if real.exists() else 0o644
        temporary = temporary_beside(real, content, mode)
        try:
            temporary.replace(real)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"无法写入“{path}”：{reason(error)}，", "原文件未作改动。") from None


def file_name(text: str) -> str:
    """A text as the base name of a file: nothing that leads elsewhere or that a system refuses."""
    kept = "".join("_" if c in '/\\:*?"<>|' or ord(c) < 32 else c for c in text)
    return kept.strip(". ").encode()[:180].decode(errors="ignore") or "_"


def is_temporary(name: str, target: str) -> bool:
    """Whether a file's name is one that `temporary_beside` makes for `target`."""
    middle = name.removeprefix(f".{target}.").removesuffix(".tmp")
    return name == f".{target}.{middle}.tmp" and "." not in middle and middle != ""


def temporary_beside(path: Path, content: bytes, mode: int) -> Path:
    """A new file in the same folder, made safely, its bytes on the disk."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
