"""The portal that is looked at, and what several examinations ask of it: asked once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import SecretStr

from flows.domain.errors import PortalRefused
from flows.domain.published import PublishedDataset
from flows.portal.client import Portal
from flows.portal.doctor.first_answer import Answer, Trouble, first_answer
from flows.portal.doctor.needs import Needs
from flows.portal.doctor.trial import Trial, tried
from flows.portal.failures import Absent, FieldsRefused, NotAllowed
from flows.portal.profile import Profile

LOOKED_FOR = 20
"""Declared datasets that are looked for on the portal, until one stands there."""


@dataclass(frozen=True)
class Subject:
    portal: Portal
    profile: Profile
    needs: Needs
    token: SecretStr | None
    """None: everything is looked at as a visitor."""
    timeout: tuple[float, float]
    """Seconds to reach the portal, and of silence in an answer."""
    user_agent: str
    try_upload: bool = False
    """Whether a file may really be uploaded, into a private dataset that is deleted again."""

    @cached_property
    def first(self) -> Answer | Trouble:
        return first_answer(self.portal.url, self.timeout, self.user_agent)

    @cached_property
    def status(self) -> Mapping[str, Any] | None:
        """status_show's result; None if what answers is no CKAN."""
        return _status(self.first)

    def status_at(self, url: str) -> Mapping[str, Any] | None:
        """Likewise, of another address."""
        return _status(first_answer(url, self.timeout, self.user_agent))

    @property
    def answers(self) -> bool:
        """Whether CKAN answers at the address."""
        return self.status is not None

    @cached_property
    def plugins(self) -> tuple[str, ...]:
        """Of ckan.plugins; empty where the portal does not tell them."""
        told = (self.status or {}).get("extensions")
        return tuple(map(str, told)) if isinstance(told, list) else ()

    @cached_property
    def _known(self) -> dict[str, bool]:
        return {}

    def has(self, action: str) -> bool:
        """Whether the portal's API has an action: its help is asked for, and nothing is done."""
        if action not in self._known:
            try:
                self.portal.ask("help_show", {"name": action}, of=action)
                self._known[action] = True
            except (Absent, FieldsRefused):
                self._known[action] = False
        return self._known[action]

    @cached_property
    def owner(self) -> Mapping[str, Any] | None:
        """The token's user; None if the portal does not know the token, or does not tell."""
        if self.token is None:
            return None
        try:
            answer = self.portal.act("user_show", {}, of="the token's user")
        except PortalRefused:  # Absent for an unknown token; CKAN 2.9 wants to be told the name
            return None
        return answer if isinstance(answer, dict) else None

    @cached_property
    def may_publish_in(self) -> frozenset[str]:
        """Organisations in which the token's user may create datasets."""
        if self.token is None:
            return frozenset()
        try:
            answer = self.portal.act(
                "organization_list_for_user", {"permission": "create_dataset"}, of="the token's user"
            )
        except NotAllowed:
            return frozenset()
        return frozenset(str(entry["name"]) for entry in answer)

    @property
    def knows_the_token(self) -> bool:
        return self.owner is not None or bool(self.may_publish_in)

    @cached_property
    def trial(self) -> Trial:
        """Of a declaration, as the portal answered it."""
        return tried(self.portal, self.needs)

    @cached_property
    def one_of_ours(self) -> PublishedDataset | None:
        """A declared dataset that stands on the portal with a resource of ours; None if none of the first does."""
        for name in self.needs.datasets[:LOOKED_FOR]:
            standing = self.portal.look(name) if self.knows_the_token else self.portal.look_as_public(name)
            if standing is not None and standing.resources:
                return standing
        return None


def _status(answer: Answer | Trouble) -> Mapping[str, Any] | None:
    if isinstance(answer, Trouble) or answer.status != 200:
        return None
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    result = told.get("result") if isinstance(told, dict) else None
    return result if isinstance(result, dict) and "site_url" in result else None
