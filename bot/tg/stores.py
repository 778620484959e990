"""What survives a restart, as handlers see it: one port for each noun."""

from dataclasses import dataclass

from bot.chats import Chats
from bot.digests import Digests
from bot.files import Files
from bot.follows import Follows
from bot.groups import Groups
from bot.moderation.drafts import Drafts
from bot.moderation.numbers import Numbers
from bot.moderation.queue import Queue
from bot.moderation.revisions import Revisions
from bot.moderation.roles import Staff
from bot.moderation.senders import Senders
from bot.opinions import Opinions
from bot.people import People
from bot.popularity import Popularity
from bot.questions import Questions


@dataclass(frozen=True, slots=True)
class Stores:
    """All stores; bot/service.py opens them."""

    people: People
    chats: Chats
    popularity: Popularity
    questions: Questions
    opinions: Opinions
    follows: Follows
    digests: Digests
    files: Files
    groups: Groups
    staff: Staff
    queue: Queue
    senders: Senders
    revisions: Revisions
    drafts: Drafts
    numbers: Numbers
