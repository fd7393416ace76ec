"""A declaration is sent in a way that CKAN must refuse: what else does it object to?

The name is impossible, the organisation of a private dataset is missing, and one tag is too short. CKAN checks every
field before it gives an answer, and writes nothing once one of them is wrong. Should a portal take it all the same, it
is deleted at once.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.portal.client import Portal
from flows.portal.doctor.needs import Needs
from flows.portal.failures import FieldsRefused
from flows.portal.payload import named

IMPOSSIBLE_NAME = "Perd doctor! This name must be refused"
"""Capitals, blanks and a sign: no CKAN takes it for an address."""
TOO_SHORT = "x"
"""A tag has two characters at least."""
THAI_WORDS = ("สถิติ", "ข้อมูลเปิด")
"""With vowel and tone marks, which stock CKAN does not take for letters."""
EXPECTED = frozenset({"name", "owner_org", "private", "tags", "tag_string", "__type", "message"})
"""What must be objected to, and CKAN's own words around it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How the portal answered."""

    tags: Sequence[str]
    """As they were sent."""
    errors: Mapping[str, object]
    """CKAN's validation errors."""
    saved: str | None = None
    """The id of the dataset that was made against all rules, and is deleted."""

    @property
    def refused_tags(self) -> frozenset[str]:
        """Those of the tags that the portal does not take."""
        told = self.errors.get("tags")
        if isinstance(told, list) and len(told) == len(self.tags):
            return frozenset(tag for tag, errors in zip(self.tags, told, strict=True) if errors)
        text = str(told)  # one list of sentences, each of which quotes its tag
        return frozenset(tag for tag in self.tags if f'"{tag}"' in text)

    @property
    def objections(self) -> Mapping[str, object]:
        """Errors that nobody asked for."""
        return {field: told for field, told in self.errors.items() if field not in EXPECTED}


def tried(portal: Portal, needs: Needs) -> Trial:
    """One package_create that is meant to be refused."""
    tags = [*dict.fromkeys((*THAI_WORDS, *needs.tags)), TOO_SHORT]
    sent = {
        **(needs.sample or {}),
        "name": IMPOSSIBLE_NAME,
        "title": f"Perd doctor {uuid.uuid4().hex[:8]}",  # some portals let no two datasets bear one title
        "tags": named(tags),
        "private": True,
    }
    for field in ("owner_org", "groups"):
        sent.pop(field, None)
    try:
        made = portal.act("package_create", sent, of="a trial that must be refused")
    except FieldsRefused as refusal:
        return Trial(tags, refusal.errors)
    portal.act("package_delete", {"id": made["id"]}, of="the trial dataset")
    return Trial(tags, {}, saved=str(made["id"]))
