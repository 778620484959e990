"""What happens in the week beside what is written: who adds the bot, chooses, presses, throws out.

Each scene says in a sentence what did not go as it should.
"""

from collections.abc import Callable
from typing import Any

from bot.groups import Form, Mode
from bot.opinions import Opinion
from bot.replies.group_actions import AdminMenu, DeleteAnswer, MuteClaim
from bot.replies.panel_actions import (
    ChooseClock,
    ChooseQuiet,
    ClosePanel,
    OpenPanel,
    Row,
)
from tests.groups_week.lines import DISCUSSION, HOME, moment
from tests.groups_week.player import Player, Said
from tests.groups_week.presses import (
    choose_form,
    choose_in_private,
    choose_mode,
    does,
    expect,
    open_panel,
    opens,
    opens_row,
    rates,
)
from tests.groups_week.town import CHANNEL, MEMBER, OWNER, PEOPLE
from tests.support.group_updates import (
    as_channel,
    automatic_forward,
    bot_added,
    bot_promoted,
    bot_removed,
    reaction,
)
from tests.support.updates import text_message

Json = dict[str, Any]
Scene = Callable[[Player], None]

DOUBT = "🤔"
QUIET_FROM, QUIET_TO = 23, 7
OPTED_OUT = "max"
POSTED = "NATO or its Secretary General can expel a member state."


def scenes() -> list[tuple[int, Scene]]:
    """Return what happens, and when, in seconds since the week began."""
    return [
        (moment(1, "09:00"), join),
        (moment(1, "09:05"), choose_all),
        (moment(1, "15:40"), thumbs),
        (moment(2, "20:30"), choose_quiet_hours),
        (moment(3, "12:00"), become_supergroup),
        (moment(3, "13:30"), join_discussion),
        (moment(4, "11:00"), opt_out),
        (moment(5, "09:40"), mute),
        (moment(5, "15:00"), be_kicked),
        (moment(6, "10:00"), come_back),
        (moment(6, "13:00"), delete_answer),
        (moment(6, "17:00"), be_promoted),
        (moment(6, "17:30"), choose_reactions),
        (moment(6, "18:12"), tap),
        (moment(6, "20:00"), choose_words),
        (moment(7, "08:30"), choose_forwards_in_private),
        (moment(7, "12:30"), choose_all_in_private),
        (moment(7, "17:00"), post_in_channel),
    ]


def join(player: Player) -> None:
    """The owner adds the bot to a basic group."""
    player.api.groups.set_privacy(on=False)
    be_added(player, HOME)


def choose_all(player: Player) -> None:
    """A member is refused the panel; the owner opens it by the greeting and chooses ALL."""
    if not player.others:
        return
    greeting = player.others[-1].message
    alert = player.press(greeting, does(OpenPanel), MEMBER)
    expect(player, bool(alert and alert.get("show_alert")), "a member opened the panel")
    refused = player.command("/settings", chat=player.town.chats[HOME], user=PEOPLE[MEMBER])
    expect(player, not any(opens(said) for said in refused), "a member got the panel")
    player.press(greeting, does(OpenPanel), OWNER)
    choose_mode(player, greeting, Mode.ALL)


def thumbs(player: Player) -> None:
    """Members say what they think of the last answer; it stays as it is, and they are thanked."""
    last = _last_answer(player)
    if last is None:
        return
    for name, opinion in (("lucia", Opinion.HELPFUL), ("steve", Opinion.NOT_HELPFUL)):
        told = player.press(last.message, rates(opinion), name)
        expect(player, bool(told and told.get("text")), "a thumb was not thanked for")
    number = (last.message["chat"]["id"], last.message["message_id"])
    expect(player, player.api.messages[number]["text"] == last.message["text"], "a thumb edited")


def choose_quiet_hours(player: Player) -> None:
    """The owner chooses 23 to 7 by UTC with /settings, and closes the panel."""
    panel = open_panel(player, chat=player.town.chats[HOME], user=PEOPLE[OWNER])
    if panel is None:
        return
    player.press(panel, opens_row(Row.QUIET), OWNER)
    player.press(panel, does(ChooseClock, start=QUIET_FROM, end=QUIET_TO), OWNER)
    wanted = does(ChooseQuiet, start=QUIET_FROM, end=QUIET_TO, offset_min=0)
    told = player.press(panel, wanted, OWNER)
    if told is None:
        player.press(panel, does(ChooseClock, start=QUIET_FROM, end=QUIET_TO), OWNER)
        told = player.press(panel, wanted, OWNER)
    expect(player, told is not None, "no quiet hours by UTC to choose")
    player.press(panel, does(ClosePanel), OWNER)


def become_supergroup(player: Player) -> None:
    """The group becomes a supergroup with topics; the bot says nothing."""
    api, town = player.api, player.town
    old = town.chats[HOME]["id"]
    new = town.become_forum()
    api.groups.migrate(old, new)
    said = player.listen() + player.happen(*town.open_topics(int(player.clock())))
    expect(player, not said, "a migration was spoken of")


def join_discussion(player: Player) -> None:
    """The bot comes into the discussion group of a channel, whose admin writes as the channel."""
    be_added(player, DISCUSSION)
    chat = player.town.chats[DISCUSSION]
    player.api.groups.link(CHANNEL, chat)
    panel = open_panel(player, **as_channel(CHANNEL, chat))
    choose_mode(player, panel, Mode.FORWARDS)


def opt_out(player: Player) -> None:
    """A member wants to be left alone, and is told that it is so."""
    said = player.command("/dontcheckme", chat=player.town.chats[HOME], user=PEOPLE[OPTED_OUT])
    expect(player, len(said) == 1, f"{len(said)} words on /dontcheckme")


def mute(player: Player) -> None:
    """A member is refused the gear; the owner lets the claim of the last answer rest."""
    last = _last_answer(player)
    if last is None:
        return
    alert = player.press(last.message, does(AdminMenu), MEMBER)
    expect(player, bool(alert and alert.get("show_alert")), "a member unfolded the gear")
    player.press(last.message, does(AdminMenu), OWNER)
    told = player.press(last.message, does(MuteClaim), OWNER)
    expect(player, told is not None, "no button to let a claim rest")
    player.muted |= dict.fromkeys(last.asserted, player.clock())


def be_kicked(player: Player) -> None:
    """The owner throws the bot out."""
    player.happen(bot_removed(player.town.chats[HOME], PEOPLE[OWNER]))


def come_back(player: Player) -> None:
    """The owner takes it in again; it greets nobody twice."""
    said = player.happen(*bot_added(player.town.chats[HOME], PEOPLE[OWNER]))
    expect(player, not said, "the group was greeted twice")


def delete_answer(player: Player) -> None:
    """The owner deletes the last answer."""
    last = _last_answer(player)
    if last is None:
        return
    player.press(last.message, does(AdminMenu), OWNER)
    player.press(last.message, does(DeleteAnswer), OWNER)
    number = (last.message["chat"]["id"], last.message["message_id"])
    expect(player, number not in player.api.messages, "an answer was not deleted")


def be_promoted(player: Player) -> None:
    """The bot becomes an admin, so that it hears of reactions."""
    player.happen(bot_promoted(player.town.chats[HOME], PEOPLE[OWNER]))


def choose_reactions(player: Player) -> None:
    """An admin who stays anonymous chooses reactions in place of words."""
    choose_form(player, Form.REACTION)


def tap(player: Player) -> None:
    """Two members tap the reaction: the words come once."""
    doubted = next((told for told in reversed(player.told) if told.reacted), None)
    if doubted is None:
        player.notes.append("nothing was reacted to; nobody tapped")
        return
    message = player.town.written[doubted.line.id]["message"]
    first = player.happen(reaction(message, DOUBT, person=PEOPLE["elif"]))
    second = player.happen(reaction(message, DOUBT, person=PEOPLE["marco"]))
    expect(player, (len(first), len(second)) == (1, 0), "a tap was not answered once")
    words = [said.asserted for said in first]
    expect(player, words == [doubted.claims], "a tap was answered with another claim")


def choose_words(player: Player) -> None:
    """The same admin chooses words again."""
    choose_form(player, Form.REPLY)


def choose_forwards_in_private(player: Player) -> None:
    """The owner finds the group by /groups in their private chat, and chooses FORWARDS."""
    choose_in_private(player, Mode.FORWARDS)


def choose_all_in_private(player: Player) -> None:
    """The same for ALL."""
    choose_in_private(player, Mode.ALL)


def post_in_channel(player: Player) -> None:
    """The channel posts the very wording of a claim; the answer stands below the post."""
    chat = player.town.chats[DISCUSSION]
    update = text_message(
        POSTED, **automatic_forward(chat, CHANNEL, post_id=700, date=int(player.clock()))
    )
    said = player.happen(update)
    below = [one.below for one in said]
    expect(player, below == [update["message"]["message_id"]], "a post was not answered")


def be_added(player: Player, name: str, mode: Mode | None = None) -> None:
    """Let the owner add the bot to a group, which is greeted, and choose a mode there."""
    api, chat = player.api, player.town.chats[name]
    api.add_chat(chat, bot_status="left")
    for person in PEOPLE.values():
        api.add_member(chat["id"], person)
    api.add_member(chat["id"], PEOPLE[OWNER], "creator")
    greetings = player.happen(*bot_added(chat, PEOPLE[OWNER]))
    expect(player, len(greetings) == 1, f"{len(greetings)} greetings to a new group")
    if greetings and mode:
        player.press(greetings[0].message, does(OpenPanel), OWNER)
        choose_mode(player, greetings[0].message, mode)


def _last_answer(player: Player) -> Said | None:
    """Return the last answer with a verdict in the first group that still stands."""
    home, messages = player.town.chats[HOME]["id"], player.api.messages
    said = [one for told in player.told for one in told.said if one.asserted]
    there = (
        one
        for one in reversed(said)
        if one.message["chat"]["id"] == home and (home, one.message["message_id"]) in messages
    )
    last = next(there, None)
    if last is None:
        player.notes.append("no answer to press a button under")
    return last
