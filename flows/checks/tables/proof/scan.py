"""The whole file once: its pieces, and which rows of each are not proven."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl
from frictionless.resources import TableResource

from flows.canonical import Doubt, Piece, pieces_of
from flows.checks.tables.proof.digests import digests
from flows.checks.tables.proof.keys import Key
from flows.checks.tables.proof.known import Proof, Stretch, Tuning
from flows.checks.tables.proof.sample import Disagreement, Sample
from flows.checks.tables.proof.table import Table, table_of

FIRST_ROW = 2
"""Number of the first row below the header, as Frictionless counts them."""
MOSTLY = 0.5
"""Share of rows to be handed over, above which a file that has just begun is not worth the proof."""
JUDGED_AFTER = 1_000
NONE = pl.Series([], dtype=pl.UInt32)


def scan(resource: TableResource, path: Path, tuning: Tuning) -> Proof:
    """The proof for the file behind an open resource in the canonical format. Raises Doubt."""
    table = table_of(resource, tuning)
    size = path.stat().st_size
    pieces = partial(pieces_of, path, len(table.columns), tuning.block, tuning.smallest)
    with digests(path) as made:
        if table.references:
            for piece in pieces():
                for reference in table.references:
                    reference.see(piece.every_row)
        sample = Sample([column.field for column in table.columns], size, tuning.sampled)
        stretches, disagreement = _stretches(pieces(), table, sample, tuning)
        md5, sha256 = made()
    return Proof(
        path=path,
        size=size,
        md5=md5,
        sha256=sha256,
        columns=table.columns,
        key_columns=table.primary,
        references=table.references,
        stretches=list(_with_shared(stretches, table.keys)),
        rows=sum(each.rows for each in stretches),
        tuning=tuning,
        disagreement=disagreement,
    )


def _stretches(
    found: Iterator[Piece], table: Table, sample: Sample, tuning: Tuning
) -> tuple[list[Stretch], Disagreement | None]:
    """Of each piece what its rows are by themselves; and where the sample disagrees for the first time."""
    stretches: list[Stretch] = []
    disagreement = None
    first, judged, ragged = FIRST_ROW, 0, 0
    for piece in found:
        proven = table.proven(piece.frame)
        if piece.odd is None and tuning.sampled and disagreement is None:
            disagreement = sample.disagreement(piece.raw, piece.frame, proven, first)
        left = _left(piece, proven)
        stretches.append(Stretch(piece.start, piece.end, first, piece.height, piece.odd is None, left, NONE))
        first += piece.height
        ragged += piece.height - piece.frame.height
        for key in table.keys:
            key.see(piece.every_row)
        rows = first - FIRST_ROW
        if tuning.gives_up and rows >= max(JUDGED_AFTER, 2 * judged):
            _worth_it(rows, ragged, table)
            judged = rows
    return stretches, disagreement


def _left(piece: Piece, proven: pl.Series) -> pl.Series:
    """The rows of the piece that are not proven."""
    if piece.odd is None:
        return (~proven).arg_true()
    known = iter(proven.to_list())
    width = piece.frame.width
    left = [nth for nth, row in enumerate(piece.odd) if len(row) != width or not next(known)]
    return pl.Series(left, dtype=pl.UInt32)


def _with_shared(stretches: Sequence[Stretch], keys: Sequence[Key]) -> Iterator[Stretch]:
    """The stretches with every row that may share a key with another, and with the first row of all: Frictionless
    looks after each row whether it has had its fill of errors, and those of the header count."""
    shared = [key.shared() for key in keys]
    for nth, each in enumerate(stretches):
        sharing = pl.concat([NONE, *(of_key[nth] for of_key in shared)]).unique().sort()
        first = pl.Series([0] if nth == 0 and each.rows else [], dtype=pl.UInt32)
        if len(sharing) or len(first):
            chosen = pl.concat([each.chosen, sharing, first]).unique().sort()
            each = replace(each, chosen=chosen, shared=sharing)
        yield each


def _worth_it(rows: int, ragged: int, table: Table) -> None:
    """Raises Doubt where Frictionless would have to look at most rows so far anyway, `ragged` ones among them."""
    rejected = ragged + sum(column.rejected for column in table.columns)
    shared = max((sum(map(len, key.shared())) for key in table.keys), default=0)
    if max(rejected, shared) > MOSTLY * rows:
        raise Doubt("most rows have faults of their own")
