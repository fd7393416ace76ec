"""Whatever goes wrong between Perd and a real portal, the public sees the old version of a thing or the new one.

Rounds of changed data are published through a proxy that spoils requests at random (tests/fault_proxy.py), and after
each an anonymous visitor looks past it. `make chaos` makes many more of them and prints what came of it.
"""

import csv
import io
import os
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
import requests

from flows.bookkeeping import record_outcome
from flows.domain.errors import PipelineError
from flows.domain.outcome import Failed, Outcome, Published, Unchanged
from flows.examine import examine, pull
from flows.recovery import recover
from flows.settings import read_settings
from flows.settle import broken, settle
from flows.world import opened
from tests.agency_of_tests import AGENCY, declare_agency, declare_dataset, declare_schema, resource, text
from tests.fault_proxy import Asked, AtRandom, Fault, FaultProxy
from tests.house import House, house
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.chaos]

FAULTS = int(os.environ.get("CHAOS_FAULTS", "60"))
SEED = int(os.environ.get("CHAOS_SEED", "2569"))
SHARES = (0.1, 0.2, 0.3)
"""Of the writes that are spoilt: another one in each round, so that some get through and others do not."""
OF_READS = 0.08
ROWS = 40
IMPATIENT = {"PORTAL_TIMEOUT": "1.5", "RETRY_SECONDS": "[0.1, 0.5]"}
HEADER = ("code", "name", "workers")
KEYED, KEYLESS = "factories", "visits"
"""Two resources: one whose table has a primary key, and one whose table has none."""

Table = tuple[tuple[str, str, str], ...]


@dataclass
class Source:
    """The agency's file of one resource, which changes from round to round."""

    path: Path
    random: Random
    rows: dict[int, tuple[str, int]] = field(default_factory=dict)

    def next_version(self) -> None:
        """One row more, one less, and some with other values; sometimes nothing at all."""
        if self.rows and self.random.random() < 0.1:
            return
        wanted = self.random.sample(sorted(self.rows), 6) if self.rows else []
        for code in wanted[1:]:
            self.rows[code] = (f"โรงงาน {self.random.randrange(1000)}", self.random.randrange(1, 500))
        for code in wanted[:1]:
            del self.rows[code]
        while len(self.rows) < ROWS:
            self.rows[self.random.randrange(10_000)] = (f"โรงงาน {len(self.rows)}", self.random.randrange(1, 500))
        text = io.StringIO(newline="")
        csv.writer(text).writerows([HEADER, *self.table])
        self.path.write_text(text.getvalue(), encoding="utf-8", newline="")

    @property
    def table(self) -> Table:
        return tuple((f"{code:04}", name, str(workers)) for code, (name, workers) in sorted(self.rows.items()))


@dataclass(frozen=True)
class Seen:
    """What an anonymous visitor gets: each file's bytes, each table's rows. Nothing while it is not public."""

    files: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)


@dataclass(frozen=True)
class Dataset:
    """One declared dataset with two resources, and the portal that it is published to."""

    id: str
    title: str
    sources: dict[str, Source]
    portal: LivePortal

    def target(self) -> Seen:
        """What a visitor gets once everything has arrived."""
        return Seen(
            {name: source.path.read_bytes() for name, source in self.sources.items()},
            {name: source.table for name, source in self.sources.items()},
        )

    def seen(self) -> Seen:
        package = self._asked("package_show", id=self.id)
        if package is None:
            return Seen()
        resources = {one["perd_resource"]: one for one in package["resources"] if one["perd_resource"] in self.sources}
        files = {name: requests.get(one["url"], timeout=60).content for name, one in resources.items()}
        tables = {name: self._rows(one["id"]) for name, one in resources.items() if one["datastore_active"]}
        return Seen(files, {name: rows for name, rows in tables.items() if rows is not None})

    def assert_nothing_is_there_twice(self) -> None:
        """As the editor sees it, who sees private datasets too."""
        found = self._asked("package_search", q=f'title:"{self.title}"', include_private=True, rows=100)
        packages = [one for one in found["results"] if one["title"] == self.title]
        assert [one["name"] for one in packages] in ([], [self.id])
        shown = self._asked("package_show", id=self.id)
        for key in ("id", "perd_resource", "name"):
            values = [one[key] for one in shown["resources"]] if shown else []
            assert len(values) == len(set(values)) <= 4, f"{key}: {values}"
        for one in shown["resources"] if shown else ():
            views = [view["view_type"] for view in self._asked("resource_view_list", id=one["id"])]
            assert len(views) == len(set(views)), f"views of {one['name']}: {views}"

    def _rows(self, resource: str) -> Table | None:
        found = self._asked("datastore_search", resource_id=resource, limit=1000, sort="code")
        return found and tuple((row["code"], row["name"], str(row["workers"])) for row in found["records"])

    def _asked(self, action: str, **parameters: Any) -> Any:
        editor = {"Authorization": self.portal.token} if "include_private" in parameters else {}
        answer = requests.post(f"{self.portal.url}/api/action/{action}", json=parameters, headers=editor, timeout=60)
        assert answer.status_code in (200, 403, 404), answer.text
        return answer.json()["result"] if answer.status_code == 200 else None


@dataclass(frozen=True)
class Round:
    """One run of a new version, and what was spoilt on its way."""

    outcome: Outcome
    given: list[tuple[Asked, Fault]]

    def __str__(self) -> str:
        given = Counter(f"{fault.name} of {asked.action}" for asked, fault in self.given)
        why = f": {self.outcome.reason.en}" if isinstance(self.outcome, Failed) else ""
        return f"{self.outcome.word} after {in_words(given)}{why}"


@pytest.fixture
def perd(portal: LivePortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
    with house(tmp_path, monkeypatch, **settings) as opened:
        opened.keep_only()
        yield opened


@pytest.fixture
def dataset(perd: House, portal: LivePortal) -> Dataset:
    mark = uuid.uuid4().hex[:6]
    random = Random(SEED)
    folder = declare_agency(perd)
    (folder / "samples").mkdir()
    fields = [text("code", constraints={"required": True}), text("name"), text("workers", type="integer")]
    keys = {KEYED: ["code"], KEYLESS: []}
    schemas = {name: declare_schema(perd, name, fields, key) for name, key in keys.items()}
    sources = {name: Source(folder / f"samples/{name}.csv", random) for name in keys}
    tables = [
        resource(name, {"kind": "file", "path": f"{AGENCY}/samples/{name}.csv"}, schemas[name]) for name in sources
    ]
    title = f"โรงงานทดสอบ {mark}"
    return Dataset(declare_dataset(perd, f"faults-{mark}", *tables, title=title), title, sources, portal)


def run(name: str) -> Outcome:
    """A run of that dataset alone, as the nightly flow makes it, without Prefect."""
    with opened(read_settings()) as world:
        draft = None
        with suppress(PipelineError):  # it is tried again in the next run
            recover(name, world)
        try:
            draft = examine(pull(name, world), world)
            outcome: Any = settle(draft, world, dry_run=False)
        except PipelineError as error:
            outcome = broken(name, error)
        record_outcome(outcome, draft, None, world)
    assert isinstance(outcome, Published | Unchanged | Failed), outcome
    return outcome


@contextmanager
def through(proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Runs go to the portal by way of the proxy, and wait less long for it than an office would."""
    impatient = {f"PERD_{name}": value for name, value in IMPATIENT.items()}
    with monkeypatch.context() as environment:
        for name, value in (proxy.environment | impatient).items():
            environment.setenv(name, value)
        yield


def assert_old_or_new(seen: Seen, before: Seen, begun: list[Seen]) -> None:
    """`begun`: the last version that a run brought to its end, and those that were begun since: they may be undone."""
    assert before.files.keys() <= seen.files.keys() <= begun[-1].files.keys(), "a file is gone"
    assert before.tables.keys() <= seen.tables.keys() <= begun[-1].tables.keys(), "a table is gone"
    for name, content in seen.files.items():
        assert content in [one.files.get(name) for one in (before, *begun)], f"the file of {name} is of no version"
    for name, rows in seen.tables.items():
        assert rows in [one.tables.get(name) for one in (before, *begun)], f"the table of {name} is of no version"


def assert_it_converges(dataset: Dataset) -> None:
    """Once nothing is spoilt: to the declared version in one run, after which nothing more is written."""
    last = run(dataset.id)
    assert isinstance(last, Published | Unchanged), last
    assert dataset.seen() == dataset.target()
    dataset.assert_nothing_is_there_twice()
    writes = len(dataset.portal.writes())
    assert isinstance(run(dataset.id), Unchanged)
    assert dataset.portal.writes()[writes:] == [], "what stands is written again"


def test_the_public_sees_the_old_version_or_the_new_one_whatever_goes_wrong(
    dataset: Dataset, perd: House, portal: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, begun, rounds, began = Seen(), list[Seen](), list[Round](), time.monotonic()
    random = Random(SEED)
    plan = AtRandom(random, 0, OF_READS)
    with FaultProxy(portal.url, plan) as proxy:
        while len(proxy.given) < FAULTS:
            plan.of_writes = random.choice(SHARES)
            for source in dataset.sources.values():
                source.next_version()
            faults, started = len(proxy.given), time.monotonic()
            with through(proxy, monkeypatch):
                outcome = run(dataset.id)
            assert time.monotonic() - started < 90, "a fault held the run up"
            proxy.settle()
            seen, target = dataset.seen(), dataset.target()
            begun.append(target)
            rounds.append(Round(outcome, proxy.given[faults:]))
            print(f"round {len(rounds)}: {rounds[-1]}")
            assert_old_or_new(seen, before, begun)
            dataset.assert_nothing_is_there_twice()
            if not isinstance(outcome, Failed):
                assert seen == target, "told as published, and not there"
                begun = [target]
            if len(rounds) % 10 == 0 or len(proxy.given) >= FAULTS:
                assert_it_converges(dataset)
                seen, begun = target, [target]
            before = seen
    told(rounds, time.monotonic() - began)
    assert set(proxy.counts) == set(Fault), "60 are enough for each kind"
    with opened(read_settings()) as world:
        assert world.ledger is not None
        world.ledger.verify()


def told(rounds: list[Round], seconds: float) -> None:
    given = [one for each in rounds for one in each.given]
    print(f"\n{len(given)} faults in {len(rounds)} rounds, {seconds:.0f} s, seed {SEED}")
    for fault, count in Counter(fault for _, fault in given).most_common():
        ends = Counter(one.outcome.word for one in rounds if fault in [kind for _, kind in one.given])
        actions = Counter(asked.action if asked.body else "a file" for asked, kind in given if kind is fault)
        print(f"{count:6}  {fault.value}; rounds with it {in_words(ends)}; it met {in_words(actions)}")
    for word, count in Counter(one.outcome.word for one in rounds).most_common():
        print(f"{count:6}  rounds ended {word}")
    for kind, count in Counter(one.outcome.kind for one in rounds if isinstance(one.outcome, Failed)).most_common():
        print(f"{count:6}  of them with {kind}")


def in_words(counts: Counter[str]) -> str:
    return ", ".join(f"{word} {count}" for word, count in counts.most_common())
