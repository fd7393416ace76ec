"""The error cells (#DIV/0!, #N/A ...) of a worksheet, from its XML: the workbook's reader answers them as empty."""

import posixpath
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT_MAIN = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
ERROR_MARKS = (b't="e"', b"t='e'")


def error_cells(archive: zipfile.ZipFile, sheet: str) -> dict[tuple[int, int], str]:
    """(row, column), both from 1 -> the error's text, such as #DIV/0!."""
    part = _part_of(archive, sheet)
    if not _has_errors(archive, part):
        return {}
    errors: dict[tuple[int, int], str] = {}
    row = column = 0
    with archive.open(part) as xml:
        for event, element in ElementTree.iterparse(xml, events=("start", "end")):
            tag = element.tag.removeprefix(MAIN).removeprefix(STRICT_MAIN)
            if event == "start" and tag == "row":
                row, column = int(element.get("r") or row + 1), 0
            elif event == "start" and tag == "c":
                column = _column_of(element.get("r")) or column + 1
            elif event == "end" and tag == "c" and element.get("t") == "e":
                value = element.find(f"{MAIN}v")
                value = element.find(f"{STRICT_MAIN}v") if value is None else value
                errors[row, column] = (value.text if value is not None else None) or "#ERROR"
            elif event == "end" and tag == "row":
                element.clear()
    return errors


def _column_of(reference: str | None) -> int:
    """AB12 -> 28; 0 where there is no reference."""
    position = 0
    for letter in reference or "":
        if letter.isdigit():
            break
        position = position * 26 + ord(letter) - ord("A") + 1
    return position


def _has_errors(archive: zipfile.ZipFile, part: str) -> bool:
    carried = b""
    with archive.open(part) as xml:
        while block := xml.read(1 << 20):
            if any(mark in carried + block for mark in ERROR_MARKS):
                return True
            carried = block[-8:]
    return False


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
