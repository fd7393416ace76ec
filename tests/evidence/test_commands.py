"""`perd evidence ...`: what it prints, and its exit codes."""

import hashlib
import json
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.domain.errors import DeclarationError, PipelineError
from flows.evidence import Notary, sign_checkpoint
from flows.settings import read_settings
from tests.evidence.bare_python import PROGRAM, bare_python
from tests.evidence.notarised import FIRST_NIGHT, Notarised
from tests.evidence.time_stamping import certified, serving

Says = Callable[..., tuple[int, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notarised:
    """Nine records, nothing signed."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PERD_HOME", str(folder))
    home = Notarised(folder)
    home.write(9)
    return home


@pytest.fixture
def says(home: Notarised) -> Says:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["evidence", *words])
        if isinstance(done.exception, PipelineError):  # `main` makes one sentence and an exit code of it
            return 2 if isinstance(done.exception, DeclarationError) else 1, done.exception.sentence
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    return run


def test_before_anything_is_signed_it_says_so(says: Says) -> None:
    code, said = says("verify")
    assert code == 0
    assert "Nothing has been signed yet" in said and "9 records, 0 checkpoints" in said


def test_sign_verify_prove_export_and_check_it_all_on_a_bare_python(says: Says, tmp_path: Path) -> None:
    code, said = says("sign", "--json")
    told = json.loads(said)
    assert (code, told["checkpoint"], told["fresh"], told["timestamp"]) == (0, 10, True, "none")
    assert says("sign")[1].startswith("ไม่มีบันทึกใหม่ / nothing new since: จุดลงนาม / checkpoint 10")
    code, said = says("verify", "--json")
    told = json.loads(said)
    assert code == 0 and told["verified"] and (told["records"], told["checkpoints"]) == (11, [10])
    _, said = says("key", "show")
    vkey = next(line for line in said.splitlines() if line.startswith("perd-ledger-"))
    assert says("prove", "4", "--out", str(tmp_path / "proof.json"))[0] == 0
    assert bare_python(PROGRAM, "proof", tmp_path / "proof.json", "--key", vkey).code == 0
    code, said = says("prove", "4")
    assert json.loads(said) == json.loads((tmp_path / "proof.json").read_text(encoding="utf-8"))
    code, said = says("export", str(tmp_path / "export"))
    assert code == 0 and "10 รายการ" in said and "1 records are younger than the checkpoint" in said
    assert bare_python(tmp_path / "export" / "verify.py", "--key", vkey).code == 0
    code, said = says(
        "export", str(tmp_path / "part"), "--agency", "diw", "--since", "2026-11-01", "--until", "2026-11-02"
    )
    assert code == 0 and "4 รายการ" in said


def test_what_is_wrong_is_printed_in_both_languages_and_ends_with_1(says: Says, home: Notarised) -> None:
    says("sign")
    home.forge(lambda records: records[2]["body"].update(rows=99))
    code, said = says("verify")
    assert code == 1
    assert "บันทึกที่ 1 ถึง 10 ถูกเขียนใหม่" in said and "Records 1 to 10 were rewritten" in said
    assert "the ledger verifies" not in said
    code, said = says("verify", "--json")
    (problem,) = json.loads(said)["problems"]
    assert (code, problem["what"], problem["checkpoint"]) == (1, "rewritten", 10)
    assert says("sign")[0] == 1
    assert says("key", "rotate")[0] == 1


def test_verify_against_a_copy(says: Says, home: Notarised, tmp_path: Path) -> None:
    says("sign")
    copy = tmp_path / "copy.note"
    copy.write_bytes((home.notes / "000000000010.note").read_bytes())
    assert says("verify", "--against", str(copy))[0] == 0
    (home.notes / "000000000010.note").unlink()
    code, said = says("restore", str(copy))
    assert code == 0 and said.endswith("restored: 10\n")
    assert says("verify", "--against", str(copy))[0] == 0
    (home.notes / "000000000010.note").unlink()
    home.forge(lambda records: records.__delitem__(slice(5, None)))
    home.forge(lambda records: records.append(records[0]))
    code, said = says("verify", "--against", str(copy))
    assert code == 1 and f"(the copy in {copy})" in said
    for nowhere in ("http://", "https://[half", "http://a..b/", "a\0b"):
        code, said = says("verify", "--against", nowhere)
        assert code == 2, said
    code, said = says("verify", "--against", str(tmp_path / "gone"))
    assert code == 2 and "cannot be read" in said


def test_keys_are_made_rotated_and_replaced(says: Says, home: Notarised, tmp_path: Path) -> None:
    code, said = says("key", "show")
    assert code == 2 and "There is no key yet" in said
    code, said = says("key", "rotate")
    assert code == 2 and "perd evidence key new" in said
    code, said = says("key", "new")
    assert code == 0 and "ลายนิ้วมือ / fingerprint" in said
    code, said = says("key", "new")
    assert code == 2 and "has a signing key already" in said
    code, said = says("key", "rotate")
    assert code == 0 and said.count("— perd-ledger-") == 2
    secret = home.folder / "evidence" / "signing.key"
    assert secret.read_text() not in said
    secret.unlink()
    assert says("sign")[0] == 0, "nothing new to sign"
    home.write(1, 30_000)
    code, said = says("sign")
    assert code == 1 and "key new --lost" in said
    code, said = says("key", "new", "--lost")
    assert code == 1 and "needs a reason" in said
    code, said = says("key", "new", "--lost", "--reason", "The disk broke, no backup")
    newest = Notary.of(read_settings()).keys.trusted_keys()[-1]
    assert code == 0 and newest.vkey in said and "signed by the new key" in said
    assert says("sign")[1].startswith("ไม่มีบันทึกใหม่ / nothing new since")
    assert says("export", str(tmp_path / "export"))[0] == 0
    assert bare_python(tmp_path / "export" / "verify.py", "--key", newest.vkey).code == 0
    code, said = says("verify")
    assert code == 0 and "was lost (The disk broke, no backup)" in said


@pytest.mark.parametrize("day", ["2569-11-01", "1 November", "2026-13-01"])
def test_a_day_that_is_none_is_wrong_use(says: Says, tmp_path: Path, day: str) -> None:
    says("sign")
    code, said = says("export", str(tmp_path / "export"), "--since", day)
    assert code == 2 and f"--since {day} is no day" in said


def test_half_of_the_time_stamps_settings_is_a_mistake(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERD_TIMESTAMP_URL", "http://tsa.example/")
    code, said = says("verify")
    assert code == 2 and "PERD_TIMESTAMP_CERTIFICATES" in said


def test_the_first_command_of_all_may_be_to_make_the_key(
    says: Says, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERD_HOME", str(tmp_path / "fresh"))
    assert says("key", "new")[0] == 0
    code, said = says("verify")
    assert code == 0 and "1 records, 0 checkpoints" in said


def test_a_checkpoint_is_stamped_by_the_authority_of_the_settings(
    says: Says, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(certified(tmp_path / "tsa")) as tsa:
        monkeypatch.setenv("PERD_TIMESTAMP_URL", tsa.url)
        monkeypatch.setenv("PERD_TIMESTAMP_CERTIFICATES", str(tsa.folder / "ca.pem"))
        tsa.answers.append(503)
        code, said = says("sign")
        assert code == 1 and "answered 503" in said
        assert says("sign")[0] == 0
    code, said = says("verify", "--json")
    assert code == 0 and json.loads(said)["timestamps"] == 1
    says("export", str(tmp_path / "export"))
    said = bare_python(tmp_path / "export" / "verify.py").out
    command = next(line.strip() for line in said.splitlines() if "openssl ts -verify" in line)
    command = command.replace("CERTIFICATES.pem", str(tmp_path / "tsa" / "ca.pem"))
    done = subprocess.run(command.split(), cwd=tmp_path / "export", capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr
    stamp = tmp_path / "export" / "checkpoints" / "000000000010.tsr"
    digest = hashlib.sha256(stamp.with_suffix(".note").read_bytes()).digest()
    stamp.write_bytes(stamp.read_bytes().replace(digest, bytes(32)))
    wrong = bare_python(tmp_path / "export" / "verify.py").wrong
    assert "The time stamp 000000000010.tsr is not of its checkpoint." in wrong


def test_the_digest_of_the_program_is_handed_over_with_the_key(says: Says) -> None:
    says("sign")
    digest = hashlib.sha256(PROGRAM.read_bytes()).hexdigest()
    assert digest in says("key", "show")[1]


def test_a_clock_that_was_ahead_is_told_of_and_signing_goes_on(says: Says, home: Notarised) -> None:
    with home.ledger() as ledger:
        sign_checkpoint(ledger, Notary.of(read_settings()), "night", FIRST_NIGHT + timedelta(days=36_500))
    home.write(3)
    code, said = says("sign")
    assert code == 1 and "checkpoint 10 says that it was signed at 2126-10-08" in said
    code, said = says("sign", "--wrong-clock", "The battery of its clock was empty")
    assert code == 0 and said.startswith("ลงนามแล้ว / signed: จุดลงนาม / checkpoint 15")
    code, said = says("verify")
    assert code == 0 and "The battery of its clock was empty" in said
    code, said = says("sign", "--wrong-clock", "The battery of its clock was empty")
    assert code == 2 and "there is no wrong clock to tell of" in said
