"""Files that cannot be made into a table at all."""

import pickle
import zipfile
from pathlib import Path

import pytest

from flows.checks import load_rules
from flows.tidy import Untidy, sniff
from flows.tidy.records import RECORD_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def stream(name):
    return OLE + name.encode("utf-16-le") + bytes(60)


@pytest.mark.parametrize(
    ("content", "slug", "what"),
    [
        (b"%PDF-1.7\n1 0 obj", "pdf", "PDF"),
        (b"\xef\xbb\xbf\r\n  <!DOCTYPE html><HTML><body>503</body>", "web-page", "HTML"),
        (b"<html lang='th'>", "web-page", "HTML"),
        (b"<meta charset=utf-8><table border=1><tr><td>1", "web-page", "HTML"),  # an old system's ".xls"
        (b"<?xml version='1.0'?><rows/>", "json-or-xml", "XML"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>',
            "other-spreadsheet",
            "XML Spreadsheet 2003",
        ),
        (b"\x89PNG\r\n\x1a\n", "image", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image", "JPEG"),
        (b"II*\x00\x08\x00", "image", "TIFF"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image", "WebP"),
        (b"BM\x36\x00\x00\x00\x00\x00", "image", "BMP"),
        (stream("Workbook"), "xls", "XLS (Excel 97-2003)"),
        (stream("Book"), "xls", "XLS (Excel 95)"),
        (stream("WordDocument"), "document", "DOC (Word 97-2003)"),
        (OLE, "not-a-table", "OLE (Microsoft Office 97-2003)"),
        (b"{\\rtf1\\ansi", "document", "RTF"),
        (b'\n[ {"ok": true}]', "json-or-xml", "JSON"),
        (b'{"help": "x"}', "json-or-xml", "JSON"),
        (b"\x1f\x8b\x08\x00", "archive", "GZIP"),
        (b"Rar!\x1a\x07", "archive", "RAR"),
        (b"SQLite format 3\x00", "not-a-table", "SQLite"),
        (b"MZ\x90\x00\x03\x00", "not-a-table", "ไฟล์ไบนารี (binary)"),
    ],
)
def test_what_is_no_table_is_named(desk, content, slug, what):
    with pytest.raises(Untidy) as caught:
        desk.tidy(content)
    assert (caught.value.slug, caught.value.words) == (f"format/{slug}", {"what": what})


@pytest.mark.parametrize(
    ("members", "slug", "what"),
    [
        ({"report.txt": "x"}, "archive", "ZIP"),
        ({"word/document.xml": "<x/>"}, "document", "DOCX"),
        ({"xl/workbook.bin": "x"}, "other-spreadsheet", "XLSB"),
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
            "other-spreadsheet",
            "ODS",
        ),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, "document", "OpenDocument"),
    ],
)
def test_a_zip_that_is_no_workbook(desk, members, slug, what):
    path = desk.folder / "snapshot"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    with pytest.raises(Untidy) as caught:
        desk.tidy(path)
    assert (caught.value.slug, caught.value.words) == (f"format/{slug}", {"what": what})


def test_every_kind_that_is_named_has_a_rule_of_its_own():
    rules = load_rules(Path(__file__).resolve().parents[2] / "schemas/rules")
    kinds = [closed for _, closed in (*sniff.MAGICS, *sniff.OLE_STREAMS, *sniff.PARTS, *sniff.OPEN_DOCUMENTS)]
    for closed in (*kinds, sniff.PDF, sniff.BINARY, sniff.OLE, sniff.ZIP):
        assert closed.what in rules.finding(closed.slug, what=closed.what).message.th


def test_a_workbook_with_a_password(desk):
    stream = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Untidy) as caught:
        desk.tidy(stream)
    assert caught.value.slug == "format/bad-workbook"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"  \r\n ,  ,\r\n", b"\xff\xfe"])
@pytest.mark.parametrize("header_row", ["find", "none", 1])
def test_nothing_in_it(desk, content, header_row):
    with pytest.raises(Untidy) as caught:
        desk.tidy(content, header_row=header_row)
    assert caught.value.slug == "format/empty-file"


@pytest.mark.parametrize("content", ["ก,ข", "ก,ข\r\n"])
def test_headers_alone_are_a_table_without_rows(desk, content):
    tidied = desk.tidy(content)
    assert (tidied.rows, desk.rows(tidied)) == (0, [])
    assert tidied.path.read_bytes() == b"a,b\r\n"


def test_a_quotation_mark_that_is_never_closed(desk):
    content = 'ก,ข\r\n1,2\r\n"3,4\r\n' + "5,6\r\n" * (RECORD_BYTES // 5 + 10)
    with pytest.raises(Untidy) as caught:
        desk.tidy(content)
    assert caught.value.slug == "format/not-a-table"
    assert caught.value.place.row == 3


def test_untidy_survives_being_pickled(desk):
    with pytest.raises(Untidy) as caught:
        desk.tidy(b"%PDF-1.7")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.slug, again.words, again.place) == (caught.value.slug, caught.value.words, caught.value.place)
    assert str(again) == "format/pdf (what: PDF)"
