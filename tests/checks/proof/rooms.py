"""The room of the proof as it is, and with a fault put into it on purpose."""

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from flows.checks.tables import proof

OURS = proof.__name__
HERE = Path(str(proof.__file__)).parent


@dataclass(frozen=True)
class Room:
    module: Callable[[str], Any]

    def __getattr__(self, name: str) -> Any:
        return self.module(name)


REAL = Room(lambda name: importlib.import_module(f"{OURS}.{name}"))


def spoilt(folder: Path, name: str, module: str, sound: str, wrong: str) -> Room:
    """A copy of the room, as a package of its own called `name`, in which `sound` says `wrong` in one module."""
    package = folder / name
    package.mkdir()
    for path in HERE.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.stem == module:
            assert text.count(sound) == 1, f"{module}.py has changed: {sound!r}"
            text = text.replace(sound, wrong)
        (package / path.name).write_text(text.replace(OURS, name), encoding="utf-8")

    def load(wanted: str) -> ModuleType:
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
        return importlib.import_module(f"{name}.{wanted}")

    return Room(load)
