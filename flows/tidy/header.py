"""Which row bears the headers, and which column of the agency's file is which field of the schema."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flows.domain.finding import Place
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.tidied import Column
from flows.domain.tidy import Tidy
from flows.tidy.recognise import Recogniser, normalised
from flows.tidy.records import records
from flows.tidy.untidy import Untidy

SEARCHED_ROWS = 30


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
    positions: Mapping[str, int]
    """Column of the agency's file, from 1, by every (normalised) name that a declaration may call it: header and
    machine name."""
    not_found: tuple[str, ...]
    """Columns declared to be left out that the file does not have."""

    def position(self, name: str) -> int | None:
        """Column of the agency's file, from 1, by its header or machine name; None where there is none."""
        return self.positions.get(normalised(name))

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
        raise _no_header(rows, rules, schema, recogniser)
    header = _laid_out(recogniser, rows[index], rules, index + 1, top[index][1], rows[index])
    if not header.columns:
        raise _no_header(rows, rules, schema, recogniser)
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
    positions: dict[str, int] = {}
    fields = recogniser.recognised(cells)
    for position, (header, field) in enumerate(zip(headers, fields, strict=True), start=1):
        names = {normalised(header)} | ({normalised(field.name)} if field is not None else set())
        positions = dict.fromkeys(names, position) | positions
        if names & dropped:
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
        positions=positions,
        not_found=tuple(name for name in rules.drop_columns if normalised(name) not in positions),
    )


def _is_blank(top: Sequence[tuple[list[str], int]]) -> bool:
    return not any(cell.strip() for cells, _ in top for cell in cells)


def _no_header(rows: Sequence[Sequence[str]], rules: Tidy, schema: TableSchema, recogniser: Recogniser) -> Untidy:
    """Says which headers are wanted and which of them are there, and of other cells only how many there are.

    The first row of a file without headers is a record: of a register of people it is a person.
    """
    declared = rules.header_row if isinstance(rules.header_row, int) else None
    filled = next((nth for nth, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells)), 1)
    row = declared or filled
    cells: Sequence[str] = rows[row - 1] if len(rows) >= row else ()
    titles = {field.name: field.title for field in schema.fields}
    known = [titles[field.name] for field in recogniser.recognised(cells) if field is not None]
    words = {"expected": ", ".join(titles.values()), "found": _found_words(row, len(cells), known)}
    return Untidy("format/no-header", words, Place(row=declared))


def _found_words(row: int, cells: int, known: Sequence[str]) -> Text:
    if not cells:
        return Text(th=f"แถวที่ {row} ไม่มีอยู่หรือเป็นแถวว่าง", en=f"row {row} is not there or blank")
    if not known:
        return Text(
            th=f"แถวที่ {row} มี {cells} ช่อง และไม่มีหัวคอลัมน์ที่รู้จัก", en=f"row {row} has {cells} cells and no known header"
        )
    listed = ", ".join(known)
    return Text(
        th=f"แถวที่ {row} มี {cells} ช่อง และมีหัวคอลัมน์ที่รู้จักเพียง {listed}",
        en=f"row {row} has {cells} cells, and of the known headers only {listed}",
    )
