"""Real Thai files that nobody here wrote, all the way to the public.

The files stay where they are; realdata/ holds the declarations and Table Schemas that were written for them. What is
expected was read from the files themselves: where the canonical table is the raw file but for a mark, a line end or a
header, the whole of it is compared, byte for byte.
"""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import requests

from flows.domain.draft import Draft, Fresh
from flows.domain.finding import Finding
from flows.domain.outcome import Held, Outcome, Published, Unchanged
from flows.domain.tidied import RowMap, Tidied
from flows.evidence import Ledger
from flows.examine import examine, pull
from flows.settings import read_settings
from flows.world import opened
from tests.house import ROOT, House, house
from tests.live.conftest import LivePortal

REAL = ROOT.parent / "shared/realdata"
DECLARED = Path(__file__).resolve().parent / "realdata"

pytestmark = [
    pytest.mark.live,
    pytest.mark.prefect,
    pytest.mark.realdata,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real files are no part of the project and are not beside it"),
]

PUBLISHED = {
    "real-cash-crops": 11,
    "real-listed-companies": 758,
    "real-location-codes": 7529,
    "real-provinces-abbreviated": 77,
    "real-provinces-area": 77,
    "real-provinces-reference": 77,
    "real-rice-exports": 411,
    "real-vehicles-wide": 17,
}
"""Datasets that are brought to the portal, with the rows of each."""
HELD = ("real-factories-by-type", "real-waste-factories")


@dataclass(frozen=True)
class Examined:
    """A draft whose files are gone: what was in the canonical one is kept."""

    draft: Draft
    tidied: Tidied
    content: bytes

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those about the file: what its declaration lacks, and how old it is, is not what is looked at here."""
        every = self.draft.verdict.findings
        return tuple(each for each in every if each.rule.partition("/")[0] not in ("metadata", "freshness"))

    @property
    def changes(self) -> dict[tuple[str, str | None], int]:
        return {(change.rule, change.column): change.count for change in self.tidied.changes}

    @property
    def table(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.content.decode(), newline="")))


def look_at(name: str) -> Examined:
    """Pull, tidy and check one dataset of the catalogue in the working directory."""
    with opened(read_settings(), checking_only=True) as world:
        draft = examine(pull(name, world), world)
        (part,) = draft.parts
        assert isinstance(part, Fresh)
        return Examined(draft, part.tidied, part.tidied.path.read_bytes())


def declare_real(perd: House, files: Path) -> None:
    """Put the declarations of the real files into the house, which then has no others."""
    perd.keep_only()
    (perd.datasets / "real").mkdir()
    (perd.schemas / "tables/real").mkdir()
    for path in (DECLARED / "datasets/real").iterdir():
        text = path.read_text(encoding="utf-8").replace("REALDATA", str(files))
        (perd.datasets / "real" / path.name).write_text(text, encoding="utf-8")
    for path in (DECLARED / "schemas/real").iterdir():
        (perd.schemas / "tables/real" / path.name).write_bytes(path.read_bytes())


@pytest.fixture(scope="module")
def real(portal: LivePortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
        with house(tmp_path_factory.mktemp("real"), monkeypatch, **settings) as perd:
            declare_real(perd, REAL)
            yield perd


@pytest.fixture(scope="module")
def examined(real: House) -> dict[str, Examined]:
    """Every real file as its declaration makes it, before anything is published."""
    return {name: look_at(name) for name in (*PUBLISHED, *HELD)}


@dataclass(frozen=True)
class Night:
    state: Any
    outcomes: dict[str, Outcome]
    perd: House
    portal: LivePortal

    def package(self, name: str) -> dict[str, Any]:
        return self.ask("package_show", id=name)

    def data(self, name: str) -> dict[str, Any]:
        return next(one for one in self.package(name)["resources"] if one["perd_kind"] == "data")

    def ask(self, action: str, **query: Any) -> dict[str, Any]:
        """The answer that anybody gets."""
        answer = requests.get(f"{self.portal.url}/api/action/{action}", params=query, timeout=60)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()["result"]
        return result


@pytest.fixture(scope="module")
def night(real: House, portal: LivePortal, prefect: None, examined: dict[str, Examined]) -> Night:
    state, outcomes = real.run()
    return Night(state, outcomes, real, portal)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str, bytes], Examined]]:
    """(dataset, file, its bytes now) -> what is found, in a catalogue where only that file is another one."""
    with house(tmp_path, monkeypatch) as perd:

        def look(name: str, file: str, content: bytes) -> Examined:
            (tmp_path / file).write_bytes(content)
            declare_real(perd, REAL)
            path = perd.datasets / "real" / f"{name.removeprefix('real-')}.yaml"
            text = path.read_text(encoding="utf-8").replace(str(REAL / file), str(tmp_path / file))
            path.write_text(text, encoding="utf-8")
            return look_at(name)

        yield look


def raw(file: str) -> bytes:
    return (REAL / file).read_bytes()


# -- what tidy makes of them


def test_leading_zeros_stay_in_the_codes_of_7529_places(examined: dict[str, Examined]) -> None:
    codes = examined["real-location-codes"]
    # Nothing at all is changed: only the line ends are those of RFC 4180, and the last line has one.
    assert codes.content == raw("bot_location_code_administrative.csv").replace(b"\n", b"\r\n") + b"\r\n"
    assert codes.tidied.rows == 7529
    assert codes.tidied.encoding == "utf-8"
    assert codes.changes == {}
    assert codes.findings == ()
    place = next(row for row in codes.table if row["subdistrict_name"] == "ศรีถ้อย" and row["district_name"] == "แม่สรวย")
    assert (place["province_code"], place["district_code"], place["subdistrict_code"]) == ("57", "10", "0400")


def test_a_thai_windows_file_becomes_utf8(examined: dict[str, Examined]) -> None:
    provinces = examined["real-provinces-abbreviated"]
    text = raw("province_tis620.csv").decode("cp874")
    assert text.endswith("สต,สตูล,Satun\r\n    ")
    assert provinces.content == text.removesuffix("    ").encode()
    assert provinces.tidied.encoding == "cp874"
    assert provinces.table[1] == {"abbr": "กทม", "province_th": "กรุงเทพมหานคร", "province_en": "Bangkok"}


def test_four_blanks_in_the_last_line_are_left_out_as_declared(
    examined: dict[str, Examined], broken: Callable[[str, str, bytes], Examined]
) -> None:
    provinces = examined["real-provinces-abbreviated"]
    assert provinces.findings == ()
    assert provinces.tidied.row_map == RowMap(first=2, dropped=(79,))
    assert provinces.changes[("tidy/blank-row", None)] == 1
    # Not so much as one fault goes out with it.
    twice = raw("province_tis620.csv").replace("กทม,".encode("cp874"), "กจ,".encode("cp874"))
    worse = broken("real-provinces-abbreviated", "province_tis620.csv", twice)
    assert [(one.rule, one.place.cell) for one in worse.findings] == [("table/primary-key", "A3")]
    assert not worse.draft.verdict.fit


def test_a_byte_order_mark_is_no_part_of_the_first_header(examined: dict[str, Examined]) -> None:
    area = examined["real-provinces-area"]
    header, data = raw("province_utf8_bom.csv").removeprefix(b"\xef\xbb\xbf").split(b"\r\n", 1)
    assert header == b"p_id,name,name_en,region,area_km2"
    assert area.content == b"province_abbr,province_th,province_en,region,area_km2\r\n" + data
    assert area.tidied.encoding == "utf-8-sig"
    assert area.tidied.columns[0].header == "p_id"
    assert area.changes == {("tidy/header", None): 3}
    assert area.findings == ()


def test_a_column_that_says_nothing_is_left_out(examined: dict[str, Examined]) -> None:
    reference = examined["real-provinces-reference"]
    header, *lines = raw("ref_provinces.csv").split(b"\r\n")[:-1]
    assert all(line.endswith(b",") for line in lines)
    kept = [header.removesuffix(b",deleted_at"), *(line[:-1] for line in lines)]
    assert reference.content == b"".join(line + b"\r\n" for line in kept)
    assert reference.changes == {("tidy/dropped-column", None): 1}
    assert reference.findings == ()


def test_a_file_without_a_header_gets_the_declared_one(examined: dict[str, Examined]) -> None:
    rice = examined["real-rice-exports"]
    data = raw("dft_rice_export_2557.csv").removeprefix(b"\xef\xbb\xbf")
    assert rice.content == b"year,month,rice,region,kilograms,baht\r\n" + data
    assert rice.tidied.rows == 411
    assert rice.tidied.header_row is None
    assert rice.tidied.row_map == RowMap(first=1)
    # The mark stands before the vowel in "ช้ัน" of one kind of rice, all the year round.
    assert {finding.rule for finding in rice.findings} == {"thai/mark-order"}
    assert len(rice.findings) == rice.content.decode().count("ช\u0e49\u0e31น") == 161
    assert rice.draft.verdict.fit
    # The file's name says 2557; its years are CE already.
    assert {row["year"] for row in rice.table} == {"2014"}


def test_separators_dashes_and_buddhist_years_of_the_crops(examined: dict[str, Examined]) -> None:
    crops = examined["real-cash-crops"]
    assert crops.content.decode().split("\r\n") == [
        "year,crop,planted_rai,harvested_rai,production_tonnes,yield_kg_per_rai,farmers",
        "2021,ข้าวนาปี,508506,505682,303823,601,77515",
        "2021,ลำไย,279542,274442,116728,425,51589",
        "2021,มะม่วง,60662,46310,56591,1222,10984",
        "2021,ลิ นจี่,45790,45745,11665,255,6162",
        "2021,กาแฟ,32195,30182,3924,130,9099",
        "2021,กระเทียม,29890,29860,35628,1193,3615",
        "2021,หอมแดง,10683,10683,26390,2470,2933",
        "2021,หอมหัวใหญ่,8001,7963,33255,4176,1759",
        "2021,ยางพารา (รวม),14889.61,12842.89,2235,174,1192",
        "2021,- มีเอกสารสิทธิ์,6078.97,5710.02,994,,520",
        "2021,- ไม่มีเอกสารสิทธิ์,8810.64,7132.87,1241,,672",
        "",
    ]
    # The header has a line break in it and is one record all the same: the total is record 13, and line 14.
    assert crops.tidied.row_map == RowMap(first=2, dropped=(13,))
    assert crops.changes == {
        ("tidy/header", None): 7,
        ("tidy/dropped-column", None): 1,
        ("tidy/dropped-row", None): 1,
        ("tidy/null-word", "yield_kg_per_rai"): 2,
        ("tidy/thousands", "planted_rai"): 11,
        ("tidy/thousands", "harvested_rai"): 11,
        ("tidy/thousands", "production_tonnes"): 9,  # 56591 and 994 bear none
        ("tidy/thousands", "yield_kg_per_rai"): 4,
        ("tidy/thousands", "farmers"): 9,  # 520 and 672 bear none
        ("tidy/buddhist-year", "year"): 11,
    }
    assert crops.findings == ()


def test_a_workbook_with_a_title_row_says_what_another_reader_reads(examined: dict[str, Examined]) -> None:
    companies = examined["real-listed-companies"]
    sheet = openpyxl.load_workbook(REAL / "set_listed_companies_2561.xlsx").worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(min_row=3, max_col=10, values_only=True)]
    # The company called TRUE has a boolean for its ticker.
    assert rows[685 - 3][0] is True
    expected = [["" if cell in (None, "-") else unescaped(str(cell)) for cell in row] for row in rows]
    expected[685 - 3][0] = "TRUE"
    # Five addresses have control characters in them: a warning names the column and the first of them.
    spoilt = [number for number, row in enumerate(expected, start=3) if any(ord(letter) < 32 for letter in row[5])]
    assert spoilt == [85, 97, 485, 507, 601]
    assert [list(row.values()) for row in companies.table] == expected
    assert companies.tidied.rows == 758
    assert (companies.tidied.encoding, companies.tidied.sheet) == ("xlsx", "listedCompanies_th_TH")
    assert companies.tidied.row_map == RowMap(first=3)
    emptied = {"industry": 6, "sector": 153, "postcode": 2, "phone": 12, "fax": 30, "website": 21}
    assert companies.changes == {
        ("tidy/title-rows", None): 1,
        ("tidy/header", None): 10,
        **{("tidy/null-word", column): count for column, count in emptied.items()},
    }
    finding, *others = companies.findings
    assert {other.rule for other in others} == {"thai/mark-order"}
    assert any("เเกรนด์" in (other.value or "") for other in others)
    assert (finding.rule, finding.severity.value) == ("table/invisible-character", "warn")
    assert finding.place.header == "ที่อยู่"
    assert "F85" in finding.message.th


def test_years_as_shuffled_columns_come_into_order(examined: dict[str, Examined]) -> None:
    vehicles = examined["real-vehicles-wide"]
    header, *rows = raw_rows("dlt_vehicles_wide_2559-2567.csv")
    assert header[:5] == ["2560", "2561", "_id", "2559", "2564"]
    years = [str(year) for year in range(2559, 2568)]
    for published, row in zip(vehicles.table, rows, strict=True):
        written = dict(zip(header, row, strict=True))
        figures = [written[year].replace(",", "").removeprefix("-") for year in years]
        assert list(published.values()) == [written["ประเภทรถ"], written["Type of vehicle"], *figures]
    assert vehicles.table[0]["vehicles_2020"] == "27724"  # 2563 stands in the wrong rows: no rule can know that
    assert sum(count for (rule, _), count in vehicles.changes.items() if rule == "tidy/null-word") == 27
    assert sum(count for (rule, _), count in vehicles.changes.items() if rule == "tidy/thousands") == 50
    assert vehicles.findings == ()


# -- what the gate finds in those that spreadsheets have spoilt


def test_numbers_that_a_spreadsheet_has_eaten_hold_the_factories(examined: dict[str, Examined]) -> None:
    factories = examined["real-factories-by-type"]
    assert factories.tidied.rows == 30
    by_header: dict[str | None, list[str | None]] = {}
    for finding in factories.findings:
        by_header.setdefault(finding.place.header, []).append(finding.place.cell)
    # 14 digits became 1E+11, leading zeros of the type are gone, and 12/5 became a day of Excel's calendar.
    assert by_header == {
        "FID": ["G1"],
        "รหัสประเภท": [f"C{row}" for row in range(2, 32)],
        "เลขที่": ["L25", "L8", "L10", "L13", "L26", "L31"],
        "ชื่อโรงงาน": [None],
    }
    rules = {header: {each.rule for each in factories.findings if each.place.header == header} for header in by_header}
    assert rules == {
        "FID": {"thai/destroyed-id"},
        "รหัสประเภท": {"thai/leading-zero-lost"},
        "เลขที่": {"table/constraint-error", "thai/excel-serial"},
        "ชื่อโรงงาน": {"privacy/person-name"},
    }
    serials = {each.place.cell: each.value for each in factories.findings if each.rule == "thai/excel-serial"}
    assert serials == {"L8": "46154", "L10": "46034", "L13": "46194", "L26": "46075", "L31": "46095"}
    assert factories.changes == {
        ("tidy/header", None): 19,
        ("tidy/dropped-column", None): 2,
        ("tidy/trim", "type_name"): 1,
        ("tidy/trim", "soi"): 3,
        ("tidy/trim", "road"): 2,
        ("tidy/null-word", "soi"): 5,
        ("tidy/buddhist-year", "licensed_in"): 30,
    }
    assert factories.table[0]["licensed_in"] == "1995"
    assert factories.table[5]["road"] == "นาคนิวาส"


def test_operators_who_are_people_are_not_in_the_canonical_table(examined: dict[str, Examined]) -> None:
    assert "นายเxxxx ฉxxxx" in raw("diw_factype31_head30.csv").decode()
    assert "นายเ" not in examined["real-factories-by-type"].content.decode()


def test_telephones_without_their_first_zero_hold_the_waste_factories(examined: dict[str, Examined]) -> None:
    factories = examined["real-waste-factories"]
    found = {finding.place.cell: finding.value for finding in factories.findings}
    assert found == {
        "L2": "3511123-24",
        "L3": "989-4050-62",
        "L6": "4153728",
        "L9": "818031474",
        "L13": "29348025",
        "L18": "28121576",
        "L21": "904100066",
        "L22": "26888200",
        "B24": "เลขที่ ",
        "B27": "เลขที่ -",
        "C20": "#NAME?",
    }
    assert factories.tidied.rows == 26
    # A dash alone is no value, with blanks before it or not; a dash behind a word is.
    assert factories.changes[("tidy/null-word", "soi")] == 7
    assert factories.changes[("tidy/null-word", "road")] == 2
    assert factories.changes[("tidy/null-word", "phone")] == 1
    assert factories.changes[("tidy/trim", "district")] == 1
    assert factories.table[12]["district"] == "สายไหม"


# -- a finding points to the agency's own cell


def test_a_broken_figure_below_a_header_of_two_lines(broken: Callable[[str, str, bytes], Examined]) -> None:
    content = raw("oae_cashcrop1_2564.csv").replace(b'"279,542"', b'"279,54x"')
    (finding,) = broken("real-cash-crops", "oae_cashcrop1_2564.csv", content).findings
    assert (finding.rule, finding.place.cell, finding.value) == ("table/type-error", "A3", "279,54x")
    assert (finding.place.header, finding.place.field) == ("เนื้อที่เพาะปลูก", "planted_rai")


def test_a_broken_figure_below_a_dropped_row(broken: Callable[[str, str, bytes], Examined]) -> None:
    header, first, second, *rest = raw_lines("oae_cashcrop1_2564.csv", header_lines=2)
    *between, total = rest
    moved = b"".join([header, first, total.rstrip(b"\n") + b"\n", second.replace(b"274,442", b"274.442.0"), *between])
    crops = broken("real-cash-crops", "oae_cashcrop1_2564.csv", moved)
    assert crops.tidied.row_map == RowMap(first=2, dropped=(3,))
    (finding,) = crops.findings
    assert (finding.place.cell, finding.value) == ("H4", "274.442.0")


def test_next_years_total_is_not_published_as_a_crop(broken: Callable[[str, str, bytes], Examined]) -> None:
    content = raw("oae_cashcrop1_2564.csv").replace(b"990,159", b"991,000")
    crops = broken("real-cash-crops", "oae_cashcrop1_2564.csv", content)
    assert crops.tidied.row_map == RowMap(first=2, dropped=(13,))
    assert "รวม" not in {row["crop"] for row in crops.table}


def test_codes_that_lost_their_zeros(broken: Callable[[str, str, bytes], Examined]) -> None:
    name = "bot_location_code_administrative.csv"
    lines = raw(name).split(b"\n")
    lines[4999] = lines[4999].replace(b",0", b",").replace(b"00,", b",", 1)
    codes = broken("real-location-codes", name, b"\n".join(lines))
    assert codes.findings
    assert {finding.place.row for finding in codes.findings} == {5000}
    header, cells = raw_rows(name)[0], lines[4999].decode().split(",")
    for finding in codes.findings:
        assert finding.place.column is not None
        assert finding.value == cells[finding.place.column - 1]
        assert finding.place.header == header[finding.place.column - 1]


def test_a_file_without_a_header_counts_its_first_row(broken: Callable[[str, str, bytes], Examined]) -> None:
    lines = raw("dft_rice_export_2557.csv").split(b"\r\n")
    lines[199] = lines[199].replace(b",0,0", b",N/A,0")
    rice = broken("real-rice-exports", "dft_rice_export_2557.csv", b"\r\n".join(lines))
    (finding,) = (one for one in rice.findings if one.rule != "thai/mark-order")
    assert (finding.rule, finding.place.cell, finding.value) == ("table/type-error", "E200", "N/A")


def test_a_cell_of_a_workbook_is_named_as_the_spreadsheet_names_it(
    broken: Callable[[str, str, bytes], Examined],
) -> None:
    book = openpyxl.load_workbook(REAL / "set_listed_companies_2561.xlsx")
    book.worksheets[0]["G100"] = "1033O"
    content = io.BytesIO()
    book.save(content)
    companies = broken("real-listed-companies", "set_listed_companies_2561.xlsx", content.getvalue())
    (finding,) = (one for one in companies.findings if one.rule.startswith("table/") and one.blocks)
    assert (finding.place.sheet, finding.place.cell) == ("listedCompanies_th_TH", "G100")
    assert (finding.place.header, finding.value) == ("รหัสไปรษณีย์", "1033O")


def test_a_thai_windows_cell_is_told_in_thai(broken: Callable[[str, str, bytes], Examined]) -> None:
    content = raw("province_tis620.csv").rstrip(b" ").replace("กทม,".encode("cp874"), "กทม.,".encode("cp874"))
    (finding,) = broken("real-provinces-abbreviated", "province_tis620.csv", content).findings
    assert (finding.place.cell, finding.value) == ("A3", "กทม.")


# -- what the public gets


def test_each_real_dataset_ends_as_it_should(night: Night) -> None:
    for name in PUBLISHED:
        assert isinstance(night.outcomes[name], Published), night.outcomes[name]
    for name in HELD:
        assert isinstance(night.outcomes[name], Held)


@pytest.mark.parametrize("name", PUBLISHED)
def test_an_anonymous_download_is_what_was_tidied_and_what_the_ledger_says(
    night: Night, examined: dict[str, Examined], name: str
) -> None:
    resource = night.data(name)
    content = requests.get(resource["url"], timeout=60).content
    digest = hashlib.sha256(content).hexdigest()
    assert content == examined[name].content
    assert digest == resource["perd_sha256"] == examined[name].tidied.sha256
    ledger = Ledger(f"sqlite:///{night.perd.home / 'ledger.sqlite'}", night.perd.home / "ledger.head")
    records = [json.loads(link.text)["record"] for link in ledger.links()]
    ledger.close()
    written = [record for record in records if record["dataset"] == name]
    assert [record["kind"] for record in written[:2]] == ["intent", "outcome"]
    assert [record["body"]["resources"][0]["sha256"] for record in written[:2]] == [digest, digest]
    file = Path(written[0]["body"]["resources"][0]["source"])
    assert written[0]["body"]["resources"][0]["source_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize(("name", "rows"), PUBLISHED.items())
def test_the_datastore_has_every_row(night: Night, name: str, rows: int) -> None:
    found = night.ask("datastore_search", resource_id=night.data(name)["id"], limit=0)
    assert found["total"] == rows == int(night.data(name)["perd_rows"])


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_fourteen_items_stand_on_the_portal(night: Night, name: str) -> None:
    package = night.package(name)
    top = ("title", "maintainer", "maintainer_email", "tags", "notes", "license_id", "organization")
    own = ("data_type", "objective", "update_frequency_unit", "geo_coverage", "data_source", "data_format")
    extras = {extra["key"]: extra["value"] for extra in package.get("extras", ())}
    for key in (*top, *own, "data_category"):
        assert package.get(key) or extras.get(key), key
    assert package["organization"]["name"] == "real"


def test_codes_are_text_in_the_datastore(night: Night) -> None:
    filters = json.dumps({"province_code": "57", "district_code": "10", "subdistrict_code": "0400"})
    found = night.ask("datastore_search", resource_id=night.data("real-location-codes")["id"], filters=filters)
    (row,) = found["records"]
    assert (row["district_code"], row["subdistrict_code"], row["subdistrict_name"]) == ("10", "0400", "ศรีถ้อย")
    kinds = {field["id"]: field["type"] for field in found["fields"]}
    assert {kinds[name] for name in ("province_code", "district_code", "subdistrict_code")} == {"text"}


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_peer_nobody_here_wrote_finds_the_real_data_valid(night: Night, name: str, tmp_path: Path) -> None:
    assert peer_errors(night, name, tmp_path) == []


def peer_errors(night: Night, name: str, folder: Path) -> list[dict[str, Any]]:
    """What `frictionless validate` says of the published data package."""
    package = next(one for one in night.package(name)["resources"] if one["perd_kind"] == "datapackage")
    command = [str(Path(sys.executable).parent / "frictionless"), "validate", package["url"], "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["valid"] == (done.returncode == 0)
    assert report["tasks"]
    return [*report["errors"], *(error for task in report["tasks"] for error in task["errors"])]


def test_figures_are_numbers_in_the_datastore(night: Night) -> None:
    query = {"resource_id": night.data("real-cash-crops")["id"], "sort": "planted_rai desc", "limit": 1}
    (row,) = night.ask("datastore_search", **query)["records"]
    assert (row["crop"], row["planted_rai"], row["farmers"]) == ("ข้าวนาปี", 508506, 77515)


def test_a_second_night_over_real_files_writes_nothing(night: Night) -> None:
    before = len(night.portal.writes())
    _, outcomes = night.perd.run()
    assert night.portal.writes()[before:] == []
    assert all(isinstance(outcomes[name], Unchanged) for name in PUBLISHED)


def unescaped(cell: str) -> str:
    """A workbook writes control characters as _xHHHH_ (ECMA-376, ST_Xstring); openpyxl leaves them so."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), cell)


def raw_rows(file: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw(file).decode("utf-8-sig"), newline="")))


def raw_lines(file: str, header_lines: int) -> list[bytes]:
    """The header, however many lines it takes, and the lines below it."""
    lines = raw(file).splitlines(keepends=True)
    return [b"".join(lines[:header_lines]), *lines[header_lines:]]
