"""datasets/**.yaml -> Datasets, with all mistakes of all files at once.

A mistake in one file takes that file's dataset out of the run, and no other. Two files beside the agencies' folders are
about the ministry: ministry.yaml and official-scores.yaml.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

from flows.catalogue.clashes import clashes
from flows.catalogue.layout import AGENCY_FILE, declaration_files, id_of, misplaced_files
from flows.catalogue.ministry import load_ministry
from flows.catalogue.official_scores import load_official_scores
from flows.catalogue.references import References
from flows.catalogue.table_schemas import load_table_schema
from flows.declared.mistakes import Mistake, checked
from flows.declared.yaml_lines import read_yaml
from flows.domain.dataset import Agency, Dataset, Declaration
from flows.domain.errors import AskedWrongly, DeclarationError
from flows.domain.finding import Severity
from flows.domain.ministry import Ministry, OfficialScore
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text

__all__ = ["Catalogue", "declared_agencies", "declared_ids", "load_catalogue"]

NONE_ADJUSTABLE: Mapping[str, Collection[Severity]] = MappingProxyType({})


@dataclass(frozen=True)
class Catalogue:
    """What is declared, as far as it is right, and every mistake in the rest."""

    agencies: Mapping[str, Agency]
    datasets: Mapping[str, Dataset]
    """By id, in order of id."""
    schemas: Mapping[str, TableSchema]
    """Those that the datasets use, by name."""
    mistakes: tuple[Mistake, ...]
    broken: Mapping[str, tuple[Mistake, ...]]
    """Ids of datasets that cannot run, with the mistakes that stop them."""
    ministry: Ministry | None = None
    """None where none is declared, or its file is wrong."""
    official_scores: tuple[OfficialScore, ...] = ()
    """In order of the file; empty where none are entered, or their file is wrong."""
    office_mistakes: tuple[Mistake, ...] = ()
    """Those of the two files about the ministry; they are among `mistakes` too, and stop no dataset."""

    def counted_together(self, title: Text) -> Ministry:
        """The agencies that count as the ministry: the declared ones, else all of the catalogue, under `title`.

        Raises DeclarationError where a file about the ministry is wrong: what is counted without it would be the
        numbers of some other ministry, or one whose official score is missing without a word.
        """
        if self.office_mistakes:
            raise DeclarationError("; ".join(str(mistake) for mistake in self.office_mistakes))
        if self.ministry:
            return self.ministry
        if not self.agencies:
            raise DeclarationError("The catalogue declares no agency: add one as docs/add-a-dataset.md shows.")
        return Ministry(name=title, short=title, agencies=tuple(self.agencies))

    def agency_of(self, dataset: str) -> str | None:
        """The code of its agency; None where its declaration cannot be read."""
        known = self.datasets.get(dataset)
        return known.agency.code if known else None

    def choose(self, ids: Iterable[str] | None) -> tuple[str, ...]:
        """The ids to work on: all for None. Raises AskedWrongly for an empty choice or an unknown id."""
        every = tuple(sorted({*self.datasets, *self.broken}))
        if ids is None:
            if not every:
                raise DeclarationError("The catalogue declares no dataset: add one as docs/add-a-dataset.md shows.")
            return every
        chosen = tuple(dict.fromkeys(ids))
        if not chosen:
            raise AskedWrongly(
                Text(
                    th="รายการชุดข้อมูลว่างเปล่า ให้เลือกอย่างน้อยหนึ่งชุด หรือไม่ระบุรายการเลยเพื่อทำทุกชุด",
                    en="An empty list of datasets was given: name at least one, or give none at all for all.",
                )
            )
        unknown = [name for name in chosen if name not in every]
        if unknown:
            names = ", ".join(unknown)
            raise AskedWrongly(
                Text(
                    th=f"ไม่มีชุดข้อมูล {names} ในคำประกาศ ดูชื่อทั้งหมดด้วยคำสั่ง perd list",
                    en=f"There is no dataset {names} in the catalogue; `perd list` names them all.",
                )
            )
        return chosen


def declared_ids(folder: Path) -> tuple[str, ...]:
    """The ids of all declarations by their files' names alone: nothing is opened. Empty if there is no such folder."""
    return tuple(sorted({id_of(path, folder) for path in declaration_files(folder)}))


def declared_agencies(folder: Path) -> tuple[str, ...]:
    """The codes of all agencies by their folders' names alone, as in `declared_ids`."""
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{AGENCY_FILE}")))


def load_catalogue(
    folder: Path,
    schemas_folder: Path,
    rules: Set[str],
    unwaivable: Set[str],
    licences: Set[str],
    delivery_folders: Collection[Path] = (),
    adjustable: Mapping[str, Collection[Severity]] = NONE_ADJUSTABLE,
) -> Catalogue:
    """Read every agency and dataset below `folder`.

    rules, unwaivable, licences: slugs and ids that declarations may name; delivery_folders: where absolute paths may
    lead; adjustable: the severities that a declaration may choose for a rule, by slug. Raises DeclarationError only
    if there is no such folder; all other mistakes are in the answer.
    """
    if not folder.is_dir():
        raise DeclarationError(
            f"There is no catalogue folder {folder}: set PERD_CATALOGUE, or run from the project's folder."
        )
    codes = frozenset(path.parent.name for path in folder.glob(f"*/{AGENCY_FILE}"))
    references = References(rules, unwaivable, adjustable, licences, delivery_folders, codes)
    read_schema = cache(partial(load_table_schema, schemas_folder / "tables"))
    agencies: dict[str, Agency] = {}
    read: list[tuple[str, Dataset]] = []
    schemas: dict[str, TableSchema] = {}
    broken: dict[str, tuple[Mistake, ...]] = {}
    mistakes: list[Mistake] = []
    for place in sorted({path.parent for path in folder.glob("*/*.yaml")}):
        agency, found = _load_agency(place, folder)
        mistakes += found
        if agency:
            agencies[agency.code] = agency
        for path in declaration_files(folder, place.name):
            dataset, its_schemas, wrong = _load_dataset(path, folder, agency, read_schema, references)
            mistakes += wrong
            if dataset and not wrong:
                read.append((id_of(path, folder), dataset))
                schemas |= its_schemas
            else:
                name = id_of(path, folder)
                broken[name] = (*broken.get(name, ()), *(wrong or found))
    for meant, mistake in (*misplaced_files(folder), *clashes(read)):
        mistakes.append(mistake)
        if meant:
            broken[meant] = (*broken.get(meant, ()), mistake)
    ministry, of_ministry = load_ministry(folder, codes)
    official_scores, of_scores = load_official_scores(folder, codes)
    office_mistakes = (*of_ministry, *of_scores)
    datasets = {name: dataset for name, dataset in sorted(read, key=lambda pair: pair[0]) if name not in broken}
    return Catalogue(
        agencies,
        datasets,
        schemas,
        (*mistakes, *office_mistakes),
        broken,
        ministry,
        official_scores,
        office_mistakes,
    )


def _load_agency(place: Path, folder: Path) -> tuple[Agency | None, list[Mistake]]:
    path = place / AGENCY_FILE
    shown = str(path.relative_to(folder.parent))
    if not path.exists():
        return None, [Mistake(shown, None, "is missing: every agency's folder needs one (see docs/add-a-dataset.md)")]
    agency, mistakes = checked(Agency, read_yaml(path), shown)
    if agency and agency.code != place.name:
        mistakes.append(
            Mistake(shown, None, f"code is {agency.code!r} but the folder is {place.name!r}: make them the same")
        )
    return (agency if not mistakes else None), mistakes


def _load_dataset(
    path: Path,
    folder: Path,
    agency: Agency | None,
    read_schema: Callable[[str], tuple[TableSchema | None, list[str]]],
    references: References,
) -> tuple[Dataset | None, dict[str, TableSchema], list[Mistake]]:
    shown = str(path.relative_to(folder.parent))
    document = read_yaml(path)
    declared, mistakes = checked(Declaration, document, shown)
    if declared is None:
        return None, {}, mistakes
    schemas: dict[str, TableSchema] = {}
    for nth, resource in enumerate(declared.resources):
        line = document.line(("resources", nth, "schema"))
        schema, wrong = read_schema(resource.table_schema)
        mistakes += [Mistake(shown, line, message) for message in wrong]
        if schema:
            schemas[schema.name] = schema
            mistakes += references.of_tidy(resource.tidy, schema, document, nth, shown)
            mistakes += references.of_changes(resource, schema, document, nth, shown)
        mistakes += references.of_source(resource.source, document, nth, shown)
    mistakes += references.of_dataset(declared, path.parent.name, document, shown)
    dataset = None
    if agency:
        try:
            dataset = Dataset(slug=path.stem, agency=agency, declared=declared, path=shown)
        except ValueError:
            mistakes.append(
                Mistake(
                    shown,
                    None,
                    f"{path.stem!r} cannot be part of a web address: name the file with a-z, 0-9 and hyphens",
                )
            )
    return dataset, schemas, mistakes
