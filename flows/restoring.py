"""An earlier version brought back by a person: file, table and metadata, from the archive alone.

It is published as every version is: by whoever has the dataset's lease, with an intent before the first write, and
proven as an anonymous visitor. Before that the ledger has the person's word, so that what is taken back by it stays so
(taken_back.py), whenever the machine stops.
"""

from flows.bookkeeping import record_outcome
from flows.checks import Subject, check_dataset
from flows.decisions import refuse_unsaid
from flows.domain.draft import Draft
from flows.domain.errors import ArchiveError, PipelineError
from flows.domain.findings import Findings
from flows.domain.outcome import Outcome, Unchanged
from flows.domain.published import PublishedDataset
from flows.domain.record import Kind, Record
from flows.domain.restoration import Restoration
from flows.domain.text import Text
from flows.domain.verdict import Verdict
from flows.domain.version import Version
from flows.portal.plan import plan
from flows.scoring import Measured, measured
from flows.settle import CLOSED, broken, published
from flows.standing_version import standing_version
from flows.world import World

ARCHIVED = ".archived"
"""Working folder beside those of the resources: no resource can be called so."""


def restore(dataset: str, number: int, by: str, reason: str, world: World) -> Outcome:
    """Bring the portal to the version of that number. Unchanged, and nothing is written down, if it stands already.

    Raises PipelineError, and has changed nothing, where the person says too little, the archive does not hold the
    version whole, or somebody closed the dataset on the portal. What goes wrong later is the outcome, and recorded.
    """
    assert world.ledger, "a run that writes has a ledger"
    refuse_unsaid(dataset, by, reason)
    version = world.versions.read(dataset, number)
    _refuse_other_than_recorded(version, world)
    if version.dataset.keeps_checkpoints:
        raise PipelineError(_OWN_EVIDENCE.filled(dataset=dataset))
    with world.only_writer(dataset) as portal:
        stands = portal.look(dataset)
        if stands and stands.closed_by_hand:
            raise PipelineError(CLOSED)
        draft = _draft(version, stands, world)
        to_do = plan(draft, world.profile, world.shelf.url_of(dataset))
        if to_do.empty and stands:
            return Unchanged(dataset, draft.rows, draft.verdict.findings, stands.url, to_do.remarks, to_do.edits)
        _write_down(version, stands, by.strip(), reason.strip(), world)
        outcome: Outcome
        try:
            outcome = published(to_do, version, portal, world)
        except PipelineError as error:
            outcome = broken(dataset, error)
    record_outcome(outcome, draft, _measured(outcome, draft, world), world)
    return outcome


def _draft(version: Version, stands: PublishedDataset | None, world: World) -> Draft:
    """With what the rules of today find in the declaration: a person restores it all the same, and the ledger tells."""
    draft = world.versions.draft_of(version, stands, world.workplace(version.id, ARCHIVED))
    schemas = {table.schema.name: table.schema for table in version.tables}
    subject = Subject(version.dataset, world.rules, world.licences, schemas, world.today, world.profile.rules)
    return Draft(draft.dataset, draft.parts, Verdict(Findings.of(check_dataset(subject))), stands)


def _write_down(version: Version, stands: PublishedDataset | None, by: str, reason: str, world: World) -> None:
    tables = {table.resource: table.file.sha256 for table in version.tables}
    taken_back = {
        found.resource: found.sha256
        for found in (stands.resources if stands else ())
        if found.resource in tables and found.sha256 != tables[found.resource]
    }
    at = world.now
    word = Restoration.of(version, standing_version(stands, world), taken_back, by, reason, at)
    body = word.as_body() | {"agency": version.dataset.agency.code}
    assert world.ledger
    world.ledger.append(Record(Kind.DECISION, world.run, version.id, at, body))


def _measured(outcome: Outcome, draft: Draft, world: World) -> Measured:
    """Without scores: nobody has checked the tables again."""
    return Measured(measured(outcome, draft, draft.dataset, world).facts, ())


def _refuse_other_than_recorded(version: Version, world: World) -> None:
    """ArchiveError if the ledger knows that number as another version: somebody exchanged it in the archive."""
    assert world.ledger
    for told in world.ledger.latest(Kind.INTENT, version.id):
        if told["body"].get("version") == version.number:
            if told["body"]["manifest_sha256"] != version.manifest_sha256:
                raise ArchiveError(_EXCHANGED.filled(number=version.number, dataset=version.id))
            return


_OWN_EVIDENCE = Text(
    th="{dataset} เป็นหลักฐานของระบบเอง ซึ่งต้องมีจุดลงนามครบทุกจุดเสมอ จึงนำรุ่นก่อนกลับมาไม่ได้",
    en="{dataset} is the system's own evidence, which has to show every checkpoint: no earlier version of it"
    " is restored.",
)
_EXCHANGED = Text(
    th="ไฟล์กำกับรุ่นที่ {number} ของ {dataset} ในคลังไม่ตรงกับที่บันทึกหลักฐานระบุไว้เมื่อเผยแพร่ อาจมีผู้เปลี่ยนไฟล์ในคลัง จึงไม่ใช้รุ่นนี้"
    " โปรดตรวจสอบและกู้ไฟล์จากสำเนาสำรองของคลัง",
    en="The manifest of version {number} of {dataset} in the archive is not the one that the ledger tells of, from when"
    " it was published: somebody may have exchanged it, and it is not used. Find out, and bring the file back from a"
    " backup of the archive.",
)
