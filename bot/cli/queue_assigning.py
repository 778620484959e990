"""`queue assign`, `queue snooze`: who looks after what waits, and what can wait longer."""

import argparse
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.cli import setup
from bot.cli.on_database import on_database
from bot.cli.queue_lines import snoozed_of
from bot.cli.queue_output import BOT, why_closed
from bot.cli.queue_parts import CODES, add_number
from bot.moderation.appointing import LARGEST_ID
from bot.moderation.decisions import Missed
from bot.moderation.queue import Cluster, Queue, Snooze
from bot.moderation.roles import COMMAND_LINE, Act, Moderator, Staff, may

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.names import Names

_HOW = {"day": Snooze.DAY, "week": Snooze.WEEK, "growth": Snooze.GROWTH, "off": None}


def add_to(commands: "setup.Subparsers") -> None:
    """Add the commands to those of `queue`."""
    assign = commands.add_parser(
        "assign",
        help="note who looks after one",
        description="Note who looks after what waits under a number, so that others leave it to "
        f"them. It has to be somebody with a role, see `staff`; they are not told. {CODES}",
    )
    add_number(assign)
    whom = assign.add_mutually_exclusive_group(required=True)
    whom.add_argument("--to", type=_person, metavar="USER_ID", help="their Telegram id, a number")
    whom.add_argument("--to-nobody", action="store_true", help="take that back, whoever it is")
    assign.set_defaults(command=_assign)
    snooze = commands.add_parser(
        "snooze",
        help="take one out of the desk's list for a while",
        description="Take what waits under a number out of the list of the desk for a day, for a "
        "week, or until somebody else asks the same (growth); `off` puts it back. `queue` goes on "
        f"printing it, and says so. {CODES}",
    )
    add_number(snooze)
    snooze.add_argument("how", choices=list(_HOW), help="for how long")
    snooze.set_defaults(command=_snooze)


def _assign(arguments: argparse.Namespace) -> int:
    number, user_id = arguments.number, arguments.to

    async def assign(queue: Queue, staff: Staff, cluster: Cluster) -> int:
        if user_id is None:
            await queue.assign(number, None, COMMAND_LINE)
            print(f"№ {number}: nobody looks after it now")
            return 0
        member = next((one for one in await staff.members() if one.user_id == user_id), None)
        if member is None or not may(member.role, Act.DECIDE):
            print(f"{user_id}: has no role at the desk; give one with")
            print(f"{BOT} grant editor {user_id}")
            return 1
        if cluster.assigned_to not in {None, user_id}:
            whose = cluster.assigned_name or "somebody else"
            print(f"№ {number}: {whose} looks after it already; first take that back with")
            print(f"{BOT} queue assign {number} --to-nobody")
            return 1
        await queue.assign(number, Moderator(user_id, member.name), COMMAND_LINE)
        print(f"№ {number}: {member.name or user_id} looks after it now")
        return 0

    return _on_open(number, assign)


def _snooze(arguments: argparse.Namespace) -> int:
    number = arguments.number

    async def snooze(queue: Queue, _: Staff, __: Cluster) -> int:
        await queue.snooze(number, _HOW[arguments.how], COMMAND_LINE)
        [now] = await queue.get([number])
        snoozed = snoozed_of(now)
        print(f"№ {number}: {f'snoozed {snoozed}' if snoozed else 'in the list of the desk'}")
        return 0

    return _on_open(number, snooze)


def _on_open(number: int, work: Callable[[Queue, Staff, Cluster], Awaitable[int]]) -> int:
    """Return what *work* returns, done with a cluster that is open."""
    owners = setup.settings().owner_ids

    async def on_it(database: "Database", names: "Names") -> int:
        from bot.storage.clusters import DatabaseQueue  # noqa: PLC0415 - others start faster
        from bot.storage.staff import DatabaseStaff  # noqa: PLC0415

        queue = DatabaseQueue(database, names)
        found = await queue.get([number])
        cluster = found[0] if found and found[0].last_at else None
        if cluster is None or not cluster.is_open:
            missed = Missed.DECIDED if cluster else Missed.GONE
            print(why_closed(missed, number, cluster))
            return 1
        return await work(queue, DatabaseStaff(database, names, owners), cluster)

    return on_database(on_it)


def _person(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value[:20]) < LARGEST_ID:
        raise argparse.ArgumentTypeError(f"{value!r} is no id of a person; `staff` lists them")
    return int(value)
