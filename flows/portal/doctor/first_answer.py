"""The portal's first answer with what stands around it: where it was sent on to, its clock, its certificate.

Asked as a visitor: no token is sent, and no redirect is followed.
"""

import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from flows.domain.text import Text
from flows.portal.limit import LimitedAdapter, limited

LARGEST = 1_000_000
"""Bytes of an answer that are read: CKAN's own is a thousandth of it."""
STATUS = "/api/3/action/status_show"
ALTOGETHER = 60.0
"""Seconds that it may take, however slowly it drips."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for status_show."""

    status: int
    media_type: str
    location: str
    """Where it was sent on to; empty if it was not."""
    body: bytes
    seconds: float
    ahead: timedelta | None
    """How far the server's clock is ahead of ours; None if it does not tell its time."""
    certificate_until: datetime | None
    """UTC. None without encryption, or where it could not be seen."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """No answer came."""

    reason: Text
    untrusted: bool
    """The certificate is why."""


def first_answer(url: str, timeout: tuple[float, float], user_agent: str) -> Answer | Trouble:
    """`timeout`: seconds to reach the portal, and of silence in its answer."""
    started = time.monotonic()
    try:
        with (
            limited(ALTOGETHER),
            _session(user_agent) as session,
            session.get(f"{url}{STATUS}", timeout=timeout, allow_redirects=False, stream=True) as answer,
        ):
            seconds = time.monotonic() - started
            return Answer(
                status=answer.status_code,
                media_type=answer.headers.get("Content-Type", ""),
                location=answer.headers.get("Location", ""),
                certificate_until=_certificate_until(answer),
                seconds=seconds,
                ahead=_ahead(answer.headers.get("Date"), seconds),
                body=answer.raw.read(LARGEST, decode_content=True),
            )
    except requests.exceptions.SSLError as refused:
        return Trouble(_why_untrusted(refused), untrusted=True)
    except (requests.RequestException, OSError, ValueError) as silent:
        return Trouble(_why_silent(silent), untrusted=False)


def _session(user_agent: str) -> requests.Session:
    session = requests.Session()
    session.headers["User-Agent"] = user_agent
    for scheme in ("http://", "https://"):
        session.mount(scheme, LimitedAdapter())
    return session


def _ahead(date: str | None, seconds: float) -> timedelta | None:
    try:
        told = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    there = told if told.tzinfo else told.replace(tzinfo=UTC)
    # The server wrote it somewhere between our question and its answer, in whole seconds.
    return there + timedelta(seconds=0.5) - (datetime.now(UTC) - timedelta(seconds=seconds / 2))


def _certificate_until(answer: requests.Response) -> datetime | None:
    connection: Any = getattr(answer.raw, "connection", None)
    channel = getattr(connection, "sock", None)
    told = channel.getpeercert() if isinstance(channel, ssl.SSLSocket) else None
    if not told or "notAfter" not in told:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)


_UNTRUSTED = {
    9: Text(th="ยังไม่เริ่มใช้", en="it is not valid yet"),
    10: Text(th="หมดอายุแล้ว", en="it has expired"),
    18: Text(th="ออกให้ตัวเอง", en="it is self-signed"),
    19: Text(th="ออกโดยผู้ที่ระบบไม่รู้จัก", en="its authority is not known here"),
    20: Text(th="ออกโดยผู้ที่ระบบไม่รู้จัก หรือติดตั้งไม่ครบสาย", en="its authority is not known here, or its chain is incomplete"),
    21: Text(th="ติดตั้งไม่ครบสาย", en="its chain is incomplete"),
    62: Text(th="เป็นของชื่อเครื่องอื่น", en="it is another host's"),
}
"""By OpenSSL's verify codes (X509_V_ERR_*)."""


def _why_untrusted(error: BaseException) -> Text:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            message = cause.verify_message
            return _UNTRUSTED.get(cause.verify_code, Text(th=message, en=message))
    return Text(th="เริ่มการเข้ารหัสไม่ได้", en="encryption could not be started")


def _why_silent(error: BaseException) -> Text:
    if isinstance(error, requests.Timeout):
        return Text(th="รอจนหมดเวลา", en="no answer in time")
    if isinstance(error, requests.ConnectionError):
        return Text(th="เชื่อมต่อไม่ได้", en="no connection")
    return Text(th=type(error).__name__, en=type(error).__name__)


def _causes(error: object) -> Iterator[BaseException]:
    """The error and all that it was made of: requests and urllib3 keep the cause in different places."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
