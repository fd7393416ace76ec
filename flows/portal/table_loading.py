"""One resource's table, from whatever stands to the rows of a file: changed in place if it can be, else made anew."""

from functools import cached_property
from pathlib import Path

from flows.domain.errors import PortalUnavailable
from flows.domain.text import Text
from flows.portal import datastore
from flows.portal.client import Portal
from flows.portal.refused_rows import RowsRefused
from flows.portal.table_change import Standing
from flows.portal.table_delta import Delta
from flows.portal.table_reshape import Reshape
from flows.portal.writes import LoadTable

COMPARED_ROWS = 100_000
"""Tables of up to so many rows are read back as a whole after a change; of larger ones the rows are counted."""


class Loading:
    """What it takes, and the portal's part in it."""

    def __init__(self, portal: Portal, load: LoadTable, path: Path, name: str, known: Path | None) -> None:
        """`path`: the canonical CSV that the table is to hold. `known`: the one it holds, where that is certain."""
        self._portal, self._load, self._path, self._known = portal, load, path, known
        self._of = f"{load.resource} of {name}"

    @property
    def same_columns(self) -> bool:
        """Whether a table with these very columns stands: then a refusal leaves it as it was."""
        return self._reshape is not None and not self._reshape.needed

    @cached_property
    def _reshape(self) -> Reshape | None:
        """None where no table stands. PortalRefused for columns that no table can have."""
        self._load.table.check_names(self._of)
        standing = datastore.columns(self._portal, self._load.id, self._of)
        return None if standing is None else Reshape(self._portal, self._load.id, self._load.table, standing, self._of)

    @cached_property
    def _standing(self) -> Standing:
        known = self._known if self.same_columns else None
        return Standing(self._portal, self._load.id, self._load.table, self._of, known)

    @cached_property
    def _difference(self) -> Delta:
        return self._standing.difference(self._path)

    @property
    def touched(self) -> int:
        """How many rows of a table that was changed in place were written."""
        return self._difference.rows

    @property
    def unfinished(self) -> bool:
        """Whether, once the rows have changed, dictionary and key are to be written: what stood, or broke off, may have
        left others. Until `finish` has done so the table has no mark."""
        return self._reshape is not None and self._reshape.possible and self._standing.file is None

    def rehearse(self) -> None:
        """Let the portal try the rows and keep none of them. RowsRefused with the first that it does not take."""
        if self.same_columns:
            self._change(dry_run=True)
        else:
            datastore.try_columns(self._portal, self._load.id, self._load.table, self._path, self._of)

    def carry_out(self) -> None:
        """`change` and `finish`."""
        self.change()
        self.finish()

    def change(self) -> None:
        """RowsRefused if the portal does not take a row; a table of the same columns is then as it was, unless the
        refusal says `in_part`."""
        if not self._widened():
            load = self._load
            datastore.make(self._portal, load.id, load.table, self._path, load.rows, self._of)
            return
        self._change()
        if self._reshape:
            self._reshape.narrow()

    def finish(self) -> None:
        """PortalUnavailable if the table holds other rows than those of the file."""
        load = self._load
        if self.unfinished:
            datastore.describe(self._portal, load.id, load.table, self._of, rows=load.rows, key=True)
        datastore.holds(self._portal, load.id, load.rows, self._of)
        if load.rows <= COMPARED_ROWS:
            self._compare()

    def _change(self, dry_run: bool = False) -> None:
        try:
            self._standing.change(self._difference, dry_run)
        except RowsRefused as refusal:
            if self._standing.file is None:
                raise
            # The table may not be what its mark says: somebody took rows out, or it lost its key. The portal tells.
            self._known = None
            del self._standing, self._difference
            try:
                self._standing.change(self._difference, dry_run)
            except RowsRefused as other:
                other.in_part |= refusal.in_part
                raise

    def _widened(self) -> bool:
        """Whether a table stands that can take the rows where it is."""
        if self._reshape is None or not self._reshape.possible:
            return False
        if self._reshape.needed:
            self.rehearse()
            try:
                self._reshape.widen()
            except RowsRefused:  # a portal that takes no column away
                return False
        return True

    def _compare(self) -> None:
        asked = Standing(self._portal, self._load.id, self._load.table, self._of)
        different = asked.difference(self._path).rows
        if different:
            raise PortalUnavailable(
                Text(
                    th=f"ตารางของ {self._of} บนพอร์ทัลมี {different:,} แถวที่ไม่ตรงกับไฟล์หลังนำเข้า ระบบจะแก้ไขในรอบถัดไป "
                    f"โปรดสอบถามผู้ดูแลพอร์ทัลว่ามีอะไรเขียนลงใน DataStore อีก หากยังเป็นอยู่",
                    en=f"The portal's table of {self._of} differs from its file in {different:,} rows after it was "
                    f"loaded: it is put right next time; if it stays so, ask the portal's administrator what else "
                    f"writes into its DataStore",
                )
            )
