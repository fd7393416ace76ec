"""The only module that knows XlsxWriter: what passes here can become neither a formula, an address nor markup.

Sheets are written from the top down, row by row, and do not stay in memory; they may be written in turns.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from flows.domain.finding import column_letter
from flows.workbooks.safety import is_active, storable

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
FONT = {"font_name": "Tahoma", "font_size": 10}
"""Has Thai letters, and is on every Windows and Mac."""
TEXT = {"num_format": "@", "valign": "top"}
COMMENT = {"font_name": "Tahoma", "font_size": 9, "width": 320}
_LINE_HEIGHT = 19
_LINE_LETTERS = 42


class Style:
    """How a cell looks, in two forms: as it is, and for a text that a spreadsheet might take for a formula."""

    __slots__ = ("plain", "quoted")

    def __init__(self, plain: Any, quoted: Any) -> None:
        self.plain = plain
        self.quoted = quoted


class Sheet:
    """One sheet. Rows and columns are counted from 1."""

    def __init__(self, worksheet: Any, plain: Style) -> None:
        self._worksheet = worksheet
        self._plain = plain
        worksheet.ignore_errors({"number_stored_as_text": f"A1:{column_letter(MOST_COLUMNS)}{MOST_ROWS}"})

    @property
    def name(self) -> str:
        return str(self._worksheet.get_name())

    def text(self, row: int, column: int, text: str, style: Style | None = None) -> str:
        """Write `text` and nothing but text; returns what now stands there. An empty one is a blank cell."""
        style = style or self._plain
        if not text:
            self._worksheet.write_blank(row - 1, column - 1, None, style.plain)
            return text
        shown = storable(text)
        # Where a text is active only because of what was replaced in it (a carriage return), it is marked as well.
        form = style.quoted if is_active(text) or is_active(shown) else style.plain
        if shown.startswith("<r>"):
            # XlsxWriter takes <r>...</r> for markup that is ready to be written.
            self._worksheet.write_rich_string(row - 1, column - 1, shown[:1], form, shown[1:], form)
        else:
            self._worksheet.write_string(row - 1, column - 1, shown, form)
        return shown

    def number(self, row: int, column: int, number: int | Decimal, style: Style) -> None:
        """A number of our own, such as a count; what an agency wrote is text."""
        self._worksheet.write_number(row - 1, column - 1, number, style.plain)

    def link(self, row: int, column: int, sheet: str, cell: str, text: str, style: Style) -> None:
        """A link to a cell of this workbook; `text` is our own."""
        quoted = sheet.replace("'", "''")
        self._worksheet.write_url(row - 1, column - 1, f"internal:'{quoted}'!{cell}", style.plain, text)

    def comment(self, row: int, column: int, text: str) -> None:
        """On a cell that is written, too."""
        shown = storable(text)
        lines = sum(1 + len(line) // _LINE_LETTERS for line in shown.split("\n"))
        self._worksheet.write_comment(row - 1, column - 1, shown, COMMENT | {"height": _LINE_HEIGHT * (lines + 1)})

    def widths(self, widths: Mapping[int, float], style: Style | None = None) -> None:
        """Column -> width in letters; cells that are filled in later are text there."""
        for column, width in widths.items():
            self._worksheet.set_column(column - 1, column - 1, width, (style or self._plain).plain)

    def freeze(self, rows: int) -> None:
        self._worksheet.freeze_panes(rows, 0)

    def filter(self, last_row: int, last_column: int) -> None:
        self._worksheet.autofilter(0, 0, last_row - 1, last_column - 1)

    def chart(self, row: int, column: int, chart: "Chart") -> None:
        """Put the chart with its upper left corner on the cell."""
        self._worksheet.insert_chart(row - 1, column - 1, chart.made)

    def hide_other_rows(self) -> None:
        """Rows in which nothing is written are hidden."""
        self._worksheet.set_default_row(hide_unused_rows=True)


class Chart:
    """A native chart of cells of this workbook: whoever opens it can change it."""

    def __init__(self, made: Any, title: str) -> None:
        self.made = made
        made.set_title({"name": title, "overlay": False, "name_font": {"size": 12}})
        made.set_legend({"position": "bottom"})

    def series(self, sheet: Sheet, name: str, rows: tuple[int, int], names: int, values: int, colour: str) -> None:
        """One series: `values` by `names`, both columns, in the rows from the first to the last."""
        first, last = rows[0] - 1, rows[1] - 1
        self.made.add_series(
            {
                "name": name,
                "categories": [sheet.name, first, names - 1, last, names - 1],
                "values": [sheet.name, first, values - 1, last, values - 1],
                "fill": {"color": colour},
                "line": {"color": colour},
                "gap": 60,
            }
        )

    def size(self, width: int, height: int) -> None:
        """In pixels."""
        self.made.set_size({"width": width, "height": height})


class Book:
    """One workbook."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self.plain = self.style()

    def sheet(self, name: str) -> Sheet:
        """A sheet behind those that there are; `name` as `sheet_names` makes it."""
        return Sheet(self._workbook.add_worksheet(name), self.plain)

    def chart(self, title: str, kind: Literal["column", "line"], stacked: bool = False) -> Chart:
        """An empty one; `title` is our own."""
        subtype = {"subtype": "stacked"} if stacked else {}
        return Chart(self._workbook.add_chart({"type": kind, **subtype}), title)

    def style(self, **look: object) -> Style:
        """`look` in XlsxWriter's words; call it once for each look, not for each cell."""
        properties = {**TEXT, **look}
        return Style(
            self._workbook.add_format(properties), self._workbook.add_format({**properties, "quote_prefix": True})
        )


@contextmanager
def new_book(path: Path, title: str, created: datetime) -> Iterator[Book]:
    """A workbook that is written to `path` at the end, unless an error comes before; OSError if it cannot be."""
    with TemporaryDirectory(prefix="perd-workbook-") as rows:
        workbook = Workbook(
            str(path),
            {
                "constant_memory": True,
                "tmpdir": rows,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "use_zip64": True,
                "default_format_properties": FONT,
            },
        )
        workbook.set_properties({"title": storable(title, 255), "created": created})
        try:
            yield Book(workbook)
            workbook.close()
        except FileCreateError as error:
            raise OSError(f"{path}: the workbook cannot be written: {error}") from error
        finally:
            for worksheet in workbook.worksheets():
                worksheet.row_data_fh.close()  # XlsxWriter leaves its own files open after an error
