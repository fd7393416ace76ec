"""Whether the portal keeps texts as they are sent, by its own answer to the write.

Later nobody could tell: what stands there and is not what was sent counts as somebody's edit.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from flows.domain.errors import PortalRefused
from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.portal import standing
from flows.portal.resource_payload import WORDS
from flows.portal.sent import NAMED, OURS, digest


class KeptOtherwise(PortalRefused):
    """The portal took a write, and made other texts of those that were sent."""


def refuse_changed(
    answer: PublishedDataset, fields: Mapping[str, Any], resources: Mapping[str, Mapping[str, Any]]
) -> None:
    """KeptOtherwise if `answer` to a write of these says something else in a field that people edit too."""
    changed = [*_dataset(answer, fields), *_words(answer, resources)]
    if not changed:
        return
    th = "; ".join(f"{field} เป็น {kept!r} ส่งไป {sent!r}" for field, kept, sent in changed)
    en = "; ".join(f"{field} is {kept!r}, sent was {sent!r}" for field, kept, sent in changed)
    raise KeptOtherwise(
        Text(
            th=f"พอร์ทัลรับคำอธิบายของ {answer.name} แล้วแต่เก็บค่าอื่นไว้ ({th}) โปรดแก้โปรไฟล์ของพอร์ทัล "
            f"หรือสอบถามผู้ดูแลพอร์ทัลว่าส่วนเสริมใดเปลี่ยนค่า",
            en=f"The portal took the metadata of {answer.name} and keeps other values ({en}): correct the portal's "
            f"profile or ask its administrator which extension changes them",
        )
    )


Changed = Iterator[tuple[str, Any, Any]]
"""Field, what the portal keeps of it, what was sent."""


def _dataset(answer: PublishedDataset, fields: Mapping[str, Any]) -> Changed:
    extras = {extra["key"]: extra["value"] for extra in fields.get("extras", ())}
    top = ((key, value, False) for key, value in fields.items())
    for key, value, in_extras in (*top, *((key, value, True) for key, value in extras.items())):
        if key.startswith(OURS) or key in ("extras", "name", "private"):
            continue
        sent = sorted(each["name"] for each in value) if key in NAMED else value
        kept = standing.value(answer.fields, key, in_extras)
        if digest(kept) != digest(sent):
            yield key, kept, sent


def _words(answer: PublishedDataset, resources: Mapping[str, Mapping[str, Any]]) -> Changed:
    for resource in answer.resources:
        sent = resources.get(resource.id, {})
        for key in WORDS:
            kept = resource.fields.get(key)
            if key in sent and digest(kept or None) != digest(sent[key] or None):
                yield f"{resource.resource}.{key}", kept, sent[key]
