"""A catalogue of one dataset with one table, of an agency that is made for tests."""

from typing import Any

from tests.agency_of_tests import AGENCY, declare_agency, declare_dataset, declare_schema, resource, text
from tests.house import House

__all__ = ["AGENCY", "only"]


def only(perd: House, slug: str, source: dict[str, Any], *columns: str, **changes: Any) -> None:
    """Declare `perd-test-<slug>`, and take every other dataset out. Its columns are texts, the first one the key."""
    declare_agency(perd)
    schema = declare_schema(perd, slug, [text(column) for column in columns], columns[:1])
    declare_dataset(perd, slug, resource("codes", source, schema, title="รหัส"), **changes)
