"""What the DataStore has against rows, told without any of their values.

PostgreSQL quotes the value that it refuses, and CKAN passes that on. A value may be anything that an agency's file
holds, so only the kind of the problem and the row's number go any further.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from flows.domain.errors import PortalRefused
from flows.domain.text import Text

_KINDS = (
    (r"took too long|timeout", Text(th="ใช้เวลานานเกินกำหนดของพอร์ทัล", en="it took longer than the portal allows")),
    (r"out of range|overflow", Text(th="มีค่าที่เกินช่วงของชนิดคอลัมน์", en="a value is out of the range of its column's type")),
    (r"invalid input syntax", Text(th="มีค่าที่ไม่ตรงกับชนิดของคอลัมน์", en="a value is not of its column's type")),
    (r"duplicate key|uniqueness", Text(th="มีค่าของคีย์หลักซ้ำกัน", en="a value of the primary key is repeated")),
    (r"too long|exceeds", Text(th="มีค่าที่ยาวเกินกว่าที่จัดเก็บได้", en="a value is longer than can be stored")),
    (r"NUL|0x00|\\u0000|byte sequence", Text(th="มีอักขระที่จัดเก็บไม่ได้", en="a character cannot be stored")),
)
"""PostgreSQL's and CKAN's own wordings, and what they amount to."""

_OTHER = Text(th="พอร์ทัลไม่รับคำขอ ({keys})", en="the portal does not take the request ({keys})")


class Rows(Protocol):
    """Of which some can be taken: a list, or a frame."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: slice, /) -> Any: ...


R = TypeVar("R", bound=Rows)


class RowsRefused(PortalRefused):
    """The DataStore does not take rows, or not the table that they need."""

    kind: Text
    """What is wrong, in half a sentence."""
    of: str
    """What was being done, such as `datastore_upsert of factories of tst-fac`."""
    in_part: bool = False
    """Whether other rows of the same change had been kept before."""

    def at(self, row: int) -> "RowsRefused":
        """The same, with the first row that is refused: 1 is the first one after the header."""
        return _told(self.of, self.kind, row)


def rows_refused(doing: str, errors: Mapping[str, object]) -> RowsRefused:
    """From CKAN's validation errors of a datastore_* action.

    CKAN's own `records_row` is left out: for an insert it is the last row of the call, whichever row is wrong.
    """
    message = str({key: value for key, value in errors.items() if key != "__type"})
    for pattern, kind in _KINDS:
        if re.search(pattern, message):
            return _told(doing, kind, None)
    keys = ", ".join(key for key in errors if not key.startswith("__") and key != "message") or "?"
    return _told(doing, _OTHER.filled(keys=keys), None)


@contextmanager
def first_refused(records: R, attempt: Callable[[R], None], row: Callable[[int], int]) -> Iterator[None]:
    """RowsRefused from within names the first record that is at fault: `attempt` tries ever smaller parts of them.

    `attempt` keeps nothing; `row` gives the number for people of the record at an index.
    """
    try:
        yield
    except RowsRefused as refusal:
        worst, low, high = refusal, 0, len(records)
        while high - low > 1:
            middle = (low + high) // 2
            try:
                attempt(records[low:middle])
                low = middle
            except RowsRefused as narrower:
                worst, high = narrower, middle
        raise worst.at(row(low)) from None


def _told(of: str, kind: Text, row: int | None) -> RowsRefused:
    place = Text(th=f" แถวข้อมูลที่ {row:,}", en=f" at data row {row:,}") if row else Text(th="", en="")
    error = RowsRefused(
        Text(
            th=f"ตาราง DataStore ของพอร์ทัลไม่รับ {of}{place.th}: {kind.th} "
            f"โปรดแก้ชนิดหรือเงื่อนไขของคอลัมน์ในสคีมา หรือแจ้งหน่วยงานให้แก้ไขข้อมูล แล้วเผยแพร่อีกครั้ง",
            en=f"The portal's DataStore refused {of}{place.en}: {kind.en}. Correct the column's type or constraints in "
            f"the table's schema, or have the agency correct the data, and publish again",
        )
    )
    error.kind, error.of = kind, of
    return error
