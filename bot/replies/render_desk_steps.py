"""Replies of the desk on the guided way to a new claim: one question a message."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.claims.model import Rating, Topic
from bot.moderation.drafts import Draft
from bot.moderation.guiding import Flaw, Step, can_be_skipped, chosen_topics, proposed_id
from bot.replies.desk_actions import ChooseOption, LeaveQuestion, Question, SkipStep
from bot.replies.model import Button, Paragraph, Reply, Role, Span, Style
from bot.replies.render_desk_staff import DESK_LANGUAGE

_ASKED: Mapping[str, str] = MappingProxyType(
    {
        Step.SENTENCE: "What is the claim? One sentence in English, as the people who believe it "
        "say it.",
        Step.ID: "What is its id? A few small English words with hyphens. It never changes.",
        Step.RATING: "How do we rate it? Between two, take the milder one.",
        Step.EXPLANATION: "Why? Two to five plain sentences in English: first what the record "
        "shows, then what is true about the claim.",
        Step.ADDRESS: "A source: what is its address? It takes at least two sources from two "
        "publishers; the first one is not a party to the matter.",
        Step.PUBLISHER: "Who published it? As the name stands in publishers.yaml.",
        Step.TITLE: "What is its title, as printed? If the page is not in English, begin with its "
        "language, such as de: and then the title.",
        Step.DATE: "When was it published? 2026-11-22, or 2026-11, or 2026.",
        Step.TOPICS: "What is it about? Choose topics, then go on.",
        Step.PHRASINGS: "How do people write it? One wording a line; at least one is a question. "
        "Begin a line with its language, such as uk: if it is not English.",
    }
)
_SKIP: Mapping[str, str] = MappingProxyType(
    {
        Step.ADDRESS: "No more sources",
        Step.DATE: "No date",
        Step.TOPICS: "Go on",
        Step.PHRASINGS: "Later",
    }
)
_FLAWS: Mapping[Flaw, str] = MappingProxyType(
    {
        Flaw.EMPTY: "There was nothing in it.",
        Flaw.LONG: "That is too long: 2,000 letters at most.",
        Flaw.NO_ID: "That is no id. Use small English letters, digits and single hyphens, at most "
        "48 characters: nato-stores-biscuits",
        Flaw.TAKEN: "There is a claim with this id already. Choose another one; or edit that one "
        "with /draft and its id.",
        Flaw.NO_RATING: "That is no rating that we have.",
        Flaw.NO_ADDRESS: "That is no web address. Send it whole, beginning with https://",
        Flaw.NO_DATE: "That is no date. Write 2026-11-22, or 2026-11, or 2026.",
        Flaw.NOTHING_ASKED: "Nothing is asked here any more.",
        Flaw.UNFIT: "There is no place for this in the file as it is now. Take the file, and put "
        "it in there.",
    }
)
_HOW = "Reply to this message."
_LABEL_LETTERS = 40


def render_step(
    draft: Draft,
    *,
    publishers: Sequence[str] = (),
    topics: Mapping[str, Topic] = MappingProxyType({}),
    flaw: Flaw | None = None,
) -> Reply:
    """Ask what the draft's step asks for; *publishers* and *topics* are offered."""
    seen = draft.number, draft.revision
    name = draft.claim_id or "a new claim"
    heading = (Span(f"Draft № {draft.number}: ", Style.BOLD), Span(name, Style.CODE))
    paragraphs = [Paragraph((heading,), Role.HEADING)]
    if flaw:
        paragraphs.append(Paragraph.of(Role.BODY, _FLAWS[flaw], Style.BOLD))
    paragraphs.append(Paragraph.of(Role.BODY, _ASKED[draft.step]))
    paragraphs.append(Paragraph.of(Role.HINT, _HOW))
    offered = options_of(draft, publishers, topics)
    chosen = chosen_topics(draft) if draft.step == Step.TOPICS else ()
    buttons = [
        Button(
            f"{'✓ ' if value in chosen else ''}{_label(draft, value, topics)}",
            ChooseOption(*seen, number),
            beside=bool(number % 2),
        )
        for number, value in enumerate(offered)
    ]
    if can_be_skipped(draft.step):
        buttons.append(Button(_SKIP[draft.step], SkipStep(*seen)))
    buttons.append(Button("Leave it for now", LeaveQuestion(*seen, Question.STEP)))
    return Reply(DESK_LANGUAGE, tuple(paragraphs), tuple(buttons))


def options_of(
    draft: Draft, publishers: Sequence[str], topics: Mapping[str, Topic]
) -> tuple[str, ...]:
    """Return the answers that a step offers, as they would be typed."""
    match draft.step:
        case Step.ID:
            proposed = proposed_id(draft)
            return (proposed,) if proposed else ()
        case Step.RATING:
            return tuple(Rating)
        case Step.PUBLISHER:
            return tuple(publishers)
        case Step.TOPICS:
            return tuple(sorted(topics))
        case _:
            return ()


def _label(draft: Draft, value: str, topics: Mapping[str, Topic]) -> str:
    label = topics[value].name.get("en", value) if draft.step == Step.TOPICS else value
    return label if len(label) <= _LABEL_LETTERS else f"{label[: _LABEL_LETTERS - 1]}…"
