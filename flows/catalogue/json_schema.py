"""The JSON Schemas that editors check declarations with: `python -m flows.catalogue.json_schema` writes them anew."""

import json
from pathlib import Path

from pydantic import BaseModel

from flows.domain.award import Award
from flows.domain.dataset import Agency, Declaration
from flows.domain.ministry import Ministry, OfficialScores

SCHEMAS: dict[str, type[BaseModel]] = {
    "dataset.schema.json": Declaration,
    "agency.schema.json": Agency,
    "ministry.schema.json": Ministry,
    "official-scores.schema.json": OfficialScores,
    "award.schema.json": Award,
}


def rendered(model: type[BaseModel]) -> str:
    """The schema's file, the same to the byte for the same model."""
    return json.dumps(model.model_json_schema(by_alias=True), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write(folder: Path) -> None:
    """Write all of them into `folder`."""
    for name, model in SCHEMAS.items():
        (folder / name).write_text(rendered(model), encoding="utf-8")


if __name__ == "__main__":
    write(Path("schemas"))
