"""Records that a quotation mark has swallowed: a text of several lines that is really rows of the table.

A cell that begins with a quotation mark which nobody closed runs on to the next one, over line ends and delimiters, as
CSV has it. Two such cells make of all rows between them one cell, and the table loses rows without an error anywhere.
Honest texts have several lines as well (addresses, lists), and commas in them. What tells them apart is that a
swallowing cell, put back between its row's other cells, is rows of this very table. In the column c of n:

- its first line has the delimiters that a row has from column c on (n - c), its last line those up to it (c - 1),
- or a line between them has all of them (n - 1),
- no delimiter is followed by a blank: people write one behind a comma, and where a program does, no cell of the file
  could begin with a quotation mark,
- what would come to stand in a column of numbers, dates or a declared pattern fits there,
- and chance is ruled out: by such a column with a value, or by three delimiters or more.
"""

import re
from collections.abc import Iterator, Sequence

from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Remark
from flows.domain.tidy import Tidy
from flows.tidy.blocks import Piece
from flows.tidy.header import Header

RULE = "table/line-break-in-cell"
MOST = 1000
"""Remarks about one file; a file with as many is broken altogether."""
CERTAIN_DELIMITERS = 3

_LINE_END = re.compile(r"\r\n|\n|\r")
_DIGIT = "[0-9๐-๙]"
_NUMBER = re.compile(rf"[+-]?{_DIGIT}[0-9๐-๙.,]*")
_LIKE_TYPE = {
    "integer": _NUMBER,
    "number": _NUMBER,
    "year": re.compile(f"{_DIGIT}{{2,4}}"),
    "yearmonth": re.compile(f".*{_DIGIT}.*"),
    "date": re.compile(f".*{_DIGIT}.*"),
    "datetime": re.compile(f".*{_DIGIT}.*"),
}
"""As agencies write them, before any conversion."""


class Swallowed:
    """Finds such cells in the records of one table."""

    def __init__(self, delimiter: str, header: Header, rules: Tidy, schema: TableSchema) -> None:
        self._delimiter = delimiter
        self._width = header.width
        self._nothing = {"", *(word.strip() for word in rules.null_words)}
        converted = {*rules.thai_digits, *rules.thousands, *rules.calendar, *rules.date_formats}
        self._looks: dict[int, re.Pattern[str]] = {}
        """What the values of a column look like, by position; other columns may hold anything."""
        descriptors = {field["name"]: field for field in schema.descriptor["fields"]}
        for column in header.columns:
            field = descriptors.get(column.name, {})
            pattern = field.get("constraints", {}).get("pattern")
            if field.get("type") in _LIKE_TYPE:
                self._looks[column.position] = _LIKE_TYPE[field["type"]]
            elif pattern is not None and column.name not in converted:
                self._looks[column.position] = re.compile(pattern)

    def remarks(self, piece: Piece, first_row: int) -> Iterator[Remark]:
        """One for each swallowing cell, at the row and column in which its quotation mark opens.

        `first_row` is the agency's row of the piece's first record.
        """
        for position, name in enumerate(piece.frame.columns, start=1):
            cells = piece.frame[name]
            several_lines = cells.str.contains("[\r\n]") & cells.str.contains(self._delimiter, literal=True)
            for index in several_lines.arg_true():
                lines = _LINE_END.split(cells[int(index)])
                if self._are_records(lines, position):
                    yield Remark(RULE, {"lines": len(lines)}, row=first_row + int(index), column=position)

    def _are_records(self, lines: Sequence[str], column: int) -> bool:
        broken = [line.split(self._delimiter) for line in lines]
        first, *between, last = broken
        ends = [(first, column), (last, 1)]
        of_their_row = len(first) == self._width - column + 1 and len(last) == column
        whole = [(line, 1) for line in between if len(line) == self._width]
        return (of_their_row and self._fit(ends)) or (self._width > 1 and any(self._fit([line]) for line in whole))

    def _fit(self, parts: Sequence[tuple[Sequence[str], int]]) -> bool:
        """Whether the cells would be at home in the columns from the given ones on, and not by chance alone."""
        delimiters = sum(len(cells) - 1 for cells, _ in parts)
        evidence = delimiters >= CERTAIN_DELIMITERS
        for cells, column in parts:
            if any(cell.startswith((" ", "\u00a0")) for cell in cells[1:]):
                return False
            for position, cell in enumerate(cells, start=column):
                text, looks = cell.strip(), self._looks.get(position)
                if looks is None or text in self._nothing:
                    continue
                if not looks.fullmatch(text):
                    return False
                evidence = True
        return evidence and delimiters > 0
