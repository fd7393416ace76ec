"""The report of `perd check FILE --as ID`, read in a real browser by eye, finger and keyboard."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell, MergedCell
from playwright.sync_api import ConsoleMessage, Dialog, Locator, Page, ViewportSize, expect

from flows.local.file_server import serving
from tests.browser import accessibility_faults, browser_page
from tests.checked_report import TWELVE as TWELVE_ID
from tests.checked_report import TWELVE_FILE, check_file
from tests.hostile_file import COLUMNS, hostile_csv

pytestmark = pytest.mark.browser

SHEET = "ผลการตรวจ"
MANY = 3000
MOST_BYTES = 5_000_000
PHONE = ViewportSize(width=360, height=740)
VERDICT = "ข้อมูลรุ่นนี้ยังเผยแพร่ไม่ได้ มี 11 จุดที่ต้องแก้ไขก่อน"

TWELVE: dict[str, tuple[str, str]] = {
    "H6": ("กําแพงเพชร", "พิมพ์ใหม่เป็น “กำแพงเพชร”"),
    "K9": ("รอใบแจ้งหนี้", "แก้ค่าให้เป็นตัวเลข"),
    "I12": ("๘", "แก้เป็น “8”"),
    "C15": ("1204", "แก้รหัสเป็น “01204”"),
    "G21": ("ºÒ§¾ÅÕ", "แก้ข้อความเป็น “บางพลี”"),
    "F24": ("45424", "ตรวจบ้านเลขที่กับทะเบียนต้นทาง"),
    "L27": ("ผ่านบางส่วน", "“ผ่าน”, “ไม่ผ่าน” หรือ “รอผลทดสอบ”"),
    "B29": ("29/02/2568", "28 กุมภาพันธ์ 1 มีนาคม หรือเป็นปีอื่น"),
    "B33": ("10/03/2024", "พ.ศ. 2567"),
    "A36": ("IN67-00033", "ลบแถวที่ซ้ำ หรือแก้รหัส"),
    "A43": ("รวม", "ลบแถวผลรวมออก"),
    "J43": ("45", "ตรวจว่ามีแถวขาดหายหรือพิมพ์ตัวเลขผิด"),
}
"""Cell -> what the agency wrote, and words of how to mend it."""


@dataclass
class Seen:
    """What the page did besides being read."""

    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        def dialog(shown: Dialog) -> None:
            self.dialogs.append(shown.message)
            shown.dismiss()

        def console(message: ConsoleMessage) -> None:
            if not message.location["url"].endswith("/favicon.ico"):  # the browser's own wish, refused by our policy
                self.console.append(message.text)

        page.on("dialog", dialog)
        page.on("request", lambda asked: self.requests.append(asked.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", console)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Name -> address of its report."""
    folder = tmp_path_factory.mktemp("reports")
    files = {"twelve": TWELVE_FILE, "many": folder / "many.csv", "hostile": folder / "hostile.csv"}
    files["many"].write_text(many_bad_cells(), encoding="utf-8")
    files["hostile"].write_bytes(hostile_csv())
    for name, file in files.items():
        made = check_file(file, folder / f"home-{name}")
        made.rename(folder / name)
    with serving(folder, 0) as address:
        yield {name: f"{address}{name}/index.html" for name in files}


def many_bad_cells() -> str:
    """A delivery in which one cell of each row is wrong, always in the same way."""
    rows = [["ผลการตรวจสอบผลิตภัณฑ์อุตสาหกรรม", *[""] * 11]]
    sheet = openpyxl.load_workbook(TWELVE_FILE)[SHEET]
    rows.append([str(cell.value) for cell in sheet[2]])
    good = [str(cell.value) for cell in sheet[3]]
    rows += [[f"IN67-{n:05}", *good[1:10], f"รอใบแจ้งหนี้ {n}", good[11]] for n in range(1, MANY + 1)]
    return "".join(",".join(row) + "\r\n" for row in rows)


@pytest.fixture
def page() -> Iterator[Page]:
    with browser_page() as opened:
        opened.set_default_timeout(10_000)
        yield opened


# -- the twelve errors


@pytest.mark.parametrize("cell", TWELVE)
def test_each_error_is_found_in_its_cell_with_its_fix_and_the_rows_around_it(
    reports: dict[str, str], page: Page, cell: str
) -> None:
    value, fix = TWELVE[cell]
    page.goto(reports["twelve"])
    search = page.get_by_role("search")
    search.get_by_role("searchbox").fill(cell)
    expect(search.get_by_role("status").first).to_have_text(re.compile(r"พบ [1-9]\d* จาก 12 จุด"), use_inner_text=True)
    hit = search.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(rf"^{cell}\b")))
    assert value in hit.inner_text()
    hit.get_by_role("link").click()

    rule = page.get_by_role("region", name=hit.get_by_role("link").inner_text())
    expect(rule.get_by_role("heading")).to_be_in_viewport()
    assert rule.get_by_role("rowheader", name=re.compile(rf"^{cell}\b")).is_visible()
    assert fix in rule.inner_text()

    around = rule.get_by_role("table", name=re.compile(rf"\b{cell}\b.*ในแฟ้มของหน่วยงาน"))
    column, row = re.findall("[A-Z]+|[0-9]+", cell)
    (marked,) = around.get_by_role("cell").filter(has_text="เซลล์ที่พบ:").all()
    assert marked.locator("bdi").inner_text() == value
    letters = [text for text in around.get_by_role("columnheader").all_inner_texts() if text]
    line = around.get_by_role("row").filter(has_text="เซลล์ที่พบ:")
    assert line.get_by_role("rowheader").inner_text() == row
    assert line.get_by_role("cell").all_inner_texts().index(marked.inner_text()) == letters.index(column)


def test_the_workbook_colours_the_same_twelve_cells_and_nothing_else(
    reports: dict[str, str], page: Page, tmp_path: Path
) -> None:
    page.goto(reports["twelve"])
    with page.expect_download() as download:
        page.get_by_role("link", name="ดาวน์โหลดแฟ้ม Excel").click()
    assert download.value.suggested_filename == "report.xlsx"
    download.value.save_as(tmp_path / "report.xlsx")
    marked = openpyxl.load_workbook(tmp_path / "report.xlsx")
    sheet, sent = marked[SHEET], openpyxl.load_workbook(TWELVE_FILE)[SHEET]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.coordinate for cell in cells if cell.comment} == set(TWELVE)
    assert {cell.coordinate for cell in cells if colour(cell) and cell.row != 2} == set(TWELVE)
    assert len({colour(cell) for cell in sheet[2]}) == 1  # the header has a colour of its own
    assert colour(sheet["H6"]) != colour(sheet["K9"]) not in {colour(cell) for cell in sheet[2]}
    assert len({colour(sheet[cell]) for cell in TWELVE if cell != "H6"}) == 1
    for cell, (value, fix) in TWELVE.items():
        assert sheet[cell].value == value
        assert fix in sheet[cell].comment.text
    written = [["" if value is None else str(value) for value in row] for row in sent.iter_rows(values_only=True)]
    shown = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    assert shown == written


def colour(cell: Cell | MergedCell) -> str | None:
    return str(cell.fill.fgColor.rgb) if cell.fill.fill_type else None


def test_the_verdict_reads_in_english(reports: dict[str, str], page: Page) -> None:
    page.goto(reports["twelve"])
    expect(page.get_by_role("region", name=VERDICT)).to_be_visible()
    page.locator("label", has_text="English").click()
    verdict = page.get_by_role("region", name="This version cannot be published yet.")
    expect(verdict).to_be_visible()
    assert verdict.inner_text().startswith("Correct before sending")
    expect(page).to_have_title(re.compile(r"^Check before sending \(not sent, not published\): "))
    assert "11" in verdict.inner_text()
    assert "ต้องแก้ก่อนส่ง" not in page.get_by_role("main").inner_text()
    page.reload()  # the choice stays
    expect(verdict).to_be_visible()
    page.locator("label", has_text="ไทย").click()
    expect(page).to_have_title(re.compile(r"^ตรวจก่อนส่ง \(ยังไม่ได้ส่งและไม่ได้เผยแพร่\): "))


def test_the_report_of_a_file_says_that_it_was_not_sent(reports: dict[str, str], page: Page) -> None:
    page.goto(reports["twelve"])
    told = page.get_by_role("main").inner_text()
    assert "ตรวจก่อนส่ง (ยังไม่ได้ส่งและไม่ได้เผยแพร่)" in told
    assert "ไม่ได้เทียบกับฉบับที่อยู่บนพอร์ทัล" in told
    assert f"--as {TWELVE_ID} --resource " in told
    for untrue in ("ยังไม่เคยเผยแพร่บนพอร์ทัล", "ไม่ต้องแจ้งระบบ", "perd approve"):
        assert untrue not in told


@pytest.mark.parametrize("name", ["twelve", "many", "hostile"])
def test_nothing_scrolls_sideways_on_a_phone(reports: dict[str, str], page: Page, name: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(reports[name])
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.get_by_role("searchbox").fill("1")
    expect(page.locator("#search-found")).to_be_visible()
    for label in ("ไทย", "English"):
        page.locator("label", has_text=label).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], label
        page.evaluate("window.scrollTo(1000, 0)")
        assert page.evaluate("window.scrollX") == 0, label


def test_the_keyboard_alone_is_enough(reports: dict[str, str], page: Page) -> None:
    page.goto(reports["twelve"])
    tab_to(page, page.get_by_role("radio", name="ไทย"))
    page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    search = page.get_by_role("search")
    tab_to(page, search.get_by_role("searchbox"))
    page.keyboard.type("B29")
    expect(search.get_by_role("status").first).to_have_text("1 of 12 found", use_inner_text=True)
    tab_to(page, search.get_by_role("row").get_by_role("link"))
    page.keyboard.press("Enter")
    rule = page.get_by_role("region", name="29 February of a year that has none")
    expect(rule.get_by_role("heading")).to_be_in_viewport()
    details = rule.locator("details")
    tab_to(page, details.locator("summary"))
    was = details.evaluate("part => part.open")
    page.keyboard.press("Enter")
    assert details.evaluate("part => part.open") != was
    page.keyboard.press("Space")
    assert details.evaluate("part => part.open") == was


def tab_to(page: Page, wanted: Locator, most: int = 120) -> None:
    """Press Tab until it has the focus, which has to be seen."""
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            expect(wanted).to_be_in_viewport()
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} times Tab did not reach it")


@pytest.mark.parametrize("name", ["twelve", "many"])
def test_no_serious_accessibility_fault(reports: dict[str, str], page: Page, name: str) -> None:
    page.goto(reports[name])
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.get_by_role("searchbox").fill("รอใบแจ้งหนี้")
    expect(page.locator("#search-found")).to_be_visible()
    faults: list[str] = []
    for width in (1280, PHONE["width"]):
        page.set_viewport_size({"width": width, "height": 900})
        for label in ("ไทย", "English"):
            page.locator("label", has_text=label).click()
            faults += [f"{label}, {width} px: {fault}" for fault in accessibility_faults(page)]
    assert faults == []


@pytest.mark.parametrize(("name", "most_pages"), [("twelve", 20), ("many", 12)])
def test_it_prints_with_the_verdict_on_the_first_page(
    reports: dict[str, str], page: Page, tmp_path: Path, name: str, most_pages: int
) -> None:
    page.goto(reports[name])
    verdict = page.get_by_role("main").get_by_role("region").first.get_by_role("heading").inner_text()
    page.pdf(path=tmp_path / "report.pdf", format="A4", outline=True, tagged=True)
    content = (tmp_path / "report.pdf").read_bytes()
    pages = re.findall(rb"(\d+) 0 obj\n<</Type /Page\n", content)
    # The outline has each heading and the page that it stands on; titles are UTF-16 in hexadecimals.
    outline = re.findall(rb"/Title <FEFF([0-9A-F]+)>\s*/Dest \[(\d+) 0 R", content)
    on_page = {bytes.fromhex(title.decode()).decode("utf-16-be"): place for title, place in outline}
    assert on_page[verdict] == pages[0]
    assert 1 < len(pages) <= most_pages


# -- three thousand findings


def test_search_narrows_three_thousand_findings_and_says_the_count(reports: dict[str, str], page: Page) -> None:
    page.goto(reports["many"])
    search = page.get_by_role("search")
    said = search.get_by_role("status").first
    search.get_by_role("searchbox").fill("รอใบแจ้งหนี้ 299")
    expect(said).to_have_text("พบ 11 จาก 3,000 จุด", use_inner_text=True)
    assert search.get_by_role("rowheader").count() == 10
    search.get_by_role("searchbox").fill("k2999")
    expect(said).to_have_text("พบ 1 จาก 3,000 จุด", use_inner_text=True)
    assert "รอใบแจ้งหนี้ 2997" in search.get_by_role("row").last.inner_text()
    search.get_by_role("searchbox").fill("ไม่มีคำนี้")
    expect(said).to_have_text("ไม่พบจุดที่ตรงกับคำค้นใน 3,000 จุด", use_inner_text=True)
    shown_page = page.locator("#search-found .said")
    assert not shown_page.text_content(), "there is no page to be told of"
    expect(page.locator("#search-found .pager")).to_be_hidden()
    search.get_by_role("searchbox").fill("k2999")
    expect(shown_page).to_have_text("แสดงจุดที่ 1-1 จาก 1 จุด")
    page.locator("label", has_text="English").click()
    expect(shown_page).to_have_text("Showing 1-1 of 1")
    expect(said).to_have_text("1 of 3,000 found")
    page.locator("label", has_text="ไทย").click()
    search.get_by_role("button", name="ล้าง").click()
    expect(page.locator("#search-said, #search-found tbody tr").first).not_to_be_visible()


def test_paging_reaches_the_last_of_three_thousand_findings(reports: dict[str, str], page: Page) -> None:
    page.goto(reports["many"])
    rule = page.get_by_role("region", name=re.compile("ค่าไม่ตรงกับชนิดข้อมูลของคอลัมน์"))
    number, on = rule.get_by_role("spinbutton"), rule.get_by_role("button", name="ถัดไป")
    on.click()
    expect(rule.get_by_role("status")).to_contain_text("11-20 จาก 3,000", use_inner_text=True)
    expect(rule.get_by_role("rowheader", name=re.compile("^K13"))).to_be_visible()
    number.fill("299")
    number.press("Enter")
    expect(rule.get_by_role("status")).to_contain_text("2,981-2,990 จาก 3,000", use_inner_text=True)
    on.click()
    expect(rule.get_by_role("rowheader", name=re.compile("^K3002"))).to_be_visible()
    assert "รอใบแจ้งหนี้ 3000" in rule.get_by_role("row").last.inner_text()
    expect(on).to_have_attribute("aria-disabled", "true")


# -- a hostile file


@pytest.mark.parametrize("policy", [True, False], ids=["as it is", "even without its own policy"])
def test_a_hostile_file_does_nothing_but_stand_there(reports: dict[str, str], page: Page, policy: bool) -> None:
    browser = page.context.browser
    assert browser is not None
    page = browser.new_page(bypass_csp=not policy, locale="th-TH")
    seen = Seen()
    seen.watch(page)
    answer = page.goto(reports["hostile"])
    assert answer is not None
    assert len(answer.body()) < MOST_BYTES
    text = page.get_by_role("main").inner_text()
    assert "<script>" in text
    assert "{{7*7}}" in text
    assert "=HYPERLINK(" in text
    assert "\u202e" not in text, "a mark that turns letters around is shown by a sign"

    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    search = page.get_by_role("search")
    search.get_by_role("searchbox").fill("script")
    expect(search.get_by_role("status").first).to_have_text(re.compile(r"^พบ [1-9]"), use_inner_text=True)
    search.get_by_role("button", name="ถัดไป").click()
    expect(search.get_by_role("status").last).to_contain_text("11-20", use_inner_text=True)
    for option in search.get_by_role("combobox").all():
        option.select_option(index=1)
    page.locator("label", has_text="English").click()
    expect(page.get_by_role("region", name="This version cannot be published yet.")).to_be_visible()
    for summary in page.locator("summary").all()[:20]:
        summary.hover()
    assert page.evaluate("window.pwned") is None
    assert page.locator("main script, main iframe, main img, main object, main base, main form[action]").count() == 0
    handlers = (
        "[...document.querySelectorAll('*')].flatMap(one => one.getAttributeNames()).filter(on => /^on/.test(on))"
    )
    assert page.evaluate(handlers) == []
    assert (seen.dialogs, seen.errors, seen.console) == ([], [], [])
    assert set(seen.requests) == {reports["hostile"]}


def test_the_workbook_of_a_hostile_file_has_no_formula(reports: dict[str, str], page: Page, tmp_path: Path) -> None:
    page.goto(reports["hostile"])
    with page.expect_download() as download:
        page.get_by_role("link", name="ดาวน์โหลดแฟ้ม Excel").click()
    download.value.save_as(tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    texts: set[str] = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
                assert cell.hyperlink is None or cell.hyperlink.target is None, (sheet.title, cell.coordinate)
                texts.add(str(cell.value))
    assert any(text.startswith("=HYPERLINK(") for text in texts)
    assert any(text.startswith("=cmd|") for text in texts)
    assert max(sheet.max_column for sheet in book) == COLUMNS
