"""What people declare in datasets/: an agency, a dataset and its resources. Unknown keys are errors."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from flows.domain.text import Text
from flows.domain.vocabulary import (
    Category,
    Classification,
    Coverage,
    DataFormat,
    DataType,
    FrequencyUnit,
    Language,
    Objective,
)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
MachineName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=63)]
SettingName = Annotated[str, StringConstraints(pattern=r"^PERD_[A-Z0-9_]+$")]
Share = Annotated[str, StringConstraints(pattern=r"^\d{1,2}(\.\d+)?%$|^100%$")]
MEGABYTE = 1_000_000


class Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


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
    notify: tuple[str, ...] = Field(default=(), description="E-mail addresses of the data stewards.")


class Frequency(Declared):
    """How often the agency promises a new version."""

    every: int = Field(default=1, ge=1)
    unit: FrequencyUnit


class HttpFile(Declared):
    """A file behind an address."""

    kind: Literal["http_file"]
    url: str = Field(pattern=r"^https?://[^\s@]+$", description="No credentials in it.")
    max_bytes: int = Field(default=100 * MEGABYTE, gt=0, description="A larger answer is refused.")
    key_setting: SettingName | None = Field(
        default=None, description="The setting that holds the Authorization header's value, never the value itself."
    )

    @field_validator("url")
    @classmethod
    def _address_that_can_be_read(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            complete = bool(parts.hostname) and parts.port != 0
        except ValueError:  # half a bracket, or a port that is no number
            complete = False
        if not complete:
            raise ValueError(f"{url} is no address of a file; write it as https://host/path")
        return url


class LocalFile(Declared):
    """A file below the catalogue's folder, or an absolute path that the agency delivers to."""

    kind: Literal["file"]
    path: str
    max_bytes: int = Field(default=100 * MEGABYTE, gt=0)


Source = Annotated[HttpFile | LocalFile, Field(discriminator="kind")]


class Tidy(Declared):
    """The only conversions made on the way to the canonical table. Columns are named as in the Table Schema."""

    encoding: Literal["auto", "utf-8", "cp874"] = "auto"
    delimiter: Literal[",", ";", "|", "\t"] = ","
    sheet: str | None = Field(default=None, description="Worksheet to read; the first one if it is not named.")
    header_row: Literal["find", "none"] | Annotated[int, Field(ge=1)] = Field(
        default="find", description="Row that bears the headers, `find` to look for it, `none` if there is none."
    )
    drop_columns: tuple[str, ...] = Field(
        default=(), description="Headers of the agency's file that are not published."
    )
    drop_rows_starting: tuple[str, ...] = Field(
        default=(), description="Rows whose first filled cell starts with one of these words (totals, footnotes)."
    )
    null_words: tuple[str, ...] = Field(default=(), description='Cells that mean "no value", such as "-".')
    trim: bool = Field(default=True, description="Blanks at either end of a cell are removed.")
    calendar: dict[str, Literal["buddhist"]] = Field(
        default={}, description="Date, year and year-month columns whose years are B.E.: 543 is taken off."
    )
    date_formats: dict[str, str] = Field(
        default={}, description="How the agency writes dates: %d %m %Y, and %b for a Thai month, abbreviated or whole."
    )
    thai_digits: tuple[str, ...] = Field(default=(), description="Columns in which ๑๒๓ stands for 123.")
    thousands: tuple[str, ...] = Field(default=(), description="Columns in which 1,234 stands for 1234.")


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


class Waiver(Declared):
    """An exception to a rule, with a reason and an end. An expired one waives nothing."""

    rule: str
    reason: str = Field(min_length=10)
    until: date
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
    groups: tuple[Slug, ...] = ()
    high_value: bool = False
    created: date | None = Field(default=None, description="CE.")
    contact: Contact | None = Field(default=None, description="The agency's contact if it is not given here.")
    resources: tuple[Resource, ...] = Field(min_length=1)
    waivers: tuple[Waiver, ...] = ()

    @field_validator("tags")
    @classmethod
    def _tags_that_a_portal_takes(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        for tag in tags:
            if not 2 <= len(tag) <= 100 or "," in tag:
                raise ValueError(f"tag {tag!r}: a tag has 2 to 100 characters and no comma")
        return tags

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
