"""docs/real-files.md: what Frictionless alone says of real Thai files, and what Perd says of the same files.

`python -m tests.real_files > docs/real-files.md` writes the page anew. The files themselves are no part of the project.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from frictionless import validate

from flows.checks import load_rules
from flows.domain.rule import RuleBook

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared/realdata"
DECLARED = ROOT / "tests/live/realdata"

FILES: Mapping[str, tuple[str, str]] = {
    "real-factories-by-type": (
        "diw_factype31_head30.csv",
        "A spreadsheet has rounded the 14-digit registration number of every row to 1E+11, cut the zeros of the type"
        " codes, and made dates of house numbers; operators who are people stand in it by name.",
    ),
    "real-waste-factories": (
        "diw_101_105_106_2560-07_head.csv",
        "Telephone numbers have lost their first zero; house numbers without a number; `-` with and without blanks.",
    ),
    "real-cash-crops": (
        "oae_cashcrop1_2564.csv",
        "A total row that also adds up the averages; sub-rows below one crop; a line break in a header; separators;"
        " years in B.E.",
    ),
    "real-vehicles-wide": (
        "dlt_vehicles_wide_2559-2567.csv",
        "A column for each B.E. year, in no order; separators; `-` and 0 for the same. (The figures of 2563 stand in"
        " the wrong rows, which no program can know.)",
    ),
    "real-rice-exports": (
        "dft_rice_export_2557.csv",
        "No header row: the first record is taken for one. The file's name bears a B.E. year, its column CE years.",
    ),
    "real-listed-companies": (
        "set_listed_companies_2561.xlsx",
        "A merged title with the as-of date above the header; control characters in addresses; one ticker is a"
        " boolean.",
    ),
    "real-provinces-abbreviated": (
        "province_tis620.csv",
        "Thai Windows encoding (cp874); the last line is four blanks.",
    ),
}
"""Dataset of tests/live/realdata -> its file, and what a person sees in it."""

ABOUT_THE_FILE = ("table/", "thai/", "format/", "privacy/", "change/")
"""Rules about what was delivered. What the declaration lacks, or the age of the data, is another matter."""

WORDS = {"fit": "would be published", "held": "**held**", "waiting": "**waits for a person**", "failed": "**failed**"}

INTRODUCTION = """\
# แฟ้มจริง · Real files

<!-- Written by `python -m tests.real_files > docs/real-files.md`, which runs both programs; change it there. -->

แฟ้มจริงที่หน่วยงานรัฐไทยเผยแพร่ 7 แฟ้ม: Frictionless อย่างเดียวตอบว่าอย่างไร และ Perd พบอะไร

Seven files as Thai agencies really publish them, none of which was written for this project (nor is a part of it).

- **Frictionless alone** is `frictionless.validate(file)` with no schema, as one would try it first.
- **A first declaration** names the columns with their types and the key and says nothing else: no constraint, nothing
  to be tidied.
- **Worked out** is the declaration in `tests/live/realdata`, written by somebody who knows the file.

Counted are findings about the file, not about its licence, metadata or age; one finding may speak of a whole column.
Frictionless finds what breaks the rules of a table. Perd runs it too, on the tidied table with the schema, and adds
what is wrong only to somebody who knows Thai files.
"""


def page() -> str:
    """The whole page. Takes some seconds."""
    rules = load_rules(ROOT / "schemas/rules")
    first, worked_out = perd_says(plain=True), perd_says(plain=False)
    said = [f"Frictionless alone calls {_valid()} of these {len(FILES)} files valid.", ""]
    for name, (file, seen) in FILES.items():
        said += [
            f"## {file}",
            "",
            seen,
            "",
            "| who looks | says |",
            "| --- | --- |",
            f"| Frictionless alone | {frictionless_says(file)} |",
            f"| Perd, a first declaration | {_told(first[name], rules)} |",
            f"| Perd, worked out | {_told(worked_out[name], rules)} |",
            "",
        ]
    return "\n".join([INTRODUCTION, *said]).rstrip() + "\n"


def frictionless_says(file: str) -> str:
    """`valid`, or its errors by type."""
    with chdir(REAL):  # it refuses paths that are not below the working directory
        report = validate(file)
    counts = Counter(error.type for task in report.tasks for error in task.errors)
    if report.valid:
        return "valid"
    return "not valid: " + ", ".join(f"{count} × `{kind}`" for kind, count in sorted(counts.items()))


def perd_says(plain: bool) -> dict[str, dict[str, Any]]:
    """Dataset -> what `perd check --json` says of it. plain: with first declarations."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(ROOT / "schemas", folder / "schemas")
        _write(DECLARED / "schemas/real", folder / "schemas/tables/real", _first_schema if plain else None)
        _write(DECLARED / "datasets/real", folder / "datasets/real", _first_declaration if plain else None)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PERD_")}
        environment |= {"PERD_HOME": str(folder / "home"), "PERD_DELIVERY_FOLDERS": json.dumps([str(REAL)])}
        command = [str(Path(sys.executable).parent / "perd"), "check", *FILES, "--json"]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr)
        return {outcome["dataset"]: outcome for outcome in json.loads(done.stdout)}


def _write(source: Path, target: Path, change: Any) -> None:
    target.mkdir(parents=True)
    for path in source.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("REALDATA", str(REAL))
        if change is not None and path.stem != "agency":
            text = yaml.safe_dump(change(yaml.safe_load(text)), allow_unicode=True, sort_keys=False)
        (target / path.name).write_text(text, encoding="utf-8")


def _first_schema(schema: dict[str, Any]) -> dict[str, Any]:
    for field in schema["fields"]:
        field.pop("constraints", None)
    return schema


def _first_declaration(declared: dict[str, Any]) -> dict[str, Any]:
    for resource in declared["resources"]:
        resource.pop("tidy", None)
        resource.pop("expect", None)
    return declared


def _told(outcome: Mapping[str, Any], rules: RuleBook) -> str:
    found = Counter(one["rule"] for one in outcome["findings"] if one["rule"].startswith(ABOUT_THE_FILE))
    word = WORDS[outcome["outcome"]]
    if not found:
        return f"{word}; nothing found"
    return f"{word}: " + "<br>".join(_counted(found, rules))


def _counted(found: Counter[str], rules: RuleBook) -> Iterator[str]:
    for slug, count in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        title = rules[slug].title
        yield f"{count} × {title.th} · {title.en} (`{slug}`)"


def _valid() -> int:
    return sum(frictionless_says(file) == "valid" for file, _ in FILES.values())


if __name__ == "__main__":
    sys.stdout.write(page())
