"""The tables; bot/storage/migrations brings a database to them.

Times are seconds since 1970, as numbers: both databases compare them alike, and no time zone can
get lost.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
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

chats = Table(
    "chats",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),  # active, closed (blocked or kicked), moved
    Column("moved_to", BigInteger),
    Column("changed_at", Float, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("who", String(64), primary_key=True),  # a keyed hash of the user's id
    Column("language", String(8)),
    Column("consent", Integer, nullable=False),
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
)
Index(None, audit.c.at)
