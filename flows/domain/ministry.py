"""The ministry whose agencies are counted together, and the scores that others gave it: entered, never computed."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from flows.domain.declared import BuddhistYear, Day, Declared, Slug
from flows.domain.origin import Origin
from flows.domain.text import Text

MINISTRY = "ministry"
"""Stands for the ministry as a whole where else an agency's code stands."""


class Ministry(Declared):
    """datasets/ministry.yaml."""

    name: Text
    short: Text = Field(description="The abbreviation the ministry goes by.")
    agencies: tuple[Slug, ...] = Field(
        min_length=1, description="Codes of its agencies; others of the catalogue are not counted as the ministry's."
    )

    @field_validator("agencies")
    @classmethod
    def _each_once(cls, agencies: tuple[str, ...]) -> tuple[str, ...]:
        for code in agencies:
            if agencies.count(code) > 1:
                raise ValueError(f"{code} stands there twice, and would be counted twice: remove one")
        return agencies


class OfficialScore(Declared):
    """One score that somebody else gave, as their document has it. Nothing of ours is computed from it."""

    year: BuddhistYear = Field(description="The year that the score is of, B.E., as the document counts it.")
    of: Slug = Field(description="`ministry`, or an agency's code.")
    what: Text = Field(description="What was scored, such as readiness for digital government.")
    score: Annotated[Decimal, Field(ge=0)]
    out_of: Annotated[Decimal, Field(gt=0)]
    unit: Literal["percent", "points"]
    compared_with: Text | None = Field(default=None, description="What the document compares it with.")
    compared_score: Annotated[Decimal, Field(ge=0)] | None = Field(default=None, description="Out of the same.")
    source: Origin
    entered_on: Day = Field(description="The day on which it was written into this file, CE.")
    entered_by: str = Field(min_length=3, description="The unit that entered it and answers for it.")

    @field_validator("source")
    @classmethod
    def _a_document_with_its_date(cls, source: Origin) -> Origin:
        if source.date is None:
            raise ValueError("date: is missing; give the document's own date, CE")
        return source

    @model_validator(mode="after")
    def _within_its_scale(self) -> "OfficialScore":
        for name, score in (("score", self.score), ("compared_score", self.compared_score)):
            if score is not None and score > self.out_of:
                raise ValueError(f"{name}: {score} is more than out_of, {self.out_of}: copy it from the document again")
        return self

    @model_validator(mode="after")
    def _a_comparison_is_whole(self) -> "OfficialScore":
        if (self.compared_with is None) != (self.compared_score is None):
            raise ValueError("compared_with and compared_score belong together: give both, or neither")
        return self


class OfficialScores(Declared):
    """datasets/official-scores.yaml."""

    scores: tuple[OfficialScore, ...]
