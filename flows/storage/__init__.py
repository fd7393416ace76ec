"""What is kept so that it is whole, or not there at all: on this disk, or in the archive (PERD_ARCHIVE_URL).

- durable_file: small files that are on the disk when it is said so
- address: an fsspec address opened, and those refused that keep nothing
- folder: one folder of the archive, its small files, and the large ones that are known by their digest
"""

from flows.storage.address import refuse_nowhere
from flows.storage.folder import Folder

__all__ = ["Folder", "refuse_nowhere"]
