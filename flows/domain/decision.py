"""A named person's answer where the gate leaves it to one."""

from dataclasses import dataclass
from datetime import datetime

SIGN_CHARACTERS = 8


def sign_of(question: str) -> str:
    """The beginning of a question, by which a person says what was looked at: `perd approve ID --seen SIGN`."""
    return question[:SIGN_CHARACTERS]


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer for exactly the data and findings that were looked at; other data, or other findings, ask anew."""

    dataset: str
    question: str
    """Digest of what was asked: the agency's bytes, and which rules found what where."""
    approved: bool
    reason: str
    by: str
    """As the person gave it; nobody has checked it."""
    at: datetime
    """UTC."""
