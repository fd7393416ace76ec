"""What people see, in a real browser: the portal's pages and the reports."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import accessibility_faults, browser_page, chromium
from tests.house import House
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.prefect, pytest.mark.browser]


@pytest.fixture
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


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


def test_reports_and_indexes_have_no_serious_accessibility_fault(perd: House, page: Page) -> None:
    perd.keep_only("dpim-royalties-broken-cells", "diw-factories-monthly")
    perd.run()
    reports = perd.home / "reports"
    faults: list[str] = []
    for name in ("dpim-royalties-broken-cells", "diw-factories-monthly", "agency/dpim", "."):
        page.goto((reports / name / "index.html").resolve().as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            for label, language in (("ไทย", "th"), ("English", "en")):
                page.locator("#language").get_by_text(label).click()
                assert page.locator("html").get_attribute("lang") == language
                faults += [f"{name}, {language}, {width} px: {fault}" for fault in accessibility_faults(page)]
    assert faults == []


def test_an_accessibility_fault_would_be_seen(page: Page) -> None:
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    page.set_content(
        f'<!doctype html><html lang="en"><head>{policy}<title>Bad</title></head><body><main>'
        '<h1>Bad</h1><img id="no-words" src="x.png">'
        '<p id="pale" style="color: #ccc; background: #fff">hard to read</p></main></body></html>'
    )
    assert accessibility_faults(page) == [
        "color-contrast (serious) at #pale: Elements must meet minimum color contrast ratio thresholds",
        "image-alt (critical) at #no-words: Images must have alternative text",
    ]


def test_without_a_browser_the_tests_fail_and_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("npm_config_offline", "true")
    with pytest.raises(pytest.fail.Exception, match=r"no browser .*@sparticuz/chromium.*; install Chromium"):
        chromium(tmp_path / "browser")
    assert not (tmp_path / "browser" / "153.0.0").exists()
