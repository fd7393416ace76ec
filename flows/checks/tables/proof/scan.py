"""The whole file once: its pieces, and which rows of each are not proven."""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import polars as pl
from frictionless.resources import TableResource

from flows.checks.tables.proof.column import Column
from flows.checks.tables.proof.doubt import Doubt
from flows.checks.tables.proof.keys import Key, KeyColumn
from flows.checks.tables.proof.pieces import BLOCK, SMALLEST, Piece, pieces
from flows.checks.tables.proof.references import Reference, references
from flows.checks.tables.proof.sample import Disagreement, Sample
from flows.checks.tables.proof.structure import read_rows

FIRST_ROW = 2
"""Number of the first row below the header, as Frictionless counts them."""
MOSTLY = 0.5
"""Share of rows to be handed over, above which a file that has just begun is not worth the proof."""
JUDGED_AFTER = 1_000
NONE = pl.Series([], dtype=pl.UInt32)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the file without its cells."""

    start: int
    end: int
    first: int
    """Number of its first row, as Frictionless counts them."""
    rows: int
    regular: bool
    """Whether its structure is proven; else csv.reader reads it."""
    chosen: pl.Series
    """Its rows that are not proven, as numbers from 0, ascending. UInt32."""
    shared: pl.Series
    """Those of them that may share a key with another row."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a file after one look: Frictionless need only see the chosen rows."""

    path: Path
    size: int
    """Bytes."""
    md5: str
    sha256: str
    columns: Sequence[Column]
    key_columns: Sequence[Column]
    """Those of the primary key."""
    references: Sequence[Reference]
    stretches: Sequence[Stretch]
    rows: int
    tuning: "Tuning"
    disagreement: Disagreement | None = None
    """The sample's, where it has one: then the proof is worth nothing."""

    @property
    def reading_order(self) -> list[int]:
        """The columns, from 0, of which each odd cell adds its errors to those of others in its row, in the order in
        which Frictionless reads them: unique fields first. Not those of the primary key, as it may be without a value
        because of two of them; none where there are references, whose columns are read between the others."""
        if self.references:
            return []
        primary = {column.nth for column in self.key_columns}
        unique = [column.nth for column in self.columns if column.field.constraints.get("unique")]
        return [nth for nth in dict.fromkeys([*unique, *range(len(self.columns))]) if nth not in primary]

    @property
    def chosen(self) -> int:
        """Rows that are not proven."""
        return sum(len(each.chosen) for each in self.stretches)


@dataclass(slots=True)
class _Table:
    """The columns, and what rows have to do with each other."""

    columns: list[Column]
    keys: list[Key]
    primary: list[Column]
    references: list[Reference]
    judged: int = field(default=0)

    def proven(self, frame: pl.DataFrame) -> pl.Series:
        """Whether Frictionless has nothing to say of each row by itself, all of the table's width."""
        first = frame.select(column.first_proof(frame) for column in self.columns)
        proven = pl.repeat(True, frame.height, dtype=pl.Boolean, eager=True)
        for column in self.columns:
            proven &= column.proven(frame[column.name], first[column.name])
        proven &= _some_value(frame, self.columns)
        if self.primary:
            proven &= _some_value(frame, self.primary)
        for reference in self.references:
            proven &= reference.found(frame)
        return proven


@dataclass(frozen=True, slots=True)
class Tuning:
    """Sizes that tests make small."""

    block: int = BLOCK
    smallest: int = SMALLEST
    few: float = 0.2
    few_at_least: int = 50
    sampled: int = 1_000
    gives_up: bool = True
    met_before: int = 1
    """How often an oddity was met before its errors are kept."""


def scan(resource: TableResource, path: Path, tuning: Tuning) -> Proof:
    """The proof for the file behind an open resource in the canonical format. Raises Doubt."""
    table = _table(resource, tuning)
    width = len(table.columns)
    size = path.stat().st_size
    with path.open("rb") as file, ThreadPoolExecutor(1) as pool:
        _, begin = read_rows(file, 0, size, 1)
        if table.references:
            for piece in pieces(file, begin, size, width, tuning.block, tuning.smallest):
                for reference in table.references:
                    reference.see(piece.every_row)
        digests = _Digests(pool)
        digests.see(_bytes(file, 0, begin))
        sample = Sample([column.field for column in table.columns], size, tuning.sampled)
        stretches: list[Stretch] = []
        disagreement = None
        for piece in pieces(file, begin, size, width, tuning.block, tuning.smallest):
            first = stretches[-1].first + stretches[-1].rows if stretches else FIRST_ROW
            digests.see(piece.raw or _bytes(file, piece.start, piece.end))
            proven = table.proven(piece.frame)
            if piece.odd is None and tuning.sampled and disagreement is None:
                disagreement = sample.disagreement(piece.raw, piece.frame, proven, first)
            left = _left(piece, proven)
            stretches.append(Stretch(piece.start, piece.end, first, piece.height, piece.odd is None, left, NONE))
            for key in table.keys:
                key.see(piece.every_row)
            if tuning.gives_up:
                _worth_it(stretches, table)
        md5, sha256 = digests.told()
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


def _table(resource: TableResource, tuning: Tuning) -> _Table:
    fields = resource.header.get_expected_fields()
    if not resource.labels or not fields:
        raise Doubt("no header")
    by_name = {each.name: Column(each, nth, tuning.few, tuning.few_at_least) for nth, each in enumerate(fields)}
    if len(by_name) != len(fields):
        raise Doubt("two fields of one name")
    columns = list(by_name.values())
    keys = [Key([KeyColumn(column)]) for column in columns if column.field.constraints.get("unique")]
    names = resource.schema.primary_key
    primary = [by_name[name] for name in names] if names and set(names) <= set(by_name) else []
    if primary:
        keys.append(Key([KeyColumn(column) for column in primary]))
    return _Table(columns, keys, primary, references(resource.schema.foreign_keys, by_name, resource.name or ""))


def _some_value(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.Series:
    """Whether not all cells of the columns are missing values. A required cell that is proven has one."""
    some = pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
    if any(column.required for column in columns):
        return ~some
    for column in columns:
        some |= ~column.is_missing(frame[column.name])
        if some.all():
            break
    return some


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


def _worth_it(stretches: Sequence[Stretch], table: _Table) -> None:
    """Raises Doubt where Frictionless would have to look at most rows so far anyway."""
    rows = sum(each.rows for each in stretches)
    if rows < JUDGED_AFTER or rows < 2 * table.judged:
        return
    table.judged = rows
    rejected = sum(column.rejected for column in table.columns)
    shared = max((sum(map(len, key.shared())) for key in table.keys), default=0)
    if max(rejected, shared) > MOSTLY * rows:
        raise Doubt("most rows have faults of their own")


def _bytes(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(end - start)


class _Digests:
    """MD5 and SHA-256 of the file, made in another thread while it is being read."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha256 = hashlib.sha256()
        self._last: Future[None] | None = None

    def see(self, raw: bytes) -> None:
        """The next bytes of the file."""
        if self._last:
            self._last.result()
        self._last = self._pool.submit(self._update, raw)

    def told(self) -> tuple[str, str]:
        if self._last:
            self._last.result()
        return self._md5.hexdigest(), self._sha256.hexdigest()

    def _update(self, raw: bytes) -> None:
        self._md5.update(raw)
        self._sha256.update(raw)
