"""An award and the survey behind it, as dated data: schemas/awards/<year>.yaml.

Awards, their names and their criteria change every year, so that none of it is code. Each entry says whose word it is:
official, with its source; our own; or unknown to us, with whom to ask. Nothing unknown is ever guessed.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from flows.domain.declared import BuddhistYear, Declared, Slug
from flows.domain.origin import Origin
from flows.domain.text import Text

Mark = Literal["official", "own", "unknown"]
MeasureId = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z0-9-]+$")]


class AwardEntry(Declared):
    """One thing that the award or the survey consists of, and whose word it is."""

    id: Slug = Field(description="Unique in the file.")
    title: Text
    text: Text
    mark: Mark
    quoted: tuple[Literal["title", "text"], ...] = Field(
        default=(), description="What is, in Thai, the source's own words. English is always our translation."
    )
    source: Origin | None = Field(default=None, description="Of what is official; of nothing else.")
    basis: Origin | None = Field(default=None, description="What something of our own is made after: a law, a program.")
    ask: Text | None = Field(default=None, description="Who can tell what is unknown to us.")
    numbers: tuple[Slug, ...] = Field(default=(), description="Ids of the pack's numbers that are evidence for it.")

    @model_validator(mode="after")
    def _whose_word_it_is(self) -> "AwardEntry":
        for name, mark in (("source", "official"), ("ask", "unknown")):
            given = getattr(self, name) is not None
            if given != (self.mark == mark):
                said = "is missing; it belongs to" if self.mark == mark else "belongs only to"
                raise ValueError(f"{name}: {said} an entry that is {mark}")
        if self.basis is not None and self.mark != "own":
            raise ValueError("basis: belongs only to an entry that is own; an official one has its `source`")
        if self.quoted and self.mark != "official":
            raise ValueError("quoted: only what is official can be quoted")
        return self


class Characteristic(AwardEntry):
    """One of the properties that the award for open data names, and what we try for it."""

    test: Slug = Field(description="Id of the pack's number that counts the datasets that passed.")
    tested: Text = Field(description="In our words: what was tried. That it shows the property is our reading.")


class Honour(AwardEntry):
    """One award that an agency can win, with what it is given for."""

    characteristics: tuple[Characteristic, ...] = ()
    items: tuple[AwardEntry, ...] = ()


class AssessmentPart(AwardEntry):
    """One side of the quality of data, such as timeliness, with the form's items."""

    items: tuple[AwardEntry, ...] = Field(min_length=1)


class SelfAssessment(AwardEntry):
    """A form that the agency's own people fill in. We bring the evidence; where it stands on the scale, they say."""

    scale: tuple[Text, ...] = Field(min_length=2, description="The words of its steps, from 1 up.")
    needs: tuple[AwardEntry, ...] = Field(min_length=1, description="What people have to fill in besides.")
    parts: tuple[AssessmentPart, ...] = Field(min_length=1)


class MetricFamily(AwardEntry):
    """Published metrics that we compute; docs/scores.md says how."""

    measures: tuple[MeasureId, ...] = Field(min_length=1, description="Ids of docs/scores.md, such as nectec.openness.")


class Award(Declared):
    """The award of one year, as far as it is known."""

    year: BuddhistYear = Field(description="B.E.; the file's name.")
    title: Text
    given_by: Text
    groups: tuple[AwardEntry, ...] = ()
    special: tuple[AwardEntry, ...] = ()
    """The special awards of the year."""
    honours: tuple[Honour, ...] = ()
    """The awards that the pack brings evidence for."""
    population: tuple[AwardEntry, ...] = ()
    """The survey behind it and who is asked, for context."""
    readiness: tuple[AwardEntry, ...] = ()
    """Questions that a publisher's evidence answers, in our wording."""
    self_assessment: SelfAssessment | None = None
    metrics: tuple[MetricFamily, ...] = ()
    related: tuple[AwardEntry, ...] = ()
    """What else sources show is counted of open data: no criteria of this award."""
    later: tuple[AwardEntry, ...] = ()
    """What is known of the years after this one, for a period of which this is the latest profile."""
    unknown: tuple[AwardEntry, ...] = ()

    def entries(self) -> Iterator[AwardEntry]:
        """Every entry, also those inside others, in order."""
        yield from (*self.groups, *self.special)
        for honour in self.honours:
            yield from (honour, *honour.characteristics, *honour.items)
        yield from (*self.population, *self.readiness)
        if self.self_assessment:
            yield from (self.self_assessment, *self.self_assessment.needs)
            for part in self.self_assessment.parts:
                yield from (part, *part.items)
        yield from (*self.metrics, *self.related, *self.later, *self.unknown)

    @model_validator(mode="after")
    def _each_id_once(self) -> "Award":
        twice = [id for id, times in Counter(entry.id for entry in self.entries()).items() if times > 1]
        if twice:
            raise ValueError(f"the id {', '.join(twice)} is given twice: give each entry its own")
        return self

    @model_validator(mode="after")
    def _what_is_unknown_stands_among_the_unknown(self) -> "Award":
        for entry in self.unknown:
            if entry.mark != "unknown":
                raise ValueError(f"unknown: {entry.id} is marked {entry.mark}; only what is unknown stands there")
        return self
