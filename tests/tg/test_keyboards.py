"""What stays of a keyboard when another reply takes the place of its message."""

from telegram import InlineKeyboardMarkup

from bot.replies.actions import (
    Action,
    Follow,
    ListFound,
    ListTopic,
    ListTopics,
    NoneOfThese,
    Share,
    ShowCard,
    ShowDetails,
    Unfollow,
)
from bot.replies.model import Button, Reply
from bot.tg.callbacks import decode
from bot.tg.keyboards import to_keyboard

CARD: list[list[Action]] = [[ShowDetails("a")]]


def reply(*rows: list[Action], claims: tuple[str, ...] = ()) -> Reply:
    buttons = [Button("x", action, beside=at > 0) for row in rows for at, action in enumerate(row)]
    return Reply("en", (), tuple(buttons), claims=claims)


def board(*rows: list[Action]) -> InlineKeyboardMarkup | None:
    return to_keyboard(reply(*rows))


def actions(keyboard: InlineKeyboardMarkup | None) -> list[list[Action]]:
    assert keyboard is not None
    return [
        [decoded[0] for button in row if (decoded := decode(str(button.callback_data)))]
        for row in keyboard.inline_keyboard
    ]


def after(before: InlineKeyboardMarkup | None) -> list[list[Action]]:
    """Return the keyboard of the card of claim a, where *before* was."""
    return actions(to_keyboard(reply(*CARD, claims=("a",)), before))


def test_other_claims_of_a_choice_stay_below_a_card() -> None:
    choice = board([ShowCard("a")], [ShowCard("b")], [NoneOfThese()])
    assert after(choice) == [*CARD, [ShowCard("b")], [NoneOfThese()]]


def test_of_a_list_with_pages_the_way_back_stays() -> None:
    pages: list[Action] = [ListTopic("t", 0), ListTopic("t", 1), ListTopic("t", 2)]
    topic = board([ShowCard("a")], [ShowCard("b")], pages, [ListTopics()])
    assert after(topic) == [*CARD, pages, [ListTopics()]]

    found = board([ShowCard("a")], [ShowCard("b")], [ListFound(0, "war"), ListFound(1, "war")])
    assert after(found) == [*CARD, [ListFound(0, "war"), ListFound(1, "war")]]


def test_a_list_of_one_page_stays_itself() -> None:
    topic = board([ShowCard("a")], [ShowCard("b")], [ListTopics()])
    assert after(topic) == [*CARD, [ShowCard("b")], [ListTopics()]]


def test_a_list_leaves_nothing_of_what_was_there_before() -> None:
    topic = board([ShowCard("a")], [ListTopics()])
    topics = reply([ListTopic("t", 0)], [ListTopic("u", 0)])
    assert actions(to_keyboard(topics, topic)) == [[ListTopic("t", 0)], [ListTopic("u", 0)]]


def test_related_claims_go_with_the_details_and_what_was_left_before_them_stays() -> None:
    for follow in (Follow("a"), Unfollow("a")):
        details = board(
            [ShowCard("related")], [ShowCard("a"), follow], [ShowCard("b")], [NoneOfThese()]
        )
        assert after(details) == [*CARD, [ShowCard("b")], [NoneOfThese()]]


def test_details_take_the_place_of_a_card_and_keep_what_is_below_it() -> None:
    card = board([ShowDetails("a")], [ShowCard("b")], [ListTopics()])
    details = reply([ShowCard("related")], [ShowCard("a"), Follow("a")], claims=("a",))
    assert actions(to_keyboard(details, card)) == [
        [ShowCard("related")],
        [ShowCard("a"), Follow("a")],
        [ShowCard("b")],
        [ListTopics()],
    ]


def test_no_button_stands_there_twice() -> None:
    before = board([ShowCard("b")], [NoneOfThese()])
    card = reply([ShowCard("b")], claims=("a",))
    assert actions(to_keyboard(card, before)) == [[ShowCard("b")], [NoneOfThese()]]


def test_buttons_that_carry_no_action_are_no_choice() -> None:
    before = to_keyboard(
        Reply("en", (), (Button("x", Share("b")), Button("y", "https://example.org")))
    )
    assert after(before) == CARD


def test_a_reply_without_buttons_over_none_has_no_keyboard() -> None:
    assert to_keyboard(reply(), None) is None
    assert to_keyboard(reply(claims=("a",)), board([ShowCard("a")])) is None
