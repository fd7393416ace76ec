"""Whatever dies when, the public sees the old version or the new one; and the next run finishes what was begun.

A few kills at once with every test run; `make chaos` kills at every step, and hundreds of times. CHAOS_KILLS says
how often, CHAOS_ROWS of how large a table.
"""

import csv
import io
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from flows.evidence import Ledger
from flows.portal.client import Portal
from flows.portal.visibility import make_private
from tests.agency_of_tests import declare_agency, declare_dataset, declare_schema, resource, text
from tests.fault_proxy import Asked, Fault, FaultProxy
from tests.house import House, house
from tests.killable import Ended, Pipeline, Step, pipeline
from tests.live.conftest import LivePortal, devportal, up

pytestmark = [pytest.mark.live, pytest.mark.chaos]

KILLS = int(os.environ.get("CHAOS_KILLS", "12"))
ROWS = int(os.environ.get("CHAOS_ROWS", "3000"))
SLUG = "factories"
ID = f"perd-test-{SLUG}"
RESOURCES = (SLUG, f"{SLUG}-changes", "data-dictionary", "datapackage")
HEADER = ("code", "name", "workers", "registered_on")
PAGE = 30_000


def row(number: int, version: int) -> tuple[str, str, str, str]:
    """Every row bears the last version that changed it: one in ten is changed by each."""
    last = version - (number + version) % 10
    return (f"F{number:07d}", f"โรงงานที่ {number} ฉบับที่ {last}", str(number % 300), "2024-02-29")


def rows(version: int) -> list[tuple[str, str, str, str]]:
    """Each version loses the first rows of the one before and has new ones at its end: now fewer, now more."""
    gone, come = 5 * version, 5 * version + (version % 3) * 4
    return [row(number, version) for number in range(gone, ROWS + come)]


@dataclass(frozen=True)
class View:
    """What an anonymous visitor gets of one version's two forms: version numbers, or what else it is."""

    file: int | str
    table: int | str
    said: int | str
    """The version whose digest the portal names for the file."""


@dataclass
class Site:
    """A portal of its own, a Perd that publishes to it, and a dataset of one table."""

    perd: House
    portal: LivePortal
    runs: Pipeline
    version: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def deliver(self, version: int) -> None:
        """The agency's new file."""
        self.version = version
        table = io.StringIO()
        csv.writer(table).writerows([HEADER, *rows(version)])
        fresh = self.perd.folder / "delivered.new"
        fresh.write_text(table.getvalue(), encoding="utf-8")
        fresh.replace(self.perd.folder / "delivered.csv")

    def run(self, step: Step | None = None, kill_after: float | None = None, proxy: str = "") -> Ended:
        environment = settings() | ({"http_proxy": proxy, "no_proxy": "", "NO_PROXY": ""} if proxy else {})
        run = self.runs.start(ID, environment, step)
        return run.end() if kill_after is None else run.kill_after(kill_after)

    def view(self) -> View:
        """By no code of ours, and without a token."""
        package = self._asked("package_show", id=ID)
        (resource,) = (one for one in package["resources"] if one["perd_kind"] == "data")
        file = _read(resource["url"])
        return View(self._version(file), self._version(self._table(resource["id"])), self._said(resource))

    def follows(self) -> bool:
        """Whether somebody who has the file of the version before gets the one that stands by the changes alone."""
        named = {one["perd_kind"]: one for one in self._asked("package_show", id=ID)["resources"]}
        assert named["changes"]["perd_fingerprint"] == named["data"]["perd_sha256"]
        if not named["changes"].get("perd_source_sha256"):
            return False
        had = {each[0]: each for each in rows(self.version - 1)}
        for change, *cells in _read(named["changes"]["url"]):
            assert (cells[0] in had) == (change in ("changed", "removed"))
            had.pop(cells[0], None)
            if change != "removed":
                had[cells[0]] = (cells[0], cells[1], cells[2], cells[3])
        return sorted(had.values()) == rows(self.version)

    def _table(self, resource: str) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        while True:
            asked = {"resource_id": resource, "fields": ",".join(HEADER), "sort": "code", "records_format": "csv"}
            answer = self._asked("datastore_search", **asked, limit=PAGE, offset=len(found))
            page = [tuple(each) for each in csv.reader(io.StringIO(answer["records"]))]
            found += page
            if len(page) < PAGE:
                # A version with fewer rows is written first and swept then: a kill in between leaves empty rows.
                self.counts["with empty rows"] += not all(map(any, found))
                return [each for each in found if any(each)]

    def columns(self) -> dict[str, str]:
        """Name and type of each of the table's."""
        (resource,) = (one for one in self._asked("package_show", id=ID)["resources"] if one["perd_kind"] == "data")
        fields = self._asked("datastore_search", resource_id=resource["id"], limit=0)["fields"]
        return {field["id"]: field["type"] for field in fields}

    def _asked(self, action: str, **parameters: Any) -> Any:
        return _got(f"{self.portal.url}/api/action/{action}", **parameters).json()["result"]

    def _version(self, found: list[tuple[str, ...]]) -> int | str:
        for version in (self.version, self.version - 1):
            if found == rows(version):
                return version
        return f"{len(found)} rows of neither version"

    def _said(self, resource: dict[str, Any]) -> int | str:
        told = int(resource["perd_rows"])
        known = [version for version in (self.version, self.version - 1) if len(rows(version)) == told]
        return known[0] if known else f"{told} rows"

    def records(self) -> Iterator[dict[str, Any]]:
        ledger = Ledger(f"sqlite:///{self.perd.home / 'ledger.sqlite'}", self.perd.home / "ledger.head", existing=True)
        try:
            ledger.verify()
            for entry in ledger.entries():
                yield {"kind": entry.kind.value, "run": entry.run, **entry.body}
        finally:
            ledger.close()


def _read(url: str) -> list[tuple[str, ...]]:
    """The rows of a CSV, its header left out."""
    content = _got(url).content
    return [tuple(each) for each in csv.reader(io.StringIO(content.decode("utf-8")))][1:]


def _got(url: str, **parameters: Any) -> requests.Response:
    """As a visitor who loads a page once more while the portal says that it is out of order (HTTP 5xx).

    After its database died, each of CKAN's threads answers one question so.
    """
    for _ in range(20):
        answer = requests.get(url, params=parameters, timeout=60)
        if answer.status_code < 500:
            break
        time.sleep(0.5)
    answer.raise_for_status()
    return answer


def settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("PERD_")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    portal = up("data-go-th", tmp_path_factory.mktemp("portal"), "kills")
    its = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        house(tmp_path_factory.mktemp("kills"), monkeypatch, **its) as perd,
        pipeline() as runs,
    ):
        _declare(perd)
        opened = Site(perd, portal, runs)
        opened.deliver(1)
        first = opened.run()
        assert first.said["outcome"] == "published", first
        assert opened.view() == View(1, 1, 1)
        yield opened
    devportal("down", "--profile", "data-go-th", "--home", str(portal.home))


def _declare(perd: House) -> None:
    declare_agency(perd)
    fields = [
        text("code", constraints={"required": True}),
        text("name"),
        text("workers", type="integer"),
        text("registered_on", type="date"),
    ]
    schema = declare_schema(perd, SLUG, fields, ["code"])
    source = {"kind": "file", "path": str(perd.folder / "delivered.csv")}
    declare_dataset(perd, SLUG, resource(SLUG, source, schema, changes=True))


def test_a_run_that_is_killed_at_any_step_leaves_one_version_and_the_next_finishes(site: Site) -> None:
    site.deliver(site.version + 1)
    whole = site.run()
    assert whole.said["outcome"] == "published", whole
    steps = [Step(number, answered) for number in range(1, whole.said["exchanges"] + 1) for answered in (False, True)]
    for step in _some(steps, KILLS // 2):
        _killed(site, f"at {step}", lambda step=step: site.run(step))


def test_a_run_that_is_killed_at_any_moment_does_too(site: Site) -> None:
    site.deliver(site.version + 1)
    began = time.monotonic()
    whole = site.run()
    assert whole.said["outcome"] == "published", whole
    seconds = time.monotonic() - began
    chance = random.Random(KILLS)
    for moment in [chance.uniform(0, seconds) for _ in range(KILLS // 4)]:
        _killed(site, f"after {moment:.2f} s", lambda moment=moment: site.run(kill_after=moment))


@pytest.mark.parametrize("program", ["ckan", "postgres"])
def test_a_portal_that_is_killed_at_any_moment_does_too(site: Site, program: str) -> None:
    for nth in range(max(KILLS // 8, 1)):
        site.deliver(site.version + 1)
        began = time.monotonic()
        whole = site.run()
        assert whole.said["outcome"] == "published", whole
        seconds = time.monotonic() - began
        moment = random.Random(nth).uniform(0, seconds)
        _killed(site, f"{program} after {moment:.2f} s", lambda moment=moment: _killed_portal(site, program, moment))


def test_what_a_killed_run_left_is_finished_although_the_source_is_gone(site: Site) -> None:
    _left_between(site)
    delivered = site.perd.folder / "delivered.csv"
    delivered.rename(site.perd.folder / "away.csv")
    assert site.run().said["outcome"] == "unreachable"
    assert site.view() == View(site.version, site.version, site.version)
    finished = [each for each in site.records() if "finishes" in each]
    assert finished[-1]["outcome"] == "published"
    assert {each["resource"] for each in finished[-1]["read_back"]} == set(RESOURCES)
    (site.perd.folder / "away.csv").rename(delivered)
    assert site.run().said["outcome"] == "unchanged"


def test_a_file_that_the_portal_refuses_takes_its_rows_back(site: Site) -> None:
    site.deliver(site.version + 1)
    with FaultProxy(site.portal.url, _too_large) as proxy:
        ended = site.run(proxy=proxy.url)
        assert ended.said["outcome"] == "failed"
        assert "too large" in ended.said["reason"]
        assert proxy.given
    old = site.version - 1
    assert site.view() == View(old, old, old)
    assert site.run().said["outcome"] == "published"
    assert site.view() == View(site.version, site.version, site.version)


def test_what_cannot_be_finished_is_undone(site: Site) -> None:
    _left_between(site)
    (site.perd.folder / "delivered.csv").rename(site.perd.folder / "away.csv")
    with FaultProxy(site.portal.url, _too_large) as proxy:
        assert site.run(proxy=proxy.url).said["outcome"] == "unreachable"
    old = site.version - 1
    assert site.view() == View(old, old, old)
    undone = [each for each in site.records() if "undone" in each]
    assert undone[-1]["outcome"] == "failed"
    (site.perd.folder / "away.csv").rename(site.perd.folder / "delivered.csv")
    assert site.run().said["outcome"] == "published"
    assert site.view() == View(site.version, site.version, site.version)


def test_what_was_withdrawn_since_is_not_opened_by_what_broke_off(site: Site) -> None:
    _begun(site)
    with Portal(site.portal.url, site.portal.token) as editor:
        make_private(editor, ID, by_rule=True, sleep=time.sleep)
    delivered, away = site.perd.folder / "delivered.csv", site.perd.folder / "away.csv"
    delivered.rename(away)
    assert site.run().said["outcome"] == "unreachable"
    hidden = requests.get(f"{site.portal.url}/api/action/package_show", params={"id": ID}, timeout=60)
    assert hidden.status_code == 403
    away.rename(delivered)
    assert site.run().said["outcome"] == "published"
    assert site.view() == View(site.version, site.version, site.version)


def test_other_columns_that_cannot_be_finished_are_undone(site: Site) -> None:
    """Whichever step the change of columns broke off at."""
    delivered, away = site.perd.folder / "delivered.csv", site.perd.folder / "away.csv"
    schema = site.perd.schemas / "tables/perd-test/factories.yaml"
    declared = schema.read_text(encoding="utf-8")
    other = declared.replace("type: integer", "type: number")
    stood = site.columns()

    def declare(text: str) -> None:
        site.deliver(site.version + 1)
        schema.write_text(text, encoding="utf-8")

    declare(other)
    steps = _steps_of_the_table(site)
    broken_off = Counter[str]()
    for step in _some(steps, min(max(KILLS // 40, 3), len(steps))):
        declare(declared)
        assert site.run().said["outcome"] == "published"
        assert site.columns() == stood
        declare(other)
        assert site.run(step).killed, step
        broken_off[site.columns().get("workers", "none")] += 1
        delivered.rename(away)
        with FaultProxy(site.portal.url, _too_large) as proxy:
            assert site.run(proxy=proxy.url).said["outcome"] == "unreachable"
        old = site.version - 1
        assert site.view() == View(old, old, old), step
        assert site.columns() == stood, step
        away.rename(delivered)
    print(f"{len(steps)} steps of the table; the column was {dict(broken_off)}")
    assert broken_off["numeric"], "none was killed once the column had its other type"
    declare(declared)
    assert site.run().said["outcome"] == "published"
    assert site.view() == View(site.version, site.version, site.version)


def _steps_of_the_table(site: Site) -> list[Step]:
    """Of a run that publishes: each that has just written into the DataStore, until the file goes."""
    asked: list[Asked] = []
    with FaultProxy(site.portal.url, asked.append) as proxy:
        assert site.run(proxy=proxy.url).said["outcome"] == "published"
    file = next(number for number, one in enumerate(asked) if _too_large(one))
    table = ("datastore_create", "datastore_upsert", "datastore_records_delete")
    return [Step(number, answered=True) for number, one in enumerate(asked[:file], start=1) if one.action in table]


def _too_large(asked: Asked) -> Fault | None:
    """The data file alone is refused."""
    sends_it = asked.action == "package_revise" and ("\r\n" + ",".join(HEADER)).encode() in asked.body
    return Fault.TOO_LARGE if sends_it else None


def _begun(site: Site) -> None:
    """A new version, of which the ledger has the intent and the portal nothing."""
    for number in range(2, 20):
        site.deliver(site.version + 1)
        site.run(Step(number, answered=False))
        old = site.version - 1
        if [*site.records()][-1]["kind"] == "intent" and site.view() == View(old, old, old):
            return
        assert site.run().said["outcome"] in ("published", "unchanged")
    raise AssertionError("no run was killed between intent and first write")


def _left_between(site: Site) -> None:
    """A new version, of which the table has arrived and the file has not."""
    for number in range(4, 20):
        site.deliver(site.version + 1)
        site.run(Step(number, answered=True))
        seen = site.view()
        if seen.table == site.version != seen.file:
            return
        assert site.run().said["outcome"] in ("published", "unchanged")
    raise AssertionError("no run was killed between table and file")


def _some(steps: list[Step], most: int) -> list[Step]:
    """All of them if they are asked for, else as many, spread over the whole run."""
    if len(steps) <= most:
        return (steps * (most // len(steps) + 1))[:most]
    return [steps[place * len(steps) // most] for place in range(most)]


def _killed_portal(site: Site, program: str, moment: float) -> Ended:
    """The run goes on against a portal that is dead, and then against one that is up again."""
    run = site.runs.start(ID, settings())
    time.sleep(moment)
    pids = devportal("status", "--profile", "data-go-th", "--home", str(site.portal.home))["pids"]
    os.kill(pids[program], signal.SIGKILL)
    ended = run.end()
    again = devportal("up", "--profile", "data-go-th", "--home", str(site.portal.home))
    assert again["url"] == site.portal.url
    return ended


def _killed(site: Site, when: str, kill: Callable[[], Ended]) -> None:
    """One kill while a new version is published; what stands then, and after the next run."""
    site.deliver(site.version + 1)
    ended = kill()
    seen = site.view()
    old, new = site.version - 1, site.version
    assert {seen.file, seen.table, seen.said} <= {old, new}, f"{when}: {seen}, not {old} or {new}"
    between = seen.file != seen.table
    site.counts["between" if between else "old" if seen.file == old else "new"] += 1
    finished = site.run()
    assert finished.said["outcome"] in ("published", "unchanged"), f"{when}: {finished}"
    swept = site.counts["with empty rows"]
    assert site.view() == View(new, new, new), when
    assert site.follows(), when
    assert site.counts["with empty rows"] == swept, when
    print(f"{site.version:>4}  {when:<32} {'killed' if ended.killed else ended.said or ended.code!s:<28} {seen}")


def test_in_the_end_the_ledger_tells_it_all_and_the_portal_holds_nothing_twice(site: Site) -> None:
    told = list(site.records())
    assert sum(each["kind"] == "outcome" and each["outcome"] == "published" for each in told) >= 1
    found = requests.get(f"{site.portal.url}/api/action/package_show", params={"id": ID}, timeout=60).json()["result"]
    assert [resource["perd_resource"] for resource in found["resources"]] == list(RESOURCES)
    listed = requests.get(f"{site.portal.url}/api/action/package_list", timeout=60).json()["result"]
    assert listed == [ID]
    before = len(site.portal.writes())
    assert site.run().said["outcome"] == "unchanged"
    assert len(site.portal.writes()) == before
    print(dict(site.counts))
