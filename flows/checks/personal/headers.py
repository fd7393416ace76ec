"""privacy/in-header: a header, which stands in every file that is published, names a person."""

from collections.abc import Iterator

from flows.checks.subject import Table
from flows.domain.finding import Finding, Place, column_letter
from flows.domain.personal_headers import PERSONAL_HEADER


def check_headers(table: Table) -> Iterator[Finding]:
    """One finding for each header that `without_personal_headers` has taken out. Never the header."""
    columns = {column.position: column for column in table.tidied.columns}
    for remark in table.tidied.remarks:
        if remark.rule == PERSONAL_HEADER and remark.column in columns:
            column = columns[remark.column]
            place = Place(
                resource=table.resource.name,
                sheet=table.tidied.sheet,
                row=remark.row,
                column=column.position,
                header=column.header,
                field=column.name,
            )
            yield table.rules.finding(PERSONAL_HEADER, place, None, column=column_letter(column.position))
