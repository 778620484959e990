"""Pure: what readers sent becomes a wording of a claim; and which changes add nothing else."""

from bot.claims.edit import values_of
from bot.claims.model import LANGUAGES
from bot.matching.language import detect_language
from bot.moderation.guiding import clean
from bot.moderation.queue import Cluster
from bot.moderation.revisions import Kind, Revision


def in_one_line(text: str) -> str:
    """Return a text as a claim file has it."""
    return " ".join(clean(text).split())


def language_of(text: str, cluster: Cluster) -> str:
    """Return the language of a text, that of most readers where nothing tells."""
    found = detect_language(text, LANGUAGES)
    read = [language for language, _ in cluster.languages if language in LANGUAGES]
    return found or (read or ["en"])[0]


def only_adds_wordings(revision: Revision) -> bool:
    """Tell whether a change is of wordings alone, which an editor may take back."""
    if revision.kind is not Kind.PUBLISH or revision.before is None:
        return False
    try:
        before, after = values_of(revision.before), values_of(revision.after)
    except ValueError:
        return False
    return all(before.get(key) == after.get(key) for key in {*before, *after} if key != "phrasings")
