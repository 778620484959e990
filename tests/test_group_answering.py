"""The use case in groups: who asks gets an answer, and unasked it is right or silent."""

from dataclasses import replace

import pytest

from bot.answering import Answering, query_key
from bot.answers import LiveAnswering
from bot.claims.model import Rating
from bot.group_answering import GroupAnswering, Mark, Post
from bot.groups import Form, GroupSettings, Mode, Said
from bot.matching.live import LiveMatcher
from bot.matching.model import Audience, Decision, Match, NoMatch, Part, PartKind, Query, Silence
from bot.metrics import registry
from bot.opinions import Opinion
from bot.reading.model import Unreadable
from bot.replies.actions import Rate
from bot.replies.html import to_html
from bot.replies.links import claim_link
from bot.replies.model import Reply
from bot.speaking import Heard, History, Quiet, Reason
from tests.replies.builders import make_claim
from tests.support.claims import make_network
from tests.tg.answerings import (
    AT_WAR,
    AT_WAR_EN,
    ATTACKED,
    PROMISE,
    PROMISE_EN,
    WITHDRAWN,
    asking,
    knowing,
)

HOME = "https://t.me/a_bot"
NOW = 1_800_000_000.0
ALL = GroupSettings(mode=Mode.ALL)
FRESH = Heard(age_s=1.0)
TRUE = make_claim("true-one", Rating.TRUE, claim={"en": "NATO has thirty-two members."})
FROM_NETWORK = "https://moon-mirror.example/news/1"


def ask(answering: Answering, text: str, language: str | None = None) -> Reply:
    return GroupAnswering(answering).on_request(Query.of(text), HOME, language)


def hear(
    answering: Answering,
    text: str,
    settings: GroupSettings = ALL,
    said: tuple[Said, ...] = (),
    misfits: tuple[str, ...] = (),
) -> Post | Mark | Quiet:
    return GroupAnswering(answering).unasked(
        Query.of(text), FRESH, settings, History(said), now=NOW, home=HOME, misfits=misfits
    )


def test_sources_are_led_to_without_telling_the_verdict_again() -> None:
    reply = GroupAnswering(knowing(AT_WAR, PROMISE)).sources([AT_WAR.id, PROMISE.id], HOME)
    assert reply is not None
    assert reply.claims == ()
    assert [one.action for one in reply.buttons] == [
        claim_link(HOME, one.id) for one in (AT_WAR, PROMISE)
    ]
    assert GroupAnswering(knowing(WITHDRAWN)).sources([WITHDRAWN.id], HOME) is None


@pytest.mark.parametrize(
    ("text", "helps", "is_unsure"),
    [
        (AT_WAR_EN, False, False),
        ("hello", True, False),
        ("NATO soldiers in Brussels wear purple hats on Sundays.", False, True),
    ],
)
def test_an_answer_that_tells_nothing_is_known_as_such(
    text: str, *, helps: bool, is_unsure: bool
) -> None:
    group = GroupAnswering(knowing(AT_WAR))
    reply = group.on_request(Query.of(text), HOME)
    assert (group.only_helps(reply, HOME), group.is_unsure(reply, HOME)) == (helps, is_unsure)


def first_line(reply: Reply) -> str:
    return to_html(reply).splitlines()[0]


def counted(outcome: str) -> float:
    return registry.get_sample_value("bot_group_speech_total", {"outcome": outcome}) or 0.0


class Deciding(LiveMatcher):
    """Decides the same about everything."""

    def __init__(self, like: LiveMatcher, decision: Decision) -> None:
        super().__init__(like.current)
        self.decision = decision
        self.asked_as: list[Audience] = []

    def match(self, query: Query, audience: Audience = Audience.PRIVATE) -> Decision:
        self.asked_as.append(audience)
        return self.decision


# Somebody asks.


def test_who_asks_gets_two_lines_and_what_leads_to_the_rest() -> None:
    reply = ask(knowing(AT_WAR), AT_WAR_EN)

    assert to_html(reply).splitlines() == [
        "❌ <b>False</b>: “NATO is at war with Russia”",
        "NATO is not a party to the fighting.",
    ]
    assert reply.buttons[0].action == claim_link(HOME, AT_WAR.id)
    key = query_key(Query.of(AT_WAR_EN))
    assert Rate(Opinion.HELPFUL, AT_WAR.id, key) in [one.action for one in reply.buttons]


def test_two_claims_of_a_message_get_two_lines_each() -> None:
    reply = ask(knowing(AT_WAR, PROMISE), f"{AT_WAR_EN} {PROMISE_EN}")

    assert set(reply.claims) == {AT_WAR.id, PROMISE.id}
    assert len(to_html(reply).split("\n\n")) == 2


def test_the_passage_that_matched_is_quoted_from_a_longer_message() -> None:
    text = f"My cousin sent me this today. {AT_WAR_EN} What do you think of it?"

    quote = ask(knowing(AT_WAR), text).quote

    assert quote is not None
    assert text[quote.start : quote.end].strip() == AT_WAR_EN


def test_what_is_likely_is_asked_about_in_one_line() -> None:
    reply = ask(asking(AT_WAR, ATTACKED), "What does NATO do in its war with Russia")

    assert len(to_html(reply).splitlines()) == 1
    assert {one.action for one in reply.buttons} <= {
        claim_link(HOME, AT_WAR.id),
        claim_link(HOME, ATTACKED.id),
    }
    assert (bool(reply.buttons), reply.claims) == (True, ())


def test_what_is_not_known_gets_a_line_and_the_way_to_the_private_chat() -> None:
    reply = ask(knowing(AT_WAR), "Finland joined NATO in April 2023 and the flag went up")

    assert first_line(reply) == "I have no checked claim like this, so I give no verdict."
    assert [one.action for one in reply.buttons] == [HOME]


@pytest.mark.parametrize("text", ["", "ok", "nato", "😂", "thank you so much"])
def test_where_there_is_nothing_to_check_a_line_says_how_to_ask(text: str) -> None:
    reply = ask(knowing(AT_WAR), text)

    assert first_line(reply).startswith("Reply to a message about NATO with /check, and")
    assert reply.buttons == ()


def test_a_text_that_is_too_long_is_called_so() -> None:
    assert first_line(ask(knowing(AT_WAR), "NATO! " * 4_000)).startswith("This message is too long")


def test_a_denial_is_answered_with_the_claim_and_not_accused() -> None:
    answering = knowing(AT_WAR)
    candidates = Deciding(answering.matcher, answering.matcher.match(Query.of(AT_WAR_EN)))
    match = candidates.decision
    assert isinstance(match, Match)
    denied = NoMatch(Silence.DEBUNK, match.answers, match.answers)
    answering = replace(answering, matcher=Deciding(answering.matcher, denied))

    reply = ask(answering, "NATO is not at war with Russia")

    assert first_line(reply).startswith("This speaks of a claim that we have checked.")
    assert "❌ <b>False</b>: “NATO is at war with Russia”" in to_html(reply)
    assert (reply.claims, reply.tone) == ((AT_WAR.id,), None)


def test_of_several_claims_that_a_message_denies_who_asks_may_choose() -> None:
    answering = knowing(AT_WAR, ATTACKED)
    found = tuple(
        one
        for text in (AT_WAR_EN, ATTACKED.claim["en"])
        for one in answering.matcher.match(Query.of(text)).candidates[:1]
    )
    denied = Deciding(answering.matcher, NoMatch(Silence.DEBUNK, found, found))

    reply = ask(replace(answering, matcher=denied), "Neither of the two")

    assert [one.action for one in reply.buttons] == [
        claim_link(HOME, AT_WAR.id),
        claim_link(HOME, ATTACKED.id),
    ]


@pytest.mark.parametrize(
    ("text", "chosen", "language"),
    [
        ("НАТО воюет с Россией", None, "ru"),
        ("НАТО воюет с Россией", "de", "de"),
        (AT_WAR_EN, "uk", "uk"),
        ("", None, "en"),
        ("", "cs", "cs"),
    ],
)
def test_the_group_chooses_the_language_else_the_message_does(
    text: str, chosen: str | None, language: str
) -> None:
    assert ask(knowing(AT_WAR), text, chosen).language == language


def test_requests_are_as_sure_as_a_private_chat_and_the_rest_surer() -> None:
    answering = knowing(AT_WAR)
    matcher = Deciding(answering.matcher, NoMatch(Silence.UNKNOWN))
    answering = replace(answering, matcher=matcher)

    ask(answering, AT_WAR_EN)
    hear(answering, AT_WAR_EN)

    assert matcher.asked_as == [Audience.PRIVATE, Audience.GROUP]


def test_a_claim_that_does_not_fit_the_text_is_not_answered_with() -> None:
    query, answering = Query.of(AT_WAR_EN), GroupAnswering(knowing(AT_WAR))

    reply = answering.on_request(query, HOME, None, {AT_WAR.id})

    assert reply.claims == ()
    assert answering.on_request_if_sure(query, HOME, None, {AT_WAR.id}) is None


def test_whether_it_is_sure_is_told_before_pictures_are_read() -> None:
    group = GroupAnswering(knowing(AT_WAR))

    assert group.on_request_if_sure(Query.of(AT_WAR_EN), HOME) == ask(knowing(AT_WAR), AT_WAR_EN)
    assert group.on_request_if_sure(Query.of("Look at this"), HOME) is None


def test_a_picture_that_was_read_is_said_to_be() -> None:
    query = Query((Part(AT_WAR_EN, PartKind.PICTURE),))

    reply = GroupAnswering(knowing(AT_WAR)).on_request(query, HOME)

    assert to_html(reply).splitlines()[-1].startswith("<i>I read the text in the picture myself")
    assert reply.quote is None


def test_a_picture_that_cannot_be_read_is_called_so() -> None:
    reply = GroupAnswering(knowing(AT_WAR)).on_request(Query(()), HOME, unread=Unreadable.TOO_LARGE)

    assert first_line(reply).startswith("This picture is too large for me.")


def test_a_picture_that_is_known_is_answered_or_asked_about() -> None:
    group, nothing = GroupAnswering(knowing(AT_WAR, WITHDRAWN)), Query(())

    sure = group.known_picture(AT_WAR.id, nothing, "key45678", HOME, is_sure=True)
    unsure = group.known_picture(AT_WAR.id, nothing, "key45678", HOME, is_sure=False)

    assert sure is not None
    assert unsure is not None
    assert (sure.claims, unsure.claims) == ((AT_WAR.id,), ())
    assert group.known_picture(WITHDRAWN.id, nothing, "key45678", HOME, is_sure=True) is None


# Nobody asked.


def test_what_is_nearly_certain_is_answered_unasked() -> None:
    assert hear(knowing(AT_WAR), AT_WAR_EN) == Post(ask(knowing(AT_WAR), AT_WAR_EN))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello everybody", Reason.UNSURE),
        (TRUE.claim["en"], Reason.NO_WARNING),
        (f"{AT_WAR_EN} 🤦", Reason.DISTANCE),
        (f"They say: {AT_WAR_EN}", Reason.DISTANCE),
        (f"{AT_WAR_EN} https://www.nato.int/record?a=1&b=2", Reason.LINKS_SOURCE),
        (f"{AT_WAR_EN} https://www.reuters.com/fact-check/1", Reason.LINKS_SOURCE),
    ],
)
def test_unasked_there_is_silence(text: str, reason: Reason) -> None:
    before = counted(reason.value)

    assert hear(knowing(AT_WAR, TRUE), text) == Quiet(reason)
    assert counted(reason.value) == before + 1


def test_what_is_not_listened_to_is_not_looked_at() -> None:
    answering = knowing(AT_WAR)
    matcher = Deciding(answering.matcher, NoMatch(Silence.UNKNOWN))
    group = GroupAnswering(replace(answering, matcher=matcher))

    assert not group.listens(FRESH, GroupSettings(), NOW)
    assert group.listens(FRESH, ALL, NOW)
    assert hear(replace(answering, matcher=matcher), AT_WAR_EN, GroupSettings()) == Quiet(
        Reason.MODE
    )
    assert matcher.asked_as == []


def test_of_two_claims_only_the_new_one_is_spoken_of() -> None:
    said = (Said(AT_WAR.id, NOW - 60),)

    speech = hear(knowing(AT_WAR, PROMISE), f"{AT_WAR_EN} {PROMISE_EN}", said=said)

    assert isinstance(speech, Post)
    assert speech.reply.claims == (PROMISE.id,)


def test_the_quiet_form_marks_the_message() -> None:
    settings = GroupSettings(mode=Mode.ALL, form=Form.REACTION)

    assert hear(knowing(AT_WAR), AT_WAR_EN, settings) == Mark((AT_WAR.id,))


def test_the_group_is_spoken_to_in_its_language() -> None:
    speech = hear(knowing(AT_WAR), AT_WAR_EN, GroupSettings(mode=Mode.ALL, language="de"))

    assert isinstance(speech, Post)
    assert speech.reply.language == "de"


def test_a_claim_that_does_not_fit_the_text_is_not_spoken_of() -> None:
    assert hear(knowing(AT_WAR), AT_WAR_EN, misfits=(AT_WAR.id,)) == Quiet(Reason.UNSURE)


def test_a_link_to_a_network_alone_breaks_no_silence() -> None:
    answering = knowing(AT_WAR, networks=[make_network()])

    assert hear(answering, f"Look at this {FROM_NETWORK}") == Quiet(Reason.UNSURE)


def test_who_is_warned_hears_of_the_network_too() -> None:
    answering = knowing(AT_WAR, networks=[make_network()])

    speech = hear(answering, f"{AT_WAR_EN} {FROM_NETWORK}")

    assert isinstance(speech, Post)
    for reply in (speech.reply, ask(answering, f"Look {FROM_NETWORK}")):
        assert "is listed as part of the network “Moon Mirror”" in to_html(reply)


# The text on tap.


def test_claims_are_told_by_their_ids() -> None:
    group = GroupAnswering(knowing(AT_WAR, PROMISE, WITHDRAWN))

    whole = group.whole((AT_WAR.id, WITHDRAWN.id, "gone"), HOME, "de")

    assert whole is not None
    assert (whole.claims, whole.language) == ((AT_WAR.id,), "de")
    assert group.whole((WITHDRAWN.id,), HOME) is None


def test_the_newest_knowledge_base_answers() -> None:
    live = LiveAnswering(knowing(AT_WAR))
    group = GroupAnswering(live)

    live.replace(knowing(PROMISE))

    assert group.whole((AT_WAR.id,), HOME) is None
    assert group.on_request(Query.of(PROMISE_EN), HOME).claims == (PROMISE.id,)
