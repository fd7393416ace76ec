"""Mail to agencies, through a real mail server on loopback: told once, told again when it is news, never a cell."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr

from devportal import ports
from flows.domain.errors import DeclarationError
from flows.domain.finding import Finding, Place, Severity
from flows.domain.findings import NOTHING, Findings
from flows.domain.outcome import Held, Outcome, Unchanged, Unreachable, Waiting
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.evidence import Ledger
from flows.mail import MailServer
from flows.notices import needs_the_agency, notify
from flows.settings import Settings, read_settings
from flows.sources import Sources
from flows.world import World, lay_out
from tests.house import house

ROOT = Path(__file__).resolve().parents[1]
DATASET = "tisi-standards"
CELL = "1-2345-67890-12-1"


class Postbox:
    """What a mail server does with a message: keeps it, or refuses it."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []
        self.refuses = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuses:
            return "554 not today"
        self.received.append(envelope)
        return "250 kept"


def last(postbox: Postbox) -> str:
    """Subject and text of the newest message."""
    content = postbox.received[-1].content
    assert isinstance(content, bytes)
    message = message_from_bytes(content, policy=policy.default)
    return f"{message['Subject']}\n{message.get_content()}"


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def server(postbox: Postbox) -> Iterator[MailServer]:
    port = ports.choose()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield MailServer.of(f"smtp://127.0.0.1:{port}", "perd@ministry.example", None, 5)
    controller.stop()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    settings = Settings(
        home=tmp_path, catalogue=ROOT / "datasets", schemas=ROOT / "schemas", reports_url="https://reports.example"
    )
    nobody: Any = None
    ledger = Ledger(settings.ledger, settings.head_file)
    yield World(lay_out(settings), "run-1", Sources(ROOT / "datasets", nobody, ()), None, ledger)
    ledger.close()


def held(rule: str = "table/type-error") -> Held:
    message = Text(th=f"ช่อง B4 มีค่า {CELL}", en=f"cell B4 holds {CELL}")
    finding = Finding(rule, Severity.BLOCK, message, message, Place(), CELL)
    return Held(DATASET, 40, Findings.of([finding]), message)


def ended(world: World, outcome: Outcome) -> None:
    """What the run writes down before it tells anybody."""
    assert world.ledger
    world.ledger.append(Record(Kind.OUTCOME, world.run, DATASET, world.now, {"outcome": outcome.word}))


def told(world: World) -> list[dict[str, Any]]:
    assert world.ledger
    return [record["body"] for record in world.ledger.latest(Kind.NOTIFICATION, DATASET)]


def send(world: World, server: MailServer, outcome: Outcome) -> Any:
    ended(world, outcome)
    return notify(outcome, world.dataset(DATASET), server, world)


def test_a_steward_reads_what_is_wrong_where_the_report_is_and_no_cell(
    world: World, server: MailServer, postbox: Postbox
) -> None:
    assert send(world, server, held()) is None
    assert postbox.received[0].rcpt_tos == list(world.dataset(DATASET).agency.notify)
    assert "ระงับการเผยแพร่" in last(postbox)
    assert f"https://reports.example/{DATASET}/" in last(postbox)
    assert world.rules["table/type-error"].title.th in last(postbox)
    assert CELL not in last(postbox)


def test_the_ledger_knows_that_somebody_was_told_and_nobodys_address(
    world: World, server: MailServer, postbox: Postbox
) -> None:
    send(world, server, held())
    (body,) = told(world)
    assert (body["sent"], body["recipients"], body["outcome"]) == (True, 1, "held")
    assert body["agency"] == "tisi"
    assert "@" not in str(body)
    assert CELL not in str(body)


def test_the_same_trouble_is_told_once(world: World, server: MailServer, postbox: Postbox) -> None:
    for _ in range(3):
        send(world, server, held())
    assert len(postbox.received) == len(told(world)) == 1


def test_other_trouble_is_told_again(world: World, server: MailServer, postbox: Postbox) -> None:
    send(world, server, held())
    send(world, server, held("table/primary-key"))
    send(world, server, Unreachable(DATASET, Text(th="ต้นทางไม่ตอบ", en="no answer"), "SourceUnavailable"))
    assert len(postbox.received) == 3
    assert "ต้นทางไม่ตอบ" in last(postbox)


def test_what_was_mended_and_broke_again_is_told_again(world: World, server: MailServer, postbox: Postbox) -> None:
    send(world, server, held())
    ended(world, Unchanged(DATASET, 40, NOTHING, ""))
    send(world, server, held())
    assert len(postbox.received) == 2


def test_a_source_that_is_silent_for_too_long_is_told_once_more(
    world: World, server: MailServer, postbox: Postbox
) -> None:
    silent = Unreachable(DATASET, Text(th="ต้นทางไม่ตอบ", en="no answer"), "SourceUnavailable")
    for outcome in (silent, silent, replace(silent, overdue=True), replace(silent, overdue=True)):
        send(world, server, outcome)
    assert len(postbox.received) == 2


def test_a_server_that_refuses_is_written_down_and_tried_again(
    world: World, server: MailServer, postbox: Postbox
) -> None:
    postbox.refuses = True
    trouble = send(world, server, held())
    assert "did not take a message (SMTPDataError)" in trouble.sentence
    assert told(world)[0]["sent"] is False
    postbox.refuses = False
    assert send(world, server, held()) is None
    assert told(world)[0]["sent"] is True


def test_a_server_that_is_not_there_is_said_in_one_sentence(world: World) -> None:
    nowhere = MailServer.of("smtp://127.0.0.1:1", "perd@ministry.example", None, 5)
    assert "PERD_SMTP_URL" in send(world, nowhere, held()).sentence


def test_no_password_goes_to_a_server_without_tls(world: World, server: MailServer, postbox: Postbox) -> None:
    wary = MailServer.of(f"smtp://me@{server.host}:{server.port}", "perd@ministry.example", SecretStr("secret"), 5)
    trouble = send(world, wary, held())
    assert "SMTPNotSupportedError" in trouble.sentence
    assert "secret" not in trouble.sentence
    assert postbox.received == []


@pytest.mark.parametrize(
    ("url", "sender", "said"),
    [
        ("mail.example:25", "a@b.example", "PERD_SMTP_URL is no address"),
        ("smtp://", "a@b.example", "PERD_SMTP_URL is no address"),
        ("smtp://mail.example:mail", "a@b.example", "PERD_SMTP_URL is no address"),
        ("smtp://me:secret@mail.example", "a@b.example", "PERD_SMTP_PASSWORD"),
        ("smtp://mail.example", None, "PERD_MAIL_FROM"),
        ("smtp://mail..example", "a@b.example", "PERD_SMTP_URL names a host"),
        (f"smtp://{'m' * 64}.example", "a@b.example", "PERD_SMTP_URL names a host"),
    ],
)
def test_a_wrong_setting_is_named_and_no_password_quoted(url: str, sender: str | None, said: str) -> None:
    with pytest.raises(DeclarationError, match=said) as told:
        MailServer.of(url, sender, None, 5)
    assert "secret" not in told.value.sentence


def test_a_password_that_cannot_be_sent_is_refused_and_not_quoted() -> None:
    with pytest.raises(DeclarationError, match="PERD_SMTP_PASSWORD") as told:
        MailServer.of("smtp://mail.example", "a@b.example", SecretStr("รหัสลับ"), 5)
    assert "รหัสลับ" not in told.value.sentence


def test_a_host_that_no_name_server_can_be_asked_for_is_trouble_in_one_sentence(
    world: World, server: MailServer
) -> None:
    trouble = send(world, replace(server, host="mail..example"), held())
    assert "did not take a message (UnicodeError)" in trouble.sentence
    assert told(world)[0]["sent"] is False


@pytest.mark.prefect
@pytest.mark.parametrize("odd", ["\r", "\v", "\u2028", "\r\n"])
def test_a_title_of_several_lines_ends_no_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: MailServer, postbox: Postbox, odd: str
) -> None:
    from flows import desk

    smtp = {"SMTP_URL": f"smtp://{server.host}:{server.port}", "MAIL_FROM": "perd@ministry.example"}
    with house(tmp_path, monkeypatch, **smtp) as perd:
        perd.keep_only(DATASET)
        perd.edit("tisi/standards.yaml", title=f"มาตรฐาน{odd}อุตสาหกรรม")
        settings = read_settings()
        ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite", tmp_path / "ledger.head")
        nobody: Any = None
        world = World(lay_out(settings), "run-1", Sources(perd.datasets, nobody, ()), None, ledger)
        desk.notify(held(), world)
        assert "มาตรฐาน อุตสาหกรรม" in last(postbox).splitlines()[0]
        assert told(world)[0]["sent"] is True
        ledger.close()


def test_an_address_that_fits_into_no_message_is_written_down(world: World, server: MailServer) -> None:
    trouble = send(world, replace(server, sender="perd@ministry.example\nBcc: a@b.example"), held())
    assert "cannot be put into a message" in trouble.sentence
    assert told(world)[0]["sent"] is False


def test_only_what_the_agency_can_act_on_is_told() -> None:
    reason = Text(th="รอ", en="waits")
    assert needs_the_agency(held())
    assert needs_the_agency(Waiting(DATASET, reason, asks="q"))
    assert not needs_the_agency(Waiting(DATASET, reason))
    assert not needs_the_agency(Unchanged(DATASET, 1, NOTHING, ""))
