"""A delivery that tries everything: on the page that shows it, in the workbook, and in whoever reads it."""

import csv
import io

import openpyxl

from tests.checked_report import TWELVE_FILE

COLUMNS = 5000
ROWS = 12
LONG = 10_000

SCRIPT = "window.pwned=1;alert(1)"
TEXTS = (
    f"<script>{SCRIPT}</script>",
    f"</script><script>{SCRIPT}</script>",
    f"</textarea></title></style><img src=x onerror='{SCRIPT}'>",
    f"\"><svg onload='{SCRIPT}'>",
    f"' onmouseover='{SCRIPT}' x='",
    f'<a href="javascript:{SCRIPT}">x</a>',
    "<iframe src='http://127.0.0.1:9/evil'></iframe><link rel=stylesheet href=http://127.0.0.1:9/evil.css>",
    "<!--<script>",
    "]]></xml><b>",
    "{{7*7}}{% raw %}${7*7}#{7*7}<%= 7*7 %>",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1:9/evil","คลิก")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "abc\u202e<gpj.exe\u2066\u2069\u200f",
    "\x01\x02\x08\x0b\x1b[31m\x7f\x85\u2028\ufeff",
    "ก" * LONG,
    f"<b>{'A' * LONG}",
    "\\u003cscript\\u003e&lt;script&gt;&#60;script&#62;",
    "%3Cscript%3E../../etc/passwd",
    "\ud7ff\ue000\ue001\ufffd\U0001f600",
)


def hostile_csv() -> bytes:
    """CSV for the dataset of the twelve errors: its own columns first, then thousands that nobody declared."""
    declared = [str(cell.value) for cell in openpyxl.load_workbook(TWELVE_FILE).worksheets[0][2]]
    header = declared + [f"{TEXTS[n % len(TEXTS)][:300]} {n}" for n in range(len(declared), COLUMNS)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([f"ผลการตรวจ {TEXTS[1]}", *[""] * (COLUMNS - 1)])
    writer.writerow(header)
    for row in range(ROWS):
        cells = [TEXTS[(row * 7 + n) % len(TEXTS)] for n in range(COLUMNS)]
        # A few of the longest are enough; thousands would only be slow.
        writer.writerow([cell if n < 40 or len(cell) < LONG else cell[:50] for n, cell in enumerate(cells)])
    return out.getvalue().encode("utf-8")
