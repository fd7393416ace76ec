"""The same small table as a file of each format: real files, though as small as they come."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

import openpyxl

ROWS = (("เลขทะเบียนโรงงาน", "จังหวัด", "คนงาน"), ("F001", "ลำปาง", "12"), ("F002", "ตาก", "34"), ("F003", "น่าน", "56"))
_SECTOR = 512


def _csv() -> bytes:
    return "".join(",".join(row) + "\r\n" for row in ROWS).encode("utf-8-sig")


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a worksheet"
    for row in ROWS:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _xls() -> bytes:
    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def text(value: str) -> bytes:
        return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")

    end = record(0x000A, b"")
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    cells = b"".join(
        record(0x0204, struct.pack("<HHH", nth, column, 0) + text(cell))
        for nth, row in enumerate(ROWS)
        for column, cell in enumerate(row)
    )
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)) + cells + end
    name = b"\x06\x00Sheet1"
    place = len(begin) + 4 + 6 + len(name) + len(end)
    bound = record(0x0085, struct.pack("<IH", place, 0) + name)
    return _compound_file("Workbook", begin + bound + end + sheet)


def _compound_file(stream: str, content: bytes) -> bytes:
    """An OLE file with one stream (MS-CFB, version 3). Small streams would lie elsewhere, so it is filled up."""
    content = content.ljust(8 * _SECTOR, b"\0")
    content += b"\0" * (-len(content) % _SECTOR)
    sectors = len(content) // _SECTOR
    end, free, of_the_table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    chain = [of_the_table, end, *range(3, 2 + sectors), end]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
        written = (name + "\0").encode("utf-16-le") if name else b""
        head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, free, free, child)
        return head + bytes(36) + struct.pack("<IQ", first, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, free, 2, len(content))
    directory += entry("", 0, free, 0, 0) * 2
    return header + table + directory + content


def _archive(members: Mapping[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def _docx() -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in ROWS
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    part = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
    document = f'<w:document xmlns:w="{word}"><w:body><w:tbl>{cells}</w:tbl></w:body></w:document>'
    return _archive({"[Content_Types].xml": f'<Types xmlns="{types}">{part}</Types>', "word/document.xml": document})


def _ods() -> bytes:
    cell_of_text = 'table:table-cell office:value-type="string"'
    rows = "".join(
        "<table:table-row>" + "".join(f"<{cell_of_text}><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in ROWS
    )  # fmt: skip
    office = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{office}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Sheet1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    manifest = f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0">{files}</manifest:manifest>'
    return _archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _pdf() -> bytes:
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n".encode()
    lines = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{lines}"
    return (
        body + f"{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n".encode()
    )


def _html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f'<!doctype html><html lang="th"><meta charset="utf-8"><table>{rows}</table></html>'.encode()


def _json() -> bytes:
    records = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    return json.dumps(records, ensure_ascii=False, indent=1).encode()


def _xml() -> bytes:
    rows = "".join("<row>" + "".join(f"<cell>{cell}</cell>" for cell in row) + "</row>" for row in ROWS)
    return f'<?xml version="1.0" encoding="UTF-8"?><rows>{rows}</rows>'.encode()


def _png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


FORMATS: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "CSV": _csv,
        "XLSX": _xlsx,
        "XLS": _xls,
        "ODS": _ods,
        "PDF": _pdf,
        "DOC": lambda: _compound_file("WordDocument", b"\xec\xa5\xc1\0"),
        "DOCX": _docx,
        "HTML": _html,
        "JSON": _json,
        "XML": _xml,
        "ZIP": lambda: _archive({"factories.csv": _csv().decode("utf-8-sig")}),
        "PNG": _png,
    }
)
"""Content by the format's usual name."""
