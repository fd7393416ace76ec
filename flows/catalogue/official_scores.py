"""datasets/official-scores.yaml -> scores that others gave, as people entered them. It may be absent."""

from collections.abc import Set
from pathlib import Path

from flows.catalogue.layout import OFFICIAL_SCORES_FILE, misnamed
from flows.declared.mistakes import Mistake, checked
from flows.declared.yaml_lines import read_yaml
from flows.domain.ministry import MINISTRY, OfficialScore, OfficialScores


def load_official_scores(folder: Path, agencies: Set[str]) -> tuple[tuple[OfficialScore, ...], list[Mistake]]:
    """The entered scores, or all mistakes of their file; `agencies` are the codes of the catalogue."""
    path = folder / OFFICIAL_SCORES_FILE
    mistakes = misnamed(folder, OFFICIAL_SCORES_FILE)
    if not path.exists():
        return (), mistakes
    shown = str(path.relative_to(folder.parent))
    document = read_yaml(path)
    entered, wrong = checked(OfficialScores, document, shown)
    mistakes += wrong
    if entered is None:
        return (), mistakes
    first: dict[tuple[int, str, str], int | None] = {}
    for nth, score in enumerate(entered.scores):
        line = document.line(("scores", nth))
        if score.of != MINISTRY and score.of not in agencies:
            mistakes.append(
                Mistake(
                    shown,
                    document.line(("scores", nth, "of")),
                    f"of: there is no agency {score.of!r} in the catalogue; write its code, or {MINISTRY}",
                )
            )
        for what in {_same(score.what.th), _same(score.what.en)}:
            before = first.setdefault((score.year, score.of, what), line)
            if before != line:
                mistakes.append(
                    Mistake(
                        shown,
                        line,
                        f"the {score.year} score of {score.of} for the same thing stands on line {before} already:"
                        " correct that one, or remove this one",
                    )
                )
                break
    return (entered.scores if not mistakes else ()), mistakes


def _same(words: str) -> str:
    return " ".join(words.split()).casefold()
