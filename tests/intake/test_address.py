import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.inbox import address
from tests.support import updates

Json = dict[str, Any]
GROUP = {"id": -100, "type": "supergroup"}
ANNA = {"id": 7}
MESSAGE = {"chat": GROUP, "from": ANNA}


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": MESSAGE}, -100),
        ({"edited_message": MESSAGE}, -100),
        ({"channel_post": {"chat": GROUP}}, -100),
        ({"callback_query": {"from": ANNA, "message": MESSAGE}}, -100),
        ({"callback_query": {"from": ANNA, "inline_message_id": "x"}}, 7),
        ({"my_chat_member": MESSAGE}, -100),
        ({"message_reaction": {"chat": GROUP, "user": ANNA}}, -100),
        ({"inline_query": {"from": ANNA, "query": "nato"}}, 7),
        ({"chosen_inline_result": {"from": ANNA, "query": "nato"}}, 7),
        ({"poll": {"id": "5"}}, 1),
        ({"unheard_of": ["x"]}, 1),
    ],
)
def test_an_update_belongs_to_its_chat_else_to_its_sender_else_to_itself(
    update: Json, chat: int
) -> None:
    assert address({"update_id": 1, **update}) == (chat, None)


def test_a_guest_message_belongs_to_its_group_and_between_two_people_to_its_sender() -> None:
    in_group = {"update_id": 1, "guest_message": {**MESSAGE, "guest_query_id": "5"}}
    between_two = {"chat": {"id": 8, "type": "private"}, "from": ANNA, "guest_query_id": "5"}

    assert address(in_group) == (-100, None)
    assert address({"update_id": 1, "guest_message": between_two}) == (7, None)


def test_messages_of_an_album_belong_together() -> None:
    message = {**MESSAGE, "media_group_id": "a"}

    assert address({"update_id": 1, "message": message}) == (-100, "a")
    assert address({"update_id": 1, "message": {**message, "media_group_id": 5}}) == (-100, None)


@pytest.mark.parametrize("number", ["5", True, 1.5, None, 2**63, -(2**63) - 1, {}])
def test_what_is_no_number_of_a_chat_is_passed_over(number: object) -> None:
    message = {"chat": {"id": number}, "from": ANNA}

    assert address({"update_id": 1, "message": message}) == (7, None)
    assert address({"update_id": 1, "message": {"chat": {"id": number}}}) == (1, None)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_the_largest_numbers_are_numbers(number: int) -> None:
    assert address({"update_id": 1, "message": {"chat": {"id": number}}}) == (number, None)


def test_what_our_made_up_updates_look_like_is_understood() -> None:
    update = updates.text_message("hello")

    assert address({"update_id": 1, **update}) == (update["message"]["chat"]["id"], None)


hostile = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "chat", "from", "id", "media_group_id", "x"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(min_size=1, max_size=3) | st.just("message"), hostile))
def test_any_json_has_an_address_that_a_database_holds(update: Json) -> None:
    chat, album = address({**json.loads(json.dumps(update)), "update_id": 1})

    assert -(2**63) <= chat < 2**63
    assert album is None or isinstance(album, str)
