"""How one dataset ended in one run: one of six, to match on."""

from dataclasses import dataclass
from datetime import date

from flows.domain.findings import NOTHING, Findings
from flows.domain.portal_edit import PortalEdit
from flows.domain.receipt import PublishedFile
from flows.domain.text import Text
from flows.domain.version import Version


@dataclass(frozen=True, slots=True)
class Published:
    """The public sees the new version; an anonymous visitor's download had the digest it should have."""

    dataset: str
    rows: int
    findings: Findings
    url: str
    """Page on the portal."""
    written: tuple[str, ...]
    """What was written, in order: create, file:, table: or replace:<resource>, metadata, public."""
    remarks: tuple[Text, ...] = ()
    """What the portal could not take as declared, such as tags that its rule refuses."""
    files: tuple[PublishedFile, ...] = ()
    """Every resource as it stands now, with the digest that an anonymous visitor's download had."""
    package: str = ""
    """The portal's id of the dataset."""
    edits: tuple[PortalEdit, ...] = ()
    """What people changed on the portal in fields that the declaration fills."""
    version: Version | None = None
    """As it lies in the archive."""
    word = "published"


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The portal stands as declared, and the source is what it was: nothing was written."""

    dataset: str
    rows: int
    findings: Findings
    url: str
    remarks: tuple[Text, ...] = ()
    """As in `Published`."""
    edits: tuple[PortalEdit, ...] = ()
    """As in `Published`."""
    word = "unchanged"


@dataclass(frozen=True, slots=True)
class Held:
    """A rule, or a person, says no. The public still sees the last good version, if there ever was one."""

    dataset: str
    rows: int
    findings: Findings
    reason: Text
    url: str | None = None
    """Page of the version that still stands."""
    word = "held"


@dataclass(frozen=True, slots=True)
class Failed:
    """Ours, the portal's or the declaration's fault: somebody here acts."""

    dataset: str
    reason: Text
    kind: str
    """Class of the error, such as PortalRefused."""
    word = "failed"


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The source did not give its data: the agency acts, or it is tried again next time."""

    dataset: str
    reason: Text
    kind: str
    since: date | None = None
    """Day in Bangkok on which it first gave nothing; None where that is this run's."""
    overdue: bool = False
    """Whether that is longer ago than the days of grace."""
    word = "unreachable"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person has to approve."""

    dataset: str
    reason: Text
    rows: int = 0
    findings: Findings = NOTHING
    url: str | None = None
    """Page of the version that still stands."""
    asks: str | None = None
    """What exactly is asked, as a digest of data and findings: an approval is for this and nothing else."""
    word = "waiting"


@dataclass(frozen=True, slots=True)
class Fit:
    """What a run that writes nothing says of a dataset that it would publish. No real end, so never recorded."""

    dataset: str
    rows: int
    findings: Findings
    url: str | None
    """Page of the version that stands now."""
    word = "fit"


Outcome = Published | Unchanged | Held | Failed | Unreachable | Waiting


def arrived(outcome: Outcome | Fit) -> bool:
    """Whether what was due arrived, or was stopped on purpose. A run with one that did not is never green."""
    return not isinstance(outcome, Failed | Unreachable)
