"""What tidy saw in the agency's file and the canonical table does not show, as findings."""

from flows.checks.table_findings import column_words
from flows.domain.finding import Finding, Place
from flows.domain.rule import RuleBook
from flows.domain.tidied import Column, Remark, Tidied


def check_delivery(tidied: Tidied, rules: RuleBook, resource_name: str) -> tuple[Finding, ...]:
    """One finding for each remark of tidy, in its order: hidden rows or columns, formulas without a value, rows that
    an unclosed quotation mark has swallowed, declared columns that are not there. None carries a value."""
    columns = {column.position: column for column in tidied.columns}
    return tuple(_told(remark, columns, tidied, rules, resource_name) for remark in tidied.remarks)


def _told(remark: Remark, columns: dict[int, Column], tidied: Tidied, rules: RuleBook, resource_name: str) -> Finding:
    column = columns.get(remark.column or 0, Column(name="", header="", position=remark.column or 0))
    place = Place(
        resource=resource_name,
        sheet=tidied.sheet,
        row=remark.row,
        column=remark.column,
        header=column.header or None,
        field=column.name or None,
    )
    words = {"row": remark.row, "cell": place.cell, "column": column_words(column), **remark.words}
    return rules.finding(remark.rule, place, None, **words)
