"""What the agency's bytes are, told by the bytes alone: names and media types are wrong too often."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flows.tidy.untidy import Untidy

HEAD_BYTES = 8192
UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Closed:
    """A kind of file that is no table to us."""

    slug: str
    what: str


ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""An encrypted .xlsx is an OLE file with a stream of this name."""
OLE_STREAMS = (
    ("WordDocument", Closed("format/document", "DOC (Word 97-2003)")),
    ("PowerPoint Document", Closed("format/document", "PPT (PowerPoint 97-2003)")),
    ("Workbook", Closed("format/xls", "XLS (Excel 97-2003)")),
    ("Book", Closed("format/xls", "XLS (Excel 95)")),
)
"""Names of streams in an OLE file's directory. A document may hold a workbook, hardly the other way round."""
MAGICS = (
    (b"PK\x05\x06", Closed("format/archive", "ZIP")),
    (b"\x1f\x8b", Closed("format/archive", "GZIP")),
    (b"Rar!", Closed("format/archive", "RAR")),
    (b"7z\xbc\xaf", Closed("format/archive", "7-Zip")),
    (b"\x89PNG", Closed("format/image", "PNG")),
    (b"\xff\xd8\xff", Closed("format/image", "JPEG")),
    (b"GIF8", Closed("format/image", "GIF")),
    (b"II*\0", Closed("format/image", "TIFF")),
    (b"MM\0*", Closed("format/image", "TIFF")),
    (b"{\\rtf", Closed("format/document", "RTF")),
    (b"SQLite format 3\0", Closed("format/not-a-table", "SQLite")),
    (b"\0\x01\0\0Standard ", Closed("format/not-a-table", "Microsoft Access (MDB)")),
)
PDF = Closed("format/pdf", "PDF")
BINARY = Closed("format/not-a-table", "ไฟล์ไบนารี (binary)")
OLE = Closed("format/not-a-table", "OLE (Microsoft Office 97-2003)")
ZIP = Closed("format/archive", "ZIP")
JSON_STARTS = (b'{"', b"[{", b"[[", b'["')
PARTS = (
    ("xl/workbook.bin", Closed("format/other-spreadsheet", "XLSB")),
    ("word/document.xml", Closed("format/document", "DOCX")),
    ("ppt/presentation.xml", Closed("format/document", "PPTX")),
)
OPEN_DOCUMENTS = (
    (b"opendocument.spreadsheet", Closed("format/other-spreadsheet", "ODS")),
    (b"opendocument.", Closed("format/document", "OpenDocument")),
)
"""By what the member `mimetype` says."""

Kind = Literal["text", "xlsx"]


def kind_of(path: Path) -> Kind:
    """Whether the file is text or an XLSX workbook. Raises `Untidy` for an empty file and for everything else."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise Untidy("format/empty-file")
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path)
    closed = _kind_of_ole(path) if head.startswith(OLE_MAGIC) else _no_table(head)
    if closed is not None:
        raise _untidy(closed)
    return "text"


def _untidy(closed: Closed) -> Untidy:
    return Untidy(closed.slug, {"what": closed.what})


def _no_table(head: bytes) -> Closed | None:
    for magic, closed in MAGICS:
        if head.startswith(magic):
            return closed
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Closed("format/image", "WebP")
    if head.startswith(UTF16_BOMS):
        return None
    if b"\0" in head:
        return Closed("format/image", "BMP") if head.startswith(b"BM") else BINARY
    start = head.removeprefix(UTF8_BOM).lstrip()[:1024].lower()
    if start.startswith(b"<"):
        return _of_marks(start)
    if b"".join(start[:64].split()).startswith(JSON_STARTS):
        return Closed("format/json-or-xml", "JSON")
    return None


def _of_marks(start: bytes) -> Closed:
    if b"excel.sheet" in start or b"schemas-microsoft-com:office:spreadsheet" in start:
        return Closed("format/other-spreadsheet", "XML Spreadsheet 2003")
    # Old systems "export to Excel" by writing a table of a web page into a file that ends in .xls.
    if any(mark in start for mark in (b"<html", b"<!doctype html", b"<table", b"<body", b"<head")):
        return Closed("format/web-page", "HTML")
    return Closed("format/json-or-xml", "XML")


def _kind_of_ole(path: Path) -> Closed:
    """Raises `Untidy` for a workbook with a password."""
    names = {ENCRYPTED, *(name.encode("utf-16-le") for name, _ in OLE_STREAMS)}
    longest = max(map(len, names))
    found: set[bytes] = set()
    with path.open("rb") as file:
        carried = b""
        while block := file.read(1 << 20):
            found |= {name for name in names if name in carried + block}
            carried = block[-longest:]
    if ENCRYPTED in found:
        raise Untidy("format/bad-workbook", {"why": "ตั้งรหัสผ่านไว้ (protected by a password)"})
    return next((closed for name, closed in OLE_STREAMS if name.encode("utf-16-le") in found), OLE)


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return "xlsx"
            open_document = archive.open("mimetype").read(HEAD_BYTES) if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Untidy("format/bad-workbook", {"why": str(error)}) from error
    for kind, closed in OPEN_DOCUMENTS:
        if kind in open_document:
            raise _untidy(closed)
    raise _untidy(next((closed for part, closed in PARTS if part in names), ZIP))
