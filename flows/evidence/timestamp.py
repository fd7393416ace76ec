"""Time stamps (RFC 3161): an authority outside confirms that a checkpoint was there at a time that its clock gives.

So not even somebody who holds the signing key can later rewrite what was signed before, and have it look as old.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from flows.domain.errors import DeclarationError, PipelineError

LARGEST = 100_000
"""Bytes of an answer: a time stamp with its certificates has some thousands."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A time-stamping authority, and the certificates by which its word is believed."""

    url: str
    roots: tuple[Certificate, ...]
    timeouts: tuple[float, float]
    """Seconds to reach it, and of its silence."""
    user_agent: str

    @classmethod
    def of(
        cls, url: str | None, certificates: Path | None, timeouts: tuple[float, float], user_agent: str
    ) -> "Authority | None":
        """None where neither is set. DeclarationError where only one is, or the certificates cannot be read."""
        if url is None and certificates is None:
            return None
        if url is None or certificates is None:
            there, missing = "URL", "CERTIFICATES"
            if url is None:
                there, missing = missing, there
            raise DeclarationError(
                f"PERD_TIMESTAMP_{there} is set without PERD_TIMESTAMP_{missing}: set both, since a time stamp that"
                " nobody can verify confirms nothing."
            )
        try:
            return cls(url, tuple(load_pem_x509_certificates(certificates.read_bytes())), timeouts, user_agent)
        except (OSError, ValueError) as error:
            raise DeclarationError(
                f"The certificates of the time-stamping authority cannot be read from {certificates}"
                f" (PERD_TIMESTAMP_CERTIFICATES; {error}): give a PEM file with its root certificates."
            ) from error

    @property
    def where(self) -> str:
        """For messages and the ledger: an address may hold a password."""
        return urlsplit(self.url).hostname or "-"

    def stamp(self, content: bytes) -> bytes:
        """A time stamp of these bytes, verified. PipelineError, in one sentence, if there is none to be had now."""
        request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
        try:
            answer = self._ask(request.as_bytes())
        except requests.RequestException as error:
            raise PipelineError(
                f"The time-stamping authority {self.where} did not answer ({type(error).__name__}): it is asked again."
            ) from error
        self._verify(answer, content, request.nonce)
        return answer

    def confirmed_at(self, stamp: bytes, content: bytes) -> datetime:
        """When these bytes were there, in UTC. PipelineError if the stamp is not its own, or is of other bytes."""
        return self._verify(stamp, content, None)

    def _ask(self, request: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "User-Agent": self.user_agent}
        with requests.post(self.url, request, headers=headers, timeout=self.timeouts, stream=True) as answer:
            if answer.status_code != 200:
                raise PipelineError(
                    f"The time-stamping authority {self.where} answered {answer.status_code}: look at"
                    " PERD_TIMESTAMP_URL; it is asked again."
                )
            body = b""
            for part in answer.iter_content(8192):
                body += part
                if len(body) > LARGEST:
                    raise PipelineError(
                        f"The time-stamping authority {self.where} answered with more than {LARGEST:,} bytes, which is"
                        " no time stamp: look at PERD_TIMESTAMP_URL; it is asked again."
                    )
            return body

    def _verify(self, stamp: bytes, content: bytes, nonce: int | None) -> datetime:
        try:
            answer = decode_timestamp_response(stamp)
            VerifierBuilder(roots=list(self.roots), nonce=nonce).build().verify_message(answer, content)
            return answer.tst_info.gen_time
        except (ValueError, VerificationError) as error:
            raise PipelineError(
                f"What the time-stamping authority {self.where} gave confirms nothing ({_in_short(error)}): look at"
                " PERD_TIMESTAMP_URL and PERD_TIMESTAMP_CERTIFICATES."
            ) from error


def _in_short(error: Exception) -> str:
    """Without the libraries' inner stacks, which follow in brackets."""
    return re.split(r"[({\[]", str(error))[0].strip(" :")
