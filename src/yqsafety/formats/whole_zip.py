"""Office files are zips: the same content, the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

_MOMENT = (2020, 1, 1, 0, 0, 0)
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def steady(raw: bytes, day: dt.date) -> bytes:
    """The same zip with one fixed moment on every member, and a day as its date of writing."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = _WRITTEN.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode(), content)
            info = zipfile.ZipInfo(member.filename, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return target.getvalue()
