"""The outside, opened once for a run: the clock, HTTP, the portal, the ledger, the reports."""

import hashlib
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import requests
import rfc8785
from requests.adapters import HTTPAdapter

from flows import checks, tidy
from flows.catalogue import Catalogue, load_catalogue
from flows.checks import Licence, adjustable, load_licences, load_rules, slugs, unwaivable
from flows.domain.dataset import Dataset, Resource
from flows.domain.errors import DeclarationError
from flows.domain.rule import RuleBook
from flows.domain.table_schema import TableSchema
from flows.evidence import Holder, Leases, Ledger
from flows.mail import MailServer
from flows.portal.client import Portal
from flows.portal.profile import Profile, load_profile
from flows.reports.shelf import ReportShelf
from flows.settings import Settings
from flows.sources import Sources
from flows.sources.address_guard import AddressGuard
from flows.sources.http_file import Fetcher
from flows.sources.per_host import Few, PerHost, few_threads
from flows.turn import home_folder, my_turn
from flows.versions import Versions

BANGKOK = ZoneInfo("Asia/Bangkok")
CODE_VERSION = version("perd")
HOSTS = 64
"""Of sources, to which connections are kept open for the next dataset."""


@dataclass(frozen=True)
class Desk:
    """What lies ready without talking to anybody: declarations, rules, the portal's profile."""

    settings: Settings
    rules: RuleBook
    licences: Mapping[str, Licence]
    profile: Profile
    catalogue: Catalogue


class World:
    """Everything a run needs from outside. Times are UTC; `today` is the date in Bangkok."""

    def __init__(
        self,
        desk: Desk,
        run: str,
        sources: Sources,
        portal: Portal | None,
        ledger: Ledger | None,
        leases: Leases | None = None,
        started: datetime | None = None,
    ) -> None:
        """started: now, if it is not given."""
        self.settings = desk.settings
        self.rules = desk.rules
        self.licences = desk.licences
        self.profile = desk.profile
        self.catalogue = desk.catalogue
        self.run = run
        self.started = started or self.now
        self.today = self.started.astimezone(BANGKOK).date()
        """One date for the whole run: a waiver that ends at midnight ends before it or after it, not in its middle."""
        self.sources = sources
        self.portal = portal
        """None in a run that only checks."""
        self.ledger = ledger
        self._leases = leases
        self.shelf = report_shelf(self.settings)
        self.mail = mail_server(desk.settings)
        """None where agencies are not told by mail."""
        self.code_version = CODE_VERSION

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def dataset(self, name: str) -> Dataset:
        return self.catalogue.datasets[name]

    def schema(self, resource: Resource) -> TableSchema:
        return self.catalogue.schemas[resource.table_schema]

    @cached_property
    def versions(self) -> Versions:
        """Every version that was published, in the archive. Opened when it is needed first: a run in which nothing
        changes goes without. DeclarationError or ArchiveError where it cannot be opened."""
        return Versions.of(self.settings.archive)

    @property
    def folder(self) -> Path:
        """The run's working files."""
        return run_folder(self.settings, self.run)

    @contextmanager
    def only_writer(self, dataset: str) -> Iterator[Portal]:
        """The portal, for the one run that may write the dataset now; another one is waited for.

        Raises AnotherRun: at once if that one does not end, and instead of a write if this run was taken for dead.
        """
        assert self.portal and self._leases, "a run that writes has a portal, and takes its turns"
        with self._leases.held(dataset) as lease:
            yield self.portal.only_while(lease.confirm)

    def place(self, dataset: str, resource: str) -> Path:
        """Where a folder for the files of one resource may be made. It goes when the run ends.

        Never the same one twice: whoever does something once more leaves alone what somebody else may be reading.
        """
        return self.folder / dataset / resource / uuid4().hex[:12]

    def workplace(self, dataset: str, resource: str) -> Path:
        """A new, empty folder for the files of one resource; it goes when the run ends."""
        place = self.place(dataset, resource)
        place.mkdir(parents=True)
        return place

    def fingerprint(self, dataset: Dataset, resource: Resource) -> str:
        """Digest of all that decides what is published besides the agency's bytes.

        As long as it and the bytes stand, a resource need not be looked at again. A waiver that ends changes it.
        """
        in_force = [waiver.model_dump(mode="json") for waiver in dataset.declared.waivers if waiver.until >= self.today]
        return hashlib.sha256(
            rfc8785.dumps(
                {
                    "source": resource.source.model_dump(mode="json", exclude={"max_bytes"}),
                    "schema": self.schema(resource).sha256,
                    "tidy": resource.tidy.model_dump(mode="json"),
                    "tidy_version": tidy.VERSION,
                    "expect": resource.expect.model_dump(mode="json"),
                    "rules": self.rules.version,
                    "checks_version": checks.VERSION,
                    "waivers": in_force,
                    "severities": {rule: severity.value for rule, severity in dataset.declared.severities.items()},
                }
            )
        ).hexdigest()


def run_folder(settings: Settings, run: str) -> Path:
    """Where a run's working files are."""
    return settings.home / "runs" / run


def report_shelf(settings: Settings) -> ReportShelf:
    """Where reports are kept."""
    return ReportShelf(settings.home / "reports", settings.reports_url)


def checked_shelf(settings: Settings) -> ReportShelf:
    """Where the reports of `perd check FILE` are kept: apart from those of runs, and never served."""
    return ReportShelf(settings.home / "checked")


def mail_server(settings: Settings) -> MailServer | None:
    """Where notices to agencies are handed in; None if none is set. Raises DeclarationError."""
    if settings.smtp_url is None:
        return None
    return MailServer.of(settings.smtp_url, settings.mail_from, settings.smtp_password, settings.connect_timeout)


def lay_out(settings: Settings) -> Desk:
    """Read rules, profile and catalogue. Raises DeclarationError where one of our own files is wrong."""
    rules = load_rules(settings.schemas / "rules")
    licences = load_licences(settings.schemas / "rules")
    catalogue = load_catalogue(
        settings.catalogue,
        settings.schemas,
        slugs(rules),
        unwaivable(rules),
        frozenset(licences),
        settings.delivery_folders,
        adjustable(rules),
    )
    return Desk(settings, rules, licences, load_profile(settings.schemas / "portals", settings.profile), catalogue)


@contextmanager
def opened(settings: Settings, checking_only: bool = False, writing: bool = True) -> Iterator[World]:
    """The world for one run; its working files are removed at the end.

    checking_only: neither portal nor ledger is opened. writing: other runs of this PERD_HOME that write are waited for.
    Raises DeclarationError (settings, rules) or EvidenceError, PipelineError where PERD_HOME cannot be used.
    """
    desk = lay_out(settings)
    run = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid4().hex[:6]}"
    home_folder(settings.home)
    turn = my_turn(settings.home) if writing and not checking_only else nullcontext()
    try:
        # What talks to the outside is made before the run waits for its turn: what is wrong with it is told at once.
        with (
            outside(settings, checking_only) as (sources, portal, ledger),
            turn as place,
            _leases(settings, run, place) as leases,
        ):
            yield World(desk, run, sources, portal, ledger, leases)
    finally:
        shutil.rmtree(run_folder(settings, run), ignore_errors=True)


@contextmanager
def outside(
    settings: Settings, checking_only: bool, few: Few = few_threads
) -> Iterator[tuple[Sources, Portal | None, Ledger | None]]:
    """What the settings lead to. few: how those who ask one host wait for each other. Raises as `opened`."""
    session = requests.Session()
    session.headers["User-Agent"] = settings.user_agent
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=HOSTS, pool_maxsize=settings.host_connections))
    fetcher = Fetcher(
        session,
        AddressGuard(settings.trusted_hosts),
        (settings.connect_timeout, settings.read_timeout),
        settings.pull_seconds,
        settings.secret,
        PerHost(settings.host_connections, few),
    )
    portal = None if checking_only else connect_portal(settings)
    ledger = None if checking_only else Ledger(settings.ledger, settings.head_file)
    try:
        yield (
            Sources(settings.catalogue, fetcher, settings.delivery_folders, settings.checkpoint_table),
            portal,
            ledger,
        )
    finally:
        session.close()
        if portal:
            portal.close()
        if ledger:
            ledger.close()


@contextmanager
def _leases(settings: Settings, run: str, place: str | None) -> Iterator[Leases | None]:
    """Those of a run that writes, which is one that has its turn in some place."""
    if place is None:
        yield None
        return
    leases = Leases(settings.ledger, Holder(socket.gethostname(), os.getpid(), run, place), settings.lease_seconds)
    try:
        yield leases
    finally:
        leases.close()


def connect_portal(settings: Settings) -> Portal:
    """The portal of the settings. Raises DeclarationError when none is set; does not talk to it yet."""
    if not settings.portal_url:
        raise DeclarationError(
            "No portal is set: give its address in PERD_PORTAL_URL, or start the embedded one with `perd portal up`."
        )
    return Portal(
        settings.portal_url,
        settings.token(),
        timeout=settings.portal_timeout,
        connect_timeout=settings.connect_timeout,
        user_agent=settings.user_agent,
        pauses=settings.retry_seconds,
        write_seconds=settings.write_seconds,
        down_seconds=settings.down_seconds,
    )
