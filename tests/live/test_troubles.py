"""When the world is broken: one clear sentence that says what to do, and everything else goes on."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from flows.domain.finding import Standing
from flows.domain.outcome import Failed, Held, Outcome, Published, Unchanged, Unreachable
from tests.agency_of_tests import declare_agency, declare_dataset, declare_schema, resource, text
from tests.evidence.behind_its_back import unguarded
from tests.fault_proxy import Fault, FaultProxy
from tests.house import ROOT, House, house
from tests.live.conftest import LivePortal, devportal, up

pytestmark = [pytest.mark.live, pytest.mark.prefect]

CODES = "รหัส,ชื่อ\r\n01,หนึ่ง\r\n02,สอง\r\n".encode()
MEGABYTE = bytes(1_000_000)
ANNOUNCED = 300 * len(MEGABYTE)


class Agency:
    """An agency's server, and everything that can be wrong with one."""

    def __init__(self) -> None:
        self.sent: dict[str, int] = {}
        """Bytes of body that went out, by path."""
        self.keys: list[str] = []
        self.enough = threading.Event()
        agency = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                agency.answers[self.path.split("?")[0]](self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
            "/codes.csv": lambda request: self._says(request, 200, CODES),
            "/empty.csv": lambda request: self._says(request, 200, b""),
            "/gone.csv": lambda request: self._says(request, 404, b"not here"),
            "/locked.csv": self._wants_another_key,
            "/announces.csv": self._announces_too_much,
            "/streams.csv": self._streams_too_much,
            "/hangs.csv": self._hangs,
        }
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.enough.set()
        self.server.shutdown()
        self.server.server_close()

    def _says(self, request: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _wants_another_key(self, request: BaseHTTPRequestHandler) -> None:
        self.keys.append(request.headers.get("Authorization", ""))
        self._says(request, 401, b"")

    def _announces_too_much(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(ANNOUNCED))
        request.end_headers()
        self._pour(request)

    def _streams_too_much(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        self._pour(request)

    def _pour(self, request: BaseHTTPRequestHandler) -> None:
        self.sent[request.path] = 0
        try:
            while self.sent[request.path] < ANNOUNCED:
                request.wfile.write(MEGABYTE)
                self.sent[request.path] += len(MEGABYTE)
        except OSError:
            request.close_connection = True  # the other side has had enough, as it should

    def _hangs(self, request: BaseHTTPRequestHandler) -> None:
        self.enough.wait(60)
        request.close_connection = True


@dataclass(frozen=True)
class Village:
    """A house with small datasets of one agency, each with a name that no other test has."""

    perd: House
    agency: Agency
    mark: str = field(default_factory=lambda: uuid.uuid4().hex[:6])

    @property
    def folder(self) -> Path:
        return self.perd.datasets / "perd-test"

    def name(self, slug: str) -> str:
        return f"perd-test-{slug}-{self.mark}"

    def path(self, slug: str) -> Path:
        return self.folder / f"{slug}-{self.mark}.yaml"

    def declare(self, slug: str, source: str | dict[str, Any] = "/codes.csv", **changes: Any) -> str:
        """A dataset whose one source is a path of the agency's server, or as given; its id."""
        if isinstance(source, str):
            source = {"kind": "http_file", "url": self.agency.url + source}
        schema = changes.pop("schema", "perd-test/codes")
        title = f"รหัสทดสอบ {slug} {self.mark}"
        table = resource("codes", source, schema, title="รหัส")
        declare_dataset(self.perd, f"{slug}-{self.mark}", table, **{"title": title, **changes})
        return self.name(slug)

    def outcome(self, outcomes: dict[str, Outcome], slug: str) -> Outcome:
        return outcomes[self.name(slug)]


@contextmanager
def village(perd: House) -> Iterator[Village]:
    declare_agency(perd)
    fields = [text("code", "รหัส", constraints={"required": True}), text("name", "ชื่อ")]
    declare_schema(perd, "codes", fields, ["code"])
    agency = Agency()
    opened = Village(perd, agency)
    try:
        yield opened
    finally:
        agency.close()


@pytest.fixture
def small(perd: House) -> Iterator[Village]:
    with village(perd) as opened:
        yield opened


@dataclass(frozen=True)
class Night:
    village: Village
    state: Any
    outcomes: dict[str, Outcome]
    seconds: float

    def of(self, slug: str) -> Outcome:
        return self.village.outcome(self.outcomes, slug)


@pytest.fixture(scope="module")
def night(portal: LivePortal, prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    """Everything that can go wrong with one dataset, in one night, beside two datasets that are in order."""
    settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        house(tmp_path_factory.mktemp("troubles"), monkeypatch, READ_TIMEOUT="1", **settings) as perd,
        village(perd) as here,
    ):
        (perd.folder / "codes.csv").write_bytes(CODES)
        here.declare("a-good-one")
        here.declare("z-good-one", {"kind": "file", "path": str(perd.folder / "codes.csv")})
        for slug in ("announces", "empty", "gone", "hangs", "streams"):
            here.declare(slug, f"/{slug}.csv")
        here.declare("half-an-address", {"kind": "http_file", "url": "http://[1"})
        here.declare("no-file", {"kind": "file", "path": "perd-test/forgotten.csv"})
        here.declare("no-schema", schema="perd-test/forgotten")
        here.declare("bad-pattern", schema="perd-test/bad-pattern")
        codes = (perd.schemas / "tables/perd-test/codes.yaml").read_text(encoding="utf-8")
        wrong = codes.replace("perd-test/codes", "perd-test/bad-pattern").replace("required: true", "pattern: '['")
        (perd.schemas / "tables/perd-test/bad-pattern.yaml").write_text(wrong, encoding="utf-8")
        here.declare("misspelt", licens="CC-BY-4.0")
        here.declare("unclosed")
        here.path("unclosed").write_text(here.path("unclosed").read_text() + "waivers: [{rule: table/blank-row\n")
        # Nobody thought of a path with a NUL in it: whatever that does is a bug, and not one of our own making here.
        here.declare("bug", {"kind": "file", "path": "codes\0.csv"})
        # A file where the reports of one dataset should go.
        unwritable = here.declare("no-report")
        (perd.home / "reports").mkdir(parents=True)
        (perd.home / "reports" / unwritable).write_text("in the way")
        started = time.monotonic()
        state, outcomes = perd.run()
        yield Night(here, state, outcomes, time.monotonic() - started)


TROUBLES: dict[str, tuple[type[Outcome], str, tuple[str, ...]]] = {
    "announces": (Unreachable, "SourceRefused", ("/announces.csv announces 300,000,000 bytes", "raise `max_bytes`")),
    "streams": (Unreachable, "SourceRefused", ("/streams.csv has sent more than 100,000,000", "raise `max_bytes`")),
    "gone": (Unreachable, "SourceRefused", ("/gone.csv answered 404", "ask the agency for its new address")),
    "hangs": (Unreachable, "SourceUnavailable", ("/hangs.csv did not answer in time", "try later")),
    "half-an-address": (Failed, "DeclarationError", ("http://[1 is no address of a file", "write it as https://")),
    "no-file": (Unreachable, "SourceRefused", ("no file perd-test/forgotten.csv", "put the agency's file there")),
    "no-schema": (Failed, "DeclarationError", ("no Table Schema schemas/tables/perd-test/forgotten.yaml", "write it")),
    "bad-pattern": (
        Failed,
        "DeclarationError",
        ("schemas/tables/perd-test/bad-pattern.yaml:", "the pattern '[' is no regular expression"),
    ),
    "misspelt": (Failed, "DeclarationError", ("licens: there is no such key", "correct its spelling or remove it")),
    "unclosed": (Failed, "DeclarationError", ("is not valid YAML",)),
    "no-report": (Failed, "PipelineError", ("its report cannot be written", "look at the disk")),
    "bug": (Failed, "ValueError", ("A bug in Perd itself (ValueError)", "send this run's log to its developers")),
}


@pytest.mark.parametrize("slug", TROUBLES)
def test_each_trouble_ends_in_one_sentence_that_says_what_to_do(night: Night, slug: str) -> None:
    kind, error, told = TROUBLES[slug]
    outcome = night.of(slug)
    assert isinstance(outcome, kind), outcome
    assert isinstance(outcome, Failed | Unreachable)
    assert outcome.kind == error
    for words in told:
        assert words in outcome.reason.en
    assert one_sentence(outcome)


def one_sentence(outcome: Failed | Unreachable) -> bool:
    """Thai first, on one line, and nothing that only a programmer can read."""
    told = outcome.reason
    thai = any("\u0e00" <= letter <= "\u0e7f" for letter in told.th.split(":")[0])
    noise = ("\n", "Traceback", "object at 0x", "HTTPConnectionPool", "Errno", "<class")
    return thai and len(told.en) < 400 and not any(word in told.th for word in noise)


def test_the_other_datasets_still_publish(night: Night) -> None:
    for slug in ("a-good-one", "z-good-one"):
        outcome = night.of(slug)
        assert isinstance(outcome, Published)
        assert requests.get(outcome.url, timeout=60).status_code == 200


def test_an_empty_file_is_bad_data_and_not_a_broken_world(night: Night) -> None:
    outcome = night.of("empty")
    assert isinstance(outcome, Held)
    assert outcome.findings.rules(Standing.BLOCK) == {"format/empty-file": 1}
    assert "ส่งออกข้อมูลใหม่" in next(iter(outcome.findings)).fix.th


def test_a_mistake_in_a_declaration_is_told_with_file_and_line(night: Night) -> None:
    for slug, word in (("misspelt", "licens:"), ("no-schema", "  schema:")):
        path, outcome = night.village.path(slug), night.of(slug)
        lines = path.read_text(encoding="utf-8").splitlines()
        (line,) = (number for number, text in enumerate(lines, start=1) if word in text)
        assert isinstance(outcome, Failed)
        assert f"datasets/perd-test/{path.name}:{line}: " in outcome.reason.en
    unclosed = night.of("unclosed")
    assert isinstance(unclosed, Failed)
    assert f"datasets/perd-test/{night.village.path('unclosed').name}:" in unclosed.reason.en


def test_nothing_of_a_refused_download_is_kept_and_no_more_is_taken_than_allowed(night: Night) -> None:
    assert night.village.agency.sent["/announces.csv"] < 20 * len(MEGABYTE)
    assert night.village.agency.sent["/streams.csv"] < 120 * len(MEGABYTE)
    assert list((night.village.perd.home / "runs").iterdir()) == []


def test_nobody_waits_for_a_server_that_hangs(night: Night) -> None:
    assert night.seconds < 90


def test_a_bug_is_told_without_its_text(night: Night) -> None:
    outcome = night.of("bug")
    assert isinstance(outcome, Failed)
    assert "codes" not in outcome.reason.en  # an unexpected error may quote data


def test_what_was_published_is_in_the_ledger_although_its_report_is_not(night: Night, portal: LivePortal) -> None:
    name = night.village.name("no-report")
    bodies = [record["body"] for record in records(night.village.perd) if record["dataset"] == name]
    assert bodies[-1]["outcome"] == "published"
    assert show(portal, name).status_code == 200


def test_the_run_names_exactly_what_did_not_arrive(night: Night) -> None:
    assert night.state.is_failed()
    told = night.state.message.partition("did not arrive: ")[2]
    assert set(told.split(", ")) == {night.village.name(slug) for slug in TROUBLES}


def test_a_run_is_green_with_a_held_dataset_and_red_with_a_missing_one(small: Village) -> None:
    small.declare("good")
    small.declare("held", licence="CC-BY-NC-4.0")
    state, outcomes = small.perd.run()
    assert state.is_completed()
    assert isinstance(small.outcome(outcomes, "held"), Held)
    small.declare("missing", "/gone.csv")
    state, outcomes = small.perd.run()
    assert state.is_failed()
    assert isinstance(small.outcome(outcomes, "good"), Unchanged)
    small.path("missing").unlink()
    state, _ = small.perd.run()
    assert state.is_completed()


# -- the portal


def all_alike(outcomes: dict[str, Outcome], kind: str) -> str:
    """The one reason of all of them."""
    assert {type(outcome) for outcome in outcomes.values()} == {Failed}
    failed = [outcome for outcome in outcomes.values() if isinstance(outcome, Failed)]
    assert {outcome.kind for outcome in failed} == {kind}
    assert all(one_sentence(outcome) for outcome in failed)
    (reason,) = {outcome.reason.en for outcome in failed}
    return reason


def test_a_wrong_token(small: Village, portal: LivePortal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERD_PORTAL_TOKEN", "not-a-token")
    names = [small.declare(slug) for slug in ("one", "two", "three")]
    writes, started = len(portal.writes()), time.monotonic()
    state, outcomes = small.perd.run()
    reason = all_alike(outcomes, "PortalRefused")
    assert set(outcomes) == set(names)
    assert "PERD_PORTAL_TOKEN" in reason
    assert "ask the portal's administrator for an editor's token" in reason
    assert state.is_failed()
    assert time.monotonic() - started < 30
    assert portal.writes()[writes:] == []


def test_a_portal_that_is_down(small: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and never listens
        monkeypatch.setenv("PERD_PORTAL_URL", f"http://127.0.0.1:{closed.getsockname()[1]}")
        small.declare("one")
        small.declare("two")
        state, outcomes = small.perd.run()
    reason = all_alike(outcomes, "PortalUnavailable")
    assert "did not answer" in reason
    assert "check that it is up and that PERD_PORTAL_URL is right" in reason
    assert state.is_failed()


def test_a_portal_that_takes_the_call_and_says_nothing(small: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("PERD_PORTAL_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setenv("PERD_PORTAL_TIMEOUT", "1")
        small.declare("one")
        started = time.monotonic()
        _, outcomes = small.perd.run()
    assert "no answer in time" in all_alike(outcomes, "PortalBusy")
    assert time.monotonic() - started < 30


def test_a_portal_that_goes_down_in_the_night_is_given_up_for_all_that_is_left(
    small: Village, portal: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        small.declare(f"n{number:02}")
    with FaultProxy(portal.url, lambda asked: Fault.BAD_GATEWAY if asked.number else None) as proxy:
        for name, value in {"PORTAL_URL": proxy.url, "RETRY_SECONDS": "[1]", "DOWN_SECONDS": "0.5"}.items():
            monkeypatch.setenv(f"PERD_{name}", value)
        state, outcomes = small.perd.run()
    assert state.is_failed() and len(outcomes) == 20
    kinds = Counter(outcome.kind for outcome in outcomes.values() if isinstance(outcome, Failed))
    assert kinds.total() == 20 and set(kinds) == {"PortalUnavailable", "PortalDown"}
    assert kinds["PortalDown"] >= 8, "those that come later wait for a portal that is down"
    (reason,) = {outcome.reason.en for outcome in outcomes.values() if getattr(outcome, "kind", "") == "PortalDown"}
    assert "it is taken to be down and is left alone" in reason
    assert len(proxy.given) <= 2 * kinds["PortalUnavailable"] + 4, "a portal that is down is asked"


# -- the ledger


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:////proc/perd/ledger.sqlite", "look at PERD_LEDGER_URL and the disk"),
        ("sqlite:////proc/ledger.sqlite", "look at PERD_LEDGER_URL and the disk"),
        ("nonsense", "look at PERD_LEDGER_URL"),
        ("oracle+nonsense://127.0.0.1/x", "PERD_LEDGER_URL"),
    ],
)
def test_nothing_is_published_without_a_ledger(
    small: Village, portal: LivePortal, monkeypatch: pytest.MonkeyPatch, url: str, told: str
) -> None:
    monkeypatch.setenv("PERD_LEDGER_URL", url)
    name = small.declare("one")
    before = len(portal.writes())
    state, outcomes = small.perd.run()
    assert state.is_failed()
    assert "EvidenceError" in state.message
    assert told in state.message
    assert "nothing is published without a ledger" in state.message
    assert outcomes == {}
    assert portal.writes()[before:] == []
    assert show(portal, name).status_code == 404


def test_a_ledger_that_takes_no_more_records_stops_the_run_before_the_portal_is_touched(
    small: Village, portal: LivePortal
) -> None:
    small.declare("one")
    small.perd.run(dry_run=True)  # makes the database
    with sqlite3.connect(small.perd.home / "ledger.sqlite") as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    database.close()
    before = len(portal.writes())
    state, _ = small.perd.run()
    assert state.is_failed()
    assert "disk full" in state.message
    assert portal.writes()[before:] == []


# -- what is never written


def test_a_dry_run_writes_nothing_anywhere(small: Village, portal: LivePortal) -> None:
    name, held = small.declare("good"), small.declare("held", licence="CC-BY-NC-4.0")
    before = len(portal.writes())
    state, outcomes = small.perd.run(dry_run=True)
    assert state.is_completed()
    assert {name: outcome.word for name, outcome in outcomes.items()} == {name: "fit", held: "held"}
    assert portal.writes()[before:] == []
    assert show(portal, name).status_code == 404
    assert records(small.perd) == []
    assert not (small.perd.home / "reports").exists()
    assert not (small.perd.home / "ledger.head").exists()


def test_no_secret_is_written_or_said(
    small: Village, portal: LivePortal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PERD_KEY_AGENCY", "Bearer the-agencys-own-key")
    small.declare("good")
    locked = {"kind": "http_file", "url": f"{small.agency.url}/locked.csv", "key_setting": "PERD_KEY_AGENCY"}
    small.declare("locked", locked)
    small.declare("keyless", locked | {"key_setting": "PERD_KEY_NO_SUCH"})
    _, outcomes = small.perd.run()
    assert small.agency.keys == ["Bearer the-agencys-own-key"]  # it was used, and still is told to nobody
    assert isinstance(small.outcome(outcomes, "good"), Published)
    keyless = small.outcome(outcomes, "keyless")
    assert isinstance(keyless, Failed)
    assert "PERD_KEY_NO_SUCH is not set" in keyless.reason.en
    assert "perd-test-good" in caplog.text
    files = [path for path in small.perd.home.rglob("*") if path.is_file()]
    assert {"ledger.sqlite", "report.json"} <= {path.name for path in files}
    for secret in (portal.token, "the-agencys-own-key"):
        assert secret not in caplog.text
        assert secret not in repr(outcomes)
        for path in files:
            assert secret.encode() not in path.read_bytes(), path


# -- the command line


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture
def perd_says(small: Village, prefect_home: Path) -> Callable[..., Answer]:
    def say(*words: str) -> Answer:
        command = [str(Path(sys.executable).parent / "perd"), *words]
        environment = os.environ | {"PREFECT_HOME": str(prefect_home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        done = subprocess.run(
            command, cwd=small.perd.folder, env=environment, capture_output=True, text=True, check=False, timeout=180
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    return say


def test_perd_list_names_datasets_and_mistakes(small: Village, perd_says: Callable[..., Answer]) -> None:
    good, bad = small.declare("good"), small.declare("bad", licens="CC-BY-4.0")
    answer = perd_says("list", "--json")
    assert answer.code == 2
    assert [dataset["id"] for dataset in answer.json["datasets"]] == [good]
    (mistake,) = answer.json["mistakes"]
    assert mistake["file"].endswith(small.path("bad").name)
    assert mistake["line"] > 1
    small.path("bad").unlink()
    answer = perd_says("list")
    assert answer.code == 0
    assert good in answer.out
    assert bad not in answer.out


def test_perd_check_says_by_its_exit_code_who_has_to_act(small: Village, perd_says: Callable[..., Answer]) -> None:
    fit, held, broken = small.declare("fit"), small.declare("held", licence="not-specified"), small.name("broken")
    small.path("broken").write_text("title: [", encoding="utf-8")
    assert perd_says("check", fit).code == 0
    answer = perd_says("check", held, "--json")
    assert answer.code == 1
    assert answer.json[0]["outcome"] == "held"
    assert "licence/not-specified" in {finding["rule"] for finding in answer.json[0]["findings"]}
    answer = perd_says("check", broken, fit, "--json")
    assert answer.code == 2
    assert [one["outcome"] for one in answer.json] == ["failed", "fit"]
    assert f"{small.path('broken').name}:" in answer.json[0]["reason"]["en"]
    answer = perd_says("check", "no-such-dataset")
    assert (answer.code, answer.out) == (2, "")
    assert "no dataset no-such-dataset" in answer.err
    assert not (small.perd.home / "ledger.sqlite").exists()


def test_perd_run_publishes_and_its_evidence_betrays_one_changed_byte(
    small: Village, portal: LivePortal, perd_says: Callable[..., Answer]
) -> None:
    good, gone = small.declare("good"), small.declare("gone", "/gone.csv")
    answer = perd_says("run", good, "--json")
    assert answer.code == 0, answer.err
    (outcome,) = answer.json
    assert (outcome["dataset"], outcome["outcome"], outcome["rows"]) == (good, "published", 2)
    assert requests.get(outcome["url"], timeout=60).status_code == 200
    assert portal.token not in answer.out + answer.err
    answer = perd_says("run", good, gone)
    assert answer.code == 1
    assert "ไม่มีการเปลี่ยนแปลง" in answer.out
    assert "ตอบกลับ 404" in answer.out

    answer = perd_says("evidence", "verify", "--json")
    assert answer.code == 0
    assert answer.json["records"] == len(records(small.perd)) == 4
    with unguarded(f"sqlite:///{small.perd.home / 'ledger.sqlite'}") as database:
        (text,) = database.exec_driver_sql("SELECT text FROM ledger WHERE seq = 2").one()
        assert '"rows":2' in text
        changed = (text.replace('"rows":2', '"rows":3'),)
        database.exec_driver_sql("UPDATE ledger SET text = ? WHERE seq = 2", changed)
    answer = perd_says("evidence", "verify")
    assert answer.code == 1
    assert f"record 2 (outcome of {good}," in answer.err


def test_perd_run_without_a_ledger_says_so(
    small: Village, perd_says: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERD_LEDGER_URL", "sqlite:////proc/perd/ledger.sqlite")
    answer = perd_says("run", small.declare("one"))
    assert answer.code == 1
    assert answer.out == ""
    assert answer.err.startswith("perd: The ledger's database did not take or give a record")
    assert "nothing is published without a ledger" in answer.err


# -- another kind of portal


def test_a_stock_ckan_gets_a_dataset_too_and_is_spared_the_tags_that_it_refuses(
    prefect: None, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = up("plain", tmp_path_factory.mktemp("plain"))
    try:
        settings = {"PORTAL_URL": plain.url, "PORTAL_TOKEN_FILE": str(plain.token_file), "PROFILE": "plain"}
        with house(tmp_path, monkeypatch, **settings) as perd:
            perd.keep_only("tisi-standards")
            state, outcomes = perd.run()
            assert state.is_completed()
            outcome = outcomes["tisi-standards"]
            assert isinstance(outcome, Published)
            package = show(plain, "tisi-standards").json()["result"]
            declared = yaml.safe_load((ROOT / "datasets/tisi/standards.yaml").read_text(encoding="utf-8"))
            assert package["license_id"] == "cc-by"
            taken = {tag["name"] for tag in package["tags"]}
            refused = {*declared["tags"], "ข้อมูลตัวอย่าง"} - taken
            assert refused
            said = " ".join(remark.en for remark in outcome.remarks)
            assert all(tag in said for tag in refused)
            data = next(one for one in package["resources"] if one["perd_kind"] == "data")
            found = requests.get(
                f"{plain.url}/api/action/datastore_search",
                params={"resource_id": data["id"], "limit": "0"},
                timeout=60,
            )
            assert found.json()["result"]["total"] == outcome.rows
            before = len(plain.writes())
            _, again = perd.run()
            assert isinstance(again["tisi-standards"], Unchanged)
            assert plain.writes()[before:] == []
    finally:
        devportal("down", "--profile", "plain", "--home", str(plain.home))


def show(portal: LivePortal, name: str) -> requests.Response:
    """The dataset as anybody sees it."""
    return requests.get(f"{portal.url}/api/action/package_show", params={"id": name}, timeout=60)


def records(perd: House) -> list[dict[str, Any]]:
    """The ledger's records, read without our own code."""
    database = sqlite3.connect(perd.home / "ledger.sqlite")
    try:
        return [json.loads(text)["record"] for (text,) in database.execute("SELECT text FROM ledger ORDER BY seq")]
    finally:
        database.close()
