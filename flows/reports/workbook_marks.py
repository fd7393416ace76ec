"""Which cells of the agencies' tables are coloured and commented: gathered in one reading of all findings.

However many findings there are, what is kept is bounded: of each standing the first ones, so that a million warnings do
not crowd out what blocks.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flows.domain.finding import Finding, Standing
from flows.domain.tidied import Tidied
from flows.reports.workbook_looks import GRAVITY, LOOKS
from flows.workbooks.safety import storable
from flows.workbooks.sheet import MOST_ROWS

WHOLE_ROW = 0
"""In place of a column: only the row is known. A finding about the whole table marks the header's row."""
WHOLE_TABLE = 50_000
"""Rows up to which the whole table is shown; of a larger one as many rows with findings, and their neighbours."""
NEIGHBOURS = 2
"""Rows shown above and below a row with findings in a table that is not shown as a whole."""
MOST_MARKS = 500_000
"""Coloured places of one table."""
MOST_COMMENTS = 2_000
"""In the whole workbook: more of them make it slow to open."""
LONGEST_COMMENT = 600
"""Characters."""
_ROOM_TO_SAY_MORE = 50


@dataclass(slots=True)
class Comment:
    """What is said at one cell."""

    standing: Standing
    """The gravest of its findings: it decides whether there is room for the comment."""
    text: str
    more: int = 0
    """Findings for which there was no room in the text."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of a large table that are shown."""

    rows: frozenset[int]
    left_out: int
    """Rows with findings that are not among them, or not coloured: a neighbour may have one, too."""


class Marks:
    """The marks of one resource's table, in the agency's coordinates."""

    def __init__(self, tidied: Tidied) -> None:
        self.has_header = tidied.header_row is not None
        self.header_row = tidied.header_row or 1
        """Where there is none, the first row stands for it."""
        last_row = max(tidied.row_map.source_row(tidied.rows), self.header_row, *tidied.row_map.dropped[-1:])
        self.whole = last_row <= WHOLE_TABLE
        """Whether all rows are shown."""
        self.rows: dict[int, dict[int, Standing]] = {}
        """Row -> column, or WHOLE_ROW -> the gravest standing there."""
        self.comments: dict[int, dict[int, Comment]] = {}
        """Row -> column -> what is said."""
        self.without_room = 0
        """Findings whose place is not coloured because there are more than MOST_MARKS."""
        self._columns = {column.name: column.position for column in tidied.columns}
        self._gravest: dict[int, int] = {}
        self._rows_of: Counter[Standing] = Counter()
        self._marks = 0
        self._bad = bytearray(0 if self.whole else MOST_ROWS + 1)

    def spot(self, finding: Finding) -> tuple[int, int]:
        """(row, column or WHOLE_ROW) that stand for the finding's place."""
        place = finding.place
        column = place.column or self._columns.get(place.field or "", WHOLE_ROW)
        return place.row or self.header_row, column

    def add(self, finding: Finding) -> bool:
        """Colour where the finding is; whether its row may be shown at all."""
        row, column = self.spot(finding)
        if row > MOST_ROWS:
            return False
        if self._bad:
            self._bad[row] = 1
        standing = finding.standing
        if row not in self.rows:
            if self._rows_of[standing] >= WHOLE_TABLE:
                return False
            self._rows_of[standing] += 1
            self.rows[row] = {}
        self._gravest[row] = min(GRAVITY[standing], self._gravest.get(row, len(GRAVITY)))
        known = self.rows[row].get(column)
        if known is None and self._marks >= MOST_MARKS:
            self.without_room += 1
        elif known is None or GRAVITY[standing] < GRAVITY[known]:
            self._marks += known is None
            self.rows[row][column] = standing
        return True

    def shown(self) -> Shown | None:
        """Which rows are shown, when all findings have been added; None where all are. The gravest ones come first."""
        if self.whole:
            return None
        chosen = sorted(self._gravest, key=self._gravest.__getitem__)[:WHOLE_TABLE]
        rows = {self.header_row, *range(1, min(self.header_row, WHOLE_TABLE))}
        for row in chosen:
            rows.update(range(row - NEIGHBOURS, row + NEIGHBOURS + 1))
        return Shown(frozenset(rows), left_out=sum(self._bad) - len(rows & self._gravest.keys()))


class Comments:
    """Who is commented: there is room for MOST_COMMENTS in the whole workbook."""

    def __init__(self) -> None:
        self._of: Counter[Standing] = Counter()

    def add(self, finding: Finding, marks: Marks) -> None:
        """Say the finding in the comment of its cell; of a row, in that of its first cell."""
        row, column = marks.spot(finding)
        at_row = marks.comments.get(row, {})
        known = at_row.get(column or 1)
        if known is not None:
            _say_more(known, finding)
        elif self._of[finding.standing] < MOST_COMMENTS:
            self._of[finding.standing] += 1
            marks.comments.setdefault(row, at_row)[column or 1] = Comment(finding.standing, _said(finding))

    @staticmethod
    def choose(tables: Iterable[Marks]) -> None:
        """Leave the gravest ones, when all findings have been added."""
        every = [
            (GRAVITY[comment.standing], at_row, column)
            for marks in tables
            for at_row in marks.comments.values()
            for column, comment in at_row.items()
        ]
        every.sort(key=lambda each: each[0])
        for _, at_row, column in every[MOST_COMMENTS:]:
            del at_row[column]


def _say_more(comment: Comment, finding: Finding) -> None:
    if GRAVITY[finding.standing] < GRAVITY[comment.standing]:
        comment.standing = finding.standing
    longer = f"{comment.text}\n\n{_said(finding)}"
    if comment.more or len(longer) > LONGEST_COMMENT - _ROOM_TO_SAY_MORE:
        comment.more += 1
    else:
        comment.text = longer


def _said(finding: Finding) -> str:
    word = LOOKS[finding.standing].word.th
    return storable(f"[{word}] {finding.message.th}\nวิธีแก้: {finding.fix.th}", LONGEST_COMMENT - _ROOM_TO_SAY_MORE)
