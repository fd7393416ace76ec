"""The folder as it reaches whoever verifies it: with files of somebody else, converted, or described falsely."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.evidence import Part, export
from tests.evidence.bare_python import bare_python
from tests.evidence.notarised import FIRST_NIGHT, Notarised


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


@pytest.mark.parametrize("change", [{"records": 1}, {"tree_size": 1}, {"agency": "diw"}, {"since": "2026-01-01"}])
def test_what_the_export_says_of_itself_has_to_be_so(whole: Path, change: dict[str, object]) -> None:
    file = whole / "export.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | change))
    said = bare_python(whole / "verify.py")
    assert said.code == 1 and all("export.json tells of" in each for each in said.wrong), said.out
