"""A fault of Perd's own fast check, put in on purpose, in a whole run: it is told, and what was found is right."""

import polars as pl
import pytest

from flows.checks.tables.proof import column
from flows.domain.outcome import Held
from tests.house import House

pytestmark = [pytest.mark.live, pytest.mark.prefect]

ID = "dpim-royalties-broken-cells"
ROWS = 6_000
"""Of seven columns each: enough for the fast check to be asked at all."""


def test_frictionless_has_the_last_word_and_the_officer_is_told(
    perd: House,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    perd.keep_only(ID)
    sample = perd.datasets / "dpim/samples/royalties_2567_q1.csv"
    header, *_ = sample.read_text(encoding="utf-8-sig").splitlines()
    rows = [f"R-{number:06d},15/01/2567,ยิปซัม,30,นครราชสีมา,1,ผิด{number}" for number in range(ROWS)]
    sample.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    monkeypatch.setattr(column, "predicate", lambda field, cell: pl.lit(True))
    _, outcomes = perd.run()
    held = outcomes[ID]
    assert isinstance(held, Held)
    assert held.findings.rules()["table/type-error"] == ROWS
    # Which of the two Prefect's log goes to is settled by whoever used it first in this process.
    lines = f"{capsys.readouterr().err}\n{caplog.text}".splitlines()
    told = next(line for line in lines if "ผลตรวจแบบเร็วของ Perd" in line)
    assert "ERROR" in told
    assert ID in told
    assert "schemas/tables/dpim/" in told
    assert "ผิด" not in told, "a cell may be a person's"
