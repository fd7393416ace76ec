"""One CKAN portal: what is asked of it, as an editor and as the public. How, and what bad answers mean: calls.py."""

import copy
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Self

from pydantic import SecretStr

from flows.domain.published import PublishedDataset
from flows.portal import failures, standing
from flows.portal.calls import Calls, Timeouts
from flows.portal.download import Download
from flows.portal.line import Line
from flows.portal.pace import Pace
from flows.portal.patience import PAUSES
from flows.portal.revision import Revision, Upload, parameters

__all__ = ["Download", "Portal", "Revision", "Upload"]

LOOKS_AT_ONCE = 4
USER_AGENT = "Perd/0.1 (+open-data pipeline)"


class Portal:
    """One CKAN portal, as an editor and as the public: only the editor's calls carry the token."""

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
        portal; `pauses` at most before something is tried again; `write_seconds` between two writes at least;
        `down_seconds` without one good answer after which it is taken to be down.
        """
        self.url = url.rstrip("/")
        self._line = Line(
            self.url,
            pauses=pauses,
            write_seconds=write_seconds,
            down_seconds=down_seconds,
            clock=clock,
            sleep=sleep,
        )
        timeouts = Timeouts(connect_timeout, timeout)
        secret = token if isinstance(token, SecretStr) else SecretStr(token)
        self._editor = Calls(self.url, secret, self._line, timeouts, user_agent)
        self._public = Calls(self.url, None, self._line, timeouts, user_agent)
        self._few = BoundedSemaphore(LOOKS_AT_ONCE)
        self._may_ask_for_usage = True
        """False once the portal refused to be asked."""

    def only_while(self, confirm: Callable[[], None]) -> Self:
        """The same portal for somebody who asks `confirm` before each write; what it raises keeps the write back."""
        guarded = copy.copy(self)
        guarded._editor = self._editor.only_while(confirm)
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
        """The dataset as an editor sees it, by one package_show; None if there is none of that name or id.

        At most LOOKS_AT_ONCE of these questions are asked at a time, by however many threads.
        """
        try:
            with self._few:
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
        self,
        action: str,
        data: Mapping[str, Any],
        *,
        of: str,
        organisation: str | None = None,
        seconds: float = 0,
        written: Mapping[str, bytes] | None = None,
    ) -> Any:
        """The result of one API action as an editor. `of` names its object in messages; `seconds` lengthen the wait;
        `written` are further parameters that are JSON already."""
        return self._editor.call(action, data, of, organisation, seconds, written)

    def revise(self, match: PublishedDataset, revision: Revision) -> PublishedDataset:
        """One package_revise that is refused (Overtaken) if the dataset is no longer what `match` says.

        Gives the dataset as the portal answers that it stands then.
        """
        told = parameters(match, revision)
        if revision.upload is None:
            answer = self.act("package_revise", told, of=match.name)
        else:
            id, upload = revision.upload
            answer = self._editor.upload(
                "package_revise", told, upload, f"update__resources__{id or -1}__upload", of=match.name
            )
        return standing.published(answer["package"], self.url)

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
        return self._public.call(action, data, of)

    # -- files

    def download(self, url: str, *, size: int, as_editor: bool = False, to: Path | None = None) -> Download:
        """Read the file behind `url` as a stream, kept in `to` if that is given. Redirects are followed.

        `size`: the bytes that are expected, which decide how long it may take.
        """
        return (self._editor if as_editor else self._public).download(url, size, to)

    def _shown(self, name: str) -> Any:
        """package_show with what the portal counted. CKAN from 2.11 on tells it unasked, if at all."""
        if self._may_ask_for_usage:
            try:
                return self.act("package_show", {"id": name, "include_tracking": True}, of=name)
            except failures.FieldsRefused:
                self._may_ask_for_usage = False
        return self.act("package_show", {"id": name}, of=name)
