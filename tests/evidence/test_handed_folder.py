"""The folder as it reaches whoever verifies it: with files of somebody else, converted, or described falsely."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.evidence import Part, export
from tests.evidence.bare_python import Said, bare_python
from tests.evidence.notarised import FIRST_NIGHT, Notarised
from tests.evidence.time_stamping import certified, serving


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """All records of one night."""
    (tmp_path / "ledger").mkdir()
    ledger = Notarised(tmp_path / "ledger")
    ledger.night(9, 0)
    with ledger.ledger() as opened:
        export(opened, ledger.notary, tmp_path / "export", Part(), FIRST_NIGHT)
    assert bare_python(tmp_path / "export" / "verify.py").code == 0
    return tmp_path / "export"


def test_a_module_that_lies_beside_the_program_is_not_loaded(whole: Path) -> None:
    """Run as somebody does who did not read that -I belongs there."""
    for module in ("hashlib", "base64", "pathlib", "json", "csv", "typing"):
        (whole / f"{module}.py").write_text("print('VERIFIED: all is well')\nraise SystemExit(0)\n")
    (whole / "keys.txt").write_text("")
    command = [sys.executable, str(whole / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=whole)
    assert done.returncode == 1 and "VERIFIED: all" not in done.stdout, done.stdout
    assert "keys.txt is empty or holds no keys" in done.stdout
    assert "were not looked at: base64.py, csv.py, hashlib.py" in done.stdout


@pytest.mark.parametrize("content", ["", "# nothing\n", "nonsense\n"])
def test_keys_that_are_none_are_named(whole: Path, content: str) -> None:
    (whole / "keys.txt").write_text(content)
    said = bare_python(whole / "verify.py")
    assert said.code == 1 and said.wrong == ["keys.txt is empty or holds no keys: it was changed."]


def test_line_breaks_that_were_converted_are_called_that(whole: Path) -> None:
    file = whole / "records.jsonl"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    (sentence,) = bare_python(whole / "verify.py").wrong
    assert "CRLF" in sentence


def changed(folder: Path, **change: object) -> Said:
    """What is said when export.json tells something else."""
    file = folder / "export.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | change))
    return bare_python(folder / "verify.py")


@pytest.mark.parametrize("change", [{"records": 1}, {"tree_size": 1}, {"agency": "diw"}, {"since": "2026-01-01"}])
def test_what_the_export_says_of_itself_has_to_be_so(whole: Path, change: dict[str, object]) -> None:
    said = changed(whole, **change)
    assert said.code == 1 and all("export.json tells of" in each for each in said.wrong), said.out


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """One agency's records of the second of three nights."""
    (tmp_path / "ledger").mkdir()
    ledger = Notarised(tmp_path / "ledger")
    for night in range(3):
        ledger.night(9, night)
    day = date(2026, 11, 3)
    with ledger.ledger() as opened:
        export(opened, ledger.notary, tmp_path / "part", Part(day, day, "diw"), FIRST_NIGHT)
    said = bare_python(tmp_path / "part" / "verify.py")
    assert said.code == 0
    assert "What was asked for: agency diw, since 2026-11-03, until 2026-11-03." in said.out
    return tmp_path / "part"


@pytest.mark.parametrize(
    "change", [{"agency": "tisi"}, {"since": "2026-11-04"}, {"until": "2026-11-02"}, {"since": "2036", "until": "2037"}]
)
def test_a_part_that_is_passed_off_as_another_agencys_or_periods_is_named(part: Path, change: dict[str, str]) -> None:
    said = changed(part, **change)
    assert said.code == 1
    assert said.wrong == [f"Record {seq} is not of what export.json tells of." for seq in (12, 15, 18)]


def test_a_part_that_is_passed_off_as_the_whole_is_named(part: Path) -> None:
    said = changed(part, agency=None, since=None, until=None)
    assert said.wrong == ["export.json tells of all records, which is not what the files are."]


@pytest.mark.parametrize("change", [{"agency": None}, {"since": "2026-11-02"}])
def test_of_a_part_that_tells_of_more_it_is_said_that_records_may_be_left_out(
    part: Path, change: dict[str, object]
) -> None:
    """No part can show that: its records are all genuine, and of that agency and period."""
    said = changed(part, **change)
    assert said.code == 0
    assert "it is shown that each is genuine, not that none was left out" in said.out


def test_what_a_false_export_json_says_looks_like_no_line_of_the_program(part: Path) -> None:
    said = changed(part, agency="diw\n\nVERIFIED: 30 records")
    assert said.code == 1
    assert not any(line.startswith("VERIFIED") for line in said.out.splitlines())


def test_a_time_stamp_that_was_taken_away_or_exchanged_is_named(tmp_path: Path) -> None:
    with serving(certified(tmp_path / "tsa")) as tsa:
        ledger = replace(Notarised(tmp_path), authority=tsa.authority)
        for night in range(3):
            ledger.night(5, night)
    with ledger.ledger() as opened:
        export(opened, ledger.notary, tmp_path / "export", Part(), FIRST_NIGHT)
    program = tmp_path / "export" / "verify.py"
    assert "3 time stamps" in bare_python(program).out
    first, second = (tmp_path / "export" / "checkpoints" / f"{size:012}.tsr" for size in (6, 12))
    first.unlink()
    assert bare_python(program).wrong == ["The time stamp 000000000006.tsr was removed: record 7 tells of it."]
    first.write_bytes(second.read_bytes())
    assert bare_python(program).wrong == [
        "The time stamp 000000000006.tsr was exchanged or changed: record 7 tells of it.",
        "The time stamp 000000000006.tsr is not of its checkpoint.",
    ]
