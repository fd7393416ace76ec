"""What people declare in datasets/: an agency, a dataset and its resources. Unknown keys are errors."""

import posixpath
import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from flows.domain.text import Text
from flows.domain.thai_calendar import BUDDHIST_OFFSET, FIRST_BUDDHIST_YEAR
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
KEY_SETTING = r"^PERD_KEY_[A-Z0-9_]+$"
KeySetting = Annotated[str, StringConstraints(pattern=KEY_SETTING)]
"""None of Perd's own settings begins so: no declaration can send the portal's token anywhere."""
Share = Annotated[str, StringConstraints(pattern=r"^\d{1,2}(\.\d+)?%$|^100%$")]
MEGABYTE = 1_000_000
LOOPBACK = ("127.0.0.1", "localhost")
DATE_FORMAT = re.compile(r"(?:[^%]|%[dmbYy])+")


def _in_ce(day: date) -> date:
    if day.year >= FIRST_BUDDHIST_YEAR:
        raise ValueError(f"{day} is in the Buddhist era: write CE, {day.year - BUDDHIST_OFFSET}")
    return day


Day = Annotated[date, AfterValidator(_in_ce)]


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
    notify: tuple[str, ...] = Field(
        default=(), description="E-mail addresses of the data stewards; kept for notices, nothing is sent yet."
    )


class Frequency(Declared):
    """How often the agency promises a new version."""

    every: int = Field(default=1, ge=1)
    unit: FrequencyUnit


class HttpFile(Declared):
    """A file behind an address."""

    kind: Literal["http_file"]
    url: str = Field(pattern=r"^https?://[^\s@]+$", description="No credentials in it.")
    max_bytes: int = Field(default=100 * MEGABYTE, gt=0, description="A larger answer is refused.")
    key_setting: KeySetting | None = Field(
        default=None,
        description="The setting, PERD_KEY_..., that holds the Authorization header's value, never the value itself.",
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

    @field_validator("key_setting", mode="before")
    @classmethod
    def _only_a_key_of_a_source(cls, name: object) -> object:
        if isinstance(name, str) and not re.fullmatch(KEY_SETTING, name):
            raise ValueError(f"{name!r} is no setting for a source's key; name it PERD_KEY_ and A-Z, 0-9 or _")
        return name

    @model_validator(mode="after")
    def _keys_travel_encrypted(self) -> "HttpFile":
        parts = urlsplit(self.url)
        if self.key_setting and parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError(f"a source with a key must be fetched over https, and {self.url} is not")
        return self


class LocalFile(Declared):
    """A file below the catalogue's folder, or in a folder that agencies deliver to."""

    kind: Literal["file"]
    path: str = Field(description="Below datasets/, or an absolute path below a folder of PERD_DELIVERY_FOLDERS.")
    max_bytes: int = Field(default=100 * MEGABYTE, gt=0, description="A larger file is refused.")

    @field_validator("path")
    @classmethod
    def _path_of_a_file(cls, path: str) -> str:
        plain = posixpath.normpath(path)
        if not path.strip() or plain == ".":
            raise ValueError("names no file; write its path below datasets/")
        if plain == ".." or plain.startswith("../"):
            raise ValueError(f"{path} leads out of the catalogue's folder; use a path below it")
        return path


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
        default=(),
        description="Rows to leave out, such as totals and footnotes: `รวม` those whose first filled cell starts with"
        " รวม, `ชนิดพืช=รวม` those whose cell in the column ชนิดพืช does.",
    )
    drop_blank_rows: bool = Field(default=False, description="Wholly blank rows are left out and counted.")
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

    @field_validator("drop_rows_starting")
    @classmethod
    def _not_every_row(cls, entries: tuple[str, ...]) -> tuple[str, ...]:
        for entry in entries:
            if not all(part.strip() for part in entry.split("=", 1)):
                raise ValueError(f"{entry!r} has no word in it and would drop every row; write one, such as รวม")
        return entries

    @field_validator("date_formats")
    @classmethod
    def _formats_that_can_be_read(cls, formats: dict[str, str]) -> dict[str, str]:
        for column, written in formats.items():
            if not DATE_FORMAT.fullmatch(written):
                raise ValueError(f"{column}: {written!r} has a part that is not known; use only %d %m %b %Y %y")
            for kind in ("%Y", "%y"), ("%m", "%b"), ("%d",):
                if sum(written.count(part) for part in kind) > 1:
                    raise ValueError(f"{column}: {written!r} may have only one of {' and '.join(kind)}")
            if "%Y" not in written and "%y" not in written:
                raise ValueError(f"{column}: {written!r} has no year in it; add %Y or %y")
            if "%d" in written and "%m" not in written and "%b" not in written:
                raise ValueError(f"{column}: {written!r} has no month in it; add %m or %b")
        return formats


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
    created: Day | None = Field(default=None, description="CE.")
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
