"""Proves that a block of CSV text is what csv.reader would read, and reads it at once.

"Every record has n cells, and its quotation marks are where they belong" is a regular language. So the proof is one
regular expression, run over a whole block by Polars' automaton: the longest prefix of the block that it matches is as
regular as can be, and ends where a record ends.
"""

from dataclasses import dataclass

import polars as pl

from flows.tidy.sniff import UTF8_BOM

# A wider table makes an automaton too large for Polars' limits.
PROVABLE_WIDTH = 1000


def column_name(position: int) -> str:
    """Name, in a frame, of the 1-based column of the agency's file."""
    return f"c{position}"


@dataclass(frozen=True, slots=True)
class Regular:
    """Records that are proven to be regular."""

    frame: pl.DataFrame
    taken: int
    """Bytes."""
    one_line: bool
    """Whether no cell has a line break in it."""


class Grammar:
    """What a regular record of a table is."""

    def __init__(self, delimiter: str, width: int) -> None:
        self._delimiter = delimiter
        self._schema = {column_name(position): pl.String() for position in range(1, width + 1)}
        self._provable = width <= PROVABLE_WIDTH
        escaped = f"\\x{{{ord(delimiter):X}}}"
        # In a table of one column an empty record is a blank line, and that is irregular.
        some = "+" if width == 1 else "*"
        bare = f'[^"{escaped}\\r\\n]{some}'

        def record(quotable: str) -> str:
            cell = f'(?:"(?:{quotable}|""){some}"|{bare})'
            return f"{cell}(?:{escaped}{cell}){{{width - 1}}}\\r?\\n"

        self._record = record('[^"]')
        self._records = f"\\A(?:{self._record})*"
        one_line = record('[^"\\r\\n]')
        self._one_line_records = f"\\A(?:{one_line})*"
        self._several_lines = False

    def regular_prefix(self, block: bytes, last: bool) -> Regular | None:
        """The regular records at the block's beginning; None if there is none.

        `last` says that the text ends with this block.
        """
        # Polars takes a byte-order mark at a block's beginning away, csv.reader does not.
        if not self._provable or block.startswith(UTF8_BOM):
            return None
        text = block if not last or block.endswith(b"\n") else block + b"\n"
        text = text[: text.rfind(b"\n") + 1]
        if not text:
            return None
        column = pl.Series([text], dtype=pl.Binary).cast(pl.String)
        taken = 0 if self._several_lines else _match_bytes(column, self._one_line_records)
        one_line = taken > 0
        if taken == 0:
            taken = _match_bytes(column, self._records)
            # Where one cell has a line break, more will: the simpler pattern would only find short runs.
            self._several_lines = self._several_lines or taken > 0
        if taken == 0:
            return None
        proven = text[:taken]
        if self._several_lines:
            column = pl.Series([proven], dtype=pl.Binary).cast(pl.String)
            height = column.str.count_matches(self._record).item()
        else:
            height = proven.count(b"\n")
        frame = self._frame(proven)
        # The proof is about csv.reader; that Polars found the same records is seen by their number.
        if frame is None or frame.height != height:
            return None
        return Regular(frame, min(taken, len(block)), one_line)

    def _frame(self, proven: bytes) -> pl.DataFrame | None:
        try:
            return pl.read_csv(
                proven,
                has_header=False,
                schema=self._schema,
                separator=self._delimiter,
                infer_schema=False,
                empty_string_is_null=False,
            )
        except pl.exceptions.PolarsError:
            return None


def _match_bytes(column: pl.Series, pattern: str) -> int:
    return int(column.str.extract(pattern, 0).str.len_bytes().fill_null(0).item())
