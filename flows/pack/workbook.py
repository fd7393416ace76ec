"""numbers.xlsx: every number with its definition and its records, native charts, and the records that were counted."""

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from flows.pack.citations import ranges
from flows.pack.commission import Commission
from flows.pack.counted import Counted
from flows.pack.lookup import Numbers
from flows.pack.number import Definition, Number
from flows.pack.scope import Scope
from flows.pack.workbook_charts import write_charts
from flows.workbooks.sheet import Book, Sheet, Style, new_book

NUMBERS, CHARTS, OFFICIAL, DEFINITIONS = "ตัวเลข", "กราฟ", "คะแนนที่ผู้อื่นให้", "นิยาม"
DATASETS, RECORDS = "ชุดข้อมูล", "บันทึก"
Columns = tuple[tuple[str, float], ...]
"""Header and width, in letters."""
NUMBER_COLUMNS: Columns = (
    ("อ้างอิง / Reference", 9), ("ขอบเขต / Scope", 10), ("ชื่อ / Name", 28), ("รหัส / Id", 20), ("เดือน / Month", 9),
    ("ส่วน / Part", 14), ("ตัวเลข", 30), ("Number", 30), ("ค่า / Value", 11), ("จาก / Out of", 10),
    ("ร้อยละ / Percent", 9), ("หน่วย / Unit", 14), ("หมายเหตุ / Note", 36), ("นิยาม", 50), ("Definition", 50),
    ("ที่มา / Mark", 9), ("แหล่ง / Source", 40), ("จำนวนบันทึก / Records", 10), ("บันทึกที่นับ / Record numbers", 40),
    ("บันทึกในตัวหาร / Considered", 40),
)  # fmt: skip
RECORD_COLUMNS: Columns = (
    ("บันทึกที่ / Record", 9), ("เวลา (พ.ศ.)", 22), ("Time (UTC)", 21), ("ชุดข้อมูล / Dataset", 28), ("ชนิด / Kind", 11),
    ("แฮช / Hash", 66),
)  # fmt: skip
DATASET_COLUMNS: Columns = (
    ("ชุดข้อมูล / Dataset", 28), ("ชื่อ / Title", 60), ("หน้าบนพอร์ทัล / Portal page", 60), ("แฟ้มที่เผยแพร่ / Files", 90),
)  # fmt: skip


class Looks:
    """How cells look."""

    def __init__(self, book: Book) -> None:
        self.header = book.style(bold=True, bg_color="#EDEDED", bottom=1, text_wrap=True)
        self.wrapped = book.style(text_wrap=True)
        self.whole = book.style(num_format="#,##0")
        self.tenths = book.style(num_format="#,##0.0#")


def write_workbook(
    path: Path,
    numbers: Numbers,
    scopes: tuple[Scope, ...],
    counted: Counted,
    commission: Commission,
    references: Mapping[str, int],
) -> None:
    """Write `path` in bounded memory. Raises OSError."""
    title = f"{commission.whole.name.th} {commission.period.title.th}"
    with new_book(path, title, commission.made_at.astimezone(UTC)) as book:
        looks = Looks(book)
        names = {scope.id: scope.body.name.th for scope in scopes}
        own = [number for number in numbers.all if number.what.mark == "own"]
        official = [number for number in numbers.all if number.what.mark == "official"]
        _write_numbers(book.sheet(NUMBERS), own, names, references, looks)
        write_charts(book, book.sheet(CHARTS), scopes, numbers, looks.header, looks.whole, looks.tenths)
        _write_numbers(book.sheet(OFFICIAL), official, names, references, looks)
        _write_definitions(book.sheet(DEFINITIONS), dict.fromkeys(number.what for number in own), looks)
        _write_datasets(book.sheet(DATASETS), counted, looks)
        _write_records(book.sheet(RECORDS), own, counted, looks)


def _write_numbers(
    sheet: Sheet, numbers: list[Number], names: Mapping[str, str], references: Mapping[str, int], looks: Looks
) -> None:
    _head(sheet, NUMBER_COLUMNS, looks)
    for row, number in enumerate(numbers, start=2):
        what = number.what
        parts = dict(what.parts)
        part = parts[number.part].th if number.part in parts else number.part
        note = f"{number.note.th} / {number.note.en}" if number.note else ""
        cells: tuple[object, ...] = (
            references.get(number.key), number.scope, names[number.scope], what.id, number.month, part,
            what.title.th, what.title.en, number.value, number.out_of, number.share,
            f"{what.unit.th} / {what.unit.en}", note, what.definition.th, what.definition.en, what.mark,
            f"{what.source.th} / {what.source.en}", len(number.records), ", ".join(ranges(number.records)),
            ", ".join(ranges(number.considered)),
        )  # fmt: skip
        _write_row(sheet, row, cells, looks)
    sheet.freeze(1)
    if numbers:
        sheet.filter(len(numbers) + 1, len(NUMBER_COLUMNS))


def _write_records(sheet: Sheet, numbers: list[Number], counted: Counted, looks: Looks) -> None:
    """Each record once, whatever counts it; those that only the number of all records counts are in evidence/."""
    first: dict[int, Number] = {}
    for number in numbers:
        if number.id != "verified-records":
            first |= {seq: number for seq in (*number.records, *number.considered) if seq not in first}
    _head(sheet, RECORD_COLUMNS, looks)
    for row, seq in enumerate(sorted(first), start=2):
        line = counted.line(first[seq], seq)
        cells = (line.seq, line.at.th, line.iso, line.about.dataset, line.kind, line.hash)
        _write_row(sheet, row, cells, looks, wrap=False)
    sheet.freeze(1)


def _write_datasets(sheet: Sheet, counted: Counted, looks: Looks) -> None:
    """The way from a record's dataset to the portal."""
    _head(sheet, DATASET_COLUMNS, looks)
    for row, about in enumerate(counted.datasets, start=2):
        _write_row(sheet, row, (about.dataset, about.title, about.page, "\n".join(about.downloads)), looks)
    sheet.freeze(1)


def _write_definitions(sheet: Sheet, definitions: Mapping[Definition, None], looks: Looks) -> None:
    _head(sheet, (("รหัส / Id", 22), ("ตัวเลข", 34), ("Number", 34), ("นับอะไร", 70), ("What is counted", 70),
                  ("ที่มา / Mark", 10), ("แหล่ง / Source", 60)), looks)  # fmt: skip
    for row, what in enumerate(definitions, start=2):
        source = f"{what.source.th} / {what.source.en}"
        cells = (what.id, what.title.th, what.title.en, what.definition.th, what.definition.en, what.mark, source)
        _write_row(sheet, row, cells, looks)
    sheet.freeze(1)


def _head(sheet: Sheet, columns: Columns, looks: Looks) -> None:
    sheet.widths({column: width for column, (_, width) in enumerate(columns, start=1)})
    for column, (header, _) in enumerate(columns, start=1):
        sheet.text(1, column, header, looks.header)


def _write_row(sheet: Sheet, row: int, cells: tuple[object, ...], looks: Looks, wrap: bool = True) -> None:
    for column, cell in enumerate(cells, start=1):
        if cell is None or cell == "":
            continue
        if isinstance(cell, str):
            style: Style | None = looks.wrapped if wrap else None
            sheet.text(row, column, cell, style)
        elif isinstance(cell, int):
            sheet.number(row, column, cell, looks.whole)
        else:
            sheet.number(row, column, cell, looks.tenths)  # type: ignore[arg-type]
