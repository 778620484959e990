"""What commands about drafts and decisions share: the desk's use cases over the bot's database."""

from typing import TYPE_CHECKING

from bot.cli import setup
from bot.moderation.drafting import Drafting
from bot.moderation.publishing import Publisher

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.names import Names


def open_desk(database: "Database", names: "Names") -> tuple[Publisher, Drafting]:
    """Return what publishes, and what keeps drafts, as the settings say."""
    from bot.storage.drafts import DatabaseDrafts  # noqa: PLC0415 - others start faster
    from bot.storage.revisions import DatabaseRevisions  # noqa: PLC0415

    settings = setup.settings()
    publisher = Publisher.of(
        settings.knowledge_dir,
        DatabaseRevisions(database, names),
        pushes=settings.knowledge_git_push,
    )
    drafting = Drafting(
        settings.knowledge_dir,
        DatabaseDrafts(database, names),
        publisher,
        second_person=settings.desk_second_person,
    )
    return publisher, drafting
