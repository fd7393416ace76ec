"""The doctor at the real CKAN: nothing is said of a healthy portal, and each planted mis-set-up is named."""

import base64
import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
import yaml
from pydantic import SecretStr

from devportal.home import Home
from flows.checkup import Another, portal_to_look_at
from flows.portal.client import Portal
from flows.portal.doctor import Finding, Needs, Subject, Weight, examine
from flows.portal.profile import Profile
from flows.settings import read_settings
from tests.house import ROOT
from tests.live.conftest import LivePortal, devportal, up
from tests.reverse_proxy import certificate, reverse_proxy

pytestmark = pytest.mark.live

TISI = "tisi"
COUNTED = ("package", "resource", "tag", "package_tag", "activity", "member", "api_token")
"""CKAN's tables in which an examination could leave something behind."""


@dataclass(frozen=True)
class Clinic:
    """Two portals, each with a published dataset of ours, and tokens of all kinds for the Thai one.

    The plain one takes files of 4 MB.
    """

    thai: LivePortal
    plain: LivePortal
    sysadmin: str
    stranger: str
    """Of a user who is a member nowhere."""
    folder: Path

    def token_file(self, token: str) -> Path:
        file = self.folder / f"token-{hashlib.sha256(token.encode()).hexdigest()[:8]}"
        file.write_text(token, encoding="utf-8")
        return file


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("clinic")
    with pytest.MonkeyPatch.context() as monkeypatch:
        settings = {"HOME": folder / "home", "CATALOGUE": ROOT / "datasets", "SCHEMAS": ROOT / "schemas"}
        for name, value in settings.items():
            monkeypatch.setenv(f"PERD_{name}", str(value))
        with ThreadPoolExecutor() as pool:
            starting = [
                pool.submit(up, profile, tmp_path_factory.mktemp(profile), f"doctor-{profile}", *words)
                for profile, words in (("data-go-th", ()), ("plain", ("--max-upload-mb", "4")))
            ]
            thai, plain = (one.result() for one in starting)
            for portal in (thai, plain):
                publish_one(portal)
            sysadmin = token_of_the_sysadmin(thai)
        stranger = {"name": "stranger", "email": "stranger@localhost.example", "password": uuid.uuid4().hex}
        act(thai, sysadmin, "user_create", **stranger)
        token = act(thai, sysadmin, "api_token_create", user="stranger", name="doctor")["token"]
        yield Clinic(thai, plain, sysadmin, token, folder)
        with ThreadPoolExecutor() as pool:
            for portal in (thai, plain):
                pool.submit(devportal, "down", "--profile", portal.profile, "--home", str(portal.home))


def act(portal: LivePortal, token: str, action: str, **data: Any) -> Any:
    address = f"{portal.url}/api/3/action/{action}"
    answer = requests.post(address, json=data, headers={"Authorization": token}, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


def publish_one(portal: LivePortal) -> None:
    """The first declaration with a resource of ours and its table, by the API alone."""
    with portal_to_look_at(read_settings(), Another(portal.url, portal.token_file, portal.profile)) as subject:
        assert subject.needs.sample is not None
        id = str(uuid.uuid4())
        resource = {"id": id, "name": "table", "url": f"{portal.url}/t.csv", "format": "CSV", "perd_resource": "table"}
        sent = {**subject.needs.sample, "name": subject.needs.sample_of, "resources": [resource]}
        act(portal, portal.token, "package_create", **sent)
        fields = [{"id": "code", "type": "text"}]
        act(portal, portal.token, "datastore_create", resource_id=id, fields=fields, force=True)


def token_of_the_sysadmin(portal: LivePortal) -> str:
    command = [sys.executable, "-m", "devportal", "ckan", "--profile", portal.profile, "--home", str(portal.home)]
    command += ["user", "token", "add", "perd_admin", "doctor", "-q"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()[-1]


@cache
def laid_out(profile: str, schemas: Path | None) -> tuple[Profile, Needs]:
    """What our example declarations ask of a portal; read once, since it takes longer than an examination."""
    settings = read_settings().model_copy(update={"schemas": schemas} if schemas else {})
    with portal_to_look_at(settings, Another("http://127.0.0.1:9", profile=profile)) as subject:
        return subject.profile, subject.needs


Say = Callable[..., dict[str, Finding]]


@pytest.fixture
def says(clinic: Clinic) -> Say:
    """What is bad about a portal, by slug; the Thai one with its editor's token, if nothing else is given."""

    def say(
        url: str | None = None,
        token: str | None = None,
        profile: str = "data-go-th",
        schemas: Path | None = None,
        try_upload: bool = False,
    ) -> dict[str, Finding]:
        url = url or clinic.thai.url
        token = token or (clinic.plain if url == clinic.plain.url else clinic.thai).token
        known, needs = laid_out(profile, schemas)
        with Portal(url, token, pauses=()) as portal:
            subject = Subject(portal, known, needs, SecretStr(token), (5.0, 60.0), "Perd test", try_upload)
            found = [finding for examined in examine(subject) for finding in examined.findings]
        return {finding.slug: finding for finding in found if finding.bad}

    return say


@contextmanager
def sql(portal: LivePortal, database: str) -> Iterator[Any]:
    """The portal's own database, as its owner."""
    socket = Home.at(portal.profile, portal.home).socket_folder
    with psycopg.connect(host=str(socket), user="postgres", dbname=database, autocommit=True) as connection:
        yield connection


def everything(portal: LivePortal) -> list[Any]:
    """Numbers of all that an examination could leave behind, and the last change of a dataset."""
    with sql(portal, "ckan") as connection:
        counted = [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in COUNTED]
        changed = connection.execute("SELECT max(metadata_modified) FROM package").fetchone()
    with sql(portal, "ds") as connection:
        tables = connection.execute("SELECT count(*) FROM pg_class").fetchone()
    files = sorted(path for path in (portal.home / "storage").rglob("*") if path.is_file())
    return [*counted, changed, tables, files]


def expired(portal: LivePortal) -> str:
    """A token that the portal itself signed for someone, and whose hour is over."""
    secret = json.loads((portal.home / "secrets.json").read_text())["jwt_secret"]

    def part(told: bytes) -> str:
        return base64.urlsafe_b64encode(told).rstrip(b"=").decode()

    hour_ago = int((datetime.now(UTC) - timedelta(hours=1)).timestamp())
    told = ({"typ": "JWT", "alg": "HS256"}, {"jti": "x" * 43, "exp": hour_ago})
    signed = ".".join(part(json.dumps(one).encode()) for one in told)
    return f"{signed}.{part(hmac.digest(secret.encode(), signed.encode(), 'sha256'))}"


# -- healthy


@pytest.mark.parametrize("profile", ["data-go-th", "plain"])
def test_nothing_is_said_of_a_healthy_portal_and_nothing_is_left_there(clinic: Clinic, profile: str) -> None:
    portal = {"data-go-th": clinic.thai, "plain": clinic.plain}[profile]
    before = everything(portal)
    with portal_to_look_at(read_settings(), Another(portal.url, portal.token_file, profile)) as subject:
        examined = list(examine(subject))
    assert {one.examination.name: one.weight for one in examined} == dict.fromkeys(
        (one.examination.name for one in examined), Weight.FINE
    )
    assert len(examined) == 15
    assert "datastore/takes" in {finding.slug for one in examined for finding in one.findings}
    assert everything(portal) == before
    assert [line.split()[1] for line in portal.requests() if " 50" in line] == []


def test_a_healthy_portal_behind_a_web_server_and_tls_is_as_healthy(
    clinic: Clinic, says: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = certificate(clinic.folder, timedelta(days=90))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
    with reverse_proxy(clinic.thai.url, certificate=trusted) as url:
        assert says(url) == {}


# -- the token and its rights


def test_a_strangers_token(clinic: Clinic, says: Say) -> None:
    found = says(token=clinic.stranger)
    assert set(found) == {"organisations/not-editor"}
    assert "alro" in found["organisations/not-editor"].told.th


def test_an_expired_token(clinic: Clinic, says: Say) -> None:
    found = says(token=expired(clinic.thai))
    assert set(found) == {"token/expired"}
    assert re.search(r"25\d\d", found["token/expired"].told.th)


def test_a_mistyped_token(clinic: Clinic, says: Say) -> None:
    assert set(says(token=clinic.thai.token[:-2])) == {"token/unknown"}


def test_a_sysadmins_token_is_too_much_and_works(clinic: Clinic, says: Say) -> None:
    found = says(token=clinic.sysadmin)
    assert {slug: one.weight for slug, one in found.items()} == {"token/sysadmin": Weight.ADVICE}


def test_an_editor_of_all_organisations_but_one(clinic: Clinic, says: Say) -> None:
    act(clinic.thai, clinic.sysadmin, "organization_member_delete", id=TISI, username="perd_editor")
    try:
        found = says()
    finally:
        member = {"id": TISI, "username": "perd_editor", "role": "editor"}
        act(clinic.thai, clinic.sysadmin, "organization_member_create", **member)
    assert set(found) == {"organisations/not-editor"}
    assert found["organisations/not-editor"].told.en.endswith(f": {TISI}")


def test_an_organisation_that_was_removed(clinic: Clinic, says: Say) -> None:
    act(clinic.thai, clinic.sysadmin, "organization_delete", id=TISI)
    try:
        found = says()
    finally:
        act(clinic.thai, clinic.sysadmin, "organization_patch", id=TISI, state="active")
    assert set(found) == {"organisations/absent"}
    assert found["organisations/absent"].told.en.endswith(f": {TISI}")


# -- the profile


def test_a_stock_portal_that_is_taken_for_a_thai_one(clinic: Clinic, says: Say) -> None:
    found = says(clinic.plain.url, profile="data-go-th")
    assert {"schema/none", "licences/missing", "tags/thai-refused"} <= set(found)
    assert "สถิติ" in found["tags/thai-refused"].told.th


def test_a_thai_portal_that_is_taken_for_a_stock_one(clinic: Clinic, says: Say) -> None:
    found = says(profile="plain")
    assert {"schema/other-form", "licences/missing", "tags/left-out", "trial/refused"} <= set(found)


def test_a_form_that_has_drifted_from_the_profile(clinic: Clinic, says: Say, tmp_path: Path) -> None:
    """The profile has a field and a choice that the portal's form has not got, and not the one that it wants."""
    profile = yaml.safe_load((ROOT / "schemas/portals/data-go-th.yaml").read_text(encoding="utf-8"))
    more = {"name": "perd_colour", "label": {"th": "สี", "en": "Colour"}, "required": False}
    profile["own_fields"]["dataset"].append(more)
    profile["choices"]["geo_coverage"].append({"id": "moon", "value": "ดวงจันทร์", "en": "Moon"})
    profile["dataset_fields"] = [one for one in profile["dataset_fields"] if one["name"] != "data_support"]
    (tmp_path / "portals").mkdir()
    for folder in ("rules", "tables"):
        (tmp_path / folder).symlink_to(ROOT / "schemas" / folder)
    (tmp_path / "portals/data-go-th.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), encoding="utf-8")

    def wants_support(form: dict[str, Any]) -> dict[str, Any]:
        for one in form["dataset_fields"]:
            one["required"] = one.get("required", False) or one["field_name"] == "data_support"
        return form

    with reverse_proxy(clinic.thai.url, changed={"scheming_dataset_schema_show": wants_support}) as url:
        found = says(url, schemas=tmp_path)
    assert set(found) == {"schema/fields-missing", "schema/choices-missing", "schema/required-unknown"}
    assert "perd_colour" in found["schema/fields-missing"].told.en
    assert "ดวงจันทร์" in found["schema/choices-missing"].told.th
    assert "data_support" in found["schema/required-unknown"].told.en


def test_a_licence_that_was_taken_off_the_register(clinic: Clinic, says: Say) -> None:
    def shorter(register: list[Any]) -> list[Any]:
        return [
            one
            for one in register
            if one["id"] not in ("Creative Commons Attributions", "GNU Free Documentation License")
        ]

    with reverse_proxy(clinic.thai.url, changed={"license_list": shorter}) as url:
        found = says(url)
    assert set(found) == {"licences/missing", "licences/unlisted"}
    assert "Creative Commons Attributions" in found["licences/missing"].told.th


# -- the web server before it


def test_a_web_server_that_takes_one_megabyte(clinic: Clinic, says: Say) -> None:
    with reverse_proxy(clinic.thai.url, largest=1_000_000) as url:
        found = says(url)
    assert set(found) == {"upload/too-small"}
    told = found["upload/too-small"]
    assert re.search(r"about (0\.9|1) MB, and max_bytes of ops-eco-sticker needs 20 MB", told.told.en)
    assert told.todo is not None and "client_max_body_size" in told.todo.th


def test_a_web_server_that_takes_what_is_asked_for_and_no_more(clinic: Clinic, says: Say) -> None:
    with reverse_proxy(clinic.thai.url, largest=50_000_000) as url:
        assert set(says(url)) == {"upload/below-cap"}


def test_a_web_server_that_sends_on_to_https(clinic: Clinic, says: Say) -> None:
    with reverse_proxy(clinic.thai.url, sends_on_to="https://catalog.example.go.th") as url:
        found = says(url)
    assert set(found) == {"address/sent-on"}
    todo = found["address/sent-on"].todo
    assert todo is not None and todo.en == "Set PERD_PORTAL_URL to https://catalog.example.go.th"


def test_a_firewall_that_answers_with_a_page(clinic: Clinic, says: Say) -> None:
    with reverse_proxy(clinic.thai.url, page=True) as url:
        assert set(says(url)) == {"address/web-page"}


def test_a_portal_under_another_name_than_its_own(clinic: Clinic, says: Say) -> None:
    with reverse_proxy(clinic.thai.url, names_itself=False) as url:
        found = says(url)
    assert set(found) == {"address/site-url"}
    assert clinic.thai.url in found["address/site-url"].told.th


def test_a_portal_that_is_down(says: Say) -> None:
    with reverse_proxy("http://127.0.0.1:9") as url:
        pass
    assert set(says(url)) == {"address/silent"}


def test_a_wrong_clock(clinic: Clinic, says: Say) -> None:
    with reverse_proxy(clinic.thai.url, clock_ahead=timedelta(hours=7)) as url:
        found = says(url)
    assert set(found) == {"clock/differs"}
    assert "7 hours ahead" in found["clock/differs"].told.en


@pytest.mark.parametrize(
    ("trusted", "days", "slug", "told"),
    [
        (False, 90, "tls/untrusted", "self-signed"),
        (True, -1, "tls/untrusted", "expired"),
        (True, 5, "tls/ends-soon", "in [45] days"),
    ],
)
def test_a_bad_certificate(
    clinic: Clinic, says: Say, monkeypatch: pytest.MonkeyPatch, trusted: bool, days: int, slug: str, told: str
) -> None:
    file = certificate(clinic.folder, timedelta(days=days))
    if trusted:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    with reverse_proxy(clinic.thai.url, certificate=file) as url:
        found = says(url)
    assert set(found) == {slug}
    assert re.search(told, found[slug].told.en)


# -- the software


@pytest.mark.parametrize(("version", "slug"), [("2.8.12", "version/too-old"), ("2.11.4", "version/insecure")])
def test_a_version_that_will_not_do(clinic: Clinic, says: Say, version: str, slug: str) -> None:
    def older(status: dict[str, Any]) -> dict[str, Any]:
        return status | {"ckan_version": version}

    with reverse_proxy(clinic.thai.url, changed={"status_show": older}) as url:
        assert set(says(url)) == {slug}


def test_another_loader_of_tables(clinic: Clinic, says: Say) -> None:
    def loading(status: dict[str, Any]) -> dict[str, Any]:
        return status | {"extensions": [*status["extensions"], "xloader"]}

    with reverse_proxy(clinic.thai.url, changed={"status_show": loading}) as url:
        found = says(url)
    assert set(found) == {"loader/competes"}
    assert "xloader" in found["loader/competes"].told.th


def test_a_portal_without_package_revise(clinic: Clinic, says: Say) -> None:
    with reverse_proxy(clinic.thai.url, without=frozenset({"package_revise"})) as url:
        found = says(url)
    assert set(found) == {"actions/missing"}
    assert "package_revise" in found["actions/missing"].told.th


def test_a_portal_without_a_datastore(clinic: Clinic, says: Say) -> None:
    actions = frozenset(f"datastore_{what}" for what in ("create", "upsert", "search", "info", "delete"))
    with reverse_proxy(clinic.thai.url, without=actions) as url:
        assert set(says(url)) == {"datastore/absent"}


def test_a_datastore_that_is_too_old_to_delete_rows(clinic: Clinic, says: Say) -> None:
    with reverse_proxy(clinic.thai.url, without=frozenset({"datastore_records_delete"})) as url:
        assert set(says(url)) == {"datastore/lacks"}


# -- CKAN's own limit, which only a real upload shows


def test_a_file_that_ckan_takes_goes_again(clinic: Clinic, says: Say) -> None:
    assert says(try_upload=True) == {}
    assert no_trial_is_left(clinic.thai)


def test_a_portal_whose_ckan_takes_four_megabytes(clinic: Clinic, says: Say) -> None:
    found = says(clinic.plain.url, profile="plain", try_upload=True)
    assert set(found) == {"upload/ckan-limit"}
    told = "CKAN refuses a file of 100 MB (ckan.max_resource_size); it takes at least 1 MB"
    assert found["upload/ckan-limit"].told.en == told
    assert no_trial_is_left(clinic.plain)


def no_trial_is_left(portal: LivePortal) -> bool:
    """No file, no page, nothing in the search: only the entry of a deleted dataset, which editors see."""
    assert everything(portal)[-1] == [], "a file is left"
    assert act(portal, portal.token, "package_show", id="perd-doctor-trial")["state"] == "deleted"
    page = requests.get(f"{portal.url}/dataset/perd-doctor-trial", timeout=60)
    return page.status_code == 404 and "perd-doctor-trial" not in str(act(portal, portal.token, "package_list"))


# -- its databases


def test_a_datastore_whose_reader_may_not_read(clinic: Clinic, says: Say) -> None:
    with sql(clinic.thai, "ds") as connection:
        connection.execute('REVOKE SELECT ON "_table_metadata" FROM ds_ro, PUBLIC')
        try:
            found = says()
        finally:
            connection.execute('GRANT SELECT ON "_table_metadata" TO ds_ro')
    assert set(found) == {"datastore/broken"}


def test_a_search_that_does_not_know_our_dataset(clinic: Clinic, says: Say) -> None:
    with sql(clinic.thai, "ckan") as connection:
        connection.execute("CREATE TABLE kept AS SELECT * FROM perd_search")
        connection.execute("DELETE FROM perd_search")
        try:
            found = says()
        finally:
            connection.execute("INSERT INTO perd_search SELECT * FROM kept; DROP TABLE kept")
    assert set(found) == {"search/misses-ours"}
    assert "alro-land-allocation" in found["search/misses-ours"].told.en


def test_a_search_that_shows_an_older_version(clinic: Clinic, says: Say) -> None:
    with sql(clinic.thai, "ckan") as connection:
        later = "UPDATE package SET metadata_modified = metadata_modified {} interval '1 day'"
        connection.execute(later.format("+"))
        try:
            found = says()
        finally:
            connection.execute(later.format("-"))
    assert set(found) == {"search/stale"}


# -- the command and the flow


def perd(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {f"PERD_{name}": value for name, value in settings.items()} | {"COLUMNS": "80"}
    command = [sys.executable, "-c", "from flows.cli import main; main()", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_command_ticks_off_what_it_looked_at(clinic: Clinic) -> None:
    portal = clinic.plain
    done = perd("doctor", PORTAL_URL=portal.url, PORTAL_TOKEN_FILE=str(portal.token_file), PROFILE="plain")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sum(line.startswith("✓ ") for line in done.stdout.splitlines()) == 15
    assert "ไม่พบสิ่งที่จะเป็นปัญหา / nothing stands in the way" in done.stdout
    assert portal.token not in done.stdout


def test_the_command_says_what_will_not_work_and_what_to_do(clinic: Clinic) -> None:
    wrong = clinic.token_file(expired(clinic.thai))
    done = perd("doctor", "--portal", clinic.thai.url, "--token-file", str(wrong), "--json", PROFILE="data-go-th")
    assert done.returncode == 1, done.stderr
    bad = [one for one in json.loads(done.stdout) if one["weight"] in ("advice", "fault")]
    assert [one["finding"] for one in bad] == ["token/expired"]
    assert bad[0]["todo"]["th"].startswith("ขอโทเคนใหม่")


def test_the_settings_token_never_goes_to_another_portal(clinic: Clinic) -> None:
    settings = {"PORTAL_URL": clinic.plain.url, "PORTAL_TOKEN_FILE": str(clinic.plain.token_file)}
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in settings.items():
            monkeypatch.setenv(f"PERD_{name}", value)
        with portal_to_look_at(read_settings(), Another(clinic.thai.url)) as subject:
            assert subject.token is None
            examined = {one.examination.name: one for one in examine(subject)}
    assert [finding.slug for finding in examined["token"].findings] == ["token/none"]


@pytest.mark.prefect
def test_the_flow_leaves_its_table(clinic: Clinic, prefect: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.client.orchestration import get_client

    from flows.doctor import doctor

    portal = clinic.thai
    settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
    for name, value in settings.items():
        monkeypatch.setenv(f"PERD_{name}", value)
    healthy = doctor(return_state=True)
    assert healthy.is_completed(), healthy.message
    monkeypatch.setenv("PERD_PORTAL_TOKEN_FILE", str(clinic.token_file("mistyped")))
    ill = doctor(return_state=True)
    assert ill.is_failed() and "token/unknown" in str(ill.message)
    with get_client(sync_client=True) as client:
        artifacts = client.read_artifacts()
    tables = [json.loads(str(one.data)) for one in artifacts if one.key == "doctor"]
    assert [len(table) for table in tables if len(table) >= 15] == [len(table) for table in tables]
    assert any("token/unknown" in str(table) for table in tables)
