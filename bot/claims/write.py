"""A claim becomes the text of its file, in the template's order and layout."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from bot.claims.model import Claim

_WIDTH = 88
_FOLD_FROM = 88
"""Longer texts are folded over lines; shorter ones stand on one."""
_LIKE_NOTHING = frozenset({"", "~", "null"})
_IN_A_ROW = frozenset({"related", "reviewed_languages", "sources", "topics"})
"""Lists of short words that stand on one line, as in `[a, b]`."""


def to_yaml(claim: Claim) -> str:
    """Return the text of *claim*'s file; loading it gives the same claim."""
    return dump(claim.model_dump(mode="json", exclude_defaults=True))


def dump(values: Mapping[str, Any]) -> str:
    """Return plain values (texts, whole numbers, lists, mappings) as the text of a claim file."""
    out = io.StringIO()
    yaml.dump(
        _marked(values),
        out,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDTH,
        indent=2,
    )
    return out.getvalue()


class _Row(list[Any]):
    """A list that stands on one line."""


class _Folded(str):
    """A text that is folded over lines."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        """Indent lists under their key, as the template does."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Write a value again where it stands twice: claim files have no anchors."""
        return True


def _marked(value: Any, key: str = "") -> Any:
    match value:
        case Mapping():
            return {name: _marked(inner, name) for name, inner in value.items()}
        case str():
            folds = len(value) > _FOLD_FROM and value.isprintable() and "  " not in value
            return _Folded(value) if folds else value
        case Sequence():
            short = key in _IN_A_ROW and all(not isinstance(one, Mapping) for one in value)
            return _Row(map(str, value)) if short else [_marked(inner) for inner in value]
        case _:
            return str(value)


def _represent_row(dumper: yaml.SafeDumper, row: _Row) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)


def _represent_folded(dumper: yaml.SafeDumper, text: _Folded) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=">")


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    quoted = "\n" in text or text.casefold() in _LIKE_NOTHING
    style = '"' if quoted else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


# Everything is text to our loader, so that `false` and dates need no quotes.
_Dumper.yaml_implicit_resolvers = {}
_Dumper.add_representer(_Row, _represent_row)
_Dumper.add_representer(_Folded, _represent_folded)
_Dumper.add_representer(str, _represent_text)
