"""The sample ledger, written through the real Ledger once, and commissions for packs of it."""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.award_profile import load_award
from flows.catalogue.official_scores import load_official_scores
from flows.domain.fiscal_period import period_of
from flows.domain.ministry import MINISTRY
from flows.domain.record import Entry
from flows.evidence import Ledger, Notary, Part, export, sign_checkpoint
from flows.pack import NUMBER_IDS, Body, Commission, Written, write_folder, write_manifest
from flows.settings import Settings
from tests.memory import folder_in_memory
from tests.pack.sample_ledger import AGENCIES, CODES, MINISTRY_NAME, records

ROOT = Path(__file__).resolve().parents[2]
AFTER = datetime(2026, 11, 29, 3, tzinfo=UTC)
"""When the packs of the tests are made."""


@dataclass(frozen=True)
class Sample:
    """A ledger on this disk, and what it holds."""

    home: Path
    """As PERD_HOME: with the ledger, its head, keys and checkpoints."""
    entries: tuple[Entry, ...]

    @property
    def path(self) -> Path:
        return self.home / "ledger.sqlite"


@pytest.fixture(scope="session")
def sample() -> Iterator[Sample]:
    with folder_in_memory() as home:
        yield Sample(home, write_ledger(home))


def write_ledger(home: Path) -> tuple[Entry, ...]:
    """The sample ledger in a new PERD_HOME, signed."""
    settings = Settings(home=home)
    with closing(Ledger(settings.ledger, settings.head_file)) as ledger:
        notary = Notary.of(settings)
        for record in records():
            if isinstance(record, datetime):
                sign_checkpoint(ledger, notary, "run", record)
            else:
                ledger.append(record)
        return tuple(ledger.entries())


def commission(
    asked: str = "2569", only: str | None = None, at: datetime = AFTER, of: Collection[str] = ()
) -> Commission:
    """A pack of the ministry, or of one agency, made at a moment; `of`: of a ministry of these agencies alone."""
    period = period_of(asked, date(2026, 11, 29))
    agencies = tuple(each for each in AGENCIES if only in (None, each.id) and (not of or each.id in of))
    scores, mistakes = load_official_scores(ROOT / "datasets", {"diw"})
    assert not mistakes
    return Commission(
        period=period,
        as_of=min(at, period.ends),
        made_at=at,
        ministry=None if only else Body(MINISTRY, MINISTRY_NAME, MINISTRY_NAME),
        agencies=agencies,
        codes=CODES,
        titles={},
        award=load_award(ROOT / "schemas/awards", period.year, NUMBER_IDS),
        official_scores=(*scores, scores[0].model_copy(update={"of": "diw"})),
        portal_url="https://portal.example.go.th",
        code_version="0.1.0",
    )


@dataclass(frozen=True)
class Packed:
    """The folder of a pack, and what it was made of."""

    folder: Path
    written: Written
    commission: Commission


@pytest.fixture(scope="session")
def packed(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """The ministry's pack of a year that is over, with evidence and manifest, without PDF."""
    return make_pack(sample, commission(), tmp_path_factory.mktemp("packed"))


def make_pack(sample: Sample, ordered: Commission, parent: Path) -> Packed:
    folder = parent / "pack"
    folder.mkdir()
    written = write_folder(folder, sample.entries, ordered, None)
    settings = Settings(home=sample.home)
    ledger, notary = Ledger(settings.ledger, settings.head_file), Notary.of(settings)
    sign_checkpoint(ledger, notary, "run", ordered.made_at)
    export(ledger, notary, folder / "evidence", Part(until=ordered.day), ordered.made_at)
    ledger.close()
    write_manifest(folder, ordered, written.ledger_size, written.ledger_head)
    return Packed(folder, written, ordered)
