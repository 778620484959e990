"""Claims and catalogs for pictures: a test names only what it is about."""

from functools import cache
from pathlib import Path

from bot.claims.load import load_strict
from bot.claims.model import LANGUAGES, Claim
from bot.drawing.content import Content, content_of
from bot.replies.catalog import FALLBACK, Catalog
from bot.replies.locales import categories
from tests.replies.builders import make_claim

ROOT = Path(__file__).parent.parent.parent
BOT_NAME = "nato_myths_bot"


@cache
def published() -> tuple[Claim, ...]:
    return tuple(load_strict(ROOT / "knowledge").published.values())


def with_every_language(catalog: Catalog) -> Catalog:
    """Let the interface speak English where its own words are still being written."""
    missing = [language for language in LANGUAGES if language not in catalog.languages]
    english = {key: forms["other"] for key, forms in catalog.forms[FALLBACK].items()}
    return Catalog(
        {**catalog.texts, **dict.fromkeys(missing, catalog.texts[FALLBACK])},
        {
            **catalog.forms,
            **{
                language: {
                    key: dict.fromkeys(categories(language), form) for key, form in english.items()
                }
                for language in missing
            },
        },
    )


@cache
def _catalog() -> Catalog:
    return Catalog.load()


def make_content(
    claim: Claim | None = None,
    language: str = "en",
    catalog: Catalog | None = None,
    bot_name: str = BOT_NAME,
) -> Content:
    claim = claim or make_claim()
    link = f"https://t.me/{bot_name}?start=c_{claim.id}"
    catalog = catalog or _catalog()
    return content_of(claim, language, catalog, bot_name=bot_name, link=link)


def bare(text: str) -> str:
    """Return *text* without its spaces, which lines do not end in."""
    return "".join(text.split())
