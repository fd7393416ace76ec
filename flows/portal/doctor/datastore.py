"""The DataStore: is it there, does it answer, does it take a table?"""

from collections.abc import Iterator

from flows.domain.errors import PipelineError
from flows.portal.doctor.finding import Finding
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.telling import listed
from flows.portal.doctor.words import found
from flows.portal.failures import Absent, NotAllowed
from flows.portal.refused_rows import RowsRefused

ACTIONS = (
    "datastore_create",
    "datastore_upsert",
    "datastore_records_delete",
    "datastore_delete",
    "datastore_search",
    "datastore_info",
)
"""That publishing calls."""
CATALOGUE = "_table_metadata"
"""The DataStore's list of its own tables, which everybody may read."""
EVERYTHING = 1_000_000
"""More rows than any portal gives at a time: the answer names its own limit."""
FEW_ROWS = 1_000
NO_TYPE = "perd_doctor_no_such_type"


def datastore(subject: Subject) -> Iterator[Finding]:
    """All of it. Nothing is written: a column of a type that there is not is refused by the database itself."""
    missing = [action for action in ACTIONS if not subject.has(action)]
    if "datastore_create" in missing or "datastore_search" in missing:
        yield found("datastore/absent")
        return
    if missing:
        yield found("datastore/lacks", actions=listed(missing))
    try:
        rows = _rows_at_a_time(subject)
        tried = _takes_a_table(subject)
    except PipelineError as error:
        yield found("datastore/broken", reason=error.text)
        return
    if rows is not None and rows < FEW_ROWS:
        yield found("datastore/few-rows", rows=rows)
    elif not missing:
        yield found("datastore/takes" if tried else "datastore/answers", rows="?" if rows is None else rows)


def _rows_at_a_time(subject: Subject) -> int | None:
    """ckan.datastore.search.rows_max; None where the list of tables is not given."""
    query = {"resource_id": CATALOGUE, "limit": EVERYTHING, "filters": {"name": NO_TYPE}}
    try:
        return int(subject.portal.ask("datastore_search", query, of="the list of tables")["limit"])
    except (Absent, NotAllowed):
        return None


def _takes_a_table(subject: Subject) -> bool:
    """Whether the writing side could be tried, which needs a resource of ours; it raises what is wrong with it."""
    ours = subject.one_of_ours if subject.may_publish_in else None
    if ours is None:
        return False
    fields = [{"id": "perd_doctor", "type": NO_TYPE}]
    table = {"resource_id": ours.resources[0].id, "fields": fields, "force": True}
    try:
        subject.portal.act("datastore_create", table, of="a table that must be refused")
    except RowsRefused:
        return True
    except NotAllowed:
        pass  # told by the examination of the organisations
    return False
