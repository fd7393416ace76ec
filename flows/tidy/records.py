"""The records of a CSV text by Python's own csv.reader, with where each one ends: the judge in every doubt."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from flows.domain.finding import Place
from flows.tidy.untidy import Untidy

READ_BYTES = 64 << 10
RECORD_BYTES = 16 << 20
"""No honest record is longer; a quotation mark that is never closed makes one of the rest of the file."""


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
    held: list[bytes] = []  # the beginning of a line whose end has not been read yet
    held_bytes = 0
    half = b""  # a CR at the end of what was read, which may be the first half of a CRLF
    while block := file.read(READ_BYTES):
        block = half + block
        half = b"\r" if block.endswith(b"\r") else b""
        block = block.removesuffix(half)
        # Of bytes, splitlines knows the three line ends of CSV and no other.
        for line in block.splitlines(keepends=True):
            if not line.endswith((b"\n", b"\r")):
                held.append(line)
                held_bytes += len(line)
            elif held:
                yield b"".join([*held, line])
                held, held_bytes = [], 0
            else:
                yield line
        if held_bytes > RECORD_BYTES:
            break
    if held or half:
        yield b"".join([*held, half])
