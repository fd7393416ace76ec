"""format/header-not-english. The other format rules are raised where a file cannot be read as a table."""

import re
from collections.abc import Iterator

from flows.checks.subject import Subject
from flows.domain.finding import Finding, Place

ENGLISH_HEADER = re.compile(r"[!-~]+")
"""Printable ASCII without blanks: what data.go.th asks of column names."""


def header_not_english(subject: Subject) -> Iterator[Finding]:
    """Every published column name of every resource's Table Schema, once per resource."""
    for resource in subject.dataset.resources:
        schema = subject.schemas[resource.table_schema]
        for field in schema.fields:
            if not ENGLISH_HEADER.fullmatch(field.name):
                yield subject.rules.finding(
                    "format/header-not-english",
                    Place(resource=resource.name, header=field.title, field=field.name),
                    schema=schema.name,
                    title=field.title,
                    name=field.name,
                )
