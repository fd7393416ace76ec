"""What a person took back by restoring an earlier version, and what is about to be published again all the same.

The agency's server goes on giving the very file that was taken back. That is a finding, which a named person may let
pass; another file of the agency asks nobody.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flows.domain.dataset import Dataset
from flows.domain.draft import Part
from flows.domain.finding import Finding, Place
from flows.domain.outcome import Published
from flows.domain.published import PublishedDataset
from flows.domain.record import Kind
from flows.domain.restoration import RESTORED, Restoration
from flows.domain.text import Text
from flows.domain.thai_calendar import BANGKOK, thai_date
from flows.evidence import Ledger
from flows.portal.version_standing import stands_as
from flows.versions import content_digest, table_of
from flows.world import World

RULE = "change/taken-back"


def taken_back(
    dataset: Dataset, parts: Sequence[Part], standing: PublishedDataset | None, world: World
) -> Iterator[Finding]:
    """One finding for each table that was taken back and does not stand; one for the dataset where its tables stand
    and only its declaration or a schema was taken back. Raises EvidenceError."""
    if world.ledger is None:
        return
    restorations = list(_in_force(world.ledger, dataset.id))
    if not restorations:
        return
    tables = [table_of(part) for part in parts]
    told = False
    for table in tables:
        stands = standing.resource(table.resource) if standing else None
        if stands and stands.sha256 == table.file.sha256:
            continue
        by = next((each for each in restorations if each.files.get(table.resource) == table.file.sha256), None)
        if by:
            told = True
            what = Text(th=f"ไฟล์ของ {table.resource}", en=f"The file of {table.resource}")
            yield _finding(Place(resource=table.resource), what, by, world)
    if told or stands_as(dataset, tables, standing, world.profile):
        return
    content = content_digest(dataset, tables)
    if by := next((each for each in restorations if each.content == content), None):
        yield _finding(
            Place(), Text(th="คำประกาศหรือโครงสร้างตาราง", en="The declaration or a table's schema"), by, world
        )


def _in_force(ledger: Ledger, dataset: str) -> Iterator[Restoration]:
    """The restorations, newest first, each without what has been published again since: somebody let it pass."""
    told = [told for told in ledger.latest(Kind.DECISION, dataset) if told["body"]["decision"] == RESTORED]
    if not told:
        return
    first = min(each["at"] for each in told)
    outcomes = [each for each in ledger.latest(Kind.OUTCOME, dataset) if each["at"] > first]
    published = [each for each in outcomes if each["body"]["outcome"] == Published.word]
    for each in told:
        since = [later["body"] for later in published if later["at"] > each["at"]]
        again = {part["sha256"] for body in since for part in body.get("resources", ())}
        body = dict(each["body"])
        body["files"] = {resource: sha256 for resource, sha256 in body["files"].items() if sha256 not in again}
        if body["instead_of"] in {later.get("version") for later in since}:
            body["content"] = None
        yield Restoration.from_body(body, datetime.fromisoformat(each["at"]))


def _finding(place: Place, what: Text, by: Restoration, world: World) -> Finding:
    day = by.at.astimezone(BANGKOK).date()
    return world.rules.finding(
        RULE,
        place,
        what=what,
        day=Text(th=thai_date(day), en=str(day)),
        by=by.by,
        reason=by.reason,
        version=by.version,
    )
