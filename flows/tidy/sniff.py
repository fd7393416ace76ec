"""What the agency's bytes are, told by the bytes alone: names and media types are wrong too often."""

import zipfile
from pathlib import Path
from typing import Literal

from flows.tidy.untidy import Untidy

HEAD_BYTES = 8192
UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An encrypted .xlsx is an OLE file with a stream of this name.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAGICS = (
    (OLE_MAGIC, "XLS (Excel 97-2003)"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"{\\rtf", "RTF"),
)
JSON_STARTS = (b'{"', b"[{", b"[[", b'["')
PARTS = (
    ("xl/workbook.bin", "XLSB"),
    ("word/document.xml", "DOCX"),
    ("ppt/presentation.xml", "PPTX"),
    ("content.xml", "ODS"),
)

Kind = Literal["text", "xlsx"]


def kind_of(path: Path) -> Kind:
    """Whether the file is text or an XLSX workbook. Raises `Untidy` for an empty file and for everything else."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise Untidy("format/empty-file")
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path)
    if head.startswith(OLE_MAGIC) and _is_encrypted(path):
        raise Untidy("format/bad-workbook", {"why": "ตั้งรหัสผ่านไว้ (protected by a password)"})
    what = _no_table(head)
    if what is not None:
        raise Untidy("format/not-a-table", {"what": what})
    return "text"


def _no_table(head: bytes) -> str | None:
    for magic, name in MAGICS:
        if head.startswith(magic):
            return name
    if b"%PDF-" in head[:1024]:
        return "PDF"
    if head.startswith(UTF16_BOMS):
        return None
    if b"\0" in head:
        return "ไฟล์ไบนารี (binary)"
    start = head.removeprefix(UTF8_BOM).lstrip()[:1024].lower()
    if start.startswith(b"<"):
        return "HTML" if b"<html" in start or b"<!doctype html" in start else "XML"
    if b"".join(start[:64].split()).startswith(JSON_STARTS):
        return "JSON"
    return None


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        carried = b""
        while block := file.read(1 << 20):
            if ENCRYPTED in carried + block:
                return True
            carried = block[-len(ENCRYPTED) :]
    return False


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise Untidy("format/bad-workbook", {"why": str(error)}) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    what = next((name for part, name in PARTS if part in names), "ZIP")
    raise Untidy("format/not-a-table", {"what": what})
