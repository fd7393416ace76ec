"""Would the portal take what is declared? Judged by a trial that it must refuse for other reasons."""

from collections.abc import Iterator, Set

from flows.portal.doctor.finding import Finding
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.telling import listed
from flows.portal.doctor.trial import THAI_WORDS
from flows.portal.doctor.words import found
from flows.portal.failures import flattened
from flows.portal.profile import Profile


def declaration(subject: Subject) -> Iterator[Finding]:
    """Does it object to any field of a declaration?"""
    trial, needs = subject.trial, subject.needs
    if trial.saved:
        yield found("trial/saved", name=trial.saved)
    elif needs.sample is None:
        yield found("trial/none-declared")
    elif trial.objections:
        errors = "; ".join(f"{field}: {message}" for field, message in flattened(trial.objections))
        yield found("trial/refused", dataset=needs.sample_of, errors=errors, profile=subject.profile.profile)
    else:
        yield found("trial/taken", dataset=needs.sample_of)


def tags(subject: Subject) -> Iterator[Finding]:
    """What does it do with Thai tags, and with the declared ones?"""
    if subject.trial.saved:
        yield found("tags/unknown")
    else:
        yield from judged_tags(subject.trial.refused_tags & {*THAI_WORDS, *subject.needs.tags}, subject.profile)


def judged_tags(refused: Set[str], profile: Profile) -> Iterator[Finding]:
    """What to say of a portal that refuses these tags, the Thai words of the trial among them."""
    thai_taken = refused.isdisjoint(THAI_WORDS)
    if profile.thai_tags and not thai_taken:
        examples, declared = refused & set(THAI_WORDS), refused - set(THAI_WORDS)
        yield found("tags/thai-refused", tags=listed(examples), count=len(declared), profile=profile.profile)
        return
    if not profile.thai_tags and thai_taken:
        yield found("tags/left-out", profile=profile.profile)
    if others := refused - set(THAI_WORDS):
        yield found("tags/refused", tags=listed(others))
    if profile.thai_tags and not refused:
        yield found("tags/taken")
    if not profile.thai_tags and refused == set(THAI_WORDS):
        yield found("tags/stock", profile=profile.profile)
