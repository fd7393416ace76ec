"""The records of a CSV text by Python's own csv.reader, with where each one ends: the judge in every doubt."""

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from flows.domain.finding import Place
from flows.tidy.untidy import Untidy

READ_BYTES = 64 << 10
RECORD_BYTES = 16 << 20
"""No honest record is longer; a quotation mark that is never closed makes one of the rest of the file."""
# csv ends a record at CRLF, LF or CR, and at no other of the many line ends that str.splitlines knows.
LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)")


def records(file: BinaryIO, delimiter: str, start: int = 0, first_row: int = 1) -> Iterator[tuple[list[str], int]]:
    """(cells, byte offset behind the record) from the byte `start` on, which must be where a record begins.

    `first_row` is the number of the first record, counted from 1. A blank line is a record without cells.
    Raises `Untidy` if a record does not end.
    """
    end = start
    unfinished = 0
    row = first_row

    def lines() -> Iterator[str]:
        nonlocal end, unfinished
        for line in _lines(file, start):
            end += len(line)
            unfinished += len(line)
            if unfinished > RECORD_BYTES:
                raise _endless(row)
            yield line.decode()

    # The limit is the process's own; it is only ever widened.
    csv.field_size_limit(max(csv.field_size_limit(), RECORD_BYTES))
    for cells in csv.reader(lines(), delimiter=delimiter):
        unfinished = 0
        row += 1
        yield cells, end


def _endless(row: int) -> Untidy:
    what = "CSV ที่เครื่องหมายคำพูดไม่ปิด (a quotation mark is never closed)"
    return Untidy("format/not-a-table", {"what": what}, Place(row=row))


def _lines(file: BinaryIO, start: int) -> Iterator[bytes]:
    file.seek(start)
    rest = b""
    while block := file.read(READ_BYTES):
        text = rest + block
        # A CR at the end of what was read may be the first half of a CRLF.
        whole = text[:-1] if text.endswith(b"\r") else text
        end = 0
        for found in LINE.finditer(whole):
            end = found.end()
            yield found.group()
        rest = text[end:]
        if len(rest) > RECORD_BYTES:
            break
    if rest:
        yield rest
