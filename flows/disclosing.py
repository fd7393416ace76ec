"""What the ledger keeps of a dataset's disclosure, from what a run knows of it."""

from collections.abc import Sequence

from flows.domain.disclosure import DisclosedResource, Disclosure, Told
from flows.domain.draft import Draft
from flows.domain.outcome import Failed, Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.published import PublishedResource
from flows.domain.receipt import PublishedFile
from flows.domain.source import HttpFile
from flows.scores import MACHINE_FORMATS, OPEN_FORMATS, OWN_DAYS, Facts, cycle_days, stars
from flows.scoring import Measured, is_public

CONDITIONS = ("licence/extra-conditions", "licence/fee")
"""Rules that find what is asked of the public beyond the licence."""
WHOLE = 100
"""Points that a total has to be out of: one of which only a part was measured is not comparable."""


def disclosure(outcome: Outcome, draft: Draft | None, measured: Measured) -> Disclosure:
    """The facts after this run. Of what the public has nothing is told where the run did not get to look."""
    standing = draft.standing if draft else None
    looked = draft is not None and not isinstance(outcome, Failed | Unreachable)
    public = is_public(outcome, standing) if looked else None
    page = outcome.url if isinstance(outcome, Published | Unchanged) else standing.url if standing else None
    package = outcome.package if isinstance(outcome, Published) else standing.id if standing else None
    usage = standing.usage if standing else None
    return Disclosure(
        agency=measured.facts.dataset.agency.code,
        public=public,
        page=page if public else None,
        package=package,
        views=usage.views if usage else None,
        downloads=usage.downloads if usage else None,
        told=_told(measured.facts, _resources(outcome, draft, measured.facts)),
        scores={
            score.family: f"{score.total:.1f}"
            for score in measured.scores
            if score.total is not None and score.out_of == WHOLE
        },
    )


def _told(facts: Facts, resources: tuple[DisclosedResource, ...]) -> Told | None:
    if not resources:
        return None
    declared = facts.dataset.declared
    frequency = declared.frequency
    formats = [set(resource.formats) for resource in resources]
    published = [each for each in facts.resources if each.published_formats]
    return Told(
        title=declared.title,
        licence=declared.licence,
        openness=facts.openness.value if facts.openness else None,
        licence_url=declared.licence_url,
        no_conditions=not any(facts.found(rule) for rule in CONDITIONS),
        category=declared.category,
        data_type=declared.data_type,
        items_missing=tuple(item.en for item in facts.missing_items or ()),
        items_unknown=tuple(item.en for item in facts.unknown_items or ()),
        every=frequency.every if frequency else None,
        unit=frequency.unit if frequency else None,
        cycle_days=cycle_days(frequency, OWN_DAYS),
        last_change=max((each.last_change for each in resources if each.last_change), default=None),
        stars=stars(set().union(*formats)),
        machine_readable=all(its & MACHINE_FORMATS for its in formats),
        open_format=all(its & OPEN_FORMATS for its in formats),
        dictionary=all(each.has_dictionary for each in published),
        api=all(each.has_api for each in published),
        high_value=declared.high_value,
        shared_with=declared.shared_with,
        over_http=all(isinstance(resource.source, HttpFile) for resource in facts.dataset.resources),
        resources=resources,
    )


def _resources(outcome: Outcome, draft: Draft | None, facts: Facts) -> tuple[DisclosedResource, ...]:
    """Of the version that was published in this run, or was found standing; also of one that is held because a person
    gave it other terms on the portal: those are what the public has now."""
    stands: Sequence[PublishedFile | PublishedResource] = ()
    if isinstance(outcome, Published):
        stands = outcome.files
    elif draft and draft.standing and (isinstance(outcome, Unchanged) or _held_with_other_terms(outcome, draft)):
        stands = draft.standing.resources
    by_name = {each.resource: each for each in stands}
    return tuple(
        DisclosedResource(
            resource=each.name,
            id=by_name[each.name].id,
            url=by_name[each.name].url,
            formats=each.published_formats,
            rows=by_name[each.name].rows,
            sha256=by_name[each.name].sha256,
            last_change=each.last_change,
            anonymous_get=each.downloaded is True,
        )
        for each in facts.resources
        if each.name in by_name
    )


def _held_with_other_terms(outcome: Outcome, draft: Draft) -> bool:
    return isinstance(outcome, Held | Waiting) and draft.judged_as is not None
