"""The panel of a group: who may open it, what each press leads to, and what it leaves alone."""

from dataclasses import replace
from typing import Any

import pytest

from bot.groups import Form, GroupSettings, Mode, QuietHours
from bot.people import Block, Kept
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.keys import Key
from bot.replies.panel_actions import (
    ChooseClock,
    ChooseCooldown,
    ChooseForm,
    ChooseGroupLanguage,
    ChooseMode,
    ChooseMost,
    ChooseNoQuiet,
    ChooseQuiet,
    ClosePanel,
    GroupPanelAction,
    LeaveGroup,
    ListGroups,
    OpenPanel,
    OpenRow,
    Row,
    StartGroupDigest,
    StopGroupDigest,
    UnmuteAll,
)
from bot.replies.render_group_joining import render_admins_unknown, render_only_admins
from bot.replies.render_group_panel import Panel, render_groups, render_left, render_panel
from bot.replies.render_group_rows import render_group_clocks, render_not_reading, render_row
from bot.tg.callbacks import encode
from bot.tg.groups.panel import MOST_LOOKED_AT
from tests.support.bot_api import BadGateway
from tests.support.group_updates import (
    as_anonymous_admin,
    as_channel,
    forum,
    in_topic,
    topic_created,
)
from tests.support.stores import MemoryStores
from tests.support.updates import (
    DATE,
    Envelope,
    callback_query,
    channel,
    group,
    origin_user,
    private_chat,
    text_message,
    user,
)
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import Chat, Clock, Meet
from tests.tg.messages import Json
from tests.tg.presses import last, press

HERE = group()
GROUP = HERE["id"]
ADMIN = user(90, first_name="Ada")
OLENA = user(91, first_name="Olena", language_code="uk")
MEMBER = user(501)
NOW = DATE + 1.0
NIGHT = QuietHours(22, 8, 180)
EVERY_ACTION: tuple[GroupPanelAction, ...] = (
    OpenPanel(GROUP),
    *(OpenRow(GROUP, row) for row in Row),
    ChooseMode(GROUP, Mode.OFF),
    ChooseGroupLanguage(GROUP, "uk"),
    ChooseCooldown(GROUP, 6),
    ChooseMost(GROUP, 1),
    ChooseClock(GROUP, 22, 8, 0),
    ChooseQuiet(GROUP, 22, 8, 0),
    ChooseNoQuiet(GROUP),
    ChooseForm(GROUP, Form.REACTION),
    UnmuteAll(GROUP),
    StartGroupDigest(GROUP),
    StopGroupDigest(GROUP),
    LeaveGroup(GROUP),
    ClosePanel(GROUP),
)


def settle(chat: Chat, place: Json = HERE) -> None:
    """Let admins and members be in a group, and the admin be known in private."""
    chat.api.add_chat(place)
    chat.api.add_chat(private_chat(ADMIN))
    chat.api.add_member(place["id"], ADMIN, "administrator")
    chat.api.add_member(place["id"], OLENA, "creator")
    chat.api.add_member(place["id"], MEMBER, "member")


async def open_panel(chat: Chat, place: Json = HERE) -> None:
    settle(chat, place)
    await chat.receive(text_message("/settings", chat=place, user=ADMIN))
    chat.api.calls.clear()


async def tap(chat: Chat, *labels: str, by: Json = ADMIN) -> None:
    """Press one button after the other, each on the message as it then is."""
    for label in labels:
        await chat.receive(press(chat.api, label, by))


async def do(chat: Chat, *actions: Any, by: Json = ADMIN, language: str = "en") -> None:
    """Press what the last message need not show."""
    for action in actions:
        message = last(chat.api)
        await chat.receive(callback_query(encode(action, language), message, presser=by))


def alerts(chat: Chat) -> list[str | None]:
    """Return what stays until a presser closes it."""
    return [
        call.parameters["text"]
        for call in chat.calls("answerCallbackQuery")
        if call.parameters.get("show_alert")
    ]


def notices(chat: Chat) -> list[str | None]:
    return [call.parameters.get("text") for call in chat.calls("answerCallbackQuery")]


def shown(chat: Chat) -> str:
    """Return the text of the last message as it is now."""
    return str(last(chat.api)["text"])


def plain(html: str) -> str:
    for tag in ("<b>", "</b>"):
        html = html.replace(tag, "")
    return html


# Opening it.


@pytest.mark.parametrize(
    "envelope",
    [{"user": ADMIN}, as_anonymous_admin(HERE), as_channel(channel(), HERE)],
    ids=["admin", "anonymous", "linked channel"],
)
async def test_admins_get_the_panel_below_their_command(
    meet: Meet, catalog: Catalog, envelope: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        chat.api.groups.link(channel(), HERE)
        asked = text_message("/settings", **{"chat": HERE, **envelope})
        await chat.receive(asked)
    assert chat.said == [to_html(render_panel(Panel(GROUP, GroupSettings()), "en", catalog))]
    assert chat.answered == [asked["message"]["message_id"]]
    assert chat.api.violations == []


async def test_others_are_told_politely_that_they_may_not(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/settings", chat=HERE, user=MEMBER))
        chat.api.fail_next("getChatMember", BadGateway())
        await chat.receive(text_message("/settings", chat=HERE, user=ADMIN))
    assert chat.said == [
        to_html(render(("en"), catalog)) for render in (render_only_admins, render_admins_unknown)
    ]


async def test_it_opens_in_the_topic_in_which_it_is_wanted(meet: Meet) -> None:
    town = forum()
    topic = topic_created(town)
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat, town)
        by_admin: Envelope = {**in_topic(topic), "user": ADMIN}
        await chat.receive(topic, text_message("/settings", **by_admin))
    (sent,) = chat.api.sent(town["id"])
    assert sent["message_thread_id"] == topic["message"]["message_thread_id"]
    assert chat.api.violations == []


async def test_a_forwarded_command_is_nobodys_wish(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        for command in ("/settings", "/leave"):
            await chat.receive(
                text_message(command, chat=HERE, user=ADMIN, forward_origin=origin_user())
            )
    assert chat.api.calls == []


async def test_it_speaks_the_language_of_the_group_else_of_who_opens_it(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/settings", chat=HERE, user=OLENA))
        kept.groups.chosen[GROUP] = polish = GroupSettings(language="pl")
        await chat.receive(text_message("/settings", chat=HERE, user=OLENA))
    assert chat.said == [
        to_html(render_panel(Panel(GROUP, GroupSettings()), "uk", catalog)),
        to_html(render_panel(Panel(GROUP, polish), "pl", catalog)),
    ]


async def test_an_anonymous_admin_who_presses_it_is_known_and_reads_their_language(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/settings", **as_anonymous_admin(HERE)))
        await do(chat, OpenPanel(GROUP), by=OLENA)
    assert chat.said == [
        to_html(render_panel(Panel(GROUP, GroupSettings()), language, catalog))
        for language in ("en", "uk")
    ]


# Choosing.


async def test_each_line_changes_its_own_setting_by_taps_alone(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        chat.api.groups.set_bot(GROUP, "administrator", can_manage_chat=True)
        await tap(chat, "When I speak: only when asked", "At all messages")
        await tap(chat, "Language: that of each message", "Polski")
        kept.groups.chosen[GROUP] = replace(kept.groups.chosen[GROUP], language="en")
        await do(chat, OpenPanel(GROUP))
        await tap(chat, "Pause before the same claim: 1 day", "7 days")
        await tap(chat, "Unasked answers an hour: 4", "10")
        await tap(chat, "Quiet hours: none", "22:00–08:00", "Other times")
        await do(chat, ChooseQuiet(GROUP, 22, 8, 180))
        await tap(chat, "How I speak unasked: in two lines", "Only with a 🤔")
    assert kept.groups.chosen == {
        GROUP: GroupSettings(Mode.ALL, "en", 168, 10, NIGHT, Form.REACTION)
    }
    assert alerts(chat) == []
    assert chat.api.violations == []


async def test_what_is_chosen_shows_at_once_and_in_one_message(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        await tap(chat, "When I speak: only when asked", "Never")
    never = GroupSettings(mode=Mode.OFF)
    assert chat.said == [
        to_html(render_row(Panel(GROUP, GroupSettings()), Row.MODE, NOW, "en", catalog)),
        to_html(render_panel(Panel(GROUP, never), "en", catalog)),
    ]
    assert chat.calls("sendMessage") == []
    assert notices(chat) == [None, "Saved."]


async def test_the_panel_changes_with_the_language_that_is_chosen(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        await tap(chat, "Language: that of each message", "Українська")
    assert chat.said[-1] == to_html(
        render_panel(Panel(GROUP, GroupSettings(language="uk")), "uk", catalog)
    )
    assert notices(chat)[-1] == "Saved."  # which only the admin sees, who reads English


async def test_two_admins_leave_each_others_choices_alone(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        await do(chat, ChooseCooldown(GROUP, 6), by=ADMIN)
        await do(chat, ChooseMost(GROUP, 1), by=OLENA)
        await do(chat, ChooseCooldown(GROUP, 72), by=OLENA)
    assert kept.groups.chosen == {GROUP: GroupSettings(cooldown_h=72, most_an_hour=1)}


async def test_with_quiet_hours_the_clock_is_kept_until_another_is_chosen(
    meet: Meet, kept: MemoryStores, clock: Clock, catalog: Catalog
) -> None:
    kept.groups.chosen[GROUP] = GroupSettings(Mode.ALL, quiet=NIGHT)
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        await tap(chat, "Quiet hours: 22:00–08:00", "23:00–07:00")
        assert kept.groups.chosen[GROUP].quiet == QuietHours(23, 7, 180)
        await tap(chat, "Quiet hours: 23:00–07:00", "It is another time here")
        panel = Panel(GROUP, GroupSettings())
        asked = ChooseClock(GROUP, 23, 7, 0)
        assert chat.said[-1] == to_html(render_group_clocks(panel, asked, clock.now, "en", catalog))
        await tap(chat, "Back", "None")
    assert kept.groups.chosen == {GROUP: GroupSettings(Mode.ALL)}


async def test_muted_claims_are_answered_again(meet: Meet, kept: MemoryStores) -> None:
    kept.groups.mutes = {(GROUP, "nato-at-war"), (GROUP, "one-inch"), (-1_008, "one-inch")}
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        await tap(chat, "Claims left alone: 2", "Leave none of them alone")
    assert kept.groups.mutes == {(-1_008, "one-inch")}
    assert "Claims left alone" not in str(last(chat.api)["reply_markup"])


@pytest.mark.parametrize("start", [True, False], ids=["on", "off"])
async def test_the_weekly_digest_is_each_admins_own_affair(
    meet: Meet, kept: MemoryStores, catalog: Catalog, *, start: bool
) -> None:
    kept.groups.digests = {(GROUP, ADMIN["id"]): "en"}
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        label = "Надсилати мені" if start else "Мені не надсилати"
        await tap(chat, "Weekly summary for you", label, by=OLENA)
    olenas = {(GROUP, OLENA["id"]): "uk"} if start else {}
    assert kept.groups.digests == {(GROUP, ADMIN["id"]): "en"} | olenas
    key = Key.PANEL_DIGEST_ON if start else Key.PANEL_DIGEST_OFF
    assert alerts(chat) == [catalog.text("uk", key)]
    assert "✓" not in str([call.parameters for call in chat.calls("editMessageText")])


async def test_closing_takes_the_panel_away(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        message = last(chat.api)
        await tap(chat, "Close")
    assert (GROUP, message["message_id"]) not in chat.api.messages
    assert chat.api.violations == []


# Modes that need to read everything.


@pytest.mark.parametrize("mode", [Mode.FORWARDS, Mode.ALL])
async def test_what_telegram_does_not_show_us_is_not_chosen_but_explained(
    meet: Meet, kept: MemoryStores, catalog: Catalog, mode: Mode
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        await do(chat, ChooseMode(GROUP, mode))
        assert kept.groups.chosen == {}
        panel = Panel(GROUP, GroupSettings())
        assert chat.said[-1] == to_html(render_not_reading(panel, mode, "en", catalog))
        await tap(chat, "Back", "Back")
    assert chat.said[-1] == to_html(render_panel(panel, "en", catalog))


@pytest.mark.parametrize("way", ["admin", "privacy mode off"])
async def test_either_way_of_reading_all_will_do(meet: Meet, kept: MemoryStores, way: str) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.groups.set_privacy(on=way == "admin")
        await open_panel(chat)
        if way == "admin":
            chat.api.groups.set_bot(GROUP, "administrator", can_manage_chat=True)
        await do(chat, ChooseMode(GROUP, Mode.ALL))
        assert kept.groups.chosen == {GROUP: GroupSettings(mode=Mode.ALL)}
        assert "⚠" not in shown(chat)
        # Later, somebody takes that away.
        chat.api.groups.set_bot(GROUP, "member")
        chat.api.groups.set_privacy(on=True)
        await do(chat, OpenPanel(GROUP))
    assert "⚠ “at all messages” does not work at the moment" in shown(chat)


async def test_where_telegram_does_not_say_what_it_shows_us_nothing_changes(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        chat.api.fail_next("getMe", BadGateway())
        await do(chat, ChooseMode(GROUP, Mode.ALL))
    assert kept.groups.chosen == {}
    assert len(alerts(chat)) == 1
    assert chat.said == []


# Who may not.


@pytest.mark.parametrize("action", EVERY_ACTION, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("is_asked", [True, False], ids=["a member", "Telegram is away"])
async def test_nobody_but_an_admin_of_this_moment_does_anything(
    meet: Meet,
    kept: MemoryStores,
    catalog: Catalog,
    action: GroupPanelAction,
    *,
    is_asked: bool,
) -> None:
    kept.groups.mutes = {(GROUP, "nato-at-war")}
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        if not is_asked:
            chat.api.fail_next("getChatMember", BadGateway())
        await do(chat, action, by=MEMBER if is_asked else ADMIN)
    key = Key.GROUP_ADMINS_ONLY if is_asked else Key.GROUP_ADMINS_UNKNOWN
    assert alerts(chat) == [catalog.text("en", key)]
    assert {call.method for call in chat.api.calls} == {"getChatMember", "answerCallbackQuery"}
    untouched = (kept.groups.chosen, kept.groups.digests, len(kept.groups.mutes))
    assert untouched == ({}, {}, 1)


@pytest.mark.parametrize("action", EVERY_ACTION, ids=lambda one: type(one).__name__)
async def test_in_one_group_nobody_touches_another_group(
    meet: Meet, kept: MemoryStores, action: GroupPanelAction
) -> None:
    elsewhere = group(-1_008)
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await open_panel(chat, elsewhere)
        await do(chat, action)
    assert [call.method for call in chat.api.calls] == ["answerCallbackQuery"]
    assert (kept.groups.chosen, kept.groups.digests) == ({}, {})


@pytest.mark.parametrize(
    "action",
    [
        ChooseGroupLanguage(GROUP, "xx"),
        ChooseCooldown(GROUP, 0),
        ChooseMost(GROUP, 1_000),
        ChooseClock(GROUP, 1, 2, 0),
        ChooseQuiet(GROUP, 1, 2, 0),
        ChooseQuiet(GROUP, 22, 8, 7),
        OpenPanel(90),
        ListGroups(),
    ],
    ids=repr,
)
async def test_what_no_button_of_ours_offers_does_nothing(
    meet: Meet, kept: MemoryStores, action: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await open_panel(chat)
        await do(chat, action)
    assert (kept.groups.chosen, chat.said, alerts(chat)) == ({}, [], [])


# In the private chat.


@pytest.mark.parametrize("command", ["/groups", "/settings"])
async def test_groups_are_listed_to_their_admins_alone(
    meet: Meet, kept: MemoryStores, catalog: Catalog, command: str
) -> None:
    theirs, others, left = group(-1_001), group(-1_002, title="Others"), group(-1_003)
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        for one, status in ((theirs, "creator"), (others, "member"), (left, "administrator")):
            chat.api.add_chat(one)
            chat.api.add_member(one["id"], ADMIN, status)
            kept.groups.greeted.add(one["id"])
        kept.chats.shut.add(left["id"])
        await chat.receive(text_message(command, user=ADMIN))
    listed = [(theirs["id"], theirs["title"])]
    assert chat.said == [to_html(render_groups(listed, "en", catalog, is_all=True))]
    rows = last(chat.api)["reply_markup"]["inline_keyboard"]
    assert [button["text"] for row in rows for button in row] == ["Neighbours"]


async def test_who_runs_no_group_is_told_how_to_begin(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/groups"))
    assert chat.said == [to_html(render_groups([], "en", catalog, is_all=True))]


async def test_of_very_many_groups_some_are_looked_at_and_the_rest_is_pointed_to(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    kept.groups.greeted = set(range(-1_000 - MOST_LOOKED_AT, -999))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/groups"))
    assert chat.said == [to_html(render_groups([], "en", catalog, is_all=False))]
    assert len([call for call in chat.api.calls if call.method == "getChatMember"]) == (
        MOST_LOOKED_AT
    )


async def test_from_the_list_to_a_setting_and_back_in_the_readers_language(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    kept.groups.chosen[GROUP] = GroupSettings(language="pl")
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/groups", user=ADMIN))
        await tap(chat, "Neighbours", "When I speak: only when asked", "Never")
        never = Panel(GROUP, GroupSettings(Mode.OFF, "pl"), title="Neighbours")
        assert chat.said[-1] == to_html(render_panel(never, "en", catalog))
        await tap(chat, "Weekly summary for you", "✓ Don’t send it to me", "All groups")
    assert chat.said[-1] == chat.said[0]
    assert kept.groups.chosen == {GROUP: never.settings}
    assert chat.api.violations == []


async def test_in_private_it_shows_whether_the_reader_gets_the_digest(
    meet: Meet, kept: MemoryStores
) -> None:
    kept.groups.greeted = {GROUP}
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/groups", user=ADMIN))
        await tap(chat, "Neighbours", "Weekly summary for you", "Send it to me")
        await tap(chat, "Weekly summary for you", "✓ Send it to me")
    assert kept.groups.digests == {(GROUP, ADMIN["id"]): "en"}


async def test_of_a_group_that_we_left_the_panel_says_so(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    kept.groups.greeted = {GROUP}
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/groups", user=ADMIN))
        kept.chats.shut.add(GROUP)
        await tap(chat, "Neighbours")
    assert chat.said[-1] == to_html(render_left("en", catalog))


async def test_a_panel_follows_its_group_into_the_supergroup(
    meet: Meet, kept: MemoryStores
) -> None:
    small = group(-7, kind="group")
    kept.groups.greeted = {-7}
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat, small)
        await chat.receive(text_message("/groups", user=ADMIN))
        settle(chat)
        await chat.handle(*chat.api.groups.migrate(-7, HERE))
        await tap(chat, "Neighbours")
        await do(chat, ChooseMode(-7, Mode.OFF))
    assert kept.groups.chosen == {GROUP: GroupSettings(mode=Mode.OFF)}
    assert plain(chat.said[-1]).startswith("My settings in “Neighbours”")
    assert chat.api.violations == []


async def test_whoever_is_blocked_opens_nothing(meet: Meet, kept: MemoryStores) -> None:
    kept.people.kept[ADMIN["id"]] = Kept(block=Block(2e9, "Insults.", told=True))
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/settings", chat=HERE, user=ADMIN))
    assert chat.said == []


async def test_a_group_that_mutes_us_gets_no_panel_and_makes_no_noise(
    meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        chat.api.groups.permit(GROUP, can_send_messages=False)
        await chat.receive(text_message("/settings", chat=HERE, user=ADMIN))
    assert chat.said == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert chat.api.violations == []
