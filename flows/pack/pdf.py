"""The page as a PDF, printed by the Chromium of this machine: nothing else breaks Thai lines as well.

Asked over the browser's DevTools pipe, which opens no port: `--print-to-pdf` waits for no font, and a Chromium that
came without its resource files takes it and never ends.
"""

import base64
import shutil
from pathlib import Path

from flows.domain.errors import PipelineError
from flows.domain.text import Text
from flows.pack.browser_pipe import NoAnswerError, started

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What it is called on PATH."""


def write_pdf(page: Path, into: Path, browser: Path | None) -> None:
    """Print `page` to the new file `into`. `browser`: PERD_BROWSER, or the first of NAMES on PATH.

    Raises PipelineError, and writes nothing, where there is no browser or it does not print.
    """
    program = browser_of(browser)
    try:
        into.write_bytes(_printed(page.resolve().as_uri(), program))
    except (OSError, NoAnswerError) as error:
        raise PipelineError(
            Text(
                th=f"เบราว์เซอร์ {program} พิมพ์ PDF ไม่สำเร็จ ({error}) โปรดลองเปิดโปรแกรมนี้ด้วยตนเอง"
                " ตั้ง PERD_BROWSER เป็นโปรแกรมอื่น หรือสั่งด้วย --no-pdf",
                en=f"The browser {program} did not print the PDF ({error}): try to start it yourself, name another one"
                " in PERD_BROWSER, or pass --no-pdf.",
            )
        ) from error


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


def _printed(address: str, program: Path) -> bytes:
    """As the page's own style says. What cannot be seen on paper is in it, too: an outline, and tags for readers."""
    with started(program) as browser:
        browser.open(address)
        answer = browser.ask(
            "Page.printToPDF",
            printBackground=True,
            preferCSSPageSize=True,
            generateTaggedPDF=True,
            generateDocumentOutline=True,
        )
        return base64.b64decode(answer["data"])
