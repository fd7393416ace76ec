"""What docs/add-a-dataset.md shows can be declared as it stands there."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.checks import adjustable, load_licences, load_rules, slugs, unwaivable
from flows.domain.dataset import Agency, Declaration

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = [
    yaml.safe_load(block)
    for block in re.findall(
        r"^```yaml\n(.*?)^```", (ROOT / "docs/add-a-dataset.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
]
WHOLE: dict[str, Any] = next(block for block in BLOCKS if "resources" in block)
OF_A_TYPE = [block for block in BLOCKS if "data_type" in block and block is not WHOLE]


def test_the_agency_is_one() -> None:
    assert Agency.model_validate(BLOCKS[0]).code == "diw"


def test_the_dataset_is_one_and_names_what_there_is() -> None:
    declared = Declaration.model_validate(WHOLE)
    rules = load_rules(ROOT / "schemas/rules")
    assert declared.licence in load_licences(ROOT / "schemas/rules")
    assert declared.waivers and declared.severities
    assert {waiver.rule for waiver in declared.waivers} <= slugs(rules) - unwaivable(rules)
    assert all(severity in adjustable(rules)[slug] for slug, severity in declared.severities.items())


@pytest.mark.parametrize("block", OF_A_TYPE, ids=lambda block: str(block["data_type"]))
def test_what_belongs_to_a_type_can_be_declared_with_it(block: dict[str, Any]) -> None:
    assert Declaration.model_validate(WHOLE | block).data_type == block["data_type"]


def test_every_group_of_types_is_shown() -> None:
    assert {block["data_type"] for block in OF_A_TYPE} == {"statistics", "geospatial", "record"}
