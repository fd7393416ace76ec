"""table/*: every row and cell against the Table Schema, as Frictionless finds it, in the agency's own coordinates."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from frictionless import Error
from frictionless.errors import CellError, LabelError, RowError

from flows.checks.subject import Table
from flows.checks.tables.errors import faults_of, row_of
from flows.checks.tables.faults import Fault, findings
from flows.checks.tables.header import many_columns, missing_columns, present_fields
from flows.checks.tables.proof.known import Proof
from flows.checks.tables.said_by_tidy import SaidByTidy, said_by_tidy
from flows.checks.tables.validation import errors_of, every_error, proven, validated
from flows.checks.thai.headers import header_faults
from flows.domain.finding import Finding
from flows.domain.text import Text
from flows.domain.tidied import Tidied

MOST = 1_000_000
"""Findings of one table, after which nobody is helped by more: what a worksheet of findings can hold."""
DISAGREEMENT = Text(
    th=(
        "ตาราง {resource}: ผลตรวจแบบเร็วของ Perd ไม่ตรงกับ Frictionless ที่แถว {row} จึงใช้ผลของ Frictionless ทั้งไฟล์ "
        "ผลตรวจครั้งนี้ถูกต้อง แต่โปรดส่งไฟล์ของหน่วยงานและ schemas/tables/{schema}.yaml ให้ผู้ดูแล Perd"
    ),
    en=(
        "table {resource}: Perd's fast check did not agree with Frictionless in row {row}, so Frictionless has checked "
        "the whole file. What was found is right; send the agency's file and schemas/tables/{schema}.yaml to Perd's "
        "maintainers"
    ),
)
AT_FIRST = 1_000
"""Errors in Frictionless' own report, as is its own default."""


@dataclass(frozen=True, slots=True)
class FrictionlessReport:
    """What Frictionless says of one table, and the same as findings."""

    descriptor: Mapping[str, Any] | None
    """Frictionless' own report with the first AT_FIRST errors; None for a table that was not handed to it."""
    findings: Iterable[Finding]
    """All of them; read once."""
    alarm: Text | None = None
    """For the officer, where Frictionless did not agree with what Perd had proven of the table. The findings are
    Frictionless' own all the same."""


def check_table(table: Table, limit: int = MOST) -> Iterator[Finding]:
    """Findings about one canonical table, in the agency's own coordinates; header first, then from the top down.

    Advice is given in the agency's own way of writing dates and numbers, not in that of the canonical table. After
    `limit` errors checking stops, and table/more-findings says so. The cells that a row lacks are one finding, and so
    are those it has too many. Raises DeclarationError if the Table Schema itself is wrong.
    """
    yield from by_frictionless(table, limit).findings


def by_frictionless(table: Table, limit: int = MOST) -> FrictionlessReport:
    """`check_table` with Frictionless' own report beside it. Raises DeclarationError as that does, already here."""
    tidied, schema = table.tidied, table.schema
    header = header_faults(tidied, schema)
    faults = [*header.faults, *missing_columns(tidied, schema, header.fields), *many_columns(tidied, schema)]
    if tidied.rows == 0:
        faults.append(Fault("table/no-rows"))
    if not present_fields(tidied, schema) or tidied.rows == 0:
        return FrictionlessReport(None, findings(faults, table))
    at_first = min(AT_FIRST, limit)
    proof, alarm = _trusted(proven(tidied, schema), table)
    report = validated(tidied, schema, at_first + 1, proof)
    errors: Iterable[Error] = errors_of(report)
    if len(errors_of(report)) > at_first:
        # Rare, and slower: the file is read once more, an error at a time, as a million of them fill the memory.
        errors = every_error(tidied, schema, proof)
    return FrictionlessReport(
        report.to_descriptor(), findings(chain(faults, _told(errors, limit, table, header.columns)), table), alarm
    )


def _trusted(proof: Proof | None, table: Table) -> tuple[Proof | None, Text | None]:
    """The proof where the rows that Frictionless has read as well bear it out; else none, and what to do about it."""
    if proof is None or proof.disagreement is None:
        return proof, None
    # The reason may quote a cell, which may be a person's: it is for a look at the file itself.
    row = table.tidied.row_map.source_row(proof.disagreement.row - 1)
    return None, DISAGREEMENT.filled(resource=table.resource.name, schema=table.schema.name, row=row)


def _told(errors: Iterable[Error], limit: int, table: Table, explained: Collection[int]) -> Iterator[Fault]:
    """The faults of the first `limit` errors, and that there are more if there are.

    The labels of `explained` columns (from 0) are told already.
    """
    said = said_by_tidy(table)
    told = 0
    stopped: int | None = table.tidied.header_row

    def counted() -> Iterator[Error]:
        nonlocal told, stopped
        for error in errors:
            if isinstance(error, LabelError) and error.field_number - 1 in explained:
                continue
            if _is_said(error, said, table.tidied):
                continue
            told += 1
            if told > limit:
                return
            if isinstance(error, RowError):
                stopped = row_of(error, table.tidied)
            yield error

    yield from faults_of(counted(), table)
    if told > limit:
        yield Fault("table/more-findings", words={"shown": f"{limit:,}", "row": stopped})


def _is_said(error: Error, said: SaidByTidy, tidied: Tidied) -> bool:
    """Whether the error only follows from what tidy has said of the file."""
    nth = error.field_number if isinstance(error, LabelError | CellError) else 0
    column = tidied.columns[nth - 1].position if 0 < nth <= len(tidied.columns) else None
    if isinstance(error, RowError):
        return said.explains(row_of(error, tidied), column, error.type == "blank-row")
    return isinstance(error, LabelError) and said.explains(None, column, not error.label.strip())
