"""CKAN's version, the actions that publishing calls, and plugins that load tables by themselves."""

import re
from collections.abc import Iterable, Iterator

from flows.portal.doctor.finding import Finding
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.telling import listed
from flows.portal.doctor.words import found

OLDEST = (2, 9)
"""package_revise came with it."""
CLOSED_IN = {(2, 10): (2, 10, 10), (2, 11): (2, 11, 5)}
"""Where the holes of May 2026 are closed in versions that still get patches; newer ones never had them."""
HOLES = "CVE-2026-42031, CVE-2026-42032"
"""The DataStore's SQL search gives away what is private: github.com/ckan/ckan/security/advisories."""

ACTIONS = (
    "package_show",
    "package_search",
    "package_create",
    "package_revise",
    "organization_list_for_user",
    "resource_create_default_resource_views",
)
"""That publishing calls; those of the DataStore are looked at on their own."""

LOADERS = {
    "xloader": "ckanext.xloader.formats",
    "datapusher": "ckan.datapusher.formats",
    "datapusher_plus": "ckanext.datapusher_plus.formats",
}
"""Plugins that load what is uploaded, and the setting that says which formats. All take CSV if it is not set."""


def version(subject: Subject) -> Iterator[Finding]:
    """Is it new enough, and without known holes?"""
    told = (subject.status or {}).get("ckan_version")
    yield judged_version(str(told) if told else None)


def judged_version(told: str | None) -> Finding:
    """What to say of a portal that calls its version so; None: it hides it."""
    numbers = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", told or "")
    if told is None or numbers is None:
        return found("version/hidden")
    major, minor, patch = (int(number or 0) for number in numbers.groups())
    if (major, minor) < OLDEST:
        return found("version/too-old", version=told)
    newest = max(CLOSED_IN.values())
    closed = CLOSED_IN.get((major, minor), newest)
    if (major, minor) <= newest[:2] and (major, minor, patch) < closed:
        return found("version/insecure", version=told, fixed=".".join(map(str, closed)), holes=HOLES)
    return found("version/known", version=told)


def actions(subject: Subject) -> Iterator[Finding]:
    """Is everything there that publishing calls, package_revise above all?"""
    missing = [action for action in ACTIONS if not subject.has(action)]
    if "package_show" in missing:
        yield found("actions/unknown")  # no CKAN lacks it: what it lacks is help_show
    elif missing:
        yield found("actions/missing", actions=listed(missing))
    else:
        yield found("actions/present", count=len(ACTIONS))


def loader(subject: Subject) -> Iterator[Finding]:
    """Does another program write into our tables?"""
    by_plugin = loaders_among(subject.plugins)
    by_action = [name for name in LOADERS if name not in by_plugin and subject.has(f"{name}_submit")]
    competing = [*by_plugin, *by_action]
    if competing:
        settings = listed(LOADERS[name] for name in competing)
        yield found("loader/competes", plugins=listed(competing), setting=settings)
    else:
        yield found("loader/none") if subject.plugins else found("loader/unknown")


def loaders_among(plugins: Iterable[str]) -> list[str]:
    """Those of the plugins that load tables, by the names of `LOADERS`."""
    plugins = set(plugins)
    return [name for name in LOADERS if name in plugins]
