"""/whoami, /grant and /revoke, in the desk chat and in private."""

from typing import Any

import pytest

from bot.moderation.appointing import Slip
from bot.moderation.roles import Act, Member, Moderator, Role
from bot.replies.desk_actions import RevokeRole
from bot.replies.html import to_html
from bot.replies.render_desk_staff import (
    not_allowed,
    render_appointed,
    render_dismissed,
    render_granted,
    render_not_allowed,
    render_owner_stays,
    render_revoked,
    render_slip,
    render_staff,
    render_whoami,
)
from bot.tg.callbacks import encode
from tests.support.group_updates import (
    another_bot,
    as_anonymous_admin,
    forum,
    in_topic,
    topic_created,
)
from tests.support.stores import MemoryStores
from tests.support.updates import (
    callback_query,
    group,
    origin_hidden_user,
    origin_user,
    text_message,
)
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import Chat, Meet
from tests.tg.desk.conftest import DESK, EDITOR, OWNER, REVIEWER, STRANGER
from tests.tg.messages import Json
from tests.tg.presses import press

NEW = STRANGER["id"]
OLHA = Moderator(OWNER["id"], "Olha")
TAKE_BACK = "Take this role back"


def told(chat: Chat, person: Json) -> list[str]:
    """Return what one person, or one chat, was sent."""
    sent = chat.calls("sendMessage")
    return [one.parameters["text"] for one in sent if one.parameters["chat_id"] == person["id"]]


@pytest.mark.parametrize("where", [{"chat": DESK}, {}], ids=["at the desk", "in private"])
@pytest.mark.parametrize(
    ("person", "role"),
    [(OWNER, Role.OWNER), (REVIEWER, Role.REVIEWER), (EDITOR, Role.EDITOR)],
    ids=["owner", "reviewer", "editor"],
)
async def test_the_staff_learn_what_they_are(
    meet: Meet, where: Any, person: Json, role: Role
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/whoami", user=person, **where))
    assert chat.said == [to_html(render_whoami(Member(person["id"], "", role)))]
    assert chat.api.violations == []


@pytest.mark.parametrize("where", [{"chat": DESK}, {}], ids=["at the desk", "in private"])
async def test_an_owner_gives_a_role_by_id_and_the_person_is_told(
    meet: Meet, kept: MemoryStores, where: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/grant editor {NEW}", user=OWNER, **where))
    member = Member(NEW, "Strahinja", Role.EDITOR)
    assert kept.staff.kept[NEW] == member
    assert kept.staff.log == [(OLHA, NEW, Role.NOBODY, Role.EDITOR)]
    granted = render_granted(member, Role.NOBODY, is_told=True, is_known=True)
    assert chat.said == [to_html(render_appointed(Role.EDITOR)), to_html(granted)]
    assert told(chat, STRANGER) == [to_html(render_appointed(Role.EDITOR))]
    assert chat.api.violations == []


async def test_a_role_is_given_in_reply_to_a_message_at_the_desk(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        hello = text_message("Hello all", user=STRANGER, chat=DESK)
        await chat.receive(hello)
        await chat.receive(text_message("/grant reviewer", user=OWNER, chat=DESK, reply_to=hello))
    assert kept.staff.kept[NEW] == Member(NEW, "Strahinja", Role.REVIEWER)
    assert len(chat.said) == 2


async def test_a_role_is_given_in_reply_to_a_forwarded_message_in_private(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        forwarded = text_message("Hello", user=OWNER, forward_origin=origin_user(STRANGER))
        await chat.receive(text_message("/grant editor", user=OWNER, reply_to=forwarded))
    assert kept.staff.kept[NEW].role is Role.EDITOR


async def test_a_person_who_never_met_the_bot_is_a_number_to_check(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/grant editor 4242 Olena K.", user=OWNER))
    member = Member(4242, "Olena K.", Role.EDITOR)
    assert kept.staff.kept[4242] == member
    granted = render_granted(member, Role.NOBODY, is_told=False, is_known=False)
    assert chat.said == [to_html(granted)]
    assert all("chat not found" in one for one in chat.api.violations)


async def test_who_has_blocked_the_bot_gets_the_role_and_is_not_told(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.groups.set_bot(NEW, "kicked")
        await chat.receive(text_message(f"/grant editor {NEW}", user=OWNER))
    assert kept.staff.kept[NEW].role is Role.EDITOR
    member = Member(NEW, "Strahinja", Role.EDITOR)
    granted = render_granted(member, Role.NOBODY, is_told=False, is_known=True)
    assert chat.said == [to_html(granted)]


async def test_a_role_that_somebody_has_is_given_once(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/grant editor {EDITOR['id']}", user=OWNER))
    member = Member(EDITOR["id"], "Edita", Role.EDITOR)
    already = render_granted(member, Role.EDITOR, is_told=False, is_known=True)
    assert chat.said == [to_html(already)]
    assert kept.staff.log == []


async def test_a_button_takes_the_role_back_and_pressed_twice_it_does_no_harm(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/grant editor {NEW}", user=OWNER, chat=DESK))
        take_back = press(chat.api, TAKE_BACK, OWNER)
        await chat.receive(take_back)
        assert NEW not in kept.staff.kept
        answer = chat.api.shown(chat.api.sent()[1])
        await chat.receive(callback_query(encode(RevokeRole(NEW), "en"), answer, presser=OWNER))
    member = Member(NEW, "Strahinja", Role.EDITOR)
    assert chat.said[2:] == [
        to_html(render_dismissed(Role.EDITOR)),
        to_html(render_revoked(member, Role.EDITOR)),
        to_html(render_revoked(Member(NEW, "", Role.NOBODY), Role.NOBODY)),
    ]
    assert [change[1:] for change in kept.staff.log] == [
        (NEW, Role.NOBODY, Role.EDITOR),
        (NEW, Role.EDITOR, Role.NOBODY),
    ]


async def test_a_role_is_taken_by_id_and_it_counts_at_once(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/revoke {EDITOR['id']}", user=OWNER, chat=DESK))
        await chat.receive(text_message("/whoami", user=EDITOR, chat=DESK))
    assert EDITOR["id"] not in kept.staff.kept
    member = Member(EDITOR["id"], "Edita", Role.EDITOR)
    assert told(chat, DESK) == [to_html(render_revoked(member, Role.EDITOR))]
    assert told(chat, EDITOR) == [to_html(render_dismissed(Role.EDITOR))]


@pytest.mark.parametrize("command", ["/grant editor", "/revoke"])
async def test_an_owner_stays_one(meet: Meet, kept: MemoryStores, command: str) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"{command} {OWNER['id']}", user=OWNER))
    name = "Olha" if "grant" in command else ""
    assert chat.said == [to_html(render_owner_stays(Member(OWNER["id"], name, Role.OWNER)))]
    assert kept.staff.log == []


@pytest.mark.parametrize("command", ["grant", "revoke"])
async def test_a_command_alone_says_who_works_here_and_how_it_goes(
    meet: Meet, kept: MemoryStores, command: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/{command}", user=OWNER))
    assert chat.said == [to_html(render_staff(await kept.staff.members(), command))]


@pytest.mark.parametrize(
    ("words", "slip"),
    [
        ("chief 9003", Slip.WORD),
        ("owner 9003", Slip.OWNER),
        ("9003 owner", Slip.OWNER),
        ("editor @strahinja", Slip.AT_NAME),
        ("editor -1001000000077", Slip.NO_ID),
        ("editor 0", Slip.NO_ID),
        ("editor 99999999999999999", Slip.NO_ID),
        ("editor", Slip.NO_PERSON),
        ("9003", Slip.NO_ROLE),
    ],
)
async def test_words_that_make_no_sense_get_a_clear_sentence(
    meet: Meet, kept: MemoryStores, words: str, slip: Slip
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/grant {words}", user=OWNER))
    assert chat.said == [to_html(render_slip(slip, "grant"))]
    assert kept.staff.log == []


@pytest.mark.parametrize(
    ("envelope", "slip"),
    [
        ({"user": another_bot(), "chat": DESK}, Slip.NOT_A_PERSON),
        (as_anonymous_admin(DESK), Slip.NOT_A_PERSON),
        (
            {"user": EDITOR, "chat": DESK, "forward_origin": origin_user(STRANGER)},
            Slip.FORWARDED,
        ),
        ({"user": OWNER, "forward_origin": origin_hidden_user()}, Slip.HIDDEN),
        ({"user": OWNER, "forward_origin": origin_user(another_bot())}, Slip.NOT_A_PERSON),
    ],
    ids=["bot", "anonymous admin", "forward at the desk", "hidden", "forwarded bot"],
)
async def test_a_message_that_shows_no_one_person_names_nobody(
    meet: Meet, kept: MemoryStores, envelope: Any, slip: Slip
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        where = {"chat": envelope["chat"]} if "chat" in envelope else {}
        message = text_message("Hello", **envelope)
        await chat.receive(text_message("/grant editor", user=OWNER, reply_to=message, **where))
    assert chat.said == [to_html(render_slip(slip, "grant"))]
    assert kept.staff.log == []


async def test_whoever_opened_a_topic_is_not_meant(meet: Meet, kept: MemoryStores) -> None:
    # A message in a topic replies to the beginning of the topic, says Telegram.
    topic = topic_created(forum(DESK["id"], title="Desk"), user=EDITOR)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(topic)
        here: Any = in_topic(topic)
        await chat.receive(text_message("/revoke", **{**here, "user": OWNER}))
    (call,) = chat.calls("sendMessage")
    assert call.parameters["text"] == to_html(render_staff(await kept.staff.members(), "revoke"))
    assert call.parameters["message_thread_id"] == topic["message"]["message_thread_id"]
    assert kept.staff.log == []


# Who may.


@pytest.mark.parametrize("person", [EDITOR, REVIEWER], ids=["editor", "reviewer"])
@pytest.mark.parametrize("where", [{"chat": DESK}, {}], ids=["at the desk", "in private"])
async def test_others_of_the_staff_give_no_roles(
    meet: Meet, kept: MemoryStores, person: Json, where: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/grant reviewer {NEW}", user=person, **where))
        button = text_message("Here", user=person, **where)["message"]
        data = encode(RevokeRole(REVIEWER["id"]), "en")
        await chat.receive(callback_query(data, button, presser=person))
    assert chat.said == [to_html(render_not_allowed(Act.APPOINT))]
    (notice,) = chat.calls("answerCallbackQuery")
    assert (notice.parameters["text"], notice.parameters["show_alert"]) == (
        not_allowed(Act.APPOINT),
        True,
    )
    assert kept.staff.log == []


async def test_an_owner_who_writes_as_the_group_has_no_role(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        command = text_message(f"/grant editor {NEW}", **as_anonymous_admin(DESK))
        await chat.receive(command)
    assert chat.said == []
    assert kept.staff.log == []


@pytest.mark.parametrize(
    "envelope",
    [
        {"forward_origin": origin_user(OWNER), "chat": DESK},
        {"via_bot": another_bot(), "chat": DESK},
        {"chat": group()},
    ],
    ids=["forwarded", "through another bot", "in another group"],
)
async def test_an_owner_is_obeyed_only_where_and_when_they_speak_themselves(
    meet: Meet, kept: MemoryStores, envelope: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/grant editor {NEW}", user=OWNER, **envelope))
    assert (chat.said, kept.staff.log) == ([], [])


async def test_buttons_of_the_desk_do_nothing_in_other_groups(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        message = text_message("Here", user=OWNER, chat=group())["message"]
        data = encode(RevokeRole(EDITOR["id"]), "en")
        await chat.receive(callback_query(data, message, presser=OWNER))
    assert (chat.said, kept.staff.log) == ([], [])
