"""Scores that others gave, as people entered them: nothing of ours is computed from them."""

from collections.abc import Iterable, Iterator

from flows.domain.ministry import OfficialScore
from flows.domain.text import Text
from flows.pack.number import Definition, Number

UNITS = {"percent": Text(th="ร้อยละ", en="percent"), "points": Text(th="คะแนน", en="points")}
ID = "official-score"


def numbers(scores: Iterable[OfficialScore], scopes: Iterable[str]) -> Iterator[Number]:
    """Those of the pack's ministry and agencies."""
    known = set(scopes)
    for nth, score in enumerate(scores, start=1):
        if score.of in known:
            yield Number(_definition(score), score.of, score.score, score.out_of, part=f"{score.year}-{nth}")


def _definition(score: OfficialScore) -> Definition:
    where = " ".join(part for part in (score.source.where, score.source.url) if part)
    return Definition(
        ID,
        Text(th=f"{score.what.th} ปี {score.year}", en=f"{score.what.en}, {score.year} B.E."),
        Text(
            th=f"คะแนนที่ผู้อื่นให้ บันทึกตามเอกสารต้นทางเมื่อ {score.entered_on.isoformat()} โดย{score.entered_by}",
            en=f"Given by somebody else; entered from their document on {score.entered_on.isoformat()} by"
            f" {score.entered_by}",
        ),
        UNITS[score.unit],
        "official",
        Text(th=f"{score.source.title.th} {where}", en=f"{score.source.title.en}, {where}"),
    )
