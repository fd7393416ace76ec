"""schemas/rules/*.yaml -> the rule book and the licence register."""

import hashlib
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from flows.declared.mistakes import Mistake, required
from flows.declared.yaml_lines import Document, read_yaml
from flows.domain.errors import DeclarationError
from flows.domain.finding import Severity
from flows.domain.licence import Forbidden, Openness
from flows.domain.rule import Rule, RuleBook
from flows.domain.text import Text

LICENCES = "licences.yaml"


class Licence(BaseModel):
    """One licence of the register."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    openness: Openness
    title: Text
    url: str | None = None
    forbids: tuple[Forbidden, ...] = ()
    """What a licence that is not open forbids, where it is one of these."""
    reason: Text | None = None
    """Why it is not simply open; fits after "because" in both languages. None for an open licence."""

    @model_validator(mode="after")
    def _a_reason_where_it_is_not_open(self) -> "Licence":
        if (self.reason is None) != (self.openness is Openness.OPEN):
            raise ValueError("`reason` belongs to every licence that is not simply open, and to no other")
        return self

    @model_validator(mode="after")
    def _only_what_is_not_open_forbids(self) -> "Licence":
        if self.forbids and self.openness is not Openness.NOT_OPEN:
            raise ValueError("`forbids` belongs to licences that are not-open, and to no other")
        return self


def load_rules(folder: Path) -> RuleBook:
    """Every rule of schemas/rules/.

    The file `<family>.yaml` holds the rules `<family>/...` as a list. The book's version is a digest of all
    files of the folder, the licence register included. Raises DeclarationError that names file and line of a
    mistake: an unknown key, a slug that occurs twice or belongs into another file, placeholders that cannot
    be filled.
    """
    rules: dict[str, Rule] = {}
    for path in _files(folder):
        if path.name == LICENCES:
            continue
        for line, rule in _rules_of(path):
            if rule.slug in rules:
                raise DeclarationError(f"{path.name}:{line} {rule.slug} is given twice: give each rule its own slug.")
            if rule.slug.partition("/")[0] != path.stem:
                raise DeclarationError(f"{path.name}:{line} {rule.slug} belongs into the file of its family: move it.")
            wrong = _wrong_placeholders(rule)
            if wrong:
                raise DeclarationError(f"{path.name}:{line} {rule.slug}: {wrong}.")
            rules[rule.slug] = rule
    return RuleBook(rules, _digest(folder))


def load_licences(folder: Path) -> Mapping[str, Licence]:
    """The register of schemas/rules/licences.yaml by id. DeclarationError with the line of a mistake."""
    shown = f"schemas/rules/{LICENCES}"
    document = _read(folder / LICENCES, shown)
    if not isinstance(document.data, dict):
        raise DeclarationError(f"{shown} must map ids to licences: restore it.")
    return {str(key): required(Licence, document, shown, (key,)) for key in document.data}


def slugs(rules: RuleBook) -> frozenset[str]:
    """All slugs that a waiver could name."""
    return frozenset(rule.slug for rule in rules)


def unwaivable(rules: RuleBook) -> frozenset[str]:
    """The slugs that no waiver covers: what may not be given away cannot be waived by whoever writes a declaration."""
    return frozenset(rule.slug for rule in rules if not rule.waivable)


def adjustable(rules: RuleBook) -> dict[str, tuple[Severity, ...]]:
    """By slug, the severities that a declaration may choose instead of the rule's own; empty for most rules."""
    return {rule.slug: rule.adjustable for rule in rules}


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise DeclarationError(f"There are no rules in {folder}: point PERD_SCHEMAS to the folder that has rules/.")
    return files


def _rules_of(path: Path) -> Iterator[tuple[int, Rule]]:
    shown = f"schemas/rules/{path.name}"
    document = _read(path, shown)
    if not isinstance(document.data, list):
        raise DeclarationError(f"{shown} must be a list of rules: see docs/rules.md.")
    for nth in range(len(document.data)):
        yield document.line((nth,)) or 1, required(Rule, document, shown, (nth,))


def _read(path: Path, shown: str) -> Document:
    document = read_yaml(path)
    if document.mistakes:
        told = "; ".join(str(Mistake(shown, line, message)) for line, message in document.mistakes)
        raise DeclarationError(f"{told}. Correct it, or restore the file.")
    return document


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _wrong_placeholders(rule: Rule) -> str | None:
    """A text that fails only when something is found would fail at night: it is looked at when it is read."""
    for name, text in (
        ("title", rule.title),
        ("message", rule.message),
        ("why", rule.why),
        ("fix", rule.fix),
    ):
        try:
            thai, english = _placeholders(text.th), _placeholders(text.en)
        except ValueError as error:
            return f"{name} has a brace that belongs to no placeholder ({error}): write it as {{{{ or }}}}"
        if name in ("title", "why") and thai | english:
            return f"{name} takes no placeholders: move {', '.join(sorted(thai | english))} into the message"
        if not english <= thai:
            return f"{name}: the Thai text leaves out {', '.join(sorted(english - thai))}: say it in both languages"
    return None


def _placeholders(text: str) -> set[str]:
    return {name.partition(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}
