"""A checkpoint is written as C2SP writes it, and comes back from its table byte for byte."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from flows.evidence.checkpoint import Checkpoint, SignedCheckpoint
from flows.evidence.note_keys import SigningKey
from flows.evidence.table import COLUMNS, as_csv, from_csv

AT = datetime(2026, 11, 29, 18, 30, tzinfo=UTC)
KEY, NEXT_KEY = SigningKey.fresh("perd-ledger-1a2b"), SigningKey.fresh("perd-ledger-1a2b")
POINT = Checkpoint("perd-ledger-1a2b", 120, bytes(range(32)), AT)
SIGNED = [
    SignedCheckpoint.sign(POINT, KEY),
    SignedCheckpoint.sign(Checkpoint("perd-ledger-1a2b", 240, bytes(32), AT + timedelta(days=1)), KEY, NEXT_KEY),
]


def test_its_lines_are_origin_size_root_and_time() -> None:
    assert POINT.text == (
        "perd-ledger-1a2b\n120\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nsigned-at 2026-11-29T18:30:00Z\n"
    )
    assert Checkpoint.parse(POINT.text) == POINT


def test_its_file_has_its_size_as_name_and_reads_back() -> None:
    signed = SIGNED[0]
    assert signed.file_name == "000000000120.note"
    assert SignedCheckpoint.parse(signed.content) == signed


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text + "more\n",
        lambda text: text.replace("120", "0120"),
        lambda text: text.replace("120", "-120"),
        lambda text: text.replace("perd-ledger-1a2b\n", "\n"),
        lambda text: text.replace("Hh8=", "Hh8"),
        lambda text: text.replace("AAECAwQF", ""),
        lambda text: text.replace("signed-at ", ""),
        lambda text: text.replace("18:30:00Z", "18:30:00+00:00"),
        lambda text: text.replace("18:30:00Z", "25:30:00Z"),
    ],
)
def test_what_is_no_checkpoint_is_an_error(change: Callable[[str], str]) -> None:
    with pytest.raises(ValueError):
        Checkpoint.parse(change(POINT.text))


def test_the_table_gives_every_note_back_byte_for_byte() -> None:
    table = as_csv(SIGNED)
    assert tuple(table.splitlines()[0].split(",")) == COLUMNS
    assert [signed.content for signed in from_csv(table)] == [signed.content for signed in SIGNED]


@pytest.mark.parametrize(
    "spelt",
    [
        lambda table: "\ufeff" + table,
        lambda table: table.replace("\n", "\r\n"),
        lambda table: table.replace("T18:30:00Z", " 18:30:00"),
        lambda table: table.replace("18:30:00Z", "18:30:00+00:00"),
    ],
)
def test_a_table_that_another_program_wrote_gives_the_same_notes(spelt: Callable[[str], str]) -> None:
    assert list(from_csv(spelt(as_csv(SIGNED)))) == SIGNED


def test_columns_that_a_portal_adds_do_no_harm() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(SIGNED))))
    out = io.StringIO()
    writer = csv.DictWriter(out, ["_id", *reversed(COLUMNS)])
    writer.writeheader()
    writer.writerows({"_id": str(at), **row} for at, row in enumerate(rows))
    assert list(from_csv(out.getvalue())) == SIGNED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda table: table.replace(",120,", ",121,"), "line 2 is not the checkpoint that it was"),
        (lambda table: table.replace(",240,", ",many,"), "line 3 is no checkpoint"),
        (lambda table: table.replace("tree_size", "size"), "line 2 is no checkpoint"),
        (lambda table: "a,b\n1,2\n", "line 2 is no checkpoint"),
    ],
)
def test_a_line_that_is_no_checkpoint_is_named(change: Callable[[str], str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        list(from_csv(change(as_csv(SIGNED))))
