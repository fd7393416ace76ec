"""Names in a declaration that must lead somewhere: columns, rules, licences, agencies, folders of deliveries."""

import posixpath
from collections.abc import Collection, Iterator, Mapping, Set
from pathlib import Path

from flows.declared.mistakes import Mistake
from flows.declared.yaml_lines import Document
from flows.domain.dataset import Declaration, Resource
from flows.domain.finding import Severity
from flows.domain.personal_text import looks_personal
from flows.domain.source import LocalFile, Source
from flows.domain.table_schema import TableSchema
from flows.domain.tidy import Tidy

COLUMN_RULES = ("calendar", "date_formats", "thai_digits", "thousands")


class References:
    """What declarations may refer to."""

    def __init__(
        self,
        rules: Set[str],
        unwaivable: Set[str],
        adjustable: Mapping[str, Collection[Severity]],
        licences: Set[str],
        delivery_folders: Collection[Path],
        agencies: Set[str],
    ) -> None:
        self._rules = rules
        self._unwaivable = unwaivable
        self._adjustable = adjustable
        self._licences = licences
        self._delivery_folders = delivery_folders
        self._agencies = agencies

    def of_tidy(self, tidy: Tidy, schema: TableSchema, document: Document, nth: int, shown: str) -> Iterator[Mistake]:
        """Tidy rules that name a column which the Table Schema does not have."""
        known = {field.name for field in schema.fields}
        for rule in COLUMN_RULES:
            for column in getattr(tidy, rule):
                if column not in known:
                    line = document.line(("resources", nth, "tidy", rule, column))
                    yield Mistake(
                        shown,
                        line,
                        f"tidy.{rule}: the Table Schema {schema.name} has no field {column!r}; use its `name`",
                    )

    def of_changes(
        self, resource: Resource, schema: TableSchema, document: Document, nth: int, shown: str
    ) -> Iterator[Mistake]:
        """Changes of a table whose rows cannot be told apart."""
        if resource.changes and not schema.primary_key:
            line = document.line(("resources", nth, "changes"))
            yield Mistake(
                shown,
                line,
                f"changes: the Table Schema {schema.name} has no primaryKey, and nobody could tell which row changed;"
                " give it one, or remove the line",
            )

    def of_source(self, source: Source, document: Document, nth: int, shown: str) -> Iterator[Mistake]:
        """Absolute paths that lead nowhere agencies deliver to."""
        if not isinstance(source, LocalFile) or not posixpath.isabs(source.path):
            return
        path = Path(posixpath.normpath(source.path))
        if not any(path.is_relative_to(folder.absolute()) for folder in self._delivery_folders):
            yield Mistake(
                shown,
                document.line(("resources", nth, "source", "path")),
                f"source.path: {source.path} lies in no folder that agencies deliver to; use a path below datasets/, or"
                " have its folder named in PERD_DELIVERY_FOLDERS",
            )

    def of_dataset(self, declared: Declaration, own: str, document: Document, shown: str) -> Iterator[Mistake]:
        """Licences, agencies, waivers and severities that name nothing, or what no declaration decides.

        own: the code of the dataset's agency.
        """
        if declared.licence is not None and declared.licence not in self._licences:
            yield Mistake(
                shown,
                document.line(("licence",)),
                f"licence: there is no licence {declared.licence!r} in schemas/rules/licences.yaml; use one of"
                f" {', '.join(sorted(self._licences))}",
            )
        for nth, code in enumerate(declared.shared_with):
            line = document.line(("shared_with", nth))
            if code == own:
                yield Mistake(shown, line, f"shared_with: {code} is the dataset's own agency; name other ones only")
            elif code not in self._agencies:
                yield Mistake(
                    shown,
                    line,
                    f"shared_with: there is no agency {code!r} in the catalogue; use one of"
                    f" {', '.join(sorted(self._agencies))}",
                )
        for nth, waiver in enumerate(declared.waivers):
            line = document.line(("waivers", nth, "rule"))
            if looks_personal(waiver.reason):
                said = document.line(("waivers", nth, "reason"))
                yield Mistake(
                    shown,
                    said,
                    "waivers: the reason seems to name a person; it is kept as evidence: write it"
                    " without names and numbers of persons",
                )
            if waiver.rule not in self._rules:
                yield Mistake(shown, line, f"waivers: there is no rule {waiver.rule!r}; docs/rules.md names them all")
            elif waiver.rule in self._unwaivable:
                yield Mistake(shown, line, f"waivers: {waiver.rule} can never be waived; remove the waiver")
            names = {resource.name for resource in declared.resources}
            if waiver.resource is not None and waiver.resource not in names:
                yield Mistake(shown, line, f"waivers: there is no resource {waiver.resource!r} in this dataset")
        yield from self._of_severities(declared, document, shown)

    def _of_severities(self, declared: Declaration, document: Document, shown: str) -> Iterator[Mistake]:
        for slug, severity in declared.severities.items():
            line = document.line(("severities", slug))
            allowed = ", ".join(self._adjustable.get(slug, ()))
            if slug not in self._rules:
                yield Mistake(shown, line, f"severities: there is no rule {slug!r}; docs/rules.md names them all")
            elif not allowed:
                yield Mistake(shown, line, f"severities: {slug} has one severity only; remove the line")
            elif severity not in self._adjustable[slug]:
                yield Mistake(shown, line, f"severities: {slug} cannot be {severity}; it may be {allowed}")
