"""The list of agencies that the Prefect UI offers."""

from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from flows.catalogue import declared_agencies
from flows.settings import read_settings


class AgencyChoice(str):
    """An agency's code. Its JSON Schema lists the catalogue's folders, as they were when the deployment was made."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.str_schema()

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        codes = declared_agencies(read_settings().catalogue)
        return {"type": "string", "enum": list(codes)} if codes else {"type": "string"}
