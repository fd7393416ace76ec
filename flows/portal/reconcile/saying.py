"""The words of one kind of drift, and how they are filled in."""

from dataclasses import dataclass

from flows.domain.drift import Acts, Drift
from flows.domain.text import Text
from flows.pages.shown import LONGEST_SENTENCE, plain


@dataclass(frozen=True, slots=True)
class Says:
    """With `{placeholders}`."""

    acts: Acts
    """Who, where `--repair` does not."""
    told: Text
    todo: Text
    """What they do."""
    repair: Text | None = None
    """What is to be done instead where `--repair` does it."""

    def of(
        self,
        slug: str,
        dataset: str,
        where: str,
        *,
        expected: Text | str,
        found: Text | str,
        mends: bool,
        **values: object,
    ) -> Drift:
        """Filled in. A value that is a Text is given in each language; other texts are made fit to be shown."""
        known = {"dataset": dataset, "where": where, **values}
        todo = self.repair or self.todo if mends else self.todo
        acts = Acts.PERD if mends else self.acts
        return Drift(
            slug,
            dataset,
            where,
            expected=_both(expected),
            found=_both(found),
            told=_filled(self.told, known),
            todo=_filled(todo, known),
            acts=acts,
            mends=mends,
        )


def _filled(text: Text, values: dict[str, object]) -> Text:
    thai = {name: value.th if isinstance(value, Text) else _shown(value) for name, value in values.items()}
    english = {name: value.en if isinstance(value, Text) else _shown(value) for name, value in values.items()}
    return Text(th=text.th.format(**thai), en=text.en.format(**english))


def _both(told: Text | str) -> Text:
    text = told if isinstance(told, Text) else Text(th=told, en=told)
    return Text(th=_shown(text.th), en=_shown(text.en))


def _shown(value: object) -> str:
    """What others wrote may hold anything."""
    return f"{value:,}" if isinstance(value, int) else plain(str(value), LONGEST_SENTENCE)
