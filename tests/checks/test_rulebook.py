"""The rule files load strictly, and every text of every rule can be filled."""

import shutil
import string
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.checks import adjustable, load_licences, load_rules, slugs, unwaivable
from flows.domain.errors import DeclarationError
from flows.domain.finding import Severity
from flows.domain.licence import Openness
from flows.domain.rule import RuleBook
from tests.checks.conftest import PROJECT, RULES_FOLDER

GOOD: dict[str, Any] = {
    "slug": "table/one",
    "severity": "block",
    "title": {"th": "ก", "en": "a"},
    "message": {"th": "ก {row}", "en": "a {row}"},
    "why": {"th": "ก", "en": "a"},
    "fix": {"th": "ก", "en": "a"},
    "source": {"mark": "own", "name": "x"},
}


def written(folder: Path, *rules: dict[str, Any], name: str = "table.yaml") -> Path:
    (folder / name).write_text(yaml.safe_dump(list(rules), allow_unicode=True), encoding="utf-8")
    return folder


def test_the_real_rules_load_and_know_their_families(rules: RuleBook) -> None:
    families = {slug.partition("/")[0] for slug in slugs(rules)}
    assert families >= {"licence", "metadata", "format", "table", "privacy", "change"}


def test_only_what_must_not_be_given_away_can_never_be_waived(rules: RuleBook) -> None:
    def never(family: str) -> set[str]:
        return {slug for slug in unwaivable(rules) if slug.startswith(f"{family}/")}

    assert never("licence") == {slug for slug in slugs(rules) if slug.startswith("licence/")}
    assert never("metadata") == {"metadata/not-public", "metadata/category-mismatch"}
    # There is no table that a waiver could let pass.
    assert never("format") == {
        f"format/{name}"
        for name in (
            "pdf", "document", "image", "xls", "other-spreadsheet", "archive", "web-page", "json-or-xml",
            "not-a-table", "empty-file", "no-header", "encoding", "no-such-sheet", "bad-workbook",
        )
    }  # fmt: skip
    assert never("table") == {"table/blank-row"}
    assert "privacy/national-id" in never("privacy")


def test_a_rule_that_may_be_waived_by_chance_holds_until_somebody_has_looked(rules: RuleBook) -> None:
    assert rules["privacy/national-id-in-text"].severity is Severity.BLOCK
    assert rules["privacy/national-id-in-text"].person_decides


def test_the_fix_of_a_blank_row_names_what_to_declare(rules: RuleBook) -> None:
    fix = rules["table/blank-row"].fix
    assert all("drop_blank_rows: true" in text for text in (fix.th, fix.en))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"severety": "block"}, "severety"),
        ({"severity": "fatal"}, "severity"),
        ({"slug": "licence/one"}, "family"),
        ({"message": {"th": "ก", "en": "a {row}"}}, "leaves out row"),
        ({"message": {"th": "ก {", "en": "a"}}, "brace"),
        ({"title": {"th": "ก {row}", "en": "a"}}, "takes no placeholders"),
        ({"source": {"mark": "hearsay", "name": "x"}}, "mark"),
    ],
)
def test_a_mistake_in_a_rule_names_file_and_line(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    with pytest.raises(DeclarationError, match=rf"table\.yaml:\d+:? .*{told}"):
        load_rules(written(tmp_path, GOOD | change))


def test_a_slug_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"table\.yaml:\d+ table/one is given twice"):
        load_rules(written(tmp_path, GOOD, GOOD))


def test_a_key_given_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "table.yaml").write_text("- slug: table/one\n  severity: block\n  severity: info\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"table\.yaml:3: .*'severity' is given twice"):
        load_rules(tmp_path)


def test_the_line_is_that_of_the_mistake(tmp_path: Path) -> None:
    text = (RULES_FOLDER / "change.yaml").read_text(encoding="utf-8")
    line = next(nth for nth, row in enumerate(text.splitlines(), start=1) if "severity" in row)
    (tmp_path / "change.yaml").write_text(text.replace("severity: block", "severity: fatal", 1), encoding="utf-8")
    with pytest.raises(DeclarationError, match=rf"change\.yaml:{line}: "):
        load_rules(tmp_path)


def test_a_folder_without_rules_is_no_empty_rule_book(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="no rules"):
        load_rules(tmp_path)


def test_the_version_moves_with_every_file_of_the_folder(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(RULES_FOLDER, tmp_path / "rules"))
    before = load_rules(folder).version
    assert load_rules(folder).version == before
    for name in ("table.yaml", "licences.yaml"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("# a word more\n")
        after = load_rules(folder).version
        assert after != before
        before = after


def test_every_text_says_the_same_languages_part(rules: RuleBook) -> None:
    assert len(slugs(rules)) > 50
    for rule in rules:
        for text in (rule.message, rule.fix):
            thai = {name for _, name, _, _ in string.Formatter().parse(text.th) if name}
            english = {name for _, name, _, _ in string.Formatter().parse(text.en) if name}
            assert not any(name.endswith(".en") for name in thai), rule.slug
            assert not any(name.endswith(".th") for name in english), rule.slug


def test_official_rules_say_where_they_stand(rules: RuleBook) -> None:
    allowed = ("สพร.", "GD Catalog Guideline", "data.go.th", "thai-gdc")
    official = [rule for rule in rules if rule.source.mark == "official"]
    assert len(official) > 5
    for rule in official:
        assert any(name in rule.source.name for name in allowed), rule.slug


def test_the_register_decides_as_the_open_definition_does() -> None:
    register = load_licences(RULES_FOLDER)
    assert register["CC-BY-4.0"].openness is Openness.OPEN
    assert register["CC-BY-SA-4.0"].openness is Openness.OPEN_WITH_DUTY
    closed = [name for name in register if "-NC" in name or "-ND" in name or name.startswith("GFDL")]
    assert {"CC-BY-NC-4.0", "CC-BY-ND-4.0", "GFDL-1.3"} <= set(closed)
    for name in closed:
        assert register[name].openness is Openness.NOT_OPEN, name
        assert ("commercial-use" in register[name].forbids) is ("-NC" in name), name
        assert ("adaptations" in register[name].forbids) is ("-ND" in name), name


PROFILES = sorted((PROJECT / "schemas" / "portals").glob("*.yaml"))


def test_there_are_portal_profiles() -> None:
    assert {profile.stem for profile in PROFILES} >= {"data-go-th", "plain"}


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_every_licence_of_a_portal_profile_is_in_the_register(profile: Path) -> None:
    offered = {licence["id"] for licence in yaml.safe_load(profile.read_text(encoding="utf-8"))["licences"]}
    assert offered
    assert offered <= set(load_licences(RULES_FOLDER))


def test_a_licence_that_is_not_open_without_a_reason_is_refused(tmp_path: Path) -> None:
    (tmp_path / "licences.yaml").write_text("X:\n  openness: not-open\n  title: {th: ก, en: a}\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"licences\.yaml:1: .*reason"):
        load_licences(tmp_path)


def test_an_open_licence_forbids_nothing(tmp_path: Path) -> None:
    text = "X:\n  openness: open\n  forbids: [adaptations]\n  title: {th: ก, en: a}\n"
    (tmp_path / "licences.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"licences\.yaml:1: .*forbids"):
        load_licences(tmp_path)


def test_the_severities_that_may_be_declared_are_known_by_slug(rules: RuleBook) -> None:
    assert set(adjustable(rules)) == slugs(rules)
    assert adjustable(rules)["licence/not-open"] == ()
