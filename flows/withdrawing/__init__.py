"""A vanished source never removes data: what is not declared any more is told of, and private only after its grace.

    missing       which datasets nobody declares, by the ledger
    survey        what the portal shows of them, and what a night is to do; nothing is written
    night         one night
    notices       the agency is told; the grace begins with that record
    records       who made a dataset private or public again, and what the public sees since
    words         what is said of each, and why a night stops
    by_person     withdrawn by name, brought back, or let go on although the brake stopped it

The rules themselves are in domain/withdrawal.py, the marks on the portal in portal/visibility.py.
"""

from flows.withdrawing.by_person import release, reopen, withdraw
from flows.withdrawing.missing import in_grace
from flows.withdrawing.night import withdraw_undeclared
from flows.withdrawing.survey import ACTS, Survey, Undeclared, survey
from flows.withdrawing.words import in_words, too_many

__all__ = [
    "ACTS",
    "Survey",
    "Undeclared",
    "in_grace",
    "in_words",
    "release",
    "reopen",
    "survey",
    "too_many",
    "withdraw",
    "withdraw_undeclared",
]
