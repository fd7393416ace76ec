"""Is one of our public datasets on the portal downstream? Asked by its name, then by its exact title.

Such a portal harvests, so that names may differ there; its titles are used once. The search filters by title and never
asks in free words, which find anything. Whatever is found counts only if it is recognisably ours (likeness.py).

Nothing that the other portal does is an error of ours: what keeps us from looking is a result as well. Once it did not
answer, it is not asked about the other datasets of the run.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import SecretStr

from flows.domain.presence import Presence, PresenceState
from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.portal import downstream_words as words
from flows.portal import likeness
from flows.portal.downstream_reader import GATEWAY, CouldNotLook, CouldNotLookForThis, Reader

PAUSE = 0.5
"""Seconds between two questions."""
ROWS = "20"
"""Datasets of one title that are looked at: more than one there is an accident already."""
NAME = re.compile(r"[A-Za-z0-9_-]{1,200}")
"""A dataset's name in CKAN, with room for what older portals hold; nothing else comes into an address or a record."""
PAGES = {"https://opend.data.go.th/get-ckan": "https://data.go.th"}
"""API gateways, and the portals whose pages people open."""


class Downstream:
    """One portal downstream in one run. `own` is our own portal's address."""

    def __init__(
        self,
        url: str,
        key: SecretStr | None,
        *,
        own: str,
        user_agent: str,
        timeout: tuple[float, float],
        pause: float = PAUSE,
    ) -> None:
        """`timeout`: seconds to reach it, and of silence in an answer."""
        self.address, trouble = _address(url)
        if trouble is None and self.address == _address(own)[0]:
            trouble = words.our_own(self.address)
        self._pages = PAGES.get(self.address, None if self.address.endswith(GATEWAY) else self.address)
        self._silent = trouble
        """Why it is not asked any more."""
        self._reader = Reader(self.address, key, user_agent=user_agent, timeout=timeout, pause=pause)

    def close(self) -> None:
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def look(self, ours: PublishedDataset) -> Presence:
        """Whether the dataset, as the public sees it on our portal, is there. Raises nothing for the portal's sake."""
        if self._silent is not None:
            return self.could_not_look(ours.name, self._silent)
        try:
            return self._looked(ours)
        except CouldNotLookForThis as trouble:
            return self.could_not_look(ours.name, trouble.told)
        except CouldNotLook as trouble:
            self._silent = words.not_asked_again(trouble.told)
            return self.could_not_look(ours.name, trouble.told)

    def could_not_look(self, dataset: str, reason: Text) -> Presence:
        return Presence(dataset, self.address, PresenceState.COULD_NOT_LOOK, reason, datetime.now(UTC))

    def page_of(self, name: str) -> str | None:
        """The page that people open there; None where only the API's address is known."""
        return f"{self._pages}/dataset/{name}" if self._pages else None

    def _looked(self, ours: PublishedDataset) -> Presence:
        named = self._reader.ask("package_show", {"id": ours.name})
        if named is not None:
            named = self._dataset(named)
            if likeness.is_ours(named, ours):
                return self._seen(named, ours)
        title = str(ours.fields.get("title") or "")
        phrase = title.replace("\\", "\\\\").replace('"', '\\"')
        query = {"fq": f'title_string:"{phrase}"', "rows": ROWS, "sort": "name asc"}
        found = self._reader.ask("package_search", query)
        if found is None:
            raise CouldNotLook(words.closed(self.address))
        results = found.get("results") if isinstance(found, Mapping) else None
        if not isinstance(results, list):
            raise CouldNotLook(words.not_ckan(self.address))
        titled = [one for one in map(self._dataset, results) if likeness.same_title(one, ours)]
        for there in titled:
            if likeness.is_ours(there, ours):
                return self._seen(there, ours)
        others = dict.fromkeys(one["name"] for one in ([named] if named else []) + titled)
        reason = words.not_seen(self.address, list(others))
        return Presence(ours.name, self.address, PresenceState.NOT_SEEN, reason, datetime.now(UTC))

    def _dataset(self, answer: object) -> Mapping[str, Any]:
        name = answer.get("name") if isinstance(answer, Mapping) else None
        if not isinstance(answer, Mapping) or not isinstance(name, str) or not NAME.fullmatch(name):
            raise CouldNotLook(words.not_ckan(self.address))
        return answer

    def _seen(self, there: Mapping[str, Any], ours: PublishedDataset) -> Presence:
        try:
            sha256 = likeness.digest(there)
        except (ValueError, RecursionError) as odd:
            raise CouldNotLookForThis(words.not_ckan(self.address)) from odd
        name, agrees = str(there["name"]), likeness.agreement(there, ours)
        return Presence(
            dataset=ours.name,
            downstream=self.address,
            state=PresenceState.SEEN,
            reason=words.seen(self.address, name, agrees),
            looked_at=datetime.now(UTC),
            page=self.page_of(name),
            name=name,
            sha256=sha256,
            agrees=agrees,
        )


def _address(url: str) -> tuple[str, Text | None]:
    """The address without what could be secret or is left over, and what is wrong with it."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "-", words.NO_ADDRESS
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "-", words.NO_ADDRESS
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}", None
