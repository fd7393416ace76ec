"""Two runs on two machines and a person who edits on the portal, all at once: nothing of the person's is lost.

A few rounds with every test run; `make chaos` makes a hundred. CHAOS_ROUNDS says how many.
"""

import csv
import hashlib
import io
import json
import os
import random
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from flows.evidence import Ledger
from flows.reports.shelf import JSON, PAGE
from tests.house import ROOT, House, house
from tests.live.conftest import LivePortal
from tests.one_dataset import only

pytestmark = [pytest.mark.live, pytest.mark.chaos]

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "8"))
DECLARED_ANEW = 4
"""Every so many rounds the declaration changes, too."""
ID = "perd-test-together"
TAGS = ("โรงงาน", "factories", "ทะเบียน")


class Person:
    """Another editor of the organisation, with a token of their own; uses CKAN's API by no code of ours."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.headers["Authorization"] = token
        self.added: set[str] = set()
        """Keywords that they added."""
        self.removed: set[str] = set()
        """Declared keywords that they took away."""
        self.notes = ""
        self.words = ""
        """Their description of the data file."""
        self.edits = 0

    def call(self, action: str, **data: Any) -> Any:
        answer = self._session.post(f"{self._url}/api/action/{action}", json=data, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def edit(self) -> None:
        """One of the things that people do."""
        nth, self.edits = self.edits, self.edits + 1
        (self._write_notes, self._add_a_tag, self._describe_the_file, self._remove_a_tag)[nth % 4]()

    def _write_notes(self) -> None:
        self.notes = f"คำอธิบายที่เขียนบนพอร์ทัล ครั้งที่ {self.edits}"
        self.call("package_patch", id=ID, notes=self.notes)

    def _add_a_tag(self) -> None:
        tag = f"ของเรา-{self.edits}"
        self.added.add(tag)
        self._tags(lambda tags: tags | {tag})

    def _remove_a_tag(self) -> None:
        if self.edits % 8 == 0:
            self.removed.add(TAGS[0])
            self._tags(lambda tags: tags - {TAGS[0]})
        elif self.added:
            gone = min(self.added)
            self.added.remove(gone)
            self._tags(lambda tags: tags - {gone})

    def _tags(self, change: Callable[[set[str]], set[str]]) -> None:
        tags = {tag["name"] for tag in self.call("package_show", id=ID)["tags"]}
        self.call("package_patch", id=ID, tags=[{"name": name} for name in sorted(change(tags))])

    def _describe_the_file(self) -> None:
        resources = self.call("package_show", id=ID)["resources"]
        [data] = [one["id"] for one in resources if one.get("perd_kind") == "data"]
        self.words = f"อ่านก่อนใช้ ฉบับที่ {self.edits}"
        self.call("resource_patch", id=data, description=self.words)


class Writer:
    """A run on another machine: a process with a PERD_HOME of its own, and the ledger that both share."""

    def __init__(self, perd: House, home: str) -> None:
        environment = os.environ | {"PERD_HOME": str(perd.folder / home), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.writer", ID, str(perd.folder / "delivered.csv")]
        self._process = subprocess.Popen(
            command, env=environment, cwd=perd.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self) -> None:
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def end(self) -> dict[str, Any]:
        assert self._process.stdout
        said = self._process.stdout.readline()
        assert said, "the run died"
        told: dict[str, Any] = json.loads(said)
        return told

    def run(self) -> dict[str, Any]:
        self.start()
        return self.end()

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass
class Together:
    perd: House
    person: Person
    writers: tuple[Writer, Writer]
    stamp: int = 0
    """Of the data that the public had at the last look."""
    counts: Counter[str] = field(default_factory=Counter)

    def declare(self, **changes: Any) -> None:
        self.perd.edit("perd-test/together.yaml", **changes)

    def publish_both(self) -> list[dict[str, Any]]:
        for writer in self.writers:
            writer.start()
        ended = [writer.end() for writer in self.writers]
        for one in ended:
            assert one["outcome"] in ("published", "unchanged"), one
            self.counts[one["outcome"]] += 1
            self.counts["again"] += one["again"]
        return ended


@pytest.fixture(scope="module")
def together(portal: LivePortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Together]:
    settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
    folder = tmp_path_factory.mktemp("together")
    settings |= {"LEDGER_URL": f"sqlite:///{folder / 'ledger.sqlite'}", "LEDGER_HEAD": str(folder / "ledger.head")}
    with pytest.MonkeyPatch.context() as monkeypatch, house(folder, monkeypatch, **settings) as perd:
        delivered = {"kind": "file", "path": str(folder / "delivered.csv")}
        only(perd, "together", delivered, "code", "stamp", tags=list(TAGS))
        with _writers(perd) as writers:
            opened = Together(perd, _person(portal), writers)
            assert writers[0].run()["outcome"] == "published"
            yield opened


@contextmanager
def _writers(perd: House) -> Iterator[tuple[Writer, Writer]]:
    writers = (Writer(perd, "home-a"), Writer(perd, "home-b"))
    try:
        yield writers
    finally:
        for writer in writers:
            writer.stop()


def _person(portal: LivePortal) -> Person:
    """Made by the portal's administrator, as an editor of the organisation."""
    home = ("--profile", portal.profile, "--home", str(portal.home))
    command = [sys.executable, "-m", "devportal", "ckan", *home, "user", "token", "add", "perd_admin", "together"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    admin = Person(portal.url, said.split()[-1])
    name = f"person-{uuid.uuid4().hex[:8]}"
    admin.call("user_create", name=name, email=f"{name}@example.go.th", password=uuid.uuid4().hex)
    admin.call("organization_member_create", id="perd-test", username=name, role="editor")
    return Person(portal.url, admin.call("api_token_create", user=name, name="together")["token"])


@contextmanager
def editing(person: Person) -> Iterator[None]:
    """The person goes on editing, a few times a second, until the block ends."""
    over, troubles = threading.Event(), []

    def edit() -> None:
        chance = random.Random(person.edits)
        try:
            while not over.wait(chance.uniform(0.05, 0.4)):
                person.edit()
        except (AssertionError, requests.RequestException) as trouble:
            troubles.append(trouble)

    thread = threading.Thread(target=edit)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert not troubles, troubles


def shown(together: Together) -> dict[str, Any]:
    """The dataset as an anonymous visitor has it: one version, in file and table alike, none older than before."""
    package = asked(together, "package_show", id=ID)
    [data] = [one for one in package["resources"] if one.get("perd_kind") == "data"]
    content = requests.get(data["url"], timeout=60).content
    assert hashlib.sha256(content).hexdigest() == data["perd_sha256"]
    stamps = {row["stamp"] for row in csv.DictReader(io.StringIO(content.decode("utf-8")))}
    records = asked(together, "datastore_search", resource_id=data["id"])["records"]
    assert stamps == {record["stamp"] for record in records} and len(stamps) == 1
    stamp = int(stamps.pop())
    assert stamp >= together.stamp, "an older version took the place of a newer one"
    together.stamp = stamp
    found: dict[str, Any] = package | {"data": data, "names": {tag["name"] for tag in package["tags"]}}
    return found


def asked(together: Together, action: str, **parameters: Any) -> Any:
    answer = requests.get(f"{os.environ['PERD_PORTAL_URL']}/api/action/{action}", params=parameters, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


def test_nothing_of_a_person_is_lost_while_two_runs_publish(together: Together) -> None:
    person, began = together.person, time.monotonic()
    own = person.call("resource_create", package_id=ID, name="คู่มือ", url="https://perd.example/guide.pdf")
    for nth in range(1, ROUNDS + 1):
        if nth % DECLARED_ANEW == 0:
            _declared_anew(together, nth)
            continue
        with editing(person):
            together.publish_both()
        found = shown(together)
        assert person.added <= found["names"]
        assert not person.removed & found["names"]
        if person.notes:
            assert found["notes"] == person.notes
        assert found["data"].get("description", "") == person.words
        assert own["url"] in {one["url"] for one in found["resources"]}
    print(f"{ROUNDS} rounds, {person.edits} edits, {dict(together.counts)}, {time.monotonic() - began:.0f} s")


def _declared_anew(together: Together, nth: int) -> None:
    """Both changed: what is declared is published, and what the person had written is told."""
    person = together.person
    person._write_notes()
    person.removed.add(TAGS[0])
    person._tags(lambda tags: tags - {TAGS[0]})
    theirs = person.notes
    together.declare(description=f"ประกาศใหม่ {nth}", tags=[*TAGS, f"ประกาศใหม่-{nth}"])
    ended = together.publish_both()
    told = {edit["field"]: edit for one in ended for edit in one["edits"] if edit["kept"] == "declaration"}
    assert theirs in told["notes"]["told"]
    assert TAGS[0] in told["tags"]["told"]
    found = shown(together)
    assert found["notes"] == f"ประกาศใหม่ {nth}"
    assert {*TAGS, f"ประกาศใหม่-{nth}", *person.added} <= found["names"]
    assert f"ประกาศใหม่-{nth - DECLARED_ANEW}" not in found["names"]
    person.notes = ""
    person.removed.clear()


def test_what_was_edited_is_in_the_report_and_not_in_the_ledger(together: Together) -> None:
    person = together.person
    person._write_notes()
    assert together.writers[0].run()["outcome"] == "published"
    reports = together.perd.folder / "home-a/reports" / ID
    for name in (PAGE, JSON):
        assert person.notes in (reports / name).read_text(encoding="utf-8")
    ledger = Ledger(os.environ["PERD_LEDGER_URL"], Path(os.environ["PERD_LEDGER_HEAD"]), existing=True)
    try:
        assert ledger.verify().records > ROUNDS
        texts = [link.text for link in ledger.links()]
    finally:
        ledger.close()
    assert any('"portal_edits"' in text for text in texts)
    assert not any("บนพอร์ทัล ครั้งที่" in text or "อ่านก่อนใช้" in text for text in texts)


def test_a_licence_that_a_person_closed_holds_the_dataset_and_is_not_opened_again(together: Together) -> None:
    closed = "Creative Commons Non-Commercial (Any)"
    together.person.call("package_patch", id=ID, license_id=closed)
    for _ in range(2):
        ended = together.writers[0].run()
        assert ended["outcome"] == "held" and "CC-BY-NC-4.0" in ended["why"], ended
    assert asked(together, "package_show", id=ID)["license_id"] == closed
    disclosures = _told(together)
    assert [one["openness"] for one in disclosures[-2:]] == ["not-open", "not-open"]
    assert disclosures[0]["openness"] == "open"
    together.declare(licence="CC-BY-SA-4.0")
    ended = together.writers[1].run()
    assert ended["outcome"] == "published"
    assert any(edit["field"] == "license_id" and closed in edit["told"] for edit in ended["edits"])
    assert asked(together, "package_show", id=ID)["license_id"] == "Creative Commons Attribution Share-Alike"


def _told(together: Together) -> list[dict[str, Any]]:
    ledger = Ledger(os.environ["PERD_LEDGER_URL"], Path(os.environ["PERD_LEDGER_HEAD"]), existing=True)
    try:
        bodies = [entry.body for entry in ledger.entries()]
    finally:
        ledger.close()
    return [told for body in bodies if (told := body.get("disclosure", {}).get("told"))]


def test_the_portals_page_does_not_show_our_memory(together: Together) -> None:
    page = requests.get(f"{os.environ['PERD_PORTAL_URL']}/dataset/{ID}", timeout=60).text
    package = asked(together, "package_show", id=ID)
    assert package["perd_sent"] and "ลายนิ้วมือของคำประกาศ" in page
    assert "ลายนิ้วมือของค่าที่ส่งครั้งล่าสุด" not in page
