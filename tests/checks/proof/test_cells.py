"""What a predicate accepts, Frictionless accepts; what has the same value, has the same image."""

import json
import os
from collections.abc import Iterator
from random import Random
from typing import Any

import polars as pl
import pytest
from frictionless import Field, Schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks.proof.rooms import REAL, Room
from tests.checks.proof.tables import ANYTHING, CELLS, PATTERNS, SECOND_VERSION, fields

EXAMPLES = max(100, int(os.environ.get("PROOF_EXAMPLES", "0")) // 20)
LETTERS = "0123456789๐๑๒๓٣９+-.,_ eE/\t\n\u00a0\u200b\u2212abกTH%"


def texts(some: Random, kind: str, count: int = 400) -> list[str]:
    return list(dict.fromkeys(_text(some, kind) for _ in range(count)))


def _text(some: Random, kind: str) -> str:
    pick = some.random()
    if pick < 0.1:
        return some.choice(ANYTHING)
    if pick < 0.2:
        return some.choice(CELLS[some.choice(list(CELLS))])
    if pick < 0.3:
        return "".join(some.choices(LETTERS, k=some.randrange(1, 4)))
    whole = some.randrange(10 ** some.randrange(1, 25))
    text = {
        "date": lambda: some.choice(
            [
                f"{some.randrange(33):02}/{some.randrange(14):02}/{some.randrange(2100):04}",
                f"{some.randrange(2600):04}-{some.randrange(14):02}-{some.randrange(33):02}",
            ]
        ),
        "integer": lambda: some.choice([str(some.randrange(-10, 200)), str(whole), f"{whole:,}"]),
        "number": lambda: some.choice(
            [
                str(some.randrange(-10, 200)),
                f"{whole:,}".replace(",", some.choice(".,_ ")) + some.choice(["", ",5", ".25", ",00"]),
                f"{some.random() * some.choice([1, 200, 1e8])}".replace(".", some.choice(".,")),
                some.choice(
                    ["99999999,98999999999999999999", "99999999,99000000000000000001", "0,09999999999999999999"]
                ),
                some.choice(["1.500000000000000000001", "1,500000000000000000001", "100.00000000000000000001"]),
            ]
        ),
    }.get(kind, lambda: some.choice([*CELLS[kind], f"TH-{some.randrange(10**8):08}"]))()
    return _changed(some, text) if some.random() < 0.5 else text


def _changed(some: Random, text: str) -> str:
    letters = list(text)
    for _ in range(some.randrange(1, 4)):
        at = some.randrange(len(letters) + 1)
        if some.random() < 0.3 and letters:
            letters.pop(min(at, len(letters) - 1))
        else:
            letters.insert(at, some.choice(LETTERS))
    return "".join(letters)


def fields_of(descriptor: dict[str, Any]) -> Iterator[Field]:
    """The field, if Frictionless takes it."""
    missing = ["", "-", "ไม่มีข้อมูล", "1", "TH-00000001"]
    try:
        schema = {"$schema": SECOND_VERSION, "fields": [descriptor], "missingValues": missing}
        declared = Schema.from_descriptor(json.loads(json.dumps(schema)))
        declared.fields[0].create_cell_reader()
    except Exception:  # noqa: BLE001 (a schema that Frictionless breaks off at is not for the proof)
        return
    yield from declared.fields


def wrongly_proven(descriptor: dict[str, Any], seed: int, room: Room = REAL) -> list[str]:
    """Texts that the field's column proves without asking, and that Frictionless has a note on."""
    wrong = []
    for field in fields_of(descriptor):
        cells = texts(Random(seed), field.type)
        frame = pl.DataFrame({"c0": pl.Series(cells, dtype=pl.String)})
        column = room.column.Column(field, 0, few=-1.0, few_at_least=0)
        proven = frame.select(column.first_proof(frame)).to_series()
        if len(proven) == 1:  # a predicate that does not depend on the cell
            proven = proven.extend_constant(proven[0], len(cells) - 1)
        reader = field.create_cell_reader()
        wrong += [text for text in frame["c0"].filter(proven) if reader(text)[1]]
    return wrong


def wrongly_told_apart(descriptor: dict[str, Any], seed: int, room: Room = REAL) -> list[tuple[str, str]]:
    """Texts with one value and two images."""
    wrong = []
    for field in fields_of(descriptor):
        cells = pl.Series("c0", texts(Random(seed), field.type), dtype=pl.String)
        reader = field.create_cell_reader()
        key = room.keys.KeyColumn(room.column.Column(field, 0))
        try:
            images = key.images(cells).to_list()
        except room.doubt.Doubt:
            continue
        met: dict[Any, tuple[str, int | None]] = {}
        for text, image in zip(cells, images, strict=True):
            value = reader(text)[0]
            if value is None:
                continue
            other, known = met.setdefault(value, (text, image))
            if image is None or known != image:
                wrong.append((other, text))
    return wrong


def often(test: Any) -> Any:
    return settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))(
        test
    )


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@often
@given(fields(0), st.integers(0, 2**32))
def test_what_is_proven_of_a_cell_has_no_note(descriptor: dict[str, Any], seed: int) -> None:
    assert wrongly_proven(descriptor, seed) == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@often
@given(fields(0), st.integers(0, 2**32))
def test_equal_values_have_equal_images(descriptor: dict[str, Any], seed: int) -> None:
    assert wrongly_told_apart(descriptor, seed) == []


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_translated_pattern_is_not_looser(pattern: str) -> None:
    for seed in range(5):
        assert wrongly_proven({"name": "f0", "type": "string", "constraints": {"pattern": pattern}}, seed) == []


@pytest.mark.parametrize(
    ("descriptor", "text"),
    [
        ({"type": "string", "constraints": {"pattern": r"[A-Z]{2}-[0-9]{8}"}}, "TH-00000001"),
        ({"type": "string", "constraints": {"minLength": 2, "maxLength": 4}}, "กขค"),
        ({"type": "integer", "constraints": {"minimum": 1, "maximum": 9}}, "5"),
        ({"type": "number", "decimalChar": ",", "groupChar": ".", "constraints": {"maximum": 99999999.99}}, "1.234,50"),
        ({"type": "date", "format": "%d/%m/%Y", "constraints": {"minimum": "01/01/2000"}}, "29/02/2020"),
        ({"type": "date"}, "2020-02-29"),
        ({"type": "boolean", "trueValues": ["ใช่"], "falseValues": ["ไม่"]}, "ใช่"),
        ({"type": "any"}, "x"),
    ],
)
def test_the_common_cell_is_proven_without_asking(descriptor: dict[str, Any], text: str) -> None:
    [field] = fields_of({"name": "f0"} | descriptor)
    frame = pl.DataFrame({"c0": [text, text]})
    column = REAL.column.Column(field, 0, few=-1.0, few_at_least=0)
    assert frame.select(column.first_proof(frame)).to_series().all()
