"""How tidy says that a file cannot be made into a table at all."""

from collections.abc import Mapping

from flows.domain.finding import Place


class Untidy(Exception):
    """The agency's file is no table that tidy could read: bad data, told as the slug of a rule.

    The flow turns it into a blocking finding. `words` fill the placeholders of the rule's texts:

    - format/empty-file: none
    - format/xls, other-spreadsheet, pdf, document, image, archive, web-page, json-or-xml, not-a-table: what (PDF, DOCX,
      PNG ...)
    - format/encoding: tried (names of encodings), byte (such as 0xDB), offset (0-based, bytes), line (1-based)
    - format/no-header: expected (Thai headers, comma-separated), found (a Text: how many cells the row has, and which
      of them are known headers; never another cell)
    - format/no-such-sheet: sheet (as declared), sheets (names of the workbook's sheets, comma-separated)
    - format/bad-workbook: why
    """

    def __init__(self, slug: str, words: Mapping[str, object] | None = None, place: Place | None = None) -> None:
        # All arguments go to Exception, so that the error survives being pickled into another process.
        super().__init__(slug, words, place)
        self.slug = slug
        self.words: dict[str, object] = dict(words or {})
        self.place = place or Place()

    def __str__(self) -> str:
        told = ", ".join(f"{name}: {value}" for name, value in self.words.items())
        return f"{self.slug} ({told})" if told else self.slug
