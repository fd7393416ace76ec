"""An agency's file all the way to the findings: written, tidied, looked at by Frictionless and by every table check."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.checks import TABLE_CHECKS
from flows.checks.tables.by_frictionless import check_table
from flows.domain.finding import Finding
from flows.domain.rule import RuleBook
from flows.domain.table_schema import TableSchema
from flows.domain.tidy import Tidy
from flows.tidy import ReceivedCells, tidy
from tests.checks.conftest import a_table

Row = Sequence[object]


@dataclass(frozen=True)
class AgencyFile:
    """Writes files into one folder and says what is found in them."""

    folder: Path
    rules: RuleBook

    def findings(
        self, schema: TableSchema, rows: Sequence[Row], header: Sequence[str] | None = None, **declared: Any
    ) -> list[Finding]:
        """`header` is that of the file, the schema's titles if none is given; `declared` are keys of `tidy`."""
        path = self.folder / "delivered.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header or [field.title for field in schema.fields])
            writer.writerows(rows)
        rules = Tidy.model_validate(declared)
        tidied = tidy(path, rules, schema, self.folder / "work")
        table = a_table(tidied, schema, self.rules, cells=ReceivedCells(tidied), tidy=rules)
        return [*check_table(table), *(finding for check in TABLE_CHECKS for finding in check(table))]

    def told(
        self, schema: TableSchema, rows: Sequence[Row], *args: Any, **declared: Any
    ) -> list[tuple[str, str | None]]:
        """(rule, cell) of each finding."""
        return [(each.rule, each.place.cell) for each in self.findings(schema, rows, *args, **declared)]
