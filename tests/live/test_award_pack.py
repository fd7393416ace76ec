"""The pack of a real night: made by the flow, its numbers are what SQL finds, and a click leads to the portal."""

import hashlib
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from flows.domain.fiscal_period import midnight, period_of
from flows.domain.thai_calendar import in_bangkok
from tests.browser import browser_page, chromium
from tests.house import House, house
from tests.live.conftest import LivePortal, forget_evidence
from tests.pack.by_sql import Months, answers, scopes_of
from tests.personal_sample import personal_values_in

pytestmark = [pytest.mark.live, pytest.mark.prefect, pytest.mark.browser]

DATASETS = (
    "ops-eco-sticker",
    "tisi-standards",
    "oie-indicators-noncommercial-licence",
    "diprom-participants-with-national-ids",
    "ieat-wastewater-link-to-web-page",
    "alro-land-allocation",
    "ops-ledger-checkpoints",
)
MINISTRY = ("ops", "oie", "diw", "tisi", "dpim", "ocsb", "ieat", "diprom")


@dataclass(frozen=True)
class Pack:
    """What the flow left, and the portal that it tells of."""

    folder: Path
    perd: House
    portal: LivePortal
    state: Any
    year: str

    @property
    def numbers(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / "numbers.json").read_text(encoding="utf-8"))
        return told


@pytest.fixture(scope="module")
def pack(portal: LivePortal, prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pack]:
    from flows.award import award_pack

    today = in_bangkok(datetime.now(UTC)).date()
    year = str(today.year + 543 + (today.month >= 10))
    with pytest.MonkeyPatch.context() as monkeypatch:
        settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
        settings["BROWSER"] = str(chromium())
        with house(tmp_path_factory.mktemp("award"), monkeypatch, **settings) as perd:
            perd.keep_only(*DATASETS)
            forget_evidence(portal)
            perd.run()
            state = award_pack(year, return_state=True)
            yield Pack(perd.home / "awards" / year, perd, portal, state, year)


def test_the_flow_ends_green_and_counts_what_was_published(pack: Pack) -> None:
    assert pack.state.is_completed(), pack.state.message
    counted = {(each["scope"], each["id"]): each for each in pack.numbers["numbers"] if not each["month"]}
    assert counted["ministry", "disclosed"]["value"] == 2
    assert counted["ops", "disclosed"]["value"] == 1
    assert counted["ministry", "shared-with-agencies"]["value"] == 1
    assert counted["ministry", "free-access"]["value"] == counted["ministry", "free-access"]["out_of"] == 2


def test_every_number_is_what_sql_finds_in_the_ledger(pack: Pack) -> None:
    told = pack.numbers
    as_of = datetime.fromisoformat(told["as_of"])
    period = period_of(pack.year, in_bangkok(as_of).date())
    day = min(period.last, in_bangkok(as_of).date())
    months = tuple((month.id, min(as_of, midnight(month.last + timedelta(days=1)))) for month in period.months(day))
    which = dict(scopes_of(MINISTRY, "ministry"))
    codes = sorted({*MINISTRY, "alro", "real"})
    theirs = answers(
        pack.perd.home / "ledger.sqlite", which, codes, Months(period.begins, as_of, day.isoformat(), months)
    )
    compared = 0
    for each in told["numbers"]:
        key = (each["scope"], each["id"], each["month"], each["part"])
        if key not in theirs:
            continue
        said = theirs[key]
        assert (str(each["value"]), each["out_of"]) == (str(said.value), said.out_of), key
        assert (each["records"], each["considered"]) == (list(said.records), list(said.considered)), key
        compared += 1
    assert compared > 400


def test_a_person_clicks_from_a_number_to_its_records_to_the_portal(pack: Pack) -> None:
    with browser_page() as page:
        page.goto((pack.folder / "index.html").as_uri())
        page.locator("a.cite.screen").first.click()
        assert "/records/" in page.url
        page.locator(f'a[href="{pack.portal.url}/dataset/tisi-standards"]').first.click()
        page.wait_for_url(f"{pack.portal.url}/dataset/tisi-standards")
        assert "มอก." in page.title()


def contents(pack: Pack) -> Iterator[tuple[str, bytes]]:
    """Every file of the pack, and what lies inside workbook, PDF and zip."""
    for path in sorted(pack.folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(BytesIO(path.read_bytes())) as workbook:
                yield from ((f"{path.name}/{name}", workbook.read(name)) for name in workbook.namelist())
        if path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            for number in range(len(document)):
                yield f"{path.name}:{number}", document[number].get_textpage().get_text_range().encode()
            document.close()


def test_no_value_of_the_personal_sample_and_no_token_is_in_the_pack(pack: Pack) -> None:
    files = list(contents(pack))
    assert len(files) > 100
    for name, content in files:
        assert pack.portal.token.encode() not in content, name
        assert personal_values_in(content) == [], name


def test_the_evidence_in_the_pack_verifies_on_a_bare_python(pack: Pack) -> None:
    evidence = pack.folder / "evidence"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"], cwd=evidence, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_ledger_says_that_the_pack_was_made(pack: Pack) -> None:
    with sqlite3.connect(pack.perd.home / "ledger.sqlite") as database:
        (text,) = database.execute("SELECT text FROM ledger WHERE kind = 'award'").fetchone()
    database.close()
    body = json.loads(text)["record"]["body"]
    assert body["period"] == pack.year
    manifest = (pack.folder / "manifest.json").read_bytes()
    assert body["manifest_sha256"] == hashlib.sha256(manifest).hexdigest()


def test_a_period_that_is_none_ends_the_flow_red_in_one_sentence(pack: Pack) -> None:
    from flows.award import award_pack

    state = award_pack("2026", return_state=True)
    assert state.is_failed()
    assert "2569" in state.message and "ไฟล์ประกาศ" not in state.message
