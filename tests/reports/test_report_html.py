"""What stands on the page, as a parser reads it."""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flows.domain.finding import Finding, Place
from flows.domain.findings import NOTHING, Findings, tally_of
from flows.domain.outcome import Failed, Fit, Held, Published, Unchanged, Unreachable, Waiting
from flows.domain.release import LastRelease, ReleaseDiff, Sums
from flows.domain.snapshot import Snapshot
from flows.domain.text import Text
from flows.domain.tidied import Change, Column
from flows.domain.version import Version
from flows.pages.shown import LONGEST_VALUE, visible
from flows.reports.data import ReportTable
from flows.reports.embedded import MOST_CARRIED
from flows.reports.html import AT_ONCE, MOST_BYTES, report_page
from flows.reports.json_report import as_json
from flows.reports.words import TIDY_RULES
from tests.reports.conftest import RUN_AT

NO = Text(th="ระบบต้นทางปิด", en="The source is closed")
ASKED = "5f" * 32
VOID = {"meta", "link", "input", "img", "br", "hr", "path", "circle"}


class Page(HTMLParser):
    """Elements with their attributes, visible text, and whether every element is closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag, attrs) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data) -> None:
        if self._open and self._open[-1] not in ("style", "script"):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.parametrize(
    ("outcome", "badge", "sentence"),
    [
        (Published("d", 1500, NOTHING, "https://p.example.go.th/d", ()), "เผยแพร่แล้ว", "เผยแพร่แล้ว จำนวน 1,500 แถว"),
        (Unchanged("d", 1500, NOTHING, "https://p.example.go.th/d"), "ไม่มีการเปลี่ยนแปลง", "เป็นรุ่นล่าสุดแล้ว"),
        (Held("d", 1500, NOTHING, NO), "ระงับการเผยแพร่", "ข้อมูลรุ่นนี้ยังไม่ได้เผยแพร่"),
        (Failed("d", NO, "PortalRefused"), "ดำเนินการไม่สำเร็จ", "ผู้ดูแลระบบต้องเป็นผู้แก้ไข"),
        (Unreachable("d", NO, "SourceRefused"), "ติดต่อต้นทางไม่ได้", "ระบบรับข้อมูลจากแหล่งข้อมูลของหน่วยงานไม่ได้"),
        (Waiting("d", NO), "รอการอนุมัติ", "รอผู้มีอำนาจอนุมัติ"),
        (Fit("d", 1500, NOTHING, None), "พร้อมเผยแพร่", "ข้อมูลผ่านการตรวจสอบ พร้อมเผยแพร่ จำนวน 1,500 แถว"),
    ],
)
def test_every_outcome_has_its_word_its_sentence_its_icon_and_something_to_do(
    outcome, badge, sentence, make_report
) -> None:
    html = report_page(make_report((), outcome))
    page = Page(html)
    assert badge in page.text
    assert sentence in page.text
    assert any(outcome.word in (a.get("class") or "").split() for a in page.all("section"))
    assert page.all("path")
    assert html.split('<ol class="steps">')[1].split("</ol>")[0].count("<li>") >= 1
    if not isinstance(outcome, Published | Unchanged | Fit):
        assert NO.th in page.text


def test_a_held_dataset_says_how_many_points_and_names_cell_sheet_header_value_and_fix(make_report, type_error) -> None:
    page = Page(report_page(make_report((type_error, type_error))))
    assert "ข้อมูลรุ่นนี้ยังเผยแพร่ไม่ได้ มี 2 จุดที่ต้องแก้ไขก่อน" in page.text
    for told in ("C12", "Sheet1", "ทุน", "หนึ่งล้าน", "ชนิดข้อมูลไม่ตรง", "เหตุผลของ table/type-error",
                 "วิธีแก้ table/type-error", "20/11/2569", "ที่มา table/type-error", "ข้อกำหนดทางเทคนิค"):  # fmt: skip
        assert told in page.text
    assert "20 พฤศจิกายน 2569 เวลา 01:30 น." in page.text
    assert "20 November 2026, 01:30" in page.text


def test_steps_for_a_file_and_for_the_declaration_are_told_apart(make_report, rules, type_error) -> None:
    licence = rules.finding("licence/not-open")
    file, declaration = "บันทึกแฟ้มที่แก้แล้วไว้ที่เดิม", "แก้ในคำประกาศชุดข้อมูล"
    both, only_file, only_declaration = (
        report_page(make_report(found)) for found in ((type_error, licence), (type_error,), (licence,))
    )
    assert file in both
    assert declaration in both
    assert file in only_file
    assert declaration not in only_file
    assert file not in only_declaration
    assert declaration in only_declaration


def test_what_blocks_stands_before_what_warns_however_often(make_report, rules, type_error) -> None:
    blank = rules.finding("table/blank-row", Place("factories", row=3))
    html = report_page(make_report((blank, blank, blank, type_error)))
    assert html.index('id="rule-table-type-error"') < html.index('id="rule-table-blank-row"')


def test_a_waived_finding_shows_its_reason_and_asks_for_nothing(make_report, type_error) -> None:
    waived = replace(type_error, waived="ระบบเดิมเขียนเช่นนี้เสมอ")
    published = Published("d", 10, Findings.of((waived,)), "https://p.example.go.th/d", ())
    text = Page(report_page(make_report((waived,), published))).text
    assert "ระบบเดิมเขียนเช่นนี้เสมอ" in text
    assert "ไม่มีสิ่งที่ต้องทำ" in text


def test_values_and_names_are_text_and_never_markup(make_report, rules, dataset) -> None:
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    finding = rules.finding("table/type-error", Place("factories", row=1, column=1, header=attack), attack)
    report = make_report((finding,), Held("d", 1, NOTHING, Text(th=attack, en=attack)), page_url="javascript:alert(3)")
    named = dataset.model_copy(update={"declared": dataset.declared.model_copy(update={"title": attack})})
    page = Page(report_page(replace(report, dataset=named)))
    html_of_many = report_page(make_report((replace(finding, value="</script>" + attack),) * 30))
    assert page.text.count(attack) >= 5
    assert len(page.all("script")) == 1
    assert html_of_many.count("</script>") == 2, "the findings themselves, and the script"
    assert page.all("img") == []
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert not any((a.get("href") or "").startswith("javascript:") for a in page.all("a"))


def test_the_page_loads_nothing_and_its_policy_allows_its_own_style_and_script(make_report, type_error) -> None:
    html = report_page(make_report((type_error,)))
    page = Page(html)
    assert not any("src" in attributes or "srcset" in attributes for _, attributes in page.elements)
    assert page.all("link") == []
    style = re.search(r"<style>(.*?)</style>", html, re.S).group(1)
    script = re.search(r"<script>(.*?)</script>", html, re.S).group(1)
    assert all(address.startswith("data:font/woff2;base64,d09GMg") for address in re.findall(r"url\((.*?)\)", style))
    assert style.count("@font-face") == 4
    assert "@import" not in style
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    for inline in (style, script):
        assert base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode() in policy
    assert "default-src 'none'" in policy


def test_the_page_can_be_read_by_keyboard_and_by_ear(make_report, type_error) -> None:
    page = Page(report_page(make_report((type_error,))))
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert page.all("html") == [{"lang": "th"}]
    assert len(page.all("main")) == len(page.all("h1")) == len(page.all("header")) == len(page.all("footer")) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#content"}
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.all("th"))
    inside = [a["href"][1:] for a in page.all("a") if (a.get("href") or "").startswith("#")]
    labels = [a["aria-labelledby"] for _, a in page.elements if "aria-labelledby" in a]
    assert set(inside + labels + [a["for"] for a in page.all("label")]) <= set(ids)
    thai = [a for _, a in page.elements if (a.get("class") or "") == "th"]
    english = [a for _, a in page.elements if (a.get("class") or "") == "en"]
    assert len(thai) == len(english) > 50
    assert {a["lang"] for a in thai} == {"th"}
    assert {a["lang"] for a in english} == {"en"}


def test_thai_is_shown_and_english_hidden_unless_it_is_chosen(make_report) -> None:
    html = report_page(make_report())
    assert ".en { display: none; }" in html
    assert ":root:has(#lang-en:checked) .th { display: none; }" in html
    switches = {a["id"]: a for a in Page(html).all("input")}
    assert "checked" in switches["lang-th"]
    assert "checked" not in switches["lang-en"]


def test_what_tidy_changed_is_told_in_thai_by_the_agencys_own_header(make_report) -> None:
    text = Page(report_page(make_report())).text
    assert "เปลี่ยนปี พ.ศ. เป็น ค.ศ." in text
    assert "วันจดทะเบียน" in text
    assert "แปลงรหัสอักขระเป็น UTF-8" in text
    assert "Windows-874" in text
    assert "ab" * 32 in text


def test_the_title_is_there_in_both_languages_for_the_switch(make_report, dataset) -> None:
    hostile = dataset.model_copy(update={"declared": dataset.declared.model_copy(update={"title": 'โรงงาน "><b>'})})
    html = report_page(replace(make_report(), dataset=hostile))
    page = Page(html)
    (title,) = page.all("title")
    assert title["data-th"] == 'รายงานผลการตรวจสอบชุดข้อมูล: โรงงาน "><b>'
    assert title["data-en"] == 'Dataset validation report: โรงงาน "><b>'
    assert page.text.strip().startswith(str(title["data-th"])), "without scripts it is Thai"
    assert page.all("b") == []


def test_every_tidy_rule_of_the_house_has_words() -> None:
    assert set(TIDY_RULES) == {
        f"tidy/{name}"
        for name in ("trim", "null-word", "thai-digits", "thousands", "date-format", "buddhist-year", "dropped-row",
                     "blank-row", "dropped-column", "encoding", "header", "title-rows")
    }  # fmt: skip


def test_whom_to_ask_is_told_and_the_address_of_the_source_without_its_query(make_report) -> None:
    page = Page(report_page(make_report()))
    assert "รายงานนี้จัดทำโดยอัตโนมัติ" in page.text
    assert "ศูนย์เทคโนโลยีสารสนเทศ" in page.text
    assert {"href": "mailto:data@diw.example.go.th"} in page.all("a")
    assert "https://diw.example.go.th/fac.csv" in page.text
    assert "secret" not in page.text


def test_nothing_found_and_nothing_checked_read_differently(make_report) -> None:
    fine = make_report((), Published("d", 1, NOTHING, "https://p.example.go.th/d", ()))
    unreachable = make_report((), Unreachable("d", NO, "SourceUnavailable"))
    silent = replace(unreachable, tables=(ReportTable(unreachable.dataset.resources[0]),))
    assert "ไม่พบข้อบกพร่องในรอบนี้" in report_page(fine)
    assert "ไม่พบข้อบกพร่อง" not in report_page(silent)
    assert "ยังสรุปไม่ได้ว่าข้อมูลถูกต้อง" in report_page(silent)


def many_type_errors(rules, count: int) -> tuple[Finding, ...]:
    return tuple(
        rules.finding("table/type-error", Place("factories", row=row, column=2), f"ค่า {row}")
        for row in range(1, count + 1)
    )


def test_a_long_list_shows_its_first_and_says_where_all_are_and_carries_them_along(make_report, rules) -> None:
    html = report_page(make_report(many_type_errors(rules, AT_ONCE + 5)))
    page = Page(html)
    assert f"B{AT_ONCE}" in page.text
    assert f"B{AT_ONCE + 1}" not in page.text
    told = re.sub(r"[A-Za-z;.]+|\s+", " ", page.text)
    assert f"แสดง {AT_ONCE} จุดแรก จากทั้งหมด {AT_ONCE + 5} จุด" in re.sub(" +", " ", told)
    assert {"href": "report.xlsx"} in page.all("a")
    (box,) = [a for a in page.all("div") if "data-rule" in a]
    assert (box["data-rule"], box["data-total"], box["data-carried"]) == ("0", "15", "15")
    carried = unpacked(html)
    assert [carried["texts"][number] for number in carried["value"]] == [f"ค่า {row}" for row in range(1, 16)]


def test_a_short_list_needs_neither_search_nor_pages(make_report, rules) -> None:
    html = report_page(make_report(many_type_errors(rules, AT_ONCE)))
    assert "findings-data" not in html
    assert 'id="search"' not in html


def test_more_than_a_page_can_carry_is_said_exactly_with_links(make_report, rules, monkeypatch) -> None:
    monkeypatch.setattr("flows.reports.html.MOST_CARRIED_BYTES", 20_000)
    findings = many_type_errors(rules, 12_000)
    html = report_page(make_report(findings))
    carried = len(unpacked(html)["rule"])
    assert AT_ONCE < carried < 12_000
    note = Page("<p>" + html.split('<p class="note carried">')[1].split("</p>")[0] + "</p>")
    assert "หน้านี้มี" in note.text
    assert f"{carried:,}" in note.text
    assert "12,000" in note.text
    assert [a["href"] for a in note.all("a")] == ["report.xlsx", "findings.jsonl.gz"]


@pytest.mark.slow
def test_a_million_findings_make_a_page_that_a_browser_opens(make_report, rules) -> None:
    one = rules.finding("table/type-error", Place("factories", row=1, column=2), "x")
    rare = rules.finding("table/blank-row", Place("factories", row=9_999_999))

    def every():
        for row in range(1, 1_000_000):
            yield replace(one, place=Place("factories", row=row, column=2), value=f"{row * 7919 % 1_000_003:06d}")
        yield rare

    findings = Findings({tally_of(one): 999_999, tally_of(rare): 1}, (one, rare), every)
    html = report_page(make_report(findings, Held("d", 5, findings, NO)))
    carried = unpacked(html)
    assert len(html.encode()) < MOST_BYTES
    assert len(carried["rule"]) == MOST_CARRIED
    assert carried["row"][-1] == 9_999_999, "the last of a million, because its rule has no other"
    assert "999,999" in html


def unpacked(html: str) -> dict:
    """What the page carries along, as its script reads it."""
    block = html.split('<script type="application/json" id="findings-data">')[1].split("</script>")[0]
    return json.loads(gzip.decompress(base64.b64decode(json.loads(block)["gzip"])))


def test_each_finding_is_shown_with_the_rows_around_it_and_the_first_one_open(make_report, type_error) -> None:
    report = make_report((type_error, replace(type_error, place=replace(type_error.place, row=14))))
    table = [[f"{letter}{row}" for letter in "กขคง"] for row in range(1, 21)]
    shown = replace(report, tables=(replace(report.tables[0], rows=lambda: iter(table)),))
    html = report_page(shown)
    page = Page(html)
    assert [("open" in a) for a in page.all("details")] == [True, False]
    boxes = [a for a in page.all("div") if a.get("class") == "sheet"]
    assert all(a["tabindex"] == "0" and a["aria-labelledby"] for a in boxes)
    first = html.split('<div class="sheet"')[1].split("</div>")[0]
    assert first.count('class="meant"') == 1
    assert "เซลล์ที่พบ:" in first.split('class="meant"')[1][:60]
    assert "ค12" in first
    assert 'class="found-too"' in first, "C14, which is found as well"


def test_what_a_person_has_to_decide_is_told_to_the_steward_and_to_the_operators(make_report, type_error) -> None:
    asked = replace(type_error, person_decides=True)
    findings = Findings.of((asked,))
    report = make_report(findings, Waiting("diw-factories", NO, 1500, findings, None, ASKED))
    html = report_page(report)
    text = Page(html).text
    assert "มี 1 จุดที่ระบบตัดสินแทนไม่ได้" in text
    assert "ต้องมีผู้ตัดสินใจ" in text
    assert "เตรียมเหตุผลและหลักฐาน" in text
    assert f'perd approve diw-factories --seen {ASKED[:8]} --reason "เหตุผล" --by "ชื่อและตำแหน่ง"' in text
    assert "Prefect" in text
    assert ASKED[:16] in text
    assert "perd approve" not in Page(report_page(make_report((), Waiting("d", NO)))).text, "nothing is asked"


def test_an_approved_finding_says_who_let_it_pass_and_asks_for_nothing(make_report, type_error) -> None:
    approved = replace(type_error, person_decides=True, approved="นางสาวสมใจ ใจดี ผู้อำนวยการ: ตรวจแล้ว")
    published = Published("d", 10, Findings.of((approved,)), "https://p.example.go.th/d", ())
    text = Page(report_page(make_report((approved,), published))).text
    assert "นางสาวสมใจ ใจดี" in text
    assert "มีผู้อนุมัติแล้ว" in text
    assert "ไม่มีสิ่งที่ต้องทำ" in text


def test_a_file_that_passed_a_check_is_fit_to_be_sent(make_report) -> None:
    text = Page(report_page(make_report((), Fit("d", 1500, NOTHING, None)))).text
    assert "แฟ้มนี้พร้อมส่งแล้ว" in text
    assert "ยังไม่ได้เผยแพร่" in text


def test_the_receipt_of_the_agencys_file_is_shown_without_the_folders_of_our_disk(make_report) -> None:
    report = make_report()
    snapshot = Snapshot(Path("/nowhere/fac.csv"), "cd" * 32, 1_834_211, "https://x.example.go.th/?key=s3", RUN_AT)
    page = Page(report_page(replace(report, tables=(replace(report.tables[0], snapshot=snapshot),))))
    for told in (
        "cd" * 32,
        "1.8 MB",
        "1,834,211",
        "20 พฤศจิกายน 2569 เวลา 01:30 น.",
        "https://diw.example.go.th/fac.csv",
    ):
        assert told in page.text
    assert "nowhere" not in page.text
    assert "s3" not in page.text


def test_what_the_portal_could_not_take_is_told(make_report) -> None:
    remark = Text(th="พอร์ทัลไม่รับคำสำคัญ “ก”", en="The portal does not take the tag “ก”")
    published = Published("d", 1, NOTHING, "https://p.example.go.th/d", (), (remark,))
    assert remark.th in Page(report_page(make_report((), published))).text
    assert "พอร์ทัลรับไว้ไม่ได้" not in report_page(make_report())


def test_what_changed_against_the_last_release_is_told_by_the_agencys_headers(make_report, rules) -> None:
    diff = ReleaseDiff(
        "factories", 1400, 1500, 120, 20, 7, {"capital": 5}, ("note",), ("old",),
        {"capital": Sums("1000.00", "1250.50"), "registered_on": Sums("1", "2")},
    )  # fmt: skip
    personal = rules.finding("privacy/national-id", Place("factories", row=5, column=1, field="registered_on"))
    report = make_report((personal,))
    page = Page(report_page(replace(report, tables=(replace(report.tables[0], release=diff),))))
    for told in ("1,400", "(+100)", "120", "ทุน", "1,000.00", "1,250.50", "+250.50 (+25.0%)", "note", "old"):
        assert told in page.text
    assert "+1 (+100.0%)" not in page.text, "the sum of a column with personal data"
    assert "สิ่งที่เปลี่ยนจากฉบับก่อน" not in report_page(report)


def test_both_files_are_named_with_the_versions_that_they_belong_to(make_report) -> None:
    diff = ReleaseDiff("factories", 1400, 1500, 120, 20, 7, {}, (), ())
    version = Version(4, make_report().dataset, "run", RUN_AT, (), "c" * 64, "d" * 64)
    outcome = Published("diw-factories", 1500, NOTHING, "https://portal.example.go.th/dataset/1", (), version=version)
    for number in (3, None):
        last = LastRelease("ef" * 32, number)
        report = make_report(outcome=outcome)
        report = replace(report, tables=(replace(report.tables[0], release=diff, last=last),))
        page = Page(report_page(report))
        assert ("perd diff diw-factories 3 4" in page.text) == (number is not None)
        assert "ef" * 32 in page.text and "ab" * 32 in page.text
        plain = as_json(report)["tables"][0]["release"]
        assert (plain["version_before"], plain["version_now"]) == (number, 4)
        assert (plain["sha256_before"], plain["sha256_now"]) == ("ef" * 32, "ab" * 32)
    held = replace(make_report(), tables=report.tables)
    assert "perd diff" not in report_page(held), "what was not published is no version"


@pytest.mark.slow
def test_a_file_with_thousands_of_columns_or_endless_headers_stays_a_page(make_report, rules, tidied) -> None:
    headers = ["ก" * 10_000] * 5_000
    columns = tuple(Column(f"c{n}", header, n) for n, header in enumerate(headers, start=1))
    wide = replace(
        tidied, columns=columns, changes=tuple(Change("tidy/trim", column.name, 1) for column in columns), header_row=1
    )
    found = rules.finding("table/type-error", Place("factories", row=2, column=2500, header=headers[0]), "x" * 10_000)
    report = make_report((found,))
    html = report_page(
        replace(report, tables=(replace(report.tables[0], tidied=wide, rows=lambda: iter([headers] * 3)),))
    )
    assert len(html.encode()) < 250_000
    assert "และอีก" in html
    assert "4,970" in html


def test_letters_that_cannot_be_seen_are_made_visible() -> None:
    assert visible("สายไหม ") == [(False, "สายไหม"), (True, "␣")]
    assert visible("a b") == [(False, "a b")]
    assert visible("12\u200b3\u202e") == [(False, "12"), (True, "U+200B"), (False, "3"), (True, "U+202E")]
    assert visible("a\nb\u00a0") == [(False, "a"), (True, "↵"), (False, "b"), (True, "U+00A0")]
    assert visible("ก" * 500) == [(False, "ก" * LONGEST_VALUE), (True, "…")]


def test_an_empty_cell_is_said_to_be_empty(make_report, rules) -> None:
    empty = rules.finding("table/type-error", Place("factories", row=1, column=1), "")
    assert "(เซลล์ว่าง)" in report_page(make_report((empty,)))


def test_an_invisible_letter_is_visible_in_the_sentence_that_quotes_it(make_report, rules) -> None:
    found = rules.finding("table/type-error", Place("factories", row=1, column=1), "12\u200b3")
    assert report_page(make_report((found,))).count("U+200B") == 3  # the value, and the sentence in two languages


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_pair_of_colours_can_be_told_apart_by_weak_eyes(make_report) -> None:
    """WCAG 2.1, success criterion 1.4.3: at least 4.5 to 1."""
    style = report_page(make_report())
    names = dict(re.findall(r"--(ink|quiet|soft|accent): (#[0-9a-f]{6});", style))
    outcomes = re.findall(r"\.\w+ \{ --tone: (#[0-9a-f]{6}); --tint: (#[0-9a-f]{6}); \}", style)
    assert len(outcomes) == 7
    pairs = [("#ffffff", tone) for tone, _ in outcomes]
    pairs += [(names[text], tint) for _, tint in outcomes for text in ("ink", "quiet", "accent")]
    pairs += [(names[text], ground) for text in ("quiet", "accent") for ground in ("#ffffff", names["soft"])]
    pairs += [("#8a4700", names["soft"]), ("#a1201c", "#ffffff"), (names["quiet"], "#e9edf1")]
    pairs += [(names[text], ground) for text in ("ink", "quiet") for ground in ("#fde4e1", "#fdf1de")]
    assert {pair: round(_contrast(*pair), 2) for pair in pairs if _contrast(*pair) < 4.5} == {}
