"""PERD_* -> Settings. The only reader of the environment; docs/settings.md explains each."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from flows.domain.errors import DeclarationError


class Settings(BaseSettings):
    """Everything that differs from one installation to the next.

    Read from the environment, then from `.env`, then from `.perd/devportal.env`, which the embedded portal writes when
    it comes up, so that it is found without setting anything.
    """

    model_config = SettingsConfigDict(
        env_prefix="PERD_", env_file=(".perd/devportal.env", ".env"), extra="ignore", frozen=True
    )

    home: Path = Field(default=Path(".perd"), description="Where runs, reports and the ledger are kept.")
    catalogue: Path = Field(default=Path("datasets"), description="The folder of declarations.")
    schemas: Path = Field(default=Path("schemas"), description="Table Schemas, portal profiles and rules.")
    profile: str = Field(default="data-go-th", description="What kind of portal it is: a file of schemas/portals/.")
    portal_url: str | None = Field(
        default=None, description="The portal's address, such as https://catalog.example.go.th."
    )
    portal_token: SecretStr | None = Field(default=None, description="API token of an editor, never of a sysadmin.")
    portal_token_file: Path | None = Field(
        default=None, description="A file that holds the token, instead of the token."
    )
    portal_timeout: float = Field(default=60.0, gt=0, description="Seconds that one answer of the portal may take.")
    ledger_url: str | None = Field(default=None, description="SQLAlchemy URL; SQLite in PERD_HOME if it is not set.")
    reports_url: str | None = Field(default=None, description="Public address of the reports' folder.")
    user_agent: str = Field(
        default="Perd/0.1 (open-data publishing)",
        description="How we introduce ourselves to agencies and the portal.",
    )
    connect_timeout: float = Field(default=10.0, gt=0, description="Seconds to reach an agency's server.")
    read_timeout: float = Field(
        default=60.0, gt=0, description="Seconds of silence after which a download is given up."
    )
    pull_seconds: float = Field(default=1800.0, gt=0, description="Seconds that one download may take altogether.")
    retry_seconds: tuple[float, ...] = Field(
        default=(5.0, 30.0),
        description="Pauses before each further try when a server may answer later (JSON list).",
    )
    trusted_hosts: frozenset[str] = Field(
        default=frozenset(),
        description="Hosts on private or loopback addresses that sources may name all the same (JSON list).",
    )

    @property
    def ledger(self) -> str:
        return self.ledger_url or f"sqlite:///{(self.home / 'ledger.sqlite').resolve()}"

    def token(self) -> SecretStr:
        """The portal's token. Raises DeclarationError when none is set or its file cannot be read."""
        if self.portal_token is not None:
            return self.portal_token
        if self.portal_token_file is None:
            raise DeclarationError(
                "No portal token: set PERD_PORTAL_TOKEN or PERD_PORTAL_TOKEN_FILE to an editor's API token, or start"
                " the embedded portal with `perd portal up`."
            )
        try:
            return SecretStr(self.portal_token_file.read_text().strip())
        except OSError as error:
            raise DeclarationError(
                f"The token file {self.portal_token_file} (PERD_PORTAL_TOKEN_FILE) cannot be read: {error.strerror}."
            ) from error

    def secret(self, name: str) -> str:
        """The value of a further PERD_ setting that a source's `key_setting` names. DeclarationError if unset."""
        value = os.environ.get(name) if name.startswith("PERD_") else None
        if not value:
            raise DeclarationError(f"The setting {name} is not set, and a source needs it as its key: set it.")
        return value


def read_settings() -> Settings:
    """The settings in force. Raises DeclarationError that names every one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"PERD_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors())
        raise DeclarationError(f"{wrong}. docs/settings.md explains each setting.") from error
    except SettingsError as error:
        raise DeclarationError(f'A setting that is a list must be JSON, such as ["a"]: {error}.') from error


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
