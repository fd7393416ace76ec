"""What validation is given: a table with its Table Schema, as large, and with as many wrong cells, as one likes."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[A-Z]{2}-[0-9]{8}"}},
        {"name": "doc_no", "type": "integer", "constraints": {"required": True, "unique": True, "minimum": 1}},
        {"name": "name", "type": "string", "constraints": {"required": True, "minLength": 2, "maxLength": 200}},
        {"name": "tax_id", "type": "string", "constraints": {"pattern": r"\d{13}"}},
        {"name": "qty", "type": "integer", "constraints": {"minimum": 0, "maximum": 100000}},
        {
            "name": "amount",
            "type": "number",
            "decimalChar": ",",
            "groupChar": ".",
            "constraints": {"minimum": 0, "maximum": 99999999.99},
        },
        {
            "name": "date",
            "type": "date",
            "format": "%d/%m/%Y",
            "constraints": {"required": True, "minimum": "01/01/2000", "maximum": "31/12/2040"},
        },
        {"name": "period", "type": "yearmonth", "constraints": {"minimum": "2000-01"}},
        {"name": "active", "type": "boolean", "trueValues": ["true", "ใช่"], "falseValues": ["false", "ไม่ใช่"]},
        {"name": "status", "type": "string", "constraints": {"required": True, "enum": ["ร่าง", "อนุมัติ", "เผยแพร่"]}},
    ],
    "primaryKey": ["id"],
    "missingValues": ["", "-"],
}
BAD = (
    ["ab-12345678", "TH-1234567", ""],
    ["x12", "-5", ""],
    ["ก", ""],
    ["123", "abc"],
    ["-1", "100001", "n/a", "1.5"],
    ["-1", "abc", "999.999.999"],
    ["2024-01-01", "31/02/2020", "01/01/1999", "-"],
    ["2024-13", "1999-12", "202401"],
    ["yes", "TRUE", "2"],
    ["Draft", "ร่าง ", ""],
)
HEADER = [str(field["name"]) for field in SCHEMA["fields"]]


def write(path: Path, rows: int, bad: float) -> None:
    """About 180 bytes a row, amounts in quotation marks; `bad`: share of the cells, and of keys a tenth of it."""
    write_rows(path, _rows(rows, bad))


def write_rows(path: Path, rows: Iterator[list[str]]) -> None:
    """Below the header. CRLF; nothing is quoted that is not given so."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADER) + "\r\n")
        file.writelines(",".join(cells) + "\r\n" for cells in rows)


def _rows(rows: int, bad: float) -> Iterator[list[str]]:
    some = random.Random(1)
    for nth in range(rows):
        cells = sound_row(nth, some)
        for place, texts in enumerate(BAD if bad else ()):
            if some.random() < bad:
                cells[place] = some.choice(texts)
        if bad and nth and some.random() < bad / 10:
            cells[0] = f"TH-{some.randrange(nth):08}"
        yield cells


def sound_row(nth: int, some: random.Random) -> list[str]:
    cents = some.randrange(500_000_000)
    return [
        f"TH-{nth:08}",
        str(1_000_000 + nth),
        f"โครงการพัฒนา จังหวัดพระนครศรีอยุธยา ระยะที่ {some.randrange(1, 2000)}",
        f"{some.randrange(10**13):013}",
        str(some.randrange(100_001)),
        '"' + f"{cents // 100:,}".replace(",", ".") + f',{cents % 100:02}"',
        f"{some.randrange(1, 29):02}/{some.randrange(1, 13):02}/{some.randrange(2010, 2025)}",
        f"{some.randrange(2010, 2025)}-{some.randrange(1, 13):02}",
        some.choice(["true", "ใช่", "false", "ไม่ใช่"]),
        some.choice(["ร่าง", "อนุมัติ", "เผยแพร่"]),
    ]
