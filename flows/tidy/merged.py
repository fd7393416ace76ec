"""Merged cells among the data: all but the first of them would be published as empty."""

from collections.abc import Iterator, Sequence

import polars as pl

from flows.domain.tidied import Remark
from flows.tidy.blocks import Piece
from flows.tidy.grammar import column_name
from flows.tidy.header import Header
from flows.tidy.sheet_xml import Merged

SHOWN = 10


class MergedCells:
    """Looks at the worksheet's merged ranges while the rows go by, from the top down."""

    def __init__(self, merged: Sequence[Merged], header: Header) -> None:
        self._published = {column.position for column in header.columns}
        self._merged = [
            each
            for each in merged
            if each.rows.start >= header.first_row and self._published.intersection(each.columns)
        ]
        self._values: dict[Merged, str] = {}
        self._kept: dict[Merged, int] = {}

    def see(self, piece: Piece, first_row: int, left_out: pl.Series) -> None:
        """`first_row`: the row of the piece's first record; `left_out`: the records that are not published."""
        rows = range(first_row, first_row + piece.frame.height)
        for each in self._merged:
            if each.rows.stop <= rows.start or each.rows.start >= rows.stop:
                continue
            if each.rows.start in rows and column_name(each.columns.start) in piece.frame.columns:
                self._values[each] = piece.frame[column_name(each.columns.start)][each.rows.start - rows.start]
            within = range(max(each.rows.start, rows.start) - rows.start, min(each.rows.stop, rows.stop) - rows.start)
            kept = sum(1 for index in within if not left_out[index])
            self._kept[each] = self._kept.get(each, 0) + kept

    def remarks(self) -> Iterator[Remark]:
        """format/merged-cells, once, for the ranges with a value of which more than one cell is published."""
        found = [
            each
            for each in self._merged
            if self._values.get(each, "").strip()
            and self._kept.get(each, 0) * len(self._published.intersection(each.columns)) > 1
        ]
        if found:
            listed = ", ".join(each.name for each in found[:SHOWN]) + (" …" if len(found) > SHOWN else "")
            yield Remark("format/merged-cells", {"cells": listed, "count": f"{len(found):,}"}, row=found[0].rows.start)
