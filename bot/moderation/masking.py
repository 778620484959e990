"""What points to a private person is hidden before moderators see what readers sent.

Numbers and addresses are told by their shape. Names are told by a list of given names, with a
surname behind them: a given name alone, a surname alone, a nickname, an address of a house, and a
rare given name stay, and so does whoever has the surname of a public figure.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from bot.claims.model import KnowledgeBase

PHONE, MAIL, USER, INVITE = "[phone]", "[mail]", "[user]", "[invite]"
CARD, ACCOUNT, NAME = "[card]", "[account]", "[name]"

_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_INVITE = re.compile(
    r"(?:https?://)?(?:t\.me|telegram\.me)/(?:\+|joinchat/)[\w-]+|tg://join\?invite=[\w-]+",
    re.IGNORECASE,
)
_USER = re.compile(r"(?<![\w./@])@[A-Za-z]\w{2,31}")
_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_CARD = re.compile(r"(?<![\w+])(?:[0-9][ -]?){12,18}[0-9](?!\w)")
_PHONE = re.compile(r"(?<![\w.,/+-])(?:\+|\()?[0-9](?:[ \u00a0().\-/]{0,2}[0-9]){8,14}(?![\w%])")
_BEGINS_A_PHONE = re.compile(
    r"\+|\(|0|[78][ (-]*[0-9]{3}[ )-]|[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}$|380"
)
_DATE = re.compile(r"[0-3]?[0-9][./-][01]?[0-9][./-](?:19|20)[0-9]{2}")
_DIGITS = range(9, 16)
_NAME_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_PAIR = re.compile(rf"(?<![\w@#])({_NAME_WORD})((?:[ \u00a0]+{_NAME_WORD}){{1,2}})")
_CAPITALISED = re.compile(rf"(?<!\w){_NAME_WORD}")
_SHORTEST_STEM = 3
_LONGEST_ENDING = 3
"""Letters by which the cases of a name differ."""
_KNOWN_STEM = 5
_REMAINDER = 97
_ENDINGS = ("ий", "ій", "ей", "ія", "ия", "ья", "as", "is", "us", "ė", "a", "e", "o", "y")
_CYRILLIC_ENDINGS = ("а", "я", "о", "й", "ь")


class Masker:
    """Hides what points to private persons; public figures of the knowledge base stay."""

    def __init__(self, public: Iterable[str] = ()) -> None:
        """Take words of which a surname stays."""
        self._public = {_known(word) for word in public}

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> "Masker":
        """Return one that lets those pass of whom the claims of *knowledge* speak."""
        texts = (
            text
            for claim in knowledge.claims.values()
            for text in (
                *claim.claim.values(),
                *claim.explanation.values(),
                *(one for some in claim.phrasings.values() for one in some),
            )
        )
        return cls(word for text in texts for word in _CAPITALISED.findall(text) if _is_name(word))

    def mask(self, text: str) -> str:
        """Return *text* with a word in brackets for each thing that is hidden.

        What is masked already stays as it is.
        """
        text = _INVITE.sub(INVITE, text)
        text = _MAIL.sub(MAIL, text)
        text = _USER.sub(USER, text)
        text = _ACCOUNT.sub(lambda found: ACCOUNT if _is_account(found[0]) else found[0], text)
        text = _CARD.sub(lambda found: CARD if _is_card(found[0]) else found[0], text)
        text = _PHONE.sub(lambda found: PHONE if _is_phone(found[0]) else found[0], text)
        return "".join(self._without_names(text))

    def _without_names(self, text: str) -> Iterator[str]:
        at = 0
        while found := _PAIR.search(text, at):
            first, rest = found[1], found[2]
            surnames = []
            for word in rest.split():
                if not _is_name(word):
                    break
                surnames.append(word)
            is_person = surnames and _is_given(first)
            if not is_person:
                yield text[at : found.end(1)]
                at = found.end(1)
                continue
            end = found.start(2)
            for word in surnames:
                end = text.index(word, end) + len(word)
            yield text[at : found.start()]
            is_public = any(_known(word) in self._public for word in surnames)
            yield text[found.start() : end] if is_public else NAME
            at = end
        yield text[at:]


def _is_name(word: str) -> bool:
    """Tell whether a word is written as a name: a capital, and small letters behind it."""
    return len(word) > 1 and word[0].isupper() and any(map(str.islower, word))


def _is_given(word: str) -> bool:
    if not _is_name(word):
        return False
    folded = word.casefold()
    stems = _stems()
    return folded in _given() or any(
        folded[:length] in stems
        for length in range(max(_SHORTEST_STEM, len(folded) - _LONGEST_ENDING), len(folded) + 1)
    )


def _known(word: str) -> str:
    return word.casefold()[:_KNOWN_STEM]


@cache
def _given() -> frozenset[str]:
    listed = files("bot.moderation").joinpath("given_names.txt").read_text(encoding="utf-8")
    return frozenset(word.casefold() for word in listed.split())


@cache
def _stems() -> frozenset[str]:
    return frozenset(stem for name in _given() if len(stem := _stem(name)) >= _SHORTEST_STEM)


def _stem(name: str) -> str:
    """Return what the cases of a name have in common; the shortest names have none."""
    for ending in (*_ENDINGS, *_CYRILLIC_ENDINGS):
        if name.endswith(ending) and len(name) - len(ending) > _SHORTEST_STEM:
            return name.removesuffix(ending)
    return name if len(name) > _SHORTEST_STEM else ""


def _is_phone(text: str) -> bool:
    digits = sum(map(str.isdecimal, text))
    return digits in _DIGITS and bool(_BEGINS_A_PHONE.match(text)) and not _DATE.match(text)


def _is_card(text: str) -> bool:
    """Tell whether the last digit is that of a card (Luhn 1960)."""
    digits = [int(sign) for sign in text if sign.isdecimal()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def _is_account(text: str) -> bool:
    """Tell whether the check digits of an IBAN are right (ISO 13616)."""
    bare = text.replace(" ", "")
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % _REMAINDER == 1
