"""The way to the portal: does it answer at its own address, with a good certificate, and at the right time?"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from flows.domain.source import LOOPBACK
from flows.domain.text import Text
from flows.portal.doctor.finding import Finding
from flows.portal.doctor.first_answer import STATUS, Answer, Trouble
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.telling import SOON, day, duration
from flows.portal.doctor.words import found

CLOCKS_APART = timedelta(seconds=60)
"""More than this is no slow answer."""
LANGUAGE = r"[a-z]{2,3}([_-][A-Za-z@]+)*"
"""As CKAN writes one into the addresses of its pages: th, zh_Hant_TW."""


def address(subject: Subject) -> Iterator[Finding]:
    """Does CKAN answer, there and nowhere else?"""
    url = subject.portal.url
    if not _is_web_address(url):
        yield found("address/none", url=url)
        return
    first = subject.first
    if isinstance(first, Trouble):
        slug = "address/not-asked" if first.untrusted else "address/silent"
        yield found(slug, url=url, reason=first.reason)
    elif 300 <= first.status < 400:
        yield _sent_on(url, first)
    elif subject.status is None:
        yield found(f"address/{_instead_of_ckan(first)}", url=url, status=first.status)
    elif _origin(str(subject.status["site_url"])) != _origin(url):
        yield found("address/site-url", url=url, site_url=str(subject.status["site_url"]))
    elif root := _without_language(subject):
        yield found("address/one-language", url=url, proposed=root)
    else:
        yield found("address/answers", milliseconds=round(first.seconds * 1000))


def certificate(subject: Subject) -> Iterator[Finding]:
    """Is the way encrypted, and for how long yet?"""
    url = subject.portal.url
    if not _is_web_address(url):
        yield found("address/comes-first")
        return
    first, parts = subject.first, urlsplit(url)
    if parts.scheme == "http":
        at_home = parts.hostname in LOOPBACK
        yield found("tls/this-machine") if at_home else found("tls/none", url=url)
    elif isinstance(first, Trouble):
        yield found("tls/untrusted", url=url, reason=first.reason) if first.untrusted else found("tls/unknown-end")
    elif first.certificate_until is None:
        yield found("tls/unknown-end")
    else:
        yield certificate_until(url, first.certificate_until, datetime.now(UTC))


def certificate_until(url: str, until: datetime, now: datetime) -> Finding:
    """What to say of a trusted certificate that ends at `until`."""
    if until - now < SOON:
        return found("tls/ends-soon", url=url, days=(until - now).days, until=day(until))
    return found("tls/valid", until=day(until))


def clock(subject: Subject) -> Iterator[Finding]:
    """Does the portal keep the same time as this machine?"""
    if isinstance(subject.first, Trouble) or subject.first.ahead is None:
        yield found("clock/unknown")
    else:
        yield clocks(subject.first.ahead)


def clocks(ahead: timedelta) -> Finding:
    """What to say of a server whose clock is so far ahead of ours; a negative time is behind it."""
    if abs(ahead) <= CLOCKS_APART:
        return found("clock/agrees", seconds=f"{abs(ahead.total_seconds()):.0f}")
    behind = ahead < timedelta(0)
    direction = Text(th="ช้ากว่า", en="behind") if behind else Text(th="เร็วกว่า", en="ahead of")
    return found("clock/differs", apart=duration(abs(ahead)), direction=direction)


def _sent_on(url: str, first: Answer) -> Finding:
    """To the API at another address, or to anything else: a page to log in at, a firewall's."""
    target = urljoin(f"{url}{STATUS}", first.location) if first.location else "?"
    there = target.partition("?")[0]
    if there.endswith(STATUS):
        proposed = there.removesuffix(STATUS)
        return found("address/sent-on", url=url, status=first.status, target=target, proposed=proposed)
    return found("address/sent-away", url=url, status=first.status, target=target)


def _without_language(subject: Subject) -> str | None:
    """The portal's own address, where what is set is that of its pages in one language; None where it is not."""
    above, _, last = subject.portal.url.rpartition("/")
    if not urlsplit(subject.portal.url).path or not re.fullmatch(LANGUAGE, last):
        return None
    there = subject.status_at(above)
    assert subject.status is not None, "it has answered"
    return above if there and there["site_url"] == subject.status["site_url"] else None


def _instead_of_ckan(first: Answer) -> str:
    if first.status >= 500 or first.status in (408, 425, 429):
        return "busy"
    web_page = first.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or "html" in first.media_type.lower()
    return "web-page" if web_page else "not-ckan"


def _is_web_address(url: str) -> bool:
    scheme, host, _ = _origin(url)
    return scheme in ("http", "https") and bool(host)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return url, None, None
