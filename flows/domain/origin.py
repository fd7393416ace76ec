"""Where something that we did not make up stands: named so that a person can look it up."""

from pydantic import Field, model_validator

from flows.domain.declared import Day, Declared
from flows.domain.text import Text


class Origin(Declared):
    """A document, page or program."""

    title: Text
    where: str | None = Field(default=None, description="Who gave it out, its number, the section.")
    url: str | None = Field(default=None, pattern=r"^https?://[^\s@]+$")
    date: Day | None = Field(default=None, description="Its own date, CE; left out if it bears none that we know.")

    @model_validator(mode="after")
    def _a_place_to_look_it_up(self) -> "Origin":
        if not self.where and not self.url:
            raise ValueError("names no place: give `where` or `url`, so that it can be looked up")
        return self
