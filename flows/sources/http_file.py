"""`kind: http_file`: a file behind an address, streamed to disk."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from flows.domain.errors import SourceRefused, SourceUnavailable
from flows.domain.provenance import shown_address
from flows.domain.snapshot import NotModified, Snapshot, Taken
from flows.domain.source import HttpFile
from flows.domain.text import Text
from flows.sources.address_guard import AddressGuard
from flows.sources.http_troubles import refuse_bad_status, too_large, world_errors
from flows.sources.our_disk import new_copy
from flows.sources.per_host import PerHost
from flows.sources.web_page import refuse_web_page

AT_ONCE = 2
"""Requests to one host."""
BLOCK = 1 << 18
REDIRECTS = 5


class Fetcher:
    """Fetches files politely and within bounds: time-outs, a size cap, public addresses only, TLS always verified."""

    def __init__(
        self,
        session: requests.Session,
        guard: AddressGuard,
        timeout: tuple[float, float],
        whole_seconds: float,
        secret: Callable[[str], str],
        per_host: PerHost | None = None,
    ) -> None:
        """per_host: two requests to one host at a time if it is not given; `session` may be shared by as many threads
        as there are."""
        self._session = session
        self._guard = guard
        self._timeout = timeout
        self._whole_seconds = whole_seconds
        self._secret = secret
        self._per_host = per_host or PerHost(AT_ONCE)

    def fetch(self, source: HttpFile, into: Path, etag: str | None, last_modified: str | None) -> Taken:
        """Download to `into`, or NotModified if the server says that the version of these stamps still stands.

        Raises as `Sources.take`.
        """
        headers = {"Accept": "*/*"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        if source.key_setting:
            headers["Authorization"] = self._secret(source.key_setting)
        with world_errors(shown_address(source.url)), self._open(source.url, headers) as response:
            if response.status_code == 304 and (etag or last_modified):
                response.raw.drain_conn()  # of nothing: the connection then serves the next dataset of this host
                return NotModified(source=shown_address(source.url), checked_at=datetime.now(UTC))
            refuse_bad_status(response, shown_address(source.url))
            return self._save(response, source, into)

    @contextmanager
    def _open(self, url: str, headers: dict[str, str]) -> Iterator[requests.Response]:
        """The answer after at most five redirects, each of them checked like the first address."""
        first, shown = urlsplit(url), shown_address(url)
        for _ in range(REDIRECTS + 1):
            self._guard.check_url(url)
            with (
                self._per_host.turn(url),
                self._session.get(
                    url, headers=headers, timeout=self._timeout, stream=True, allow_redirects=False
                ) as response,
            ):
                self._guard.check_peer(response)
                if not response.is_redirect:
                    yield response
                    return
            url = urljoin(url, response.headers["Location"])
            target = urlsplit(url)
            if first.scheme == "https" and target.scheme != "https":
                raise SourceRefused(
                    Text(
                        th=f"{shown} ส่งต่อจาก https ไปยัง {target.scheme} ซึ่งไม่ปลอดภัย โปรดขอให้หน่วยงานใช้ https ตลอดทาง",
                        en=f"{shown} leads from https to {target.scheme}: ask the agency to keep https.",
                    )
                )
            if target.scheme not in ("http", "https"):
                raise SourceRefused(
                    Text(
                        th=f"{shown} ส่งต่อไปยังที่อยู่แบบ {target.scheme} ซึ่งดาวน์โหลดไม่ได้ โปรดขอที่อยู่แบบ https จากหน่วยงาน",
                        en=f"{shown} leads to an address of {target.scheme}, which is not fetched: ask the"
                        " agency for one of https.",
                    )
                )
            if target.netloc != first.netloc:
                headers = {name: value for name, value in headers.items() if name != "Authorization"}
        raise SourceRefused(
            Text(
                th=f"{shown} ส่งต่อไปที่อยู่อื่นเกิน {REDIRECTS} ครั้ง โปรดขอที่อยู่ปลายทางของไฟล์จากหน่วยงาน",
                en=f"{shown} redirects more than {REDIRECTS} times: ask the agency for the final address.",
            )
        )

    def _save(self, response: requests.Response, source: HttpFile, into: Path) -> Snapshot:
        shown = shown_address(source.url)
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > source.max_bytes:
            raise too_large(
                source,
                Text(th=f"แจ้งขนาดไฟล์ {int(announced):,} ไบต์", en=f"announces {int(announced):,} bytes"),
            )
        digest, size, until = hashlib.sha256(), 0, time.monotonic() + self._whole_seconds
        media_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower() or None
        with new_copy(into) as copy:
            for block in response.iter_content(BLOCK):
                if size == 0:
                    refuse_web_page(shown, media_type, block)
                size += len(block)
                if size > source.max_bytes:
                    raise too_large(
                        source,
                        Text(
                            th=f"ส่งข้อมูลมาแล้วเกิน {source.max_bytes:,} ไบต์",
                            en=f"has sent more than {source.max_bytes:,} bytes",
                        ),
                    )
                if time.monotonic() > until:
                    raise SourceUnavailable(
                        Text(
                            th=f"{shown} ส่งข้อมูลมา {size:,} ไบต์ใน {self._whole_seconds:.0f} วินาทีแล้วยังไม่เสร็จ"
                            " โปรดลองใหม่ภายหลัง หรือให้ผู้ดูแลระบบเพิ่มค่า PERD_PULL_SECONDS",
                            en=f"{shown} sent {size:,} bytes in {self._whole_seconds:.0f} s and was not done: try"
                            " later, or raise PERD_PULL_SECONDS.",
                        )
                    )
                digest.update(block)
                copy.write(block)
        return Snapshot(
            path=into,
            sha256=digest.hexdigest(),
            size=size,
            source=shown,
            fetched_at=datetime.now(UTC),
            media_type=media_type,
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
            server_date=response.headers.get("Date"),
            answered_by=urlsplit(response.url).hostname,
        )
