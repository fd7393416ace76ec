"""A table that stands gets the columns of another schema, and its rows stay where they are all the while.

Nothing of CKAN's changes a column's type: such a column is taken away and put back empty, and gets its cells with the
rows of the next version. Columns that are no longer wanted go last.
"""

from dataclasses import dataclass
from typing import Any

from flows.portal.client import Portal
from flows.portal.table import Table

Columns = list[tuple[str, str]]
"""Name and PostgreSQL type of each, in order."""


@dataclass(frozen=True)
class Reshape:
    """From the columns that stand to those of the table."""

    portal: Portal
    resource: str
    """The portal's id."""
    table: Table
    standing: Columns
    of: str
    """For messages."""

    @property
    def needed(self) -> bool:
        """Their order is of no account: whoever asks names them."""
        return dict(self.standing) != dict(self.table.shape)

    @property
    def possible(self) -> bool:
        """Whether a column stays: a table is never without one."""
        return bool(self._staying)

    def widen(self) -> None:
        """Before the rows: every wanted column is there, with its type. The key goes: the rows may have another.

        RowsRefused by a CKAN before 2.11, which takes no column away: nothing has changed then.
        """
        retyped = {name for name, _ in self.standing} - {name for name, _ in self._staying}
        staying = [{"id": name, "type": type} for name, type in self._staying]
        coming = [field for field in self.table.fields if field["id"] not in dict(self._staying)]
        new = [field for field in coming if field["id"] not in retyped]
        self._columns([*staying, *new], primary_key=[])
        if retyped:
            self._columns([*staying, *coming])

    def narrow(self) -> None:
        """After the rows: no other column is there."""
        if set(dict(self.standing)) - set(self.table.names):
            self._columns(self.table.fields)

    @property
    def _staying(self) -> Columns:
        wanted = dict(self.table.shape)
        return [(name, type) for name, type in self.standing if wanted.get(name, type) == type]

    def _columns(self, fields: list[dict[str, Any]], **more: Any) -> None:
        told = {"resource_id": self.resource, "fields": fields, "delete_fields": True, "force": True, **more}
        self.portal.act("datastore_create", told, of=self.of)
