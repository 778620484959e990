"""Plain values become a model, and pydantic's complaints become our sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.claims.document import Document, Plain, Trail
from bot.claims.model import (
    COUNTRY_FOR_LANGUAGE,
    LANGUAGES,
    Appearance,
    Fact,
    FormerRating,
    KnownPicture,
    NearMiss,
    PublisherKind,
    Rating,
    Source,
    Status,
)
from bot.claims.problem import Problem
from bot.claims.syntax import QUOTE_IT
from bot.claims.wording import did_you_mean, listed, place_name, quoted

Model = TypeVar("Model")

_ENTRIES: Mapping[str | int, type[BaseModel]] = {
    "appearances": Appearance,
    "facts": Fact,
    "history": FormerRating,
    "images": KnownPicture,
    "near_misses": NearMiss,
    "sources": Source,
}
# A near-miss that holds a colon looks like a mapping without its text.
_FIRST_KEY: Mapping[str, str] = {"near_misses": "text"}
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(PublisherKind),
    "party": ("true", "false"),
    "rating": tuple(Rating),
    "status": tuple(Status),
}
_FULL_DATES = frozenset({"reviewed", "status_date", "until"})
_COLON = f"a colon and a space inside a text make a mapping of it: {QUOTE_IT}"
_SHAPES = {
    "string_type": "a text",
    "tuple_type": "a list",
    "dict_type": "a mapping from languages",
    "model_type": "a mapping of keys",
    "int_type": "a whole number",
}


@dataclass(frozen=True, slots=True)
class Validated(Generic[Model]):
    """A model, or None and the reasons why the values make none."""

    model: Model | None
    problems: tuple[Problem, ...]


class _Finding(NamedTuple):
    code: str
    text: str
    hint: str


def validate(
    document: Document, adapter: TypeAdapter[Model], entry: type[BaseModel]
) -> Validated[Model]:
    """Check the plain values of *document*, and find every problem at once.

    *entry* is the model whose keys stand at the top of the file, or of each item when the file is
    a list. What the YAML reader has already reported is not reported again.
    """
    try:
        return Validated(adapter.validate_python(document.value), ())
    except ValidationError as error:
        details = error.errors(include_url=False)
    unknown = {
        (*trail[:-1], _meant_key(trail, entry) or _FIRST_KEY.get(str(trail[0])))
        for detail in details
        if detail["type"] == "extra_forbidden" and (trail := _trail(detail))
    }
    problems = []
    for detail in details:
        trail = _trail(detail)
        mended_elsewhere = detail["type"] == "missing" and trail in unknown
        # To pydantic a list is too short, too, where none of its items is sound.
        filled = detail["type"] == "too_short" and detail["input"]
        if (
            mended_elsewhere
            or filled
            or any(trail[:n] in document.broken for n in range(len(trail) + 1))
        ):
            continue
        code, text, hint = _explain(detail, trail, entry)
        at_key = detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)
        problems.append(document.problem(code, trail, text, hint, at_key=at_key))
    return Validated(None, tuple(problems))


def _trail(detail: ErrorDetails) -> Trail:
    location = detail["loc"]
    return location[:-1] if location and location[-1] == "[key]" else location


def _fields(trail: Trail, entry: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys that may stand beside the last step of *trail*."""
    if isinstance(trail[0], int):  # in a list of entries
        trail = trail[1:]
    nested = _ENTRIES.get(trail[0]) if len(trail) > 1 else None
    return tuple((nested or entry).model_fields)


def _meant_key(trail: Trail, entry: type[BaseModel]) -> str | None:
    return did_you_mean(str(trail[-1]), _fields(trail, entry))


def _hint_for_unknown_key(trail: Trail, entry: type[BaseModel]) -> str:
    if meant := _meant_key(trail, entry):
        return f"did you mean `{meant}`?"
    if trail[0] in _FIRST_KEY or " " in str(trail[-1]):
        return _COLON
    return f"the keys here are {listed(_fields(trail, entry))}"


def _explain(detail: ErrorDetails, trail: Trail, entry: type[BaseModel]) -> _Finding:
    kind, found = detail["type"], detail["input"]
    name = place_name(trail) or "the file"
    last = next((step for step in reversed(trail) if isinstance(step, str)), "")
    match kind:
        case "extra_forbidden":
            hint = _hint_for_unknown_key(trail, entry)
            finding = _Finding("KB101", f"{quoted(last)} is not a key that we know", hint)
        case "missing":
            hint = f"add `{last}:`; knowledge/README.md says what it holds"
            finding = _Finding("KB102", f"{name} is missing", hint)
        case "enum" | "bool_parsing" | "bool_type":
            finding = _not_allowed("KB103", name, found, _ALLOWED.get(last, ()))
        case "literal_error":
            finding = _not_allowed("KB104", place_name(trail[:-1]), found, LANGUAGES)
        case "string_too_short" | "too_short":
            finding = _Finding("KB106", f"{name} is empty", "fill it in, or take it away")
        case "string_pattern_mismatch" | "string_too_long" | "value_error":
            finding = _malformed(last, name, found)
        case "int_parsing" | "int_parsing_size" | "greater_than_equal":
            hint = "write a whole number: 1, 2, 3 ..."
            finding = _Finding("KB110", f"{name} is {quoted(found)}", hint)
        case _:
            finding = _wrong_shape(_SHAPES.get(kind, "something else"), name, found, trail)
    return finding


def _not_allowed(code: str, name: str, found: Any, allowed: tuple[str, ...]) -> _Finding:
    if isinstance(found, list | dict):
        return _wrong_shape("a text", name, found, ())
    meant = did_you_mean(str(found), allowed)
    if code == "KB104":
        meant = COUNTRY_FOR_LANGUAGE.get(str(found).casefold(), meant)
    guess = f"did you mean `{meant}`? " if meant else ""
    what = "a language that claims are kept in" if code == "KB104" else "a value that we know"
    return _Finding(
        code, f"{name}: {quoted(found)} is not {what}", f"{guess}allowed are {listed(allowed)}"
    )


def _malformed(key: str, name: str, found: Any) -> _Finding:
    if key in {"url", "archived_url"}:
        text, hint = "is not a web address", "write it whole, beginning with https://"
        return _Finding("KB109", f"{name}: {quoted(found)} {text}", hint)
    if key == "language":
        text, hint = "is not a language code", "write two small letters, such as en or uk"
        if meant := COUNTRY_FOR_LANGUAGE.get(str(found).casefold()):
            hint = f"did you mean `{meant}`? {hint}"
        return _Finding("KB104", f"{name}: {quoted(found)} {text}", hint)
    if key == "country":
        text, hint = "is not a country", "write two capital letters, such as DE, or INT"
        return _Finding("KB103", f"{name}: {quoted(found)} {text}", hint)
    if key == "hash":
        text, hint = "is no hash of a picture", "take what `python -m bot hash-picture` prints"
        return _Finding("KB124", f"{name}: {quoted(found)} {text}", hint)
    if key in {"id", "claim", "related"}:
        text = "has not the form of an id"
        hint = "use small English letters, digits and single hyphens, 48 characters at most"
        return _Finding("KB107", f"{name}: {quoted(found)} {text}", hint)
    if key in _FULL_DATES:
        text, hint = "is not the date of a day", "write it as 2026-11-22"
    else:
        text, hint = "is not a date", "write it as 2026-11-22, or 2026-11, or 2026"
    return _Finding("KB108", f"{name}: {quoted(found)} {text}", hint)


def _wrong_shape(wanted: str, name: str, found: Plain | None, trail: Trail) -> _Finding:
    text = f"{name} should be {wanted}, but is {_described(found)}"
    top = trail[0] if trail else ""
    if wanted == "a text" and isinstance(found, dict):
        hint = _COLON
    elif wanted == "a text" and top in {"claim", "explanation"}:
        hint = "write one text for each language; other wordings belong under `phrasings`"
    elif wanted == "a text":
        hint = "write one text"
    elif wanted == "a list":
        hint = "write each item on a line of its own, with a dash and a space before it"
    elif wanted == "a mapping from languages":
        hint = "write the language first, then what belongs to it: `en: ...`"
    elif trail:
        hint = "write `key: value` lines, as knowledge/_template.yaml shows"
    else:
        hint = "copy knowledge/_template.yaml and fill it in"
    return _Finding("KB105", text, hint)


def _described(found: Plain | None) -> str:
    if isinstance(found, dict):
        key, value = next(iter(found.items()), ("", ""))
        return f"a mapping ({quoted(f'{key}: {value}')})" if len(found) == 1 else "a mapping"
    return "a list" if isinstance(found, list) else f"the text {quoted(found)}"
