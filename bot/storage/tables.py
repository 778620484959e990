"""The tables; bot/storage/migrations brings a database to them.

Times are seconds since 1970, as numbers: both databases compare them alike, and no time zone can
get lost.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


class AnyText(TypeDecorator[str]):
    """What strangers write, NUL and halves of surrogate pairs with it.

    PostgreSQL refuses the first and UTF-8 the second; they become JSON's escapes, so that JSON
    means the same afterwards.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Escape on the way in."""
        if value is None:
            return None
        return value.replace("\0", "\\u0000").encode("utf-8", "backslashreplace").decode()


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, nullable=False),
    Column("album", AnyText),
    Column("body", AnyText),  # none once it is handled; the id stays, so that it is handled once
    Column("state", String(16), nullable=False),  # waiting, handled, set-aside, too-old
    Column("running", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("received_at", Float, nullable=False),
    Column("not_before", Float, nullable=False),
    Column("why", AnyText),  # type and places of the error, never its text
)
Index(None, updates.c.state, updates.c.chat, updates.c.update_id)
Index(None, updates.c.received_at)

leases = Table(
    "leases",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("owner", String(64), nullable=False),
    Column("until", Float, nullable=False),
)

CLOSED, MOVED = "closed", "moved"
"""What is noted of chats: closed, because we are blocked or were taken out."""

chats = Table(
    "chats",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("moved_to", BigInteger),
    Column("changed_at", Float, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("who", String(64), primary_key=True),  # a keyed hash of the user's id
    Column("language", String(8)),
    Column("seen_at", Float, nullable=False),
)

blocks = Table(
    "blocks",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("until", Float, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("told", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("who", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("subject", String(128), nullable=False),
    # Of what moderators do; none otherwise.
    Column("name", AnyText),  # theirs, as they call themselves
    Column("before", AnyText),
    Column("after", AnyText),
)
Index(None, audit.c.at)

# What readers asked, think, and want to be told. `who` is a keyed hash of a user's id; the id
# itself stands only where something is to be sent.

questions = Table(
    "questions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("text_key", String(32), nullable=False),
    Column("who", String(64), nullable=False),
    Column("text", AnyText, nullable=False),
    Column("language", String(8), nullable=False),
    Column("origin", AnyText),  # the public name of the channel that it was forwarded from
    Column("not_claim", String(64)),  # what it was wrongly answered with
    Column("state", String(16), nullable=False),  # open, answered
    Column("claim", String(64)),  # what it was answered with in the end
    Column("asked_at", Float, nullable=False),
    UniqueConstraint("text_key", "who"),
    # Old buttons name questions by their numbers: none may be given to another one.
    sqlite_autoincrement=True,
)
Index(None, questions.c.state, questions.c.asked_at)

waiting = Table(
    "waiting",
    metadata,
    Column(
        "question", Integer, ForeignKey("questions.number", ondelete="CASCADE"), primary_key=True
    ),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(8), nullable=False),
)
Index(None, waiting.c.user_id)

opinions = Table(
    "opinions",
    metadata,
    Column("claim", String(64), primary_key=True),
    Column("who", String(64), primary_key=True),
    Column("text_key", String(32), primary_key=True),  # empty where there was no text
    Column("opinion", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("at", Float, nullable=False),
)
Index(None, opinions.c.who)

misfits = Table(
    "misfits",
    metadata,
    Column("text_key", String(32), primary_key=True),
    Column("claim", String(64), primary_key=True),
    Column("who", String(64), primary_key=True),
    Column("at", Float, nullable=False),
)
Index(None, misfits.c.who)

followers = Table(
    "followers",
    metadata,
    Column("claim", String(64), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("rating", String(24), nullable=False),  # the one that they know
    Column("language", String(8), nullable=False),
    Column("at", Float, nullable=False),
)
Index(None, followers.c.user_id)

asked = Table(
    "asked",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),  # since 1970, UTC
    Column("claim", String(64), primary_key=True),
    Column("who", String(64), primary_key=True),
)
Index(None, asked.c.who)

digests = Table(
    "digests",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(8), nullable=False),
    Column("offset_min", Integer, nullable=False),  # of their clock, minutes east of UTC
    Column("hour", Integer, nullable=False),  # by that clock
    Column("due_at", Float, nullable=False),
)
Index(None, digests.c.due_at)

# What is to be sent by ourselves. The key makes each once; the id goes when it is done.
pushes = Table(
    "pushes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),  # as in bot/pushes.py
    Column("who", String(64), nullable=False),
    Column("user_id", BigInteger),
    Column("language", String(8), nullable=False),
    Column("claim", String(64)),
    Column("text_key", String(32)),  # of the text that it answers
    Column("chat", BigInteger),  # the group that a weekly digest is about
    Column("was", String(24)),  # the rating that they know, of a correction
    Column("now", String(24)),  # what it has become; bot/pushes.py has a word for a withdrawal
    Column("state", String(16), nullable=False),  # waiting, sending, done
    Column("tries", Integer, nullable=False),
    Column("not_before", Float, nullable=False),
    Column("made_at", Float, nullable=False),
)
Index(None, pushes.c.state, pushes.c.not_before)
Index(None, pushes.c.who)
Index(None, pushes.c.claim, pushes.c.state)

# The verdicts that were last told of: what differs from the knowledge base is news.
verdicts = Table(
    "verdicts",
    metadata,
    Column("claim", String(64), primary_key=True),
    Column("rating", String(24), nullable=False),
    Column("is_published", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Float, nullable=False),  # of its publication, 0 where nobody saw that
)

files = Table(
    "files",
    metadata,
    Column("key", String(96), primary_key=True),  # what the picture shows
    Column("file_id", Text, nullable=False),  # Telegram's
    Column("at", Float, nullable=False),
)

# What groups wish, and what was said there.

groups = Table(
    "groups",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("greeted", Integer, nullable=False),
    Column("mode", String(16)),  # none where the group never chose, then the rest is none as well
    Column("language", String(8)),
    Column("cooldown_h", Integer),
    Column("most_an_hour", Integer),
    Column("quiet_start", Integer),
    Column("quiet_end", Integer),
    Column("quiet_offset_min", Integer),  # of the group's clock, minutes east of UTC
    Column("form", String(16)),
    Column("changed_at", Float, nullable=False),
)
Index(None, groups.c.changed_at)

group_answers = Table(
    "group_answers",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    # The one that was answered; negative where it was written before the group became a supergroup.
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("asked", Integer, primary_key=True, autoincrement=False),
    Column("claims", Text, nullable=False),  # their ids, the best first, with spaces between
    Column("at", Float, nullable=False),
    Column("taken_back", Integer, nullable=False),  # an admin deleted the answer
)
Index(None, group_answers.c.chat, group_answers.c.at)
Index(None, group_answers.c.at)

group_mutes = Table(
    "group_mutes",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("claim", String(64), primary_key=True),
    Column("at", Float, nullable=False),
)

group_digests = Table(
    "group_digests",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(8), nullable=False),
    Column("due_at", Float, nullable=False),
)
Index(None, group_digests.c.user_id)
Index(None, group_digests.c.due_at)

opt_outs = Table(
    "opt_outs",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("at", Float, nullable=False),
)
Index(None, opt_outs.c.at)

# The desk.

staff = Table(
    "staff",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(16), nullable=False),
    Column("name", AnyText, nullable=False),
    Column("at", Float, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("claim", String(64), nullable=False),
    Column("kind", String(16), nullable=False),  # publish, withdraw, restore, undo
    Column("state", String(16), nullable=False),  # publishing, done, dropped
    Column("before", AnyText),  # the text of the file; none where there was no file
    Column("after", AnyText, nullable=False),
    Column("who", String(64), nullable=False),
    Column("name", AnyText, nullable=False),  # what the moderator calls themselves
    Column("reason", AnyText, nullable=False),
    Column("at", Float, nullable=False),
    Column("commit_id", String(64), nullable=False),  # of git, empty where there is none
    Column("git", String(16), nullable=False),  # what is left to do: nothing, commit, push
    Column("note", AnyText, nullable=False),  # why git did not do it
    # Old buttons name revisions by their numbers: none may be given to another one.
    sqlite_autoincrement=True,
)
Index(None, revisions.c.claim, revisions.c.number)
Index(None, revisions.c.state)
Index(None, revisions.c.git)

drafts = Table(
    "drafts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("claim", String(64), nullable=False),  # empty where none was chosen yet
    Column("text", AnyText, nullable=False),
    Column("base", String(64), nullable=False),  # of the file that it was made from
    Column("author", BigInteger),  # none for the command line, and whoever was forgotten
    Column("author_name", AnyText, nullable=False),
    Column("writer", BigInteger),
    Column("writer_name", AnyText, nullable=False),
    Column("state", String(16), nullable=False),
    Column("step", String(32), nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("comment", AnyText, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("basis", Integer),  # none in those from before there was one: the revision itself
    Column("cluster", Integer),  # that it was begun for
    # Old buttons name drafts by their numbers: none may be given to another one.
    sqlite_autoincrement=True,
)
Index(None, drafts.c.state, drafts.c.changed_at)

clusters = Table(
    "clusters",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("state", String(16), nullable=False),  # open, out-of-scope, spam
    Column("decided_at", Float),
    Column("assigned_to", BigInteger),
    Column("assigned_name", AnyText),
    Column("snoozed_until", Float),
    Column("snoozed_count", Integer),
    Column("card_chat", BigInteger),
    Column("card_message", BigInteger),
    Column("card_topic", BigInteger),
    Column("shown", String(32)),  # a digest of what the card says
    Column("is_final", Integer, nullable=False),  # of the card
    Column("made_at", Float, nullable=False),
    # Old buttons name clusters by their numbers: none may be given to another one.
    sqlite_autoincrement=True,
)

# What a cluster says is what its questions say; it goes with them.
cluster_questions = Table(
    "cluster_questions",
    metadata,
    Column(
        "question", Integer, ForeignKey("questions.number", ondelete="CASCADE"), primary_key=True
    ),
    Column("cluster", Integer, ForeignKey("clusters.number", ondelete="CASCADE"), nullable=False),
)
Index(None, cluster_questions.c.cluster)

cluster_keys = Table(
    "cluster_keys",
    metadata,
    Column("text_key", String(32), primary_key=True),
    Column("cluster", Integer, ForeignKey("clusters.number", ondelete="CASCADE"), nullable=False),
)
Index(None, cluster_keys.c.cluster)

# How much of what there was on a day; nobody is in it.
counted = Table(
    "counted",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),  # since 1970, UTC
    Column("kind", String(16), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
)

# What is said at the desk once in a while, and not again before then.
turns = Table(
    "turns",
    metadata,
    Column("what", String(96), primary_key=True),
    Column("until", Float, nullable=False),
)

# What one process does for all that share the database.
duties = Table(
    "duties",
    metadata,
    Column("duty", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Float, nullable=False),
)
