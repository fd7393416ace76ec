"""Is the published version in the archive, as it was kept?"""

from collections.abc import Iterator

from flows.domain.drift import Drift
from flows.domain.on_record import Condition
from flows.domain.text import Text
from flows.portal.reconcile.case import Case

WHOLE = Text(th="ครบถ้วน", en="whole")
_CONDITIONS = {
    Condition.GONE: Text(th="ไม่มี", en="gone"),
    Condition.DAMAGED: Text(th="เสียหาย", en="damaged"),
    Condition.EXCHANGED: Text(th="เป็นไฟล์อื่น", en="another one"),
}


def archive_drifts(case: Case) -> Iterator[Drift]:
    """Its manifest, or the files that this names."""
    archived = case.record.archived
    if archived is None:
        return
    if archived.manifest is not Condition.WHOLE:
        slug, found = f"archive/manifest-{archived.manifest}", _CONDITIONS[archived.manifest]
        yield case.drift(slug, str(archived.number), expected=WHOLE, found=found)
    for resource, condition in archived.files.items():
        if condition is not Condition.WHOLE:
            yield case.drift(
                f"archive/file-{condition}",
                resource,
                expected=WHOLE,
                found=_CONDITIONS[condition],
                mends=case.right_on_portal(resource),
            )
