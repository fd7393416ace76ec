"""`make prefect` on this machine: server, worker and deployments, and a run started as the UI starts it."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from flows.local.prefect import prefect_server, worker
from tests.house import House, house
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.prefect]

PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def office(portal: LivePortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House]]:
    """Prefect's API and a Perd of two datasets that its worker works on."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = tmp_path_factory.mktemp("office")
        settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
        settings |= {"CATALOGUE": str(folder / "datasets"), "SCHEMAS": str(folder / "schemas")}
        settings |= {"HOME": str(folder / ".perd"), "APPROVAL_SECONDS": "20"}
        monkeypatch.setenv("PREFECT_HOME", str(folder / "prefect"))
        monkeypatch.setenv("PREFECT_API_URL", "")
        monkeypatch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
        with house(folder, monkeypatch, **settings) as perd:
            perd.keep_only(
                "tisi-standards", "oie-indicators-noncommercial-licence", "oie-manufacturing-production-index"
            )
            with prefect_server(free_port()) as ui, worker():
                yield f"{ui}/api", perd
        os.environ.pop("PREFECT_API_URL", None)


def ask(api: str, path: str, **body: Any) -> Any:
    answer = requests.post(f"{api}/{path}", json=body, timeout=30)
    assert answer.ok, answer.text
    return answer.json()


def deployment(api: str, name: str) -> dict[str, Any]:
    answer: dict[str, Any] = requests.get(f"{api}/deployments/name/{name}/{name}", timeout=30).json()
    return answer


def finished(api: str, run: str) -> dict[str, Any]:
    return reached(api, run, "COMPLETED", "FAILED", "CRASHED", "CANCELLED")


def reached(api: str, run: str, *states: str) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found: dict[str, Any] = requests.get(f"{api}/flow_runs/{run}", timeout=30).json()
        if found["state"]["type"] in states:
            return found
        time.sleep(0.5)
    raise AssertionError(f"the run did not get to {states} within {PATIENCE:.0f} s: {found['state']}")


def logged(api: str, run: str) -> list[str]:
    """The run's log; the worker hands it in some seconds after the run has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        lines = [line["message"] for line in ask(api, "logs/filter", logs={"flow_run_id": {"any_": [run]}})]
        if any("tisi-standards" in line for line in lines):
            return lines
        time.sleep(0.5)
    return []


@pytest.mark.parametrize(("name", "cron"), [("nightly", "30 1 * * *"), ("reconcile", "0 5 * * 0")])
def test_runs_are_scheduled_in_bangkok(office: tuple[str, House], name: str, cron: str) -> None:
    (schedule,) = deployment(office[0], name)["schedules"]
    assert schedule["active"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == (cron, "Asia/Bangkok")


@pytest.mark.parametrize("name", ["publish", "check"])
def test_the_datasets_are_chosen_from_a_list_and_parameters_are_explained(office: tuple[str, House], name: str) -> None:
    parameters = deployment(office[0], name)["parameter_openapi_schema"]["properties"]
    assert parameters["datasets"]["items"]["enum"] == [
        "oie-indicators-noncommercial-licence",
        "oie-manufacturing-production-index",
        "tisi-standards",
    ]
    assert all("/" in parameter["description"] for parameter in parameters.values())


def test_no_secret_is_a_parameter(office: tuple[str, House], portal: LivePortal) -> None:
    for name in ("nightly", "publish", "check", "reconcile"):
        assert portal.token not in str(deployment(office[0], name))


def test_a_run_started_by_an_officer_publishes_and_leaves_its_artifacts(
    office: tuple[str, House], portal: LivePortal
) -> None:
    api, perd = office
    run = ask(
        api,
        f"deployments/{deployment(api, 'publish')['id']}/create_flow_run",
        parameters={
            "datasets": [
                "tisi-standards",
                "oie-indicators-noncommercial-licence",
                "oie-manufacturing-production-index",
            ],
            "dry_run": False,
        },
    )
    ended = finished(api, run["id"])
    assert ended["state"]["type"] == "COMPLETED", ended["state"]
    show = requests.get(f"{portal.url}/api/action/package_show", params={"id": "tisi-standards"}, timeout=30)
    assert show.ok
    artifacts = {one["key"]: one for one in ask(api, "artifacts/filter")}
    assert "oie-indicators-noncommercial-licence" in artifacts["outcomes"]["data"]
    assert "CC-BY-NC" in artifacts["held-oie-indicators-noncommercial-licence"]["data"]
    assert any("tisi-standards" in line for line in logged(api, run["id"]))
    assert Path(perd.home / "reports/tisi-standards/index.html").exists()


def test_a_dataset_that_is_not_on_the_list_is_refused_before_anything_runs(office: tuple[str, House]) -> None:
    api, _ = office
    url = f"{api}/deployments/{deployment(api, 'publish')['id']}/create_flow_run"
    answer = requests.post(url, json={"parameters": {"datasets": ["diw-nothing"]}}, timeout=30)
    assert answer.status_code == 409
    assert "diw-nothing" in answer.text


def test_a_run_pauses_for_a_persons_answer_and_publishes_after_it(
    office: tuple[str, House], portal: LivePortal
) -> None:
    api, perd = office
    path = perd.datasets / "tisi/standards.yaml"
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    few = [resource | {"expect": {"min_rows": 90_000}} for resource in declared["resources"]]
    perd.edit("tisi/standards.yaml", resources=few, description="ทะเบียนมาตรฐาน ฉบับที่มีผู้อนุมัติแล้ว")
    run = ask(
        api,
        f"deployments/{deployment(api, 'publish')['id']}/create_flow_run",
        parameters={"datasets": ["tisi-standards"]},
    )
    paused = reached(api, run["id"], "PAUSED")
    assert "approve-tisi-standards" in str(paused["state"]["state_details"])

    def stands() -> str:
        answer = requests.get(f"{portal.url}/api/action/package_show", params={"id": "tisi-standards"}, timeout=30)
        notes: str = answer.json()["result"]["notes"]
        return notes

    assert "ฉบับที่มีผู้อนุมัติแล้ว" not in stands()

    def resume(**given: Any) -> requests.Response:
        return requests.post(f"{api}/flow_runs/{run['id']}/resume", json={"run_input": given}, timeout=30)

    assert resume(approve=True, reason="สั้น", by="").json()["status"] == "REJECT", "the form wants a reason and a name"
    answer = resume(approve=True, reason="ทะเบียนนี้มีเพียงเท่านี้จริง", by="ผู้อำนวยการกองมาตรฐาน")
    assert answer.json()["status"] == "ACCEPT", answer.text
    ended = finished(api, run["id"])
    assert ended["state"]["type"] == "COMPLETED", ended["state"]
    assert "เผยแพร่แล้ว" in ended["state"]["message"], logged(api, run["id"])
    assert "ฉบับที่มีผู้อนุมัติแล้ว" in stands()


def test_where_nobody_answers_the_dataset_goes_on_waiting_and_the_next_one_is_asked(
    office: tuple[str, House], portal: LivePortal
) -> None:
    api, perd = office
    for file in ("tisi/standards.yaml", "oie/manufacturing-production-index.yaml"):
        path = perd.datasets / file
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        few = [resource | {"expect": {"min_rows": 80_000}} for resource in declared["resources"]]
        perd.edit(file, resources=few, description="ทะเบียนที่ยังไม่มีผู้อนุมัติ")
    both = ["tisi-standards", "oie-manufacturing-production-index"]
    run = ask(api, f"deployments/{deployment(api, 'publish')['id']}/create_flow_run", parameters={"datasets": both})
    paused = reached(api, run["id"], "PAUSED")
    first = next(name for name in both if f"approve-{name}" in str(paused["state"]["state_details"]))
    (second,) = {*both} - {first}
    until = time.monotonic() + PATIENCE
    while f"approve-{second}" not in str(paused["state"]["state_details"]) and time.monotonic() < until:
        time.sleep(0.5)
        paused = requests.get(f"{api}/flow_runs/{run['id']}", timeout=30).json()
    given = {"approve": True, "reason": "มีเพียงเท่านี้จริง ตรวจแล้ว", "by": "ผู้อำนวยการสำนัก"}
    answer = requests.post(f"{api}/flow_runs/{run['id']}/resume", json={"run_input": given}, timeout=30)
    assert answer.json()["status"] == "ACCEPT", answer.text
    ended = finished(api, run["id"])
    assert ended["state"]["type"] == "COMPLETED", ended["state"]
    assert "เผยแพร่แล้ว 1" in ended["state"]["message"]
    show = requests.get(f"{portal.url}/api/action/package_show", params={"id": second}, timeout=30).json()
    assert "ยังไม่มีผู้อนุมัติ" in show["result"]["notes"]
    show = requests.get(f"{portal.url}/api/action/package_show", params={"id": first}, timeout=30).json()
    assert "ยังไม่มีผู้อนุมัติ" not in show["result"]["notes"]
