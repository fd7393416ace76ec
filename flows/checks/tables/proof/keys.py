"""Which rows may share a value that has to be unique: every row of each class of equal images goes to Frictionless.

An image has 64 bits. Equal values have equal images; different ones may have them too, which costs time and no more.
"""

from collections.abc import Sequence

import polars as pl

from flows.canonical.doubt import Doubt
from flows.checks.tables.proof.cells import whole_number
from flows.checks.tables.proof.column import REMEMBERED, Column

AT_ONCE = 1 << 21
"""Images that are sorted at a time, so that memory holds the images once and a little more."""
_WHOLE = (1 << 64) - 1


class KeyColumn:
    """The images of one column's values as Frictionless reads them."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self._read = column.field.create_value_reader()
        self._is_text = column.field.type == "any" or (
            column.field.type == "string" and column.field.format == "default"
        )
        self._known: dict[str, int | None] = {}

    def images(self, cells: pl.Series) -> pl.Series:
        """UInt64; null where Frictionless sees no value: missing, or not of the type. Raises Doubt for what it cannot
        compare. Cells that are not there are null and have no value."""
        missing = self.column.is_missing(cells)
        there = ~(missing | cells.is_null())
        if self._is_text:
            return _where(there, cells.hash(7))
        if self.column.field.type == "integer":
            numbers = pl.select(whole_number(pl.lit(cells))).to_series()
            sure = there & numbers.is_not_null()
            images = _where(sure, numbers.cast(pl.UInt64, wrap_numerical=True))
        else:
            sure = pl.repeat(False, len(cells), dtype=pl.Boolean, eager=True)
            images = pl.repeat(None, len(cells), dtype=pl.UInt64, eager=True)
        left = there & ~sure
        if not left.any():
            return images
        texts = cells.filter(left).unique()
        asked = pl.Series([self._image(text) for text in texts.to_list()], dtype=pl.UInt64)
        told = cells.replace_strict(texts, asked, default=None, return_dtype=pl.UInt64)
        return pl.select(pl.when(left).then(told).otherwise(images)).to_series()

    def _image(self, text: str) -> int | None:
        if text in self._known:
            return self._known[text]
        image: int | None
        try:
            value = self._read(text)
            if value is None:
                image = None
            elif isinstance(value, int) and -(1 << 63) <= value < 1 << 63:
                image = value & _WHOLE
            else:
                image = hash(value) & _WHOLE  # equal values have equal hashes, whatever their types
        except Exception as error:
            raise Doubt(f"values of {self.column.field.name} cannot be compared") from error
        if len(self._known) < REMEMBERED:
            self._known[text] = image
        return image


class Key:
    """The columns of one unique field or of the primary key, and the images of every row seen: 8 bytes a row."""

    def __init__(self, columns: Sequence[KeyColumn]) -> None:
        self.columns = columns
        self._images: list[pl.Series] = []

    def see(self, cells: pl.DataFrame) -> None:
        """The next rows."""
        each = [key.images(cells[key.column.name]) for key in self.columns]
        if len(each) > 1:
            parts = pl.DataFrame({str(nth): images for nth, images in enumerate(each)})
            each = [parts.select(pl.struct(pl.all()).hash(3)).to_series()]
        self._images.append(each[0])

    def shared(self) -> list[pl.Series]:
        """For each time that rows were seen, which of them share an image with another row, as numbers from 0."""
        total = sum(map(len, self._images))
        parts = max(1, total // AT_ONCE)
        repeated = pl.concat([_repeated(self._images, part, parts) for part in range(parts)])
        if not len(repeated):
            return [pl.Series([], dtype=pl.UInt32) for _ in self._images]
        among = repeated.implode()
        return [images.is_in(among).fill_null(False).arg_true() for images in self._images]


def _repeated(images: Sequence[pl.Series], part: int, parts: int) -> pl.Series:
    """The images that occur more than once, of those that fall to this part."""
    taken = [each.filter(each % parts == part) if parts > 1 else each.drop_nulls() for each in images]
    row = pl.concat([pl.Series([], dtype=pl.UInt64), *taken]).sort()
    return row.filter(row == row.shift(1)).unique()


def _where(condition: pl.Series, value: pl.Series) -> pl.Series:
    return pl.select(pl.when(condition).then(value)).to_series()
