"""Every version that was ever published, kept in the archive so that it can be published again from there alone.

    <archive>/files/<ab>/<sha256>                 a canonical file, under its own digest; several versions may share it
    <archive>/versions/<dataset>/<number>.json    a manifest per version, written once

- tables: what a manifest says of each table of a draft
- manifest: a version as JSON, and back; the digest of its content
- archive: versions kept, listed and read; nothing is ever taken out or written over
- condition: whether a version is still there as it was kept
- drafting: a version as the draft that publishing takes
- difference, words: how two versions differ, as far as their manifests tell
"""

from flows.versions.archive import Versions
from flows.versions.difference import difference
from flows.versions.manifest import content_digest
from flows.versions.tables import table_of
from flows.versions.words import in_words

__all__ = ["Versions", "content_digest", "difference", "in_words", "table_of"]
