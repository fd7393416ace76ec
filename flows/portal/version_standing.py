"""Whether what stands on the portal is a given version of its dataset."""

from collections.abc import Sequence

from flows.domain.dataset import Dataset
from flows.domain.published import PublishedDataset
from flows.domain.version import VersionTable
from flows.portal import standing
from flows.portal.payload import declaration_sha256, in_extras
from flows.portal.profile import Profile

DECLARATION = "perd_declaration_sha256"


def stands_as(
    dataset: Dataset, tables: Sequence[VersionTable], stands: PublishedDataset | None, profile: Profile
) -> bool:
    """By the digests of declaration, schemas and files that stand beside them; the files are not read for this."""
    if stands is None:
        return False
    declared = standing.value(stands.fields, DECLARATION, in_extras(profile, DECLARATION))
    return declared == declaration_sha256(dataset) and all(_stands(table, stands) for table in tables)


def _stands(table: VersionTable, stands: PublishedDataset) -> bool:
    found = stands.resource(table.resource)
    return (
        found is not None
        and found.sha256 == table.file.sha256
        and found.fields.get("perd_schema_sha256") == table.schema.sha256
    )
