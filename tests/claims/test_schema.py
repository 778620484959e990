"""The JSON Schema that editors use."""

import json
from pathlib import Path

from bot.claims.model import LANGUAGES, Claim
from bot.claims.schema import SCHEMA_FILE, claim_schema

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


def test_the_schema_in_the_knowledge_base_is_current() -> None:
    kept = (KNOWLEDGE / SCHEMA_FILE).read_text("utf-8")
    renew = f"run: python -m bot schema > knowledge/{SCHEMA_FILE}"
    assert kept == claim_schema(), renew


def test_the_schema_knows_every_field() -> None:
    schema = json.loads(claim_schema())
    assert list(schema["properties"]) == list(Claim.model_fields)
    assert schema["additionalProperties"] is False
    assert schema["properties"]["claim"]["propertyNames"]["enum"] == list(LANGUAGES)


def test_what_an_editor_takes_for_something_else_is_allowed() -> None:
    fields = json.loads(claim_schema())["properties"]
    assert {"false", "true"} < set(map(str, fields["rating"]["enum"]))
    assert False in fields["rating"]["enum"]
    assert fields["first_seen"]["type"] == ["string", "integer"]


def test_the_schema_allows_no_empty_value() -> None:
    assert "null" not in claim_schema()


def test_the_template_names_the_schema() -> None:
    first, _, _ = (KNOWLEDGE / "_template.yaml").read_text("utf-8").partition("\n")
    assert first == f"# yaml-language-server: $schema=../{SCHEMA_FILE}"
