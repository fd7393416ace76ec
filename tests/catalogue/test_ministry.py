"""The ministry, the scores that others gave it, and who shares in a dataset: references are checked, and told."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.catalogue import Catalogue, load_catalogue
from flows.domain.errors import DeclarationError
from flows.domain.text import Text

ROOT = Path(__file__).resolve().parents[2]
EVERYONE = Text(th="ทุกหน่วยงาน", en="All agencies")

SCORE: dict[str, Any] = {
    "year": 2565,
    "of": "ministry",
    "what": {"th": "ระดับความพร้อม", "en": "Readiness"},
    "score": 69.19,
    "out_of": 100,
    "unit": "percent",
    "compared_with": {"th": "หน่วยงานอื่น", "en": "Other agencies"},
    "compared_score": 56.06,
    "source": {"title": {"th": "ข่าว", "en": "News"}, "where": "thaigov.go.th 66070", "date": "2023-03-13"},
    "entered_on": "2026-11-29",
    "entered_by": "ศูนย์เทคโนโลยีสารสนเทศ",
}
MINISTRY = "name: {th: กระทรวง, en: Ministry}\nshort: {th: ก., en: M}\nagencies: [diw, oie]\n"


def catalogue_of(folder: Path, **files: str) -> Catalogue:
    """Two agencies with one dataset, and files at the top of the catalogue by name (`_` for `-`, without ending)."""
    for code in ("diw", "oie"):
        place = folder / "datasets" / code
        place.mkdir(parents=True, exist_ok=True)
        contact = "contact: {name: ศูนย์, email: a@b.example}"
        names = f"name: {{th: กรม {code}, en: {code}}}\nshort: {{th: ก., en: {code}}}"
        (place / "agency.yaml").write_text(f"code: {code}\n{names}\norganisation: {code}\n{contact}\n")
    for name, text in files.items():
        (folder / "datasets" / f"{name.replace('_', '-')}.yaml").write_text(text)
    return load_catalogue(folder / "datasets", folder / "schemas", set(), set(), set())


def told(catalogue: Catalogue) -> list[str]:
    return [str(mistake) for mistake in catalogue.mistakes]


def scores(*changes: dict[str, Any]) -> str:
    return yaml.safe_dump({"scores": [SCORE | change for change in changes]}, allow_unicode=True, sort_keys=False)


def test_the_ministry_counts_its_own_agencies_and_no_other(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, ministry=MINISTRY.replace(", oie", ""))
    assert told(catalogue) == []
    together = catalogue.counted_together(EVERYONE)
    assert (together.name.en, together.agencies) == ("Ministry", ("diw",))


def test_without_a_ministry_all_agencies_are_counted_under_the_title_that_is_given(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path)
    assert catalogue.ministry is None and told(catalogue) == []
    together = catalogue.counted_together(EVERYONE)
    assert (together.name, together.agencies) == (EVERYONE, ("diw", "oie"))


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("[diw, dpim]", "[diw, oie]", "datasets/ministry.yaml:3: agencies: there is no agency 'dpim'"),
        ("[diw, diw]", "[diw, oie]", "ministry.yaml:3: agencies: diw stands there twice"),
        ("[]", "[diw, oie]", "ministry.yaml:3: agencies"),
        ("agences:", "agencies:", "ministry.yaml:3: agences: there is no such key"),
        ("{th: ก.}", "{th: ก., en: M}", "ministry.yaml:2: short.en: is missing"),
    ],
)
def test_a_wrong_ministry_is_told_and_nothing_is_counted_instead(
    tmp_path: Path, wrong: str, right: str, says: str
) -> None:
    assert right in MINISTRY
    catalogue = catalogue_of(tmp_path, ministry=MINISTRY.replace(right, wrong))
    assert any(says in mistake for mistake in told(catalogue)), told(catalogue)
    assert catalogue.ministry is None and not catalogue.broken
    with pytest.raises(DeclarationError, match=r"ministry\.yaml"):
        catalogue.counted_together(EVERYONE)


@pytest.mark.parametrize("name", ["ministry.yml", "official-scores.YAML"])
def test_a_file_about_the_ministry_that_nobody_would_read_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / name).write_text("x: 1")
    catalogue = catalogue_of(tmp_path)
    assert [f"datasets/{name}: is not read: rename it to {name.split('.')[0]}.yaml"] == told(catalogue)
    with pytest.raises(DeclarationError, match="rename it"):
        catalogue.counted_together(EVERYONE)


def test_an_entered_score_is_kept_to_the_digit(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, official_scores=scores({}, {"of": "diw", "score": 61.5, "year": 2567}))
    assert told(catalogue) == []
    ministrys, agencys = catalogue.official_scores
    assert (ministrys.score, ministrys.compared_score) == (Decimal("69.19"), Decimal("56.06"))
    assert (agencys.of, agencys.year, agencys.score) == ("diw", 2567, Decimal("61.5"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"of": "dpim"}, "scores.yaml:3: of: there is no agency 'dpim' in the catalogue; write its code, or ministry"),
        ({"year": 2022}, "yaml:2: scores.0.year: 2022 is no year of the Buddhist era"),
        ({"score": 691.9}, "scores.0: score: 691.9 is more than out_of, 100"),
        ({"score": True}, "scores.0.score"),
        ({"score": "69,19"}, "scores.0.score"),
        ({"compared_score": None}, "compared_with and compared_score belong together"),
        ({"compared_score": 156.06}, "compared_score: 156.06 is more than out_of"),
        ({"unit": "stars"}, "scores.0.unit"),
        ({"source": {"title": {"th": "ก", "en": "a"}, "where": "x"}}, "scores.0.source: date: is missing"),
        ({"source": {"title": {"th": "ก", "en": "a"}, "date": "2023-03-13"}}, "source: names no place: give `where`"),
        ({"entered_on": "2569-11-29"}, "entered_on: 2569-11-29 is in the Buddhist era: write CE, 2026"),
        ({"entered_by": ""}, "scores.0.entered_by"),
        ({"grade": "A"}, "scores.0.grade: there is no such key"),
    ],
)
def test_a_wrong_score_is_told_and_none_is_shown(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    catalogue = catalogue_of(tmp_path, official_scores=scores(change))
    assert any(says in mistake for mistake in told(catalogue)), told(catalogue)
    assert catalogue.official_scores == ()
    with pytest.raises(DeclarationError, match=r"official-scores\.yaml"):
        catalogue.counted_together(EVERYONE)


def test_the_same_score_entered_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    again = {"score": 70, "what": {"th": " ระดับ ", "en": "readiness  "}}
    (mistake,) = told(catalogue_of(tmp_path, official_scores=scores({}, again)))
    assert mistake.startswith("datasets/official-scores.yaml:")
    assert "the 2565 score of ministry for the same thing stands on line 2 already" in mistake


def test_another_year_another_agency_or_another_thing_is_no_repetition(tmp_path: Path) -> None:
    others = ({}, {"year": 2566}, {"of": "diw"}, {"what": {"th": "อื่น", "en": "Other"}})
    catalogue = catalogue_of(tmp_path, official_scores=scores(*others))
    assert told(catalogue) == [] and len(catalogue.official_scores) == 4


def real() -> Catalogue:
    from flows.checks import load_licences, load_rules, slugs, unwaivable

    rules = load_rules(ROOT / "schemas/rules")
    licences = frozenset(load_licences(ROOT / "schemas/rules"))
    return load_catalogue(ROOT / "datasets", ROOT / "schemas", slugs(rules), unwaivable(rules), licences)


def test_the_real_files_are_right_and_the_land_reform_is_of_another_ministry() -> None:
    catalogue = real()
    assert told(catalogue) == []
    assert catalogue.ministry is not None
    assert set(catalogue.agencies) - set(catalogue.ministry.agencies) == {"alro"}
    (founding,) = catalogue.official_scores
    assert (founding.year, str(founding.score), str(founding.compared_score)) == (2565, "69.19", "56.06")


def test_the_example_of_the_documentation_is_right(tmp_path: Path) -> None:
    page = (ROOT / "docs/awards.md").read_text("utf-8")
    (example,) = re.findall(r"^```yaml\n(scores:.*?)^```", page, re.MULTILINE | re.DOTALL)
    catalogue = catalogue_of(tmp_path, official_scores=example)
    assert told(catalogue) == []
    assert [str(score.score) for score in catalogue.official_scores] == ["69.19"]


SHARED = """\
title: ทะเบียน
shared_with: [oie]
resources: [{name: t, title: ก, source: {kind: file, path: diw/samples/t.csv}, schema: diw/t}]
"""
TABLE = 'name: diw/t\nversion: "1"\ntitle: ก\nfields: [{name: a, title: ก, type: string}]\n'


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("[oie]", None),
        (
            "[dpim]",
            "datasets/diw/t.yaml:2: shared_with: there is no agency 'dpim' in the catalogue; use one of diw, oie",
        ),
        ("[diw]", "diw/t.yaml:2: shared_with: diw is the dataset's own agency"),
        ("[oie, oie]", "diw/t.yaml:2: shared_with: oie stands there twice"),
    ],
)
def test_who_shares_in_a_dataset_is_checked_against_the_catalogue(tmp_path: Path, given: str, says: str | None) -> None:
    for file, text in (
        ("schemas/tables/diw/t.yaml", TABLE),
        ("datasets/diw/t.yaml", SHARED.replace("[oie]", given)),
    ):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(text)
    catalogue = catalogue_of(tmp_path)
    if says is None:
        assert told(catalogue) == []
        assert catalogue.datasets["diw-t"].declared.shared_with == ("oie",)
    else:
        assert any(says in mistake for mistake in told(catalogue)), told(catalogue)
        assert list(catalogue.broken) == ["diw-t"]
