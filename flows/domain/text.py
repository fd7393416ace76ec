"""Words that people read: Thai first, English beside it."""

from pydantic import BaseModel, ConfigDict


class Text(BaseModel):
    """One sentence or title in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    th: str
    en: str

    def __str__(self) -> str:
        return self.th

    @property
    def both(self) -> str:
        """On one line, `Thai / English`; once where they are the same."""
        return self.th if self.th == self.en else f"{self.th} / {self.en}"

    def filled(self, **values: object) -> "Text":
        """The same text with its `{placeholders}` filled in, in both languages."""
        return Text(th=self.th.format(**values), en=self.en.format(**values))
