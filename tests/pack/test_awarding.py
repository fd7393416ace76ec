"""`perd award` from the settings to the ledger: what it makes, what it records, and what it refuses."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from flows.awarding import Awarded, award
from flows.domain.errors import DeclarationError, EvidenceError, PipelineError
from flows.domain.record import Entry, Kind
from flows.evidence import Ledger, Notary, prove, sign_checkpoint
from flows.settings import Settings
from tests.evidence.bare_python import Said, bare_python
from tests.evidence.behind_its_back import tamper
from tests.pack.conftest import AFTER, ROOT, Sample

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(sample: Sample, tmp_path: Path) -> Settings:
    """The example catalogue, and the sample's ledger in a PERD_HOME of its own."""
    home = tmp_path / "home"
    shutil.copytree(sample.home, home)
    return Settings(home=home, catalogue=ROOT / "datasets", schemas=ROOT / "schemas")


def made(settings: Settings, asked: str = "2569", agency: str | None = "diw", out: Path | None = None) -> Awarded:
    """One agency's pack without PDF, unless something else is asked for."""
    return award(asked, agency, settings, out, with_pdf=False, at=AFTER)


def recorded(settings: Settings) -> Iterator[Entry]:
    """The ledger's records of packs, without those that the sample began with."""
    with closing(Ledger(settings.ledger, settings.head_file, existing=True)) as ledger:
        yield from (entry for entry in ledger.entries() if entry.kind is Kind.AWARD and entry.at >= AFTER)


def test_a_pack_is_recorded_with_the_digests_of_what_was_made(settings: Settings) -> None:
    pack = made(settings)
    (record,) = recorded(settings)
    names = ("manifest.json", "numbers.json")
    digests = {name: hashlib.sha256((pack.folder / name).read_bytes()).hexdigest() for name in names}
    assert record.seq == pack.record
    assert record.body["manifest_sha256"] == pack.manifest_sha256 == digests["manifest.json"]
    assert record.body["numbers_sha256"] == digests["numbers.json"]
    assert record.body["period"] == "2569" and record.body["agency"] == "diw"
    assert record.body["ledger_size"] == json.loads((pack.folder / "manifest.json").read_bytes())["ledger"]["size"]
    assert record.body["award_profile"] == 2566
    assert len(record.body["official_scores_sha256"]) == 64


def test_the_pack_lies_in_its_periods_folder_with_its_zip_beside_it(settings: Settings) -> None:
    pack = made(settings)
    assert pack.folder == settings.home / "awards" / "2569-diw"
    assert pack.zip_file == settings.home / "awards" / "2569-diw.zip"
    assert (pack.folder / "evidence" / "verify.py").is_file() and not (pack.folder / "pack.pdf").exists()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"], cwd=pack.folder / "evidence", capture_output=True, check=False
    )
    assert done.returncode == 0


def test_a_changed_pack_is_named_by_its_manifest_and_a_changed_manifest_by_the_ledger(
    settings: Settings, tmp_path: Path
) -> None:
    pack, notary, proof = made(settings), Notary.of(settings), tmp_path / "proof.json"
    with closing(Ledger(settings.ledger, settings.head_file, existing=True)) as ledger:
        sign_checkpoint(ledger, notary, "night", AFTER + timedelta(hours=1))
        proof.write_text(json.dumps(prove(ledger, notary, pack.record)), encoding="utf-8")
    words = ("pack", pack.folder, "--key", notary.keys.trusted_keys()[0].vkey)

    def verified() -> tuple[Said, Said]:
        """By the manifest alone, and with the proof."""
        program = pack.folder / "evidence" / "verify.py"
        return bare_python(program, *words), bare_python(program, *words, "--proof", proof)

    alone, proved = verified()
    assert (alone.code, proved.code) == (0, 0), alone.out + proved.out
    assert pack.manifest_sha256 in alone.out and f"Record {pack.record} (" in proved.out
    numbers, manifest = pack.folder / "numbers.json", pack.folder / "manifest.json"
    numbers.write_bytes(numbers.read_bytes() + b" ")
    (pack.folder / "index.html").unlink()
    assert [said.wrong for said in verified()] == [["index.html was removed.", "numbers.json was changed."]] * 2
    listed = json.loads(manifest.read_text(encoding="utf-8"))
    del listed["files"]["index.html"]
    listed["files"]["numbers.json"]["sha256"] = hashlib.sha256(numbers.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(listed), encoding="utf-8")
    alone, proved = verified()
    assert alone.code == 0 and "whoever changes a file can make the manifest fit" in alone.out
    (wrong,) = proved.wrong
    assert wrong.startswith("manifest.json was changed") and f"record {pack.record} does not tell of it" in wrong


def test_a_second_pack_of_the_period_gets_a_folder_of_its_own(settings: Settings) -> None:
    first, second = made(settings), made(settings)
    assert first.folder.name == "2569-diw" and second.folder.name == "2569-diw-20261129T030000Z"
    assert first.folder.is_dir() and second.zip_file.is_file()
    assert len(list(recorded(settings))) == 2
    kept = [json.loads((pack.folder / "numbers.json").read_bytes()) for pack in (first, second)]
    assert kept[0] == kept[1], "the same ledger up to the same moment gives the same numbers"


def test_the_ministry_is_the_declared_one_with_its_name(settings: Settings, tmp_path: Path) -> None:
    pack = made(settings, agency=None, out=tmp_path / "out")
    assert pack.folder == tmp_path / "out" / "2569"
    scopes = {number.scope for number in pack.written.numbers}
    assert scopes == {"ministry", "ops", "oie", "diw", "tisi", "dpim", "ocsb", "ieat", "diprom"}
    text = (pack.folder / "index.html").read_text(encoding="utf-8")
    assert "กระทรวงอุตสาหกรรม" in text and "สำนักงานการปฏิรูปที่ดิน" not in text.partition('id="unknown"')[0]


def test_an_agency_outside_of_the_ministry_may_have_its_own(settings: Settings) -> None:
    pack = made(settings, agency="alro")
    assert {number.scope for number in pack.written.numbers} == {"alro"}


@pytest.mark.parametrize(
    ("asked", "agency", "says"),
    [("2026", "diw", "2569"), ("2569", "nobody", "no agency nobody"), ("2571", None, "has not begun")],
)
def test_what_is_asked_wrongly_makes_nothing(settings: Settings, asked: str, agency: str | None, says: str) -> None:
    with pytest.raises(DeclarationError, match=says):
        made(settings, asked, agency)
    assert not (settings.home / "awards").exists() and not list(recorded(settings))


def test_without_a_browser_nothing_is_begun(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(settings.home))
    with pytest.raises(PipelineError, match="--no-pdf"):
        award("2569", "diw", settings, at=AFTER)
    assert not (settings.home / "awards").exists()


def test_a_browser_that_breaks_off_leaves_no_pack_and_no_record(settings: Settings) -> None:
    browser = settings.home / "browser"
    browser.write_text("#!/bin/sh\nexit 3\n")
    browser.chmod(0o755)
    with pytest.raises(PipelineError, match="did not print"):
        award("2569", "diw", settings.model_copy(update={"browser": browser}), at=AFTER)
    assert list((settings.home / "awards").iterdir()) == [] and not list(recorded(settings))


def test_a_ledger_that_was_tampered_with_gives_no_pack(settings: Settings) -> None:
    tamper(settings.ledger, "UPDATE ledger SET text = replace(text, '\"published\"', '\"unchanged\"')")
    with pytest.raises(EvidenceError):
        made(settings)
    assert not (settings.home / "awards").exists() or not list((settings.home / "awards").iterdir())


def test_a_place_that_cannot_be_written_to_is_said_in_one_sentence(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PipelineError, match="--out"):
        made(settings, out=tmp_path / "file")
    assert not list(recorded(settings))


def test_a_ministrys_file_that_is_wrong_is_not_passed_over(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(settings.catalogue, tmp_path / "datasets")
    (tmp_path / "datasets" / "ministry.yaml").write_text("name: nothing\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="ministry.yaml"):
        made(settings.model_copy(update={"catalogue": tmp_path / "datasets"}), agency=None)


def test_without_a_declared_ministry_all_agencies_are_counted(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(settings.catalogue, tmp_path / "datasets")
    (tmp_path / "datasets" / "ministry.yaml").unlink()
    pack = made(settings.model_copy(update={"catalogue": tmp_path / "datasets"}), agency=None)
    assert "alro" in {number.scope for number in pack.written.numbers}
    assert "ทุกหน่วยงานในระบบ" in (pack.folder / "index.html").read_text(encoding="utf-8")


def test_neither_token_nor_key_is_in_any_file(settings: Settings) -> None:
    secret = "perd-token-" + "s3cr3t" * 4
    pack = made(settings.model_copy(update={"portal_token": secret}))
    key = settings.signing_key.read_bytes().strip()
    for path in pack.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert secret.encode() not in content and key not in content
            assert str(settings.home).encode() not in content, "a path of this machine is in no pack"
