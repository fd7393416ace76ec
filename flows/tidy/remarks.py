"""What there is to say about a table's layout, and about its worksheet, that the canonical file does not show."""

from collections.abc import Iterator, Sequence

from flows.domain.finding import column_letter
from flows.domain.text import Text
from flows.domain.tidied import Remark
from flows.tidy.header import Header
from flows.tidy.workbook import Sheet

SHOWN = 10
"""Rows, columns or cells listed by name."""


def remarks_on_layout(header: Header) -> Iterator[Remark]:
    """format/drop-column-not-found for each column of `drop_columns` that the file does not have."""
    for name in header.not_found:
        yield Remark("format/drop-column-not-found", {"name": name})


def remarks_on_sheet(sheet: Sheet, header: Header) -> Iterator[Remark]:
    """format/hidden-rows-or-columns, -formula-without-value, -merged-header and -other-sheets, each once."""
    published = {column.position for column in header.columns}
    rows = [str(row) for row in sheet.xml.hidden_rows if row >= header.first_row]
    columns = [column_letter(position) for position in sorted(published) if sheet.xml.hides(position)]
    what = []
    if sheet.hidden:
        what.append(Text(th="แผ่นงานทั้งแผ่น", en="the whole worksheet"))
    if columns:
        what.append(Text(th=f"คอลัมน์ {_listed(columns)}", en=f"columns {_listed(columns)}"))
    if rows:
        what.append(Text(th=f"แถวที่ {_listed(rows)}", en=f"rows {_listed(rows)}"))
    if what:
        told = Text(th=" และ".join(each.th for each in what), en=" and ".join(each.en for each in what))
        yield Remark("format/hidden-rows-or-columns", {"what": told})
    cells = [cell for cell in sheet.xml.not_calculated if cell[0] >= header.first_row and cell[1] in published]
    if cells:
        names = [f"{column_letter(column)}{row}" for row, column in cells]
        yield Remark("format/formula-without-value", {"cells": _listed(names), "count": f"{len(names):,}"})
    merged = [
        each.name for each in sheet.xml.merged if header.row in each.rows and published.intersection(each.columns)
    ]
    if merged:
        yield Remark("format/merged-header", {"cells": _listed(merged), "row": header.row}, row=header.row)
    if sheet.others:
        yield Remark("format/other-sheets", {"sheet": sheet.name, "others": _listed(sheet.others)})


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return f"{shown} … ({len(names):,})" if len(names) > SHOWN else shown
