"""`publish`, `withdraw`, `reinstate`, `undo`: claims are changed as from the desk."""

import argparse
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.claims.edit import values_of
from bot.claims.problem import render_problems
from bot.cli import setup
from bot.cli.on_database import on_database
from bot.config import ConfigError
from bot.moderation.publishing import Published, Publisher, Refused, base_of
from bot.moderation.revisions import Git
from bot.moderation.roles import COMMAND_LINE, MOST_NAME, Moderator
from bot.replies.desk_refusals import why_not

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.names import Names

_CODES = "Exit codes: 0 done, 1 refused, and nothing was changed, 2 could not run."
_AT_ONCE = "The bot may run meanwhile: it answers with the change within seconds."

T = TypeVar("T")


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the commands to the command line."""
    publish = subparsers.add_parser(
        "publish",
        help="let readers be answered with a claim file",
        description="Check a claim file against the whole knowledge base, then put it into "
        "KNOWLEDGE_DIR, in one step, and commit it where that is a git work tree. A draft becomes "
        "public; `revision`, `reviewed` and `history` are written by the command. Lines and "
        f"comments that you did not change stay as they are. {_AT_ONCE} {_CODES}",
    )
    publish.add_argument("file", type=Path, metavar="FILE", help="a claim file, from anywhere")
    publish.add_argument(
        "--reason", type=_reason, default="", help="why the rating changes; readers see it"
    )
    withdraw = subparsers.add_parser(
        "withdraw",
        help="answer nobody with a claim any more",
        description="Withdraw a claim. Its file stays; readers who come for it are told the "
        f"reason, and those who follow it hear of it. {_AT_ONCE} {_CODES}",
    )
    withdraw.add_argument("id", metavar="ID", help="the claim")
    withdraw.add_argument("--reason", type=_reason, required=True, help="why; readers see it")
    reinstate = subparsers.add_parser(
        "reinstate",
        help="answer with a withdrawn claim again",
        description="Publish a withdrawn claim again, as it was. On the desk this is /restore; "
        f"here, `restore` is about the database. {_AT_ONCE} {_CODES}",
    )
    reinstate.add_argument("id", metavar="ID", help="the claim")
    undo = subparsers.add_parser(
        "undo",
        help="take back what was published, withdrawn or reinstated",
        description="Make a claim what it was before a revision, if nothing was changed since. A "
        "rating that readers have seen stays in the history of the claim. A claim that was new "
        f"becomes a draft. {_AT_ONCE} {_CODES}",
    )
    undo.add_argument("number", type=int, metavar="NUMBER", help="the revision, from `history`")
    undo.add_argument("--reason", type=_reason, default="", help="why; readers may see it")
    for parser, work in (
        (publish, _publish),
        (withdraw, _withdraw),
        (reinstate, _reinstate),
        (undo, _undo),
    ):
        parser.add_argument(
            "--as",
            dest="name",
            type=_name,
            default=COMMAND_LINE.name,
            metavar="NAME",
            help="who does it, for history, git and the audit log",
        )
        parser.set_defaults(command=work)


def with_publisher(work: Callable[[Publisher], Awaitable[T]]) -> T:
    """Return what *work* returns, done with the bot's database and knowledge base."""
    settings = setup.settings()

    async def on_it(database: "Database", names: "Names") -> T:
        from bot.storage.revisions import DatabaseRevisions  # noqa: PLC0415 - others start faster

        revisions = DatabaseRevisions(database, names)
        pushes = settings.knowledge_git_push
        return await work(Publisher.of(settings.knowledge_dir, revisions, pushes=pushes))

    return on_database(on_it)


def _publish(arguments: argparse.Namespace) -> int:
    file: Path = arguments.file
    try:
        text = file.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise ConfigError(f"{file} cannot be read ({error.strerror}); name a claim file") from error
    claim_id = _id_of(text) or file.stem
    by = Moderator(None, arguments.name)

    async def publish(publisher: Publisher) -> int:
        before = publisher.text_of(claim_id)
        if before is not None and _is_older(text, before):
            print(
                f"{file} was made from another revision than the claim has now; take the file "
                "from KNOWLEDGE_DIR and put your change in there"
            )
            return 1
        print("checking the whole knowledge base ...", file=sys.stderr, flush=True)
        done = await publisher.publish(claim_id, text, base_of(before), by, reason=arguments.reason)
        return await _say(publisher, done)

    return with_publisher(publish)


def _withdraw(arguments: argparse.Namespace) -> int:
    async def withdraw(publisher: Publisher) -> int:
        by = Moderator(None, arguments.name)
        return await _say(publisher, await publisher.withdraw(arguments.id, arguments.reason, by))

    return with_publisher(withdraw)


def _reinstate(arguments: argparse.Namespace) -> int:
    async def reinstate(publisher: Publisher) -> int:
        by = Moderator(None, arguments.name)
        return await _say(publisher, await publisher.restore(arguments.id, by))

    return with_publisher(reinstate)


def _undo(arguments: argparse.Namespace) -> int:
    async def undo(publisher: Publisher) -> int:
        by = Moderator(None, arguments.name)
        done = await publisher.undo(arguments.number, by, reason=arguments.reason)
        return await _say(publisher, done)

    return with_publisher(undo)


async def _say(publisher: Publisher, done: Published | Refused) -> int:
    """Print what became of it; what is left to push is pushed first."""
    if isinstance(done, Refused):
        print(render_problems(done.problems, "text"), end="")
        print(done.diff, end="")
        print(why_not(done))
        return 1
    revision = done.revision
    if revision.git is Git.PUSH:
        await publisher.settle()
        revision = await publisher.revision(revision.number) or revision
    print(done.diff, end="")
    committed = f", commit {revision.commit[:10]}" if revision.commit else ""
    print(f"{revision.claim_id}: {revision.kind}, number {revision.number}{committed}")
    if revision.note:
        print(f"git: {revision.note}", file=sys.stderr)
    return 0


def _id_of(text: str) -> str:
    try:
        id_ = values_of(text).get("id")
    except ValueError:
        return ""
    return id_ if isinstance(id_, str) else ""


def _is_older(text: str, before: str) -> bool:
    """Tell whether a file was made from another revision; one more may be its writer's count."""
    try:
        mine, now = (values_of(one).get("revision") for one in (text, before))
    except ValueError:
        return False  # the check says more
    if not (isinstance(mine, str) and isinstance(now, str) and now.isdecimal()):
        return False
    return mine not in {now, str(int(now) + 1)}


def _reason(value: str) -> str:
    return " ".join(value.split())


def _name(value: str) -> str:
    if not (name := " ".join(value.split())[:MOST_NAME]):
        raise argparse.ArgumentTypeError("it is empty; give a name")
    return name
