"""What we can show afterwards: an append-only, hash-chained ledger."""

from flows.evidence.ledger import Ledger, Verified

__all__ = ["Ledger", "Verified"]
