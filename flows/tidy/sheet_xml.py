"""What the workbook's reader does not tell of a worksheet, from its XML.

Error cells (#DIV/0!, #N/A ...) and formulas whose value nobody has calculated: the reader answers both as empty. And
rows and columns that a spreadsheet program hides: the reader answers them like any others.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT_MAIN = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_WORTH_READING = re.compile(rb"""t=["']e["']|\bhidden=|[<:]f[\s>/]""")
"""Without a match there is nothing to be told, and the slow reading of the XML is saved."""
_LONGEST_MARK = 8

Cell = tuple[int, int]
"""(row, column), both from 1."""


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

    def hides(self, column: int) -> bool:
        return any(column in columns for columns in self.hidden_columns)


def read_sheet_xml(archive: zipfile.ZipFile, sheet: str) -> SheetXml:
    """Reads the sheet of that name. Raises KeyError if the workbook does not tell where it lies, ParseError."""
    part = _part_of(archive, sheet)
    told = SheetXml()
    if not _is_worth_reading(archive, part):
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


def _is_worth_reading(archive: zipfile.ZipFile, part: str) -> bool:
    carried = b""
    with archive.open(part) as xml:
        while block := xml.read(1 << 20):
            if _WORTH_READING.search(carried + block):
                return True
            carried = block[-_LONGEST_MARK:]
    return False


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
