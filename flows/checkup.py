"""A portal is looked at before anything is published there: what `perd doctor` and its flow begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from flows.domain.errors import DeclarationError
from flows.portal.client import Portal
from flows.portal.doctor import Subject, needs_of
from flows.settings import Settings
from flows.world import lay_out

PAUSES = (1.0,)
"""Seconds, at most, until what the portal did not answer is asked once more: a person waits."""


@dataclass(frozen=True, slots=True)
class Another:
    """A portal other than that of the settings. What is None is as the settings say, but for the token."""

    portal: str | None = None
    token_file: Path | None = None
    profile: str | None = None


@contextmanager
def portal_to_look_at(
    settings: Settings, another: Another | None = None, *, try_upload: bool = False
) -> Iterator[Subject]:
    """The portal, with all that our declarations ask of it. It is not asked anything yet.

    Raises DeclarationError where no portal is set, or one of our own files is wrong.
    """
    settings = _for(settings, another or Another())
    if not settings.portal_url:
        raise DeclarationError(
            "No portal is set: give its address in PERD_PORTAL_URL or with --portal, or start the embedded one with"
            " `perd portal up`."
        )
    token = settings.token() if settings.portal_token or settings.portal_token_file else None
    desk = lay_out(settings)
    with Portal(
        settings.portal_url,
        token or "",
        timeout=settings.portal_timeout,
        connect_timeout=settings.connect_timeout,
        user_agent=settings.user_agent,
        pauses=PAUSES,
        write_seconds=settings.write_seconds,
    ) as portal:
        yield Subject(
            portal=portal,
            profile=desk.profile,
            needs=needs_of(desk.catalogue.datasets.values(), desk.profile),
            token=token,
            timeout=(settings.connect_timeout, settings.portal_timeout),
            user_agent=settings.user_agent,
            try_upload=try_upload,
        )


def _for(settings: Settings, another: Another) -> Settings:
    """The settings for that portal. The token of one portal is never shown to another one."""
    changes: dict[str, Any] = {}
    if another.portal is not None:
        changes |= {"portal_url": another.portal, "portal_token": None, "portal_token_file": None}
    if another.token_file is not None:
        changes |= {"portal_token": None, "portal_token_file": another.token_file}
    if another.profile is not None:
        changes["profile"] = another.profile
    try:
        return Settings.model_validate(settings.model_dump() | changes)
    except ValidationError as error:
        raise DeclarationError(
            f"--portal: the address {error.errors()[0]['msg'].removeprefix('Value error, ')}."
        ) from error
