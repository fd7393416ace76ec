"""A named person withdraws a dataset at once, brings it back, or lets go on what the brake stopped."""

import time
from datetime import date

from flows.decisions import refuse_unsaid
from flows.domain.decision import SIGN_CHARACTERS, sign_of
from flows.domain.errors import AskedWrongly, PipelineError
from flows.domain.published import PublishedDataset
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.domain.withdrawal import RELEASED, REOPENED, WITHDRAWN, Sight
from flows.portal.client import Portal
from flows.portal.visibility import make_private, make_public, sight
from flows.withdrawing.missing import known_of
from flows.withdrawing.records import record
from flows.withdrawing.survey import survey
from flows.world import World


def withdraw(dataset: str, by: str, reason: str, world: World) -> None:
    """Make it private now. It stands then as if a person had closed it on the portal: only a person opens it again.

    Raises PipelineError, and has changed nothing, where the person says too little or the public does not see it.
    """
    refuse_unsaid(dataset, by, reason)
    agency = _agency(dataset, world)
    with world.only_writer(dataset) as portal:
        stands, seen = _stands(portal, dataset)
        if seen is Sight.CLOSED:
            raise PipelineError(_CLOSED_ALREADY.filled(dataset=dataset))
        make_private(portal, dataset, by_rule=False, sleep=time.sleep)
        record(dataset, WITHDRAWN, _said(by, reason), agency, stands.id, None, world)


def reopen(dataset: str, by: str, reason: str, world: World) -> str:
    """Make public again what was withdrawn, by whomever; its page. Raises PipelineError as `withdraw` does."""
    refuse_unsaid(dataset, by, reason)
    agency = _agency(dataset, world)
    with world.only_writer(dataset) as portal:
        stands, seen = _stands(portal, dataset)
        if seen is Sight.PUBLIC:
            raise PipelineError(_PUBLIC_ALREADY.filled(dataset=dataset))
        if not stands.closed_by_hand and not stands.withdrawn:
            raise PipelineError(_NEVER_PUBLIC.filled(dataset=dataset))
        public = make_public(portal, dataset, time.sleep)
        record(dataset, REOPENED, _said(by, reason), agency, stands.id, public.url, world)
        return public.url


def release(seen: str | None, by: str, reason: str, world: World, today: date) -> tuple[str, ...]:
    """Let go on what the brake stops tonight; the datasets, each of which has a record of it then.

    seen: the beginning of the sign of what was looked at, as the run and `perd withdraw --missing` give it. Raises
    PipelineError, and has written nothing, where nothing is stopped or something else was looked at.
    """
    assert world.ledger, "a run that writes has a ledger"
    found = survey(world, today)
    stopped = tuple(each.dataset for each in found.stopped)
    if not stopped:
        raise PipelineError(_NOTHING_STOPPED)
    if seen is None or len(seen) < SIGN_CHARACTERS or not found.sign.startswith(seen.lower()):
        raise PipelineError(_LOOK_FIRST.filled(count=len(stopped), names=", ".join(stopped), sign=sign_of(found.sign)))
    refuse_unsaid(stopped[0], by, reason)
    for each in found.stopped:
        body = {"decision": RELEASED, "agency": each.known.agency, "datasets": len(stopped), **_said(by, reason)}
        world.ledger.append(Record(Kind.DECISION, world.run, each.dataset, world.now, body))
    return stopped


def _said(by: str, reason: str) -> dict[str, str]:
    return {"by": by.strip(), "reason": reason.strip()}


def _agency(dataset: str, world: World) -> str:
    """Code; AskedWrongly for a name that neither the catalogue nor the ledger knows."""
    assert world.ledger, "a run that writes has a ledger"
    agency = (
        world.catalogue.agency_of(dataset) or known_of(world.ledger, dataset, world.settings.portal_url or "").agency
    )
    if not agency and dataset not in world.catalogue.broken:
        raise AskedWrongly(_UNKNOWN.filled(dataset=dataset))
    return agency


def _stands(portal: Portal, dataset: str) -> tuple[PublishedDataset, Sight]:
    stands = portal.look(dataset)
    seen = sight(dataset, stands)
    if stands is None or seen is Sight.ABSENT:
        raise PipelineError(_ABSENT.filled(dataset=dataset))
    return stands, seen


_UNKNOWN = Text(
    th="ไม่มีชุดข้อมูล {dataset} ในคำประกาศ และไม่เคยเผยแพร่ชื่อนี้ ดูชื่อทั้งหมดด้วยคำสั่ง perd list",
    en="There is no dataset {dataset} in the catalogue, and none was ever published: `perd list` names them all.",
)
_ABSENT = Text(
    th="พอร์ทัลไม่มีชุดข้อมูล {dataset} ที่ระบบนี้เผยแพร่ จึงไม่มีสิ่งที่ต้องถอนหรือนำกลับมา",
    en="The portal has no dataset {dataset} that was published by this pipeline: there is nothing to withdraw or to"
    " bring back.",
)
_CLOSED_ALREADY = Text(
    th="สาธารณะไม่เห็นชุดข้อมูล {dataset} อยู่แล้ว และระบบจะไม่เปิดให้เอง จึงไม่มีสิ่งที่ต้องทำ",
    en="The public does not see {dataset} anyway, and it is not opened by itself: there is nothing to do.",
)
_PUBLIC_ALREADY = Text(
    th="สาธารณะเห็นชุดข้อมูล {dataset} อยู่แล้ว จึงไม่มีสิ่งที่ต้องทำ",
    en="The public sees {dataset} already: there is nothing to do.",
)
_NEVER_PUBLIC = Text(
    th="ชุดข้อมูล {dataset} ไม่เคยเปิดให้สาธารณะเห็น โปรดเผยแพร่ด้วย perd run {dataset}",
    en="{dataset} was never public: publish it with `perd run {dataset}`.",
)
_NOTHING_STOPPED = Text(
    th="ไม่มีการถอนชุดข้อมูลใดถูกหยุดไว้ จึงไม่มีสิ่งที่ต้องปล่อย",
    en="No withdrawal is stopped: there is nothing to let go on.",
)
_LOOK_FIRST = Text(
    th="การถอนชุดข้อมูล {count} ชุดถูกหยุดไว้: {names} หากตั้งใจให้ถอนทั้งหมดนี้ โปรดสั่งอีกครั้งโดยเติม --seen {sign}"
    " หากไม่ตั้งใจ โปรดนำคำประกาศกลับมา",
    en="The withdrawal of {count} datasets is stopped: {names}. If all of them are meant, give the command again with"
    " --seen {sign}; if not, bring their declarations back.",
)
