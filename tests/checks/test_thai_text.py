"""Letters that were read wrongly, and letters that stand in a wrong order."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.checks.thai import mojibake
from flows.checks.thai import spelling as thai_spelling
from flows.domain.rule import RuleBook
from tests.checks.agency_files import AgencyFile
from tests.checks.conftest import table_schema

SCHEMA = table_schema({"name": "name", "title": "จังหวัด"}, {"name": "note", "title": "หมายเหตุ"})
THAI = ["กรุงเทพมหานคร", "กำแพงเพชร", "น้ำตาล", "ไทย", "โรงงาน 1 (สาขา)", "เธอซื้อเนื้อที่เนตรบุรี", "เนเธอร์แลนด์", "ฯลฯ", "ๆ"]
FOREIGN = ["créée", "Größe", "Müller", "São João", "Łódź", "Crème brûlée à l'œuf", "ÄÖÜ", "éé", "±½", "ÀÉ", "10 ÷ 2"]


@pytest.fixture
def file(tmp_path: Path, rules: RuleBook) -> AgencyFile:
    return AgencyFile(tmp_path, rules)


def misread(text: str, written: str, read: str) -> str:
    """The text as a program shows it that takes its bytes for another encoding's; what that lacks is kept as it is."""
    shown = ""
    for byte in text.encode(written):
        try:
            shown += bytes([byte]).decode(read)
        except UnicodeDecodeError:
            shown += chr(byte)
    return shown


@pytest.mark.parametrize(
    ("written", "read"),
    [("cp874", "latin-1"), ("cp874", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "cp874")],
)
@pytest.mark.parametrize("text", THAI[:7])
def test_text_that_was_misread_is_walked_back(text: str, written: str, read: str) -> None:
    wrong = misread(text, written, read)
    assert mojibake.mended(wrong) == text
    assert pl.Series([wrong]).str.contains(mojibake.CANDIDATE).item()


@pytest.mark.parametrize("text", THAI + FOREIGN)
def test_other_texts_are_left_alone(text: str) -> None:
    assert mojibake.mended(text) is None
    assert thai_spelling.misspelt(text) is None


def test_where_letters_are_lost_the_others_are_shown() -> None:
    wrong = "".join(letter for letter in misread("กรุงเทพ", "utf-8", "cp1252") if not "\x80" <= letter <= "\x9f")
    assert mojibake.mended(wrong) == "�รุงเทพ"


def test_a_misread_cell_is_one_finding_with_the_text_as_it_was(file: AgencyFile) -> None:
    rows = [("กรุงเทพมหานคร", ""), (misread("กรุงเทพมหานคร", "utf-8", "latin-1"), "")]
    (found,) = file.findings(SCHEMA, rows)
    assert (found.rule, found.place.cell, found.blocks) == ("thai/mojibake", "A3", True)
    assert "ข้อความเดิมคือ “กรุงเทพมหานคร”" in found.message.th


def test_a_misread_value_that_the_column_does_not_allow_is_told_once(file: AgencyFile) -> None:
    field = {"name": "region", "title": "ภาค", "constraints": {"enum": ["เหนือ", "ใต้"]}}
    schema = table_schema(field, {"name": "count", "title": "จำนวน", "type": "integer"})
    rows = [(misread("เหนือ", "cp874", "latin-1"), "1"), ("นอก", "2"), ("ใต้", misread("ไม่มี", "cp874", "latin-1"))]
    assert sorted(file.told(schema, rows)) == [
        ("table/constraint-error", "A3"),
        ("thai/mojibake", "A2"),
        ("thai/mojibake", "B4"),
    ]


def test_a_misread_header_is_one_finding(file: AgencyFile) -> None:
    (found,) = file.findings(SCHEMA, [("ก", "x")], [misread("จังหวัด", "cp874", "latin-1"), "หมายเหตุ"])
    assert (found.rule, found.place.cell) == ("thai/mojibake", "A1")
    assert "“จังหวัด”" in found.message.th


SPLIT = {"กําแพงเพชร": "กำแพงเพชร", "ก าแพงเพชร": "กำแพงเพชร", "น้ําตาล": "น้ำตาล", "นํ้าตาล": "น้ำตาล", "น ้าตาล": "น้ำตาล"}
DISORDER = {
    "ช้ัน": "ชั้น", "นำ้": "น้ำ", "วา่": "ว่า", "เเม่": "แม่", "ท่่า": "ท่า", "สิทธ์ิ": "สิทธิ์", "กิ ่ง": "กิ่ง", "ิหมู่บ้าน": "หมู่บ้าน",
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "right"), [*SPLIT.items(), *DISORDER.items()])
def test_letters_in_a_wrong_order_are_warned_about(file: AgencyFile, wrong: str, right: str) -> None:
    (found,) = file.findings(SCHEMA, [("ก", "ข"), ("ก", f"คำว่า {wrong} นี้")])
    assert found.rule == ("thai/split-sara-am" if wrong in SPLIT else "thai/mark-order")
    assert (found.place.cell, found.blocks) == ("B3", False)
    if not wrong.startswith("ิ"):  # behind a blank it is taken for a mark of the word before
        assert f"คำว่า {right} นี้" in found.message.th
    assert thai_spelling.misspelt(wrong) is not None
    assert pl.Series([wrong]).str.contains(thai_spelling.CANDIDATE).item()


def test_of_a_long_text_the_mended_part_is_shown(file: AgencyFile) -> None:
    (found,) = file.findings(SCHEMA, [("ก", "ถนนพระราม 9 " * 20 + "ช้ัน 18" + " อาคาร" * 20)])
    assert "น่าจะเป็น “…" in found.message.th
    assert "ชั้น 18" in found.message.th


def test_a_misspelt_value_of_a_list_is_told_once_and_holds(file: AgencyFile) -> None:
    field: dict[str, Any] = {"name": "level", "title": "ระดับ", "constraints": {"enum": ["ชั้น", "ห้อง"]}}
    schema = table_schema(field, {"name": "note", "title": "หมายเหตุ"})
    (found,) = file.findings(schema, [("ช้ัน", "")])
    assert (found.rule, found.place.cell, found.blocks) == ("thai/misspelt-value", "A2", True)


def test_findings_end_at_their_limit_and_say_so(file: AgencyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.checks.thai.texts.MOST", 5)
    told = file.told(SCHEMA, [("ช้ัน", "")] * 9)
    assert told == [("thai/mark-order", f"A{row}") for row in range(2, 7)] + [("table/more-findings", None)]
