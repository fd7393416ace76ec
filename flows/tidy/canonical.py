"""Writes the canonical CSV: UTF-8 without a mark, RFC 4180 (CRLF, as few quotation marks as possible)."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

APART_ROWS = 100
"""Irregular rows closer to each other than this are written in one go, with the regular rows between them."""


class CanonicalFile:
    """The file while it is written; its digest, size and rows are taken on the way."""

    def __init__(self, path: Path, headers: Sequence[str]) -> None:
        self._file = path.open("wb")
        self._digest = hashlib.sha256()
        self.path = path
        self.size = 0
        """Bytes."""
        self.rows = 0
        """Data rows, blank lines included."""
        self._put(_as_csv([headers]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, frame: pl.DataFrame) -> None:
        """Rows that have all their cells; the frame's columns in the order of the headers, no nulls."""
        if frame.width > 1:
            # Polars writes a null as nothing and an empty text as "". A lone empty cell needs its marks, though:
            # without them it would be a blank line, which is something else.
            frame = frame.select(pl.when(pl.all() != "").then(pl.all()))
        buffer = io.BytesIO()
        frame.write_csv(buffer, include_header=False, line_terminator="\r\n", quote_style="necessary")
        self._put(buffer.getbuffer())
        self.rows += frame.height

    def write_ragged(
        self, frame: pl.DataFrame, widths: Sequence[int], surplus: Mapping[int, Sequence[str]], width: int
    ) -> None:
        """Rows each of which is as much too short or too long as it was in the agency's file.

        `frame` has the canonical columns. `widths` are the numbers of cells in the agency's file, whose regular rows
        have `width`; `surplus` the cells beyond them, by row of the frame. A short row loses cells at its end, wherever
        in the agency's order they were missing: every cell that stays is in its own column. Where only one column is
        published, a short row can only be a blank line.
        """
        for start, end in _spans(widths, width):
            part = frame[start:end]
            if all(had == width for had in widths[start:end]):
                self.write(part)
                continue
            more = [surplus.get(index, ()) for index in range(start, end)]
            self._put(_as_csv(_ragged_rows(part, widths[start:end], more, width)))
            self.rows += end - start

    def _put(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)


def _spans(widths: Sequence[int], width: int) -> Iterator[tuple[int, int]]:
    """All rows in runs (start, end): long regular ones, and those in which irregular rows are close together."""
    done = 0
    irregular = [index for index, had in enumerate(widths) if had != width]
    for index, following in pairwise([*irregular, len(widths) + APART_ROWS]):
        if index - done >= APART_ROWS:
            yield done, index
            done = index
        if following - index > APART_ROWS:
            yield done, index + 1
            done = index + 1
    if done < len(widths):
        yield done, len(widths)


def _ragged_rows(
    frame: pl.DataFrame, widths: Sequence[int], surplus: Sequence[Sequence[str]], width: int
) -> list[list[str]]:
    least = 1 if frame.width > 1 else 0
    rows: list[list[str]] = []
    for cells, had, more in zip(frame.iter_rows(), widths, surplus, strict=True):
        if had == 0:
            rows.append([])
        elif had < width:
            rows.append(list(cells[: max(frame.width - (width - had), least)]))
        else:
            rows.append([*cells, *more])
    return rows


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
