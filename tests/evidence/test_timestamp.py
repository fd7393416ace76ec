"""Time stamps by a real authority on this machine: believed if they are its own and of those bytes, else refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.domain.errors import DeclarationError, PipelineError
from flows.evidence.timestamp import LARGEST, Authority
from tests.evidence.time_stamping import Tsa, certified, serving

NOTE = b"a signed note\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certified(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture
def tsa(folder: Path) -> Iterator[Tsa]:
    with serving(folder) as found:
        yield found


def test_a_stamp_says_when_the_bytes_were_there(tsa: Tsa) -> None:
    stamp = tsa.authority.stamp(NOTE)
    at = tsa.authority.confirmed_at(stamp, NOTE)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)


def test_a_stamp_of_other_bytes_is_refused(tsa: Tsa) -> None:
    stamp = tsa.authority.stamp(NOTE)
    with pytest.raises(PipelineError, match="Mismatch between messages"):
        tsa.authority.confirmed_at(stamp, NOTE + b"x")


def test_a_stamp_of_another_authority_is_refused(tsa: Tsa, tmp_path: Path) -> None:
    with serving(certified(tmp_path / "other")) as other:
        stamp = other.authority.stamp(NOTE)
    with pytest.raises(PipelineError, match="confirms nothing"):
        tsa.authority.confirmed_at(stamp, NOTE)


def test_a_changed_stamp_is_refused(tsa: Tsa) -> None:
    stamp = bytearray(tsa.authority.stamp(NOTE))
    stamp[-10] ^= 1
    with pytest.raises(PipelineError, match="confirms nothing"):
        tsa.authority.confirmed_at(bytes(stamp), NOTE)


def test_an_old_answer_is_no_answer_to_a_new_question(tsa: Tsa) -> None:
    old = tsa.authority.stamp(NOTE)
    tsa.answers.append(old)
    with pytest.raises(PipelineError, match="Nonce mismatch"):
        tsa.authority.stamp(NOTE)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (503, "answered 503"),
        (404, "answered 404"),
        (b"", "confirms nothing"),
        (b"<html>please log in</html>", "confirms nothing"),
        (b"\x30\x03\x02\x01\x02", "confirms nothing"),
        (bytes(LARGEST + 1), "more than 100,000 bytes"),
    ],
)
def test_what_is_no_time_stamp_is_told_in_one_sentence(tsa: Tsa, answer: int | bytes, said: str) -> None:
    tsa.answers.append(answer)
    with pytest.raises(PipelineError, match=said) as told:
        tsa.authority.stamp(NOTE)
    assert "127.0.0.1" in told.value.sentence
    assert len(told.value.sentence) < 300


def test_an_authority_that_is_not_there_is_told_without_its_password(folder: Path) -> None:
    authority = Authority.of("http://perd:secret@127.0.0.1:1/tsr", folder / "ca.pem", (1.0, 1.0), "Perd/test")
    assert authority
    with pytest.raises(PipelineError, match=r"127\.0\.0\.1 did not answer \(ConnectionError\)") as told:
        authority.stamp(NOTE)
    assert "secret" not in told.value.sentence


def test_one_setting_without_the_other_is_a_mistake(folder: Path) -> None:
    assert Authority.of(None, None, (1.0, 1.0), "Perd") is None
    with pytest.raises(DeclarationError, match="PERD_TIMESTAMP_URL is set without PERD_TIMESTAMP_CERTIFICATES"):
        Authority.of("http://tsa.example/", None, (1.0, 1.0), "Perd")
    with pytest.raises(DeclarationError, match="PERD_TIMESTAMP_CERTIFICATES is set without PERD_TIMESTAMP_URL"):
        Authority.of(None, folder / "ca.pem", (1.0, 1.0), "Perd")
    for wrong in (folder / "gone.pem", folder / "tsa.cnf"):
        with pytest.raises(DeclarationError, match="PERD_TIMESTAMP_CERTIFICATES"):
            Authority.of("http://tsa.example/", wrong, (1.0, 1.0), "Perd")
