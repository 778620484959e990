"""The picture of a claim, to share: drawn and uploaded once, then sent by Telegram's name."""

import asyncio
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

from telegram.error import BadRequest

from bot import metrics
from bot.answers import Answers
from bot.claims.model import Claim
from bot.drawing.card import draw_card, picture_key
from bot.files import Files
from bot.replies.actions import Action, SendPicture
from bot.replies.keys import Key
from bot.replies.links import claim_link, private_chat
from bot.replies.render_picture import render_caption
from bot.tg.buttons import Doer, Done, Press
from bot.tg.send import Sender

log = logging.getLogger(__name__)

_DRAWN_AT_ONCE = 2
"""Each takes a tenth of a second of the processor, which texts are answered with, too."""
_DOUBLE_TAP_S = 5.0
"""Who taps again within so long did not see yet what the first tap brought."""
_REMEMBERED = 1_000


class Pictures:
    """What the button below a card does that asks for its picture."""

    def __init__(
        self,
        answering: Answers,
        sender: Sender,
        files: Files,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answering = answering
        self._sender = sender
        self._files = files
        self._clock = clock
        self._drawing = asyncio.Semaphore(_DRAWN_AT_ONCE)
        self._sent: OrderedDict[tuple[int, str, str], float] = OrderedDict()
        """When each chat got which picture last; infinity while it is on its way."""

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to here."""
        return {SendPicture: self.send}

    async def send(self, press: Press) -> Done:
        """Send the picture below the card; a double tap brings no second one."""
        catalog = self._answering.catalog
        claim_id = press.action.claim_id if isinstance(press.action, SendPicture) else ""
        claim = self._answering.knowledge.published.get(claim_id)
        if claim is None:
            return Done(self._answering.library.gone(claim_id, press.language))
        if press.chat_id is None:
            return Done()
        name = (press.chat_id, claim_id, press.language)
        if self._clock() - self._sent.get(name, -math.inf) < _DOUBLE_TAP_S:
            return Done(notice=catalog.text(press.language, Key.PICTURE_SENT))
        self._sent[name] = math.inf
        try:
            await self._send(press, press.chat_id, claim)
        except BaseException:
            # What failed is tried again, and that is no double tap.
            self._sent.pop(name, None)
            raise
        self._remember(name)
        return Done()

    async def _send(self, press: Press, chat_id: int, claim: Claim) -> None:
        bot, language, catalog = press.bot, press.language, self._answering.catalog
        answered = press.message.message_id if press.message else None
        link = claim_link(private_chat(bot.username), claim.id)
        caption = render_caption(claim, language, catalog, link)
        key = picture_key(claim, language, catalog, bot_name=bot.username, link=link)
        if file_id := await self._files.find(key):
            try:
                await self._sender.send_picture(bot, chat_id, file_id, caption, answered=answered)
            except BadRequest:
                log.info("Telegram does not take its own name of a picture; drawing it again")
                await self._files.forget(key)
            else:
                return
        _, picture = await asyncio.gather(
            self._sender.uploading(bot, chat_id), self._draw(claim, language, bot.username, link)
        )
        file_id = await self._sender.send_picture(bot, chat_id, picture, caption, answered=answered)
        if file_id:
            await self._files.remember(key, file_id)

    async def _draw(self, claim: Claim, language: str, bot_name: str, link: str) -> bytes:
        async with self._drawing:
            with metrics.STATION_S.labels("draw").time():
                return await asyncio.to_thread(
                    draw_card,
                    claim,
                    language,
                    self._answering.catalog,
                    bot_name=bot_name,
                    link=link,
                )

    def _remember(self, name: tuple[int, str, str]) -> None:
        self._sent[name] = self._clock()
        self._sent.move_to_end(name)
        while len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)
