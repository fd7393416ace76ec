"""Whose a field is: what stands on the portal, what is declared, and what was last sent, merged.

- What was sent and still stands is ours to change.
- What a person changed stays, as long as the declaration says what was sent.
- Where both changed, the declared value is published, and it is told what stood.
- A mandatory item that somebody emptied is filled again.
- Of keywords and groups, those that a person added stay whatever happens, those that were sent and are no longer
  declared go, and those that a person removed stay away until the declared ones change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flows.domain.portal_edit import Kept
from flows.domain.text import Text
from flows.portal.sent import Sent, digest, known

NOTHING = Text(th="", en="")


@dataclass(frozen=True, slots=True)
class Merged:
    """What the portal should say in one field."""

    value: Any
    """None for nothing."""
    kept: Kept | None = None
    """Whose it is where a person changed the field; None where nobody did, or nobody has to be told."""
    stood: Text = NOTHING
    """What the person left there."""


def merged(field: str, stood: Any, declared: Any, sent: Sent | None, mandatory: bool) -> Merged:
    """One value, None for nothing. `sent` is None where nobody knows what was."""
    stands, says = digest(stood), digest(declared)
    if stands == says:
        return Merged(stood)
    if sent is not None and stands == sent.value(field):
        return Merged(declared)
    if mandatory and not stood:
        return Merged(declared, Kept.MANDATORY)
    unchanged = sent is not None and says == sent.value(field)
    if unchanged or not declared:
        return Merged(stood, Kept.PORTAL, _quoted(stood))
    return Merged(declared, Kept.DECLARATION, _quoted(stood))


def merged_names(
    field: str, stood: Sequence[str] | None, declared: Sequence[str] | None, sent: Sent | None, mandatory: bool
) -> Merged:
    """Keywords or groups, as sorted lists; None for none."""
    stands, says = set(stood or ()), set(declared or ())
    ours = set(known(stands | says, sent.names(field))) if sent else set()
    # Groups collect datasets of others: nobody has to be told that this one is in a further one.
    added = stands - ours - says if field == "tags" else set()
    removed = (says & ours) - stands
    if sent is None:
        return Merged(sorted(stands | says) or None, *_told(Kept.PORTAL, added, ()))
    if mandatory and says and not stands:
        return Merged(sorted(says), Kept.MANDATORY)
    if Sent.of({field: sorted(says)}).names(field) == sent.names(field):
        return Merged(sorted(stands) or None, *_told(Kept.PORTAL, added, removed))
    kept = Kept.DECLARATION if removed else Kept.PORTAL
    return Merged(sorted((stands - ours) | says) or None, *_told(kept, added, removed))


def _told(kept: Kept, added: Iterable[str], removed: Iterable[str]) -> tuple[Kept | None, Text]:
    plus, minus = _listed(added), _listed(removed)
    if not plus and not minus:
        return None, NOTHING
    th = [f"เพิ่ม {plus}"] if plus else []
    en = [f"added {plus}"] if plus else []
    if minus:
        th.append(f"ลบ {minus}")
        en.append(f"removed {minus}")
    return kept, Text(th=", ".join(th), en=", ".join(en))


def _quoted(stood: Any) -> Text:
    if not stood:
        return Text(th="(ว่าง)", en="(nothing)")
    shown = _listed(stood) if isinstance(stood, list) else f"“{stood}”"
    return Text(th=shown, en=shown)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in sorted(names))
