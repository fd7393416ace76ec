"""Where declarations lie: datasets/<agency>/<slug>.yaml, and nowhere else but two files about the ministry."""

from collections.abc import Iterator
from pathlib import Path

from flows.declared.mistakes import Mistake

AGENCY_FILE = "agency.yaml"
MINISTRY_FILE = "ministry.yaml"
OFFICIAL_SCORES_FILE = "official-scores.yaml"
MINISTRY_FILES = (MINISTRY_FILE, OFFICIAL_SCORES_FILE)
"""At the top of the catalogue; each may be absent."""
NO_DECLARATIONS = ("expected.yaml",)
"""YAML files at the top of the catalogue that declare nothing."""
SAMPLES = "samples"
"""Folders of agencies' files: whatever lies in one declares nothing."""


def declaration_files(folder: Path, agency: str = "*") -> list[Path]:
    """The files that declare a dataset, of one agency or of all, in order."""
    return sorted(path for path in folder.glob(f"{agency}/*.yaml") if path.name != AGENCY_FILE)


def id_of(path: Path, folder: Path) -> str:
    """The dataset's id, as its file's place says: `<agency>-<slug>`."""
    return "-".join(path.relative_to(folder).with_suffix("").parts)


def misplaced_files(folder: Path) -> Iterator[tuple[str | None, Mistake]]:
    """YAML files that would be passed over without a word, with the id that each was most likely meant to have.

    The id is None for a file that was meant for an agency.
    """
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if path.suffix.lower() not in (".yaml", ".yml") or SAMPLES in below.parts[:-1] or not path.is_file():
            continue
        if any(part.startswith(".") for part in below.parts):
            continue
        if len(below.parts) == 1 and f"{path.stem.lower()}.yaml" in MINISTRY_FILES:
            continue
        if (len(below.parts) == 2 and path.suffix == ".yaml") or str(below) in NO_DECLARATIONS:
            continue
        what = "rename it to .yaml" if path.suffix != ".yaml" else ""
        where = "move it to datasets/<agency>/<slug>.yaml" if len(below.parts) != 2 else ""
        mistake = Mistake(
            str(path.relative_to(folder.parent)),
            None,
            f"is not read, so what it declares is not published: {' and '.join(filter(None, (what, where)))}",
        )
        yield (None if path.stem == Path(AGENCY_FILE).stem else id_of(path, folder)), mistake


def misnamed(folder: Path, name: str) -> list[Mistake]:
    """Files at the top that were meant to be called `name`, and would be passed over without a word."""
    stem = Path(name).stem
    return [
        Mistake(str(path.relative_to(folder.parent)), None, f"is not read: rename it to {name}")
        for path in sorted(folder.iterdir())
        if path.stem.lower() == stem and path.suffix.lower() in (".yaml", ".yml") and path.name != name
    ]
