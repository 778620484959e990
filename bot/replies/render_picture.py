"""What stands below the picture of a claim that readers share."""

from bot.claims.model import Claim
from bot.replies.catalog import Catalog
from bot.replies.claim_lines import require_published, verdict_line
from bot.replies.keys import Key
from bot.replies.model import Paragraph, Reply, Role, Span


def render_caption(claim: Claim, language: str, catalog: Catalog, link: str) -> Reply:
    """Say the verdict once more, for those who cannot see it, and where the rest stands.

    It goes from hand to hand with the picture, so that the address is written out. Raises
    ValueError where the claim is not published.
    """
    require_published(claim)
    language = catalog.resolve(language)
    more = catalog.line(language, Key.PICTURE_LINK, link=Span(link))
    return Reply(
        language,
        (
            Paragraph((verdict_line(claim, language, catalog),), Role.HEADING),
            Paragraph((more,), Role.HINT),
        ),
        tone=claim.rating,
        claims=(claim.id,),
    )
