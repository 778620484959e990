"""Where the sentences of a text end."""

import re

_END = re.compile(r"(?<![.!?…])[.!?…]+[»”“’\"')\]]*\s+[«„“‘\"'(\[]*")
_LAST_WORD = re.compile(r"\S+\Z")
_ABBREVIATION = re.compile(
    "approx|art|bzw|ca|cf|cl|dr|etc|fig|gen|gov|inc|jr|mr|mrs|nr|pkt|prof|resp|rev|sen|sgt|sr|st|"
    "ul|vol|vs|акад|г|гг|ген|др|им|млн|млрд|проф|рис|см|ст|стр|тыс|ул"
)
# There a number with a dot is an ordinal: "am 4. April", "4. dubna", "4. yüzyıl".
_ORDINALS = frozenset({"de", "cs", "pl", "lt", "tr"})
_ORDINAL = re.compile(r"\(?\d{1,2}\Z")


def count_sentences(text: str, language: str) -> int:
    """Return the number of sentences; in doubt a dot ends none."""
    return len(split_sentences(text, language))


def split_sentences(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences without the space between them; in doubt a dot ends none."""
    text = text.strip()
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _ends(text, match, language):
            end = match.start() + len(match[0].split(maxsplit=1)[0])
            sentences.append(text[start:end])
            start = end
    return tuple(one.strip() for one in (*sentences, text[start:]) if one)


def _ends(text: str, match: re.Match[str], language: str) -> bool:
    following = text[match.end() : match.end() + 1]
    if not following or following.islower():
        return False
    word = _LAST_WORD.search(text, max(0, match.start() - 40), match.start())
    if word is None or not match[0].startswith("."):
        return True
    last = word[0].lstrip("«„“‘\"'([").casefold()
    initial = len(last) == 1 and last.isalpha()
    ordinal = language in _ORDINALS and _ORDINAL.match(last) is not None
    return not (initial or ordinal or "." in last or _ABBREVIATION.fullmatch(last))
