"""Headers that name a person are taken out of a table's description before anybody quotes them."""

from collections.abc import Mapping
from dataclasses import replace

from flows.domain.finding import column_letter
from flows.domain.personal_text import looks_personal, named_or
from flows.domain.text import Text
from flows.domain.tidied import Change, Column, Remark, Tidied

PERSONAL_HEADER = "privacy/in-header"
"""The rule that such a header breaks; tidied.remarks then say where it stands."""
UNNAMED_SHEET = "แผ่นงานที่นำมาตรวจ"
"""Instead of a worksheet's name that looks like a person's."""
UNNAMED_COLUMN = "คอลัมน์ที่ไม่เผยแพร่"
"""Instead of the header of a column that is left out, where it looks like a person's."""


def without_personal_headers(tidied: Tidied) -> Tidied:
    """The same table with neutral words (คอลัมน์ C) for what looks personal in headers, names of sheets, remarks
    and what was changed.

    Each such header is a remark of PERSONAL_HEADER with its row and column. What was taken out before stays so; a table
    in which nothing looks personal is given back as it is.
    """
    columns = tuple(_neutral(column) for column in tidied.columns)
    sheet = None if tidied.sheet is None else named_or(UNNAMED_SHEET, tidied.sheet)
    remarks = tuple(_quoting_nobody(remark) for remark in tidied.remarks)
    renamed = {column.name: neutral.name for column, neutral in zip(tidied.columns, columns, strict=True)}
    changes = tuple(_of_neutral(change, renamed) for change in tidied.changes)
    told = tuple(
        Remark(PERSONAL_HEADER, row=tidied.header_row, column=column.position)
        for column, neutral in zip(tidied.columns, columns, strict=True)
        if neutral is not column
    )
    if not told and (sheet, remarks, changes) == (tidied.sheet, tidied.remarks, tidied.changes):
        return tidied
    return replace(tidied, columns=columns, sheet=sheet, remarks=(*remarks, *told), changes=changes)


def _neutral(column: Column) -> Column:
    words = f"คอลัมน์ {column_letter(column.position)}"
    header = words if looks_personal(column.header) else column.header
    # Where no field of the schema bears it, the header is the machine name, too.
    name = words if looks_personal(column.name) else column.name
    return column if (header, name) == (column.header, column.name) else replace(column, header=header, name=name)


def _of_neutral(change: Change, renamed: Mapping[str, str]) -> Change:
    """The same under the neutral word of its column. One that was left out has none, and is named only if harmless."""
    if change.column is None:
        return change
    column = renamed.get(change.column) or named_or(UNNAMED_COLUMN, change.column)
    return change if column == change.column else replace(change, column=column)


def _quoting_nobody(remark: Remark) -> Remark:
    words = {key: _word(value) for key, value in remark.words.items()}
    return remark if words == dict(remark.words) else replace(remark, words=words)


def _word(value: object) -> object:
    if isinstance(value, Text) and (looks_personal(value.th) or looks_personal(value.en)):
        return Text(th="(ไม่แสดง)", en="(not shown)")
    return "(ไม่แสดง)" if isinstance(value, str) and looks_personal(value) else value
