"""Thumbs and reasons under a card, an answer that does not fit, and claims that are followed."""

from dataclasses import replace

import pytest

from bot.answering import Answering, query_key
from bot.matching.model import Query
from bot.opinions import MISFIT_FOR_ALL, Opinion
from bot.questions import Inquiry
from bot.replies.actions import Follow, Rate, Unfollow
from bot.replies.catalog import Catalog
from bot.replies.keys import Key
from bot.replies.render import render_card, render_choice, render_no_match
from bot.replies.render_browse import render_withdrawn
from bot.replies.render_flows import (
    render_asked_again,
    render_misfit,
    render_reasons,
    render_sent,
)
from bot.replies.render_notices import render_gone
from bot.tg.callbacks import encode
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, photo_message, private_chat, text_message, user
from tests.tg.answerings import (
    AT_WAR,
    AT_WAR_EN,
    ATTACKED,
    IN_CHANNEL,
    WITHDRAWN,
    asking,
    knowing,
)
from tests.tg.conftest import Chat, Meet, html
from tests.tg.presses import labels, last, press

OLA, PETRA = 501, 502
DAYS = 30
KEY = query_key(Query.of(AT_WAR_EN))
EITHER = "NATO and Russia, war, attacked"
"""Words of two claims, the wording of none."""
UP, DOWN = "👍 Helpful", "👎 Not helpful"
THUMBS = [["Details", "Picture", "Share"], [UP, DOWN]]
UNDO = "Undo: the answer did fit"
WRONG, OUTDATED, BROKEN, UNCLEAR = (
    "My message is about something else",
    "It is out of date",
    "A source does not open",
    "I don’t understand it",
)


def online(answering: Answering) -> Answering:
    """Return *answering* as it is where there are moderators."""
    return replace(answering, kept_days=DAYS)


def notices(chat: Chat) -> list[str | None]:
    return [call.parameters.get("text") for call in chat.calls("answerCallbackQuery")]


async def test_a_thumb_up_is_noted_and_thanked_for(meet: Meet, kept: MemoryStores) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        card = last(chat.api)
        await chat.receive(press(chat.api, UP))
        assert chat.api.shown(card) == card
    assert kept.opinions.given == {(AT_WAR.id, OLA, KEY): Opinion.HELPFUL}
    assert (notices(chat), len(chat.said)) == (["Thank you."], 1)


async def test_a_thumb_down_asks_for_a_reason_and_leaves_the_card_to_be_read(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        card = last(chat.api)
        await chat.receive(press(chat.api, DOWN))
        assert labels(chat.api) == [*THUMBS, [WRONG], [OUTDATED], [BROKEN], [UNCLEAR]]
        assert last(chat.api)["text"] == card["text"]
        await chat.receive(press(chat.api, DOWN))
        assert labels(chat.api) == [*THUMBS, [WRONG], [OUTDATED], [BROKEN], [UNCLEAR]]
    assert kept.opinions.given == {(AT_WAR.id, OLA, KEY): Opinion.NOT_HELPFUL}
    assert notices(chat) == 2 * ["What is wrong with this answer?"]
    assert len(chat.said) == 1


@pytest.mark.parametrize(
    ("label", "opinion"),
    [
        (OUTDATED, Opinion.OUTDATED),
        (BROKEN, Opinion.SOURCE_BROKEN),
        (UNCLEAR, Opinion.UNCLEAR),
    ],
)
async def test_a_reason_is_noted_in_the_place_of_the_thumb(
    meet: Meet, kept: MemoryStores, label: str, opinion: Opinion
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        card = last(chat.api)
        await chat.receive(press(chat.api, DOWN))
        reason = press(chat.api, label)
        await chat.receive(reason)
        await chat.receive(reason)
        assert last(chat.api) | {"edit_date": 0} == card | {"edit_date": 0}
    assert kept.opinions.given == {(AT_WAR.id, OLA, KEY): opinion}
    assert notices(chat)[1:] == 2 * ["Thank you. This helps to find mistakes."]


async def test_whoever_likes_it_after_all_needs_no_reason(meet: Meet, kept: MemoryStores) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(press(chat.api, DOWN))
        await chat.receive(press(chat.api, UP))
        assert labels(chat.api) == THUMBS
    assert kept.opinions.given == {(AT_WAR.id, OLA, KEY): Opinion.HELPFUL}
    assert chat.api.violations == []


async def test_a_card_that_was_opened_is_no_wrong_answer_to_anything(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message("/start c_nato-at-war"))
        chat.api.delete(OLA, last(chat.api)["reply_to_message"]["message_id"])
        await chat.receive(press(chat.api, DOWN))
        assert labels(chat.api) == [*THUMBS, [OUTDATED], [BROKEN], [UNCLEAR]]
        forged = encode(Rate(Opinion.WRONG_CLAIM, AT_WAR.id), "en")
        await chat.receive(callback_query(forged, last(chat.api)))
    assert (kept.opinions.wrong, len(chat.said)) == (set(), 1)


async def test_other_claims_to_choose_from_stay_below_the_reasons(meet: Meet) -> None:
    async with meet(online(asking(AT_WAR, ATTACKED))) as chat:
        await chat.receive(text_message(EITHER))
        await chat.receive(press(chat.api, "NATO is at war with Russia"))
        below = [["NATO has attacked Russia"], ["None of these"]]
        assert labels(chat.api) == [*THUMBS, *below]
        await chat.receive(press(chat.api, DOWN))
        assert labels(chat.api) == [*THUMBS, [WRONG], [OUTDATED], [BROKEN], [UNCLEAR], *below]
        await chat.receive(press(chat.api, OUTDATED))
        assert labels(chat.api) == [*THUMBS, *below]


async def test_under_a_card_too_old_to_change_the_reasons_are_a_message_of_their_own(
    meet: Meet, catalog: Catalog
) -> None:
    too_old = {"chat": private_chat(), "message_id": 5, "date": 0}
    async with meet(online(knowing(AT_WAR))) as chat:
        thumb = encode(Rate(Opinion.NOT_HELPFUL, AT_WAR.id, KEY), "en")
        await chat.receive(callback_query(thumb, too_old))
        assert labels(chat.api) == [[WRONG], [OUTDATED], [BROKEN], [UNCLEAR]]
        await chat.receive(press(chat.api, UNCLEAR))
        assert labels(chat.api) == []
    reasons = render_reasons(AT_WAR.id, KEY, "en", catalog, answers_text=True)
    assert chat.said == html(reasons)
    assert chat.api.violations == []


@pytest.mark.parametrize("claim_id", ["never-was-there", "withdrawn-claim"])
async def test_an_opinion_on_a_claim_that_never_was_is_not_kept(
    meet: Meet, catalog: Catalog, kept: MemoryStores, claim_id: str
) -> None:
    async with meet(online(knowing(AT_WAR, WITHDRAWN))) as chat:
        await chat.receive(text_message("/start"))
        thumb = encode(Rate(Opinion.HELPFUL, claim_id, KEY), "en")
        await chat.receive(callback_query(thumb, last(chat.api)))
    known = claim_id == WITHDRAWN.id
    assert len(kept.opinions.given) == known
    assert chat.said[1:] == ([] if known else html(render_gone("en", catalog)))


# Not my claim.


async def test_a_wrong_answer_is_not_given_to_that_text_again(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(press(chat.api, DOWN))
        await chat.receive(press(chat.api, WRONG))
        assert labels(chat.api) == [["Send it to the moderators"], [UNDO]]
        assert kept.opinions.wrong == {(KEY, AT_WAR.id, OLA)}
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(text_message(AT_WAR_EN, user=user(PETRA)))
    card = render_card(AT_WAR, "en", catalog)
    assert chat.said == html(
        card,
        render_misfit(AT_WAR.id, [], DAYS, "en", catalog),
        render_no_match([], "en", catalog, DAYS),
        card,
    )
    assert kept.opinions.given == {(AT_WAR.id, OLA, KEY): Opinion.WRONG_CLAIM}
    assert chat.api.violations == []


async def test_a_press_by_mistake_is_taken_back_and_the_answer_is_there_again(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(press(chat.api, DOWN))
        await chat.receive(press(chat.api, WRONG))
        await chat.receive(press(chat.api, UNDO))
        assert labels(chat.api) == THUMBS
        assert (kept.opinions.wrong, kept.opinions.given) == (set(), {})
        await chat.receive(text_message(AT_WAR_EN))
    card = render_card(AT_WAR, "en", catalog)
    misfit = render_misfit(AT_WAR.id, [], DAYS, "en", catalog)
    assert chat.said == html(card, misfit, card, card)
    assert notices(chat)[-1] == "Taken back. Here is the answer again."
    assert chat.api.violations == []


async def test_only_their_own_word_is_taken_back(meet: Meet, kept: MemoryStores) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(press(chat.api, DOWN))
        await chat.receive(press(chat.api, WRONG))
        await chat.receive(press(chat.api, UNDO, user(PETRA)))
    assert kept.opinions.wrong == {(KEY, AT_WAR.id, OLA)}


async def test_what_several_people_say_holds_for_everybody(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        for number in range(MISFIT_FOR_ALL):
            await chat.receive(text_message(AT_WAR_EN, user=user(700 + number)))
            person = user(700 + number)
            await chat.receive(press(chat.api, DOWN, person))
            await chat.receive(press(chat.api, WRONG, person))
        await chat.receive(text_message(AT_WAR_EN))
    cards = html(render_card(AT_WAR, "en", catalog))
    assert chat.said.count(cards[0]) == MISFIT_FOR_ALL
    assert chat.said[-1:] == html(render_no_match([], "en", catalog, DAYS))


async def test_a_wrong_answer_goes_to_the_moderators_with_the_claim_that_it_was(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(press(chat.api, DOWN))
        await chat.receive(press(chat.api, WRONG))
        await chat.receive(press(chat.api, "Send it to the moderators"))
    assert chat.said[2:] == html(render_sent(1, "en", catalog))
    asked = Inquiry(KEY, AT_WAR_EN, "en", not_claim=AT_WAR.id)
    assert kept.questions.asked == {1: (OLA, asked)}


async def test_other_claims_that_it_may_be_are_offered_without_their_verdicts(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(asking(AT_WAR, ATTACKED))) as chat:
        await chat.receive(text_message(EITHER))
        await chat.receive(press(chat.api, "NATO is at war with Russia"))
        await chat.receive(press(chat.api, DOWN))
        await chat.receive(press(chat.api, WRONG))
        offered = [["NATO has attacked Russia"], ["Send it to the moderators"], [UNDO]]
        assert labels(chat.api) == offered
        await chat.receive(text_message(EITHER))
    assert chat.said[2:] == html(
        render_misfit(AT_WAR.id, [ATTACKED], DAYS, "en", catalog),
        render_choice([ATTACKED], "en", catalog),
    )


async def test_of_a_card_whose_message_is_gone_the_text_is_known_by_its_key(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN, message_id=7))
        chat.api.delete(OLA, 7)
        await chat.receive(press(chat.api, DOWN))
        await chat.receive(press(chat.api, WRONG))
        assert labels(chat.api) == [[UNDO]]
    assert kept.opinions.wrong == {(KEY, AT_WAR.id, OLA)}
    assert chat.said[1:] == html(render_misfit(AT_WAR.id, [], None, "en", catalog))


async def test_moderators_who_have_the_text_already_see_it_again(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    kept.questions.asked[1] = (OLA, Inquiry(KEY, AT_WAR_EN, "en"))
    kept.questions.answers[1] = AT_WAR.id
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN, message_id=7))
        chat.api.delete(OLA, 7)
        await chat.receive(press(chat.api, DOWN))
        await chat.receive(press(chat.api, WRONG))
    assert chat.said[1:] == html(render_asked_again(1, "en", catalog))
    assert kept.questions.answers == {}
    assert kept.questions.asked[1] == (
        OLA,
        Inquiry(KEY, AT_WAR_EN, "en", not_claim=AT_WAR.id),
    )


async def test_pictures_alone_are_not_all_the_same_text(meet: Meet, kept: MemoryStores) -> None:
    (post,) = IN_CHANNEL.appearances
    origin = {
        "type": "channel",
        "date": 1,
        "chat": {"id": -5, "type": "channel", "title": "News", "username": "daily_news"},
    }
    assert post.url is not None
    number = int(post.url.rpartition("/")[2])
    async with meet(online(knowing(IN_CHANNEL))) as chat:
        await chat.receive(photo_message(forward_origin=origin | {"message_id": number}))
        await chat.receive(press(chat.api, DOWN))
        await chat.receive(press(chat.api, WRONG))
    ((text_key, claim_id, user_id),) = kept.opinions.wrong
    assert (claim_id, user_id) == (IN_CHANNEL.id, OLA)
    assert text_key != query_key(Query(()))


# Followers.


async def test_a_claim_is_followed_and_left_by_the_same_button(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(press(chat.api, "Details"))
        before = labels(chat.api)
        details = last(chat.api)["text"]
        follow = press(chat.api, "Tell me if it changes")
        await chat.receive(follow)
        await chat.receive(follow)
        assert kept.follows.following == {(AT_WAR.id, OLA): ("false", "en")}
        unfollow = press(chat.api, "Stop following")
        await chat.receive(unfollow)
        await chat.receive(unfollow)
        assert (labels(chat.api), last(chat.api)["text"]) == (before, details)
    assert kept.follows.following == {}
    following, not_following = (
        "I will write to you when this verdict changes.",
        "All right, I will not write to you about this verdict.",
    )
    assert notices(chat)[1:] == [*2 * [following], *2 * [not_following]]


@pytest.mark.parametrize("claim_id", ["never-was-there", "withdrawn-claim"])
async def test_a_claim_that_is_not_there_cannot_be_followed(
    meet: Meet, catalog: Catalog, kept: MemoryStores, claim_id: str
) -> None:
    async with meet(online(knowing(AT_WAR, WITHDRAWN))) as chat:
        await chat.receive(text_message("/start"))
        await chat.receive(callback_query(encode(Follow(claim_id), "en"), last(chat.api)))
    assert kept.follows.following == {}
    withdrawn = render_withdrawn(WITHDRAWN, "en", catalog)
    gone = withdrawn if claim_id == WITHDRAWN.id else render_gone("en", catalog)
    assert chat.said[1:] == html(gone)


async def test_a_claim_that_is_not_there_any_more_can_be_left(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    kept.follows.following[WITHDRAWN.id, OLA] = ("false", "en")
    too_old = {"chat": private_chat(), "message_id": 5, "date": 0}
    async with meet(online(knowing(AT_WAR, WITHDRAWN))) as chat:
        await chat.receive(callback_query(encode(Unfollow(WITHDRAWN.id), "en"), too_old))
    assert (kept.follows.following, chat.said) == ({}, [])
    assert notices(chat) == [catalog.text("en", Key.NOT_FOLLOWING)]
