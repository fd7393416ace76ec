"""metadata/*: the 14 mandatory items, and whether the data are classed as public at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.checks.subject import Subject
from flows.domain.dataset import Dataset
from flows.domain.finding import Finding
from flows.domain.text import Text
from flows.domain.vocabulary import CATEGORY_WORDS, Category, Classification

LONGEST_TITLE = 150
"""Characters; our own advice."""

SAYS_UNKNOWN = frozenset({"ไม่ทราบ", "ไม่ระบุ", "ไม่มีข้อมูล", "ไม่แน่ใจ", "unknown", "not-specified", "n/a", "na", "-", "–"})
"""Texts and ids that fill an item without saying anything."""


@dataclass(frozen=True, slots=True)
class Item:
    """One of the 14 items, and what a declaration says about it."""

    title: Text
    key: str
    """Where it stands in the declaration."""
    values: tuple[str, ...]
    """Empty where nothing is said."""

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(value.strip() for value in self.values if value.strip())

    @property
    def says_unknown(self) -> bool:
        """Whether it is filled without saying anything."""
        return bool(self.told) and all(value.casefold() in SAYS_UNKNOWN for value in self.told)


CLASSIFICATIONS: dict[Classification, Text] = {
    "open": Text(th="เปิดเผย", en="open"),
    "internal": Text(th="ชั้นเผยแพร่ภายในองค์กร", en="internal to the organisation"),
    "confidential": Text(th="ลับ", en="confidential"),
    "secret": Text(th="ลับมาก", en="secret"),
    "top-secret": Text(th="ลับที่สุด", en="top secret"),
}
ALLOWED: dict[Category, tuple[Classification, ...]] = {
    "public": ("open",),
    "internal": ("internal",),
    "personal": ("internal", "confidential", "secret"),
    "security": ("confidential", "secret", "top-secret"),
    "official-secret": ("confidential", "secret", "top-secret"),
}
"""The pairs that the newer catalogue's form offers. Its server accepts any pair; this check does not."""

CATEGORY = Text(th="หมวดหมู่ข้อมูล", en="category")
CLASSIFICATION = Text(th="ชั้นความลับ", en="classification")


def items(dataset: Dataset) -> tuple[Item, ...]:
    """The 14 mandatory items in the order of GD Catalog Guideline v1.0, from declaration and agency."""
    declared = dataset.declared
    frequency = (declared.frequency.unit,) if declared.frequency else ()
    return (
        Item(Text(th="ประเภทชุดข้อมูล", en="dataset type"), "data_type", _one(declared.data_type)),
        Item(Text(th="ชื่อชุดข้อมูล", en="title"), "title", _one(declared.title)),
        Item(
            Text(th="องค์กร", en="organisation"),
            "agency.yaml: organisation",
            _one(dataset.agency.organisation),
        ),
        Item(Text(th="ชื่อผู้ติดต่อ", en="contact"), "contact.name", _one(dataset.contact.name)),
        Item(Text(th="อีเมลผู้ติดต่อ", en="contact e-mail"), "contact.email", _one(dataset.contact.email)),
        Item(Text(th="คำสำคัญ", en="keywords"), "tags", declared.tags),
        Item(Text(th="รายละเอียด", en="description"), "description", _one(declared.description)),
        Item(Text(th="วัตถุประสงค์", en="objective"), "objective", declared.objective),
        Item(Text(th="หน่วยความถี่ของการปรับปรุงข้อมูล", en="update frequency"), "frequency.unit", frequency),
        Item(
            Text(th="ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่", en="geographic coverage"),
            "coverage",
            _one(declared.coverage),
        ),
        Item(Text(th="แหล่งที่มา", en="data source"), "data_source", _one(declared.data_source)),
        Item(Text(th="รูปแบบการเก็บข้อมูล", en="storage format"), "data_format", declared.data_format),
        Item(Text(th="หมวดหมู่ข้อมูลตามธรรมาภิบาลข้อมูลภาครัฐ", en="category"), "category", _one(declared.category)),
        Item(Text(th="สัญญาอนุญาต", en="licence"), "licence", _one(declared.licence)),
    )


def mandatory_items(subject: Subject) -> Iterator[Finding]:
    """metadata/missing-item for what is not said, metadata/unknown-item for what says "unknown"."""
    for number, item in enumerate(items(subject.dataset), start=1):
        if not item.told:
            yield subject.rules.finding("metadata/missing-item", item=item.title, number=number, key=item.key)
        elif item.says_unknown:
            # The Thai standard's own choice for the id `unknown` is what the steward sees on the portal's
            # form.
            shown = "ไม่ทราบ" if item.told == ("unknown",) else ", ".join(item.told)
            yield subject.rules.finding(
                "metadata/unknown-item", item=item.title, number=number, key=item.key, shown=shown
            )


def unsaid_items(dataset: Dataset) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """(names of the mandatory items that are not said, names of those that say "unknown")."""
    every = items(dataset)
    missing = tuple(item.title for item in every if not item.told)
    return missing, tuple(item.title for item in every if item.says_unknown)


def category_and_classification(subject: Subject) -> Iterator[Finding]:
    """metadata/not-public and metadata/category-mismatch. A category that is not given is a missing item."""
    category, classification = subject.dataset.declared.category, subject.dataset.declared.classification
    if category not in (None, "public"):
        yield subject.rules.finding(
            "metadata/not-public", what=CATEGORY, found=CATEGORY_WORDS[category], expected=CATEGORY_WORDS["public"]
        )
    if classification not in (None, "open"):
        found, expected = CLASSIFICATIONS[classification], CLASSIFICATIONS["open"]
        yield subject.rules.finding("metadata/not-public", what=CLASSIFICATION, found=found, expected=expected)
    if category and classification and classification not in ALLOWED[category]:
        texts = [CLASSIFICATIONS[allowed] for allowed in ALLOWED[category]]
        yield subject.rules.finding(
            "metadata/category-mismatch",
            category=CATEGORY_WORDS[category],
            classification=CLASSIFICATIONS[classification],
            allowed=Text(
                th=" หรือ ".join(f"“{text.th}”" for text in texts),
                en=" or ".join(f"“{text.en}”" for text in texts),
            ),
        )


def title_length(subject: Subject) -> Iterator[Finding]:
    """metadata/title-too-long."""
    length = len(subject.dataset.declared.title)
    if length > LONGEST_TITLE:
        yield subject.rules.finding("metadata/title-too-long", length=length, most=LONGEST_TITLE)


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)
