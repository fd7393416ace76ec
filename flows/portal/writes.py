"""The kinds of write that a publication is made of. Each has a `word` for the ledger and for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from flows.portal.table import Table


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that does not stand as declared. None: absent."""

    field: str
    """A dataset field, or `<resource>.<field>`."""
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Create:
    """The dataset, private and without resources: nobody sees it until all of it is proven."""

    fields: Mapping[str, Any]
    word: ClassVar[str] = "create"


@dataclass(frozen=True, slots=True)
class PutFile:
    """One resource's bytes, with all fields of ours."""

    resource: str
    id: str
    name: str
    fields: Mapping[str, str]
    content: Path | bytes | None
    """None for a datapackage.json that cannot be made before the portal has given the other files addresses."""
    new: bool

    @property
    def word(self) -> str:
        return f"file:{self.resource}"


@dataclass(frozen=True, slots=True)
class LoadTable:
    """One resource's rows into its DataStore table."""

    resource: str
    id: str
    table: Table
    path: Path | None
    """None for a resource that was not fetched anew: its file is read back from the portal."""
    rows: int
    file_sha256: str
    mark: str
    """What the portal says the table was made from; empty where no whole load has been seen: views are made, too."""
    replaces: bool
    """A table stands, perhaps of an older version or half of one."""
    known: bool
    """It holds the rows of the file that stands: its mark says so."""

    @property
    def word(self) -> str:
        return f"table:{self.resource}"


@dataclass(frozen=True, slots=True)
class Replace:
    """One resource's next version in both its forms, the file right after the table: nothing comes between them."""

    load: LoadTable
    put: PutFile

    @property
    def word(self) -> str:
        return f"replace:{self.load.resource}"


@dataclass(frozen=True, slots=True)
class Describe:
    """Metadata: fields of the dataset and of standing resources."""

    fields: Mapping[str, Any]
    resources: Mapping[str, Mapping[str, str]]
    word: ClassVar[str] = "metadata"


@dataclass(frozen=True, slots=True)
class Open:
    """Private to public, once everything else stands and has been read back."""

    word: ClassVar[str] = "public"


Write = Create | PutFile | LoadTable | Replace | Describe | Open
