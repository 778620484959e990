"""What `draft` prints of drafts, and of what became of them."""

import shutil

from bot.claims.load import load
from bot.claims.problem import render_problems
from bot.cli import setup
from bot.cli.on_database import shown_time
from bot.moderation.draft_outcomes import Live, Slip
from bot.moderation.drafts import Draft
from bot.moderation.looking import Look
from bot.moderation.publishing import Refused
from bot.replies.catalog import Catalog
from bot.replies.desk_refusals import why_not
from bot.replies.desk_slips import why_slipped
from bot.replies.render import render_card
from bot.replies.terminal import to_terminal

_WIDTH = 100


def say(outcome: Draft | Live | Refused | Slip) -> int:
    """Print what became of it; return the exit code."""
    match outcome:
        case Draft():
            print(f"draft {outcome.number}: {outcome.claim_id} is {outcome.state}")
        case Live(draft=draft, published=published):
            print(published.diff, end="")
            number = published.revision.number
            print(f"draft {draft.number}: {draft.claim_id} is live, number {number}")
        case Refused():
            print(render_problems(outcome.problems, "text"), end="")
            print(outcome.diff, end="")
            print(why_not(outcome))
        case Slip():
            print(why_slipped(outcome))
    return int(isinstance(outcome, Refused | Slip))


def print_card(look: Look, language: str) -> int:
    """Print the card that readers would get; return the exit code."""
    if look.claim is None:
        if look.refused:
            return say(look.refused)
        print("Too much is missing for a card.")
        return 1
    parties = load(setup.settings().knowledge_dir).knowledge.parties
    card = render_card(look.claim, language, Catalog.load(), parties=parties)
    width = min(shutil.get_terminal_size().columns, _WIDTH)
    print(to_terminal(card, colour=False, width=width))
    return 0


def line_of(draft: Draft) -> str:
    """Return how a draft stands, in a line."""
    facts = (
        f"{draft.number:>4}",
        shown_time(draft.changed_at),
        f"{draft.state:<9}",
        draft.claim_id or "(no id yet)",
        draft.writer.name or "(forgotten)",
        draft.comment,
    )
    return "  ".join(filter(None, facts))


def what_it_takes(look: Look) -> str:
    """Say what a draft without problems still takes."""
    if look.is_first:
        return "it would be new to readers"
    if look.comes_back and not look.changes_rating:
        return "it would be back, after it was withdrawn"
    if look.needs_reason:
        return "the rating changes, give the --reason when you submit it"
    return "the rating changes" if look.changes_rating else "the verdict stays"
