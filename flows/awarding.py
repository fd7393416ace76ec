"""The award pack from beginning to end: count, write, add the evidence, record it in the ledger, zip."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import rfc8785

from flows.award_profile import load_award
from flows.domain.errors import AskedWrongly, EvidenceError
from flows.domain.fiscal_period import FiscalPeriod, period_of
from flows.domain.ministry import MINISTRY, OfficialScore
from flows.domain.record import WHOLE, Kind, Record
from flows.domain.text import Text
from flows.domain.thai_calendar import in_bangkok
from flows.evidence import Ledger, Notary, Part, export, sign_checkpoint
from flows.pack import (
    NUMBER_IDS,
    Body,
    Commission,
    Written,
    browser_of,
    free_place,
    room_for,
    write_folder,
    write_manifest,
    zipped,
)
from flows.settings import Settings
from flows.turn import home_folder, my_turn
from flows.world import CODE_VERSION, Desk, lay_out

EVERYBODY = Text(th="ทุกหน่วยงานในระบบ", en="All agencies")
"""What is counted together where no ministry is declared."""


@dataclass(frozen=True, slots=True)
class Awarded:
    """A pack that was made and recorded."""

    folder: Path
    zip_file: Path
    commission: Commission
    written: Written
    manifest_sha256: str
    record: int
    """Number of its record in the ledger."""


def award(
    asked: str,
    agency: str | None,
    settings: Settings,
    out: Path | None = None,
    with_pdf: bool = True,
    at: datetime | None = None,
) -> Awarded:
    """Make a pack of a period: of the ministry, or of one agency. It lies in `out`, or in PERD_HOME/awards.

    at: the moment in which it is made, UTC; now if it is not given.

    Raises AskedWrongly for a period or an agency that is none, DeclarationError for a ministry's file that is wrong;
    EvidenceError if the ledger does not verify, or refuses; PipelineError if there is no browser, or no room.
    """
    desk = lay_out(settings)
    period = period_of(asked, in_bangkok(at or datetime.now(UTC)).date())
    _refuse_unknown(agency, desk)
    browser = browser_of(settings.browser) if with_pdf else None
    home_folder(settings.home)
    with my_turn(settings.home):  # a run that writes is let end: its records belong together
        now = _whole_milliseconds(at or datetime.now(UTC))
        commission = _commission(desk, period, agency, now)
        final = free_place(out or settings.home / "awards", period, agency, now)
        ledger = Ledger(settings.ledger, settings.head_file, existing=True)
        try:
            with room_for(final) as folder:
                written, manifest = _make(folder, commission, agency, ledger, Notary.of(settings), browser, now)
                record = _recorded(ledger, commission, agency, written, manifest)
        finally:
            ledger.close()
    return Awarded(final, zipped(final, now), commission, written, manifest, record)


def _make(
    folder: Path,
    commission: Commission,
    agency: str | None,
    ledger: Ledger,
    notary: Notary,
    browser: Path | None,
    now: datetime,
) -> tuple[Written, str]:
    """All files of the pack, with evidence that a checkpoint of this very moment covers."""
    signed = sign_checkpoint(ledger, notary, _run(now), now)
    if signed.problems:
        raise EvidenceError("; ".join(problem.sentence.en for problem in signed.problems))
    written = write_folder(folder, ledger.entries(), commission, browser)
    export(ledger, notary, folder / "evidence", _part(written, commission, agency), now)
    return written, write_manifest(folder, commission, written.ledger_size, written.ledger_head)


def _part(written: Written, commission: Commission, agency: str | None) -> Part:
    """From the earliest record that a number counts; the whole ledger where none does, to show that there is none."""
    if written.earliest is None:
        return Part()
    return Part(min(written.earliest, commission.period.first), commission.day, agency)


def _recorded(ledger: Ledger, commission: Commission, agency: str | None, written: Written, manifest: str) -> int:
    """Number of the record that says that the pack was made, and what was in it."""
    body = {
        "period": commission.period.id,
        "agency": agency,
        "as_of": commission.as_of.isoformat(timespec="milliseconds"),
        "manifest_sha256": manifest,
        "numbers_sha256": written.numbers_sha256,
        "ledger_size": written.ledger_size,
        "official_scores_sha256": _digest(commission.official_scores),
        "award_profile": commission.award.year,
    }
    made = commission.made_at
    return ledger.append(Record(Kind.AWARD, _run(made), WHOLE, made, body)).seq


def _commission(desk: Desk, period: FiscalPeriod, agency: str | None, now: datetime) -> Commission:
    catalogue = desk.catalogue
    ministry = catalogue.counted_together(EVERYBODY)
    codes = ministry.agencies if agency is None else (agency,)
    agencies = (catalogue.agencies[code] for code in codes)
    return Commission(
        period=period,
        as_of=min(now, period.ends),
        made_at=now,
        ministry=Body(MINISTRY, ministry.name, ministry.short) if agency is None else None,
        agencies=tuple(Body(each.code, each.name, each.short) for each in agencies),
        codes=frozenset(catalogue.agencies),
        titles={name: dataset.declared.title for name, dataset in catalogue.datasets.items()},
        award=load_award(desk.settings.schemas / "awards", period.year, NUMBER_IDS),
        official_scores=catalogue.official_scores,
        portal_url=desk.settings.portal_url or "",
        code_version=CODE_VERSION,
    )


def _whole_milliseconds(moment: datetime) -> datetime:
    """As the ledger keeps them: else a record of this very moment would count here and not for whoever counts again."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _refuse_unknown(agency: str | None, desk: Desk) -> None:
    if agency is not None and agency not in desk.catalogue.agencies:
        known = ", ".join(desk.catalogue.agencies)
        raise AskedWrongly(
            Text(
                th=f"ไม่มีหน่วยงาน {agency} ในรายการ (มี {known}) ให้ระบุรหัสที่มี หรือเว้นว่างเพื่อทำของทั้งกระทรวง",
                en=f"There is no agency {agency} in the catalogue (there is {known}): name one of them, or none for the"
                " whole ministry.",
            )
        )


def _digest(scores: tuple[OfficialScore, ...]) -> str:
    return hashlib.sha256(rfc8785.dumps([score.model_dump(mode="json") for score in scores])).hexdigest()


def _run(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:6]}"
