"""KB501 to KB508: whether the texts of a claim can be read and matched."""

import re
from collections.abc import Iterator

from bot.claims.document import Trail
from bot.claims.lint_entry import Entry
from bot.claims.model import Language
from bot.claims.problem import Problem
from bot.claims.sentences import count_sentences
from bot.claims.wording import quoted

EXPLANATION_LENGTH = 900
CLAIM_LENGTH = 200
SENTENCES = range(2, 6)
PHRASING_WORDS = 3

_MARKUP = re.compile(
    r"https?:|www\.|t\.me/|</?[a-z]|<!--|\*\*|__|`|\]\(|^[ \t]*#", re.IGNORECASE | re.MULTILINE
)
_CYRILLIC = frozenset({"ru", "uk"})
_FOREIGN = {"uk": re.compile("[ыэъё]", re.IGNORECASE), "ru": re.compile("[іїєґ]", re.IGNORECASE)}
_NEIGHBOUR = {"uk": "Russian", "ru": "Ukrainian"}
# A Ukrainian newspaper keeps its name in a Russian text.
_QUOTATION = re.compile(r"«[^»]{0,200}»|„[^“”]{0,200}[“”]|“[^”]{0,200}”|\"[^\"]{0,200}\"")
_WORD = re.compile(r"\w+(?:['’ʼ-]\w+)*")


def explanation_is_short(entry: Entry) -> Iterator[Problem]:
    """Telegram cuts at 4096 units, and readers stop long before."""
    for language, text in entry.claim.explanation.items():
        if len(text) > EXPLANATION_LENGTH:
            words = f"the explanation has {len(text)} characters, over {EXPLANATION_LENGTH}"
            hint = "shorten it: what the record shows, then what is true about the claim"
            yield entry.problem("KB501", ("explanation", language), words, hint)


def explanation_has_a_few_sentences(entry: Entry) -> Iterator[Problem]:
    """One sentence explains nothing, six are an article."""
    for language, text in entry.claim.explanation.items():
        count = count_sentences(text, language)
        if count not in SENTENCES:
            words = f"the explanation has {count} sentence{'s' if count > 1 else ''}"
            hint = f"write {SENTENCES[0]} to {SENTENCES[-1]}"
            yield entry.problem("KB502", ("explanation", language), words, hint)


def no_markup(entry: Entry) -> Iterator[Problem]:
    """The bot sets links and bold type itself; a reader would see the asterisks."""
    for trail, _, text in _shown(entry):
        if found := _MARKUP.search(text):
            words = f"the text holds a link or markup ({quoted(found[0])})"
            hint = "write plain sentences; links belong under `sources`"
            yield entry.problem("KB503", trail, words, hint)


def claim_is_one_sentence_long(entry: Entry) -> Iterator[Problem]:
    """It becomes a title and a line in a list."""
    for language, text in entry.claim.claim.items():
        if len(text) > CLAIM_LENGTH:
            words = f"the claim sentence has {len(text)} characters, over {CLAIM_LENGTH}"
            hint = "say it shorter; longer wordings belong under `phrasings`"
            yield entry.problem("KB504", ("claim", language), words, hint)


def alphabet_fits_the_language(entry: Entry) -> Iterator[Problem]:
    """A text under the wrong language is shown to the wrong reader."""
    for trail, language, text in (*_shown(entry), *_matched(entry)):
        cyrillic = len(re.findall(r"[А-яЁёІіЇїЄєҐґ]", text))
        latin = len(re.findall(r"[A-Za-zÀ-ɏ]", text))
        # People write Russian and Ukrainian in Latin letters, and such phrasings are welcome.
        transliterated = trail[0] in {"phrasings", "near_misses"} and latin > cyrillic
        wrong = cyrillic <= latin if language in _CYRILLIC else cyrillic > latin
        if wrong and not (language in _CYRILLIC and transliterated):
            wanted = "Cyrillic" if language in _CYRILLIC else "Latin"
            words = f"the text stands under {language}, and is not in {wanted} letters"
            yield entry.problem("KB505", trail, words, "move it to its language")


def letters_fit_the_language(entry: Entry) -> Iterator[Problem]:
    """Russian and Ukrainian share an alphabet but for a few letters, which tell them apart."""
    for trail, language, text in (*_shown(entry), *_matched(entry)):
        foreign = _FOREIGN.get(language)
        if foreign and (found := foreign.search(_QUOTATION.sub("", text))):
            words = f"the text stands under {language}, and holds the letter {found[0]}"
            hint = (
                f"correct the letter, or move a {_NEIGHBOUR[language]} text to its language;"
                " names in quotation marks may keep theirs"
            )
            yield entry.problem("KB506", trail, words, hint)


def phrasings_say_something(entry: Entry) -> Iterator[Problem]:
    """Two words match half of what people write."""
    for language, texts in entry.claim.phrasings.items():
        for i, text in enumerate(texts):
            if len(_WORD.findall(text)) < PHRASING_WORDS:
                words = f"the phrasing {quoted(text)} is under {PHRASING_WORDS} words"
                hint = "write a whole sentence, question or headline"
                yield entry.problem("KB507", ("phrasings", language, i), words, hint)


def somebody_asks(entry: Entry) -> Iterator[Problem]:
    """People do not only assert to the bot, they ask."""
    for language, texts in entry.claim.phrasings.items():
        if entry.published and texts and not any("?" in text for text in texts):
            words = f"no phrasing in {language} is a question"
            hint = "add one as people ask it, with a question mark"
            yield entry.problem("KB508", ("phrasings", language), words, hint)


RULES = (
    explanation_is_short,
    explanation_has_a_few_sentences,
    no_markup,
    claim_is_one_sentence_long,
    alphabet_fits_the_language,
    letters_fit_the_language,
    phrasings_say_something,
    somebody_asks,
)


def _shown(entry: Entry) -> Iterator[tuple[Trail, Language, str]]:
    for language, text in entry.claim.claim.items():
        yield ("claim", language), language, text
    for language, text in entry.claim.explanation.items():
        yield ("explanation", language), language, text


def _matched(entry: Entry) -> Iterator[tuple[Trail, Language, str]]:
    for language, texts in entry.claim.phrasings.items():
        for i, text in enumerate(texts):
            yield ("phrasings", language, i), language, text
    for language, trail, text, _ in entry.near_misses():
        yield trail, language, text
