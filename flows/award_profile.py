"""schemas/awards/<year>.yaml -> the latest award that is known, not later than the year that is asked for."""

import re
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from flows.declared.mistakes import Mistake, required
from flows.declared.yaml_lines import Loc, read_yaml
from flows.domain.award import Award
from flows.domain.errors import DeclarationError
from flows.domain.text import Text

NAMES_A_NUMBER = ("numbers", "test")
"""The keys, at any depth, that name numbers of the pack."""


def load_award(folder: Path, year: int, numbers: Set[str]) -> Award:
    """The latest award in `folder` that is of `year` (B.E.) or earlier; its own `year` says which one it is.

    numbers: ids of all numbers that a pack can bring as evidence. Raises DeclarationError with file, line and key of
    what is wrong in that profile, or if there is none so early.
    """
    years = _years(folder)
    known = [one for one in years if one <= year]
    if not known:
        told = ", ".join(map(str, years))
        raise DeclarationError(
            Text(
                th=f"ไม่มีข้อมูลรางวัลของปี {year} หรือปีก่อนหน้าใน schemas/awards/ (มี: {told or 'ไม่มีเลย'})"
                " ให้เลือกปีที่มี หรือเพิ่มตาม docs/awards.md",
                en=f"There is no award of {year} or earlier in schemas/awards/ (there is {told or 'none at all'}):"
                " choose a later period, or add one as docs/awards.md shows",
            )
        )
    name = f"{known[-1]}.yaml"
    shown = f"schemas/awards/{name}"
    document = read_yaml(folder / name)
    award = required(Award, document, shown)
    if award.year != known[-1]:
        said = f"year: is {award.year}, but the file is of {known[-1]}: make them the same"
        raise DeclarationError(str(Mistake(shown, document.line(("year",)), said)))
    unknown = [
        Mistake(shown, document.line(loc), f"{_key(loc)}: the pack has no number {id!r}")
        for loc, id in _named(document.data, ())
        if id not in numbers
    ]
    if unknown:
        told = "; ".join(map(str, unknown))
        raise DeclarationError(f"{told}; use one of {', '.join(sorted(numbers))}")
    return award


def _years(folder: Path) -> list[int]:
    """In order. A file that no year would ever find is a mistake."""
    for path in sorted(folder.glob("*.y*ml")):
        if not re.fullmatch(r"\d{4}\.yaml", path.name):
            raise DeclarationError(
                f"schemas/awards/{path.name}: is read for no year: name it by its year in B.E., such as 2566.yaml"
            )
    return sorted(int(path.stem) for path in folder.glob("*.yaml"))


def _named(data: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every number that is named, with its place."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        place = (*loc, key)
        if key in NAMES_A_NUMBER and isinstance(value, str):
            yield place, value
        elif key in NAMES_A_NUMBER:
            yield from (((*place, nth), id) for nth, id in enumerate(value))
        else:
            yield from _named(value, place)


def _key(loc: Loc) -> str:
    return ".".join(map(str, loc))
