"""The list of datasets that the Prefect UI offers."""

from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from flows.catalogue import declared_ids
from flows.settings import read_settings


class DatasetChoice(str):
    """A dataset's id. Its JSON Schema lists the files of the catalogue, as they were when the deployment was made."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.str_schema()

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        ids = declared_ids(read_settings().catalogue)
        return {"type": "string", "enum": list(ids)} if ids else {"type": "string"}
