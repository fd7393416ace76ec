"""Datasets that nobody declares any more and that are still public, for `perd list` and `perd run`."""

from collections.abc import Sequence

from flows.catalogue import Catalogue
from flows.domain.errors import EvidenceError
from flows.domain.thai_calendar import thai_date
from flows.domain.withdrawal import Known
from flows.settings import Settings
from flows.terminal import err


def undeclared(settings: Settings, catalogue: Catalogue) -> Sequence[Known]:
    """None where nothing was ever published; a ledger that cannot be read is said."""
    from flows.evidence import Ledger
    from flows.withdrawing import in_grace

    if settings.ledger_url is None and not settings.head_file.exists():
        return ()
    try:
        ledger = Ledger(settings.ledger, settings.head_file, existing=True)
        try:
            return tuple(in_grace(ledger, catalogue, settings.portal_url or ""))
        finally:
            ledger.close()
    except EvidenceError as error:
        err.print(error.text.th, markup=False)
        return ()


def grace_line(known: Known) -> str:
    """One line of both languages."""
    assert known.grace, "only those in grace are shown"
    since, ends = known.grace.since, known.grace.ends
    return (
        f"{known.dataset}: ไม่มีคำประกาศตั้งแต่ {thai_date(since)} สาธารณะยังเห็นถึง {thai_date(ends)}"
        f" / not declared since {since}, public until {ends}"
    )


def grace_json(known: Known) -> dict[str, str]:
    """{id, agency, since, public_until}; days in Bangkok, CE."""
    assert known.grace, "only those in grace are shown"
    since, ends = known.grace.since.isoformat(), known.grace.ends.isoformat()
    return {"id": known.dataset, "agency": known.agency, "since": since, "public_until": ends}
