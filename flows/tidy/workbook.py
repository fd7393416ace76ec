"""One sheet of an XLSX workbook as CSV text, row by row as the spreadsheet counts them.

python-calamine reads it, some eight times as fast as openpyxl does. It answers error cells (#DIV/0!, #N/A) as empty
ones, which would hide them from every check: those are read from the sheet's own XML.
"""

import csv
import datetime
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from flows.tidy.sheet_xml import SheetXml, holds_values, read_sheet_xml
from flows.tidy.untidy import Untidy

MAX_UNZIPPED_BYTES = 2_000_000_000
MAX_RATIO = 200
# Below this size a file may be packed as tightly as it likes: it cannot hurt.
HARMLESS_BYTES = 100_000_000

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """The worksheet that was written."""

    name: str
    hidden: bool
    xml: SheetXml
    others: tuple[str, ...] = ()
    """The workbook's further worksheets that hold anything, hidden ones included."""


def write_sheet(path: Path, declared: str | None, target: Path) -> Sheet:
    """Writes the declared sheet (else the first visible one) to `target` as UTF-8 CSV.

    Row 1 of `target` is row 1 of the sheet and its first cell is column A, also where these are empty. Whole numbers
    are written without `.0`, dates in ISO 8601 (CE), booleans as TRUE and FALSE, empty cells as nothing; text stays
    text. Memory: the sheet's cells, as the reader holds them.
    Raises `Untidy`: format/no-such-sheet, format/bad-workbook (damaged, or a zip bomb).
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(archive)
            with CalamineWorkbook.from_path(path) as workbook:
                name = _chosen(workbook, declared)
                sheet = workbook.get_sheet_by_name(name)
                xml = read_sheet_xml(archive, name)
                hidden = any(
                    other.name == name and other.visible != SheetVisibleEnum.Visible
                    for other in workbook.sheets_metadata
                )
                others = tuple(
                    other.name
                    for other in workbook.sheets_metadata
                    if other.typ == SheetTypeEnum.WorkSheet and other.name != name and holds_values(archive, other.name)
                )
                with target.open("w", encoding="utf-8", newline="") as file:
                    csv.writer(file).writerows(_rows(sheet, xml.errors))
    except (
        zipfile.BadZipFile,
        CalamineError,
        ElementTree.ParseError,
        KeyError,
        NotImplementedError,
        RuntimeError,  # zipfile's word for an encrypted member
        EOFError,
    ) as error:
        raise Untidy("format/bad-workbook", {"why": f"{type(error).__name__}: {error}"}) from error
    return Sheet(name, hidden, xml, others)


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    unzipped = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist()) or 1
    if unzipped > MAX_UNZIPPED_BYTES or (unzipped > HARMLESS_BYTES and unzipped / packed > MAX_RATIO):
        why = f"{unzipped:,} bytes when unzipped, packed into {packed:,}"
        raise Untidy("format/bad-workbook", {"why": why})
    # The sizes above are what the archive says of itself; reading it through proves them, with the checksums.
    damaged = archive.testzip()
    if damaged is not None:
        raise Untidy("format/bad-workbook", {"why": f"checksum of {damaged}"})


def _chosen(workbook: CalamineWorkbook, declared: str | None) -> str:
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    if declared is not None:
        for name in names:
            if name.strip() == declared.strip():
                return name
        raise Untidy("format/no-such-sheet", {"sheet": declared, "sheets": ", ".join(names)})
    if not names:
        raise Untidy("format/bad-workbook", {"why": "no worksheet in it"})
    visible = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    return (visible or names)[0]


def _rows(sheet: CalamineSheet, errors: dict[tuple[int, int], str]) -> Iterator[list[str]]:
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = left + [cell if cell.__class__ is str else _text(cell) for cell in row]
        if errors:
            for column, cell in enumerate(cells, start=1):
                if cell == "":
                    cells[column - 1] = errors.get((number, column), "")
        yield cells


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e21:
            return str(int(cell))
        text = repr(cell)
        return format(Decimal(text), "f") if "e" in text else text
    if isinstance(cell, datetime.date | datetime.time):  # a datetime too; the reader answers midnights as dates
        return cell.isoformat()
    if isinstance(cell, datetime.timedelta):
        seconds = int(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)
