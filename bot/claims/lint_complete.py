"""KB119 to KB121: whether a claim speaks the languages that it should, and says who looked."""

from collections.abc import Iterator

from bot.claims.lint_entry import Entry, in_order
from bot.claims.problem import Problem
from bot.claims.wording import listed


def enough_phrasings(entry: Entry) -> Iterator[Problem]:
    """One wording finds only those who think of the same words."""
    for language, texts in entry.claim.phrasings.items():
        count, needed = len(texts), entry.wanted.phrasings.get(language, 1)
        if entry.published and 0 < count < needed:  # KB115 says where there is none
            found = "is 1 phrasing" if count == 1 else f"are {count} phrasings"
            text = f"there {found} in {language}, and {needed} are needed"
            hint = "add some as people really write: a rant, a headline, a question"
            yield entry.problem("KB119", ("phrasings", language), text, hint)


def every_language(entry: Entry) -> Iterator[Problem]:
    """A reader who finds the claim in their language also gets the answer in it."""
    if not entry.published:
        return
    # KB113 to KB115 speak of English, and of a language that has phrasings already.
    matched = {language for language, texts in entry.claim.phrasings.items() if texts}
    said = {*entry.claim.claim, *matched, "en"}
    if missing := in_order(set(entry.wanted.claim) - said):
        text = f"a published claim needs its sentence in {listed(missing)}"
        yield entry.problem("KB120", ("claim",), text, "add the sentence and phrasings in each")
    said = {*entry.claim.explanation, "en"}
    if missing := in_order(set(entry.wanted.explanation) - said):
        text = f"a published claim needs its explanation in {listed(missing)}"
        yield entry.problem("KB120", ("explanation",), text, "translate it into each of them")


def reviewed_is_there(entry: Entry) -> Iterator[Problem]:
    """Nobody can have read what is not written."""
    if "reviewed_languages" not in entry.claim.model_fields_set:
        return
    for i, language in enumerate(entry.claim.reviewed_languages):
        if language not in entry.claim.claim:
            text = f"{language} counts as reviewed, and the claim has no sentence in it"
            hint = "add the sentence, or take the language away"
            yield entry.problem("KB121", ("reviewed_languages", i), text, hint)


RULES = (enough_phrasings, every_language, reviewed_is_there)
