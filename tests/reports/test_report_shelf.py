import gzip
import json
import stat
from dataclasses import replace

import pytest

from flows.domain.text import Text
from flows.reports.index import IndexEntry
from flows.reports.shelf import ReportShelf
from tests.reports.conftest import RUN_AT


def test_the_address_of_a_report_is_the_same_in_every_run(tmp_path) -> None:
    assert ReportShelf(tmp_path, "https://r.example.go.th/reports/").url_of("diw-factories") == (
        "https://r.example.go.th/reports/diw-factories/"
    )
    assert ReportShelf(tmp_path).url_of("diw-factories") is None


def test_the_latest_report_is_replaced_and_every_runs_is_kept(tmp_path, make_report, type_error) -> None:
    shelf = ReportShelf(tmp_path)
    shelf.put(replace(make_report((type_error,)), run_id="run-1"))
    latest = shelf.put(replace(make_report(), run_id="run-2"))
    place = tmp_path / "diw-factories"
    assert latest == place / "index.html"
    assert latest.read_bytes() == (place / "run-2" / "index.html").read_bytes()
    told = [json.loads((place / folder / "report.json").read_text("utf-8")) for folder in ("", "run-1", "run-2")]
    assert [report["run"]["id"] for report in told] == ["run-2", "run-1", "run-2"]
    assert [len(report["findings"]) for report in told] == [0, 1, 0]
    assert "C12" in (place / "run-1" / "index.html").read_text("utf-8")


def test_files_are_readable_to_a_web_server_and_nothing_unfinished_stays(tmp_path, make_report) -> None:
    ReportShelf(tmp_path).put(make_report())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted({path.name for path in files}) == ["entry.json", "index.html", "report.json", "report.xlsx"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o644}


def test_a_reader_who_has_the_old_file_open_reads_it_to_its_end(tmp_path, make_report, type_error) -> None:
    shelf = ReportShelf(tmp_path)
    before = shelf.put(make_report((type_error,))).read_bytes()
    with (tmp_path / "diw-factories" / "index.html").open("rb") as reader:
        begun = reader.read(100)
        shelf.put(make_report())
        assert begun + reader.read() == before


@pytest.mark.parametrize("run_id", ["../elsewhere", "a/b", "", ".", "..", "index.html", "report.json", "-x", "ก"])
def test_a_run_id_that_is_no_folder_name_is_refused_before_anything_is_written(run_id, tmp_path, make_report) -> None:
    with pytest.raises(ValueError, match="cannot be a folder"):
        ReportShelf(tmp_path).put(replace(make_report(), run_id=run_id))
    assert list(tmp_path.iterdir()) == []


def test_when_a_write_fails_the_old_report_stands(tmp_path, make_report, type_error) -> None:
    shelf = ReportShelf(tmp_path)
    page = shelf.put(replace(make_report(), run_id="run-1"))
    before = page.read_bytes()
    (tmp_path / "diw-factories" / "run-2").write_text("a file where the run's folder should be")
    with pytest.raises(FileExistsError):
        shelf.put(replace(make_report((type_error,)), run_id="run-2"))
    assert page.read_bytes() == before


def test_indexes_of_agencies_and_of_the_ministry_are_made_from_the_latest_reports(tmp_path, make_report) -> None:
    shelf = ReportShelf(tmp_path, "https://r.example.go.th")
    shelf.put(make_report())
    ministry = Text(th="ทุกหน่วยงาน", en="All agencies")
    page = shelf.put_indexes(
        ministry, ["diw-factories", "diw-without-a-report"], RUN_AT, "https://portal.example.go.th"
    )
    assert page == tmp_path / "index.html"
    for index in (page, tmp_path / "agency" / "diw" / "index.html"):
        assert "https://r.example.go.th/diw-factories/" in index.read_text("utf-8")
        assert "diw-without-a-report" not in index.read_text("utf-8")
    assert "ทุกหน่วยงาน" in page.read_text("utf-8")


def test_the_latest_report_can_be_asked_for(tmp_path, make_report) -> None:
    shelf = ReportShelf(tmp_path)
    assert shelf.latest("diw-factories") is None
    report = make_report()
    shelf.put(report)
    assert shelf.latest("diw-factories") == IndexEntry.of(report, None)
    assert shelf.latest("diw-permits") is None


@pytest.mark.slow
def test_very_many_findings_have_a_file_of_their_own_until_they_are_mended(tmp_path, make_report, type_error) -> None:
    shelf = ReportShelf(tmp_path)
    shelf.put(make_report([type_error] * 10_001))
    every = tmp_path / "diw-factories" / "findings.jsonl.gz"
    lines = gzip.decompress(every.read_bytes()).decode().splitlines()
    assert len(lines) == 10_001
    assert json.loads(lines[-1])["place"]["cell"] == "C12"
    shelf.put(make_report((type_error,)))
    assert not every.exists()


@pytest.mark.parametrize("damaged", [b"", b"{}", b"null", b'{"half', b"[1]", b"\xff"])
def test_a_damaged_line_of_the_index_is_no_line(tmp_path, make_report, damaged) -> None:
    shelf = ReportShelf(tmp_path)
    shelf.put(make_report())
    (tmp_path / "diw-factories" / "entry.json").write_bytes(damaged)
    assert shelf.latest("diw-factories") is None
    shelf.put_indexes(Text(th="กระทรวง", en="Ministry"), ["diw-factories"], RUN_AT, "")
    shelf.put(make_report())
    assert shelf.latest("diw-factories") is not None


def test_what_is_kept_beside_the_reports_is_read_again(tmp_path) -> None:
    shelf = ReportShelf(tmp_path)
    assert shelf.read_beside("diw-factories", "scores.json") is None
    shelf.write_beside("diw-factories", "scores.json", b"1")
    shelf.write_beside("diw-factories", "scores.json", b"2")
    assert shelf.read_beside("diw-factories", "scores.json") == b"2"
