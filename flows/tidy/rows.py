"""Which rows are declared not to be part of the table: totals, footnotes, blank ones."""

import re
from collections.abc import Iterable

import polars as pl

from flows.domain.tidied import Remark
from flows.domain.tidy import Tidy
from flows.tidy.blocks import Piece
from flows.tidy.grammar import column_name
from flows.tidy.header import Header


class RowsToLeaveOut:
    """`drop_rows_starting` and `drop_blank_rows` of a declaration, for a table of that layout.

    An entry of the first is `words`, which the row's first filled cell (in the agency's order of columns) starts with,
    or `column=words` for one column's cell; a column goes by its header in the agency's file or its machine name, and
    may be one that is not published.
    """

    def __init__(self, rules: Tidy, header: Header) -> None:
        self._blank = rules.drop_blank_rows
        self._null_words = [word.strip() for word in rules.null_words]
        self._trim = rules.trim
        self._published = [column_name(column.position) for column in header.columns]
        anywhere: list[str] = []
        of_column: dict[int, list[str]] = {}
        unknown: list[str] = []
        for entry in rules.drop_rows_starting:
            name, equals, words = entry.partition("=")
            position = header.position(name) if equals else None
            if not equals:
                anywhere.append(entry)
            elif position is None:
                unknown.append(name.strip())
            else:
                of_column.setdefault(position, []).append(words)
        self._first_filled = _beginning(anywhere)
        self._of_column = {column_name(position): _beginning(words) for position, words in of_column.items()}
        self.remarks = tuple(
            Remark("format/drop-row-column-not-found", {"name": name}) for name in dict.fromkeys(unknown)
        )
        """One for each entry whose column the file does not have."""

    def starting(self, piece: Piece) -> pl.Series:
        """Which records of the piece start with one of the declared words."""
        stripped = {name: pl.col(name).str.strip_chars() for name in piece.frame.columns}
        starts = [stripped[name].str.contains(pattern) for name, pattern in self._of_column.items()]
        if self._first_filled:
            first = pl.coalesce(pl.when(cell != "").then(cell) for cell in stripped.values())
            starts.append(first.str.contains(self._first_filled))
        return _any(piece.frame, starts)

    def blank(self, piece: Piece) -> pl.Series:
        """Which records are wholly blank, in what would be published of them."""
        if not self._blank:
            return _any(piece.frame, [])
        blank = piece.frame.select(every=pl.all_horizontal(self._empty(pl.col(name)) for name in self._published))[
            "every"
        ]
        overfull = [row for row, cells in piece.surplus.items() if any(cell.strip() for cell in cells)]
        return blank.scatter(overfull, False) if overfull else blank

    def _empty(self, cell: pl.Expr) -> pl.Expr:
        core = cell.str.strip_chars()
        return core.is_in(self._null_words) | ((core if self._trim else cell) == "")


def _beginning(words: Iterable[str]) -> str:
    pattern = "|".join(re.escape(word.strip()) for word in words)
    return rf"\A(?:{pattern})" if pattern else ""


def _any(frame: pl.DataFrame, conditions: list[pl.Expr]) -> pl.Series:
    if not conditions:
        return pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
    return frame.select(any=pl.any_horizontal(conditions).fill_null(False))["any"]
