import json
from dataclasses import replace
from datetime import UTC, datetime

from flows.domain.findings import NOTHING
from flows.domain.outcome import Published, Unreachable
from flows.domain.text import Text
from flows.reports.data import ReportTable
from flows.reports.index import IndexEntry, index_page

MINISTRY = Text(th="กระทรวงอุตสาหกรรม", en="Ministry of Industry")
AT = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)
PORTAL = "https://portal.example.go.th"


def page_of(entries) -> str:
    return index_page(MINISTRY, entries, AT, PORTAL)


def cells(html: str, dataset_title: str) -> list[str]:
    """The numbers in the line of the dataset."""
    line = next(line for line in html.split("<tr")[1:] if f">{dataset_title}<" in line)
    return [cell.split(">")[1].split("<")[0] for cell in line.split("data-th=")[1:]]


def test_counts_rows_and_links_stand_in_the_datasets_line(make_report, type_error) -> None:
    held = IndexEntry.of(make_report((type_error, type_error)), "https://reports.example.go.th/diw-factories/")
    html = page_of([held])
    assert cells(html, "ทะเบียนโรงงานอุตสาหกรรม") == ["2", "0", "0", "1,500"]
    assert 'href="https://reports.example.go.th/diw-factories/"' in html
    assert "กรมโรงงานอุตสาหกรรม" in html
    assert "20 พฤศจิกายน 2569 เวลา 01:30 น." in html


def test_outcomes_are_counted_and_what_needs_somebody_comes_first(make_report, type_error) -> None:
    url = "https://portal.example.go.th/dataset/x"
    held = IndexEntry.of(make_report((type_error,)), None)
    published = IndexEntry.of(make_report((), Published("d", 7, NOTHING, url, ())), None)
    one, two = replace(published, dataset="a", title="หนึ่ง"), replace(published, dataset="b", title="สอง")
    html = page_of([one, two, replace(held, dataset="z", title="ศูนย์")])
    totals = html.split('<ul class="totals">')[1].split("</ul>")[0]
    counted = {item.split('"')[1]: item.split("<strong>")[1].split("<")[0] for item in totals.split("<li class=")[1:]}
    assert counted == {
        "held": "1",
        "unreachable": "0",
        "failed": "0",
        "waiting": "0",
        "published": "2",
        "unchanged": "0",
    }
    assert html.index(">ศูนย์<") < html.index(">หนึ่ง<") < html.index(">สอง<")
    assert html.count(f'href="{url}"') == 2


def test_agencies_are_told_apart(make_report) -> None:
    one = IndexEntry.of(make_report(), None)
    other = replace(one, agency="oie", agency_name=Text(th="สำนักงานเศรษฐกิจอุตสาหกรรม", en="OIE"), dataset="oie-x")
    html = page_of([other, one])
    assert html.index('id="agency-diw"') < html.index('id="agency-oie"')
    assert html.count('<table class="datasets"') == 2
    overview = html.split('<table class="agencies"')[1].split("</table>")[0]
    assert overview.index('href="#agency-diw"') < overview.index('href="#agency-oie"')
    assert overview.count("ระงับการเผยแพร่") == 2, "each agency has one held dataset"
    assert '<table class="agencies"' not in page_of([one]), "one agency needs no overview of agencies"


def test_what_is_most_wrong_comes_first_among_datasets_that_ended_alike(make_report, type_error) -> None:
    few = replace(IndexEntry.of(make_report((type_error,)), None), dataset="a", title="น้อย")
    many = replace(IndexEntry.of(make_report((type_error,) * 3), None), dataset="b", title="มาก")
    html = page_of([few, many])
    assert html.index("มาก") < html.index("น้อย")


def test_each_line_says_when_it_was_checked_and_links_to_the_workbook_and_the_portal(make_report) -> None:
    published = make_report((), Published("d", 7, NOTHING, f"{PORTAL}/dataset/x", ()))
    html = page_of([IndexEntry.of(published, "https://r.example.go.th/diw-factories/")])
    line = html.split("<tbody")[1]
    assert "ตรวจเมื่อ" in line
    assert "20 พฤศจิกายน 2569 เวลา 01:30 น." in line
    assert 'href="https://r.example.go.th/diw-factories/report.xlsx"' in line
    assert f'href="{PORTAL}/dataset/x"' in line


def test_a_line_that_an_older_or_a_newer_version_wrote_is_read(make_report, type_error) -> None:
    entry = IndexEntry.of(make_report((type_error,)), "https://r.example.go.th/x/")
    assert IndexEntry.from_json(entry.as_json()) == entry
    old = json.loads(entry.as_json())
    del old["run_at"], old["checked"], old["page_url"]
    old["counts"] = {"block": 1, "warn": 0, "info": 0, "waived": 0}
    read = IndexEntry.from_json(json.dumps(old | {"of_tomorrow": 1}).encode())
    assert (read.run_at, read.checked, read.page_url) == (None, True, None)
    assert cells(page_of([read]), "ทะเบียนโรงงานอุตสาหกรรม") == ["1", "0", "0", "1,500"]


def test_a_column_for_what_a_person_decides_only_where_there_is_any(make_report, type_error) -> None:
    asked = IndexEntry.of(make_report((replace(type_error, person_decides=True),)), None)
    assert "ต้องมีผู้ตัดสินใจ" in page_of([asked])
    assert "ต้องมีผู้ตัดสินใจ" not in page_of([IndexEntry.of(make_report((type_error,)), None)])


def test_a_dataset_is_found_by_its_name_its_id_and_its_agency_in_either_language(make_report) -> None:
    html = page_of([IndexEntry.of(make_report(), None)])
    name = html.split('data-name="')[1].split('"')[0]
    for words in ("ทะเบียนโรงงาน", "diw-factories", "กรมโรงงานอุตสาหกรรม", "department of industrial works"):
        assert words in name


def test_what_was_not_counted_is_a_dash_and_not_a_nought(make_report) -> None:
    unreachable = Unreachable("d", Text(th="ไม่ตอบ", en="no answer"), "SourceUnavailable")
    report = make_report((), unreachable)
    report = replace(report, tables=(ReportTable(report.dataset.resources[0]),))
    assert cells(page_of([IndexEntry.of(report, None)]), "ทะเบียนโรงงานอุตสาหกรรม") == ["—"] * 4


def test_an_empty_index_says_so() -> None:
    html = page_of([])
    assert "ยังไม่มีชุดข้อมูล" in html
    assert "<table" not in html


def test_titles_are_escaped(make_report) -> None:
    entry = replace(IndexEntry.of(make_report(), "javascript:alert(1)"), title="<b>ชื่อ</b>")
    html = page_of([entry])
    assert "&lt;b&gt;ชื่อ&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "javascript:" not in html
