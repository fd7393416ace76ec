"""Short ways to write the words down."""

from flows.domain.text import Text
from flows.portal.doctor.finding import Says, Weight


def fine(th: str, en: str) -> Says:
    return Says(Weight.FINE, Text(th=th, en=en))


def untried(th: str, en: str) -> Says:
    return Says(Weight.UNTRIED, Text(th=th, en=en))


def advice(told: Text, todo: Text) -> Says:
    return Says(Weight.ADVICE, told, todo)


def fault(told: Text, todo: Text) -> Says:
    return Says(Weight.FAULT, told, todo)
