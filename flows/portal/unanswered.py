"""No answer, or one after which the same request may succeed: what it is called, and what is said of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import requests
from urllib3.exceptions import ProtocolError

from flows.domain.errors import PortalDown, PortalUnavailable
from flows.domain.text import Text
from flows.portal.pace import seconds_asked_for

LATER = frozenset({408, 425, 429})
"""HTTP statuses below 500 after which the same request may succeed. Every 5xx may, too."""

TOO_MUCH = frozenset({429, 503, 504})
"""Those by which a portal, or the gateway before it, says that it has too much to do."""


class PortalBusy(PortalUnavailable):
    """The portal has too much to do: it said so, or did not answer in time."""

    retry_after: float = 0.0
    """Seconds for which it wants to be left alone; 0 if it did not say."""


class ConnectionLost(PortalUnavailable):
    """The portal was reached, and the connection ended without an answer."""


def later(status: int, headers: Mapping[str, str], doing: str, portal: str) -> PortalUnavailable | None:
    """The error of an HTTP answer after which the same request may succeed; None if it is none of these."""
    if status not in LATER and status < 500:
        return None
    told = Text(
        th=f"พอร์ทัล {portal} ตอบ HTTP {status} ต่อ {doing} พอร์ทัลอาจกำลังทำงานหนักหรือขัดข้อง โปรดลองใหม่ภายหลัง "
        f"และแจ้งผู้ดูแลพอร์ทัลหากยังไม่หาย",
        en=f"The portal {portal} answered HTTP {status} to {doing}: it is busy or out of order, try again "
        f"later and tell its administrator if it lasts",
    )
    if status not in TOO_MUCH:
        return PortalUnavailable(told)
    busy = PortalBusy(told)
    busy.retry_after = seconds_asked_for(headers.get("Retry-After"))
    return busy


@contextmanager
def heard(doing: str, portal: str) -> Iterator[None]:
    """PortalUnavailable for whatever keeps an answer from arriving at all."""
    try:
        yield
    except requests.Timeout as late:
        raise PortalBusy(_silent(doing, portal, Text(th="รอจนหมดเวลา", en="no answer in time"))) from late
    except requests.ConnectionError as cut:
        kind = ConnectionLost if isinstance(next(iter(cut.args), None), ProtocolError) else PortalUnavailable
        raise kind(_silent(doing, portal, Text(th="เชื่อมต่อไม่ได้", en="no connection"))) from cut
    except requests.RequestException as broken:
        name = type(broken).__name__
        raise PortalUnavailable(_silent(doing, portal, Text(th=name, en=name))) from broken


def _silent(doing: str, portal: str, reason: Text) -> Text:
    return Text(
        th=f"พอร์ทัล {portal} ไม่ตอบ {doing} ({reason.th}) โปรดตรวจว่าพอร์ทัลเปิดอยู่และ PERD_PORTAL_URL ถูกต้อง แล้วลองใหม่",
        en=f"The portal {portal} did not answer {doing} ({reason.en}): check that it is up and that "
        f"PERD_PORTAL_URL is right, then try again",
    )


def broken_off(doing: str, portal: str) -> PortalUnavailable:
    """An answer of which only the beginning came."""
    return PortalUnavailable(
        Text(
            th=f"คำตอบของพอร์ทัล {portal} ต่อ {doing} มาไม่ครบ โปรดลองใหม่ และแจ้งผู้ดูแลพอร์ทัลหากยังไม่หาย",
            en=f"The answer of the portal {portal} to {doing} breaks off: try again, and tell its administrator if it "
            f"lasts",
        )
    )


def down(portal: str, silent_for: float) -> PortalDown:
    """`silent_for`: seconds without a good answer."""
    return PortalDown(
        Text(
            th=f"พอร์ทัล {portal} ไม่ตอบมาแล้ว {silent_for:.0f} วินาที จึงถือว่าล่มและไม่ถูกเรียกอีกในตอนนี้ สิ่งที่เผยแพร่ไว้แล้วยังอยู่ตามเดิม "
            f"โปรดแจ้งผู้ดูแลพอร์ทัล แล้วเริ่มรอบใหม่เมื่อพอร์ทัลใช้ได้ หรือรอรอบถัดไป",
            en=f"The portal {portal} gave no good answer for {silent_for:.0f} seconds: it is taken to be down and is "
            f"left alone; what was published stays as it is. Tell its administrator, and start a new run when it is "
            f"up, or leave it to the next night",
        )
    )


def unindexed(doing: str, portal: str) -> PortalUnavailable:
    return PortalUnavailable(
        Text(
            th=f"พอร์ทัล {portal} บันทึก {doing} แล้วแต่ทำดัชนีค้นหาไม่ได้ โปรดดูอีกครั้ง และหากยังค้นไม่พบ "
            f"ให้ขอผู้ดูแลพอร์ทัลสั่ง `ckan search-index rebuild`",
            en=f"The portal {portal} saved {doing} but could not index it for search: look, and ask its administrator "
            f"for `ckan search-index rebuild` if the search goes on missing it",
        )
    )
