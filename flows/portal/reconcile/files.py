"""Is each file there, once, the very one that was published, with what we wrote beside it?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flows.domain.drift import Drift
from flows.domain.on_record import RecordedFile
from flows.domain.published import PublishedResource
from flows.domain.text import Text
from flows.portal.download import leads_away
from flows.portal.plain_text import plain
from flows.portal.reconcile.case import NOTHING, Case
from flows.portal.reconcile.seen import SeenFile

REPLACED = frozenset({"file/other-bytes", "file/unreadable", "file/elsewhere", "file/renamed"})
"""Drifts of a file in whose place there is another one."""
DIGITS = 12
"""Of a digest, as people are shown it."""


def file_drifts(case: Case) -> Iterator[Drift]:
    """Of all resources, companions included."""
    for name in (*case.tables, *case.companions):
        ours = case.ours(name)
        for copy in case.copies(name):
            title = copy.get("name") or copy["id"]
            yield case.drift("resource/twice", name, expected=_ONCE, found=title, name=title, id=copy["id"])
        if ours is None:
            yield case.drift("resource/missing", name, mends=case.mends)
        elif leads_away(ours.url, case.seen.portal):
            yield case.drift(
                "file/elsewhere", name, expected=case.seen.portal, found=ours.url or NOTHING, mends=case.mends
            )
        elif ours.id in case.seen.files:
            yield from _file(case, name, ours, case.seen.files[ours.id])


def _file(case: Case, name: str, ours: PublishedResource, seen: SeenFile) -> Iterator[Drift]:
    published = case.file(name) or RecordedFile(ours.sha256, ours.rows)
    address = urlsplit(ours.url).path.rsplit("/", 1)[-1]
    if seen.sha256 is None:
        yield case.drift("file/unreadable", name, found=seen.refused or NOTHING, mends=case.mends)
    elif seen.sha256 != published.sha256:
        expected, found = _digest(published.sha256), _digest(seen.sha256, seen.size)
        yield case.drift("file/other-bytes", name, expected=expected, found=found, mends=case.mends)
    elif address != ours.file:
        yield case.drift("file/renamed", name, expected=ours.file, found=address, mends=case.mends)
    elif wrong := [*_wrong_marks(case, name, ours, seen, published)]:
        fields = ", ".join(field for field, _, _ in wrong)
        yield case.drift(
            "file/marks",
            name,
            expected=", ".join(_shown(expected) for _, expected, _ in wrong),
            found=", ".join(_shown(found) for _, _, found in wrong),
            mends=case.mends,
            fields=fields,
        )


def _wrong_marks(
    case: Case, name: str, ours: PublishedResource, seen: SeenFile, published: RecordedFile
) -> Iterator[tuple[str, str, str]]:
    """Field, what it should say, and what it says."""
    expected = {"perd_sha256": published.sha256, "perd_bytes": str(seen.size), "size": str(seen.size)}
    origin = case.record.recorded.origins.get(name) if case.record.recorded else None
    if name not in case.companions:
        expected["perd_rows"] = str(published.rows)
    if origin and origin.sha256 == published.sha256:
        expected |= {
            "perd_fingerprint": origin.fingerprint,
            "perd_source_url": plain(origin.source),
            "perd_source_sha256": origin.source_sha256,
            "perd_source_bytes": str(origin.source_bytes),
        }
    for field, value in expected.items():
        found = str(ours.fields.get(field) or "")
        if found != value:
            yield field, value, found


def _digest(sha256: str, size: int | None = None) -> str:
    return f"SHA-256 {sha256[:DIGITS]}…" + (f" ({size:,} bytes)" if size is not None else "")


def _shown(value: str) -> str:
    return f"{value[:DIGITS]}…" if len(value) == 64 else value or "-"


_ONCE = Text(th="รายการเดียว", en="once")
