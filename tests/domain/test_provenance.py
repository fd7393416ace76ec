"""Addresses and headers as they may be kept for good."""

import pytest

from flows.domain.personal_text import UNNAMED_FILE
from flows.domain.provenance import kept_header, shown_address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/b/c.csv", "https://a.example/b/c.csv"),
        ("https://a.example/b.csv?key=s3cret", "https://a.example/b.csv?…"),
        ("https://a.example/b.csv#s3cret", "https://a.example/b.csv?…"),
        ("https://me:s3cret@a.example/b.csv", "https://a.example/b.csv"),
        ("http://[s3cret", "?…"),
        ("https://a.example/นางสาวมาลี ตัวอย่าง.csv", f"https://a.example/{UNNAMED_FILE}"),
        ("https://a.example/%E0%B8%99%E0%B8%B2%E0%B8%A2%E0%B8%AA%E0%B8%A1%E0%B8%8A%E0%B8%B2%E0%B8%A2%20ก.csv?a=b",
         f"https://a.example/{UNNAMED_FILE}?…"),
        ("diw/samples/a.csv", "diw/samples/a.csv"),
        ("/srv/delivered/นายสมชาย ใจดี/2567.csv", f"/srv/delivered/{UNNAMED_FILE}/2567.csv"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_keys_and_names(address: str, shown: str) -> None:
    assert shown_address(address) == shown
    assert shown_address(shown) == shown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (None, None),
        ('W/"v1"', 'W/"v1"'),
        ("Fri, 20 Nov 2026 01:00:00 GMT", "Fri, 20 Nov 2026 01:00:00 GMT"),
        ('"a\0b\x1b[1m\x85"', '"ab[1m"'),
        ("x" * 500, "x" * 200),
        ('"นายสมชาย ใจดี"', None),
        ("081-234-5678", None),
        ("นายสมชาย ใจดี".encode().decode("latin-1"), " "),
    ],
)
def test_a_header_is_kept_printable_short_and_without_names(text: str | None, kept: str | None) -> None:
    assert kept_header(text) == kept
