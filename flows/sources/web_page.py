"""A web page where a data file should be: the commonest lie of a link, often with status 200."""

import re

from flows.domain.errors import SourceRefused
from flows.domain.text import Text

_PAGE = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta)\b",
    re.I | re.S,
)
_FIREWALL = re.compile(
    rb"_Incapsula_|incap_ses|cf-chl|Attention Required! \| Cloudflare|Request unsuccessful|Access Denied",
    re.I,
)


def refuse_web_page(url: str, media_type: str | None, first_block: bytes) -> None:
    """Raises SourceRefused if the answer is an HTML page, whatever it calls itself."""
    head = first_block[:4096]
    if not _PAGE.match(head) and not (media_type == "text/html" and b"<" in head):
        return
    if _FIREWALL.search(first_block[:65536]):
        raise SourceRefused(
            Text(
                th=f"{url} ถูกระบบรักษาความปลอดภัย (ไฟร์วอลล์) ปิดกั้น ไม่ได้เสีย: ได้หน้าแจ้งของไฟร์วอลล์แทนไฟล์ข้อมูล"
                " โปรดขอให้หน่วยงานอนุญาต (allow-list) เครื่องแม่ข่ายนี้",
                en=f"{url} is blocked, not broken: a firewall's page came instead of the file; ask the agency to"
                " allow-list this server.",
            )
        )
    raise SourceRefused(
        Text(
            th=f"{url} เป็นหน้าเว็บ (HTML) ไม่ใช่ไฟล์ข้อมูล โปรดขอที่อยู่สำหรับดาวน์โหลดไฟล์โดยตรงจากหน่วยงาน แล้วใส่ใน `source.url`",
            en=f"{url} is a web page (HTML), not a data file: ask the agency for the address of the file itself, and"
            " put it in `source.url`.",
        )
    )
