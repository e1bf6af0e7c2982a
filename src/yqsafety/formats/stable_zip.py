"""Office files are zips: the same content, the same bytes, whatever its size."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile

_MOMENT = (2020, 1, 1, 0, 0, 0)
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def stable_zip(raw: io.BytesIO, day: dt.date) -> bytes:
    """The same zip with one fixed moment on every member, and a day as its date of writing."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size = member.file_size
            with old.open(member) as content, new.open(info, "w") as copy:
                if member.filename == "docProps/core.xml":
                    written = rb"\g<1>" + f"{day}T00:00:00Z".encode()
                    copy.write(_WRITTEN.sub(written, content.read()))
                else:
                    shutil.copyfileobj(content, copy)
    return target.getvalue()
