"""The Telegram application: every handler in one ordered table."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom
from typing import Any

from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    TypeHandler,
    filters,
)

from bot.answers import Answers
from bot.config import Settings
from bot.group_answering import GroupAnswering
from bot.intake.dispatcher import AT_ONCE
from bot.moderation.decisions import Decisions
from bot.moderation.drafting import Drafting
from bot.moderation.publishing import Publisher
from bot.reading.desk import ReadingDesk
from bot.reading.model import PictureReader
from bot.replies.render_about import Imprint
from bot.tg import personal
from bot.tg.albums import Albums
from bot.tg.browse import Browse
from bot.tg.buttons import Buttons
from bot.tg.desk.decisions import DecisionDesk
from bot.tg.desk.draft_cards import DraftCards
from bot.tg.desk.drafts import DraftDesk
from bot.tg.desk.guide import Guide
from bot.tg.desk.numbers import NumbersDesk
from bot.tg.desk.part import Desk
from bot.tg.desk.publishing import PublishingDesk
from bot.tg.desk.queue import CardWriter, QueueDesk
from bot.tg.desk.reviewing import ReviewDesk
from bot.tg.desk.rights import Rights
from bot.tg.desk.staff import StaffDesk
from bot.tg.digest import DigestChoice
from bot.tg.downloads import Downloads
from bot.tg.errors import Errors
from bot.tg.forgetting import ForgetfulApplication
from bot.tg.gate import Gate
from bot.tg.group_digest import GroupDigestStop
from bot.tg.groups.answers import GroupAnswers
from bot.tg.groups.chat import GroupChat
from bot.tg.groups.choices import GroupChoices
from bot.tg.groups.holding import Holding
from bot.tg.groups.joining import Joining
from bot.tg.groups.panel import GroupPanel
from bot.tg.groups.reactions import Reactions
from bot.tg.groups.replies import GroupReplies
from bot.tg.groups.requests import Requests
from bot.tg.groups.voice import Voice
from bot.tg.groups.wishes import Wishes
from bot.tg.guest import Guest
from bot.tg.inline import Inline
from bot.tg.languages import Languages
from bot.tg.limiter import Limiter
from bot.tg.limits import Limits
from bot.tg.membership import Membership
from bot.tg.opinions import Feedback
from bot.tg.personal import PersonalData
from bot.tg.photos import Photos
from bot.tg.pictures import Pictures
from bot.tg.polling import TelegramApplication
from bot.tg.private import PrivateChat
from bot.tg.questions import AskModerators
from bot.tg.request import PollRequest, Reach, WatchedRequest
from bot.tg.send import Sender
from bot.tg.stores import Stores

log = logging.getLogger(__name__)

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.GUEST_MESSAGE,
    Update.MESSAGE_REACTION,
]
ALIVE = "alive"
"""A file in DATA_DIR, touched while updates can come in: the container's health check."""
_PRIVATE = filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
_GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL


def build_application(
    token: str,
    settings: Settings,
    answering: Answers,
    stores: Stores,
    *,
    reader: PictureReader | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    reach: Reach | None = None,
    limits: Limits | None = None,
    typing_limits: Limits | None = None,
    clock: Callable[[], float] = time.time,
    publisher: Publisher | None = None,
) -> TelegramApplication:
    """Return the application, not yet running; *reach* tells how well it reaches Telegram.

    Without a *reader* it asks for the text of pictures. *clock* is that of groups, in seconds since
    1970, as the dates of messages are.
    """
    sender, albums, limiter = Sender(stores.chats, sleep), Albums(sleep=sleep), Limiter(clock)
    alive = sign_of_life(settings.data_dir / ALIVE)
    application = (
        ApplicationBuilder()
        .application_class(ForgetfulApplication)
        .token(token)
        .updater(None)
        .base_url(settings.telegram_api_base_url)
        .base_file_url(settings.telegram_api_file_url)
        .rate_limiter(limiter)
        .request(WatchedRequest(connection_pool_size=2 * AT_ONCE, answered=_nothing, reach=reach))
        # The second connection is for the last call: the cancelled poll may still hold the first.
        .get_updates_request(PollRequest(connection_pool_size=2, answered=alive, reach=reach))
        .build()
    )
    languages = Languages(answering, stores.people)
    gate = Gate(
        answering,
        sender,
        stores.people,
        limits or Limits(),
        languages,
        desk_chat_id=settings.moderation_chat_id,
    )
    desk = ReadingDesk(reader) if reader else None
    photos = Photos(answering, desk, Downloads(sleep))
    chat = PrivateChat(answering, sender, gate, albums, languages, photos=photos, stores=stores)
    data = PersonalData(answering, sender, stores.people, languages, settings.retention_days)
    browse = Browse(
        answering,
        sender,
        stores.popularity,
        languages,
        imprint=Imprint(settings.operator, settings.source_url),
        random=SystemRandom(),
    )
    digest = DigestChoice(answering, sender, stores.digests, languages)
    moderators = AskModerators(
        answering,
        stores.questions,
        stores.opinions,
        settings.retention_days,
        photos.read_message,
    )
    feedback = Feedback(
        answering, stores.opinions, stores.questions, stores.follows, photos.read_message
    )
    pictures = Pictures(answering, sender, stores.files)
    doers = {
        **browse.doers,
        **digest.doers,
        **GroupDigestStop(answering, stores.groups).doers,
        **moderators.doers,
        **feedback.doers,
        **pictures.doers,
        **data.doers,
    }
    voice, answering_groups = Voice(sender), GroupAnswering(answering)
    answers = GroupAnswers(answering, voice, languages, stores)
    holding = Holding(answering, languages, stores)
    panel = GroupPanel(
        answering, voice, sender, gate, languages, holding=holding, stores=stores, clock=clock
    )
    choices = GroupChoices(answering, panel, holding, stores.groups)
    joining = Joining(
        answering, voice, sender, gate, languages, holding=holding, stores=stores, sleep=sleep
    )
    panels = {**panel.doers, **choices.doers, **joining.doers}
    rights = Rights(
        answering,
        stores.staff,
        voice,
        gate,
        languages,
        desk_chat_id=settings.moderation_chat_id,
        elsewise=chat.new_message,
    )
    publisher = publisher or Publisher.of(
        settings.knowledge_dir, stores.revisions, pushes=settings.knowledge_git_push
    )
    drafting = Drafting(
        settings.knowledge_dir,
        stores.drafts,
        publisher,
        second_person=settings.desk_second_person,
        now=lambda: datetime.fromtimestamp(clock(), UTC),
    )
    cards, guide = DraftCards(drafting, answering), Guide(drafting, answering)
    clusters = CardWriter(answering, clock)
    decisions = Decisions(
        settings.knowledge_dir,
        stores.queue,
        publisher,
        drafting,
        lambda: answering.knowledge,
        senders=stores.senders,
        clock=clock,
    )
    moderation = Desk(
        rights,
        StaffDesk(stores.staff, sender).part,
        QueueDesk(stores.queue, clusters).part,
        DecisionDesk(decisions, clusters, guide, answering, sender, clock=clock).part,
        DraftDesk(drafting, cards, guide, sender, sleep).part,
        ReviewDesk(
            drafting,
            cards,
            guide,
            sender,
            stores.staff,
            desk_chat_id=settings.moderation_chat_id,
        ).part,
        PublishingDesk(publisher, sender).part,
        NumbersDesk(stores.numbers, sender, settings.retention_days, clock).part,
    )
    buttons = Buttons(
        answering,
        sender,
        gate,
        languages,
        {**doers, **panels, **panel.private_doers, **moderation.doers},
        in_groups={**answers.doers, **panels, **moderation.doers},
    )
    replies = GroupReplies(answering_groups, answering, photos, stores.opinions)
    requests = Requests(
        replies, voice, gate, limiter=limiter, languages=languages, sender=sender, stores=stores
    )
    inline = Inline(answering, sender, gate, stores, languages, limits=typing_limits)
    guest = Guest(answering, sender, gate, stores, languages)
    application.add_handlers(
        _handlers(
            membership=Membership(
                stores.chats, joining.joined, desk_chat_id=settings.moderation_chat_id
            ),
            languages=languages,
            gate=gate,
            chat=chat,
            data=data,
            browse=browse,
            digest=digest,
            buttons=buttons,
            inline=inline,
            guest=guest,
            group=GroupChat(answering_groups, requests, voice, albums, stores=stores, clock=clock),
            panel=panel,
            joining=joining,
            wishes=Wishes(answering, voice, gate, languages, stores.groups),
            reactions=Reactions(answering_groups, voice, languages, stores),
            moderation=moderation,
            desk_chat_id=settings.moderation_chat_id,
            bot_id=int(token.partition(":")[0]),
        )
    )
    application.add_error_handler(Errors(answering, sender).handle)
    return application


def _nothing() -> None:
    """Only polling shows that updates still come in."""


def sign_of_life(file: Path) -> Callable[[], None]:
    """Return what touches *file*; a disk that is full must not make the bot deaf."""

    def touch() -> None:
        try:
            file.touch()
        except OSError as error:
            log.warning("cannot touch %s (%s)", file, error.strerror)

    return touch


def _handlers(
    *,
    membership: Membership,
    languages: Languages,
    gate: Gate,
    chat: PrivateChat,
    data: PersonalData,
    browse: Browse,
    digest: DigestChoice,
    buttons: Buttons,
    inline: Inline,
    guest: Guest,
    group: GroupChat,
    panel: GroupPanel,
    joining: Joining,
    wishes: Wishes,
    reactions: Reactions,
    moderation: Desk,
    desk_chat_id: int | None,
    bot_id: int,
) -> dict[int, Sequence[BaseHandler[Any, Any, Any]]]:
    """Return all handlers, group by group; in each the first that fits an update gets it."""
    new = _PRIVATE & filters.UpdateType.MESSAGE
    edited = _PRIVATE & filters.UpdateType.EDITED_MESSAGE
    # At the desk the bot is no member of a group that answers.
    at_desk = _GROUP & filters.Chat(() if desk_chat_id is None else desk_chat_id)
    group_chats = _GROUP & ~at_desk
    anywhere = (new | group_chats) & ~filters.FORWARDED
    at_work = (new | at_desk) & ~filters.FORWARDED & ~filters.VIA_BOT
    # Of use to those who are blocked, too; and asking for it is no use of the bot to be noted.
    data_commands = CommandHandler(personal.COMMANDS, personal.leave_alone, new)
    data_presses = CallbackQueryHandler(personal.leave_alone, personal.PRESSES)
    return {
        -3: (
            ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, membership.moved),
        ),
        -2: (TypeHandler(Update, languages.learn),),
        -1: (
            data_commands,
            data_presses,
            InlineQueryHandler(inline.asked),  # the blocked see an empty list, not none
            TypeHandler(Update, gate.turn_away),
        ),
        0: (
            CommandHandler("start", chat.start, new),
            CommandHandler("help", chat.help, new),
            CommandHandler("topics", browse.topics, new),
            CommandHandler("search", browse.search, new),
            CommandHandler("trending", browse.trending, new),
            CommandHandler("random", browse.random, new),
            CommandHandler("language", browse.language, new),
            CommandHandler("about", browse.about, new),
            CommandHandler("digest", digest.show, new),
            CommandHandler("privacy", data.privacy, new),
            CommandHandler("mydata", data.show, new),
            CommandHandler("deletemydata", data.delete, new),
            CommandHandler(("groups", "settings"), panel.list, new),
            CommandHandler("settings", panel.settings, group_chats & ~filters.FORWARDED),
            CommandHandler("leave", joining.leave, group_chats & ~filters.FORWARDED),
            CommandHandler("dontcheckme", wishes.leave_alone, anywhere),
            CommandHandler("checkme", wishes.listen, anywhere),
            *moderation.handlers(at_work),
            CallbackQueryHandler(buttons.pressed),
            MessageHandler(new & filters.ViaBot(bot_id), inline.returned),
            MessageHandler(new, chat.new_message),
            MessageHandler(edited, chat.edited_message),
            ChosenInlineResultHandler(inline.chosen),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, guest.mentioned),
            MessageHandler(group_chats, group.new_message),
            MessageReactionHandler(reactions.changed),
        ),
        1: (
            data_commands,
            data_presses,
            TypeHandler(Update, data.note),
        ),
    }
