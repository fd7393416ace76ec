"""From tidied tables to the verdict: every check, every exception, and the answer of a person where one is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from flows.checks import (
    PERSONAL_CHECKS,
    TABLE_CHECKS,
    Exceptions,
    Newness,
    Subject,
    Table,
    changes,
    check_dataset,
    check_freshness_of,
    looked_through,
    newest_period,
)
from flows.checks.tables.by_frictionless import by_frictionless
from flows.decisions import answer, question
from flows.domain.dataset import Dataset
from flows.domain.draft import Draft, Fresh, Kept, Part
from flows.domain.finding import Finding, Standing
from flows.domain.personal import FIX_IN_THE_SOURCE, PersonalGuard
from flows.domain.personal_headers import without_personal_headers
from flows.domain.personal_text import looks_personal
from flows.domain.published import PublishedDataset
from flows.domain.release import ReleaseDiff
from flows.domain.text import Text
from flows.domain.verdict import Verdict
from flows.gathering import gathered
from flows.portal.terms import terms_on_portal
from flows.remembered import Remembered, remembered
from flows.taken_back import taken_back
from flows.tidy import ReceivedCells
from flows.world import World

FINDINGS = ".findings"
"""Working folder beside those of the resources: no resource can be called so."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One table on its way through the checks."""

    table: Table
    personal: tuple[Finding, ...]
    frictionless: Mapping[str, Any] | None
    release: ReleaseDiff | None
    newness: Newness
    found: Iterable[Finding]
    """Read once."""
    alarm: Text | None = None

    @property
    def name(self) -> str:
        return self.table.resource.name


def judged(
    dataset: Dataset,
    parts: Sequence[Part],
    said: Sequence[Finding],
    last: Mapping[str, Path],
    standing: PublishedDataset | None,
    world: World,
) -> Draft:
    """The draft with everything that was found. `said`: findings of what could not be tidied; `last`: the files that
    stand on the portal, by resource."""
    parts = [_quotable(part) for part in parts]
    looked = [
        _look(dataset, part, last.get(part.resource.name), standing, world) for part in parts if isinstance(part, Fresh)
    ]
    kept = [(part, remembered(part, dataset, world)) for part in parts if isinstance(part, Kept)]
    terms = terms_on_portal(dataset, standing, world.profile)
    subject = Subject(
        terms.dataset,
        world.rules,
        world.licences,
        world.catalogue.schemas,
        world.today,
        world.profile.rules,
        terms.edits,
    )
    every = chain(_every(subject, said, looked, kept, world), taken_back(dataset, parts, standing, world))
    verdict = Verdict(gathered(every, world.place(dataset.id, FINDINGS) / "every.pickle"))
    draft = Draft(
        dataset,
        tuple(parts),
        verdict,
        standing,
        judged_as=terms.dataset if terms.edits else None,
        frictionless={each.name: each.frictionless for each in looked},
        releases={each.name: each.release for each in looked if each.release},
        newest={each.name: each.newness.newest for each in looked},
        alarms=tuple(each.alarm for each in looked if each.alarm),
    )
    return _answered(draft, world)


def _quotable(part: Part) -> Part:
    """The same without headers that name a person: every check, report and record quotes headers."""
    return replace(part, tidied=without_personal_headers(part.tidied)) if isinstance(part, Fresh) else part


def _look(
    dataset: Dataset, part: Fresh, last: Path | None, standing: PublishedDataset | None, world: World
) -> LookedAt:
    published = standing.resource(part.resource.name) if standing else None
    table = looked_through(
        Table(
            dataset=dataset,
            resource=part.resource,
            schema=part.schema,
            tidied=part.tidied,
            rules=world.rules,
            today=world.today,
            raw_cells=ReceivedCells(part.tidied),
            published=last,
            published_rows=published.rows if published else None,
        )
    )
    personal = tuple(chain.from_iterable(check(table) for check in PERSONAL_CHECKS))
    by_schema = by_frictionless(table)
    release, changed = changes(table)
    found = chain(by_schema.findings, chain.from_iterable(check(table) for check in TABLE_CHECKS), changed)
    newness = Newness(part.resource, newest_period(table), None)
    return LookedAt(table, personal, by_schema.descriptor, release, newness, found, by_schema.alarm)


def _every(
    subject: Subject,
    said: Sequence[Finding],
    looked: Sequence[LookedAt],
    kept: Sequence[tuple[Kept, Remembered]],
    world: World,
) -> Iterator[Finding]:
    """Every finding as it counts. Personal data come first: what they are found in, no other finding may quote.

    Nobody sees a finding before the guard has: not the log, not Prefect, not the ledger.
    """
    personal = [finding for table in looked for finding in table.personal]
    guard = PersonalGuard.against(personal, world.rules)
    excepted = Exceptions(subject)
    newness = [each.newness for each in looked]
    newness += [Newness(part.resource, known.newest, part.published.last_changed) for part, known in kept]
    every = chain(
        (_naming_nobody(finding, world) for finding in said),
        personal,
        chain.from_iterable(table.found for table in looked),
        chain.from_iterable(known.findings for _, known in kept),
        check_dataset(subject),
        check_freshness_of(subject.dataset, newness, world.today, world.rules),
    )
    return (excepted(guard(finding)) for finding in every)


def _naming_nobody(finding: Finding, world: World) -> Finding:
    """What is said of a file that cannot be read as a table may quote the names of its sheets."""
    message, fix = finding.message, finding.fix
    if any(map(looks_personal, (message.th, message.en, finding.value or ""))):
        finding = replace(finding, message=world.rules[finding.rule].title, value=None)
    return replace(finding, fix=FIX_IN_THE_SOURCE) if looks_personal(fix.th) or looks_personal(fix.en) else finding


def _answered(draft: Draft, world: World) -> Draft:
    """The draft with the answer of a named person, where the gate leaves it to one and somebody has answered."""
    findings = draft.verdict.findings
    if not findings.count(Standing.PERSON):
        return draft
    asked = question(draft.parts, draft.standing, findings)
    given = answer(world.ledger, draft.dataset.id, asked) if world.ledger else None
    if given and given.approved:
        draft = replace(draft, verdict=Verdict(findings.approved(f"{given.by}: {given.reason}")))
    return replace(draft, question=asked, answer=given)
