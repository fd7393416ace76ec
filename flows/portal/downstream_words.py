"""What a look at a portal downstream found, or what kept us from looking and who does what, in words for the officer.

None quotes what the other portal said: only its status, and names of the form that CKAN gives them.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flows.domain.presence import Agreement
from flows.domain.text import Text

NO_ADDRESS = Text(
    th="ค่า PERD_DOWNSTREAM_URL ไม่ใช่ที่อยู่แบบ http หรือ https โปรดแก้ไข",
    en="PERD_DOWNSTREAM_URL is no http or https address: correct it",
)

_PARTS = {
    "title": Text(th="ชื่อ", en="title"),
    "licence": Text(th="สัญญาอนุญาต", en="licence"),
    "resources": Text(th="ไฟล์", en="files"),
}


def seen(address: str, name: str, agrees: Agreement) -> Text:
    differ = [part for key, part in _PARTS.items() if not getattr(agrees, key)]
    th, en = ", ".join(part.th for part in differ), ", ".join(part.en for part in differ)
    return Text(
        th=f"{address} แสดงชุดข้อมูลนี้ในชื่อ {name}" + (f" แต่{th}ไม่ตรงกับพอร์ทัลของเรา" if differ else ""),
        en=f"{address} shows it as {name}" + (f", but not with our portal's {en}" if differ else ""),
    )


def not_seen(address: str, others: Sequence[str]) -> Text:
    """`others`: datasets there of our name or title that nothing shows to be ours."""
    if not others:
        return Text(th=f"{address} ไม่มีชุดข้อมูลชื่อนี้", en=f"{address} has no dataset of this name or title")
    named = ", ".join(others)
    return Text(
        th=f"{address} มีชุดข้อมูลชื่อเดียวกัน ({named}) แต่ไม่มีไฟล์ของเราหรือที่อยู่หน้าของเรา จึงไม่นับว่าเป็นชุดข้อมูลนี้",
        en=f"{address} has datasets of this name or title ({named}), but with no file of ours and no word of our page:"
        " they do not count as this one",
    )


def our_own(address: str) -> Text:
    return Text(
        th=f"{address} คือพอร์ทัลของเราเอง จึงบอกไม่ได้ว่าพอร์ทัลปลายทางแสดงชุดข้อมูลหรือไม่ โปรดแก้ PERD_DOWNSTREAM_URL",
        en=f"{address} is our own portal, which says nothing about one downstream: correct PERD_DOWNSTREAM_URL",
    )


def key_in_the_clear(address: str) -> Text:
    return Text(
        th=f"ระบบส่งคีย์ใน PERD_DOWNSTREAM_KEY ทาง https เท่านั้น โปรดตั้ง PERD_DOWNSTREAM_URL ({address}) เป็น https",
        en=f"The key of PERD_DOWNSTREAM_KEY is sent over https only: set PERD_DOWNSTREAM_URL ({address}) to https",
    )


def no_such_key() -> Text:
    return Text(
        th="ค่าใน PERD_DOWNSTREAM_KEY ว่างหรือมีอักขระที่ส่งในหัวข้อ HTTP ไม่ได้ โปรดคัดลอกคีย์มาใส่ใหม่",
        en="PERD_DOWNSTREAM_KEY is empty or holds something that no HTTP header can: copy the key again",
    )


def silent(address: str) -> Text:
    return Text(
        th=f"{address} ไม่ตอบภายในเวลาที่กำหนด จะดูใหม่ในรอบถัดไป",
        en=f"{address} did not answer in time: it is looked at again next time",
    )


def unreachable(address: str, kind: str) -> Text:
    return Text(
        th=f"เชื่อมต่อ {address} ไม่ได้ ({kind}) โปรดตรวจ PERD_DOWNSTREAM_URL และเครือข่าย จะดูใหม่ในรอบถัดไป",
        en=f"There is no connection to {address} ({kind}): check PERD_DOWNSTREAM_URL and the network; it is looked at"
        " again next time",
    )


def untrusted(address: str) -> Text:
    return Text(
        th=f"ใบรับรองความปลอดภัย (TLS certificate) ของ {address} เชื่อถือไม่ได้ และระบบจะไม่ข้ามการตรวจ โปรดแจ้งผู้ดูแลพอร์ทัลนั้น",
        en=f"The TLS certificate of {address} cannot be trusted and is never ignored: tell that portal's administrator",
    )


def too_much(address: str) -> Text:
    return Text(
        th=f"คำตอบของ {address} ใหญ่หรือช้าเกินกว่าจะเป็นคำตอบเรื่องชุดข้อมูลหนึ่งชุด จะดูใหม่ในรอบถัดไป",
        en=f"The answer of {address} is too large or too slow for one about a dataset: it is looked at again next time",
    )


def sent_on(address: str, location: str) -> Text:
    try:
        parts = urlsplit(location)
        to = f"{parts.scheme}://{parts.hostname}" if parts.hostname else address
    except ValueError:
        to = "-"
    return Text(
        th=f"{address} ส่งคำขอต่อไปยัง {to} ซึ่งระบบไม่ตามไปเพราะอาจพาคีย์ไปที่อื่น โปรดตั้ง PERD_DOWNSTREAM_URL เป็นที่อยู่จริง",
        en=f"{address} sends us on to {to}, which is not followed because it could lead the key elsewhere: set"
        " PERD_DOWNSTREAM_URL to the final address",
    )


def busy(address: str, status: int) -> Text:
    return Text(
        th=f"{address} ตอบ HTTP {status}: ไม่ว่าง ขัดข้อง หรือเห็นว่าถามบ่อยเกินไป จะดูใหม่ในรอบถัดไป",
        en=f"{address} answered HTTP {status}: it is busy, out of order or asked too often; it is looked at again next"
        " time",
    )


def question_refused(address: str, status: int) -> Text:
    return Text(
        th=f"{address} ไม่รับคำถามเกี่ยวกับชุดข้อมูลนี้ (HTTP {status}) โปรดเปิดพอร์ทัลนั้นดูด้วยตนเอง",
        en=f"{address} does not take the question about this dataset (HTTP {status}): look there by hand",
    )


def not_let_in(address: str, status: int, web_page: bool, *, with_key: bool) -> Text:
    if web_page:
        return Text(
            th=f"ไฟร์วอลล์หน้า {address} ไม่ให้เข้า (HTTP {status}) บางพอร์ทัลรับเฉพาะที่อยู่ในประเทศไทย โปรดขอให้ผู้ดูแลพอร์ทัลนั้น"
            "อนุญาตเครื่องนี้",
            en=f"A firewall in front of {address} does not let us in (HTTP {status}); some take no address outside"
            " Thailand: ask that portal's administrator to let this machine through",
        )
    if with_key:
        return Text(
            th=f"{address} ไม่รับคีย์ใน PERD_DOWNSTREAM_KEY (HTTP {status}) โปรดตรวจหรือขอคีย์ใหม่จากพอร์ทัลนั้น",
            en=f"{address} does not take the key of PERD_DOWNSTREAM_KEY (HTTP {status}): check it, or ask that portal"
            " for another",
        )
    return Text(
        th=f"{address} ไม่ให้เข้าโดยไม่มีคีย์ (HTTP {status}) โปรดลงทะเบียนขอคีย์กับพอร์ทัลนั้นแล้วตั้ง PERD_DOWNSTREAM_KEY",
        en=f"{address} lets nobody in without a key (HTTP {status}): register there, and set PERD_DOWNSTREAM_KEY",
    )


def closed(address: str) -> Text:
    return Text(
        th=f"{address} ไม่ให้ผู้ใช้ทั่วไปค้นหา โปรดขอสิทธิ์หรือคีย์จากผู้ดูแลพอร์ทัลนั้น",
        en=f"{address} does not let the public search: ask that portal's administrator for access or a key",
    )


def web_page(address: str, status: int) -> Text:
    return Text(
        th=f"{address} ตอบเป็นหน้าเว็บแทนคำตอบของ API (HTTP {status}) อาจเป็นไฟร์วอลล์หรือไม่ใช่พอร์ทัล CKAN โปรดตรวจ"
        " PERD_DOWNSTREAM_URL หรือขอให้ผู้ดูแลพอร์ทัลนั้นอนุญาตเครื่องนี้",
        en=f"{address} answered with a web page instead of the API (HTTP {status}): it is a firewall's, or no CKAN"
        " portal; check PERD_DOWNSTREAM_URL, or ask that portal's administrator to let this machine through",
    )


def not_ckan(address: str) -> Text:
    return Text(
        th=f"{address} ตอบในรูปแบบที่ไม่ใช่ของ CKAN โปรดตรวจ PERD_DOWNSTREAM_URL",
        en=f"{address} gave an answer that is none of CKAN's: check PERD_DOWNSTREAM_URL",
    )


def not_asked_again(first: Text) -> Text:
    return Text(th=f"ไม่ได้ถามอีกในรอบนี้ เพราะ{first.th}", en=f"Not asked again in this run, because of this: {first.en}")
