"""What tidy saw in the agency's file and the canonical table does not show, as findings."""

from collections.abc import Iterator

from flows.checks.subject import Table
from flows.checks.tables.faults import column_words
from flows.domain.finding import Finding, Place
from flows.domain.personal_headers import PERSONAL_HEADER
from flows.domain.tidied import Column


def check_delivery(table: Table) -> Iterator[Finding]:
    """One finding for each remark of tidy, in its order: hidden rows or columns, formulas without a value, rows that
    an unclosed quotation mark has swallowed, declared columns that are not there. None carries a value. A header that
    names a person has been told by check_headers."""
    columns = {column.position: column for column in table.tidied.columns}
    for remark in table.tidied.remarks:
        if remark.rule == PERSONAL_HEADER:
            continue
        column = columns.get(remark.column or 0, Column(name="", header="", position=remark.column or 0))
        place = Place(
            resource=table.resource.name,
            sheet=table.tidied.sheet,
            row=remark.row,
            column=remark.column,
            header=column.header or None,
            field=column.name or None,
        )
        words = {"row": remark.row, "cell": place.cell, "column": column_words(column), **remark.words}
        yield table.rules.finding(remark.rule, place, None, **words)
