"""How large an upload a web server takes, asked over an encrypted way."""

from datetime import timedelta
from pathlib import Path

import pytest

from flows.portal.doctor.room import Room, room_for
from tests.reverse_proxy import certificate, reverse_proxy

NOBODY = "http://127.0.0.1:9"


def test_trusted_certificates_may_stand_in_a_file_or_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = certificate(tmp_path, timedelta(days=90))
    folder = tmp_path / "certificates"
    folder.mkdir()
    with reverse_proxy(NOBODY, largest=1_000, certificate=file) as url:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
        assert room_for(url, 2_000, "Perd test") is Room.TOO_LARGE
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(folder))
        assert room_for(url, 2_000, "Perd test") is Room.UNKNOWN, "not in it: nothing is learnt"
