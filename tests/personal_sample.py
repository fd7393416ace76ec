"""The example file with personal data: every value of it that evidence must not hold."""

import csv
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "datasets/diprom/samples/training_participants_2567.csv"
DECLARED = ("datasets/diprom/participants-with-national-ids.yaml", "schemas/tables/diprom/training-participants.yaml")


@cache
def personal_values() -> list[str]:
    """All cells. Left out are only words that the dataset's own declaration says in public anyway."""
    rows = list(csv.reader(SAMPLE.read_text(encoding="utf-8-sig").splitlines()))[1:]
    said = "".join((ROOT / path).read_text(encoding="utf-8") for path in DECLARED)
    values = sorted({cell for row in rows for cell in row if cell and cell not in said})
    assert len(values) > len(rows), "each row has a number of its own, at least"
    return values


def personal_values_in(content: bytes) -> list[str]:
    """Those that stand there by themselves: a short code may well be within a longer number, such as a portal's id."""
    found = (value for value in personal_values() if value.encode() in content)
    return [value for value in found if re.search(rb"(?<![\w-])" + re.escape(value.encode()) + rb"(?![\w-])", content)]
