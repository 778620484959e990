"""All stores, without a database."""

from dataclasses import dataclass, field

from bot.tg.stores import Stores
from tests.support.chats import MemoryChats
from tests.support.clusters import MemoryQueue
from tests.support.digests import MemoryDigests
from tests.support.drafts import MemoryDrafts
from tests.support.files import MemoryFiles
from tests.support.follows import MemoryFollows
from tests.support.groups import MemoryGroups
from tests.support.numbers import MemoryNumbers
from tests.support.opinions import MemoryOpinions
from tests.support.people import MemoryPeople
from tests.support.popularity import MemoryPopularity
from tests.support.questions import MemoryQuestions
from tests.support.revisions import MemoryRevisions
from tests.support.senders import MemorySenders
from tests.support.staff import MemoryStaff


@dataclass
class MemoryStores:
    """What stores hold, for tests to look at; `stores` is what the bot gets."""

    people: MemoryPeople = field(default_factory=MemoryPeople)
    chats: MemoryChats = field(default_factory=MemoryChats)
    popularity: MemoryPopularity = field(default_factory=MemoryPopularity)
    questions: MemoryQuestions = field(default_factory=MemoryQuestions)
    opinions: MemoryOpinions = field(default_factory=MemoryOpinions)
    follows: MemoryFollows = field(default_factory=MemoryFollows)
    digests: MemoryDigests = field(default_factory=MemoryDigests)
    files: MemoryFiles = field(default_factory=MemoryFiles)
    groups: MemoryGroups = field(default_factory=MemoryGroups)
    staff: MemoryStaff = field(default_factory=MemoryStaff)
    queue: MemoryQueue = field(default_factory=MemoryQueue)
    senders: MemorySenders = field(default_factory=MemorySenders)
    revisions: MemoryRevisions = field(default_factory=MemoryRevisions)
    drafts: MemoryDrafts = field(default_factory=MemoryDrafts)
    numbers: MemoryNumbers = field(default_factory=MemoryNumbers)

    def __post_init__(self) -> None:
        self.chats.groups = self.groups

    @property
    def stores(self) -> Stores:
        return Stores(
            people=self.people,
            chats=self.chats,
            popularity=self.popularity,
            questions=self.questions,
            opinions=self.opinions,
            follows=self.follows,
            digests=self.digests,
            files=self.files,
            groups=self.groups,
            staff=self.staff,
            queue=self.queue,
            senders=self.senders,
            revisions=self.revisions,
            drafts=self.drafts,
            numbers=self.numbers,
        )
