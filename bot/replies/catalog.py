"""Keys become sentences: the interface texts of every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter

from bot.claims.model import LANGUAGES
from bot.replies.keys import Counted, Key
from bot.replies.locales import category, render_number
from bot.replies.model import Line, Span
from bot.replies.sentences import check_placeholders, read_sentences

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Catalog:
    """The interface texts, complete in every language that it holds."""

    texts: Mapping[str, Mapping[Key, str]] = field(repr=False)
    forms: Mapping[str, Mapping[Counted, Mapping[str, str]]] = field(repr=False)
    """The forms of counted texts, by plural category."""

    @classmethod
    def load(cls, folder: Traversable | None = None) -> "Catalog":
        """Read the <language>.yaml files of *folder*, by default the ones that came with the bot.

        Raises ValueError, with file and line, where a text is missing, unknown, doubled or not
        text, lacks a plural form, or names other placeholders than the English one.
        """
        folder = folder or files("bot.replies") / "texts"
        read = {
            language: read_sentences(path, language)
            for language in LANGUAGES
            if (path := folder / f"{language}.yaml").is_file()
        }
        if FALLBACK not in read:
            raise ValueError(f"{folder}/{FALLBACK}.yaml is missing; every language leans on it")
        for own in read.values():
            check_placeholders(own, read[FALLBACK])
        return cls(
            {language: own.texts for language, own in read.items()},
            {language: own.forms for language, own in read.items()},
        )

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

    def counted(self, language: str, key: Counted, count: int, **values: str) -> str:
        """Return the sentence in the form that *count* asks for, with its placeholders filled."""
        language = self.resolve(language)
        form = self.forms[language][key][category(count, language)]
        return form.format(count=render_number(count, language), **values)

    def line(self, language: str, key: Key, **spans: Span) -> Line:
        """Return the sentence as a line in which each placeholder keeps its style and link."""
        line: list[Span] = []
        for literal, name, _, _ in Formatter().parse(self.texts[self.resolve(language)][key]):
            if literal:
                line.append(Span(literal))
            if name is not None:
                line.append(spans[name])
        return tuple(line)
