"""Requests to the portal in the name of an editor, whose token they carry, or of nobody, and what their answers mean.

What only reads is repeated here if the portal does not answer. What writes never is: it may have arrived, so whoever
wrote it looks first. The token stands in no message and in no repr.
"""

import copy
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

import ckanapi  # type: ignore[import-untyped]
import requests
from ckanapi.common import reverse_apicontroller_action  # type: ignore[import-untyped]
from pydantic import SecretStr
from requests_toolbelt import MultipartEncoder  # type: ignore[import-untyped]

from flows.portal import failures, unanswered
from flows.portal.download import Download, download, same_origin
from flows.portal.limit import LimitedAdapter, limited
from flows.portal.line import Line, reads
from flows.portal.revision import Upload

STORING_SECONDS_PER_MEGABYTE = 2.0
"""Added to the read time-out: the portal answers an upload only when it has stored all of it."""
SECONDS_PER_MEGABYTE = 10.0
"""Added to what an exchange may take altogether: a line of 0.8 Mbit/s moves a file in that time."""

KEPT_OPEN = 32
"""Connections to the portal, for whoever asks next: about as many as ask at a time."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds."""

    connect: float
    """To reach the portal."""
    answer: float
    """That an answer of the API takes, and of silence in a file."""

    def for_file(self, size: int) -> float:
        """For a file of so many bytes altogether, up or down."""
        return self.answer + SECONDS_PER_MEGABYTE * size / 1_000_000


class Calls:
    """Of one visitor, by one HTTP session."""

    def __init__(self, url: str, token: SecretStr | None, line: Line, timeouts: Timeouts, user_agent: str) -> None:
        """`url` without a final slash; no token for the public's calls."""
        self._url, self._token, self._line, self._timeouts, self._user_agent = url, token, line, timeouts, user_agent
        self._session = requests.Session()
        self._session.headers["User-Agent"] = user_agent
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, LimitedAdapter(pool_maxsize=KEPT_OPEN))
        self._confirm: Callable[[], None] = lambda: None

    def only_while(self, confirm: Callable[[], None]) -> Self:
        """The same by the same session; `confirm` is asked before each write."""
        guarded = copy.copy(self)
        guarded._confirm = confirm
        return guarded

    def close(self) -> None:
        self._session.close()

    def call(
        self,
        action: str,
        data: Mapping[str, Any],
        of: str,
        organisation: str | None = None,
        seconds: float = 0,
        written: Mapping[str, bytes] | None = None,
    ) -> Any:
        """The result of one API action. `of` names its object in messages; `seconds` lengthen the wait; `written` are
        further parameters that are JSON already: to make it of a million rows anew takes longer than to send them."""
        doing = f"{action} of {of}"
        longest = self._timeouts.answer + seconds

        def look_first(answer: requests.Response, *args: object, **kwargs: object) -> None:
            self._readable(answer, doing)

        def call() -> Any:
            exchange = self._line.exchange(writes=not reads(action), kind=None if seconds else action)
            with exchange, self._classed(doing, organisation), limited(longest):
                if not reads(action):
                    self._confirm()
                timeout = (self._timeouts.connect, longest)
                if written:
                    return self._posted(action, _as_json(data, written), timeout, doing)
                token = self._token.get_secret_value() if self._token else None
                remote = ckanapi.RemoteCKAN(self._url, apikey=token, user_agent=self._user_agent, session=self._session)
                how = {"timeout": timeout, "hooks": {"response": look_first}}
                return remote.call_action(action, dict(data), requests_kwargs=how)

        return self._line.patiently(call) if reads(action) else call()

    def upload(self, action: str, data: Mapping[str, Any], upload: Upload, to: str, of: str) -> Any:
        """The result of one API action that sends a file, as a stream, as its parameter `to`."""
        with _opened(upload.content) as (content, size):
            parts: dict[str, Any] = {
                key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                for key, value in data.items()
            }
            body = MultipartEncoder(fields={**parts, to: (upload.name, content, upload.media_type)})
            doing = f"{action} of {of} with {upload.name} ({size:,} bytes)"
            seconds = self._timeouts.for_file(size)
            with self._line.exchange(writes=True), self._classed(doing, None), limited(seconds):
                self._confirm()
                silence = self._timeouts.answer + STORING_SECONDS_PER_MEGABYTE * size / 1_000_000
                return self._posted(action, body, (self._timeouts.connect, silence), doing, body.content_type)

    def _posted(
        self, action: str, body: Any, timeout: tuple[float, float], doing: str, media_type: str = "application/json"
    ) -> Any:
        answer = self._session.post(
            f"{self._url}/api/action/{action}",
            data=body,
            headers={"Content-Type": media_type, **self._authorization},
            timeout=timeout,
            allow_redirects=False,
        )
        self._readable(answer, doing)
        return reverse_apicontroller_action(answer.url, answer.status_code, answer.text)

    def download(self, url: str, size: int, to: Path | None) -> Download:
        """Read the file behind `url` as a stream, kept in `to` if that is given. Redirects are followed.

        `size`: the bytes that are expected, which decide how long it may take.
        """
        if self._token:
            same_origin(url, self._url)
        timeout = (self._timeouts.connect, self._timeouts.answer)

        def read() -> Download:
            with self._line.exchange(writes=False):
                seconds = self._timeouts.for_file(size)
                headers = self._authorization
                return download(self._session, url, self._url, headers=headers, timeout=timeout, seconds=seconds, to=to)

        return self._line.patiently(read)

    @property
    def _authorization(self) -> dict[str, str]:
        return {"Authorization": self._token.get_secret_value()} if self._token else {}

    def _readable(self, answer: requests.Response, doing: str) -> None:
        if answer.status_code == 500 and "Search Index Error" in answer.text:
            return  # ckanapi knows it by name: the write itself arrived
        error = failures.not_an_answer(answer.status_code, answer.headers, doing, self._url)
        if error is not None:
            answer.close()
            raise error
        # An answer that ends with its connection seems whole wherever it is cut.
        body = answer.content.strip()
        if body.startswith(b"{") and not body.endswith(b"}"):
            raise unanswered.broken_off(doing, self._url)

    @contextmanager
    def _classed(self, doing: str, organisation: str | None) -> Iterator[None]:
        try:
            with unanswered.heard(doing, self._url):
                yield
        except ckanapi.NotAuthorized as no:
            raise failures.not_allowed(doing, organisation) from no
        except ckanapi.NotFound as missing:
            raise failures.absent(doing, self._url) from missing
        except ckanapi.ValidationError as wrong:
            # Without its cause: the DataStore's quotes cells.
            raise failures.refused(doing, wrong.error_dict) from None
        except ckanapi.errors.SearchIndexError as unindexed:
            raise unanswered.unindexed(doing, self._url) from unindexed
        except (ckanapi.CKANAPIError, ckanapi.ServerIncompatibleError) as odd:
            raise failures.not_ckan(doing, self._url) from odd


def _as_json(data: Mapping[str, Any], written: Mapping[str, bytes]) -> bytes:
    plain = (b"%b: %b" % (json.dumps(name).encode(), json.dumps(value).encode()) for name, value in data.items())
    ready = (b"%b: %b" % (json.dumps(name).encode(), value) for name, value in written.items())
    return b"{%b}" % b", ".join((*plain, *ready))


@contextmanager
def _opened(content: Path | bytes) -> Iterator[tuple[BinaryIO, int]]:
    if isinstance(content, bytes):
        yield io.BytesIO(content), len(content)
        return
    with content.open("rb") as file:
        yield file, content.stat().st_size
