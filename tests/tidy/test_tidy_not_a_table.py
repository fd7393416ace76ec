"""Files that cannot be made into a table at all."""

import pickle
import zipfile

import pytest

from flows.tidy import Untidy
from flows.tidy.records import RECORD_BYTES


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"\xef\xbb\xbf\r\n  <!DOCTYPE html><HTML><body>503</body>", "HTML"),
        (b"<html lang='th'>", "HTML"),
        (b"<?xml version='1.0'?><rows/>", "XML"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "XLS (Excel 97-2003)"),
        (b'\n[ {"ok": true}]', "JSON"),
        (b'{"help": "x"}', "JSON"),
        (b"\x1f\x8b\x08\x00", "GZIP"),
        (b"MZ\x90\x00\x03\x00", "ไฟล์ไบนารี (binary)"),
    ],
)
def test_what_is_no_table_is_named(desk, content, what):
    with pytest.raises(Untidy) as caught:
        desk.tidy(content)
    assert (caught.value.slug, caught.value.words) == ("format/not-a-table", {"what": what})


@pytest.mark.parametrize(
    ("members", "what"),
    [({"report.txt": "x"}, "ZIP"), ({"word/document.xml": "<x/>"}, "DOCX"), ({"content.xml": "<x/>"}, "ODS")],
)
def test_a_zip_that_is_no_workbook(desk, members, what):
    path = desk.folder / "snapshot"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    with pytest.raises(Untidy) as caught:
        desk.tidy(path)
    assert (caught.value.slug, caught.value.words) == ("format/not-a-table", {"what": what})


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
    assert str(again) == "format/not-a-table (what: PDF)"
