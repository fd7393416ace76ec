"""The token: whose is it, how long does it last, and may it publish where the declarations want to?"""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from flows.portal.doctor.finding import Finding
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.telling import SOON, day, listed
from flows.portal.doctor.words import found
from flows.portal.failures import Absent, NotAllowed


def token(subject: Subject) -> Iterator[Finding]:
    """Does the portal know it, and is it no more than an editor's?"""
    if subject.token is None:
        yield found("token/none")
        return
    until, now = expiry(subject.token.get_secret_value()), datetime.now(UTC)
    if not subject.knows_the_token:
        yield found("token/expired", until=day(until)) if until and until < now else found("token/unknown")
        return
    yield _lasts(until, now, told=subject.owner is not None)
    if (subject.owner or {}).get("sysadmin"):
        yield found("token/sysadmin")


def _lasts(until: datetime | None, now: datetime, *, told: bool) -> Finding:
    if until is not None and until - now < SOON:
        return found("token/ends-soon", days=(until - now).days, until=day(until))
    if until is not None:
        return found("token/valid-until", until=day(until))
    return found("token/valid" if told else "token/no-owner")


def expiry(token: str) -> datetime | None:
    """When the token says that it ends (`exp` of RFC 7519), in UTC; None for one that does not say.

    CKAN's tokens are signed, not encrypted: what they say can be read without asking anybody, and is believed for
    this sentence only.
    """
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        told = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return datetime.fromtimestamp(told["exp"], UTC)
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return None


def organisations(subject: Subject) -> Iterator[Finding]:
    """Is every agency's organisation there, and may the token's user publish in it?"""
    wanted = subject.needs.organisations
    if not wanted:
        yield found("organisations/none-declared")
        return
    # Those that are named, one by one: a portal's list of all may be cut short.
    refused = wanted - subject.may_publish_in
    absent = {name for name in refused if not _is_there(subject, "organization_show", name)}
    if absent:
        yield found("organisations/absent", organisations=listed(absent))
    if refused - absent:
        yield found("organisations/not-editor", organisations=listed(refused - absent))
    groups = {name for name in subject.needs.groups if not _is_there(subject, "group_show", name)}
    if groups:
        yield found("organisations/groups-absent", groups=listed(groups))
    if not refused and not groups:
        yield found("organisations/editor", count=len(wanted))


def _is_there(subject: Subject, action: str, name: str) -> bool:
    asked = {"id": name, "include_datasets": False, "include_users": False}
    try:
        answer = subject.portal.act(action, asked, of=name)
    except (Absent, NotAllowed):  # one that was deleted is shown to its members only
        return False
    return bool(answer.get("state") != "deleted")
