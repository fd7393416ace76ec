"""Reading a file of the portal back, as a stream: where the token may go, and what a web page in its place means."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests

from flows.domain.errors import PortalRefused
from flows.domain.text import Text
from flows.portal import unanswered
from flows.portal.limit import limited

CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Download:
    """What lay behind an address."""

    sha256: str
    size: int
    """Bytes."""
    web_page: bool
    """HTML: a firewall's or a log-in page instead of the file."""


def leads_away(url: str, portal: str) -> bool:
    """Whether the address is another host's than the portal's."""
    return _origin(url) != _origin(portal)


def same_origin(url: str, portal: str) -> None:
    """PortalRefused if the portal gives its file an address on another host: the token does not go there."""
    if leads_away(url, portal):
        raise PortalRefused(
            Text(
                th=f"พอร์ทัลที่ {portal} ให้ที่อยู่ไฟล์ไว้ที่ {_origin(url)} ซึ่งระบบจะไม่ส่งโทเคนไป "
                f"โปรดตั้ง PERD_PORTAL_URL ให้ตรงกับ ckan.site_url ของพอร์ทัล",
                en=f"The portal at {portal} gives its files addresses at {_origin(url)}, and the token does not go "
                f"there: set PERD_PORTAL_URL to the portal's ckan.site_url",
            )
        )


def download(
    session: requests.Session,
    url: str,
    portal: str,
    *,
    headers: Mapping[str, str],
    timeout: tuple[float, float],
    seconds: float,
    to: Path | None,
) -> Download:
    """Read the file behind `url`, kept in `to` if that is given. Redirects are followed.

    `timeout` in seconds, to connect and of silence; `seconds` for all of it. The session mounts LimitedAdapter.

    requests takes the Authorization header off where a redirect leads to another host.
    """
    digest, size, head = hashlib.sha256(), 0, b""
    doing = f"the download of {url}"
    with (
        unanswered.heard(doing, portal),
        limited(seconds),
        session.get(url, headers=dict(headers), timeout=timeout, stream=True) as answer,
    ):
        if answer.status_code != 200:
            raise unanswered.later(answer.status_code, answer.headers, doing, portal) or _not_given(
                answer.status_code, doing, portal, with_token=bool(headers)
            )
        # Bytes as they are stored, whatever Content-Encoding the web server put around them.
        with to.open("wb") if to else io.BytesIO() as kept:
            for chunk in answer.iter_content(CHUNK):
                head = head or chunk[:512]
                digest.update(chunk)
                size += len(chunk)
                if to:
                    kept.write(chunk)
        media_type = answer.headers.get("Content-Type", "")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    web_page = "html" in media_type.lower() or start.startswith((b"<!doctype html", b"<html"))
    return Download(sha256=digest.hexdigest(), size=size, web_page=web_page)


def _not_given(status: int, doing: str, portal: str, *, with_token: bool) -> PortalRefused:
    by = Text(th="โดยผู้ใช้ทั่วไป", en="by an anonymous visitor")
    if with_token:
        by = Text(th="โดยใช้โทเคน", en="with the token")
    return PortalRefused(
        Text(
            th=f"พอร์ทัล {portal} ตอบ HTTP {status} ต่อ {doing} {by.th} โปรดเปิดที่อยู่นี้ในเบราว์เซอร์และสอบถามผู้ดูแลพอร์ทัล",
            en=f"The portal {portal} answered HTTP {status} to {doing} {by.en}: open the address in a browser and ask "
            f"the portal's administrator why",
        )
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
