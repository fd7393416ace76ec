"""Encodings: the mark, strict UTF-8, then cp874; and what is none of them."""

import pytest

from flows.tidy import Untidy
from flows.tidy.decode import READ_BYTES

TEXT = "ก,ข\r\nกรุงเทพมหานคร,น้ำตาล\r\n"
ROWS = [["กรุงเทพมหานคร", "น้ำตาล"]]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp874"), "cp874"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
    ],
)
def test_the_encoding_is_found_and_told(desk, content, encoding):
    tidied = desk.tidy(content)
    assert tidied.encoding == encoding
    assert desk.rows(tidied) == ROWS
    assert tidied.received.read_bytes() == TEXT.encode()


def test_plain_utf8_is_not_copied(desk):
    tidied = desk.tidy(TEXT)
    assert tidied.received == desk.folder / "snapshot"
    assert ("tidy/encoding", None) not in desk.changes(tidied)


def test_another_encoding_is_a_change(desk):
    assert desk.changes(desk.tidy(TEXT.encode("cp874")))["tidy/encoding", None] == 1


def test_no_break_space_and_windows_quotes_are_thai_text(desk):
    # Python's codec tis-620 refuses the first and mistakes the others for control characters.
    content = "ก,ข\r\n".encode("cp874") + b"\xa1\xa0\xa2,\x93\xa1\x94\r\n"
    assert desk.rows(desk.tidy(content)) == [["ก\u00a0ข", "“ก”"]]


@pytest.mark.parametrize("byte", [0xDB, 0xDC, 0xDD, 0xDE, 0xFC, 0xFD, 0xFE, 0xFF])
def test_bytes_that_cp874_leaves_undefined_are_no_thai_text(desk, byte):
    content = "ก,ข\r\n".encode("cp874") + b"\xa1," + bytes([byte]) + b"\r\n"
    with pytest.raises(Untidy) as caught:
        desk.tidy(content)
    assert caught.value.slug == "format/encoding"
    assert caught.value.words == {"tried": "utf-8, cp874", "byte": f"0x{byte:02X}", "offset": 7, "line": 2}
    assert not (desk.folder / "out" / "as-text.csv").exists()


def test_a_utf8_file_cut_off_in_a_letter_is_not_taken_for_cp874(desk):
    with pytest.raises(Untidy) as caught:
        desk.tidy((TEXT + "ก").encode()[:-1])
    assert caught.value.slug == "format/encoding"
    assert caught.value.words["line"] == 3


def test_a_declared_encoding_is_obeyed(desk):
    with pytest.raises(Untidy) as caught:
        desk.tidy(TEXT.encode("cp874"), encoding="utf-8")
    assert caught.value.words["tried"] == "utf-8"
    assert desk.tidy(TEXT.encode("utf-8-sig"), encoding="utf-8").encoding == "utf-8-sig"
    # ASCII bytes are valid in both: what is declared is what is told.
    assert desk.tidy("a,b\r\n1,2\r\n", encoding="cp874").encoding == "cp874"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_letter_may_lie_across_two_reads(desk, encoding):
    header = "ก,ข\r\n"
    mark = "\ufeff".encode(encoding) if encoding == "utf-16-le" else b""
    before = READ_BYTES - len((header + ",").encode(encoding)) - len(mark) - 1
    filler = "x" * (before // len("x".encode(encoding)))
    tidied = desk.tidy(mark + (header + filler + ",กขค\r\n").encode(encoding))
    assert desk.rows(tidied) == [[filler, "กขค"]]


def test_the_place_of_a_bad_byte_is_right_beyond_the_first_read(desk):
    line = "ก,ข\r\n".encode()
    times = READ_BYTES // len(line) + 10
    with pytest.raises(Untidy) as caught:
        desk.tidy(line * times + b"\xdb", encoding="utf-8")
    assert caught.value.words["offset"] == len(line) * times
    assert caught.value.words["line"] == times + 1
