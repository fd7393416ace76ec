"""What people declare in datasets/: an agency, a dataset and its resources. Unknown keys are errors."""

from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from flows.domain.declared import Day, Declared, MachineName, Slug
from flows.domain.finding import Severity
from flows.domain.source import Checkpoints, HttpFile, LocalFile, Source
from flows.domain.text import Text
from flows.domain.tidy import Tidy
from flows.domain.type_fields import BELONGS_TO, Geospatial, Statistics
from flows.domain.vocabulary import (
    Category,
    Classification,
    Collected,
    Coverage,
    DataFormat,
    DataType,
    FrequencyUnit,
    Language,
    Objective,
    Support,
)

__all__ = [
    "Agency",
    "Contact",
    "Dataset",
    "Declaration",
    "Expect",
    "Frequency",
    "HttpFile",
    "LocalFile",
    "Resource",
    "Source",
    "Tidy",
    "Waiver",
]

Share = Annotated[str, StringConstraints(pattern=r"^\d{1,2}(\.\d+)?%$|^100%$")]


class Contact(Declared):
    """Who answers questions about the data: a unit of the agency rather than a person."""

    name: str = Field(description="The unit's name, in Thai.")
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    phone: str | None = None


class Agency(Declared):
    """datasets/<agency>/agency.yaml."""

    code: Slug = Field(description="The folder's name; the first part of every dataset's id.")
    name: Text
    short: Text = Field(description="The abbreviation the agency goes by.")
    organisation: Slug = Field(description="Name of the agency's organisation on the portal.")
    contact: Contact
    notify: tuple[str, ...] = Field(
        default=(),
        description="E-mail addresses of the data stewards, who are told when a dataset needs them (PERD_SMTP_URL).",
    )


class Frequency(Declared):
    """How often the agency promises a new version."""

    every: int = Field(default=1, ge=1)
    unit: FrequencyUnit


class Expect(Declared):
    """What the owner of the data knows about its size."""

    min_rows: int | None = Field(default=None, ge=0)
    max_rows: int | None = Field(default=None, ge=0)
    max_drop: Share | None = Field(
        default=None, description="How many rows may be missing against the published version, such as 20%."
    )


class Resource(Declared):
    """One table of a dataset: often one period of it."""

    name: MachineName = Field(description="Unique in the dataset; part of the published file's name.")
    title: str = Field(description="What the public reads, in Thai.")
    description: str = ""
    source: Source
    table_schema: str = Field(alias="schema", description="Path below schemas/tables/ without the ending.")
    tidy: Tidy = Tidy()
    expect: Expect = Expect()
    changes: bool = Field(
        default=False,
        description="Whether a second file beside the table tells which rows the last version changed; for a table with"
        " a primary key.",
    )


class Waiver(Declared):
    """An exception to a rule, with a reason and an end. An expired one waives nothing."""

    rule: str
    reason: str = Field(min_length=10)
    until: Day = Field(description="The last day in force, CE.")
    resource: MachineName | None = Field(default=None, description="Only for this resource.")


class Declaration(Declared):
    """datasets/<agency>/<slug>.yaml.

    What the gate has to judge (licence, category, the mandatory items) may be absent here: then the dataset is held
    with a finding that says so, instead of the file being refused.
    """

    title: str = Field(min_length=1, max_length=300)
    description: str | None = None
    sample: bool = Field(default=False, description="Made-up data: said in the title, the text and the tags.")
    data_type: DataType | None = None
    category: Category | None = None
    classification: Classification | None = None
    licence: str | None = Field(default=None, description="An id of schemas/rules/licences.yaml, such as CC-BY-4.0.")
    licence_url: str | None = Field(default=None, description="Where the agency itself says so.")
    accessible_condition: str | None = Field(default=None, description="Conditions of access; open data has none.")
    objective: tuple[Objective, ...] = ()
    frequency: Frequency | None = None
    coverage: Coverage | None = None
    data_source: str | None = None
    data_format: tuple[DataFormat, ...] = ()
    language: tuple[Language, ...] = ("th",)
    tags: tuple[str, ...] = ()
    groups: tuple[Slug, ...] = Field(
        default=(), description="Names of the portal's groups; kept, not sent to the portal yet."
    )
    high_value: bool = False
    shared_with: tuple[Slug, ...] = Field(
        default=(),
        description="Codes of other agencies that feed the system behind these data or take the data from it: evidence"
        " of exchange, not sent to the portal.",
    )
    url: str | None = Field(default=None, pattern=r"^https?://[^\s@]+$", description="A web page that tells more.")
    data_support: Support | None = Field(default=None, description="Who supports or shares in collecting the data.")
    data_collect: Collected | None = Field(default=None, description="The smallest unit that is counted or asked.")
    reference_data: bool | None = Field(default=None, description="Whether others build on these data, as on codes.")
    statistics: Statistics | None = Field(default=None, description="Only with `data_type: statistics`.")
    geospatial: Geospatial | None = Field(default=None, description="Only with `data_type: geospatial`.")
    created: Day | None = Field(default=None, description="CE.")
    contact: Contact | None = Field(default=None, description="The agency's contact if it is not given here.")
    resources: tuple[Resource, ...] = Field(min_length=1)
    waivers: tuple[Waiver, ...] = ()
    severities: dict[str, Severity] = Field(
        default={}, description="Another severity for a rule that allows it (docs/rules.md), such as rule: info."
    )

    @field_validator("tags")
    @classmethod
    def _tags_that_a_portal_takes(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        for tag in tags:
            if not 2 <= len(tag) <= 100 or "," in tag:
                raise ValueError(f"tag {tag!r}: a tag has 2 to 100 characters and no comma")
        return tags

    @field_validator("shared_with")
    @classmethod
    def _each_agency_once(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            if codes.count(code) > 1:
                raise ValueError(f"{code} stands there twice: remove one")
        return codes

    @field_validator(*BELONGS_TO)
    @classmethod
    def _only_what_belongs_to_the_type(cls, given: object, info: ValidationInfo) -> object:
        data_type, key = info.data.get("data_type"), info.field_name or ""
        if given is not None and data_type is not None and data_type not in BELONGS_TO[key]:
            right = " or ".join(BELONGS_TO[key])
            raise ValueError(f"belongs to data_type {right}, not to {data_type}; remove it or correct data_type")
        return given

    @model_validator(mode="after")
    def _resource_names_are_unique(self) -> "Declaration":
        names = [resource.name for resource in self.resources]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"resource {name!r} is declared twice: give each its own name")
        return self


class Dataset(Declared):
    """A declaration with its agency: what the pipeline works on."""

    slug: Slug
    agency: Agency
    declared: Declaration
    path: str = Field(description="The declaration's file, relative to the catalogue's folder.")

    @property
    def id(self) -> str:
        """`<agency>-<slug>`: also the dataset's name on the portal."""
        return f"{self.agency.code}-{self.slug}"

    @property
    def contact(self) -> Contact:
        return self.declared.contact or self.agency.contact

    @property
    def resources(self) -> tuple[Resource, ...]:
        return self.declared.resources

    @property
    def keeps_checkpoints(self) -> bool:
        """Whether it is Perd's own evidence dataset: brought up to date last of all, and no agency's achievement."""
        return any(isinstance(resource.source, Checkpoints) for resource in self.resources)
