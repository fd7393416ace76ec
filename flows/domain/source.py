"""Where an agency's file is taken from."""

import posixpath
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, field_validator, model_validator

from flows.domain.declared import Declared

KEY_SETTING = r"^PERD_KEY_[A-Z0-9_]+$"
KeySetting = Annotated[str, StringConstraints(pattern=KEY_SETTING)]
"""None of Perd's own settings begins so: no declaration can send the portal's token anywhere."""
MEGABYTE = 1_000_000
LOOPBACK = ("127.0.0.1", "localhost")


class HttpFile(Declared):
    """A file behind an address."""

    kind: Literal["http_file"]
    url: str = Field(pattern=r"^https?://[^\s@]+$", description="No credentials in it.")
    max_bytes: int = Field(default=100 * MEGABYTE, gt=0, description="A larger answer is refused.")
    key_setting: KeySetting | None = Field(
        default=None,
        description="The setting, PERD_KEY_..., that holds the Authorization header's value, never the value itself.",
    )

    @field_validator("url")
    @classmethod
    def _address_that_can_be_read(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            complete = bool(parts.hostname) and parts.port != 0
        except ValueError:  # half a bracket, or a port that is no number
            complete = False
        if not complete:
            raise ValueError(f"{url} is no address of a file; write it as https://host/path")
        return url

    @field_validator("key_setting", mode="before")
    @classmethod
    def _only_a_key_of_a_source(cls, name: object) -> object:
        if isinstance(name, str) and not re.fullmatch(KEY_SETTING, name):
            raise ValueError(f"{name!r} is no setting for a source's key; name it PERD_KEY_ and A-Z, 0-9 or _")
        return name

    @model_validator(mode="after")
    def _keys_travel_encrypted(self) -> "HttpFile":
        parts = urlsplit(self.url)
        if self.key_setting and parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError(f"a source with a key must be fetched over https, and {self.url} is not")
        return self


class LocalFile(Declared):
    """A file below the catalogue's folder, or in a folder that agencies deliver to."""

    kind: Literal["file"]
    path: str = Field(description="Below datasets/, or an absolute path below a folder of PERD_DELIVERY_FOLDERS.")
    max_bytes: int = Field(default=100 * MEGABYTE, gt=0, description="A larger file is refused.")

    @field_validator("path")
    @classmethod
    def _path_of_a_file(cls, path: str) -> str:
        plain = posixpath.normpath(path)
        if not path.strip() or plain == ".":
            raise ValueError("names no file; write its path below datasets/")
        if plain == ".." or plain.startswith("../"):
            raise ValueError(f"{path} leads out of the catalogue's folder; use a path below it")
        return path


class Checkpoints(Declared):
    """Our own signed checkpoints of the ledger, as a table: so that the portal keeps them too."""

    kind: Literal["checkpoints"]
    max_bytes: int = Field(default=100 * MEGABYTE, gt=0, description="A larger table is refused.")


Source = Annotated[HttpFile | LocalFile | Checkpoints, Field(discriminator="kind")]
