"""PERD_* -> Settings. The only reader of the environment; docs/settings.md explains each."""

import difflib
import os
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from flows.domain.errors import DeclarationError
from flows.domain.source import KEY_SETTING

PREFIX = "PERD_"
KEY_PREFIX = "PERD_KEY_"
DEFAULT_HOME = Path(".perd")
ENV_FILE = Path(".env")
ENCODING = "utf-8-sig"
"""Of `.env` files: some editors put a mark before the first name."""

PROCESSES = r"[1-9]|[1-5]\d|6[0-4]"
SCHEDULER = r"(tcp|tls)://[^\s/@]+:\d+"

SENDABLE = r"[ -~]+"
"""What an HTTP header holds without doubt."""

LONGEST = 86_400
Seconds = Annotated[float, Field(gt=0, le=LONGEST)]
Pause = Annotated[float, Field(ge=0, le=LONGEST)]


class Settings(BaseSettings):
    """Everything that differs from one installation to the next. `read_settings` makes it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file_encoding=ENCODING, env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(default=DEFAULT_HOME, description="Where runs, reports and the ledger are kept.")
    catalogue: Path = Field(default=Path("datasets"), description="The folder of declarations.")
    schemas: Path = Field(default=Path("schemas"), description="Table Schemas, portal profiles and rules.")
    delivery_folders: tuple[Path, ...] = Field(
        default=(), description="Folders outside the catalogue that `file` sources may read from (JSON list)."
    )
    profile: str = Field(default="data-go-th", description="What kind of portal it is: a file of schemas/portals/.")
    portal_url: str | None = Field(
        default=None, description="The portal's address, such as https://catalog.example.go.th."
    )
    portal_token: SecretStr | None = Field(default=None, description="API token of an editor, never of a sysadmin.")
    portal_token_file: Path | None = Field(
        default=None, description="A file that holds the token, instead of the token."
    )
    portal_timeout: Seconds = Field(default=60.0, description="Seconds that one answer of the portal may take.")
    down_seconds: Seconds = Field(
        default=60.0, description="Seconds without one good answer after which the portal is taken to be down."
    )
    write_seconds: Pause = Field(default=0.0, description="Seconds between two writes to the portal at least.")
    ledger_url: str | None = Field(default=None, description="SQLAlchemy URL; SQLite in PERD_HOME if it is not set.")
    ledger_head: Path | None = Field(
        default=None, description="The file that keeps the ledger's last hash; ledger.head in PERD_HOME if not set."
    )
    lease_seconds: Seconds = Field(
        default=60.0,
        description="Seconds without a sign of life after which a run that holds a dataset is taken for dead.",
    )
    archive_url: str | None = Field(
        default=None, description="fsspec address of the archive; the folder archive in PERD_HOME if not set."
    )
    signing_key_file: Path | None = Field(
        default=None, description="The key that signs the ledger's checkpoints; evidence/signing.key in PERD_HOME."
    )
    trusted_keys_file: Path | None = Field(
        default=None, description="The public keys that checkpoints are believed by; evidence/keys in PERD_HOME."
    )
    timestamp_url: str | None = Field(
        default=None, description="A time-stamping authority (RFC 3161) that confirms each checkpoint."
    )
    timestamp_certificates: Path | None = Field(
        default=None, description="PEM file with the root certificates of that authority."
    )
    downstream_url: str | None = Field(
        default=None, description="A portal that harvests ours, such as data.go.th, where presence is looked up."
    )
    downstream_key: SecretStr | None = Field(default=None, description="The api-key that it asks readers for.")
    reports_url: str | None = Field(default=None, description="Public address of the reports' folder.")
    browser: Path | None = Field(
        default=None, description="A Chromium that makes the award pack's PDF; the one on PATH if not set."
    )
    smtp_url: str | None = Field(
        default=None, description="Mail server for notices to agencies, such as smtp://mail.example.go.th:25."
    )
    smtp_password: SecretStr | None = Field(default=None, description="Its password, if it wants one.")
    mail_from: str | None = Field(default=None, description="The address that notices come from.")
    user_agent: str = Field(
        default="Perd/0.1 (open-data publishing)",
        description="How we introduce ourselves to agencies and the portal, in ASCII.",
    )
    connect_timeout: Seconds = Field(default=10.0, description="Seconds to reach an agency's server.")
    read_timeout: Seconds = Field(default=60.0, description="Seconds of silence after which a download is given up.")
    host_connections: int = Field(
        default=2, ge=1, le=32, description="Requests to one host of an agency at a time, at most."
    )
    dask: str | None = Field(
        default=None,
        description="Where datasets are looked at, pulled and checked: so many processes, or the address of a Dask"
        " scheduler; threads of this process if not set.",
    )
    pull_seconds: Seconds = Field(default=1800.0, description="Seconds that one download may take altogether.")
    retry_seconds: tuple[Pause, ...] = Field(
        default=(5.0, 30.0),
        description="Pauses before each further try when a server may answer later, at most (JSON list).",
    )
    grace_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="Days for which a dataset that is not declared any more stays public.",
    )
    approval_seconds: Seconds = Field(
        default=3600.0,
        description="Seconds that an officer's run waits for a person's approval in the Prefect UI.",
    )
    trusted_hosts: frozenset[str] = Field(
        default=frozenset(),
        description="Hosts on private or loopback addresses that sources may name all the same (JSON list).",
    )

    @field_validator("user_agent")
    @classmethod
    def _agent_that_a_header_holds(cls, user_agent: str) -> str:
        if not re.fullmatch(SENDABLE, user_agent):
            raise ValueError("must be ASCII letters on one line")
        return user_agent

    @field_validator("portal_url", "reports_url", "downstream_url", "timestamp_url")
    @classmethod
    def _address_without_a_password(cls, address: str | None) -> str | None:
        # Each of them is written into the ledger, or shown to the public.
        host = re.split(r"[/\\]", re.sub(r"^[a-z+]*://", "", address or "", flags=re.I))[0]
        if "@" in host:
            raise ValueError("holds a user or a password before an @; write the address without")
        return address

    @field_validator("dask")
    @classmethod
    def _processes_or_a_scheduler(cls, dask: str | None) -> str | None:
        if dask is None:
            return None
        if not re.fullmatch(PROCESSES, dask) and not re.fullmatch(SCHEDULER, dask):
            raise ValueError(
                "must be a number of processes, 1 to 64, or a scheduler's address, such as tcp://host:8786"
            )
        if find_spec("prefect_dask") is None:
            raise ValueError("needs the package prefect-dask: install perd with its extra dask")
        return dask

    @field_validator("delivery_folders")
    @classmethod
    def _folders_without_doubt(cls, folders: tuple[Path, ...]) -> tuple[Path, ...]:
        for folder in folders:
            if not folder.is_absolute() or folder == Path("/"):
                raise ValueError(f"{folder} must be the absolute path of one folder")
        return folders

    @property
    def ledger(self) -> str:
        return self.ledger_url or f"sqlite:///{(self.home / 'ledger.sqlite').resolve()}"

    @property
    def head_file(self) -> Path:
        """Where the ledger's head is kept."""
        return self.ledger_head or self.home / "ledger.head"

    @property
    def archive(self) -> str:
        return self.archive_url or (self.home / "archive").resolve().as_uri()

    @property
    def checkpoint_table(self) -> Path:
        """All signed checkpoints as the evidence dataset publishes them."""
        return self.home / "evidence" / "checkpoints.csv"

    @property
    def signing_key(self) -> Path:
        return self.signing_key_file or self.home / "evidence" / "signing.key"

    @property
    def trusted_keys(self) -> Path:
        return self.trusted_keys_file or self.home / "evidence" / "keys"

    def token(self) -> SecretStr:
        """The portal's token. Raises DeclarationError when none is set, or what is set can be none."""
        if self.portal_token is not None:
            return SecretStr(_sendable(self.portal_token.get_secret_value(), "PERD_PORTAL_TOKEN"))
        if self.portal_token_file is None:
            raise DeclarationError(
                "No portal token: set PERD_PORTAL_TOKEN or PERD_PORTAL_TOKEN_FILE to an editor's API token, or start"
                " the embedded portal with `perd portal up`."
            )
        named = f"The token file {self.portal_token_file} (PERD_PORTAL_TOKEN_FILE)"
        try:
            return SecretStr(_sendable(self.portal_token_file.read_text(encoding="utf-8"), named))
        except OSError as error:
            raise DeclarationError(f"{named} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise DeclarationError(f"{named} is no text: put the token into it, and nothing else.") from error

    def secret(self, name: str) -> str:
        """The value of the setting that a source's `key_setting` names, from the environment or `.env`.

        Raises DeclarationError if it is not set, cannot be sent, or is not one that a source may name.
        """
        if not re.fullmatch(KEY_SETTING, name):
            raise DeclarationError(
                f"{name} is no setting for a source's key, and is sent to nobody: name it {KEY_PREFIX}..."
            )
        value = os.environ.get(name) or _env_file(ENV_FILE).get(name)
        if not value:
            raise DeclarationError(f"The setting {name} is not set, and a source needs it as its key: set it.")
        return _sendable(value, name)


def read_settings() -> Settings:
    """The settings in force. Raises DeclarationError that names every one that is wrong.

    Read from the environment, then from `.env`, then from `devportal.env` in PERD_HOME, which the embedded portal
    writes when it comes up, so that it is found without setting anything.
    """
    written = _env_file(ENV_FILE)
    home = _given("PERD_HOME", os.environ) or _given("PERD_HOME", written)
    portal_file = Path(home or DEFAULT_HOME) / "devportal.env"
    _refuse_unknown({*os.environ, *written, *_env_file(portal_file)})
    try:
        return Settings(_env_file=(portal_file, ENV_FILE))
    except ValidationError as error:
        wrong = "; ".join(f"{PREFIX}{str(one['loc'][0]).upper()}: {_message(one['msg'])}" for one in error.errors())
        raise DeclarationError(f"{wrong}; docs/settings.md explains each setting.") from error
    except SettingsError as error:
        field = re.search(r'field "(\w+)"', str(error))
        named = f"{PREFIX}{field[1].upper()}" if field else "A setting that is a list"
        raise DeclarationError(
            f'{named} must be a list in JSON, such as ["a", "b"]; docs/settings.md explains it.'
        ) from error


def _message(pydantic_says: str) -> str:
    return pydantic_says.removeprefix("Value error, ")


def _given(name: str, settings: Mapping[str, str]) -> str | None:
    """As pydantic reads them: whatever the case, and nothing for an empty one."""
    return next((value for key, value in settings.items() if key.upper() == name and value), None)


def _env_file(path: Path) -> dict[str, str]:
    """What a `.env` file sets; nothing if there is no such file."""
    if not path.is_file():
        return {}
    try:
        return {name: value for name, value in dotenv_values(path, encoding=ENCODING).items() if value is not None}
    except OSError as error:
        raise DeclarationError(f"The settings in {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DeclarationError(f"The settings in {path} are not UTF-8 text: save the file as UTF-8.") from error


def _refuse_unknown(names: set[str]) -> None:
    """A misspelt setting would be passed over, and its default be used, without a word."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    ours = sorted({name.upper() for name in names if name.upper().startswith(PREFIX)})
    unknown = [name for name in ours if name not in known and not name.startswith(KEY_PREFIX)]
    if unknown:
        told = []
        for name in unknown:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            told.append(f"{name} (did you mean {near[0]}?)")
        raise DeclarationError(f"There is no setting {', '.join(told)}: correct or remove it; see docs/settings.md.")


def _sendable(secret: str, named: str) -> str:
    """The secret without blanks around it. Raises DeclarationError, which never quotes it, if no header can hold it."""
    secret = secret.strip()
    if not secret:
        raise DeclarationError(f"{named} is empty: put the token or key into it.")
    if not re.fullmatch(SENDABLE, secret):
        raise DeclarationError(
            f"{named} holds something other than ASCII letters on one line: copy the token or key again."
        )
    return secret


def quiet_prefect() -> None:
    """Prefect's own log stays short where we print our own lines. Call before Prefect is imported."""
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")  # a bug's traceback; the rest we say ourselves
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")  # a busy machine takes its time


def local_settings(home: Path, portal: Mapping[str, str], reports_url: str) -> None:
    """Set up this process, and those it starts, for runs on this machine alone. Call before Prefect is imported.

    `portal` is what the embedded portal says of itself: whatever other portal is set, a demo never writes to it.
    """
    os.environ.pop("PERD_PORTAL_TOKEN", None)
    os.environ["PERD_PORTAL_TOKEN_FILE"] = portal["token_file"]
    os.environ["PERD_PORTAL_URL"] = portal["url"]
    os.environ["PERD_PROFILE"] = portal["profile"]
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ["PERD_REPORTS_URL"] = reports_url
    os.environ["PERD_TRUSTED_HOSTS"] = '["127.0.0.1"]'
    os.environ.setdefault("PREFECT_HOME", str((home / "prefect").resolve()))
