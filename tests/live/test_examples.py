"""The example catalogue, from the agencies' files to the public: what the README promises, on a real CKAN."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from flows.domain.outcome import Held, Outcome, Published, Unchanged
from flows.evidence import Ledger
from flows.local.demo import unexpected
from tests.house import ROOT, House, house
from tests.live.conftest import LivePortal, forget_evidence

pytestmark = [pytest.mark.live, pytest.mark.prefect]

EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "datasets/expected.yaml").read_text(encoding="utf-8"))
PUBLISHED = sorted(name for name, wanted in EXPECTED.items() if wanted["outcome"] == "published")
NOT_PUBLISHED = sorted(set(EXPECTED) - set(PUBLISHED))
EVIDENCE = "ops-ledger-checkpoints"


@dataclass
class Night:
    """One run over all examples."""

    perd: House
    state: Any
    outcomes: dict[str, Outcome]
    portal: LivePortal

    def show(self, name: str) -> dict[str, Any]:
        """The dataset as anybody sees it."""
        answer = requests.get(f"{self.portal.url}/api/action/package_show", params={"id": name}, timeout=60).json()
        result: dict[str, Any] = answer["result"]
        return result

    def resource(self, name: str, kind: str) -> dict[str, Any]:
        return next(one for one in self.show(name)["resources"] if one["perd_kind"] == kind)


@pytest.fixture(scope="module")
def night(portal: LivePortal, prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
        with house(tmp_path_factory.mktemp("night"), monkeypatch, **settings) as perd:
            forget_evidence(portal)
            state, outcomes = perd.run()
            yield Night(perd, state, outcomes, portal)


def test_every_example_ends_as_its_file_says(night: Night) -> None:
    assert unexpected(night.outcomes, ROOT / "datasets/expected.yaml") == []
    assert len(PUBLISHED) >= 8
    assert len(NOT_PUBLISHED) >= 4


def test_at_least_twelve_examples_of_nine_agencies() -> None:
    assert len(EXPECTED) >= 12
    assert len({name.partition("-")[0] for name in EXPECTED}) == 9
    assert "ops-eco-sticker" in PUBLISHED


def test_the_run_is_red_because_one_source_gave_no_data(night: Night) -> None:
    assert night.state.is_failed()
    assert "did not arrive" in night.state.message


def test_anybody_finds_what_was_published_and_nothing_that_was_held(night: Night) -> None:
    answer = requests.get(f"{night.portal.url}/api/action/package_search", params={"rows": 1000}, timeout=60).json()
    found = {package["name"] for package in answer["result"]["results"]}
    assert set(PUBLISHED) <= found
    assert not set(NOT_PUBLISHED) & found


@pytest.mark.parametrize("name", PUBLISHED)
def test_an_anonymous_download_has_the_digest_that_the_portal_states(night: Night, name: str) -> None:
    resources = night.show(name)["resources"]
    assert {one["perd_kind"] for one in resources} == {"data", "data-dictionary", "datapackage"}
    for resource in resources:
        content = requests.get(resource["url"], timeout=60).content
        assert hashlib.sha256(content).hexdigest() == resource["perd_sha256"]
        assert resource["url"].isascii()


CELLS = [
    # a district's code has a leading zero, a fiscal year was B.E., an area had separators
    (
        "alro-land-allocation",
        {"fiscal_year": "2022", "province_code": "30", "district_code": "01"},
        "area_rai",
        "8186.71",
    ),
    # 29/02/2567 is a day, and 2567 is no leap year of the common era
    ("diprom-sme-training", {"starts_on": "2024-02-29"}, "budget_baht", "217000"),
    # a text with separators among numbers; ปีรุ่น 2567
    ("ops-eco-sticker", {"sticker_no": "ES-67-00003", "model_year": "2024"}, "price_baht", "1365000"),
    ("ieat-utilities-monthly", {"period": "2024-01", "estate_code": "IE-001"}, "water_m3", "311350"),
]


@pytest.mark.parametrize(("name", "of", "column", "value"), CELLS)
def test_a_known_cell_reaches_the_public(night: Night, name: str, of: dict[str, str], column: str, value: str) -> None:
    content = requests.get(night.resource(name, "data")["url"], timeout=60).content
    table = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    (row,) = (row for row in table if of.items() <= row.items())
    assert row[column] == value


def test_the_six_broken_cells_are_named_as_the_agency_would_find_them(night: Night) -> None:
    outcome = night.outcomes["dpim-royalties-broken-cells"]
    assert isinstance(outcome, Held)
    found = {(finding.place.cell or finding.place.row, finding.rule) for finding in outcome.findings}
    assert found == {
        ("G7", "table/type-error"),
        ("B12", "table/type-error"),
        ("B18", "thai/no-such-leap-day"),
        ("A23", "table/primary-key"),
        ("C29", "table/constraint-error"),
        (35, "table/extra-cell"),
    }
    report = json.loads((night.perd.home / "reports" / outcome.dataset / "report.json").read_text(encoding="utf-8"))
    told = json.dumps(report, ensure_ascii=False)
    assert all(cell in told for cell in ("G7", "B12", "B18", "A23", "C29", "รอตรวจสอบ", "31/02/2567"))


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_peer_nobody_here_wrote_finds_the_data_package_valid(night: Night, name: str, tmp_path: Path) -> None:
    url = night.resource(name, "datapackage")["url"]
    command = [str(Path(sys.executable).parent / "frictionless"), "validate", url]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_datastore_answers_typed_rows_with_thai_labels(night: Night, name: str) -> None:
    for resource in night.show(name)["resources"]:
        if resource["perd_kind"] != "data":
            continue
        query = {"resource_id": resource["id"], "limit": 3}
        answer = requests.get(f"{night.portal.url}/api/action/datastore_search", params=query, timeout=60).json()[
            "result"
        ]
        schema = yaml.safe_load((ROOT / f"schemas/tables/{resource['perd_schema']}.yaml").read_text(encoding="utf-8"))
        columns = {field["id"]: field for field in answer["fields"] if field["id"] != "_id"}
        assert answer["total"] == int(resource["perd_rows"])
        for field in schema["fields"]:
            if field["name"] not in columns:
                continue
            assert columns[field["name"]]["info"]["label"] == field["title"]
            stored = columns[field["name"]]["type"]
            assert (stored in ("text",)) == (field["type"] in ("string", "yearmonth", "any", "time"))
            assert (stored == "date") == (field["type"] == "date")


def test_ckanapi_dumps_every_dataset(night: Night) -> None:
    command = [str(Path(sys.executable).parent / "ckanapi"), "dump", "datasets", "--all", "-r", night.portal.url]
    # It starts workers of its own by their bare name.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=True)
    assert set(PUBLISHED) <= {json.loads(line)["name"] for line in done.stdout.splitlines()}


def test_published_tables_are_plain_utf8_with_english_headers(night: Night) -> None:
    for name in PUBLISHED:
        content = requests.get(night.resource(name, "data")["url"], timeout=60).content
        header = next(csv.reader(io.StringIO(content.decode("utf-8"))))
        assert not content.startswith(b"\xef\xbb\xbf")
        assert all(column.isascii() and " " not in column for column in header), (name, header)


def test_samples_say_that_they_are_samples(night: Night) -> None:
    for name in set(PUBLISHED) - {EVIDENCE}:
        package = night.show(name)
        assert "ตัวอย่าง" in package["title"]
        assert "ข้อมูลตัวอย่าง" in {tag["name"] for tag in package["tags"]}


def test_each_held_dataset_says_why_in_thai_and_leaves_nothing_on_the_portal(night: Night) -> None:
    for name in NOT_PUBLISHED:
        outcome = night.outcomes[name]
        assert not isinstance(outcome, Published | Unchanged)
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in outcome.reason.th)
        show = requests.get(f"{night.portal.url}/api/action/package_show", params={"id": name}, timeout=60)
        assert show.status_code == 404


def test_the_steward_finds_a_report_of_every_dataset(night: Night) -> None:
    for name in EXPECTED:
        folder = night.perd.home / "reports" / name
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        assert night.outcomes[name].word in report["outcome"].values()
        assert "<html" in (folder / "index.html").read_text(encoding="utf-8")
    assert all(name in (night.perd.home / "reports/index.html").read_text(encoding="utf-8") for name in EXPECTED)


def test_personal_data_stand_nowhere_that_we_write(night: Night) -> None:
    name = next(name for name, wanted in EXPECTED.items() if "privacy/national-id" in wanted.get("rules", ()))
    outcome = night.outcomes[name]
    assert isinstance(outcome, Held)
    declared = yaml.safe_load((ROOT / f"datasets/{name.replace('-', '/', 1)}.yaml").read_text(encoding="utf-8"))
    source = declared["resources"][0]["source"]
    sample = ROOT / "datasets" / (source.get("path") or source["url"].split("/", 3)[3])
    numbers = national_ids(sample.read_bytes())
    assert len(numbers) > 5
    written = [path for path in night.perd.home.rglob("*") if path.is_file()]
    assert any("report.json" in path.name for path in written)
    for path in written:
        content = path.read_bytes()
        assert not any(number in content for number in numbers), path


def national_ids(content: bytes) -> list[bytes]:
    """The 13-digit numbers in a file, as written and without hyphens."""
    as_written = re.findall(rb"(?<!\d)[1-8](?:-?\d){12}(?!\d)", content)
    return sorted({*as_written, *(number.replace(b"-", b"") for number in as_written)})


def test_the_ledger_verifies_and_has_an_intent_before_each_publication(night: Night) -> None:
    ledger = Ledger(f"sqlite:///{night.perd.home / 'ledger.sqlite'}", night.perd.home / "ledger.head")
    records = [json.loads(link.text)["record"] for link in ledger.links()]
    assert ledger.verify().records == len(records)
    # Other tests may have published some of them to this portal before: those have nothing to announce.
    tonight = [name for name in PUBLISHED if isinstance(night.outcomes[name], Published)]
    assert len(tonight) >= 8
    for name in tonight:
        its = [record for record in records if record["dataset"] == name][:2]
        assert [record["kind"] for record in its] == ["intent", "outcome"]
        stands = {one["perd_resource"]: one["perd_sha256"] for one in night.show(name)["resources"]}
        for part in its[0]["body"]["resources"]:
            assert part["sha256"] == stands[part["resource"]]
    for name in NOT_PUBLISHED:
        assert [record["kind"] for record in records if record["dataset"] == name][:1] == ["outcome"]


def test_a_second_night_writes_nothing(night: Night) -> None:
    before = len(night.portal.writes())
    agencies_own = [name for name in EXPECTED if name != EVIDENCE]  # that one says each night that it was signed anew
    _, outcomes = night.perd.run(*agencies_own)
    assert night.portal.writes()[before:] == []
    for name in set(PUBLISHED) - {EVIDENCE}:
        assert isinstance(outcomes[name], Unchanged), outcomes[name]
