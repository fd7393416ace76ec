"""`kind: http_file`: a file behind an address, streamed to disk."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from flows.domain.dataset import HttpFile
from flows.domain.errors import SourceRefused, SourceUnavailable
from flows.domain.snapshot import NotModified, Snapshot, Taken
from flows.sources.address_guard import AddressGuard
from flows.sources.web_page import refuse_web_page

BLOCK = 1 << 18
REDIRECTS = 5
LATER = {408, 425, 429, 500, 502, 503, 504}


class Fetcher:
    """Fetches files politely and within bounds: time-outs, a size cap, public addresses only, TLS always verified."""

    def __init__(
        self,
        session: requests.Session,
        guard: AddressGuard,
        timeout: tuple[float, float],
        whole_seconds: float,
        secret: Callable[[str], str],
    ) -> None:
        self._session = session
        self._guard = guard
        self._timeout = timeout
        self._whole_seconds = whole_seconds
        self._secret = secret

    def fetch(self, source: HttpFile, into: Path, etag: str | None, last_modified: str | None) -> Taken:
        """Download to `into`, or NotModified if the server says that the version of these stamps still stands."""
        headers = {"Accept": "*/*"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        if source.key_setting:
            headers["Authorization"] = self._secret(source.key_setting)
        try:
            with _world_errors(source.url), self._open(source.url, headers) as response:
                if response.status_code == 304 and (etag or last_modified):
                    return NotModified(source=source.url, checked_at=datetime.now(UTC))
                _refuse_bad_status(response, source.url)
                return self._save(response, source, into)
        except (SourceRefused, SourceUnavailable):
            into.unlink(missing_ok=True)
            raise

    def _open(self, url: str, headers: dict[str, str]) -> requests.Response:
        """The answer after at most five redirects, each of them checked like the first address."""
        first = urlsplit(url)
        for _ in range(REDIRECTS + 1):
            self._guard.check_url(url)
            response = self._session.get(
                url, headers=headers, timeout=self._timeout, stream=True, allow_redirects=False
            )
            self._guard.check_peer(response)
            if not response.is_redirect:
                return response
            response.close()
            url = urljoin(url, response.headers["Location"])
            target = urlsplit(url)
            if first.scheme == "https" and target.scheme != "https":
                raise SourceRefused(
                    f"{first.geturl()} leads from https to {target.scheme}: ask the agency to keep https."
                )
            if target.netloc != first.netloc:
                headers = {name: value for name, value in headers.items() if name != "Authorization"}
        raise SourceRefused(
            f"{first.geturl()} redirects more than {REDIRECTS} times: ask the agency for the final address."
        )

    def _save(self, response: requests.Response, source: HttpFile, into: Path) -> Snapshot:
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > source.max_bytes:
            raise _too_large(source, f"announces {int(announced):,} bytes")
        digest, size, until = hashlib.sha256(), 0, time.monotonic() + self._whole_seconds
        media_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower() or None
        with into.open("xb") as file:
            for block in response.iter_content(BLOCK):
                if size == 0:
                    refuse_web_page(source.url, media_type, block)
                size += len(block)
                if size > source.max_bytes:
                    raise _too_large(source, f"has sent more than {source.max_bytes:,} bytes")
                if time.monotonic() > until:
                    raise SourceUnavailable(
                        f"{source.url} sent {size:,} bytes in {self._whole_seconds:.0f} s and was not done: try later,"
                        " or raise PERD_PULL_SECONDS."
                    )
                digest.update(block)
                file.write(block)
        return Snapshot(
            path=into,
            sha256=digest.hexdigest(),
            size=size,
            source=source.url,
            fetched_at=datetime.now(UTC),
            media_type=media_type,
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
        )


def _refuse_bad_status(response: requests.Response, url: str) -> None:
    status = response.status_code
    if status in LATER:
        raise SourceUnavailable(
            f"{url} answered {status} {response.reason}: the agency's server is busy or broken; try later."
        )
    if status in (401, 403):
        raise SourceRefused(
            f"{url} answered {status} {response.reason}: open data needs no key; ask the agency to let everybody"
            " download it (or to allow-list this server)."
        )
    if status in (404, 410):
        raise SourceRefused(
            f"{url} answered {status}: the file is not there any more; ask the agency for its new address and put it in"
            " `source.url`."
        )
    if status != 200:
        raise SourceRefused(f"{url} answered {status} {response.reason}, not 200: ask the agency what changed.")


def _too_large(source: HttpFile, how: str) -> SourceRefused:
    return SourceRefused(
        f"{source.url} {how}, over the cap of {source.max_bytes:,} bytes: check that it is the right file, then raise"
        " `max_bytes` in its declaration."
    )


@contextmanager
def _world_errors(url: str) -> Iterator[None]:
    """Requests' own errors, told as ours."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise SourceRefused(
            f"The certificate of {urlsplit(url).netloc} cannot be trusted ({error.args[0]}): ask the agency to renew"
            " it; it is never ignored."
        ) from error
    except requests.exceptions.Timeout as error:
        raise SourceUnavailable(
            f"{url} did not answer in time: try later, or ask the agency about its server."
        ) from error
    except ValueError as error:  # requests' InvalidURL and its like, and urlsplit's own for a half bracket
        raise SourceRefused(f"{url} is not an address that can be fetched: correct `source.url`.") from error
    except (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        raise SourceUnavailable(
            f"{url}: the connection failed or broke off before the file was complete: try later."
        ) from error
    except requests.exceptions.ContentDecodingError as error:
        raise SourceUnavailable(f"{url} sent a damaged compressed answer: try later.") from error
