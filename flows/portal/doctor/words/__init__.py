"""What the doctor says: every sentence, Thai first, by the slug of its finding. docs/doctor.md explains each."""

from flows.portal.doctor.finding import Finding
from flows.portal.doctor.words import connection, metadata, rights, software, storage

WORDS = {**connection.WORDS, **software.WORDS, **metadata.WORDS, **rights.WORDS, **storage.WORDS}
"""By `<examination>/<what>`."""


def found(slug: str, **values: object) -> Finding:
    """The finding of that slug with its words filled in."""
    return WORDS[slug].of(slug, **values)
