"""What the workbook's reader does not tell of a worksheet, from its XML.

Error cells (#DIV/0!, #N/A ...) and formulas whose value nobody has calculated: the reader answers both as empty. Rows
and columns that a spreadsheet program hides: the reader answers them like any others. And merged cells: all but the
first of them are empty.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from flows.domain.finding import column_letter

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT_MAIN = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_WORTH_READING = re.compile(rb"""t=["']e["']|\bhidden=|[<:]f[\s>/]""")
"""Without a match there is nothing to be told, and the slow reading of the XML is saved."""
_PERHAPS_WORTH_READING = (b'="e"', b"='e'", b"hidden=", b"<f", b":f")
"""Each match has one of them, and they are found several times as fast."""
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_LONGEST_MARK = 100
_BLOCK_BYTES = 1 << 20

Cell = tuple[int, int]
"""(row, column), both from 1."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of cells that are shown as one; only the first of them can hold a value."""

    rows: range
    columns: range
    """Both from 1."""

    @property
    def name(self) -> str:
        """As a spreadsheet calls it, such as A1:B2."""
        first, last = column_letter(self.columns.start), column_letter(self.columns.stop - 1)
        return f"{first}{self.rows.start}:{last}{self.rows.stop - 1}"


@dataclass(frozen=True, slots=True)
class SheetXml:
    """One worksheet's XML, as far as it tells more than the reader."""

    errors: dict[Cell, str] = field(default_factory=dict)
    """The error's text, such as #DIV/0!."""
    not_calculated: list[Cell] = field(default_factory=list)
    """Formulas without a value: written by a program that does not calculate. A formula whose value is an empty text
    is none of them."""
    hidden_rows: list[int] = field(default_factory=list)
    """Only those that hold cells; a filter hides rows as well."""
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    """From the top down."""

    def hides(self, column: int) -> bool:
        return any(column in columns for columns in self.hidden_columns)


def read_sheet_xml(archive: zipfile.ZipFile, sheet: str) -> SheetXml:
    """Reads the sheet of that name. Raises KeyError if the workbook does not tell where it lies, ParseError."""
    part = _part_of(archive, sheet)
    worth_reading, merged = _looked_through(archive, part)
    told = SheetXml(merged=merged)
    if not worth_reading:
        return told
    row = column = 0
    for event, element in _elements(archive, part):
        tag = _tag(element)
        if event == "start" and tag == "row":
            row, column = int(element.get("r") or row + 1), 0
        elif event == "start" and tag == "c":
            column = _column_of(element.get("r")) or column + 1
        elif event == "end" and tag == "c":
            _read_cell(element, (row, column), told)
        elif event == "end" and tag == "row":
            if _is_true(element.get("hidden")) and len(element):
                told.hidden_rows.append(row)
            element.clear()
        elif event == "end" and tag == "col" and _is_true(element.get("hidden")):
            told.hidden_columns.append(range(int(element.get("min", 0)), int(element.get("max", 0)) + 1))
    return told


def _read_cell(element: ElementTree.Element, cell: Cell, told: SheetXml) -> None:
    parts = {_tag(child): child for child in element}
    value = parts["v"].text if "v" in parts else None
    if element.get("t") == "e":
        told.errors[cell] = value or "#ERROR"
    elif "f" in parts and not value and element.get("t") != "str":
        told.not_calculated.append(cell)


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, ElementTree.Element]]:
    with archive.open(part) as xml:
        yield from ElementTree.iterparse(xml, events=("start", "end"))


def _tag(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(MAIN).removeprefix(STRICT_MAIN)


def _is_true(flag: str | None) -> bool:
    return flag in ("1", "true")


def holds_values(archive: zipfile.ZipFile, sheet: str) -> bool:
    """Whether any cell of the sheet of that name has a value. Raises KeyError as `read_sheet_xml` does."""
    return any(_VALUE.search(block) for block in _blocks(archive, _part_of(archive, sheet)))


def _looked_through(archive: zipfile.ZipFile, part: str) -> tuple[bool, list[Merged]]:
    """Whether there is more to read cell by cell, and the merged cells, which stand behind all others."""
    worth_reading = False
    merged: set[tuple[bytes, ...]] = set()
    for block in _blocks(archive, part):
        worth_reading = worth_reading or (
            any(mark in block for mark in _PERHAPS_WORTH_READING) and _WORTH_READING.search(block) is not None
        )
        if b"mergeCell" in block:
            merged.update(_MERGED.findall(block))
    ranges = [
        Merged(range(int(top), int(bottom) + 1), range(_column_of(left.decode()), _column_of(right.decode()) + 1))
        for left, top, right, bottom in merged
    ]
    return worth_reading, sorted(ranges, key=lambda each: (each.rows.start, each.columns.start))


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in blocks that overlap, so that no mark is cut in two."""
    carried = b""
    with archive.open(part) as xml:
        while block := xml.read(_BLOCK_BYTES):
            yield carried + block
            carried = (carried + block)[-_LONGEST_MARK:]


def _column_of(reference: str | None) -> int:
    """AB12 -> 28; 0 where there is no reference."""
    position = 0
    for letter in reference or "":
        if letter.isdigit():
            break
        position = position * 26 + ord(letter) - ord("A") + 1
    return position


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The member of the archive that holds the sheet's XML. Raises KeyError if the workbook does not tell."""
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag in (f"{MAIN}sheet", f"{STRICT_MAIN}sheet") and element.get("name") == sheet:
            key = next(value for name, value in element.attrib.items() if name.endswith("}id"))
            return posixpath.normpath(posixpath.join("/xl", relations[key])).lstrip("/")
    raise KeyError(sheet)
