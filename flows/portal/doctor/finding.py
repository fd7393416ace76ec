"""What one examination has to say, and how bad it is."""

from dataclasses import dataclass
from enum import StrEnum

from flows.domain.text import Text
from flows.pages.shown import plain


class Weight(StrEnum):
    FINE = "fine"
    """Looked at, and as it should be."""
    UNTRIED = "untried"
    """Could not be looked at, and why. Nothing is said against the portal."""
    ADVICE = "advice"
    """Publishing works, but it should be put right."""
    FAULT = "fault"
    """Something will not work."""


@dataclass(frozen=True, slots=True)
class Finding:
    slug: str
    """`<examination>/<what>`: docs/doctor.md explains each."""
    weight: Weight
    told: Text
    todo: Text | None
    """Who does what about it; None where there is nothing to do."""

    @property
    def bad(self) -> bool:
        return self.weight in (Weight.ADVICE, Weight.FAULT)


@dataclass(frozen=True, slots=True)
class Says:
    """The words of one kind of finding, with `{placeholders}`."""

    weight: Weight
    told: Text
    todo: Text | None = None

    def of(self, slug: str, **values: object) -> Finding:
        """Filled in. A value that is a Text is given in each language; other texts are made fit to be shown."""
        thai = {name: value.th if isinstance(value, Text) else _shown(value) for name, value in values.items()}
        english = {name: value.en if isinstance(value, Text) else _shown(value) for name, value in values.items()}

        def filled(text: Text) -> Text:
            return Text(th=text.th.format(**thai), en=text.en.format(**english))

        return Finding(slug, self.weight, filled(self.told), filled(self.todo) if self.todo else None)


def _shown(value: object) -> str:
    """What a portal wrote may hold anything."""
    return f"{value:,}" if isinstance(value, int) else plain(str(value), 300)
