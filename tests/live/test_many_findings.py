"""Very many findings in a whole run: held, recorded, reported, and every one of them kept."""

import gzip
import json

import pytest

from flows.domain.outcome import Held
from tests.house import House

pytestmark = [pytest.mark.live, pytest.mark.prefect]

ID = "dpim-royalties-broken-cells"
MANY = 12_000


def test_a_file_of_thousands_of_bad_cells_is_held_and_reported_whole(perd: House) -> None:
    perd.keep_only(ID)
    sample = perd.datasets / "dpim/samples/royalties_2567_q1.csv"
    header, *_ = sample.read_text(encoding="utf-8-sig").splitlines()
    rows = [f"R-{number:06d},15/01/2567,ยิปซัม,30,นครราชสีมา,1,ผิด{number}" for number in range(MANY)]
    sample.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    state, outcomes = perd.run()
    assert state.is_completed(), "held is no failure"
    held = outcomes[ID]
    assert isinstance(held, Held)
    assert held.findings.rules()["table/type-error"] == MANY
    shelf = perd.home / "reports" / ID
    told = json.loads((shelf / "report.json").read_text(encoding="utf-8"))
    assert told["counts"]["block"] >= MANY
    assert not told["findings_complete"]
    lines = gzip.decompress((shelf / "findings.jsonl.gz").read_bytes()).decode().splitlines()
    assert len(lines) == len(held.findings)
    assert (shelf / "index.html").stat().st_size < 5_000_000
    assert (shelf / "report.xlsx").exists()
