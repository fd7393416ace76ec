"""metadata/contact-not-official: users write to an office, which stays when people move on."""

from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from flows.checks.personal.mail_addresses import at_private_providers
from flows.checks.personal.person_names import Called, are_persons
from flows.checks.subject import Subject
from flows.domain.finding import Finding
from flows.domain.text import Text

FREE_MAIL = Text(
    th="อีเมลผู้ติดต่ออยู่ที่ผู้ให้บริการอีเมลทั่วไป ไม่ใช่ของหน่วยงาน",
    en="the contact's e-mail is with a provider of private mail, not with the agency",
)
PERSON = Text(
    th="ชื่อผู้ติดต่อเป็นชื่อบุคคล ไม่ใช่ชื่อหน่วยงาน",
    en="the contact's name is that of a person, not of an office",
)


def contact_not_official(subject: Subject) -> Iterator[Finding]:
    """At most one finding for the e-mail's domain and one for the name; neither quotes the person."""
    contact = subject.dataset.contact
    if names_a_person(contact.name):
        yield subject.rules.finding("metadata/contact-not-official", reason=PERSON, key="contact.name")
    if is_private_mail(contact.email):
        yield subject.rules.finding("metadata/contact-not-official", reason=FREE_MAIL, key="contact.email")


@lru_cache(maxsize=1_000)  # an agency's datasets have one contact, as a rule
def names_a_person(name: str) -> bool:
    """Whether it begins with a form of address, and with no post or place that looks like one."""
    return bool(are_persons(pl.Series([name.strip()]), Called.ROLE)[0])


@lru_cache(maxsize=1_000)
def is_private_mail(email: str) -> bool:
    """Whether anybody can open an account there: yahoo.co.th is such a place, mail.go.th is none."""
    return bool(at_private_providers(pl.Series([email]))[0])
