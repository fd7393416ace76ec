"""Printing by a real Chromium: Thai text is in the PDF as text, on A4, and without one it is said what to do."""

from pathlib import Path

import pypdfium2
import pytest

from flows.domain.errors import PipelineError
from flows.pack.pdf import write_pdf
from tests.browser import chromium

PAGE = """<!doctype html><html lang="th"><meta charset="utf-8"><style>@page {size: A4}</style>
<h1>รายงานข้อมูลเปิด</h1><p>ณ วันที่ 29 พฤศจิกายน 2569</p><p style="break-before: page">หน้าสอง</p></html>"""


@pytest.mark.browser
def test_a_page_becomes_sheets_of_a4_with_thai_text(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    write_pdf(tmp_path / "index.html", tmp_path / "pack.pdf", chromium())
    document = pypdfium2.PdfDocument(tmp_path / "pack.pdf")
    assert len(document) == 2
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    text = document[0].get_textpage().get_text_range()
    assert "29" in text
    assert "2569" in text
    document.close()


def test_without_a_browser_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PipelineError, match="--no-pdf"):
        write_pdf(tmp_path / "index.html", tmp_path / "pack.pdf", None)
    assert not (tmp_path / "pack.pdf").exists()


def test_a_browser_that_is_not_there_names_its_setting(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="PERD_BROWSER"):
        write_pdf(tmp_path / "index.html", tmp_path / "pack.pdf", tmp_path / "no-browser")


@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 3\n", "no program at all"])
def test_a_browser_that_does_not_print_leaves_no_file(tmp_path: Path, script: str) -> None:
    browser = tmp_path / "browser"
    browser.write_text(script)
    browser.chmod(0o755)
    with pytest.raises(PipelineError, match="did not print"):
        write_pdf(tmp_path / "index.html", tmp_path / "pack.pdf", browser)
    assert not (tmp_path / "pack.pdf").exists()
