"""What stands on the page, as a parser reads it."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from flows.domain.finding import Place
from flows.domain.outcome import Failed, Held, Published, Unchanged, Unreachable, Waiting
from flows.domain.text import Text
from flows.reports.html import AT_MOST, report_page
from flows.reports.page import LONGEST_VALUE, visible
from flows.reports.words import TIDY_RULES

NO = Text(th="ระบบต้นทางปิด", en="The source is closed")
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
        (Published("d", 1500, (), "https://p.example.go.th/d", ()), "เผยแพร่แล้ว", "เผยแพร่แล้ว จำนวน 1,500 แถว"),
        (Unchanged("d", 1500, (), "https://p.example.go.th/d"), "ไม่มีการเปลี่ยนแปลง", "เป็นรุ่นล่าสุดแล้ว"),
        (Held("d", 1500, (), NO), "ระงับการเผยแพร่", "ข้อมูลรุ่นนี้ยังไม่ได้เผยแพร่"),
        (Failed("d", NO, "PortalRefused"), "ดำเนินการไม่สำเร็จ", "ผู้ดูแลระบบต้องเป็นผู้แก้ไข"),
        (Unreachable("d", NO, "SourceRefused"), "ติดต่อต้นทางไม่ได้", "ระบบรับข้อมูลจากแหล่งข้อมูลของหน่วยงานไม่ได้"),
        (Waiting("d", NO), "รอการอนุมัติ", "รอผู้มีอำนาจอนุมัติ"),
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
    if not isinstance(outcome, Published | Unchanged):
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
    published = Published("d", 10, (waived,), "https://p.example.go.th/d", ())
    text = Page(report_page(make_report((waived,), published))).text
    assert "ระบบเดิมเขียนเช่นนี้เสมอ" in text
    assert "ไม่มีสิ่งที่ต้องทำ" in text


def test_values_and_names_are_text_and_never_markup(make_report, rules, dataset) -> None:
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    finding = rules.finding("table/type-error", Place("factories", row=1, column=1, header=attack), attack)
    report = make_report((finding,), Held("d", 1, (), Text(th=attack, en=attack)), page_url="javascript:alert(3)")
    named = dataset.model_copy(update={"declared": dataset.declared.model_copy(update={"title": attack})})
    page = Page(report_page(replace(report, dataset=named)))
    assert page.text.count(attack) >= 5
    assert len(page.all("script")) == 1
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
    fine = make_report((), Published("d", 1, (), "https://p.example.go.th/d", ()))
    silent = replace(make_report((), Unreachable("d", NO, "SourceUnavailable")), tables=(("factories", None),))
    assert "ไม่พบข้อบกพร่องในรอบนี้" in report_page(fine)
    assert "ไม่พบข้อบกพร่อง" not in report_page(silent)
    assert "ยังสรุปไม่ได้ว่าข้อมูลถูกต้อง" in report_page(silent)


def test_a_very_long_list_is_cut_and_says_so(make_report, rules) -> None:
    many = tuple(
        rules.finding("table/type-error", Place("factories", row=row, column=2), "x") for row in range(1, AT_MOST + 51)
    )
    page = Page(report_page(make_report(many)))
    assert f"B{AT_MOST}" in page.text
    assert f"B{AT_MOST + 1}" not in page.text
    assert f"จากทั้งหมด {AT_MOST + 50}" in re.sub(r"[A-Za-z;]+|\s+", " ", page.text).replace("  ", " ")


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
    assert len(outcomes) == 6
    pairs = [("#ffffff", tone) for tone, _ in outcomes]
    pairs += [(names[text], tint) for _, tint in outcomes for text in ("ink", "quiet", "accent")]
    pairs += [(names[text], ground) for text in ("quiet", "accent") for ground in ("#ffffff", names["soft"])]
    pairs += [("#8a4700", names["soft"]), ("#a1201c", "#ffffff")]
    assert {pair: round(_contrast(*pair), 2) for pair in pairs if _contrast(*pair) < 4.5} == {}
