"""The pack as people see it: on a screen, on a phone, on paper, and by those who do not see it."""

import ctypes
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from flows.domain.ministry import MINISTRY
from flows.domain.text import Text
from flows.pack import Body
from flows.pack.pdf import write_pdf
from tests.browser import accessibility_faults, browser_page, chromium
from tests.pack.conftest import Packed, Sample, commission, make_pack
from tests.pack.sample_ledger import MINISTRY_NAME

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREEN = ViewportSize(width=1280, height=900)
LONG_NAME = Text(
    th="กระทรวงตัวอย่าง" + "เพื่อการส่งเสริมและพัฒนาอุตสาหกรรมเป้าหมายแห่งอนาคต " * 3,
    en="Ministry of Examples" + ", for the Promotion and Development of the Target Industries of the Future" * 3,
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browser_page() as opened:
        assert opened.context.browser is not None
        yield opened.context.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh one, which remembers no language."""
    context = browser.new_context(viewport=SCREEN, locale="th-TH")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def small(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """A running quarter of a ministry of two agencies: axe-core takes its time for each element. Its name is long."""
    ordered = commission("2570-Q1", of=("diw", "empty"))
    ordered = replace(ordered, ministry=Body(MINISTRY, LONG_NAME, MINISTRY_NAME))
    return make_pack(sample, ordered, tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def alone(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """The same of one agency."""
    return make_pack(sample, commission("2570-Q1", only="diw"), tmp_path_factory.mktemp("alone"))


@pytest.fixture(scope="module")
def pdf(small: Packed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pdf") / "pack.pdf"
    with ThreadPoolExecutor(1) as aside:  # in this thread Playwright's loop runs already
        aside.submit(write_pdf, small.folder / "index.html", made, chromium()).result()
    return made


# -- on a screen


@pytest.mark.parametrize(
    ("pack", "name", "width", "language"),
    [
        ("small", "index.html", 1280, "ไทย"),
        ("alone", "index.html", 360, "English"),
        ("small", "records/diw/free-access.html", 1280, "English"),
        ("small", "records/ministry/open-licence.html", 360, "ไทย"),
    ],
)
def test_no_page_has_a_serious_accessibility_fault_or_is_too_wide(
    request: pytest.FixtureRequest, page: Page, pack: str, name: str, width: int, language: str
) -> None:
    packed: Packed = request.getfixturevalue(pack)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((packed.folder / name).as_uri())
    page.get_by_text(language, exact=True).click()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_person_clicks_from_a_number_to_its_records_to_the_portal(packed: Packed, page: Page) -> None:
    page.goto((packed.folder / "index.html").as_uri())
    card = page.get_by_role("listitem").filter(has_text="สัญญาอนุญาตแบบเปิด").filter(has_text="%").first
    shown = card.locator(".num").inner_text()
    card.get_by_role("link").click()
    assert page.url.endswith("records/ministry/open-licence.html#all")
    expect(page.locator("h2 .num")).to_have_text(shown)
    rows = page.locator("#all").locator("xpath=ancestor::section").locator("tbody tr")
    assert rows.count() == int(shown.split(" / ")[0])
    first = rows.first
    dataset = first.locator(".small").nth(1).inner_text()
    assert re.fullmatch(r"[0-9a-f]{64}", first.locator(".hash").inner_text())
    portal = first.get_by_role("link", name="หน้าบนพอร์ทัล").get_attribute("href")
    assert portal == f"https://portal.example.go.th/dataset/{dataset}"
    assert first.get_by_role("link", name="แฟ้มที่เผยแพร่").first.get_attribute("href").endswith(".csv")  # type: ignore[union-attr]
    page.get_by_role("link", name="กลับไปหน้าชุดหลักฐาน").click()
    assert page.url.endswith("index.html")


def test_a_datasets_result_leads_to_its_very_record(packed: Packed, page: Page) -> None:
    page.goto((packed.folder / "index.html").as_uri())
    link = page.locator("#agency-oie .matrix").get_by_role("link", name=re.compile("บันทึกที่")).first
    record = link.inner_text().split()[-1]
    link.click()
    expect(page.locator(f"#r{record}")).to_be_in_viewport()


def test_it_is_read_without_scripts_and_in_english(packed: Packed, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((packed.folder / "index.html").as_uri())
    expect(page.get_by_role("heading", name="กระทรวงตัวอย่าง", exact=True)).to_be_visible()
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", name="Ministry of Examples", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="กระทรวงตัวอย่าง", exact=True)).to_be_hidden()
    context.close()


# -- on paper


def text_of(page: pypdfium2.PdfPage) -> str:
    return re.sub(r"\s", "", page.get_textpage().get_text_range())


def test_the_paper_is_a4_and_its_thai_is_text(pdf: Path, small: Packed) -> None:
    document = pypdfium2.PdfDocument(pdf)
    assert 15 < len(document) < 40
    assert {tuple(round(side) for side in page.get_size()) for page in document} == {(595, 842)}
    cover = text_of(document[0])
    assert all(words in cover for words in ("กระทรวงตัวอย่าง", "ปีงบประมาณพ.ศ.2570", "เอกสารนี้ไม่ใช่", "คะแนนทางการ"))
    assert "พฤศจิกายน2569" in cover and "2026" not in cover, "people read the Buddhist era"
    assert small.written.ledger_head in cover, "what stands last on the cover is on its sheet"
    assert f"2/{len(document)}" in text_of(document[1]) and f"1/{len(document)}" not in cover
    document.close()


def test_on_paper_a_number_leads_to_the_appendix_and_nothing_to_this_machine(pdf: Path, small: Packed) -> None:
    content = pdf.read_bytes()
    assert b"file:" not in content and str(small.folder).encode() not in content
    document = pypdfium2.PdfDocument(pdf)
    pages = [text_of(page) for page in document]
    first = next(number for number in small.written.numbers if number.key == "ministry.disclosed")
    appendix = "".join(pages[next(n for n, text in enumerate(pages) if "ภาคผนวก:บันทึกที่แต่ละตัวเลขนับ" in text) :])
    assert f"=4:{first.records[0]}," in appendix and str(first.records[-1]) in appendix
    assert first.value == 4
    kinds = {annotation_target(document, number) for number in range(1, 4)}
    assert kinds == {"inside"}, "a reference is a link within the document"
    document.close()


def annotation_target(document: pypdfium2.PdfDocument, number: int) -> str:
    """Where the links of a page lead: inside the document, or elsewhere."""
    raw, position, link, found = pypdfium2.raw, ctypes.c_int(0), pypdfium2.raw.FPDF_LINK(), set()
    while raw.FPDFLink_Enumerate(document[number], position, link):
        found.add("inside" if raw.FPDFLink_GetDest(document, link) else "elsewhere")
    return " ".join(sorted(found))
