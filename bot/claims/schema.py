"""The claim file's JSON Schema, with which editors complete and check while somebody writes."""

import json

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.claims.model import Claim

SCHEMA_FILE = "claim.schema.json"
"""Its name in the knowledge base; claim files name it in a comment on top."""


def claim_schema() -> str:
    """Return the schema (draft 2020-12) as JSON text; rules across fields are left to the lint."""
    schema = {
        "$schema": GenerateJsonSchema.schema_dialect,
        **Claim.model_json_schema(schema_generator=_Generate),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


class _Generate(GenerateJsonSchema):
    """Leaves out what a claim file cannot say, and titles that repeat the keys."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Refuse null: a key without a value is KB004."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Name a default only where one could write it."""
        json_schema = super().default_schema(schema)
        return {k: v for k, v in json_schema.items() if (k, v) != ("default", None)}

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        """Return False: editors show the key already."""
        return False
