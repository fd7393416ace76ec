"""Scores in files: as JSON, and one line per run."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from flows.domain.score import HistoryLine
from flows.scores import appended, as_json, decode_history, encode_history, from_json, readable_history, score_dataset

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.fixture
def line(facts, resource):
    def make(at=AT, run="run-1", outcome="published", **changed) -> HistoryLine:
        return HistoryLine.of(at, run, outcome, score_dataset(facts(resource(**changed))))

    return make


def test_scores_as_json_have_no_binary_fractions(facts, resource) -> None:
    scores = score_dataset(facts(resource(downloaded=False)))
    text = json.dumps(as_json(scores), ensure_ascii=False)
    numbers: list[str] = []
    json.loads(text, parse_float=lambda found: numbers.append(found))
    assert numbers == []
    assert from_json(text.encode()) == scores
    assert from_json(json.loads(text)) == scores


@pytest.mark.parametrize(
    "broken", [b"", b"[]", b"{}", b'{"format": "perd-scores/2", "scores": []}', b'{"format": "perd-scores/1"}']
)
def test_anything_else_is_refused(broken) -> None:
    with pytest.raises(ValueError):
        from_json(broken)


def test_lines_come_back_as_they_were(line) -> None:
    lines = (line(), line(run="run-2", downloaded=None, at=AT + timedelta(days=1)))
    content = encode_history(lines)
    assert content.count(b"\n") == 2
    assert decode_history(content) == lines
    assert decode_history(b"") == ()


def test_a_line_is_readable(line) -> None:
    told = json.loads(encode_history([line()]))
    assert told["at"] == "2026-11-20T01:30:00Z"
    assert (told["run"], told["outcome"]) == ("run-1", "published")
    nectec, nso, perd = told["totals"]
    assert (nso["total"], nso["out_of"], nso["grade"], nso["values"]) == ("100.0", "100.0", "A", {})
    assert (nectec["total"], nectec["values"]["nectec.openness"]) == (None, "3.0")
    assert perd["total"] == "100.0"


def test_a_broken_line_is_named(line) -> None:
    with pytest.raises(ValueError, match="line 2"):
        decode_history(encode_history([line()]) + b'{"at": "2026-')


def test_a_moment_without_a_time_zone_is_refused(line) -> None:
    with pytest.raises(ValueError, match="time zone"):
        line(at=datetime(2026, 11, 20))


def test_the_same_day_and_the_same_totals_add_nothing(line) -> None:
    first = line()
    # 18:00 UTC on the 19th and 16:59 UTC on the 20th are one day in Bangkok; 17:00 is the next.
    start = line(at=datetime(2026, 11, 19, 18, tzinfo=UTC))
    assert appended([start], line(at=datetime(2026, 11, 20, 16, 59, tzinfo=UTC), run="x")) == (start,)
    assert len(appended([start], line(at=datetime(2026, 11, 20, 17, tzinfo=UTC)))) == 2
    assert len(appended([first], line(outcome="unchanged"))) == 2
    assert len(appended([first], line(downloaded=False))) == 2
    assert appended([], first) == (first,)


def test_only_the_newest_lines_are_kept(line) -> None:
    lines: tuple[HistoryLine, ...] = ()
    for day in range(5):
        lines = appended(lines, line(at=AT + timedelta(days=day), run=str(day)), keep=3)
    assert [each.run for each in lines] == ["2", "3", "4"]
    assert [each.run for each in appended(lines, lines[-1], keep=2)] == ["3", "4"]
    with pytest.raises(ValueError):
        appended(lines, lines[-1], keep=0)


def test_totals_are_exact_decimals(line) -> None:
    (back,) = decode_history(encode_history([line(downloaded=None)]))
    assert back.totals[1].total == Decimal("85.0")
    assert back.totals[1].grade is None


def test_what_can_be_read_of_a_damaged_history_is_kept() -> None:
    good = encode_history([HistoryLine(AT, "run-1", "published", ())])
    assert readable_history(b"") == ()
    assert [line.run for line in readable_history(b"no line\n" + good + b'{"half\n' + good)] == ["run-1", "run-1"]
