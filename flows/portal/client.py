"""Every call of CKAN's API: time-outs, one upload at a time streamed from disk, and errors classed by who acts.

What only reads is repeated here if the portal does not answer. What writes never is: it may have arrived, so whoever
wrote it looks first.

Two sessions: the editor's, which carries the token, and the public's, which never does. The token stands in no message
and in no repr.
"""

import copy
import io
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Self

import ckanapi  # type: ignore[import-untyped]
import requests
from ckanapi.common import reverse_apicontroller_action  # type: ignore[import-untyped]
from pydantic import SecretStr
from requests_toolbelt import MultipartEncoder  # type: ignore[import-untyped]

from flows.domain.published import PublishedDataset
from flows.portal import failures, standing
from flows.portal.download import Download, download, same_origin
from flows.portal.limit import LimitedAdapter, limited
from flows.portal.line import Line, reads
from flows.portal.pace import Pace
from flows.portal.patience import PAUSES
from flows.portal.revision import Revision, Upload, parameters

__all__ = ["Download", "Portal", "Revision", "Upload"]

USER_AGENT = "Perd/0.1 (+open-data pipeline)"
STORING_SECONDS_PER_MEGABYTE = 2.0
"""Added to the read time-out: the portal answers an upload only when it has stored all of it."""
SECONDS_PER_MEGABYTE = 10.0
"""Added to what an exchange may take altogether: a line of 0.8 Mbit/s moves a file in that time."""


class Portal:
    """One CKAN portal, as an editor and as the public."""

    def __init__(
        self,
        url: str,
        token: SecretStr | str,
        *,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        user_agent: str = USER_AGENT,
        pauses: Sequence[float] = PAUSES,
        write_seconds: float = 0.0,
        down_seconds: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`url` without the API's path.

        Seconds: `timeout` that an answer of the API takes, and of silence in a file; `connect_timeout` to reach the
        portal; `pauses` at most before something is tried again; `write_seconds` between two writes at
        least; `down_seconds` without one good answer after which it is taken to be down.
        """
        self.url = url.rstrip("/")
        self._token = token if isinstance(token, SecretStr) else SecretStr(token)
        self._connect_timeout = connect_timeout
        self._timeout = timeout
        self._user_agent = user_agent
        self._editor = self._session()
        self._public = self._session()
        self._line = Line(
            self.url,
            pauses=pauses,
            write_seconds=write_seconds,
            down_seconds=down_seconds,
            clock=clock,
            sleep=sleep,
        )
        self._may_ask_for_usage = True
        """False once the portal refused to be asked."""
        self._confirm: Callable[[], None] = lambda: None

    def only_while(self, confirm: Callable[[], None]) -> Self:
        """The same portal for somebody who asks `confirm` before each write; what it raises keeps the write back."""
        guarded = copy.copy(self)
        guarded._confirm = confirm
        return guarded

    def __repr__(self) -> str:
        return f"Portal({self.url!r})"

    @property
    def pauses(self) -> Sequence[float]:
        """Seconds at most before something is tried again; as many as there are further tries."""
        return self._line.pauses

    @property
    def pace(self) -> Pace:
        """How fast it is written to."""
        return self._line.pace

    def close(self) -> None:
        self._editor.close()
        self._public.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # -- as an editor

    def look(self, name: str) -> PublishedDataset | None:
        """The dataset as an editor sees it, by one package_show; None if there is none of that name or id."""
        try:
            answer = self._shown(name)
        except failures.Absent:
            return None
        return standing.published(answer, self.url)

    def check_token(self, organisation: str | None = None) -> tuple[str, ...]:
        """Names of the organisations in which the token may publish; PortalRefused if `organisation` is not among them.

        One cheap call. CKAN takes an unknown or expired token for an anonymous visitor, who may publish in none.
        """
        answer = self.act("organization_list_for_user", {"permission": "create_dataset"}, of="the token's user")
        names = tuple(sorted(entry["name"] for entry in answer))
        if not names:
            raise failures.no_organisation(self.url, organisation)
        if organisation is not None and organisation not in names:
            raise failures.not_allowed(f"publishing in organisation {organisation}", organisation)
        return names

    def act(
        self, action: str, data: Mapping[str, Any], *, of: str, organisation: str | None = None, seconds: float = 0
    ) -> Any:
        """The result of one API action as an editor. `of` names its object in messages; `seconds` lengthen the wait."""
        return self._call(self._editor, self._token.get_secret_value(), action, data, of, organisation, seconds)

    def revise(self, match: PublishedDataset, revision: Revision) -> PublishedDataset:
        """One package_revise that is refused (Overtaken) if the dataset is no longer what `match` says.

        Gives the dataset as the portal answers that it stands then.
        """
        told = parameters(match, revision)
        if revision.upload is None:
            return standing.published(self.act("package_revise", told, of=match.name)["package"], self.url)
        id, upload = revision.upload
        with _opened(upload.content) as (content, size):
            parts: dict[str, Any] = {
                key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                for key, value in told.items()
            }
            parts[f"update__resources__{id or -1}__upload"] = (upload.name, content, upload.media_type)
            body = MultipartEncoder(fields=parts)
            doing = f"package_revise of {match.name} with {upload.name} ({size:,} bytes)"
            with self._line.exchange(writes=True), self._classed(doing, None), limited(self._file_seconds(size)):
                self._confirm()
                answer = self._editor.post(
                    f"{self.url}/api/action/package_revise",
                    data=body,
                    headers={"Content-Type": body.content_type, "Authorization": self._token.get_secret_value()},
                    timeout=(
                        self._connect_timeout,
                        self._timeout + STORING_SECONDS_PER_MEGABYTE * size / 1_000_000,
                    ),
                    allow_redirects=False,
                )
                self._readable(answer, doing)
                revised = reverse_apicontroller_action(answer.url, answer.status_code, answer.text)
        return standing.published(revised["package"], self.url)

    # -- as the public

    def look_as_public(self, name: str) -> PublishedDataset | None:
        """The dataset as an anonymous visitor sees it; None where that is nothing."""
        try:
            answer = self.ask("package_show", {"id": name}, of=f"{name} by an anonymous visitor")
        except (failures.Absent, failures.NotAllowed):
            return None
        return standing.published(answer, self.url)

    def ask(self, action: str, data: Mapping[str, Any], *, of: str) -> Any:
        """The result of one reading API action for an anonymous visitor."""
        return self._call(self._public, None, action, data, of, None, 0)

    # -- files

    def download(self, url: str, *, size: int, as_editor: bool = False, to: Path | None = None) -> Download:
        """Read the file behind `url` as a stream, kept in `to` if that is given. Redirects are followed.

        `size`: the bytes that are expected, which decide how long it may take.
        """
        session, headers = self._public, {}
        if as_editor:
            same_origin(url, self.url)
            session, headers = self._editor, {"Authorization": self._token.get_secret_value()}
        timeout = (self._connect_timeout, self._timeout)

        def read() -> Download:
            with self._line.exchange(writes=False):
                seconds = self._file_seconds(size)
                return download(session, url, self.url, headers=headers, timeout=timeout, seconds=seconds, to=to)

        return self._line.patiently(read)

    # -- underneath

    def _shown(self, name: str) -> Any:
        """package_show with what the portal counted. CKAN from 2.11 on tells it unasked, if at all."""
        if self._may_ask_for_usage:
            try:
                return self.act("package_show", {"id": name, "include_tracking": True}, of=name)
            except failures.FieldsRefused:
                self._may_ask_for_usage = False
        return self.act("package_show", {"id": name}, of=name)

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.headers["User-Agent"] = self._user_agent
        for scheme in ("http://", "https://"):
            session.mount(scheme, LimitedAdapter())
        return session

    def _file_seconds(self, size: int) -> float:
        return self._timeout + SECONDS_PER_MEGABYTE * size / 1_000_000

    def _call(
        self,
        session: requests.Session,
        token: str | None,
        action: str,
        data: Mapping[str, Any],
        of: str,
        organisation: str | None,
        seconds: float,
    ) -> Any:
        doing = f"{action} of {of}"

        def look_first(answer: requests.Response, *args: object, **kwargs: object) -> None:
            self._readable(answer, doing)

        def call() -> Any:
            kind = None if seconds else action
            exchange = self._line.exchange(writes=not reads(action), kind=kind)
            with exchange, self._classed(doing, organisation), limited(self._timeout + seconds):
                if not reads(action):
                    self._confirm()
                remote = ckanapi.RemoteCKAN(self.url, apikey=token, user_agent=self._user_agent, session=session)
                return remote.call_action(
                    action,
                    dict(data),
                    requests_kwargs={
                        "timeout": (self._connect_timeout, self._timeout + seconds),
                        "hooks": {"response": look_first},
                    },
                )

        return self._line.patiently(call) if reads(action) else call()

    def _readable(self, answer: requests.Response, doing: str) -> None:
        if answer.status_code == 500 and "Search Index Error" in answer.text:
            return  # ckanapi knows it by name: the write itself arrived
        error = failures.not_an_answer(answer.status_code, answer.headers, doing, self.url)
        if error is not None:
            answer.close()
            raise error
        # An answer that ends with its connection seems whole wherever it is cut.
        body = answer.content.strip()
        if body.startswith(b"{") and not body.endswith(b"}"):
            raise failures.broken_off(doing, self.url)

    @contextmanager
    def _classed(self, doing: str, organisation: str | None) -> Iterator[None]:
        try:
            with failures.heard(doing, self.url):
                yield
        except ckanapi.NotAuthorized as no:
            raise failures.not_allowed(doing, organisation) from no
        except ckanapi.NotFound as missing:
            raise failures.absent(doing, self.url) from missing
        except ckanapi.ValidationError as wrong:
            # Without its cause: the DataStore's quotes cells.
            raise failures.refused(doing, wrong.error_dict) from None
        except ckanapi.errors.SearchIndexError as unindexed:
            raise failures.unindexed(doing, self.url) from unindexed
        except (ckanapi.CKANAPIError, ckanapi.ServerIncompatibleError) as odd:
            raise failures.not_ckan(doing, self.url) from odd


@contextmanager
def _opened(content: Path | bytes) -> Iterator[tuple[BinaryIO, int]]:
    if isinstance(content, bytes):
        yield io.BytesIO(content), len(content)
        return
    with content.open("rb") as file:
        yield file, content.stat().st_size
