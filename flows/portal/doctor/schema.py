"""The portal's form and licence register against the profile: what of ours would it drop, refuse or not know?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flows.portal.doctor.finding import Finding
from flows.portal.doctor.needs import Needs
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.telling import listed
from flows.portal.doctor.words import found
from flows.portal.failures import Absent
from flows.portal.profile import PortalField, Profile

CHECKING = ("scheming_choices", "scheming_multiple_choice")
"""Validators that refuse a value that is not in the list."""

Form = Mapping[str, Mapping[str, Any]]
"""Fields of a form as scheming_dataset_schema_show gives them, by name."""


def schema(subject: Subject) -> Iterator[Finding]:
    """Does the portal's form have what is sent, and want nothing else?"""
    profile = subject.profile
    told = _form_of(subject)
    if told is None:
        stock = profile.fields_as == "extras"
        yield found("schema/stock" if stock else "schema/none", profile=profile.profile)
        return
    bad = list(drift(told, profile, subject.needs))
    yield from bad
    if not bad:
        yield found("schema/fits", profile=profile.profile, count=len(_by_name(told, "dataset_fields")))


def _form_of(subject: Subject) -> Mapping[str, Any] | None:
    action = "scheming_dataset_schema_show"
    if not subject.has(action):
        return None
    try:
        answer = subject.portal.ask(action, {"type": "dataset"}, of="the form of datasets")
    except Absent:
        return None
    return answer if isinstance(answer, Mapping) else None


def drift(told: Mapping[str, Any], profile: Profile, needs: Needs) -> Iterator[Finding]:
    """How the form that the portal `told` departs from the profile. Nothing where it fits."""
    form, resources = _by_name(told, "dataset_fields"), _by_name(told, "resource_fields")
    known = {field.name: field for field in (*profile.dataset_fields, *profile.own_fields.dataset)}
    named = {"profile": profile.profile}
    if profile.fields_as == "extras":
        if clashing := needs.extras & form.keys():
            yield found("schema/other-form", fields=listed(clashing), **named)
    else:
        yield from _missing(form, known, profile, needs)
        every = (*profile.resource_fields, *profile.own_fields.resource)
        if lacking := [field.name for field in every if field.name not in resources]:
            yield found("schema/resource-fields-missing", fields=listed(lacking), **named)
    required = {name for name, field in form.items() if field.get("required")}
    if unknown := required - known.keys():
        yield found("schema/required-unknown", fields=listed(unknown), **named)
    if more := {name for name in required & known.keys() if not _always_there(known[name])}:
        yield found("schema/required-more", fields=listed(more), **named)
    for name, field in known.items():
        if name in form:
            yield from _choices(form[name], field, profile, needs)


def _missing(form: Form, known: Mapping[str, PortalField], profile: Profile, needs: Needs) -> Iterator[Finding]:
    own = {field.name for field in profile.own_fields.dataset}
    lacking = known.keys() - form.keys()
    sent = {name for name in lacking if name in own or (known[name].sent_as or name) in needs.fields}
    if sent:
        yield found("schema/fields-missing", fields=listed(sent), profile=profile.profile)
    if unused := lacking - sent:
        yield found("schema/fields-unused", fields=listed(unused), profile=profile.profile)


def _always_there(field: PortalField) -> bool:
    return field.required or field.name == "name"


def _choices(told: Mapping[str, Any], field: PortalField, profile: Profile, needs: Needs) -> Iterator[Finding]:
    listed_there = told.get("choices")
    if not isinstance(listed_there, list) or field.choices not in profile.choices:
        return
    there = {str(choice.get("value")) for choice in listed_there if isinstance(choice, Mapping)}
    lacking = {choice.value for choice in profile.choices[field.choices]} - there
    checks = any(validator in str(told.get("validators") or "") for validator in CHECKING)
    refused = lacking & set(needs.fields.get(field.name, ())) if checks else set()
    named = {"field": field.name, "profile": profile.profile}
    if refused:
        yield found("schema/choices-refused", values=listed(refused), **named)
    if lacking - refused:
        yield found("schema/choices-missing", values=listed(lacking - refused), **named)


def licences(subject: Subject) -> Iterator[Finding]:
    """Does the portal know the licences by the names that the profile has for them?"""
    answer = subject.portal.ask("license_list", {}, of="the licence register")
    yield from unlisted(
        (str(entry["id"]) for entry in answer if isinstance(entry, Mapping) and "id" in entry),
        subject.profile,
        subject.needs,
    )


def unlisted(register: Iterable[str], profile: Profile, needs: Needs) -> Iterator[Finding]:
    """What to say of a licence register that has these ids."""
    wanted = {licence.value for licence in profile.licences}
    lacking = wanted - set(register)
    sent = lacking & set(needs.fields.get("license_id", ()))
    if sent:
        yield found("licences/missing", licences=listed(sent), profile=profile.profile)
    if lacking - sent:
        yield found("licences/unlisted", licences=listed(lacking - sent), profile=profile.profile)
    if not lacking:
        yield found("licences/listed", count=len(wanted))


def _by_name(told: Mapping[str, Any], part: str) -> Form:
    fields = told.get(part)
    every = [field for field in fields if isinstance(field, Mapping)] if isinstance(fields, list) else []
    return {str(field.get("field_name")): field for field in every}
