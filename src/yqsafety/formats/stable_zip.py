"""Making Office files reproducible: the same content gives the same bytes.

XLSX and DOCX are zips, in which every member bears the moment of writing. Offices compare and
archive these files, and tests compare them, so that moment must not come from the clock.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile

# Any fixed moment serves; a zip knows none before 1980.
_MOMENT = (2020, 1, 1, 0, 0, 0)
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def stable_zip(raw: io.BytesIO, day: dt.date) -> bytes:
    """The same zip with one fixed moment on every member, and `day` as its date in the properties.

    Members are copied in chunks, so that a large sheet is never held unpacked.
    """
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
