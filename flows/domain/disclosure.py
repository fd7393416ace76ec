"""What one run could say of a dataset's disclosure: the facts that an award pack counts, as the ledger keeps them.

Two parts. What the public has now (`public`, `page`, `package`, `views`, `downloads`) is known whenever a run looked at
the portal. What is disclosed and how (`told`) is known only of a version that the run published or found standing
unchanged: of a dataset that is held, the public still has the version that an earlier record tells of. One to which a
person gave other terms on the portal is told of again: the earlier record's are not those that hold.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from flows.domain.vocabulary import Category, DataType, FrequencyUnit


@dataclass(frozen=True, slots=True)
class DisclosedResource:
    """One published resource."""

    resource: str
    """As declared."""
    id: str
    """The portal's id."""
    url: str
    """Where the public downloads it."""
    formats: tuple[str, ...]
    """What the public can download, in small letters, such as csv."""
    rows: int
    sha256: str
    """Of the published bytes."""
    last_change: date | None
    """Day in Bangkok on which the published content last changed."""
    anonymous_get: bool
    """Whether a visitor without a token or key got exactly these bytes: in this run, or when they were published, and
    they stand untouched since. False where nobody has tried."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is disclosed, and how."""

    title: str
    licence: str | None
    """Id of schemas/rules/licences.yaml."""
    openness: str | None
    """Word of `Openness`: open, open-with-duty, not-open, unknown; None without a licence that the register knows."""
    licence_url: str | None
    no_conditions: bool
    """Whether nothing is asked beyond the licence (no finding of licence/extra-conditions, waived ones included)."""
    category: Category | None
    data_type: DataType | None
    items_missing: tuple[str, ...]
    """English names of those of the 14 mandatory items that are not given."""
    items_unknown: tuple[str, ...]
    """Those that are given as "unknown", which counts as not given."""
    every: int | None
    """With `unit`: the promised frequency; None where none is declared."""
    unit: FrequencyUnit | None
    cycle_days: int | None
    """Days from one promised version to the next; None where nothing is promised that has days."""
    last_change: date | None
    """The newest of the resources'."""
    stars: int | None
    """Of the best published format, by NECTEC's table: 0 to 5."""
    machine_readable: bool
    """Whether every resource has a format that programs read (the statistical office's checker's list)."""
    open_format: bool
    """Whether every resource has a non-proprietary format such as CSV."""
    dictionary: bool
    """Whether a data dictionary is published with it."""
    api: bool
    """Whether every table stands in the DataStore, which answers anonymous API calls."""
    high_value: bool
    shared_with: tuple[str, ...]
    """Codes of other agencies that share in the data, as declared."""
    over_http: bool
    """Whether every source is pulled from the agency's own server by a program, none handed over as a file."""
    resources: tuple[DisclosedResource, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One dataset after one run."""

    agency: str
    """Code."""
    public: bool | None
    """Whether an anonymous visitor sees the dataset now, be it an older version; None if the run did not look."""
    page: str | None
    """Page that people open on the portal; None if not public or not looked at."""
    package: str | None
    """The portal's id of the dataset."""
    views: int | None
    """Visits of the dataset's page since the portal began to count; None where the portal does not count."""
    downloads: int | None
    """Downloads of its resources, likewise."""
    told: Told | None
    """None unless the dataset was published or found unchanged in this run, or has other terms on the portal."""
    scores: dict[str, str]
    """Totals out of 100 by family (perd, nso), one decimal, of those that were measured whole; may be empty."""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON; dates are ISO (CE)."""
        plain: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return plain

    @classmethod
    def from_json(cls, stored: Any) -> "Disclosure":
        """What `as_json` gave. ValueError where it is none."""
        return _ADAPTER.validate_python(stored, strict=False)


_ADAPTER = TypeAdapter(Disclosure)
