"""The findings that a page carries along: all of their words come out again as they went in."""

import base64
import gzip
import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from flows.domain.finding import Place, Standing
from flows.domain.text import Text
from flows.reports.embedded import Carried, carried, fair_shares
from flows.reports.embedded_row import CELL, VALUE, shown_pieces

USUAL = {"table/type-error": Standing.BLOCK, "table/blank-row": Standing.WARN}
TITLES = {"factories": "ทะเบียนโรงงาน"}


def choose(findings) -> Carried:
    return carried(findings, Counter(finding.rule for finding in findings), USUAL, TITLES)


def unpacked(packed: str) -> dict[str, Any]:
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def sentence(table: dict[str, Any], number: int, name: str = "th") -> str:
    """As the page's script puts it together."""
    told = table["texts"][table[name][number]]
    value = table["value"][number]
    return told.replace(VALUE, "" if value is None else table["texts"][value])


@pytest.mark.parametrize(
    ("wanted", "room", "shares"),
    [
        ([5, 5], 100, [5, 5]),
        ([100, 3, 100], 43, [20, 3, 20]),
        ([100, 1, 50], 31, [15, 1, 15]),
        ([4, 4], 0, [0, 0]),
        ([], 10, []),
    ],
)
def test_every_rule_gets_its_share_before_any_gets_more(wanted, room, shares) -> None:
    assert fair_shares(wanted, room) == shares


def test_words_come_out_as_they_went_in_and_alike_sentences_are_kept_once(rules) -> None:
    findings = [
        replace(
            rules.finding("table/type-error", Place("factories", "แผ่น 1", row, 3, "ทุน", "capital"), f"ค่า {row}"),
            message=Text(th=f"ช่อง C{row} มีค่า “ค่า {row}”", en=f"Cell C{row} has “ค่า {row}”"),
        )
        for row in range(4, 40)
    ]
    table = unpacked(choose(findings).packed())
    assert table["columns"] == [["ทะเบียนโรงงาน", "แผ่น 1", 3, "ทุน"]]
    assert table["row"] == list(range(4, 40))
    assert [sentence(table, n).replace(CELL, f"C{n + 4}") for n in range(36)] == [f.message.th for f in findings]
    assert len({*table["th"]}) == 1
    assert table["standing"] == [None] * 36


def test_a_value_with_letters_that_cannot_be_seen_is_cut_into_text_and_sign_in_turn(rules) -> None:
    assert shown_pieces("\u202eab\u200b", 200) == ["", "U+202E", "ab", "U+200B"]
    assert shown_pieces("\u202e\u200b", 200) == ["", "U+202E", "", "U+200B"]
    assert shown_pieces(VALUE, 200) == ["", "U+E000"], "no letter of the agency's is taken for ours"
    assert shown_pieces("a" * 300, 200) == ["a" * 200, "…"]
    table = unpacked(choose([rules.finding("table/type-error", Place("factories", row=1, column=1), "a\x00")]).packed())
    assert table["texts"][table["value"][0]] == ["a", "U+0000"]


def test_another_standing_than_the_usual_one_and_its_reason_come_along(rules, type_error) -> None:
    findings = [type_error, replace(type_error, waived="ตกลงกันแล้ว"), replace(type_error, approved="ผู้อำนวยการ")]
    table = unpacked(choose(findings).packed())
    assert [None if n is None else list(Standing)[n] for n in table["standing"]] == [
        None,
        Standing.WAIVED,
        Standing.APPROVED,
    ]
    assert [None if n is None else table["texts"][n] for n in table["why"]] == [None, "ตกลงกันแล้ว", "ผู้อำนวยการ"]


def test_what_fits_is_the_first_of_each_rule_in_fair_shares(rules) -> None:
    findings = [
        rules.finding("table/type-error", Place("factories", row=row, column=1), f"{row * 7919 % 99991}")
        for row in range(1, 8001)
    ]
    findings += [rules.finding("table/blank-row", Place("factories", row=row)) for row in range(1, 21)]
    every = choose(findings)
    assert every.count == 8020
    fitting, packed = every.fitting(20_000)
    assert len(packed) <= 20_000
    assert fitting.packed() == packed
    assert [len(rows) for rows in fitting.rows][1] == 20, "the few are all there"
    assert 1_000 < len(fitting.rows[0]) < 8_000
    assert [row.row for row in fitting.rows[0]] == list(range(1, len(fitting.rows[0]) + 1))
    assert every.fitting(-5)[0].count == 0


def test_the_same_findings_give_the_same_bytes_and_no_letter_that_html_gives_a_meaning_to(rules) -> None:
    attack = "</script><script>alert(1)</script><!--"
    findings = [rules.finding("table/type-error", Place("factories", header=attack, row=1, column=1), attack)]
    packed = choose(findings).packed()
    assert packed == choose(findings).packed()
    assert not set(packed) & set("<>&\"'")
    assert unpacked(packed)["columns"][0][3] == attack


def test_half_a_letter_in_the_agencys_file_breaks_nothing(rules) -> None:
    findings = [rules.finding("table/type-error", Place("factories", row=1, column=1), "a\ud800b")]
    assert unpacked(choose(findings).packed())["texts"][0] == ["a", "U+D800", "b"]
