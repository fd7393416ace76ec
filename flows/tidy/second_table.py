"""A second table on the same worksheet or in the same file: to the right behind an empty column, or further below."""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from flows.domain.finding import column_letter
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.tidied import Remark
from flows.domain.tidy import Tidy
from flows.tidy.blocks import Piece
from flows.tidy.grammar import column_name
from flows.tidy.header import Header
from flows.tidy.recognise import Recogniser

RULE = "format/two-tables"
WINDOW = 4
"""Rows behind a blank one that tell whether a table begins there: a title, headers, and what they are above."""
MOST = 10_000
"""Beginnings that are looked at: a file with more blank rows than this is no layout of tables."""
NULL_WORDS = frozenset({"ไม่มี", "ไม่มีข้อมูล", "ไม่ระบุ", "ไม่ทราบ", "ว่าง", "n/a", "na", "none", "null", "nan"})
_NUMBER = re.compile(r"[-+]?[\d,]*\d(?:\.\d+)?\s?%?")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


class SecondTable:
    """Looks for one while the rows go by, from the top down. It must be sure: what it finds holds the dataset."""

    def __init__(self, header: Header, rules: Tidy, schema: TableSchema) -> None:
        self._recogniser = Recogniser(schema.fields)
        self._null_words = NULL_WORDS | {word.strip().casefold() for word in rules.null_words}
        self._columns = sorted(header.columns, key=lambda column: column.position)
        blank = {column.position for column in self._columns if not column.header.strip()}
        self._empty = blank if header.row is not None else set()
        """Columns without header in which nothing has been seen yet."""
        self._last: pl.DataFrame | None = None
        self._last_row = 0
        self._looked = 0
        self._below: int | None = None

    def see(self, piece: Piece, first_row: int, left_out: pl.Series) -> None:
        """`first_row`: the row of the piece's first record; `left_out`: those that are declared to be no part of it."""
        frame = piece.frame
        self._empty = {position for position in self._empty if not _filled(frame[column_name(position)])}
        if self._below is not None or self._looked > MOST:
            return
        if left_out.any():
            # What is declared to be a total or a footnote is no table, and separates none either.
            frame = frame.with_columns(pl.when(left_out).then(pl.lit("-")).otherwise(pl.all()).name.keep())
        if self._last is not None:
            frame = pl.concat([self._last, frame])
            first_row = self._last_row
        self._search(frame, first_row, complete=True)
        kept = min(frame.height, WINDOW + 1)
        self._last, self._last_row = frame.tail(kept), first_row + frame.height - kept

    def remarks(self) -> Iterator[Remark]:
        """format/two-tables, at most once for either side. Call when all rows have been seen."""
        if self._below is None and self._last is not None:
            self._search(self._last, self._last_row, complete=False)
        column = self._beside()
        if column is not None:
            letter = column_letter(column)
            where = Text(th=f"ทางขวา ตั้งแต่คอลัมน์ {letter}", en=f"to the right, from column {letter} on")
            yield Remark(RULE, {"where": where}, column=column)
        if self._below is not None:
            where = Text(th=f"ด้านล่าง ตั้งแต่แถวที่ {self._below}", en=f"further below, from row {self._below} on")
            yield Remark(RULE, {"where": where}, row=self._below)

    def _beside(self) -> int | None:
        """The first column of a group of at least two behind an empty one, with at least two before it."""
        groups: list[list[int]] = [[]]
        for column in self._columns:
            if column.position in self._empty:
                groups.append([])
            else:
                groups[-1].append(column.position)
        wide = [group for group in groups if len(group) >= 2]
        return wide[1][0] if len(wide) >= 2 else None

    def _search(self, frame: pl.DataFrame, first_row: int, complete: bool) -> None:
        """`complete`: only where all rows of a window are there; those at the end are looked at with what follows."""
        first = frame.columns[0]
        indexed = frame.with_row_index("row")
        candidates = indexed.filter(pl.col(first).str.strip_chars() == "")
        blank = set(candidates.filter(pl.all_horizontal(pl.exclude("row").str.strip_chars() == ""))["row"])
        for index in sorted(blank):
            start = index + 1
            if start in blank or start >= frame.height or (complete and start + WINDOW > frame.height):
                continue
            self._looked += 1
            if self._looked > MOST:
                return
            rows = [list(cells) for cells in frame.slice(start, WINDOW).iter_rows()]
            title = len(_texts(rows[0])) == 1
            if title:
                rows, start = rows[1:], start + 1
            if len(rows) > 1 and self._begins(rows[0], rows[1], title):
                self._below = first_row + start
                return

    def _begins(self, cells: Sequence[str], following: Sequence[str], title: bool) -> bool:
        texts = _texts(cells)
        if len(texts) < 2 or not _texts(following):
            return False
        if self._recogniser.score(cells) >= max(2, (self._recogniser.count + 1) // 2):
            return True
        if len({*texts}) < len(texts) or not all(self._is_word(text) for text in texts):
            return False
        numbers = [position for position, cell in enumerate(following) if _NUMBER.fullmatch(cell.strip())]
        return len(numbers) >= (1 if title else 2) and all(cells[position].strip() for position in numbers)

    def _is_word(self, text: str) -> bool:
        return bool(_LETTER.search(text)) and not _DIGIT.search(text) and text.casefold() not in self._null_words


def _filled(cells: pl.Series) -> bool:
    return bool((cells.str.strip_chars() != "").any())


def _texts(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]
