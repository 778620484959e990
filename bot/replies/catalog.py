"""Keys become sentences: the interface texts of every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter

import yaml

from bot.claims.model import LANGUAGES
from bot.replies.keys import Key
from bot.replies.model import Line, Span

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Catalog:
    """The interface texts, complete in every language that it holds."""

    texts: Mapping[str, Mapping[Key, str]] = field(repr=False)

    @classmethod
    def load(cls, folder: Traversable | None = None) -> "Catalog":
        """Read the <language>.yaml files of *folder*, by default the ones that came with the bot.

        Raises ValueError, with file and line, where a text is missing, unknown, doubled or not
        text, or names other placeholders than the English one.
        """
        folder = folder or files("bot.replies") / "texts"
        texts: dict[str, Mapping[Key, str]] = {
            language: _read(path)
            for language in LANGUAGES
            if (path := folder / f"{language}.yaml").is_file()
        }
        if FALLBACK not in texts:
            raise ValueError(f"{folder}/{FALLBACK}.yaml is missing; every language leans on it")
        for language, own in texts.items():
            _check_placeholders(f"{folder}/{language}.yaml", own, texts[FALLBACK])
        return cls(texts)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the interface speaks."""
        return tuple(self.texts)

    def resolve(self, language: str) -> str:
        """Return *language* if the interface speaks it, else English."""
        return language if language in self.texts else FALLBACK

    def text(self, language: str, key: Key, **values: str) -> str:
        """Return the sentence with its placeholders filled."""
        return self.texts[self.resolve(language)][key].format(**values)

    def line(self, language: str, key: Key, **spans: Span) -> Line:
        """Return the sentence as a line in which each placeholder keeps its style and link."""
        line: list[Span] = []
        for literal, name, _, _ in Formatter().parse(self.texts[self.resolve(language)][key]):
            if literal:
                line.append(Span(literal))
            if name is not None:
                line.append(spans[name])
        return tuple(line)


def placeholders(text: str) -> frozenset[str]:
    """Return the names that stand in braces in *text*."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _read(path: Traversable) -> Mapping[Key, str]:
    """Read one file as it is written: no YAML type but text, no key twice, none missing."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if not isinstance(root, yaml.MappingNode):
        raise ValueError(f"{path}: not a list of `key: text` lines")  # noqa: TRY004 -- a file's fault
    known = {key.value for key in Key}
    texts: dict[Key, str] = {}
    for name, value in root.value:
        place = f"{path}:{name.start_mark.line + 1}"
        if not isinstance(name, yaml.ScalarNode) or name.value not in known:
            raise ValueError(f"{place}: unknown key {name.value!r}; bot/replies/keys.py lists them")
        if name.value in texts:
            raise ValueError(f"{place}: {name.value} stands twice; remove one")
        if not isinstance(value, yaml.ScalarNode) or not value.value.strip():
            raise ValueError(f"{place}: {name.value} is not a text; write one line of text")
        texts[Key(name.value)] = value.value
    if missing := ", ".join(key for key in Key if key not in texts):
        raise ValueError(f"{path}: no text for {missing}; add a line for each")
    return texts


def _check_placeholders(place: str, own: Mapping[Key, str], english: Mapping[Key, str]) -> None:
    for key, text in own.items():
        if placeholders(text) != placeholders(english[key]):
            wanted = ", ".join(sorted(placeholders(english[key]))) or "none"
            raise ValueError(f"{place}: {key} names other placeholders than English: {wanted}")
