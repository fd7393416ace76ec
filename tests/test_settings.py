"""Settings: every wrong one is named in one sentence, a misspelt one too, and no secret is ever quoted."""

import os
from pathlib import Path

import pytest

from flows.domain.errors import DeclarationError
from flows.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings, and an environment without any."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("PERD_")]:
        monkeypatch.delenv(name)
    return tmp_path


def refused() -> str:
    with pytest.raises(DeclarationError) as told:
        read_settings()
    assert "\n" not in told.value.sentence
    return told.value.sentence


def test_nothing_set_is_fine() -> None:
    settings = read_settings()
    assert settings.head_file == Path(".perd/ledger.head")
    assert settings.delivery_folders == ()


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("PERD_LEDGR_URL", "PERD_LEDGER_URL"),
        ("PERD_TRUSTED_HOST", "PERD_TRUSTED_HOSTS"),
        ("perd_portal_tokn", "PERD_PORTAL_TOKEN"),
    ],
)
@pytest.mark.parametrize("where", ["environment", ".env"])
def test_a_misspelt_setting_is_named_with_the_right_one(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, name: str, near: str, where: str
) -> None:
    if where == ".env":
        (nowhere / ".env").write_text(f"{name}=my-secret\n")
    else:
        monkeypatch.setenv(name, "my-secret")
    said = refused()
    assert f"no setting {name.upper()} (did you mean {near}?)" in said
    assert "my-secret" not in said


def test_all_misspelt_settings_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERD_CATALOG", "x")
    monkeypatch.setenv("PERD_SCHEMA", "x")
    said = refused()
    assert "PERD_CATALOG (did you mean PERD_CATALOGUE?), PERD_SCHEMA (did you mean PERD_SCHEMAS?)" in said


def test_every_setting_there_is_may_be_set_and_so_may_keys_of_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "portal_timeout": "1",
        "write_seconds": "0",
        "down_seconds": "1",
        "lease_seconds": "1",
        "connect_timeout": "1",
        "read_timeout": "1",
        "pull_seconds": "1",
        "host_connections": "1",
        "retry_seconds": "[0, 1]",
        "approval_seconds": "1",
        "grace_days": "1",
        "trusted_hosts": '["127.0.0.1"]',
        "delivery_folders": '["/srv/delivered"]',
        "dask": "4",
    }
    for name in Settings.model_fields:
        monkeypatch.setenv(f"PERD_{name.upper()}", values.get(name, "x"))
    monkeypatch.setenv("PERD_KEY_DIW", "Bearer x")
    settings = read_settings()
    assert settings.retry_seconds == (0.0, 1.0)
    assert settings.trusted_hosts == {"127.0.0.1"}
    assert settings.delivery_folders == (Path("/srv/delivered"),)
    assert settings.head_file == Path("x")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PERD_RETRY_SECONDS", "[-1]"),
        ("PERD_RETRY_SECONDS", "[NaN]"),
        ("PERD_RETRY_SECONDS", "[1e300]"),
        ("PERD_RETRY_SECONDS", "[5,"),
        ("PERD_RETRY_SECONDS", "5"),
        ("PERD_PORTAL_TIMEOUT", "inf"),
        ("PERD_READ_TIMEOUT", "0"),
        ("PERD_GRACE_DAYS", "0"),
        ("PERD_GRACE_DAYS", "-1"),
        ("PERD_GRACE_DAYS", "30.5"),
        ("PERD_USER_AGENT", "เปิด"),
        ("PERD_USER_AGENT", "a\nb"),
        ("PERD_TRUSTED_HOSTS", "127.0.0.1"),
        ("PERD_DELIVERY_FOLDERS", '["delivered"]'),
        ("PERD_DELIVERY_FOLDERS", '["/"]'),
    ],
)
def test_a_wrong_value_names_its_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert name in refused()


def test_the_embedded_portal_is_found_in_the_home_that_is_set(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "elsewhere").mkdir()
    (nowhere / "elsewhere/devportal.env").write_text("PERD_PORTAL_URL=http://127.0.0.1:5055\n")
    assert read_settings().portal_url is None
    monkeypatch.setenv("PERD_HOME", str(nowhere / "elsewhere"))
    assert read_settings().portal_url == "http://127.0.0.1:5055"
    monkeypatch.delenv("PERD_HOME")
    (nowhere / ".env").write_text("PERD_HOME=elsewhere\n", encoding="utf-8-sig")
    assert read_settings().portal_url == "http://127.0.0.1:5055"
    (nowhere / ".env").write_text("PERD_HOME=elsewhere\nPERD_PORTAL_URL=https://of.the.file\n")
    assert read_settings().portal_url == "https://of.the.file"
    monkeypatch.setenv("PERD_PORTAL_URL", "https://of.the.environment")
    assert read_settings().portal_url == "https://of.the.environment"


def test_a_settings_file_that_is_no_text_is_named(nowhere: Path) -> None:
    (nowhere / ".env").write_bytes(b"PERD_HOME=\xff\xfe\n")
    assert ".env are not UTF-8 text" in refused()


@pytest.mark.parametrize("token", ["โทเคน", "a\nb", "a\x00b"])
def test_a_token_that_no_header_holds_is_never_sent(token: str) -> None:
    with pytest.raises(DeclarationError, match="PERD_PORTAL_TOKEN holds something other") as told:
        Settings(portal_token=token).token()
    assert token not in told.value.sentence


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00\x81", "is no text"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"a\x00b", "other than ASCII"),
        ("โทเคน".encode(), "other than ASCII"),
    ],
)
def test_a_token_file_that_holds_no_token_is_named(nowhere: Path, content: bytes, says: str) -> None:
    (nowhere / "token").write_bytes(content)
    with pytest.raises(DeclarationError, match=rf"token file token .*{says}"):
        Settings(portal_token_file="token").token()


def test_a_token_file_ends_in_a_line_break(nowhere: Path) -> None:
    (nowhere / "token").write_text("abc\n")
    assert Settings(portal_token_file="token").token().get_secret_value() == "abc"
    assert "abc" not in repr(Settings(portal_token="abc"))


def test_a_key_is_read_as_other_settings_are(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / ".env").write_text("PERD_KEY_DIW=Bearer of the file\n")
    assert read_settings().secret("PERD_KEY_DIW") == "Bearer of the file"
    monkeypatch.setenv("PERD_KEY_DIW", "Bearer of the environment")
    assert read_settings().secret("PERD_KEY_DIW") == "Bearer of the environment"
    with pytest.raises(DeclarationError, match="PERD_KEY_OIE is not set"):
        read_settings().secret("PERD_KEY_OIE")


@pytest.mark.parametrize("name", ["PERD_PORTAL_TOKEN", "PERD_LEDGER_URL", "HOME", "PERD_KEY_", "PERD_KEY_x"])
def test_no_other_setting_is_given_to_a_source(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "the-secret")
    with pytest.raises(DeclarationError, match="no setting for a source's key") as told:
        Settings().secret(name)
    assert "the-secret" not in told.value.sentence


def test_a_key_that_no_header_holds_is_told_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERD_KEY_DIW", "กุญแจ")
    with pytest.raises(DeclarationError, match="PERD_KEY_DIW holds something other") as told:
        read_settings().secret("PERD_KEY_DIW")
    assert "กุญแจ" not in told.value.sentence


@pytest.mark.parametrize("name", ["PORTAL_URL", "REPORTS_URL", "DOWNSTREAM_URL", "TIMESTAMP_URL"])
@pytest.mark.parametrize(
    "address",
    ["https://me:s3cret@a.example", "https://s3cret@a.example/b", "http://:s3cret@a?b", "me:s3cret@a.example"],
)
def test_an_address_that_is_written_down_holds_no_password(
    monkeypatch: pytest.MonkeyPatch, name: str, address: str
) -> None:
    monkeypatch.setenv(f"PERD_{name}", address)
    said = refused()
    assert f"PERD_{name}: holds a user or a password" in said
    assert "s3cret" not in said


def test_an_at_sign_in_a_path_is_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERD_REPORTS_URL", "https://a.example/@open-data")
    assert read_settings().reports_url == "https://a.example/@open-data"


@pytest.mark.parametrize("where", ["1", "64", "tcp://scheduler:8786", "tls://10.0.0.7:8786"])
def test_processes_or_a_scheduler(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setenv("PERD_DASK", where)
    assert read_settings().dask == where


@pytest.mark.parametrize("where", ["0", "65", "many", "scheduler:8786", "tcp://scheduler", "tcp://me:s3cret@a:1"])
def test_nothing_else_is_taken_for_one(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setenv("PERD_DASK", where)
    said = refused()
    assert "PERD_DASK: must be a number of processes, 1 to 64, or a scheduler's address" in said
    assert "s3cret" not in said
