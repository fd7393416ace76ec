"""What a bad answer of the portal means, and who has to act: the one place where CKAN's answers become our errors."""

from collections.abc import Iterator, Mapping

from flows.domain.errors import PipelineError, PortalRefused, PortalUnavailable

LATER = frozenset({408, 425, 429})
"""HTTP statuses below 500 after which the same request may succeed. Every 5xx may, too."""

_NOT_WORTH_TELLING = frozenset({"__type", "message"})


class Overtaken(PortalRefused):
    """Somebody else wrote the dataset between our look and our write (`match` failed): look again, then decide."""


class Absent(PortalRefused):
    """What the request names is not on the portal."""


def not_an_answer(status: int, media_type: str, doing: str, portal: str) -> PipelineError | None:
    """The error that an HTTP answer amounts to before anybody reads it as an API answer; None if it may be one.

    `doing` names the act and its object, such as `package_show of diw-factories`.
    """
    web_page = "json" not in media_type.lower()
    if status in LATER or status >= 500:
        return PortalUnavailable(
            f"The portal {portal} answered HTTP {status} to {doing}: it is busy or out of order, try again later "
            f"and tell its administrator if it lasts"
        )
    if status == 413:
        return PortalRefused(
            f"The portal {portal} refused {doing} as too large (HTTP 413): ask its administrator to raise "
            f"ckan.max_resource_size and the web server's limit on uploads, or split the resource into periods"
        )
    if 300 <= status < 400:
        return PortalRefused(
            f"The portal {portal} sent {doing} on to another address (HTTP {status}): set PERD_PORTAL_URL to the "
            f"portal's own address, https included"
        )
    if web_page and status in (401, 403):
        return PortalRefused(
            f"A firewall in front of {portal} refused {doing} (HTTP {status}, a web page instead of an answer): ask "
            f"the portal's administrator to let this machine through"
        )
    if web_page:
        return PortalRefused(
            f"{portal} answered {doing} with a web page instead of an API answer (HTTP {status}): check that "
            f"PERD_PORTAL_URL is a CKAN portal's address, and that no firewall answers in its place"
        )
    return None


def silent(doing: str, portal: str, reason: str) -> PortalUnavailable:
    """The portal did not answer at all; `reason` in a few words."""
    return PortalUnavailable(
        f"The portal {portal} did not answer {doing} ({reason}): check that it is up and that PERD_PORTAL_URL is "
        f"right, then try again"
    )


def not_allowed(doing: str, organisation: str | None) -> PortalRefused:
    of = f"organisation {organisation}" if organisation else "the dataset's organisation"
    return PortalRefused(
        f"The token in PERD_PORTAL_TOKEN may not do {doing}: ask the portal's administrator for an editor's token "
        f"of {of}, or for a new one if it has expired"
    )


def refused(doing: str, errors: Mapping[str, object]) -> PortalRefused:
    """CKAN's validation errors, flattened to `field: message`."""
    told = "; ".join(f"{field}: {message}" for field, message in _flattened(errors)) or "no reason given"
    if "match" in errors:
        return Overtaken(f"Somebody else changed the dataset during {doing} ({told}): it is looked at again")
    return PortalRefused(f"The portal refused {doing}: {told}. Correct {_what(errors)} and publish again")


def _what(errors: Mapping[str, object]) -> str:
    if "title" in errors:
        return "the declared title (on a data.go.th-style portal no two datasets may bear the same one)"
    if "name" in errors:
        return "the dataset's name, the file name of its declaration (another dataset may bear it already)"
    if "owner_org" in errors:
        return "the agency's organisation in agency.yaml, or the rights of the token in it"
    fields = [field for field in errors if field not in _NOT_WORTH_TELLING]
    return f"the declaration ({', '.join(fields)})" if fields else "the declaration"


def _flattened(errors: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Leaves with their paths. Lists of resources hold an empty dict for each that is in order."""
    if isinstance(errors, Mapping):
        for key, value in errors.items():
            if not path and key in _NOT_WORTH_TELLING:
                continue
            yield from _flattened(value, f"{path}.{key}" if path else str(key))
    elif isinstance(errors, list):
        for place, value in enumerate(errors):
            nested = isinstance(value, Mapping | list)
            yield from _flattened(value, f"{path}[{place}]" if nested else path)
    else:
        yield path, str(errors)
