"""What a run on the real portal leaves in the ledger: the facts of the disclosure, decisions, and nothing personal."""

import gzip
import re
from typing import Any

import pytest

from flows.domain.disclosure import Disclosure
from flows.evidence import Ledger
from flows.evidence.chain import as_entry
from tests.house import House
from tests.live.conftest import LivePortal
from tests.other_portal import ABSENT, found, reply, serving
from tests.personal_sample import personal_values
from tests.test_bookkeeping import DATASET, PERSONS, deliver

pytestmark = [pytest.mark.live, pytest.mark.prefect]


def records(perd: House, kind: str, dataset: str) -> list[dict[str, Any]]:
    """Bodies, oldest first."""
    ledger = Ledger(f"sqlite:///{perd.home / 'ledger.sqlite'}", perd.home / "ledger.head", existing=True)
    try:
        entries = map(as_entry, ledger.links())
        return [dict(each.body) for each in entries if (each.kind.value, each.dataset) == (kind, dataset)]
    finally:
        ledger.close()


def disclosures(perd: House, dataset: str) -> list[Disclosure]:
    return [Disclosure.from_json(body["disclosure"]) for body in records(perd, "outcome", dataset)]


def test_a_published_dataset_is_told_with_all_that_an_award_counts(perd: House, portal: LivePortal) -> None:
    perd.keep_only("tisi-standards")
    perd.run("tisi-standards")
    perd.run("tisi-standards")
    first, second = disclosures(perd, "tisi-standards")
    assert first.told is not None
    assert (first.agency, first.public, first.page) == ("tisi", True, f"{portal.url}/dataset/tisi-standards")
    assert (first.told.licence, first.told.openness, first.told.no_conditions) == ("CC-BY-4.0", "open", True)
    assert (first.told.items_missing, first.told.items_unknown) == ((), ())
    assert (first.told.stars, first.told.machine_readable, first.told.open_format) == (3, True, True)
    assert (first.told.dictionary, first.told.api, first.told.over_http) == (True, True, True)
    (resource,) = first.told.resources
    assert (resource.formats, resource.rows, resource.anonymous_get) == (("csv",), 36, True)
    assert resource.url.startswith(portal.url)
    assert set(first.scores) == {"perd", "nso"}
    assert first.package == second.package
    # A night without a change says the same of what stands.
    assert second.told == first.told
    assert second.public


def test_the_receipt_holds_what_the_source_answered(perd: House) -> None:
    perd.keep_only("tisi-standards")
    perd.run("tisi-standards")
    (body,) = records(perd, "outcome", "tisi-standards")
    (part,) = body["resources"]
    assert part["source"].startswith("http://127.0.0.1:")
    assert part["content_type"]
    assert part["server_date"].endswith("GMT")
    assert part["answered_by"] == "127.0.0.1"
    assert part["source_bytes"] > 0
    assert body["report"].endswith("/tisi-standards/")


def test_of_what_is_held_nothing_is_told_but_that_the_public_does_not_see_it(perd: House) -> None:
    perd.keep_only("oie-indicators-noncommercial-licence")
    perd.run("oie-indicators-noncommercial-licence")
    (told,) = disclosures(perd, "oie-indicators-noncommercial-licence")
    assert (told.public, told.page, told.told) == (False, None, None)


def test_of_a_source_that_does_not_answer_nothing_is_known_of_the_portal(perd: House) -> None:
    perd.keep_only("ieat-wastewater-link-to-web-page")
    perd.run("ieat-wastewater-link-to-web-page")
    (told,) = disclosures(perd, "ieat-wastewater-link-to-web-page")
    assert (told.agency, told.public, told.told) == ("ieat", None, None)


def test_a_waiver_and_a_changed_severity_are_decisions_written_once(perd: House) -> None:
    perd.keep_only("dpim-royalties-broken-cells")
    reason = "Known faults of the old system, mended by the next release"
    waiver = {"rule": "table/type-error", "reason": reason, "until": "2099-12-31"}
    perd.edit("dpim/royalties-broken-cells.yaml", waivers=[waiver])
    perd.run("dpim-royalties-broken-cells")
    perd.run("dpim-royalties-broken-cells")
    (told,) = records(perd, "decision", "dpim-royalties-broken-cells")
    assert (told["decision"], told["rule"], told["reason"]) == ("waived", "table/type-error", reason)
    assert told["until"] == "2099-12-31"
    assert told["by"] == "declared in datasets/dpim/royalties-broken-cells.yaml"
    perd.edit("dpim/royalties-broken-cells.yaml", waivers=[waiver | {"until": "2099-06-30"}])
    perd.run("dpim-royalties-broken-cells")
    assert len(records(perd, "decision", "dpim-royalties-broken-cells")) == 2


def test_a_dataset_that_a_person_closed_is_a_withdrawal_written_once(perd: House, portal: LivePortal) -> None:
    from ckanapi import RemoteCKAN

    perd.keep_only("tisi-standards")
    perd.run("tisi-standards")
    with RemoteCKAN(portal.url, apikey=portal.token) as ckan:
        ckan.action.package_patch(id="tisi-standards", private=True)
        perd.run("tisi-standards")
        perd.run("tisi-standards")
        (told,) = records(perd, "decision", "tisi-standards")
        assert told["decision"] == "withdrawn"
        assert [each.public for each in disclosures(perd, "tisi-standards")] == [True, False, False]
        ckan.action.package_patch(id="tisi-standards", private=False)


SECRETS = {"KEY_X": "k3y-of-a-source", "DOWNSTREAM_KEY": "k3y-of-downstream", "SMTP_PASSWORD": "pa55-of-mail"}
IN_THE_ADDRESS = "k3y-in-an-address"


def kept(perd: House) -> dict[str, bytes]:
    """All that is evidence, by path: the ledger, the archive, the table of checkpoints, and an export of it all."""
    from typer.testing import CliRunner

    from flows.cli import app

    export = perd.folder / "export"
    done = CliRunner().invoke(app, ["evidence", "export", str(export)])
    assert done.exit_code == 0, done.output + str(done.exception)
    files = [*perd.home.glob("ledger.*"), perd.home / "evidence/checkpoints.csv"]
    files += [path for folder in (perd.home / "archive", export) for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".sqlite", ".head", ".csv", ".note"}
    contents = {str(path.relative_to(perd.folder)): path.read_bytes() for path in files}
    return {name: gzip.decompress(text) if name.endswith(".gz") else text for name, text in contents.items()}


def test_no_value_of_a_person_and_no_secret_is_in_the_evidence(
    perd: House, portal: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    perd.keep_only("tisi-standards", DATASET, "ops-ledger-checkpoints")
    declared = perd.datasets / "tisi/standards.yaml"
    text = declared.read_text(encoding="utf-8")
    (address,) = re.findall(rf'{perd.samples_url}[^"]+', text)
    text = text.replace(f'{address}"', f'{address}?token={IN_THE_ADDRESS}", key_setting: PERD_KEY_X')
    declared.write_text(text, encoding="utf-8")
    for name, value in SECRETS.items():
        monkeypatch.setenv(f"PERD_{name}", value)
    # Nobody takes the mail: that is written down as well, and so is what the portal downstream answers.
    monkeypatch.setenv("PERD_SMTP_URL", "smtp://perd@127.0.0.1:1")
    monkeypatch.setenv("PERD_MAIL_FROM", "perd@ministry.example")
    with serving() as other:
        other.replies = {"package_show": reply(404, ABSENT), "package_search": found()}
        monkeypatch.setenv("PERD_DOWNSTREAM_URL", other.url)
        _, outcomes = perd.run()
        deliver(perd)
        _, later = perd.run()
    assert {name: outcome.word for name, outcome in outcomes.items()} == {
        "tisi-standards": "published",
        DATASET: "held",
        "ops-ledger-checkpoints": "published",
    }
    assert later[DATASET].word == "held"
    for kind, dataset in (("notification", DATASET), ("presence", "tisi-standards"), ("intent", "tisi-standards")):
        assert records(perd, kind, dataset)
        assert {body["agency"] for body in records(perd, kind, dataset)} == {dataset.partition("-")[0]}
    (part,) = records(perd, "outcome", "tisi-standards")[0]["resources"]
    assert part["source"] == f"{address}?…"
    contents = kept(perd)
    whole = b"".join(contents.values())
    assert DATASET.encode() in whole
    forbidden = [*personal_values(), *PERSONS, *SECRETS.values(), IN_THE_ADDRESS, portal.token]
    assert [word for word in forbidden if word.encode() in whole] == []
    assert [word for word in forbidden if word in "".join(contents)] == []
