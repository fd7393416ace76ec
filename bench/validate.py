"""A table of a million rows against its Table Schema: by way of a proof, and by Frictionless alone.

`python -m bench.validate [ROWS] [ROUNDS]`. The same file, schema and process; the two take turns, and medians are
compared. For each share of bad cells, all errors are asked for. Prints seconds, ratios, the peak of the memory, and
what it ran with. Only the ratios mean something on another machine.
"""

import gc
import os
import platform
import random
import resource as limits
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

from frictionless import Dialect, Schema
from frictionless.resources import TableResource

from flows.checks.tables.canonical_format import known_to_frictionless
from flows.checks.tables.proof.report import errors, prove

SCHEMA = {
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
SHARES = (0.0, 0.001, 0.01)


def write(path: Path, rows: int, bad: float) -> None:
    """CRLF, about 180 bytes a row, amounts in quotation marks; `bad`: share of the cells, and of keys a tenth of it."""
    some = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(str(field["name"]) for field in SCHEMA["fields"]) + "\r\n")  # type: ignore[index]
        for nth in range(rows):
            cents = some.randrange(500_000_000)
            cells = [
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
            for place, texts in enumerate(BAD if bad else ()):
                if some.random() < bad:
                    cells[place] = some.choice(texts)
            if bad and nth and some.random() < bad / 10:
                cells[0] = f"TH-{some.randrange(nth):08}"
            file.write(",".join(cells) + "\r\n")


def made(path: Path, kind: type[Dialect]) -> TableResource:
    return TableResource(
        name="table",
        path=path.name,
        basepath=str(path.parent),
        scheme="file",
        format=known_to_frictionless(),
        encoding="utf-8",
        dialect=kind(header=True, header_rows=[1], comment_char=""),
        schema=Schema.from_descriptor(SCHEMA),
    )


def alone(path: Path) -> int:
    """How many errors `frictionless validate` reports, with the same schema and no limit."""
    resource = TableResource(
        name="table",
        path=path.name,
        basepath=str(path.parent),
        encoding="utf-8",
        schema=Schema.from_descriptor(SCHEMA),
    )
    return int(resource.validate(limit_errors=0).stats["errors"])


def by_proof(path: Path) -> int:
    def make(kind: type[Dialect]) -> TableResource:
        return made(path, kind)

    return sum(1 for _ in errors(make, prove(make, path)))


def seconds(work: Callable[[Path], int], path: Path, said: set[int]) -> float:
    gc.collect()
    began = time.perf_counter()
    said.add(work(path))
    return time.perf_counter() - began


def peak_mb(path: Path) -> float:
    """The most memory that a process of its own takes for the proof and its errors."""
    code = "import sys; from pathlib import Path; from bench.validate import by_proof, peak_of; "
    code += "by_proof(Path(sys.argv[1])); print(peak_of())"
    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True, text=True)
    return float(told.stdout)


def peak_of() -> float:
    return limits.getrusage(limits.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    rows, rounds = (int(given) for given in (sys.argv[1:] + ["1000000", "3"][len(sys.argv) - 1 :])[:2])
    packages = ", ".join(f"{name} {version(name)}" for name in ("frictionless", "polars"))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {packages}; {rows:,} rows"
    )
    with tempfile.TemporaryDirectory() as folder:
        for share in SHARES:
            table = Path(folder) / "table.csv"
            write(table, rows, share)
            by_proof(table)  # the process is warm
            said: set[int] = set()
            taken = [(seconds(alone, table, said), seconds(by_proof, table, said)) for _ in range(rounds)]
            [count] = said  # the same number of errors each time and either way
            plain, fast = (median(each) for each in zip(*taken, strict=True))
            ratio = median(one / other for one, other in taken)
            print(
                f"bad cells {share:>6.1%}: {count:>8,} errors   Frictionless {plain:>7.2f} s   "
                f"by proof {fast:>6.2f} s   {ratio:>5.1f} x   peak {peak_mb(table):>4.0f} MB",
                flush=True,
            )
