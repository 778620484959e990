"""`grant`, `revoke`, `staff`, `audit`: who works at the desk, and what was decided there."""

import argparse
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.cli import setup
from bot.cli.on_database import on_database, shown_time
from bot.moderation.appointing import LARGEST_ID
from bot.moderation.roles import COMMAND_LINE, GRANTED, MOST_NAME, Role

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.names import Names
    from bot.storage.staff import DatabaseStaff

_OWNER = "{user}: is an owner by OWNER_IDS; take the id out of that setting and start the bot again"


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the commands to the command line."""
    grant = subparsers.add_parser(
        "grant",
        help="give somebody a role at the desk",
        description="Give a person a role: editors work through the queue and write claims, "
        "reviewers also approve and publish. Owners stand in OWNER_IDS alone. The bot may run "
        "meanwhile; the role counts at once. The person is not told. Exit codes: 0 done, 1 they "
        "are an owner, 2 could not run.",
    )
    grant.add_argument("role", choices=[str(role) for role in GRANTED], help="the role")
    grant.add_argument("user", type=_person, metavar="USER_ID", help="their Telegram id, a number")
    grant.add_argument(
        "--name", type=_name, default="", help="what `staff` calls them, and /grant without words"
    )
    grant.set_defaults(command=_grant)
    revoke = subparsers.add_parser(
        "revoke",
        help="take somebody's role at the desk",
        description="Take a person's role, at once. Exit codes: 0 done, 1 there was none, or they "
        "are an owner, 2 could not run.",
    )
    revoke.add_argument("user", type=_person, metavar="USER_ID", help="their Telegram id")
    revoke.set_defaults(command=_revoke)
    staff = subparsers.add_parser(
        "staff",
        help="list who works at the desk",
        description="Print a line for each person: role, Telegram id, name; owners first.",
    )
    staff.set_defaults(command=_staff)
    audit = subparsers.add_parser(
        "audit",
        help="print the log of blocks, deletions, and what was decided at the desk",
        description="Print a line for each act, the oldest first: time, who did it, what, about "
        "whom or what, and what it changed. People stand there by the codes that `blocks` prints, "
        "moderators with their names as well.",
    )
    audit.set_defaults(command=_audit)


def _grant(arguments: argparse.Namespace) -> int:
    async def grant(staff: "DatabaseStaff") -> int:
        role = Role(arguments.role)
        before = await staff.grant(arguments.user, role, arguments.name, COMMAND_LINE)
        if before is Role.OWNER:
            print(_OWNER.format(user=arguments.user))
            return 1
        print(f"{arguments.user}: {role} (before: {before})")
        return 0

    return _with_staff(grant)


def _revoke(arguments: argparse.Namespace) -> int:
    async def revoke(staff: "DatabaseStaff") -> int:
        before = await staff.revoke(arguments.user, COMMAND_LINE)
        if before is Role.OWNER:
            print(_OWNER.format(user=arguments.user))
        elif before is Role.NOBODY:
            print(f"{arguments.user}: had no role")
        else:
            print(f"{arguments.user}: no {before} any more")
        return int(before in {Role.OWNER, Role.NOBODY})

    return _with_staff(revoke)


def _staff(_: argparse.Namespace) -> int:
    async def show(staff: "DatabaseStaff") -> int:
        for one in await staff.members():
            print(f"{one.role:<8}  {one.user_id}  {' '.join(one.name.split())}".rstrip())
        return 0

    return _with_staff(show)


def _audit(_: argparse.Namespace) -> int:
    async def show(database: "Database", names: "Names") -> int:
        from bot.storage.people import DatabasePeople  # noqa: PLC0415 - others start faster

        for entry in await DatabasePeople(database, names).log():
            who = f"{entry.who or '?'} ({entry.name})" if entry.name else entry.who or "?"
            change = f"{entry.before} -> {entry.after}" if entry.before or entry.after else ""
            line = f"{shown_time(entry.at)}  {who}  {entry.act}  {entry.subject}  {change}"
            print(" ".join(line.split("\n")).rstrip())
        return 0

    return on_database(show)


def _with_staff(work: Callable[["DatabaseStaff"], Awaitable[int]]) -> int:
    """Return what *work* returns, done on the bot's database."""
    owners = setup.settings().owner_ids

    async def with_staff(database: "Database", names: "Names") -> int:
        from bot.storage.staff import DatabaseStaff  # noqa: PLC0415 - others start faster

        return await work(DatabaseStaff(database, names, owners))

    return on_database(with_staff)


def _person(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value[:20]) < LARGEST_ID:
        raise argparse.ArgumentTypeError(f"{value!r} is no id of a person; give a number")
    return int(value)


def _name(value: str) -> str:
    return " ".join(value.split())[:MOST_NAME]
