"""The files of a pack say what was counted, and lead from each number to its records and on to the portal."""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from flows.domain.ministry import MINISTRY
from flows.pack import zipped
from flows.pack.citations import anchor_of, has_records, page_of, ranges
from flows.pack.figures import compared, figure
from flows.pack.number import Number
from tests.pack.conftest import Packed, Sample, commission, make_pack
from tests.pack.reading import dead_links, pages, read
from tests.pack.sample_ledger import HOSTILE
from tests.personal_sample import personal_values_in

pytestmark = pytest.mark.slow

SAID_BY_PEOPLE = ("ผู้อำนวยการ", "ตรวจกับต้นทางแล้ว", "a person on the portal")
"""In the sample's decisions: who decided, and why."""
EVERY_RECORD = "verified-records.records"


def own(packed: Packed) -> dict[str, Number]:
    return {number.key: number for number in packed.written.numbers if number.what.mark == "own"}


# -- the page


def test_every_number_on_the_page_is_the_number_that_was_counted(packed: Packed) -> None:
    counted = {number.key: number for number in packed.written.numbers}
    shown = read(packed.folder / "index.html").numbers
    assert {key for key, _ in shown} <= set(counted)
    wrong = [(key, text) for key, text in shown if text not in (compared(counted[key]), figure(counted[key]))]
    assert wrong == []
    left_out = set(counted) - {key for key, _ in shown}
    assert {counted[key].scope for key in left_out if counted[key].id != "findings"} == {"empty"}
    assert {counted[key].id for key in left_out if counted[key].scope != "empty"} == {"findings"}, "rules but the first"


def test_beside_every_number_is_a_link_to_the_page_of_its_records(packed: Packed) -> None:
    text = (packed.folder / "index.html").read_text(encoding="utf-8")
    for key, number in own(packed).items():
        spans = re.findall(rf'data-number="{re.escape(key)}">[^<]*</span>(<a [^>]*>)?', text)
        wanted = f'href="{page_of(number)}#{anchor_of(number)}"'
        assert all(wanted in link if has_records(number) else not link for link in spans), key


def test_every_link_leads_somewhere(packed: Packed) -> None:
    assert dead_links(packed.folder) == []


def test_the_records_page_of_each_number_has_the_very_records_that_it_counts(packed: Packed) -> None:
    read_pages = {page: read(packed.folder / page) for page in {page_of(number) for number in own(packed).values()}}
    for key, number in own(packed).items():
        if key.endswith(EVERY_RECORD):
            continue
        its = read_pages[page_of(number)]
        assert its.rows.get(anchor_of(number), []) == list(number.records), key
        rest = set(its.rows.get("rest", []))
        assert set(number.considered) - set(number.records) <= its.records, key
        assert not rest & set(number.records), key
        assert dict(its.numbers)[key] == compared(number)


def test_what_counts_every_record_names_them_and_leads_to_their_full_texts(packed: Packed) -> None:
    for key, number in own(packed).items():
        if key.endswith(EVERY_RECORD):
            text = (packed.folder / page_of(number)).read_text(encoding="utf-8")
            assert ", ".join(ranges(number.records)) in text or not number.records
            assert 'href="../../evidence/records.jsonl"' in text


def test_a_record_of_a_disclosed_dataset_leads_to_the_portal(packed: Packed) -> None:
    number = own(packed)[f"{MINISTRY}.disclosed"]
    page = packed.folder / page_of(number)
    links = read(page).links
    for entry_seq in number.records:
        assert f'id="r{entry_seq}"' in page.read_text(encoding="utf-8")
    assert sum("/dataset/" in link and "/resource/" not in link for link in links) == len(number.records)
    assert any("/download/" in link for link in links)


def test_a_title_that_would_be_markup_is_text(packed: Packed) -> None:
    for page in pages(packed.folder):
        found = read(page)
        assert found.scripts <= (page.name == "index.html"), page
        assert "alert(1)" not in "".join(re.findall(r"<script.*?</script>", page.read_text(encoding="utf-8"), re.S))
    assert "<script>alert(1)</script>" in "".join(read(packed.folder / "index.html").text)


def test_pages_load_nothing_and_run_nothing_from_outside(packed: Packed) -> None:
    for page in pages(packed.folder):
        text = unescape(page.read_text(encoding="utf-8"))
        assert "default-src 'none'" in text
        assert not re.search(r"<(?:img|iframe|object|embed)\b|style=\"|\bon[a-z]+=\"|@import|url\((?!data:)", text), (
            page
        )


def test_an_agency_without_datasets_says_so(packed: Packed) -> None:
    text = (packed.folder / "index.html").read_text(encoding="utf-8")
    section = text[text.index('id="agency-empty"') :].partition("</section>")[0]
    assert "ยังไม่มีชุดข้อมูลในบันทึกหลักฐาน" in section


def test_a_definition_that_is_not_quoted_word_for_word_says_so(packed: Packed) -> None:
    text = (packed.folder / "index.html").read_text(encoding="utf-8")
    ours = [honour.id for honour in commission().award.honours if "text" not in honour.quoted]
    assert ours and text.count("ไม่ใช่คำต่อคำ") == text.count("not word for word") == len(ours)


def test_official_scores_stand_apart_with_their_source(packed: Packed) -> None:
    text = (packed.folder / "index.html").read_text(encoding="utf-8")
    section = text[text.index('<section id="official"') :].partition("</section>")[0]
    assert "69.19 / 100" in section and "66070" in section and "56.06" in section
    standing = text[text.index('<section id="standing"') :].partition("</section>")[0]
    assert "69.19" not in standing


# -- the same for programs, and for Excel


def test_the_json_has_every_number_with_its_records(packed: Packed) -> None:
    told = json.loads((packed.folder / "numbers.json").read_text(encoding="utf-8"))
    assert [each["key"] for each in told["numbers"]] == [number.key for number in packed.written.numbers]
    for each, number in zip(told["numbers"], packed.written.numbers, strict=True):
        value = number.value if number.value is None or isinstance(number.value, int) else str(number.value)
        assert each["value"] == value
        assert each["records"] == list(number.records) and each["considered"] == list(number.considered)
    assert told["as_of"] == "2026-09-30T17:00:00.000Z"
    assert set(told["definitions"]) == {number.id for number in own(packed).values()}
    assert packed.written.numbers_sha256 == digest(packed.folder / "numbers.json")


def test_the_workbook_has_every_number_its_charts_and_its_records(packed: Packed) -> None:
    book = openpyxl.load_workbook(packed.folder / "numbers.xlsx")
    rows = list(book["ตัวเลข"].iter_rows(min_row=2, values_only=True))
    counted = list(own(packed).values())
    assert len(rows) == len(counted)
    for row, number in zip(rows, counted, strict=True):
        assert (row[1], row[3], row[4]) == (number.scope, number.id, number.month)
        for cell, value in ((row[8], number.value), (row[9], number.out_of), (row[17], len(number.records))):
            assert (cell is None) if value is None else round(Decimal(str(cell)), 2) == round(Decimal(value), 2)
        assert (row[18] or "") == ", ".join(ranges(number.records))
        assert row[13] and row[14] and row[16], "definition in both languages, and whose word it is"
    scopes = {number.scope for number in counted}
    charts = [name for name in zipfile.ZipFile(packed.folder / "numbers.xlsx").namelist() if "charts/chart" in name]
    assert len(charts) == 3 * len(scopes)
    listed = {row[0] for row in book["บันทึก"].iter_rows(min_row=2, values_only=True)}
    assert listed == {
        seq for key, number in own(packed).items() if not key.endswith(EVERY_RECORD)
        for seq in (*number.records, *number.considered) if number.what.id != "verified-records"
    }  # fmt: skip
    official = list(book["คะแนนที่ผู้อื่นให้"].iter_rows(min_row=2, values_only=True))
    assert [row[15] for row in official] == ["official", "official"]


def test_no_cell_of_the_workbook_is_a_formula(packed: Packed) -> None:
    book = openpyxl.load_workbook(packed.folder / "numbers.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    titles = [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
    assert titles and all(cell.data_type == "s" and cell.quotePrefix for cell in titles)
    assert HOSTILE[:40] in str(titles[0].value)


# -- manifest, zip, evidence


def test_the_manifest_has_the_digest_of_every_file(packed: Packed) -> None:
    told = json.loads((packed.folder / "manifest.json").read_text(encoding="utf-8"))
    files = {path.relative_to(packed.folder).as_posix(): path for path in packed.folder.rglob("*") if path.is_file()}
    assert set(told["files"]) == set(files) - {"manifest.json"}
    for name, kept in told["files"].items():
        assert kept == {"sha256": digest(files[name]), "bytes": files[name].stat().st_size}
    assert told["ledger"] == {"size": packed.written.ledger_size, "head": packed.written.ledger_head}
    assert told["period"] == {"id": "2569", "first": "2025-10-01", "last": "2026-09-30"}


def test_the_zip_holds_the_folder_and_nothing_else(packed: Packed, tmp_path: Path) -> None:
    made = zipped(packed.folder, packed.commission.made_at)
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path)
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 29, 10, 0, 0)}
    made.unlink()
    for path in packed.folder.rglob("*"):
        if path.is_file():
            assert (tmp_path / "pack" / path.relative_to(packed.folder)).read_bytes() == path.read_bytes()
    assert len(list(tmp_path.rglob("*"))) == len(list(packed.folder.rglob("*"))) + 1


def test_the_evidence_holds_every_record_that_is_counted_and_verifies(packed: Packed) -> None:
    lines = (packed.folder / "evidence" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    there = {json.loads(line)["seq"] for line in lines}
    assert {seq for number in own(packed).values() for seq in (*number.records, *number.considered)} <= there
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"],
        cwd=packed.folder / "evidence",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nobodys_name_or_reason_and_no_personal_value_is_in_a_page(packed: Packed) -> None:
    """The evidence has the decisions in full, as they were made; the pack itself tells only what was decided."""
    for name, content in contents(packed.folder):
        if not name.startswith("evidence/"):
            assert not [said for said in SAID_BY_PEOPLE if said.encode() in content], name
        assert not personal_values_in(content), name


# -- what is empty, or running, or of one agency


def test_a_period_without_records_makes_a_pack_that_says_so(sample: Sample, tmp_path: Path) -> None:
    empty = make_pack(Sample(sample.home, ()), commission(), tmp_path)
    text = (empty.folder / "index.html").read_text(encoding="utf-8")
    assert "ยังไม่มีบันทึกของชุดข้อมูลใด" in text
    assert empty.written.earliest is None and empty.written.ledger_size == 0
    assert dead_links(empty.folder) == []
    assert all(not number.value for number in empty.written.numbers if number.what.mark == "own")


def test_a_running_period_says_how_far_it_goes(sample: Sample, tmp_path: Path) -> None:
    running = make_pack(sample, commission("2570-Q1"), tmp_path)
    text = (running.folder / "index.html").read_text(encoding="utf-8")
    assert "ข้อมูลถึงวันที่" in text and "29 พฤศจิกายน 2569 เวลา 10:00 น." in text
    assert "ช่วงเวลานี้ยังไม่สิ้นสุด" in text
    assert dead_links(running.folder) == []


def test_a_pack_of_one_agency_tells_of_no_other(sample: Sample, tmp_path: Path) -> None:
    alone = make_pack(sample, commission(only="diw"), tmp_path)
    assert {number.scope for number in alone.written.numbers} == {"diw"}
    text = (alone.folder / "index.html").read_text(encoding="utf-8")
    assert "กรมโรงงานตัวอย่าง" in text and "สำนักงานปลัดกระทรวงตัวอย่าง" not in text
    assert dead_links(alone.folder) == []


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(folder: Path) -> list[tuple[str, bytes]]:
    """Every file, and what lies inside a workbook."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                found += [(f"{name}/{part}", book.read(part)) for part in book.namelist()]
        elif path.is_file():
            found.append((name, path.read_bytes()))
    return found
