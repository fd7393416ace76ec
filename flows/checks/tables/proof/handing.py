"""A Frictionless resource that sees only the rows that are not proven, each with its own number."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from frictionless import Checklist, Dialect, Error
from frictionless.resources import TableResource

from flows.checks.tables.proof.known import Proof
from flows.checks.tables.proof.selection import chosen_rows
from flows.checks.tables.proof.stamps import Stamps


class HandedOver(Dialect):
    """Gives Frictionless' own row stream the rows that are put into `waiting`, instead of those of the file."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._waiting: deque[tuple[int, list[str]]] | None = None

    def read_enumerated_content_stream(self, cell_stream: Iterable[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
        if self._waiting is None or isinstance(cell_stream, list):  # the sample of the file's beginning
            stream: Iterator[tuple[int, list[Any]]] = super().read_enumerated_content_stream(cell_stream)
            return stream
        return self._handed_over(self._waiting)

    def wait(self) -> deque[tuple[int, list[str]]]:
        """Where to put rows, one before each that is asked for."""
        self._waiting = deque()
        return self._waiting

    @staticmethod
    def _handed_over(waiting: deque[tuple[int, list[str]]]) -> Iterator[tuple[int, list[Any]]]:
        while waiting:
            yield waiting.popleft()


class Said:
    """In the place of a row: what is said of it."""

    __slots__ = ("errors",)

    def __init__(self, errors: list[Error]) -> None:
        self.errors = errors


class ProvenResource(TableResource):
    """As the resource that the proof was made for, with its header, errors and figures, but without proven rows."""

    _proof: Proof | None

    @classmethod
    def of(cls, resource: TableResource, proof: Proof | None) -> "ProvenResource":
        """`resource`, not open and with a HandedOver dialect, is as good as gone. Without a proof it has no rows: it
        is for the proof to be made with."""
        made = cls(
            name=resource.name,
            path=resource.path,
            basepath=resource.basepath,
            scheme=resource.scheme,
            format=resource.format,
            encoding=resource.encoding,
            dialect=resource.dialect,
            schema=resource.schema,
        )
        made._proof = proof
        return made

    def open(self) -> Any:
        assert isinstance(self.dialect, HandedOver)
        waiting = self.dialect.wait()
        super().open()  # type: ignore[no-untyped-call]
        if self._proof:
            for reference in self._proof.references:
                for known in self.lookup.values():
                    known[reference.fields] = reference.values
            self._rows = self._said(self._proof, waiting, super().row_stream)
        return self

    def to_copy(self, **options: Any) -> Any:
        """For Frictionless to look up references to the table itself in: empty, as the proof has looked them up. Raises
        what a copy raises."""
        super().to_copy(**options)
        return TableResource(name="looked-up", data=[["nothing"]])

    @property
    def row_stream(self) -> Any:
        return self._rows

    def _said(self, proof: Proof, waiting: deque[tuple[int, list[str]]], rows: Iterator[Any]) -> Iterator[Any]:
        stamps = Stamps(proof.tuning.met_before, proof.reading_order)
        for chosen in chosen_rows(proof):
            errors = stamps.errors(chosen.oddity, chosen.number, chosen.cells)
            if errors is None:
                waiting.append((chosen.number, chosen.cells))
                row = next(rows)
                stamps.learn(chosen.oddity, chosen.number, row.errors)
            else:
                row = Said(errors)
            self.stats.rows = chosen.number - 1
            yield row
        self.stats.rows = proof.rows
        self.stats.md5, self.stats.sha256, self.stats.bytes = proof.md5, proof.sha256, proof.size


class EveryError(Checklist):
    """Frictionless' own checks. It lists the types that they find anew for each error."""

    @property
    def scope(self) -> list[str]:
        known: list[str] | None = self.__dict__.get("_scope")
        if known is None:
            known = self.__dict__["_scope"] = super().scope
        return known
