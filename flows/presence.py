"""Each night it is written down whether the portal downstream, such as data.go.th, shows our public datasets too."""

from collections import Counter
from collections.abc import Iterator, Sequence

from flows.domain.errors import PipelineError, PortalDown, PortalUnavailable
from flows.domain.presence import Presence, PresenceState
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.portal import standing
from flows.portal.client import Portal
from flows.portal.downstream import Downstream
from flows.world import World


def record_presence(names: Sequence[str], world: World) -> Text | None:
    """One record for each of the datasets that the public sees on our portal; how many are seen, in one line.

    None if no portal downstream is set. Neither that portal nor ours is a reason to fail here. Raises EvidenceError if
    the ledger refuses.
    """
    settings = world.settings
    if not settings.downstream_url or world.portal is None or world.ledger is None:
        return None
    counts: Counter[PresenceState] = Counter()
    trouble: Text | None = None
    with Downstream(
        settings.downstream_url,
        settings.downstream_key,
        own=world.portal.url,
        user_agent=settings.user_agent,
        timeout=(settings.connect_timeout, settings.read_timeout),
    ) as downstream:
        for presence in look_downstream(names, world.portal, downstream):
            body = presence.as_json() | {"agency": world.catalogue.agency_of(presence.dataset)}
            world.ledger.append(Record(Kind.PRESENCE, world.run, presence.dataset, presence.looked_at, body))
            counts[presence.state] += 1
            if presence.state is PresenceState.COULD_NOT_LOOK:
                trouble = trouble or presence.reason
        return _summary(downstream.address, counts, trouble)


def look_downstream(names: Sequence[str], portal: Portal, downstream: Downstream) -> Iterator[Presence]:
    """What became of each dataset of ours that the public sees on `portal`; all others are left out."""
    gone: Text | None = None
    for name in names:
        if gone is not None:
            yield downstream.could_not_look(name, gone)
            continue
        try:
            ours = portal.look_as_public(name)
        except PipelineError as error:
            if isinstance(error, PortalUnavailable | PortalDown):
                gone = error.text
            yield downstream.could_not_look(name, error.text)
            continue
        if ours is not None and not ours.private and standing.own_id(ours) == name:
            yield downstream.look(ours)


def _summary(address: str, counts: Counter[PresenceState], trouble: Text | None) -> Text:
    seen, not_seen, could_not = (counts[state] for state in PresenceState)
    return Text(
        th=f"{address}: แสดง {seen} ชุด, ไม่แสดง {not_seen} ชุด, ดูไม่ได้ {could_not} ชุด"
        + (f" ({trouble.th})" if trouble else ""),
        en=f"{address}: seen {seen}, not seen {not_seen}, could not look {could_not}"
        + (f" ({trouble.en})" if trouble else ""),
    )
