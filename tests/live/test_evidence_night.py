"""The end of a night on the real portal: the ledger is signed, and the signature lies in four places that agree."""

import asyncio
import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
import requests

from flows.domain.outcome import Failed, Published, Unchanged
from flows.evidence.head import Head, keep_head
from tests.evidence.behind_its_back import unguarded
from tests.house import House
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.prefect]

EVIDENCE = "ops-ledger-checkpoints"
ID = "tisi-standards"


def notes(perd: House) -> list[str]:
    """The signed notes of the archive, oldest first."""
    return [path.read_text(encoding="utf-8") for path in sorted((perd.home / "archive/checkpoints").glob("*.note"))]


def on_the_portal(portal: LivePortal) -> tuple[str, list[dict[str, str]]]:
    """Address and rows of the published table, as anybody gets it."""
    answer = requests.get(f"{portal.url}/api/action/package_show", params={"id": EVIDENCE}, timeout=60).json()
    (resource,) = (one for one in answer["result"]["resources"] if one["perd_kind"] == "data")
    text = requests.get(resource["url"], timeout=60).content.decode("utf-8")
    return resource["url"], list(csv.DictReader(io.StringIO(text)))


def artifacts(key: str) -> list[str]:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

    async def read() -> list[Any]:
        async with get_client() as client:
            return await client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))

    return [str(artifact.data) for artifact in asyncio.run(read())]


def perd_says(*words: str) -> tuple[int, str]:
    from typer.testing import CliRunner

    from flows.cli import app

    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output + str(done.exception or "")


def test_the_signature_of_a_night_is_in_archive_portal_prefect_and_ledger(perd: House, portal: LivePortal) -> None:
    perd.keep_only(ID, EVIDENCE)
    _, outcomes = perd.run()
    assert isinstance(outcomes[EVIDENCE], Published), outcomes[EVIDENCE]
    assert list(outcomes)[-1] == EVIDENCE, "it is about all else, so it comes last"
    (note,) = notes(perd)
    origin, size, root = note.splitlines()[:3]
    address, (row,) = on_the_portal(portal)
    assert (row["origin"], row["tree_size"], row["root_hash"]) == (origin, size, root)
    assert any(note.rstrip() in artifact for artifact in artifacts("checkpoint"))
    code, said = perd_says("evidence", "verify", "--against", address)
    assert code == 0, said

    _, again = perd.run()
    assert isinstance(again[ID], Unchanged)
    assert isinstance(again[EVIDENCE], Published)
    assert len(on_the_portal(portal)[1]) == len(notes(perd)) == 2


def test_a_checkpoint_that_somebody_removed_makes_the_night_red_and_comes_back_from_the_portal(
    perd: House, portal: LivePortal
) -> None:
    perd.keep_only(ID, EVIDENCE)
    perd.run()
    (file,) = (perd.home / "archive/checkpoints").glob("*.note")
    (note,) = notes(perd)
    _, published = on_the_portal(portal)
    file.unlink()
    state, outcomes = perd.run()
    assert state.is_failed()
    assert isinstance(outcomes["ledger"], Failed)
    assert re.search(r"checkpoint", outcomes["ledger"].reason.en)
    assert on_the_portal(portal)[1] == published, "the portal keeps what the archive lost"
    code, said = perd_says("evidence", "restore", on_the_portal(portal)[0])
    assert code == 0, said
    assert notes(perd)[0] == note
    state, outcomes = perd.run()
    assert state.is_completed(), outcomes
    assert isinstance(outcomes[EVIDENCE], Published)


def test_a_forged_ledger_is_not_signed_and_the_portal_keeps_what_contradicts_it(
    perd: House, portal: LivePortal
) -> None:
    """Whoever may write to all of this machine removes the last checkpoint, what led to it, and our own table."""
    perd.keep_only(ID, EVIDENCE)
    perd.run()
    perd.run()
    published = on_the_portal(portal)
    assert len(published[1]) == 2
    (perd.home / "archive/checkpoints" / f"{int(published[1][1]['tree_size']):012}.note").unlink()
    (perd.home / "evidence/checkpoints.csv").unlink()
    cut_off(perd.home, int(published[1][0]["tree_size"]) + 1)
    assert perd_says("evidence", "verify")[0] == 0, "nothing on this machine shows it"
    state, outcomes = perd.run()
    assert state.is_failed() and isinstance(outcomes["ledger"], Failed)
    assert re.search("rewritten|cut off", outcomes["ledger"].reason.en)
    assert published[0] in outcomes["ledger"].reason.en, "it says where the copy is"
    assert len(notes(perd)) == 1, "and nothing was signed"
    assert on_the_portal(portal) == published


def cut_off(home: Path, end: int) -> None:
    """All records behind it, with the head made to fit."""
    with unguarded(f"sqlite:///{home / 'ledger.sqlite'}") as connection:
        connection.exec_driver_sql(f"DELETE FROM ledger WHERE seq > {end}")
        digest = connection.exec_driver_sql(f"SELECT hash FROM ledger WHERE seq = {end}").scalar_one()
    keep_head(home / "ledger.head", Head(end, digest))


def test_a_run_of_chosen_datasets_signs_nothing(perd: House, portal: LivePortal) -> None:
    perd.keep_only(ID, EVIDENCE)
    perd.run(ID)
    assert not Path(perd.home / "archive/checkpoints").exists()
