"""The award pack: numbers counted from the ledger, each with the very records that it counts: page, PDF, workbook."""

from flows.pack.commission import Body, Commission
from flows.pack.folder import Written, write_folder
from flows.pack.manifest import write_manifest
from flows.pack.numbers import NUMBER_IDS
from flows.pack.pdf import browser_of
from flows.pack.place import free_place, room_for, zipped

__all__ = [
    "NUMBER_IDS",
    "Body",
    "Commission",
    "Written",
    "browser_of",
    "free_place",
    "room_for",
    "write_folder",
    "write_manifest",
    "zipped",
]
