"""What a ledger says was published: by what was read back, and by the newest look at each source."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.domain.on_record import RecordedFile, RecordedOrigin
from flows.domain.record import Kind, Record
from flows.domain.withdrawal import A_PERSON
from flows.evidence import Ledger
from flows.evidence.last_publication import last_outcome, last_publication, last_withdrawn

ID = "tst-stocks"
Tell = Callable[..., None]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}", tmp_path / "ledger.head")


@pytest.fixture
def tell(ledger: Ledger) -> Tell:
    at = [datetime(2026, 11, 20, tzinfo=UTC)]

    def tell(outcome: str, **body: Any) -> None:
        at[0] += timedelta(days=1)
        told = {"outcome": outcome, "portal": "https://p.example"} | body
        ledger.append(Record(Kind.OUTCOME, "run", ID, at[0], told))

    yield tell  # type: ignore[misc]
    ledger.close()


def part(name: str, sha256: str, source: str | None = None) -> dict[str, Any]:
    known = {
        "resource": name,
        "sha256": sha256,
        "rows": 7,
        "fingerprint": f"f-{sha256}",
        "source_sha256": f"s-{sha256}",
    }
    return known | ({"source": source, "source_bytes": 99} if source else {})


def test_of_nothing_nothing_is_known(ledger: Ledger, tell: Tell) -> None:
    assert (last_outcome(ledger, ID), last_publication(ledger, ID)) == (None, None)
    tell("held")
    assert (last_outcome(ledger, ID), last_publication(ledger, ID)) == ("held", None)


def test_the_last_version_stands_whatever_was_held_or_unchanged_since(ledger: Ledger, tell: Tell) -> None:
    tell("published", version=1, manifest_sha256="m1", resources=[part("stock", "a", "x")], read_back=[])
    tell(
        "published",
        version=2,
        manifest_sha256="m2",
        resources=[part("stock", "b", "y"), part("prices", "c", "z")],
        read_back=[{"resource": "datapackage", "url": "u", "sha256": "d", "rows": 0}],
    )
    tell("unchanged", resources=[part("stock", "tampered"), part("prices", "c", "z2")])
    tell("failed", kind="PortalRefused")
    assert last_outcome(ledger, ID) == "failed"
    found = last_publication(ledger, ID)
    assert found and (found.version, found.manifest_sha256, found.portal) == (2, "m2", "https://p.example")
    assert found.at == datetime(2026, 11, 22, tzinfo=UTC)
    assert found.files == {
        "stock": RecordedFile("b", 7),
        "prices": RecordedFile("c", 7),
        "datapackage": RecordedFile("d", 0),
    }
    assert found.origins["stock"] == RecordedOrigin("b", 7, "f-b", "y", "s-b", 99)
    assert found.origins["prices"].source == "z2", "the newest look"


def test_what_was_only_ever_found_unchanged_is_known_without_a_version(ledger: Ledger, tell: Tell) -> None:
    tell("unchanged", resources=[part("stock", "a")])
    found = last_publication(ledger, ID)
    assert found and found.version is None and found.files == {"stock": RecordedFile("a", 7)} and not found.origins


def test_what_the_ledger_says_was_withdrawn_is_so_until_it_tells_of_somebody_who_saw_it(ledger: Ledger) -> None:
    at = [datetime(2026, 11, 20, tzinfo=UTC)]

    def append(kind: Kind, **body: Any) -> bool:
        at[0] += timedelta(days=1)
        ledger.append(Record(kind, "run", ID, at[0], body))
        return last_withdrawn(ledger, ID)

    assert not append(Kind.OUTCOME, outcome="published")
    assert append(Kind.DECISION, decision="withdrawn", by="ผู้อำนวยการ")
    assert append(Kind.OUTCOME, outcome="waiting", disclosure={"public": False})
    assert append(Kind.DECISION, decision="declined", by="ผู้อำนวยการ")
    assert not append(Kind.DECISION, decision="reopened", by="ผู้อำนวยการ")
    assert append(Kind.DECISION, decision="withdrawn", by="ผู้อำนวยการ")
    assert not append(Kind.OUTCOME, outcome="held", disclosure={"public": True}), "somebody opened it on the portal"
    assert append(Kind.DECISION, decision="withdrawn", by="ผู้อำนวยการ")
    assert not append(Kind.OUTCOME, outcome="unchanged")
    assert not append(Kind.DECISION, decision="withdrawn", by=A_PERSON), "who knows why"
    ledger.close()
