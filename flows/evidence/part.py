"""Which records are handed over: all of them, or those of one agency or period."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flows.domain.errors import PipelineError
from flows.domain.record import WHOLE, Kind
from flows.domain.thai_calendar import in_bangkok
from flows.evidence.ledger import Ledger

_ALWAYS = frozenset({Kind.KEY.value, Kind.CHECKPOINT.value})
"""What the records are believed by."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which records. All of them if nothing is given."""

    since: date | None = None
    """Day in Bangkok, the first one."""
    until: date | None = None
    """Day in Bangkok, the last one."""
    agency: str | None = None
    """Its code."""

    @property
    def whole(self) -> bool:
        return self == Part()

    def has(self, record: Mapping[str, Any], agencies: Mapping[str, str]) -> bool:
        """`agencies`: by dataset, as other records tell."""
        day = in_bangkok(datetime.fromisoformat(record["at"])).date()
        return (
            (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
            and (self.agency is None or self._is_about(self.agency, record, agencies))
        )

    def _is_about(self, agency: str, record: Mapping[str, Any], agencies: Mapping[str, str]) -> bool:
        dataset = str(record["dataset"])
        told = _told_agency(record) or agencies.get(dataset)
        return told == agency if told else dataset.startswith(f"{agency}-")


def chosen(ledger: Ledger, size: int, part: Part) -> set[int]:
    """Numbers of those of the first `size` records that belong to the part, with what they are believed by.

    PipelineError if there is none but the latter.
    """
    numbers, found = set(), False
    agencies = _agencies(ledger, size) if part.agency else {}
    for seq, record in _records(ledger, size):
        is_own = record["kind"] in _ALWAYS
        if is_own or part.has(record, agencies):
            numbers.add(seq)
            found = found or not is_own
    if not found and not part.whole:
        raise PipelineError(
            f"No signed record is of that agency and period ({part.agency or 'all'}, {part.since or '-'} to"
            f" {part.until or '-'}): look at the agency's code and the dates."
        )
    return numbers


def _records(ledger: Ledger, size: int) -> Iterator[tuple[int, dict[str, Any]]]:
    for link in ledger.links():
        if link.seq <= size:
            yield link.seq, json.loads(link.text)["record"]


def _agencies(ledger: Ledger, size: int) -> dict[str, str]:
    """By dataset. An id begins with its agency's code, but it may so with another one's too (`diw`, `diw-lab`)."""
    told = ((str(record["dataset"]), _told_agency(record)) for _, record in _records(ledger, size))
    return {dataset: agency for dataset, agency in told if agency and dataset != WHOLE}


def _told_agency(record: Mapping[str, Any]) -> str | None:
    """The code that the record itself tells; None for an intent, and for some that an older Perd wrote."""
    body = record["body"]
    told: str | None = body.get("agency") or (body.get("disclosure") or {}).get("agency")
    return told
