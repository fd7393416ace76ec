"""Who made a dataset private, or public again, and why: a decision in the ledger, with what the public sees since."""

from typing import Any

from flows.domain.disclosure import Disclosure
from flows.domain.record import Kind, Record
from flows.domain.withdrawal import A_PERSON, BY_RULE, REOPENED, UNDECLARED, WITHDRAWN
from flows.withdrawing.survey import Undeclared
from flows.world import World


def record_by_rule(each: Undeclared, world: World) -> None:
    """Perd withdrew it. Raises EvidenceError, as all of these do."""
    about = {"by": BY_RULE, "rule": UNDECLARED, "since": each.grace.since.isoformat()}
    record(each.dataset, WITHDRAWN, about, each.known.agency, each.package, None, world)


def record_found(each: Undeclared, decision: str, world: World) -> None:
    """Somebody did it on the portal; who, and why, only the portal's own log can tell."""
    page = each.page if decision == REOPENED else None
    about = {"by": A_PERSON, "seen_at": world.now.isoformat(timespec="seconds")}
    record(each.dataset, decision, about, each.known.agency, each.package, page, world)


def record(
    dataset: str, decision: str, about: dict[str, Any], agency: str, package: str, page: str | None, world: World
) -> None:
    """`page`: where the public sees it now; None where it does not."""
    assert world.ledger, "a run that writes has a ledger"
    disclosure = Disclosure(
        agency=agency,
        public=page is not None,
        page=page,
        package=package or None,
        views=None,
        downloads=None,
        told=None,
        scores={},
    )
    body = {"decision": decision, "agency": agency, **about, "disclosure": disclosure.as_json()}
    world.ledger.append(Record(Kind.DECISION, world.run, dataset, world.now, body))
