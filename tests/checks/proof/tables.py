"""Tables and Table Schemas of every kind, sound and unsound, for Frictionless and the proof to agree on.

Hypothesis draws the schema and the shape of the file; what fills the cells comes from a seed that it draws too, so that
a large table is as cheap to draw as a small one.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from frictionless import Dialect, FrictionlessException, Schema
from frictionless.resources import TableResource
from hypothesis import strategies as st

from flows.checks.tables.canonical_format import known_to_frictionless
from flows.checks.tables.proof.known import Tuning
from flows.checks.tables.proof.report import Make

NAME = "table.csv"
ANYTHING = (
    ["", "-", " ", " -", "- ", "ไม่มีข้อมูล", "None", "null", "NA", "a", "ก", "x" * 300, "a b", "  a", "a,b"]
    + ['a"b', '"']
    + ['""', "l1\nl2", "l1\r\nl2", "\ufeff", "\ufeffa", "a\x00b", "\u2028", "\x85", "\x0b", "\x1c", "é", "😀"]
    + ["0", "1"]
    + ["-1", "\u00a01", "\u200b1"]
)
CELLS: dict[str, list[str]] = {
    "string": [f"TH-{nth:08}" for nth in range(12)]
    + ["th-00000001", "TH-1", "TH-00000001\n", "xTH-00000001", "TH-๐๐๐๐๐๐๐๑", "ร่าง", "อนุมัติ", "เผยแพร่", "ร่าง "]
    + ["Draft", "b", "c|d", "d", "a@b.co", "http://a.b/c", "ftp:x", "c56a4180-65aa-42ec-a945-5fd21dec0538", "YQ=="]
    + ["POINT (1 2)"],
    "integer": [
        "1",
        "2",
        "10",
        "100000",
        "100001",
        "-5",
        "+1",
        " 1",
        "1 ",
        "01",
        "-0",
        "0",
        "1_000",
        "๑๒๓",
        "١٢",
        "１２",
    ]
    + [
        "1.0",
        "1,000",
        "1e3",
        "99999999999999999999",
        "-9223372036854775809",
        "9223372036854775807",
        "-9223372036854775808",
    ]
    + ["9223372036854775808", "999999999999999999", "1000000000000000000", "0x10", "12a", "a12", "100 บาท"]
    + ["--1", "1-"]
    + ["\t7\n", "1__0", "_1", "-1", "-2"],
    "number": ["1,5", "1.234,50", "1.234.567,89", "1,234.50", "12.34", "0,00", "-1,00", "99999999,99"]
    + ["99.999.999,99"]
    + [
        "99.999.999,991",
        "100.000.000,00",
        "1.2.3,4",
        "1,2,3",
        ",5",
        "5,",
        ".",
        ".,",
        "1e5",
        "NaN",
        "nan",
        "inf",
        "-inf",
    ]
    + [
        "Infinity",
        "sNaN",
        "๑,๕",
        "1_0,5",
        " 1,5 ",
        "+1,5",
        "1..5",
        "-",
        "1 000,5",
        "1\u00a0000,5",
        "0,1",
        "0,10",
        "0.1",
    ]
    + [
        "0,1000000000000000000001",
        "0.1000000000000000000001",
        "9" * 400,
        "1E400",
        "-0",
        "0",
        "1.5",
        "1.50",
        "100",
        "1",
    ],
    "date": [
        "01/01/2000",
        "31/12/1999",
        "31/12/2040",
        "01/01/2041",
        "1/2/2020",
        "01/2/2020",
        "31/02/2020",
        "29/02/2020",
    ]
    + ["29/02/2021", "๐๑/๐๑/๒๐๒๐", " 01/01/2020", "01/01/2020 ", "01/01/20", "01/01/0000", "01/01/0001"]
    + ["01/01/12020"]
    + ["2020-01-01", "2020-1-1", "2020-02-30", "0000-01-01", "0001-01-01", "10000-01-01", "2020-01-01T00:00:00"]
    + ["20200101", "2563-01-01", "ม.ค. 2567", "-2020-01-01", "+2020-01-01", "01/ 2/2020", "2000-01-01", "2041-01-01"],
    "yearmonth": ["2020-01", "2020-1", "2020-13", "2020-00", "1999-12", "2000-01", " 2020-01", "2020- 1", "02020-01"]
    + ["2020-01-01", "202001", "๒๐๒๐-๐๑", "-2020-01", "20_20-01", "2020-1_2", "99999-12"],
    "boolean": ["true", "false", "True", "TRUE", "1", "0", "ใช่", "ไม่ใช่", "yes", " true", "tRue"],
    "any": ["x", "y"],
    "year": ["2020", "2021", "20200", "๒๐๒๐", "0000", "-999", " 202"],
    "datetime": ["2020-01-01T00:00:00", "2020-01-01T00:00:00Z", "2020-01-01 00:00:00", "2020-13-01T00:00:00"],
    "time": ["10:00:00", "25:00:00", "10:00"],
    "duration": ["P1Y", "PT5M", "1Y"],
    "geopoint": ["90,45", "90, 45", "200,45", "a,b"],
    "geojson": ['{"type": "Point", "coordinates": [1, 2]}', '{"type": "x"}'],
    "object": ['{"a": 1}', "{}", "[]", "{"],
    "array": ['["a"]', "[]", "{}", '["a", "b", "a"]'],
    "list": ["a,b", "a", "1,2"],
}
SECOND_VERSION = "https://datapackage.org/profiles/2.0/tableschema.json"
"""Which knows exclusive bounds."""
DATE_FORMATS = ["default", "%d/%m/%Y", "%d/%m/%Y", "%Y%m%d", "any", "%d/%m/%y", "%-d", "%Y-%m-%d"]
PATTERNS = (
    [
        r"[A-Z]{2}-[0-9]{8}",
        r"\d{1,13}",
        r"TH-.*",
        r"^TH-\d+$",
        r"a|b",
        r"[^\d]+",
        r"\w+",
        r"(?i)th-.*",
        r"(?i:th)-.*",
        r"[ก-๙ ]+",
    ]
    + [r"\S+", r"(TH)-(\d+)", r".{1,5}", r"(?:x|TH-0{7}\d)", r"TH-\d+|ร.*", r"\bTH.*", r"(?=TH).*", r"[^,]*", r"x*"]
    + [r"\s*a", r"[\w-]+", "ก$", "", r"TH-\d{2,}?", r"(a)?b?", r"[a-z]|", r"x{2000}", r"(?P<n>TH).*"]
)


@dataclass(frozen=True)
class Case:
    """One table, its schema, and how the proof is to go about it."""

    schema: dict[str, Any]
    content: bytes
    limit: int
    tuning: Tuning

    def path(self, folder: Path) -> Path:
        return folder / NAME

    def written(self, folder: Path) -> None:
        self.path(folder).write_bytes(self.content)

    def make(self, folder: Path) -> Make:
        return lambda kind: resource(self.schema, self.path(folder), kind)


def resource(schema: dict[str, Any], path: Path, kind: type[Dialect] = Dialect) -> TableResource:
    """As Perd makes it of a canonical file."""
    return TableResource(
        name="table",
        path=path.name,
        basepath=str(path.parent),
        scheme="file",
        format=known_to_frictionless(),
        encoding="utf-8",
        dialect=kind(header=True, header_rows=[1], comment_char=""),
        schema=Schema.from_descriptor(json.loads(json.dumps(schema))),
    )


@st.composite
def fields(draw: st.DrawFn, nth: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(["string", "string", "string", "integer", "integer", "number", "date", *CELLS]))
    made: dict[str, Any] = {"name": f"f{nth}", "type": kind}
    constraints: dict[str, Any] = {}
    some = Random(draw(st.integers(0, 2**32)))

    def chance(share: float) -> bool:
        return some.random() < share

    if chance(0.35):
        constraints["required"] = chance(0.8)
    match kind:
        case "string":
            if chance(0.4):
                constraints["pattern"] = some.choice(PATTERNS)
            elif chance(0.3):
                constraints["enum"] = some.choice([["ร่าง", "อนุมัติ", "เผยแพร่"], ["a", "b", "-"], ["ร่าง"]])
            if chance(0.25):
                constraints["minLength"] = some.randrange(0, 5)
            if chance(0.25):
                constraints["maxLength"] = some.randrange(1, 12)
            if chance(0.1):
                made["format"] = some.choice(["email", "uri", "uuid", "binary", "wkt"])
        case "integer":
            _bound(constraints, some, [0, 1, "1", -5, 5], [100000, 5, "10", 99999999999999999999])
            if chance(0.1):
                constraints["enum"] = some.choice([[1, 2, 3], ["1", "2", "100"]])
            if chance(0.2):
                made["bareNumber"] = False
        case "number":
            if chance(0.6):
                made["decimalChar"] = some.choice([",", ",", "."])
            if chance(0.6):
                made["groupChar"] = some.choice([".", " ", "\u00a0", ",", "_"])
            if chance(0.2):
                made["bareNumber"] = False
            if chance(0.15):
                made["floatNumber"] = True
            _bound(constraints, some, [0, 0.1, "0"], [99999999.99, 1.5, 100])
        case "date":
            made["format"] = some.choice(
                ["default", "%d/%m/%Y", "%d/%m/%Y", "%Y%m%d", "any", "%d/%m/%y", "%-d", "%Y-%m-%d"]
            )
            day = {"default": "{2}-{1}-{0}", "%Y-%m-%d": "{2}-{1}-{0}", "%d/%m/%Y": "{0}/{1}/{2}"}.get(made["format"])
            if day:
                _bound(constraints, some, [day.format("01", "01", "2000")], [day.format("31", "12", "2040")])
        case "yearmonth":
            _bound(constraints, some, ["2000-01"], ["2020-06"])
        case "year":
            _bound(constraints, some, ["2000", 1], ["2020"])
        case "boolean":
            if chance(0.6):
                made |= {"trueValues": ["true", "1", "ใช่"], "falseValues": ["false", "0", "ไม่ใช่"]}
            if chance(0.1):
                constraints["enum"] = [True]
        case "array" | "list":
            if chance(0.3):
                constraints["minLength"] = 2
    if chance(0.15):
        constraints["unique"] = True
    if chance(0.12):
        made["missingValues"] = some.choice([["", "NA"], ["-"], [], ["1", "None"], ["0", "a", "TH-00000001"]])
    if constraints:
        made["constraints"] = constraints
    return made


def _bound(constraints: dict[str, Any], some: Random, low: Sequence[Any], high: Sequence[Any]) -> None:
    if some.random() < 0.5:
        constraints["exclusiveMinimum" if some.random() < 0.4 else "minimum"] = some.choice(low)
    if some.random() < 0.4:
        constraints["exclusiveMaximum" if some.random() < 0.4 else "maximum"] = some.choice(high)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    width = draw(st.integers(1, 6))
    columns = [draw(fields(nth)) for nth in range(width)]
    rows = draw(st.sampled_from([0, 1, 3, 10, 40, 150]))
    dirt = draw(st.sampled_from([0, 0.02, 0.1, 0.4]))
    some = Random(draw(st.integers(0, 2**32)))
    names = [column["name"] for column in columns]
    schema: dict[str, Any] = {"fields": columns}
    if some.random() < 0.6:
        schema["$schema"] = SECOND_VERSION
    if some.random() < 0.6:
        schema["missingValues"] = some.choice([["", "-", "ไม่มีข้อมูล"], [""], ["-"], ["", "NA", "None"], ["0", "a", "x"]])
    if some.random() < 0.4:
        schema["primaryKey"] = some.sample(names, some.choice([1, 1, min(2, width)]))
    if some.random() < 0.15:
        schema["fieldsMatch"] = some.choice(["exact", "equal", "subset", "superset", "partial"])
    if width > 1 and some.random() < 0.25:
        taken = some.choice([1, 1, 2])
        key = {"fields": some.sample(names, taken), "reference": {"resource": "", "fields": some.sample(names, taken)}}
        schema["foreignKeys"] = [key]
    labels = list(names)
    if some.random() < 0.08:
        some.shuffle(labels)
    if some.random() < 0.05:
        labels = labels[:-1]
    if some.random() < 0.06:
        labels.append(some.choice(["extra", "f0", "", "f0"]))
    return Case(
        schema=schema,
        content=_file(some, [labels, *_rows(some, schema, labels, rows, dirt)], dirt),
        limit=some.choice([0, 0, 0, 1, 2, 5, 20, 1000]),
        tuning=Tuning(
            block=some.choice([64, 200, 1000, 8 << 20]),
            smallest=some.choice([32, 200, 1 << 15]),
            # Without it every text of a small table is remembered, and no predicate is ever asked.
            few=some.choice([0.2, -1.0, -1.0]),
            few_at_least=0 if some.random() < 0.6 else 50,
            sampled=20,
            gives_up=some.random() < 0.1,
            met_before=some.choice([0, 1]),
        ),
    )


def _rows(some: Random, schema: dict[str, Any], labels: Sequence[str], count: int, dirt: float) -> list[list[str]]:
    kinds = {column["name"]: column["type"] for column in schema["fields"]}
    good = _good(schema) if some.random() < 0.75 else {}
    keys = {
        *schema.get("primaryKey", ()),
        *(f["name"] for f in schema["fields"] if f.get("constraints", {}).get("unique")),
    }
    for pool in good.values():
        some.shuffle(pool)
    rows: list[list[str]] = []
    for nth in range(count):
        row = []
        for label in labels:
            pool = good.get(label) or CELLS[kinds.get(label, "any")]
            if some.random() < dirt * 0.5 or not pool:
                row.append(
                    some.choice([*ANYTHING, *CELLS[kinds.get(label, "any")], *some.choice(list(CELLS.values()))])
                )
            else:
                row.append(pool[nth % len(pool)] if label in keys else some.choice(pool))
        if rows and some.random() < dirt * 0.5:
            row = list(some.choice(rows))
        damage = some.random()
        if damage < dirt * 0.1:
            row = row[:-1]
        elif damage < dirt * 0.2:
            row = [*row, some.choice(["", "x", "-"])]
        elif damage < dirt * 0.25:
            row = []
        elif damage < dirt * 0.3:
            row = [some.choice(["", "-"])] * len(row)
        elif damage < dirt * 0.33:
            row = [""]
        rows.append(row)
    return rows


def _good(schema: dict[str, Any]) -> dict[str, list[str]]:
    """Per field the texts that Frictionless has no note on, each with another value, so that keys can be kept."""
    more = {
        "string": [f"TH-{nth:08}" for nth in range(200)] + [f"ร่าง {nth}" for nth in range(20)],
        "integer": [str(nth) for nth in range(200)],
        "number": [f"{nth}{point}5" for nth in range(100) for point in ",."],
        "date": [f"{day:02}/{month:02}/2020" for day in range(1, 28) for month in (1, 12)]
        + [f"2020-{month:02}-{day:02}" for day in range(1, 28) for month in (1, 12)],
    }
    found: dict[str, list[str]] = {}
    try:
        readers = {
            field.name: field.create_cell_reader()
            for field in Schema.from_descriptor(json.loads(json.dumps(schema))).fields
        }
    except (FrictionlessException, re.error):
        return found
    for column in schema["fields"]:
        kept: dict[str, str] = {}
        for text in dict.fromkeys([*CELLS[column["type"]], *more.get(column["type"], ()), *ANYTHING]):
            try:
                value, notes = readers[column["name"]](text)
            except Exception:  # noqa: BLE001 (Frictionless' own readers break off in many ways)
                continue
            if not notes and value is not None:
                kept.setdefault(repr(value), text)
        found[column["name"]] = list(kept.values())
    return found


def _file(some: Random, rows: Sequence[Sequence[str]], dirt: float) -> bytes:
    style = some.choice(["necessary", "necessary", "necessary", "all", "no digits", "sloppy"])
    ends = some.choice([["\r\n"], ["\n"], ["\n"], ["\r\n"], ["\r\n", "\n"]])

    def written(cell: str) -> str:
        needed = any(letter in cell for letter in ',"\r\n')
        if style == "sloppy" and some.random() < 0.3:
            needed = False
        if needed or style == "all" or (style == "no digits" and not cell.isdigit()):
            return '"' + cell.replace('"', '""') + '"'
        return cell

    lines = []
    for row in rows:
        end = "\r" if some.random() < 0.002 else some.choice(ends)
        odd = some.choice(['"', " ", '" ', "\x00"]) if some.random() < dirt * 0.05 else ""
        lines.append(",".join(map(written, row)) + odd + end)
    text = "".join(lines)
    if some.random() < 0.25:
        text = text.removesuffix(ends[-1])
    if some.random() < 0.06:
        text += ends[0]
    if some.random() < 0.04:
        text += '"abc'
    content = text.encode("utf-8", "surrogatepass")
    if some.random() < 0.03:
        content = b"\xef\xbb\xbf" + content
    if some.random() < 0.02 and len(content) > 20:
        at = some.randrange(len(content))
        content = content[:at] + some.choice([b"\xff", b"\xe0\xb8", b"\x80", b"\xfc"]) + content[at:]
    return content
