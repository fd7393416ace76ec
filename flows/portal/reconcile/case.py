"""One dataset that is compared: what should stand, and what was seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.domain.drift import Drift
from flows.domain.on_record import Condition, OnRecord, RecordedFile
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.text import Text
from flows.portal.profile import Profile
from flows.portal.reconcile.seen import Seen, SeenFile
from flows.portal.reconcile.words import WORDS
from flows.portal.resource_ids import own_resource_id
from flows.portal.standing import CHANGES, DATA_DICTIONARY, DATAPACKAGE, changes_of

COMPANIONS = (DATA_DICTIONARY, DATAPACKAGE)
NOTHING = Text(th="ไม่มี", en="none")
THERE = Text(th="มี", en="there")


@dataclass(frozen=True)
class Case:
    record: OnRecord
    seen: Seen
    profile: Profile

    @property
    def stands(self) -> PublishedDataset:
        """Only where there is one."""
        assert self.seen.stands is not None, "what does not stand is not compared"
        return self.seen.stands

    @property
    def companions(self) -> tuple[str, ...]:
        """Names of the resources that go with the tables."""
        declared = self.record.version.dataset.resources if self.record.version else ()
        return (*(changes_of(one.name) for one in declared if one.changes), *COMPANIONS)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the resources that hold the data."""
        if self.record.version:
            return tuple(table.resource for table in self.record.version.tables)
        recorded = self.record.recorded.files if self.record.recorded else {}
        return tuple(name for name in recorded if name not in COMPANIONS and not name.endswith(f"-{CHANGES}"))

    def ours(self, name: str) -> PublishedResource | None:
        """Our resource of that name: the one that has the id that we gave it."""
        found = self.stands.resource(name)
        return found if found and found.id == own_resource_id(self.record.dataset, name) else None

    def copies(self, name: str) -> Iterator[Mapping[str, Any]]:
        """The portal's records of whatever else says that it is it."""
        own = own_resource_id(self.record.dataset, name)
        for resource in self.stands.fields.get("resources", ()):
            if resource.get("perd_resource") == name and resource["id"] != own:
                yield resource

    def file(self, name: str) -> RecordedFile | None:
        """As it was published; None of a companion where the ledger does not tell."""
        if self.record.recorded and name in self.record.recorded.files:
            return self.record.recorded.files[name]
        table = self.record.version.table(name) if self.record.version else None
        return RecordedFile(table.file.sha256, table.file.rows) if table else None

    def seen_file(self, name: str) -> SeenFile | None:
        """What a visitor gets of our resource of that name."""
        ours = self.ours(name) if self.seen.stands else None
        return self.seen.files.get(ours.id) if ours else None

    @property
    def mends(self) -> bool:
        """Whether all of the version is at hand, in the archive or on the portal: then it can be sent again."""
        version, archived = self.record.version, self.record.archived
        if version is None or archived is None:
            return False
        return all(
            archived.files[table.resource] is Condition.WHOLE or self.right_on_portal(table.resource)
            for table in version.tables
        )

    def right_on_portal(self, name: str) -> bool:
        """Whether a visitor gets the very file that was published."""
        seen, wanted = self.seen_file(name), self.file(name)
        return seen is not None and wanted is not None and seen.sha256 == wanted.sha256

    def drift(
        self,
        slug: str,
        where: str = "",
        *,
        expected: Text | str = THERE,
        found: Text | str = NOTHING,
        mends: bool = False,
        **values: object,
    ) -> Drift:
        return WORDS[slug].of(slug, self.record.dataset, where, expected=expected, found=found, mends=mends, **values)
