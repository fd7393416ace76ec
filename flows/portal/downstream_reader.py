"""Questions to a portal that is not ours, one at a time, and what keeps it from answering them.

Such a portal may want an `api-key`, and a firewall may stand before it whose pages come with status 200 as well as
with 403 (some let no address outside Thailand through). The key goes to the one address of the settings, in that header
and over https only; no redirect is followed, because it could lead the key elsewhere.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from pydantic import SecretStr

from flows.domain.errors import PipelineError
from flows.domain.text import Text
from flows.portal import downstream_words as words

LARGEST = 20_000_000
"""Bytes of one answer."""
LONGEST = 120.0
"""Seconds of one answer altogether."""
CHUNK = 1 << 16
GATEWAY = "/get-ckan"
"""Ending of an address below which the actions stand at once, as on the API gateway of data.go.th."""
NOT_FOUND, HIDDEN = "Not Found Error", "Authorization Error"
"""CKAN's words for what is not there, and for what the public does not see."""
SAFE_INTEGER = 2**53 - 1


class CouldNotLook(PipelineError):
    """The portal downstream does not answer, and would not answer about another dataset either."""

    def __init__(self, told: Text) -> None:
        super().__init__(told)
        self.told = told


class CouldNotLookForThis(CouldNotLook):
    """It answers, but not this question."""


class Reader:
    """Asks as an anonymous visitor, the key excepted.

    Seconds: `timeout` to reach it, and of silence in an answer; `pause` between two questions.
    """

    def __init__(
        self,
        address: str,
        key: SecretStr | None,
        *,
        user_agent: str,
        timeout: tuple[float, float],
        pause: float,
    ) -> None:
        self.address = address
        self._actions = address if address.endswith(GATEWAY) else f"{address}/api/3/action"
        self._key = SecretStr(key.get_secret_value().strip()) if key else None
        self._timeout = timeout
        self._pause = pause
        self._asked = False
        self._session = _StayingHere()
        self._session.headers["User-Agent"] = user_agent
        self._session.auth = _nobody  # else requests looks for a password of ours in ~/.netrc

    def close(self) -> None:
        self._session.close()

    def ask(self, action: str, parameters: Mapping[str, str]) -> Any:
        """The action's result; None if CKAN says that it is not there, or not for the public.

        CouldNotLook for everything else, whatever the answer looks like.
        """
        if self._asked:
            time.sleep(self._pause)
        self._asked = True
        headers = {"Accept": "application/json"} | self._key_header()
        with (
            self._heard(),
            self._session.get(
                f"{self._actions}/{action}",
                params=dict(parameters),
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as answer,
        ):
            return self._result(answer, self._body(answer))

    def _key_header(self) -> dict[str, str]:
        if self._key is None:
            return {}
        parts, key = urlsplit(self.address), self._key.get_secret_value()
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise CouldNotLook(words.key_in_the_clear(self.address))
        if not key or not key.isascii() or not key.isprintable():
            raise CouldNotLook(words.no_such_key())
        return {"api-key": key}

    def _body(self, answer: requests.Response) -> bytes:
        body, until = bytearray(), time.monotonic() + LONGEST
        while chunk := answer.raw.read1(CHUNK, decode_content=True):
            body += chunk
            if len(body) > LARGEST or time.monotonic() > until:
                raise CouldNotLook(words.too_much(self.address))
        return bytes(body)

    def _result(self, answer: requests.Response, body: bytes) -> Any:
        status, told = answer.status_code, _as_ckan(body)
        if status == 200 and told and told["success"] and told.get("result") is not None:
            return told["result"]
        error = told.get("error") if told else None
        kind = error.get("__type") if isinstance(error, Mapping) else None
        if kind in (NOT_FOUND, HIDDEN):
            return None
        if 300 <= status < 400:
            raise CouldNotLook(words.sent_on(self.address, answer.headers.get("Location", "")))
        if status in (408, 425, 429) or status >= 500:
            raise CouldNotLook(words.busy(self.address, status))
        if kind is not None:
            raise CouldNotLookForThis(words.question_refused(self.address, status))
        web_page = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
        if status in (401, 403):
            raise CouldNotLook(words.not_let_in(self.address, status, web_page, with_key=self._key is not None))
        raise CouldNotLook(words.web_page(self.address, status) if web_page else words.not_ckan(self.address))

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """Without their causes: requests quotes a header that it does not take, and that may be the key."""
        try:
            yield
        except requests.exceptions.SSLError:
            raise CouldNotLook(words.untrusted(self.address)) from None
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise CouldNotLook(words.silent(self.address)) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError) as broken:
            raise CouldNotLook(words.unreachable(self.address, type(broken).__name__)) from None


class _StayingHere(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None ever: requests reads a redirect's address even where it is not to follow it, and may break on it."""


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _as_ckan(body: bytes) -> dict[str, Any] | None:
    """The JSON object if it is one of CKAN's; its numbers are such as canonical JSON can hold."""
    try:
        told = json.loads(body, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and isinstance(told.get("success"), bool) else None


def _whole(text: str) -> int | float:
    number = int(text)
    return number if abs(number) <= SAFE_INTEGER else _finite(text)


def _finite(text: str) -> float:
    number = float(text)
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is no number of JSON")
    return number
