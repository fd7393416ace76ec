"""The contact is an office with an address of its own."""

from collections.abc import Callable

import pytest

from flows.checks import Subject, check_dataset
from flows.checks.declaration.contact import is_private_mail, names_a_person


@pytest.mark.parametrize(
    "name",
    [
        "นายสมชาย ใจดี",
        "นาย สมชาย",
        "นางสาวสมศรี ใจดี",
        "น.ส.สมศรี",
        "น. ส. สมศรี",
        "นางแก้ว ใจดี",
        "นายเอก",
        "Mr. Somchai",
        "Mrs. Somsri",
    ],
)
def test_a_form_of_address_is_a_person(name: str) -> None:
    assert names_a_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "ศูนย์เทคโนโลยีสารสนเทศ", "สำนักงานนายทะเบียน", "นายทะเบียนกลาง", "นายกเทศมนตรีเมืองน่าน", "นายอำเภอเมือง",
        "นายแพทย์สาธารณสุขจังหวัด", "นางรอง", "นายายอาม", "นายูง", "นางเลิ้ง", "นางแล", "Missions Division", "Mrs",
    ],
)  # fmt: skip
def test_an_office_a_post_and_a_place_are_none(name: str) -> None:
    assert not names_a_person(name)


@pytest.mark.parametrize(
    ("email", "free"),
    [
        ("diw.data@gmail.com", True),
        ("x@Hotmail.com", True),
        ("x@yahoo.co.th", True),
        ("data@diw.go.th", False),
        ("data@mail.go.th", False),
        ("data@gmail.diw.go.th", False),
        ("data@office.example", False),
    ],
)
def test_who_keeps_the_letters(email: str, free: bool) -> None:
    assert is_private_mail(email) is free


def test_both_are_told_without_quoting_the_person(subject: Callable[..., Subject]) -> None:
    findings = check_dataset(subject(contact={"name": "นายสมชาย ใจดี", "email": "somchai@gmail.com"}))
    assert [finding.rule for finding in findings] == ["metadata/contact-not-official"] * 2
    for finding in findings:
        assert "สมชาย" not in repr(finding) and "somchai" not in repr(finding)
