"""A wrong proof does not go unseen: each of these faults, put into a copy of the room, is found by one of its tests.

The faults are looked for with the very functions that the tests of the sound room use, on tables and texts that are
written here, and in the long version (PROOF_EXAMPLES) on those that these draw. What is drawn depends on much, so that
the few of a short run would find some faults on one day and not on another.
"""

import os
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.checks.tables.proof.known import Tuning
from tests.canonical.test_structure import misread
from tests.checks.proof.alike import Told, alone, by_proof, proof_of
from tests.checks.proof.rooms import REAL, Room, spoilt
from tests.checks.proof.tables import Case, cases, fields
from tests.checks.proof.test_cells import wrongly_proven, wrongly_told_apart

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

LONG = "PROOF_EXAMPLES" in os.environ
TABLES = 1_500
FIELDS = 3_000
FOUND_BY_HAND = {
    "keys without a value",
    "row numbers",
    "stamps of a key without a value",
    "stamps in the order of the columns",
    "stamps of cells of the primary key",
    "digests of a part",
    "an exclusive bound that is not",
    "digits within a text",
    "a negated class of fewer",
    "keys compared as texts",
    "values compared as texts",
}
"""Faults that the written tables and fields show."""

IN_CELLS = {
    "bounds of numbers, with ties": (
        "cells",
        "value > float(bound) if name in _LOWER",
        "value >= float(bound) if name in _LOWER",
    ),
    "any text that polars takes for a number": ("cells", "parts = [plain]", "parts = [value.is_not_null()]"),
    "a maximum that is not looked at": (
        "cells",
        '"maximum": lambda value, bound: value <= bound',
        '"maximum": lambda value, bound: value == value',
    ),
    "an exclusive bound that is not": (
        "cells",
        "lambda value, bound: value > bound",
        "lambda value, bound: value >= bound",
    ),
    "any text that polars takes for a date": (
        "cells",
        "parts = [cell.str.contains(digits), value.dt.year() >= 1]",
        "parts = [value.is_not_null()]",
    ),
    "the year 0": ("cells", ", value.dt.year() >= 1]", "]"),
    "lengths in bytes": ("cells", "cell.str.len_chars() >= value", "cell.str.len_bytes() >= value"),
    "digits within a text": (
        "cells",
        "cell.cast(pl.Int64, strict=False)",
        'cell.str.extract(r"(-?[0-9]{1,18})").cast(pl.Int64, strict=False)',
    ),
    "a pattern that is open at its end": ("patterns", 'return r"\\z"', 'return ""'),
    "a pattern that is open at its start": (
        "patterns",
        'rf"\\A(?:{_sequence(tree)})"',
        'rf"{_sequence(tree)}".replace(r"\\A", "")',
    ),
    "a negated class of fewer": ("patterns", "given in _CLASSES and not negated:", "given in _CLASSES:"),
    "an enumeration of one word more": (
        "cells",
        "parts.append(cell.is_in(list(value)))",
        "parts.append(cell.is_in([*value, 'Draft']))",
    ),
    "true and false in any case": (
        "cells",
        "cell.is_in([*field.true_values, *field.false_values])",
        "cell.str.to_lowercase().is_in([*field.true_values, *field.false_values])",
    ),
    "a required cell that is missing": (
        "column",
        "if proof is None or not self.required or not self.missing:",
        "if True:",
    ),
}
IN_IMAGES = {
    "keys compared as texts": ("keys", 'column.field.type == "any" or', 'column.field.type in ("any", "integer") or'),
    "values compared as texts": ("keys", "value = self._read(text)", "value = self._read(text) and text"),
}
IN_PIECES = {
    "quoting that is not looked at": (
        "quoting",
        "return int(np.count_nonzero(pairs)) if sound else None",
        "return int(np.count_nonzero(pairs))",
    ),
    "bytes that are not counted": (
        "structure",
        "if len(raw) - sum(sizes[:width]) - quoted.around - quoted.returns != frame.height * width:",
        "if False:",
    ),
    "carriage returns on their own": (
        "quoting",
        " or every_return != int(np.count_nonzero(after_return)):",
        ":",
    ),
    "an empty line of one column": ("structure", "if width == 1 and", "if False and"),
    "line ends within a cell as they are": (
        "structure",
        'return frame.with_columns(pl.all().str.replace_all("\\r\\n", "\\n", literal=True))',
        "return frame",
    ),
}
IN_TABLES = {
    "blank rows": ("table", "proven &= _some_value(frame, self.columns)", "pass"),
    "keys without a value": ("table", "proven &= _some_value(frame, self.primary)", "pass"),
    "references to nothing": ("table", "proven &= reference.found(frame)", "pass"),
    "rows that share a key": ("keys", "among = repeated.implode()", "among = repeated.head(0).implode()"),
    "the first row": ("scan", "[0] if nth == 0 and each.rows else []", "[]"),
    "a unique field": ("table", 'if column.field.constraints.get("unique")]\n    names', "if False]\n    names"),
    "the width of a row": (
        "scan",
        "if len(row) != width or not next(known)",
        "if len(row) == width and not next(known)",
    ),
    "a block with a mark": ("structure", '(b"\\xef\\xbb\\xbf", b"\\r", b"\\n")', '(b"\\r", b"\\n")'),
    "keys in rows of another width": ("pieces", "*[None] * (width - len(row))]", "*[''] * (width - len(row))]"),
    "missing values of the field itself": (
        "column",
        'if not field.has_defined("missing_values") and field.schema:',
        "if field.schema:",
    ),
    "row numbers": ("selection", "yield Chosen(stretch.first + number,", "yield Chosen(stretch.first + number + 1,"),
    "stamps of another cell": (
        "selection",
        "noted[place].append((column.nth, text))",
        "noted[place].append((column.nth, ''))",
    ),
    "stamps of blank rows": ("selection", "    more |= blank\n", ""),
    "stamps of rows that share a key": (
        "selection",
        "stretch.chosen.is_in(stretch.shared.implode())",
        "stretch.chosen < 0",
    ),
    "stamps of a key without a value": ("selection", "noted[place].append((column.nth, None))", "pass"),
    "stamps in the order of the columns": (
        "known",
        "dict.fromkeys([*unique, *range(len(self.columns))])",
        "range(len(self.columns))",
    ),
    "stamps of cells of the primary key": ("known", " if nth not in primary]", "]"),
    "digests of a part": ("digests", 'path.open("rb") as file:\n', 'path.open("rb") as file:\n        file.read(1)\n'),
    "bytes read until the limit": ("stop", 'task.stats.get("rows", 0) + 1', "0"),
    "what is referred to": ("references", "or values in self.values", "or True"),
}


WRITTEN_FIELDS: tuple[dict[str, object], ...] = (
    {"name": "f0", "type": "string", "constraints": {"pattern": r"[^\d]+"}},
    {"name": "f0", "type": "integer", "constraints": {"exclusiveMinimum": 5}},
)
_ALONE = ["k,{0},{0}", "{0},x,{0}", "{0},{0},y", "-,{0},{0}", "{0},{0},{0}"]
_TOGETHER = ["k,x,{0}", "{0},x,y", "-,x,{0}", "-,x,y", "k,{0},y", "k,x,y"]
WRITTEN_TABLE = Case(
    {
        "fields": [
            {"name": "key", "type": "integer"},
            {"name": "number", "type": "integer"},
            {"name": "single", "type": "integer", "constraints": {"unique": True}},
        ],
        "primaryKey": ["key"],
        "missingValues": ["-"],
    },
    "\n".join(
        ["key,number,single", *(row.format(nth) for nth, row in enumerate([*_ALONE * 4, *_TOGETHER * 4, *_ALONE]))]
    ).encode(),
    0,
    Tuning(block=200, sampled=20, gives_up=False),
)
"""The same cells at fault again and again, alone and together, with a key and without."""


@cache
def drawn_fields() -> tuple[tuple[dict[str, object], int], ...]:
    drawn = [(descriptor, seed) for descriptor in WRITTEN_FIELDS for seed in range(5)]

    @settings(
        max_examples=FIELDS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(fields(0), st.integers(0, 2**32))
    def draw(descriptor: dict[str, object], seed: int) -> None:
        drawn.append((descriptor, seed))

    if LONG:
        draw()
    return tuple(drawn)


@cache
def drawn_tables() -> tuple[tuple[Case, Told, Path], ...]:
    """Tables of which something is proven, and what Frictionless says of each."""
    drawn: list[tuple[Case, Told, Path]] = []
    folder = Path(mkdtemp(prefix="perd-mutants-"))

    @settings(
        max_examples=4 * TABLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def draw(case: Case) -> None:
        keep(case)

    def keep(case: Case) -> None:
        place = folder / str(len(drawn))
        place.mkdir(exist_ok=True)
        if len(drawn) < TABLES:
            case.written(place)
            proof = proof_of(case, place)
            if proof and proof.rows:
                drawn.append((case, alone(case, place), place))

    keep(WRITTEN_TABLE)
    if LONG:
        draw()
    return tuple(drawn)


def mutants(faults: dict[str, tuple[str, str, str]]) -> pytest.MarkDecorator:
    by_chance = pytest.mark.skipif(not LONG, reason="only the tables of a long run are enough to be sure")
    return pytest.mark.parametrize(
        "fault",
        [
            pytest.param(fault, id=name, marks=() if name in FOUND_BY_HAND or faults is IN_PIECES else by_chance)
            for name, fault in faults.items()
        ],
    )


@pytest.fixture
def room(fault: tuple[str, str, str], tmp_path: Path) -> Room:
    return spoilt(tmp_path, f"spoilt{Random(str(fault)).randrange(10**12)}", *fault)


@mutants(IN_CELLS)
def test_a_predicate_that_is_too_loose_is_found(room: Room) -> None:
    assert any(wrongly_proven(descriptor, seed, room) for descriptor, seed in drawn_fields())


@mutants(IN_IMAGES)
def test_an_image_that_tells_equal_values_apart_is_found(room: Room) -> None:
    assert any(wrongly_told_apart(descriptor, seed, room) for descriptor, seed in drawn_fields())


@mutants(IN_PIECES)
def test_a_piece_that_is_misread_is_found(room: Room) -> None:
    assert misread(5, room)


@mutants(IN_TABLES)
def test_a_report_that_is_another_is_found(room: Room) -> None:
    assert any(differs(case, said, folder, room) for case, said, folder in drawn_tables())


def differs(case: Case, said: Told, folder: Path, room: Room) -> bool:
    """Whether the spoilt room says something else of the table, or its own sample disagrees with it."""
    try:
        proof = proof_of(case, folder, room)
    except Exception:  # noqa: BLE001 (a fault may break the room altogether, which is seen as well)
        return True
    if proof is None:
        return False
    return bool(proof.disagreement) or by_proof(case, folder, proof, room) != said


def test_the_sound_room_differs_in_nothing() -> None:
    assert not any(differs(case, said, folder, REAL) for case, said, folder in drawn_tables())
    assert not any(wrongly_proven(descriptor, seed) for descriptor, seed in drawn_fields())
