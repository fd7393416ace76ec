"""What a run knows of a dataset, put before the scores; and what it knew of the parts that it did not look at again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from flows.checks import unsaid_items
from flows.domain.dataset import Dataset, Resource
from flows.domain.draft import Draft, Fresh, Kept
from flows.domain.finding import Standing
from flows.domain.findings import Findings
from flows.domain.outcome import Fit, Outcome, Published, Unchanged
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.score import HistoryLine, Score
from flows.reports.whole_file import write_file
from flows.scores import (
    Facts,
    Found,
    ResourceFacts,
    alike,
    appended,
    as_json,
    count_cells,
    encode_history,
    from_json,
    readable_history,
    score_agency,
    score_dataset,
)
from flows.world import World

REMEMBERED = "measured.json"
"""Beside the dataset's reports: what was measured of each resource when it was last looked at."""
SCORES = "scores.json"
HISTORY = "history.jsonl"
TOGETHER = "together"
"""Stands for the outcome in the history of several datasets."""
_MEASURED = TypeAdapter(tuple[ResourceFacts, ...])


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a dataset after a run, and how it scores."""

    facts: Facts
    scores: tuple[Score, ...]


def measured(outcome: Outcome | Fit, draft: Draft | None, dataset: Dataset, world: World) -> Measured:
    """Of this run, or of the last one that looked at it. Touches nothing; `beside_the_reports` keeps it."""
    dataset = draft.terms if draft else dataset
    remembered = _read(dataset, world)
    resources = tuple(
        _resource_facts(resource, outcome, draft, remembered.get(resource.name), world)
        for resource in dataset.resources
    )
    licence = world.licences.get(dataset.declared.licence or "")
    missing, unknown = unsaid_items(dataset)
    facts = Facts(
        dataset,
        world.today,
        published=is_public(outcome, draft.standing if draft else None),
        openness=licence.openness if licence else None,
        missing_items=missing,
        unknown_items=unknown,
        resources=resources,
        findings=_found(draft.verdict.findings, None) if draft else None,
    )
    return Measured(facts, score_dataset(facts))


def beside_the_reports(
    found: Measured, outcome: Outcome, world: World
) -> tuple[dict[str, bytes], tuple[HistoryLine, ...]]:
    """What has to be written beside the dataset's reports, by name, for the nights without a change and for its
    agency's scores; and the scores run by run. What lies there already is not among it. Raises OSError.

    A line that cannot be read is left out: it is an indicator, and no reason to leave a dataset without a report.
    """
    dataset = found.facts.dataset.id
    stored = {name: world.shelf.read_beside(dataset, name) for name in (REMEMBERED, HISTORY, SCORES)}
    lines = readable_history(stored[HISTORY] or b"")
    new = HistoryLine.of(world.started, world.run, outcome.word, found.scores)
    if not (isinstance(outcome, Unchanged) and lines and alike(lines[-1], new)):
        lines = appended(lines, new)
    made = {
        REMEMBERED: _MEASURED.dump_json(found.facts.resources, indent=1) + b"\n",
        HISTORY: encode_history(lines),
        SCORES: (json.dumps(as_json(found.scores), ensure_ascii=False) + "\n").encode(),
    }
    return {name: content for name, content in made.items() if content != stored[name]}, lines


def scores_together(
    folder: Path, dataset_ids: Sequence[str], world: World
) -> tuple[tuple[Score, ...], tuple[HistoryLine, ...]]:
    """The scores of an agency, or of the ministry, from the latest ones of its datasets; and how they were run by run.

    The history is kept in `folder`. Raises OSError.
    """
    scores = score_agency([scores for each in dataset_ids if (scores := _latest(each, world))])
    path = folder / HISTORY
    before = readable_history(path.read_bytes() if path.is_file() else b"")
    if not scores:
        return scores, before
    lines = appended(before, HistoryLine.of(world.started, world.run, TOGETHER, scores))
    write_file(path, lambda unfinished: unfinished.write_bytes(encode_history(lines)))
    return scores, lines


def _latest(dataset: str, world: World) -> tuple[Score, ...]:
    stored = world.shelf.read_beside(dataset, SCORES)
    try:
        return from_json(stored) if stored else ()
    except ValueError:
        return ()  # written by another version: the next run writes them anew


def _resource_facts(
    resource: Resource, outcome: Outcome | Fit, draft: Draft | None, before: ResourceFacts | None, world: World
) -> ResourceFacts:
    """Measured in this run, or as it was when it was last looked at; None for what nobody has looked at."""
    standing = draft.standing.resource(resource.name) if draft and draft.standing else None
    public = is_public(outcome, draft.standing if draft else None)
    part = next((part for part in draft.parts if part.resource.name == resource.name), None) if draft else None
    facts = before or ResourceFacts(resource.name)
    if isinstance(part, Fresh) and draft:
        facts = replace(
            facts,
            source_format="xlsx" if part.tidied.encoding == "xlsx" else "csv",
            rows=part.rows,
            cells=count_cells(part.tidied),
            findings=_found(draft.verdict.findings, resource.name),
            newest_period=draft.newest.get(resource.name),
        )
    read_back = (
        [file.read_back for file in outcome.files if file.resource == resource.name]
        if isinstance(outcome, Published)
        else []
    )
    return replace(
        facts,
        published_formats=("csv",) if public else (),
        has_api=public,
        has_dictionary=public,
        has_datapackage=public,
        stable_address=True if public else None,
        last_change=_last_change(resource, outcome, standing, world),
        # What stands untouched since it was published was downloaded then, and is the very same file.
        downloaded=True if any(read_back) or (isinstance(part, Kept) and facts.downloaded) else None,
    )


def is_public(outcome: Outcome | Fit, standing: PublishedDataset | None) -> bool:
    """Whether the public sees the dataset at all, be it an older version."""
    return isinstance(outcome, Published | Unchanged) or (standing is not None and not standing.private)


def _last_change(
    resource: Resource, outcome: Outcome | Fit, standing: PublishedResource | None, world: World
) -> date | None:
    """The day on which the published file was last replaced: the portal stamps it when it takes one."""
    if isinstance(outcome, Published) and f"file:{resource.name}" in outcome.written:
        return world.today
    return standing.last_changed if standing else None


def _found(findings: Findings, resource: str | None) -> dict[str, Found]:
    blocking = findings.rules_of(resource, Standing.BLOCK, Standing.PERSON)
    return {slug: Found(count, blocking.get(slug, 0)) for slug, count in findings.rules_of(resource).items()}


def _read(dataset: Dataset, world: World) -> Mapping[str, ResourceFacts]:
    try:
        stored = world.shelf.read_beside(dataset.id, REMEMBERED)
        return {facts.name: facts for facts in _MEASURED.validate_json(stored)} if stored else {}
    except (ValidationError, OSError):
        return {}  # damaged, or written by another version: it is measured again when the file changes
