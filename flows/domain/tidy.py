"""Which conversions a declaration asks for on the way from the agency's file to the published table."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from flows.domain.declared import Declared

DATE_FORMAT = re.compile(r"(?:[^%]|%[dmbYy])+")


class Tidy(Declared):
    """The only conversions made on the way to the canonical table. Columns are named as in the Table Schema."""

    encoding: Literal["auto", "utf-8", "cp874"] = "auto"
    delimiter: Literal[",", ";", "|", "\t"] = ","
    sheet: str | None = Field(default=None, description="Worksheet to read; the first one if it is not named.")
    header_row: Literal["find", "none"] | Annotated[int, Field(ge=1)] = Field(
        default="find", description="Row that bears the headers, `find` to look for it, `none` if there is none."
    )
    drop_columns: tuple[str, ...] = Field(
        default=(), description="Headers of the agency's file that are not published."
    )
    drop_rows_starting: tuple[str, ...] = Field(
        default=(),
        description="Rows to leave out, such as totals and footnotes: `รวม` those whose first filled cell starts with"
        " รวม, `ชนิดพืช=รวม` those whose cell in the column ชนิดพืช does.",
    )
    drop_blank_rows: bool = Field(default=False, description="Wholly blank rows are left out and counted.")
    null_words: tuple[str, ...] = Field(default=(), description='Cells that mean "no value", such as "-".')
    trim: bool = Field(default=True, description="Blanks at either end of a cell are removed.")
    calendar: dict[str, Literal["buddhist"]] = Field(
        default={}, description="Date, year and year-month columns whose years are B.E.: 543 is taken off."
    )
    date_formats: dict[str, str] = Field(
        default={}, description="How the agency writes dates: %d %m %Y, and %b for a Thai month, abbreviated or whole."
    )
    thai_digits: tuple[str, ...] = Field(default=(), description="Columns in which ๑๒๓ stands for 123.")
    thousands: tuple[str, ...] = Field(default=(), description="Columns in which 1,234 stands for 1234.")

    @field_validator("drop_rows_starting")
    @classmethod
    def _not_every_row(cls, entries: tuple[str, ...]) -> tuple[str, ...]:
        for entry in entries:
            if not all(part.strip() for part in entry.split("=", 1)):
                raise ValueError(f"{entry!r} has no word in it and would drop every row; write one, such as รวม")
        return entries

    @field_validator("date_formats")
    @classmethod
    def _formats_that_can_be_read(cls, formats: dict[str, str]) -> dict[str, str]:
        for column, written in formats.items():
            if not DATE_FORMAT.fullmatch(written):
                raise ValueError(f"{column}: {written!r} has a part that is not known; use only %d %m %b %Y %y")
            for kind in ("%Y", "%y"), ("%m", "%b"), ("%d",):
                if sum(written.count(part) for part in kind) > 1:
                    raise ValueError(f"{column}: {written!r} may have only one of {' and '.join(kind)}")
            if "%Y" not in written and "%y" not in written:
                raise ValueError(f"{column}: {written!r} has no year in it; add %Y or %y")
            if "%d" in written and "%m" not in written and "%b" not in written:
                raise ValueError(f"{column}: {written!r} has no month in it; add %m or %b")
        return formats
