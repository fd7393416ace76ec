"""Made-up deliveries of an agency, as large as one likes: ten columns, about 190 bytes a row, most of it Thai."""

import datetime
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import Workbook

TOGETHER = 100_000
"""Rows made at a time."""
FIELDS: list[dict[str, Any]] = [
    {
        "name": "id",
        "title": "รหัสโครงการ",
        "type": "string",
        "constraints": {"required": True, "pattern": "[A-Z]{2}-[0-9]{8}"},
    },
    {
        "name": "doc_no",
        "title": "เลขที่เอกสาร",
        "type": "integer",
        "constraints": {"required": True, "unique": True, "minimum": 1},
    },
    {
        "name": "name",
        "title": "ชื่อโครงการ",
        "type": "string",
        "constraints": {"required": True, "minLength": 2, "maxLength": 200},
    },
    {"name": "tax_id", "title": "เลขประจำตัวผู้เสียภาษี", "type": "string", "constraints": {"pattern": "[0-9]{13}"}},
    {"name": "qty", "title": "จำนวน", "type": "integer", "constraints": {"minimum": 0, "maximum": 100_000}},
    {
        "name": "amount",
        "title": "งบประมาณ (บาท)",
        "type": "number",
        "unit": "บาท",
        "constraints": {"minimum": 0, "maximum": 99_999_999.99},
    },
    {
        "name": "approved_on",
        "title": "วันที่อนุมัติ",
        "type": "date",
        "constraints": {"required": True, "minimum": "2000-01-01", "maximum": "2040-12-31"},
    },
    {"name": "month", "title": "เดือนที่รายงาน", "type": "yearmonth", "constraints": {"minimum": "2000-01"}},
    {
        "name": "active",
        "title": "ยังดำเนินการ",
        "type": "boolean",
        "trueValues": ["true", "TRUE", "1", "ใช่"],
        "falseValues": ["false", "FALSE", "0", "ไม่ใช่"],
    },
    {
        "name": "status",
        "title": "สถานะ",
        "type": "string",
        "constraints": {"required": True, "enum": ["ร่าง", "อนุมัติ", "เผยแพร่", "ยกเลิก"]},
    },
]
SCHEMA: dict[str, Any] = {"fields": FIELDS, "primaryKey": ["id"]}
TIDY: dict[str, Any] = {
    "null_words": ["-", "ไม่มีข้อมูล"],
    "thousands": ["amount"],
    "calendar": {"approved_on": "buddhist"},
    "date_formats": {"approved_on": "%d/%m/%Y"},
}
HEADERS = [field["title"] for field in FIELDS]

_PROVINCES = "กรุงเทพมหานคร เชียงใหม่ ขอนแก่น นครราชสีมา สงขลา ภูเก็ต ชลบุรี อุดรธานี ลำปาง พระนครศรีอยุธยา".split()
_KINDS = "โครงการพัฒนา จัดซื้อครุภัณฑ์ ก่อสร้างถนน อบรมบุคลากร ซ่อมแซมอาคาร จ้างที่ปรึกษา".split()
_DAYS = [datetime.date(2010, 1, 1) + datetime.timedelta(days=nth) for nth in range(5000)]
_THAI_DAYS = [f"{day:%d/%m/}{day.year + 543}" for day in _DAYS]
_MONTHS = [f"{year}-{month:02}" for year in range(2010, 2025) for month in range(1, 13)]


def frames(rows: int, seed: int = 7) -> Iterator[pl.DataFrame]:
    """The rows as the agency writes them, a part at a time; every row is sound."""
    for first in range(0, rows, TOGETHER):
        yield _frame(pl.int_range(first, min(first + TOGETHER, rows), eager=True), seed)


def _frame(number: pl.Series, seed: int) -> pl.DataFrame:
    throws = count(seed)

    def below(end: int) -> pl.Series:
        return number.hash(seed=next(throws)) % end

    def one_of(words: list[str]) -> pl.Series:
        return pl.Series(words, dtype=pl.String).gather(below(len(words)))

    def text(numbers: pl.Series, digits: int = 1) -> pl.Series:
        return numbers.cast(pl.String).str.zfill(digits)

    cents = below(500_000_000)
    grouped = (
        text(cents // 100).str.replace("^([0-9]+)([0-9]{3})$", "$1,$2").str.replace("^([0-9]+)([0-9]{3},)", "$1,$2")
    )
    return pl.DataFrame(
        {
            "id": "TH-" + text(number, 8),
            "doc_no": text(number + 1_000_000),
            "name": one_of(_KINDS) + " " + one_of(_PROVINCES) + " ระยะที่ " + text(below(2000)),
            "tax_id": text(below(10**13), 13),
            "qty": text(below(100_001)),
            "amount": grouped + "." + text(cents % 100, 2),
            "approved_on": one_of(_THAI_DAYS),
            "month": one_of(_MONTHS),
            "active": one_of(["true", "1", "ใช่", "false", "0", "ไม่ใช่"]),
            "status": one_of(["ร่าง", "อนุมัติ", "เผยแพร่", "ยกเลิก"]),
        }
    ).with_columns(
        tax_id=pl.when(below(10) == 0).then(one_of(["-", "ไม่มีข้อมูล", ""])).otherwise("tax_id"),
        qty=pl.when(below(20) == 0).then(pl.lit("-")).otherwise("qty"),
        month=pl.when(below(20) == 0).then(pl.lit("")).otherwise("month"),
    )


def write_csv(path: Path, rows: int, seed: int = 7) -> None:
    """UTF-8 with CRLF, cells with commas quoted."""
    with path.open("wb") as file:
        file.write((",".join(HEADERS) + "\r\n").encode())
        for frame in frames(rows, seed):
            frame.write_csv(file, include_header=False, line_terminator="\r\n", quote_style="necessary")


def write_xlsx(path: Path, rows: int) -> None:
    """One sheet whose numbers are numbers and whose days are dates, of the common era as spreadsheets have them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("ข้อมูล")
    sheet.append(HEADERS)
    days = dict(zip(_THAI_DAYS, _DAYS, strict=True))
    for frame in frames(rows):
        for id, doc_no, name, tax_id, qty, amount, day, month, active, status in frame.iter_rows():
            number = None if qty == "-" else int(qty)
            baht = float(amount.replace(",", ""))
            tax = tax_id if tax_id.isdecimal() else None
            truth = active in ("true", "1", "ใช่")
            sheet.append([id, int(doc_no), name, tax, number, baht, days[day], month or None, truth, status])
    book.save(path)


if __name__ == "__main__":  # in a process of its own, so that what it takes is nobody else's: PATH ROWS
    made, height = Path(sys.argv[1]), int(sys.argv[2])
    (write_xlsx if made.suffix == ".xlsx" else write_csv)(made, height)
