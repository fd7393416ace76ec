"""Which row bears the headers, and which column of the agency's file is which field of the schema."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flows.domain.dataset import Tidy
from flows.domain.finding import Place
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Column
from flows.tidy.recognise import Recogniser, normalised
from flows.tidy.records import records
from flows.tidy.untidy import Untidy

SEARCHED_ROWS = 30
SHOWN_CELLS = 12
SHOWN_CHARACTERS = 60

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Header:
    """How the agency's table is laid out."""

    row: int | None
    """The row that bears the headers, from 1; None if the file is declared to have none."""
    first_row: int
    """The row in which the data begin."""
    start: int
    """Offset of that row in the text, in bytes."""
    width: int
    """Number of columns that a regular row of the agency's file has."""
    columns: tuple[Column, ...]
    """The columns of the canonical file, in its order: the schema's, then the agency's others."""
    dropped: int
    """Columns left out as declared."""

    @property
    def renamed(self) -> int:
        """Headers that are other ones in the canonical file."""
        return sum(1 for column in self.columns if column.name != column.header)


def find_header(path: Path, delimiter: str, rules: Tidy, schema: TableSchema) -> Header:
    """Looks for the headers at the top of the UTF-8 text, as `rules.header_row` says.

    `find` takes the first of the first 30 rows that bears at least half of the schema's fields; of a schema of one or
    two fields all of them, if there is such a row. Raises `Untidy`: format/empty-file, format/no-header.
    """
    recogniser = Recogniser(schema.fields)
    with path.open("rb") as file:
        reading = records(file, delimiter)
        declared = rules.header_row if isinstance(rules.header_row, int) else 0
        top = list(islice(reading, max(declared, SEARCHED_ROWS)))
        if _is_blank(top) and next(reading, None) is None:
            raise Untidy("format/empty-file")
    rows = [cells for cells, _ in top]
    if rules.header_row == "none":
        names = [field.name for field in schema.fields]
        return _laid_out(recogniser, names, rules, None, 0, [field.title for field in schema.fields])
    index = _declared(rows, declared, recogniser) if declared else _found(rows, recogniser)
    if index is None:
        raise _no_header(rows, rules, schema)
    header = _laid_out(recogniser, rows[index], rules, index + 1, top[index][1], rows[index])
    if not header.columns:
        raise _no_header(rows, rules, schema)
    return header


def _found(rows: Sequence[Sequence[str]], recogniser: Recogniser) -> int | None:
    scores = [recogniser.score(cells) for cells in rows]
    half = max(1, (recogniser.count + 1) // 2)
    # Half of two headers is one word, and a title may well be that word: a row with both of them is the better one.
    for enough in (recogniser.count, half) if recogniser.count <= 2 else (half,):
        for index, score in enumerate(scores):
            if score >= enough:
                return index
    return None


def _declared(rows: Sequence[Sequence[str]], row: int, recogniser: Recogniser) -> int | None:
    return row - 1 if len(rows) >= row and recogniser.score(rows[row - 1]) else None


def _laid_out(
    recogniser: Recogniser,
    cells: Sequence[str],
    rules: Tidy,
    row: int | None,
    start: int,
    headers: Sequence[str],
) -> Header:
    """`cells` are what the columns are recognised by, `headers` what people call them."""
    dropped = {normalised(name) for name in rules.drop_columns}
    known: list[Column] = []
    others: list[Column] = []
    fields = recogniser.recognised(cells)
    for position, (header, field) in enumerate(zip(headers, fields, strict=True), start=1):
        if normalised(header) in dropped or (field is not None and normalised(field.name) in dropped):
            continue
        if field is not None:
            known.append(Column(name=field.name, header=header, position=position))
        else:
            others.append(Column(name=header, header=header, position=position))
    known.sort(key=lambda column: recogniser.order(column.name))
    columns = (*known, *others)
    return Header(
        row=row,
        first_row=1 if row is None else row + 1,
        start=start,
        width=len(cells),
        columns=columns,
        dropped=len(cells) - len(columns),
    )


def _is_blank(top: Sequence[tuple[list[str], int]]) -> bool:
    return not any(cell.strip() for cells, _ in top for cell in cells)


def _no_header(rows: Sequence[Sequence[str]], rules: Tidy, schema: TableSchema) -> Untidy:
    row = rules.header_row if isinstance(rules.header_row, int) else None
    if row is not None:
        shown: Sequence[str] = rows[row - 1] if len(rows) >= row else ("ไม่มีแถวนั้น (no such row)",)
    else:
        shown = next((cells for cells in rows if any(cell.strip() for cell in cells)), ())
    words = {
        "expected": ", ".join(field.title for field in schema.fields),
        "found": ", ".join(_shortened(shown)),
    }
    return Untidy("format/no-header", words, Place(row=row))


def _shortened(cells: Sequence[str]) -> Iterator[str]:
    for cell in cells[:SHOWN_CELLS]:
        text = _BLANKS.sub(" ", cell).strip()
        yield text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    if len(cells) > SHOWN_CELLS:
        yield "…"
