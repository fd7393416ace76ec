"""The archive's address: a folder as shipped, any storage that fsspec knows."""

from typing import Any
from urllib.parse import urlsplit

from fsspec.core import url_to_fs  # type: ignore[import-untyped]

from flows.domain.errors import ArchiveError, DeclarationError


def opened(address: str) -> tuple[Any, str]:
    """fsspec's file system, and the path in it. DeclarationError for an address that leads nowhere; ArchiveError for a
    storage that is connected to at once, and does not answer."""
    try:
        system, root = url_to_fs(address)
    except (ValueError, TypeError, ImportError, FileNotFoundError, IsADirectoryError) as error:
        raise DeclarationError(
            f"PERD_ARCHIVE_URL is no address that this installation can open ({error}): correct it, or install the"
            " package that fsspec needs for it (for s3:// it is s3fs)."
        ) from error
    except (OSError, EOFError) as error:
        raise ArchiveError(
            f"The archive of PERD_ARCHIVE_URL does not answer ({type(error).__name__}): look at the address and the"
            " storage behind it."
        ) from error
    return system, root.rstrip("/")


def refuse_nowhere(address: str) -> None:
    """DeclarationError for what fsspec opens without a word, and what keeps nothing."""
    parts = urlsplit(address)
    if parts.scheme == "memory":
        raise DeclarationError(
            "PERD_ARCHIVE_URL is an address in this process's own memory: what is kept there is gone when the run ends;"
            " name a folder or a bucket."
        )
    if parts.scheme in {"file", "local"} and parts.netloc:
        raise DeclarationError(
            f"PERD_ARCHIVE_URL names the host {parts.hostname} in a file: address, which would be taken for a folder of"
            " this machine: write file:///folder, or mount what lies on the other one."
        )


def storage_errors() -> tuple[type[Exception], ...]:
    """What a storage may raise. The client for S3, where it is installed, has errors that are none of the system's."""
    known: tuple[type[Exception], ...] = (OSError, EOFError, ValueError)
    try:
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return known
    return (*known, BotoCoreError, ClientError)
