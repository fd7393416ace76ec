"""Verify all of it: the chain and its head, each checkpoint, what the ledger says of them, copies kept elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flows.domain.errors import EvidenceError
from flows.domain.text import Text
from flows.evidence.archive import NOTE, STAMP
from flows.evidence.archive_checks import against_the_ledger, believed_notes
from flows.evidence.checkpoint import SignedCheckpoint
from flows.evidence.clock import told_of_wrong_clocks
from flows.evidence.copies import Copies, compared_with_copies
from flows.evidence.ledger import Ledger
from flows.evidence.notary import Notary
from flows.evidence.note_checks import NoteChecks, when
from flows.evidence.note_keys import PublicKey
from flows.evidence.problems import ABOUT_RECORDS, Problem, What
from flows.evidence.reading import Reading
from flows.evidence.stamp_checks import confirmed, missing_stamps
from flows.evidence.trust_checks import about_keys, lost_keys


@dataclass(slots=True)
class Examined:
    """What was verified, and what is wrong."""

    reading: Reading = field(default_factory=Reading)
    head: str | None = None
    """Hash of the last record; None where the chain does not verify."""
    checkpoints: dict[int, SignedCheckpoint] = field(default_factory=dict)
    """Those of the archive that a trusted key signed, by size, in its order."""
    stamps: int = 0
    """How many time stamps confirm theirs."""
    problems: list[Problem] = field(default_factory=list)
    elsewhere: list[Problem] = field(default_factory=list)
    """Those of the problems that copies kept elsewhere tell of."""
    remarks: list[Text] = field(default_factory=list)
    """What is no failure, and should not go unsaid."""

    @property
    def about_records(self) -> Problem | None:
        """The first problem that forbids to sign anything more; None if there is none."""
        found = [problem for problem in self.problems if problem.what in ABOUT_RECORDS]
        return next(iter([*found, *self.elsewhere]), None)

    @property
    def unrecorded(self) -> list[SignedCheckpoint]:
        """Signed and kept, but the ledger says nothing of them: whoever signed was interrupted."""
        return [each for size, each in self.checkpoints.items() if size not in self.reading.signed]


def examine(ledger: Ledger, notary: Notary, elsewhere: Iterable[Copies] = ()) -> Examined:
    """Evidence that does not hold is a problem, not an error. EvidenceError if it cannot be looked at."""
    examined = Examined()
    _chain(ledger, examined)
    reading, problems = examined.reading, examined.problems
    notes, stamps = notary.archive.files(NOTE), notary.archive.files(STAMP)
    trusted = _trusted(notary, bool(notes), examined)
    checks = NoteChecks(reading, trusted)
    problems += believed_notes(notes, notary.archive.where, checks, examined.checkpoints, examined.remarks)
    problems += against_the_ledger(notary.archive.where, checks, examined.checkpoints)
    problems += missing_stamps(stamps, reading.signed)
    if notary.authority:
        for found in confirmed(stamps, examined.checkpoints.values(), notary.authority, reading.wrong_clocks):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                examined.stamps += 1
    for place in elsewhere:
        examined.elsewhere += compared_with_copies(place, examined.checkpoints, checks, examined.remarks)
    problems += examined.elsewhere
    examined.remarks += lost_keys(reading)
    examined.remarks += told_of_wrong_clocks(reading)
    examined.remarks += _not_said(examined, len(stamps), notary)
    return examined


def _chain(ledger: Ledger, examined: Examined) -> None:
    try:
        examined.head = ledger.verify().head
    except EvidenceError as error:
        examined.problems.append(Problem(What.CHAIN, error.text))
    try:
        for link in ledger.links():
            examined.reading.take(link)
    except EvidenceError as error:
        examined.reading.gap = True
        if not examined.problems:
            examined.problems.append(Problem(What.CHAIN, error.text))


def _trusted(notary: Notary, any_note: bool, examined: Examined) -> tuple[PublicKey, ...]:
    trusted: tuple[PublicKey, ...] = ()
    try:
        trusted = notary.keys.trusted_keys()
        examined.problems += about_keys(notary.keys, trusted, examined.reading, any_note)
    except EvidenceError as error:
        examined.problems.append(Problem(What.KEYS, error.text))
    return trusted


def _not_said(examined: Examined, stamps: int, notary: Notary) -> Iterator[Text]:
    last, records = max(examined.checkpoints, default=0), examined.reading.tree.size
    if not last:
        yield Text(
            th="ยังไม่มีจุดลงนามที่ลงนาม: ตรวจได้เพียงสายโซ่ของบันทึกกับไฟล์หัวบันทึก",
            en="Nothing has been signed yet: only the chain of records and its head were verified.",
        )
    elif examined.reading.news > last:
        newest = when(examined.checkpoints[last])
        yield Text(
            th=f"บันทึกที่ {last + 1} ถึง {records} ใหม่กว่าจุดลงนามล่าสุด ({newest.th}) จึงยังไม่มีลายมือชื่อรับรอง",
            en=f"Records {last + 1} to {records} are younger than the last checkpoint ({newest.en}): no signature"
            " covers them yet.",
        )
    for each in examined.unrecorded:
        size = each.checkpoint.size
        if size > records or examined.reading.tree.root(size) != each.checkpoint.root:
            continue  # that is no interruption, and told as what it is
        yield Text(
            th=f"จุดลงนาม {size} ลงนามและเก็บแล้ว แต่ยังไม่ได้บันทึก: การลงนามครั้งก่อนหยุดกลางคัน จะทำต่อในครั้งถัดไป",
            en=f"Checkpoint {size} was signed and kept, but is not recorded yet: signing was interrupted, and will be"
            " finished the next time.",
        )
    if stamps and notary.authority is None:
        yield Text(
            th=f"ไม่ได้ตรวจการประทับเวลา {stamps} รายการ: ยังไม่ได้ตั้งค่า PERD_TIMESTAMP_URL และ PERD_TIMESTAMP_CERTIFICATES",
            en=f"{stamps} time stamps were not verified: PERD_TIMESTAMP_URL and PERD_TIMESTAMP_CERTIFICATES are not"
            " set.",
        )
