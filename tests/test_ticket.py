"""What a step is sent and gives back travels to other processes and back; a world opens there as it is here."""

import pickle
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import flows
from flows.domain.errors import DeclarationError, PipelineError
from flows.domain.finding import Finding, Place, Severity, Standing
from flows.domain.findings import AT_HAND, Findings
from flows.domain.outcome import Failed, Fit, Held, Published, Unchanged, Unreachable, Waiting
from flows.domain.text import Text
from flows.gathering import IN_MEMORY, gathered
from flows.same_settings import EACH_ITS_OWN, signs
from flows.settings import Settings, read_settings
from flows.sources.per_host import Few, few_threads
from flows.ticket import Ticket, here, ticket
from flows.unchanged import LookedAt, Quiet
from flows.world import World, opened
from tests.house import House, house
from tests.versions.sample_draft import draft

SAID = Text(th="ไทย", en="English")


def threads() -> Few:
    return few_threads


def there_and_back(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


def every_error(of: type[PipelineError] = PipelineError) -> Iterator[type[PipelineError]]:
    yield of
    for kind in of.__subclasses__():
        yield from every_error(kind)


def test_every_error_of_ours_travels() -> None:
    for module in pkgutil.walk_packages(flows.__path__, "flows."):
        if ".migrations." not in module.name:  # alembic's own scripts, which only it can import
            import_module(module.name)
    kinds = set(every_error())
    assert len(kinds) > 12
    for kind in kinds:
        for sentence in ("a sentence", SAID):
            error = there_and_back(kind(sentence))
            assert type(error) is kind
            assert (error.sentence, error.text, error.args) == (
                kind(sentence).sentence,
                kind(sentence).text,
                (sentence,),
            )


def cells(number: int) -> Iterator[Finding]:
    for row in range(1, number + 1):
        yield Finding("change/rows", Severity.BLOCK, SAID, SAID, Place("t", row), str(row), person_decides=True)


@pytest.mark.parametrize("number", [3, AT_HAND + 1, IN_MEMORY + 1])
def test_findings_travel_however_many_they_are(tmp_path: Path, number: int) -> None:
    findings = gathered(cells(number), tmp_path / "every.pickle")
    for each in (findings, findings.approved("somebody: a reason")):
        arrived: Findings = there_and_back(each)
        assert (arrived.tallies, arrived.at_hand) == (each.tallies, each.at_hand)
        assert arrived == each
    assert there_and_back(findings.approved("somebody: a reason")).count(Standing.APPROVED) == number


def test_drafts_and_outcomes_travel(tmp_path: Path) -> None:
    made = draft(tmp_path)
    assert there_and_back(made) == made
    findings = gathered(cells(2), tmp_path / "every.pickle")
    outcomes = [
        Published("a-b", 3, findings, "https://portal.example/a-b", ("create", "metadata")),
        Unchanged("a-b", 3, findings, "https://portal.example/a-b", (SAID,)),
        Held("a-b", 3, findings, SAID),
        Failed("a-b", SAID, "PortalRefused"),
        Unreachable("a-b", SAID, "SourceRefused", date(2026, 11, 20), True),
        Waiting("a-b", SAID, 3, findings, None, "sha256"),
        Fit("a-b", 3, findings, None),
    ]
    assert [there_and_back(each) for each in outcomes] == outcomes
    quiet = LookedAt("a-b", None, Quiet(Unchanged("a-b", 3, findings, "https://p.example"), {"outcome": "x"}, None))
    assert there_and_back(quiet).quiet == quiet.quiet


@pytest.fixture
def perd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    secrets = {"PORTAL_URL": "http://127.0.0.1:9", "PORTAL_TOKEN": "the-s3cret", "SMTP_PASSWORD": "the-s3cret"}
    ledger = f"sqlite:///{tmp_path}/the-s3cret.sqlite"
    with house(tmp_path, monkeypatch, LEDGER_URL=ledger, **secrets) as opened:
        yield opened


def seen(sent: Ticket) -> tuple[str, datetime, date, list[str], str, bool]:
    with here(sent) as world:
        fingerprint = world.fingerprint(world.dataset("tisi-standards"), world.dataset("tisi-standards").resources[0])
        return world.run, world.started, world.today, list(world.catalogue.datasets), fingerprint, world.portal is None


@pytest.mark.slow
def test_a_world_in_another_process_is_that_of_the_run(perd: House) -> None:
    with opened(read_settings()) as world:
        sent = ticket(world, threads)
        resource = world.dataset("tisi-standards").resources[0]
        here_seen = (
            world.run,
            world.started,
            world.today,
            list(world.catalogue.datasets),
            world.fingerprint(world.dataset("tisi-standards"), resource),
            False,
        )
        perd.keep_only("tisi-standards")  # what is edited meanwhile is for the next run
        with ProcessPoolExecutor(1, get_context("spawn")) as other:
            assert other.submit(seen, sent).result() == here_seen
        assert b"the-s3cret" not in pickle.dumps(sent) + sent.file.read_bytes()
    assert not sent.file.exists()


def test_a_world_is_opened_once_and_closed_when_another_run_comes(perd: House) -> None:
    def world_of(sent: Ticket) -> World:
        with here(sent) as world:
            return world

    with opened(read_settings(), checking_only=True) as one, opened(read_settings(), checking_only=True) as other:
        first = world_of(ticket(one, threads))
        with here(ticket(one, threads)) as again:
            assert again is first
            assert world_of(ticket(other, threads)) is not first
            assert world_of(ticket(one, threads)) is first, "somebody was still at work in it"
        world_of(ticket(other, threads))
        assert world_of(ticket(one, threads)) is not first
        with here(one) as itself:
            assert itself is one


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PERD_PORTAL_URL", "https://other.example"),
        ("PERD_LEDGER_URL", "sqlite:////elsewhere/ledger.sqlite"),
        ("PERD_ARCHIVE_URL", "s3://other"),
        ("PERD_CATALOGUE", "elsewhere"),
        ("PERD_HOST_CONNECTIONS", "7"),
    ],
)
def test_a_worker_with_other_settings_is_refused_by_their_names(
    perd: House, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with opened(read_settings(), checking_only=True) as world:
        sent = ticket(world, threads)
        monkeypatch.setenv(name, value)
        with pytest.raises(DeclarationError, match=f"has another {name} than the run") as told:
            seen(sent)
        assert value not in told.value.sentence


def test_a_worker_may_have_secrets_and_files_of_its_own(perd: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(Settings.model_fields) >= EACH_ITS_OWN
    before = signs(read_settings(), "run")
    monkeypatch.delenv("PERD_PORTAL_TOKEN")
    monkeypatch.setenv("PERD_PORTAL_TOKEN_FILE", "elsewhere")
    monkeypatch.setenv("PERD_DASK", "3")
    assert signs(read_settings(), "run") == before
    assert signs(read_settings(), "another run") != before


def test_a_worker_that_does_not_see_the_run_s_folder_says_so(perd: House) -> None:
    with opened(read_settings(), checking_only=True) as world:
        sent = ticket(world, threads)
    with pytest.raises(DeclarationError, match=r"does not see .*world\.pickle .*PERD_HOME"):
        seen(sent)
