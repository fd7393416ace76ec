"""What is looked at first saves time and nothing else: the closer looks, at all cells, find the same."""

import re

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.checks.headings import Heading
from flows.checks.personal import identity_numbers, mail_addresses, national_id, phone_numbers
from flows.checks.personal.first_look import perhaps_personal
from flows.checks.tables.canonical import Block
from flows.domain.thai_digits import ARABIC_DIGITS

PIECES = (
    *"0123456789๐๑๖๘๙",
    *" -.,()+/@ax\t\u00a0–กb\n",
    "08", "081", "๐๘๑", "66", "+66", "0066", "234-5678", "2345678", "02 ", "1669", "(0)", ".0", "์", "…",
    "1-2345-67890-12-", "1101700230705", "3100503429151", "a@gmail.com", "info@dip.go.th", "abcdef0123456789abcdef01",
)  # fmt: skip
CELLS = st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), min_size=1, max_size=30)
PHONES, CODES, OTHER = Heading("เบอร์โทรศัพท์", ("tel",)), Heading("รหัส", ("code",)), Heading("หมายเหตุ", ("remark",))


def found(cells: pl.Series, perhaps: str, pattern: str) -> pl.Series:
    """Every cell by the patterns themselves."""
    plain = cells.str.replace_many(ARABIC_DIGITS).str.replace_all(phone_numbers._DIGEST, "#")
    return cells.str.contains(perhaps) & plain.str.contains(pattern)


def mobiles(cells: pl.Series, heading: Heading) -> pl.Series:
    perhaps, names = phone_numbers._PERHAPS_MOBILE, phone_numbers
    if names.is_for_numbers(heading):
        return found(cells, perhaps, f"{names._SPELT}|{names._ABROAD}|{names._LOST_ZERO}")
    every = found(cells, perhaps, f"{names._GROUPED}|{names._ABROAD}|{names._TOGETHER}")
    alone = found(cells, perhaps, names._ALONE)
    few = 2 * int(alone.sum()) < int((cells.str.len_bytes() > 0).sum())
    return every & ~alone if heading.says(names._CODES) or few else every


@settings(max_examples=100, deadline=None)
@given(CELLS)
def test_telephone_numbers(texts: list[str]) -> None:
    cells = pl.Series(texts, dtype=pl.String)
    [likely] = perhaps_personal(Block(1, [cells], len(texts)))
    for heading in (PHONES, CODES, OTHER):
        assert phone_numbers.mobiles(cells, heading, likely).to_list() == mobiles(cells, heading).to_list()
    offices = found(cells, "[01๐๑][^0-9๐-๙]{0,3}[0-9๐-๙]", phone_numbers._OFFICE)
    assert phone_numbers.offices(cells, OTHER).to_list() == offices.to_list()
    assert phone_numbers.offices(cells, PHONES).to_list() == found(cells, "[0-9๐-๙]", "[0-9]{3}").to_list()


@settings(max_examples=100, deadline=None)
@given(CELLS)
def test_mail_addresses(texts: list[str]) -> None:
    cells = pl.Series(texts, dtype=pl.String)
    [likely] = perhaps_personal(Block(1, [cells], len(texts)))
    for find in (mail_addresses.at_private_providers, mail_addresses.perhaps_personal):
        assert find(cells, likely).to_list() == find(cells).to_list()


def passes(digits: str) -> bool:
    total = sum((13 - nth) * int(digit) for nth, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


@settings(max_examples=100, deadline=None)
@given(CELLS)
def test_identity_numbers(texts: list[str]) -> None:
    cells = pl.Series(texts, dtype=pl.String)
    [likely] = perhaps_personal(Block(1, [cells], len(texts)))
    whole, within = identity_numbers._Count(), identity_numbers._Count()
    identity_numbers._count(cells, likely, 1, whole, within)
    alone: list[tuple[int, str]] = []
    among: list[tuple[int, str]] = []
    hints = cells.str.contains(national_id.HINT)
    for row, (text, bare, hint) in enumerate(zip(texts, national_id.compact(cells), hints, strict=True), start=1):
        if not hint:
            continue
        if re.fullmatch("[1-8][0-9]{12}", bare):
            alone.append((row, bare))
        else:
            among += [(row, number.digits) for number in national_id.in_text(text)]
    for count, numbers in ((whole, alone), (within, among)):
        right = [row for row, digits in numbers if passes(digits)]
        assert (count.candidates, count.passing, count.rows) == (len(numbers), len(right), right[:10])
