"""The rooms of the proof as they are, and with a fault put into one of them on purpose."""

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from flows import canonical
from flows.checks.tables import proof

ROOMS = {room.__name__: Path(str(room.__file__)).parent for room in (proof, canonical)}
PLACES = {path.stem: room for room, folder in ROOMS.items() for path in folder.glob("*.py")}


@dataclass(frozen=True)
class Room:
    module: Callable[[str], Any]

    def __getattr__(self, name: str) -> Any:
        return self.module(name)


REAL = Room(lambda name: importlib.import_module(f"{PLACES[name]}.{name}"))


def spoilt(folder: Path, name: str, module: str, sound: str, wrong: str) -> Room:
    """A copy of both rooms, as one package called `name`, in which `sound` says `wrong` in one module."""
    package = folder / name
    package.mkdir()
    for path in (path for room in ROOMS.values() for path in room.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.stem == module:
            assert text.count(sound) == 1, f"{module}.py has changed: {sound!r}"
            text = text.replace(sound, wrong)
        for room in ROOMS:
            text = text.replace(room, name)
        (package / path.name).write_text(text, encoding="utf-8")

    def load(wanted: str) -> ModuleType:
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
        return importlib.import_module(f"{name}.{wanted}")

    return Room(load)
