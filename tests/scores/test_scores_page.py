"""docs/scores.md has a heading for every measure, and none that is left over."""

import re
from pathlib import Path

from flows.scores import score_dataset

PAGE = (Path(__file__).resolve().parents[2] / "docs/scores.md").read_text(encoding="utf-8")


def test_every_measure_has_its_heading_in_order(facts) -> None:
    ids = [measure.id for score in score_dataset(facts()) for measure in score.measures]
    assert len(ids) == len(set(ids)) == 14 + 5 + 10
    assert re.findall(r"^### (\S+)$", PAGE, re.MULTILINE) == ids


def test_every_part_begins_with_a_thai_sentence() -> None:
    parts = re.split(r"^##+ .*$", PAGE, flags=re.MULTILINE)[1:]
    for part in parts:
        assert re.search("[ก-๙]", part.strip().splitlines()[0]), part


def test_families_and_their_own_words_are_on_the_page(facts) -> None:
    scores = score_dataset(facts())
    assert scores[2].title.th in PAGE
    for score in scores:
        assert f"| `{score.family}` |" in PAGE
