"""How two versions of a dataset differ, from their manifests alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from flows.domain.table_schema import Field, TableSchema
from flows.domain.version import Version, VersionTable
from flows.domain.version_diff import ColumnChange, TableDiff, VersionDiff


def difference(before: Version, now: Version) -> VersionDiff:
    """From the one to the other."""
    names = dict.fromkeys(table.resource for version in (now, before) for table in version.tables)
    return VersionDiff(
        tables=tuple(_table(name, before.table(name), now.table(name)) for name in names),
        declared=tuple(sorted(_declared(before, now))),
    )


def _table(name: str, before: VersionTable | None, now: VersionTable | None) -> TableDiff:
    old, new = _fields(before), _fields(now)
    both = [(old[column], new[column]) for column in new if column in old]
    return TableDiff(
        resource=name,
        before=before,
        now=now,
        columns_new=tuple(column for column in new if column not in old) if before and now else (),
        columns_gone=tuple(column for column in old if column not in new) if before and now else (),
        columns_changed=tuple(_column(*pair) for pair in both if pair[0] != pair[1]),
    )


def _fields(table: VersionTable | None) -> dict[str, Field]:
    schema: TableSchema | None = table.schema if table else None
    return {field.name: field for field in schema.fields} if schema else {}


def _column(before: Field, now: Field) -> ColumnChange:
    if before.type != now.type:
        return ColumnChange(now.name, before.type, now.type, retyped=True)
    return ColumnChange(now.name, before.title, now.title, retyped=False)


def _declared(before: Version, now: Version) -> Iterator[str]:
    old, new = _plain(before), _plain(now)
    for key in old.keys() | new.keys():
        if old.get(key) != new.get(key):
            yield key


def _plain(version: Version) -> Mapping[str, Any]:
    """What is declared, by key; lists of names without their order."""
    dataset = version.dataset.model_dump(mode="json", by_alias=True, exclude={"path", "slug"})
    declared: dict[str, Any] = dataset["declared"]
    resources: list[dict[str, Any]] = declared.pop("resources")
    told = {key: sorted(value) if key == "tags" else value for key, value in declared.items()}
    told |= {f"agency.{key}": value for key, value in dataset["agency"].items()}
    for resource in resources:
        told |= {f"{resource['name']}.{key}": value for key, value in resource.items() if key != "name"}
    return told
