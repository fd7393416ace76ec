"""The pictures of an award pack in docs/images: `python -m tests.pack.screenshots` makes them anew.

The pack is that of the tests: 44 made-up datasets of nine agencies over fourteen months.
"""

import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from playwright.sync_api import Page

from flows.pack import write_folder
from tests.browser import browser_page, chromium
from tests.memory import folder_in_memory
from tests.pack.conftest import commission, write_ledger

IMAGES = Path(__file__).resolve().parents[2] / "docs/images"
WIDTH, HEIGHT = 1280, 900
SHEET = 4
"""Of the PDF, counted from 0: charts."""


def main() -> None:
    with TemporaryDirectory() as made, folder_in_memory() as home:
        folder = Path(made)
        write_folder(folder, write_ledger(home), commission(), chromium())
        with browser_page(WIDTH, HEIGHT) as page:
            page.goto((folder / "index.html").as_uri())
            page.evaluate("document.fonts.ready")
            page.screenshot(path=IMAGES / "award-cover.png")
            for name, words in (("award-charts", "การเติบโตและประวัติการตรวจ"), ("award-agency", "หน้าของหน่วยงาน")):
                shown(page, words)
                page.screenshot(path=IMAGES / f"{name}.png")
            page.goto((folder / "records/ministry/open-licence.html").as_uri())
            page.screenshot(path=IMAGES / "award-records.png")
        document = pypdfium2.PdfDocument(folder / "pack.pdf")
        (IMAGES / "award-print.png").write_bytes(as_png(document[SHEET]))
        document.close()


def shown(page: Page, heading: str) -> None:
    """Scroll to the section of that name, or to the first agency's."""
    found = page.locator("h2", has_text=heading)
    target = found.first if found.count() else page.locator("section[id^='agency']").first
    target.evaluate("element => element.scrollIntoView()")


def as_png(sheet: pypdfium2.PdfPage, scale: float = 1.4) -> bytes:
    """One page of a PDF as a picture, 8 bits a colour."""
    bitmap = sheet.render(scale=scale, rev_byteorder=True)
    width, height, channels = bitmap.width, bitmap.height, bitmap.n_channels
    raw = bytes(bitmap.buffer)
    rows = (raw[at : at + width * channels] for at in range(0, bitmap.stride * height, bitmap.stride))
    lines = b"".join(b"\0" + row for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


if __name__ == "__main__":
    main()
