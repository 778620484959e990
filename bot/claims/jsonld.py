"""Values of JSON-LD, where one stands for a list of one, and any may have any type."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_UNSEEN = frozenset({"Cc", "Cs", "Cn"})
_SCHEMA_ORG = re.compile(r"https?://schema\.org/")


def has_type(value: Any, name: str) -> bool:
    """Tell whether *value* is an object of schema.org's type *name*, whole address or not."""
    given = listed(value.get("@type")) if isinstance(value, Mapping) else []
    return any(isinstance(one, str) and _SCHEMA_ORG.sub("", one, count=1) == name for one in given)


def first(value: Any, name: str) -> Any:
    """Return a property of an object, or of the first object of a list."""
    found = next((one for one in listed(value) if isinstance(one, Mapping)), {})
    return found.get(name)


def listed(value: Any) -> list[Any]:
    """Return a list as it is, one value as a list of one, and null as an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def plain(value: Any) -> str:
    """Return a text on one line; whatever is no text is none."""
    value = value.get("@value") if isinstance(value, dict) else value
    if not isinstance(value, str):
        return ""
    if not value.isprintable():
        value = "".join(c if unicodedata.category(c) not in _UNSEEN else " " for c in value)
    return " ".join(value.split())
