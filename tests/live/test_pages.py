"""What people see, in a real browser: the portal's pages and the reports."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.house import House
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.prefect, pytest.mark.browser]

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]


@pytest.fixture
def page() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser.new_page(viewport={"width": 1280, "height": 900}, locale="th-TH")
        browser.close()


def thai_letters(text: str) -> int:
    return sum("\u0e00" <= letter <= "\u0e7f" for letter in text)


def test_the_portals_page_of_a_dataset_is_thai_throughout(perd: House, portal: LivePortal, page: Page) -> None:
    perd.keep_only("diw-factories-monthly")
    perd.run()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{portal.url}/dataset/diw-factories-monthly")
    assert page.locator("html").get_attribute("lang") == "th"
    labels = page.locator("section.additional-info th").all_inner_texts()
    assert len(labels) > 12
    assert all(thai_letters(label) for label in labels), labels
    for word in ("ชุดข้อมูล", "องค์กร", "สัญญาอนุญาต", "หน่วยความถี่ของการปรับปรุงข้อมูล", "พจนานุกรมข้อมูล", "ข้อมูลตัวอย่าง"):
        assert page.get_by_text(word).first.is_visible(), word
    assert asked and all(url.startswith(portal.url) for url in asked), "the page loads nothing from elsewhere"


def test_a_report_reads_on_a_phone_and_switches_to_english(perd: House, page: Page) -> None:
    perd.keep_only("dpim-royalties-broken-cells")
    perd.run()
    report: Path = perd.home / "reports/dpim-royalties-broken-cells/index.html"
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(report.as_uri())
    assert "ระงับการเผยแพร่" in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.fonts.check('16px Sarabun')")
    page.get_by_text("English").first.click()
    seen = page.locator("body").inner_text()
    assert "Held" in seen
    assert "ระงับการเผยแพร่" not in seen
