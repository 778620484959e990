"""One texts/<language>.yaml as it is written, and what is wrong with it by file and line."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from string import Formatter

import yaml

from bot.replies.keys import Counted, Key
from bot.replies.locales import categories

_COUNT = "count"
"""The placeholder of the number that a counted sentence is about."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The interface texts of one language."""

    texts: Mapping[Key, str]
    forms: Mapping[Counted, Mapping[str, str]]
    """By plural category."""
    places: Mapping[Key | Counted, str]
    """File and line of each key."""


def placeholders(text: str) -> frozenset[str]:
    """Return the names that stand in braces in *text*."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def read_sentences(path: Traversable, language: str) -> Sentences:
    """Read one file as it is written: no YAML type but text, no key twice, none missing.

    Raises ValueError, with file and line.
    """
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if not isinstance(root, yaml.MappingNode):
        raise ValueError(f"{path}: not a list of `key: text` lines")  # noqa: TRY004 -- a file's fault
    known: dict[str, Key | Counted] = {key.value: key for key in (*Key, *Counted)}
    texts: dict[Key, str] = {}
    forms: dict[Counted, Mapping[str, str]] = {}
    places: dict[Key | Counted, str] = {}
    for name, value in root.value:
        place = f"{path}:{name.start_mark.line + 1}"
        if not isinstance(name, yaml.ScalarNode) or name.value not in known:
            raise ValueError(f"{place}: unknown key {name.value!r}; bot/replies/keys.py lists them")
        key = known[name.value]
        if key in places:
            raise ValueError(f"{place}: {key} stands twice; remove one")
        places[key] = place
        if isinstance(key, Counted):
            forms[key] = _forms(value, language, f"{place}: {key}")
        else:
            texts[key] = _text(value, f"{place}: {key}")
    if missing := ", ".join(name for name, key in known.items() if key not in places):
        raise ValueError(f"{path}: no text for {missing}; add a line for each")
    return Sentences(texts, forms, places)


def check_placeholders(own: Sentences, english: Sentences) -> None:
    """Raise ValueError where a text names other placeholders than the English one."""
    for key, text in own.texts.items():
        _check(own.places[key], key, placeholders(text), placeholders(english.texts[key]))
    for counted, forms in own.forms.items():
        # Whether the number may be left out is not English's to say; `_forms` has looked.
        for form in forms.values():
            named = placeholders(form) | {_COUNT}
            _check(own.places[counted], counted, named, _named(english.forms[counted]))


def _named(forms: Mapping[str, str]) -> frozenset[str]:
    return frozenset().union(*map(placeholders, forms.values()))


def _check(place: str, key: str, named: frozenset[str], wanted: frozenset[str]) -> None:
    if named != wanted:
        listed = ", ".join(sorted(wanted)) or "none"
        raise ValueError(f"{place}: {key} names other placeholders than English: {listed}")


def _forms(node: yaml.Node, language: str, place: str) -> Mapping[str, str]:
    """Return the forms of a counted text: exactly those that whole numbers ask for."""
    wanted = categories(language)
    remedy = f"write a line for each of {', '.join(wanted)}"
    if not isinstance(node, yaml.MappingNode):
        raise ValueError(f"{place} has one text for all numbers; {remedy}")  # noqa: TRY004 -- as above
    forms: dict[str, str] = {}
    for name, value in node.value:
        if not isinstance(name, yaml.ScalarNode) or name.value not in wanted:
            raise ValueError(f"{place}: no number asks for the form {name.value!r}; {remedy}")
        if name.value in forms:
            raise ValueError(f"{place}: the form {name.value} stands twice; remove one")
        form = _text(value, f"{place}: {name.value}")
        if _COUNT not in placeholders(form) and len(wanted[name.value]) > 1:
            raise ValueError(
                f"{place}: {name.value} stands beside several numbers; put in {{{_COUNT}}}"
            )
        forms[name.value] = form
    if missing := ", ".join(name for name in wanted if name not in forms):
        raise ValueError(f"{place}: no form for {missing}; {remedy}")
    return forms


def _text(node: yaml.Node, place: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise ValueError(f"{place} is not a text; write one line of text")
    return str(node.value)
