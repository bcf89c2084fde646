"""A spreadsheet as bytes that depend on its content only.

openpyxl stamps the moment of saving into the document properties and the archive; both are set to the bank's day.
Members are stored, not deflated, so that no compression library can make a difference.
"""

import io
import re
import zipfile
from datetime import date

from openpyxl import Workbook

PROPERTIES = "docProps/core.xml"
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
ARCHIVE_DAY = (1980, 1, 1, 0, 0, 0)


def frozen_bytes(book: Workbook, day: date) -> bytes:
    """`book` as .xlsx bytes, created and modified at midnight UTC of `day`."""
    saved, frozen = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(frozen, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == PROPERTIES:
                content = STAMP.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode() + rb"\g<3>", content)
            target.writestr(zipfile.ZipInfo(name, ARCHIVE_DAY), content)
    return frozen.getvalue()
