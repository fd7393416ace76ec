"""What a server's bad answers, and none at all, mean for the people who have to act."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests

from flows.domain.errors import SourceRefused, SourceUnavailable
from flows.domain.provenance import shown_address
from flows.domain.source import HttpFile
from flows.domain.text import Text

LATER = {408, 425, 429, 500, 502, 503, 504}


def refuse_bad_status(response: requests.Response, url: str) -> None:
    """Raises SourceUnavailable or SourceRefused for every status but 200. `url` as it may be shown."""
    status = response.status_code  # without the server's own words, which may hold anything
    if status in LATER:
        raise SourceUnavailable(
            Text(
                th=f"{url} ตอบกลับ {status} เครื่องแม่ข่ายของหน่วยงานไม่ว่างหรือขัดข้อง โปรดลองใหม่ภายหลัง",
                en=f"{url} answered {status}: the agency's server is busy or broken; try later.",
            )
        )
    if status in (401, 403):
        raise SourceRefused(
            Text(
                th=f"{url} ตอบกลับ {status} (ไม่อนุญาตให้เข้าถึง) ข้อมูลเปิดต้องดาวน์โหลดได้โดยไม่ต้องใช้รหัส"
                " โปรดขอให้หน่วยงานเปิดให้ทุกคนดาวน์โหลดได้ หรืออนุญาต (allow-list) เครื่องแม่ข่ายนี้",
                en=f"{url} answered {status}: open data needs no key; ask the agency to let everybody download it (or"
                " to allow-list this server).",
            )
        )
    if status in (404, 410):
        raise SourceRefused(
            Text(
                th=f"{url} ตอบกลับ {status} (ไม่พบไฟล์) ไฟล์ไม่ได้อยู่ที่เดิมแล้ว โปรดขอที่อยู่ใหม่จากหน่วยงาน แล้วแก้ใน `source.url`",
                en=f"{url} answered {status}: the file is not there any more; ask the agency for its new address and"
                " put it in `source.url`.",
            )
        )
    if status != 200:
        raise SourceRefused(
            Text(
                th=f"{url} ตอบกลับ {status} แทนที่จะเป็น 200 โปรดสอบถามหน่วยงานว่ามีการเปลี่ยนแปลงอะไร",
                en=f"{url} answered {status}, not 200: ask the agency what changed.",
            )
        )


def too_large(source: HttpFile, how: Text) -> SourceRefused:
    """`how` the file was found to be over its cap."""
    shown = shown_address(source.url)
    return SourceRefused(
        Text(
            th=f"{shown} {how.th} เกินขนาดสูงสุด {source.max_bytes:,} ไบต์ โปรดตรวจสอบว่าเป็นไฟล์ที่ถูกต้อง"
            " แล้วจึงเพิ่มค่า `max_bytes` ในไฟล์ประกาศ",
            en=f"{shown} {how.en}, over the cap of {source.max_bytes:,} bytes: check that it is the right file,"
            " then raise `max_bytes` in its declaration.",
        )
    )


@contextmanager
def world_errors(url: str) -> Iterator[None]:
    """Requests' own errors, told as ours, of `url` as it may be shown.

    Whatever else the operating system says is a connection that broke off.
    """
    try:
        yield
    except requests.exceptions.SSLError as error:
        host = urlsplit(url).netloc
        raise SourceRefused(
            Text(
                th=f"ใบรับรองความปลอดภัย (TLS certificate) ของ {host} เชื่อถือไม่ได้ โปรดขอให้หน่วยงานต่ออายุหรือติดตั้งใบรับรองให้ถูกต้อง"
                " ระบบจะไม่ข้ามการตรวจใบรับรอง",
                en=f"The certificate of {host} cannot be trusted ({_why(error)}): ask the agency to renew it; it is"
                " never ignored.",
            )
        ) from error
    except requests.exceptions.Timeout as error:
        raise SourceUnavailable(
            Text(
                th=f"{url} ไม่ตอบภายในเวลาที่กำหนด โปรดลองใหม่ภายหลัง หรือสอบถามหน่วยงานเรื่องเครื่องแม่ข่าย",
                en=f"{url} did not answer in time: try later, or ask the agency about its server.",
            )
        ) from error
    except requests.exceptions.ContentDecodingError as error:
        raise SourceUnavailable(
            Text(
                th=f"{url} ส่งข้อมูลที่บีบอัดมาเสียหาย โปรดลองใหม่ภายหลัง",
                en=f"{url} sent a damaged compressed answer: try later.",
            )
        ) from error
    except ValueError as error:  # requests' InvalidURL and its like, and urlsplit's own for a half bracket
        raise SourceRefused(
            Text(
                th=f"{url} ไม่ใช่ที่อยู่ที่ดาวน์โหลดได้ หรือส่งต่อไปยังที่อยู่ที่ดาวน์โหลดไม่ได้ โปรดแก้ `source.url`",
                en=f"{url} is not an address that can be fetched, or leads to one that is not: correct `source.url`.",
            )
        ) from error
    except OSError as error:  # every other RequestException, and a connection that is gone when we look at it
        raise SourceUnavailable(
            Text(
                th=f"{url} เชื่อมต่อไม่ได้ หรือการเชื่อมต่อขาดก่อนได้ไฟล์ครบ โปรดลองใหม่ภายหลัง",
                en=f"{url}: the connection failed or broke off before the file was complete: try later.",
            )
        ) from error


def _why(error: requests.exceptions.SSLError) -> str:
    """OpenSSL's own words about a certificate, without those of the libraries around it."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    (inner, *_) = getattr(reason, "args", None) or (None,)
    return getattr(inner, "verify_message", None) or "no TLS connection came about"
