"""The pictures of reports in docs/images: `python -m tests.screenshots` makes them anew, in the browser of the tests.

The index is that of a check of all examples: with no portal, what is fit is shown as what would be published.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Page

from tests.browser import browser_page
from tests.checked_report import TWELVE_FILE, check_file
from tests.house import ROOT, house

IMAGES = ROOT / "docs/images"
WIDTH = 1280
HEIGHT = 900
PHONE_WIDTH, PHONE_HEIGHT = 360, 740


def main() -> None:
    with TemporaryDirectory() as made, browser_page(WIDTH, HEIGHT) as page:
        folder = Path(made)
        report = check_file(TWELVE_FILE, folder / "home") / "index.html"
        page.goto(report.as_uri())
        _take(page, "report-verdict")
        _show(page, "#rule-thai-common-era-left")
        _take(page, "report-findings")
        page.locator("label", has_text="English").click()
        page.evaluate("window.scrollTo(0, 0)")
        _take(page, "report-english")
        page.locator("label", has_text="ไทย").click()
        page.set_viewport_size({"width": PHONE_WIDTH, "height": PHONE_HEIGHT})
        page.evaluate("window.scrollTo(0, 0)")
        _take(page, "report-phone")
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        page.goto(index_of_the_examples(folder / "house").as_uri())
        _take(page, "report-index")


def index_of_the_examples(folder: Path) -> Path:
    """The ministry's index after all examples were checked and nothing was published."""
    from flows.bookkeeping import report_of
    from flows.domain.errors import PipelineError
    from flows.domain.text import Text
    from flows.examine import examine, pull
    from flows.settings import read_settings
    from flows.settle import broken, foreseen
    from flows.world import opened

    folder.mkdir()
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        house(folder, monkeypatch),
        opened(read_settings(), checking_only=True) as world,
    ):
        for name, dataset in world.catalogue.datasets.items():
            try:
                draft = examine(pull(name, world), world)
                report = report_of(foreseen(draft), draft, dataset, world)
            except PipelineError as error:
                report = report_of(broken(name, error), None, dataset, world)
            world.shelf.put(report)
        ministry = Text(th="ชุดข้อมูลตัวอย่างทั้งหมด", en="All example datasets")
        return world.shelf.put_indexes(ministry, world.catalogue.datasets, world.started, "").resolve()


def _show(page: Page, element: str) -> None:
    page.locator(element).evaluate("element => element.scrollIntoView()")


def _take(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
