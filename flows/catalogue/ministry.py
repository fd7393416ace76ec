"""datasets/ministry.yaml -> Ministry. It may be absent: then all agencies of the catalogue are counted together."""

from collections.abc import Set
from pathlib import Path

from flows.catalogue.layout import MINISTRY_FILE, misnamed
from flows.declared.mistakes import Mistake, checked
from flows.declared.yaml_lines import read_yaml
from flows.domain.ministry import Ministry


def load_ministry(folder: Path, agencies: Set[str]) -> tuple[Ministry | None, list[Mistake]]:
    """The declared ministry, or all mistakes of its file; `agencies` are the codes of the catalogue."""
    path = folder / MINISTRY_FILE
    mistakes = misnamed(folder, MINISTRY_FILE)
    if not path.exists():
        return None, mistakes
    shown = str(path.relative_to(folder.parent))
    document = read_yaml(path)
    ministry, wrong = checked(Ministry, document, shown)
    mistakes += wrong
    for nth, code in enumerate(ministry.agencies if ministry else ()):
        if code not in agencies:
            mistakes.append(
                Mistake(
                    shown,
                    document.line(("agencies", nth)),
                    f"agencies: there is no agency {code!r} in the catalogue; remove it, or add its folder",
                )
            )
    return (ministry if not mistakes else None), mistakes
