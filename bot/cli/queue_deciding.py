"""`queue same`, `new`, `out-of-scope`, `spam`, `reopen`: what becomes of what waits."""

import argparse
import sys
from typing import TYPE_CHECKING

from bot.cli.queue_output import (
    BOT,
    STATES,
    say_added,
    say_begun,
    say_missed,
    say_prospect,
    say_refused,
)
from bot.cli.queue_parts import CODES, Deciding, add_as, add_number, by, with_decisions
from bot.moderation.decisions import Added, Missed
from bot.moderation.drafts import is_same
from bot.moderation.guiding import clean
from bot.moderation.publishing import Refused
from bot.moderation.queue import State, people
from bot.moderation.senders import BLOCKED_DAYS

if TYPE_CHECKING:
    from bot.cli import setup

_DAY = "It can be taken back for one day, with `queue reopen`."
_TAKE_IT_BACK = "take it back with"


def add_to(commands: "setup.Subparsers") -> None:
    """Add the commands to those of `queue`."""
    same = commands.add_parser(
        "same",
        help="say that one is a claim that there is, in other words",
        description="Print what would happen if what most people sent, or words of your own, were "
        "a wording of a claim: whether it finds the claim, what else would be answered, and what "
        "is wrong with it. With --add it becomes one, and is live at once; `undo` takes it back. A "
        "wording that takes messages from another claim is refused, and what may point to a "
        "private person, unless these are your own --words. In place of a claim's id, words look "
        f"for claims. {CODES}",
    )
    add_number(same)
    same.add_argument("claim", metavar="CLAIM", help="its id, such as nato-encircles-russia")
    text = same.add_mutually_exclusive_group()
    text.add_argument("--words", type=_words, help="a wording of your own")
    text.add_argument(
        "--mark",
        default="",
        help="add only the wording that was printed with this mark: what most people send changes",
    )
    same.add_argument("--add", action="store_true", help="add it")
    same.set_defaults(command=_same, parser=same)
    new = commands.add_parser(
        "new",
        help="begin the draft of a claim with one",
        description="Begin the draft of a new claim, with what most people sent as its first "
        f"wording, if that can be public; or print which one somebody writes of it already. Go on "
        f"with `draft`. {CODES}",
    )
    new.set_defaults(command=_new)
    out_of_scope = commands.add_parser(
        "out-of-scope",
        help="say that one is nothing that you check",
        description="Let a text not come back to the queue. Ten minutes later the bot tells those "
        f"who wait for an answer, kindly and once. {_DAY} {CODES}",
    )
    out_of_scope.set_defaults(command=_out_of_scope)
    spam = commands.add_parser(
        "spam",
        help="say that one is spam",
        description=f"Let a text not come back to the queue; nobody is told. {_DAY} {CODES}",
    )
    spam.add_argument(
        "--block",
        action="store_true",
        help=f"answer those who sent it no more for {BLOCKED_DAYS} days; also where it is spam "
        "already, for one day; the staff is spared",
    )
    spam.set_defaults(command=_spam)
    reopen = commands.add_parser(
        "reopen",
        help="take back that one is out of scope, or spam",
        description="Put what is out of scope, or spam, back into the queue, and end the blocks "
        "that came with it. That goes for one day; who was told meanwhile stays told. A wording is "
        f"taken back with `undo`, a draft with `draft drop`. {CODES}",
    )
    reopen.set_defaults(command=_reopen)
    for parser in (new, out_of_scope, spam, reopen):
        add_number(parser)
    for parser in (same, new, out_of_scope, spam, reopen):
        add_as(parser)


def _same(arguments: argparse.Namespace) -> int:
    number, claim_id, words = arguments.number, arguments.claim.casefold(), arguments.words or ""
    if arguments.mark and not arguments.add:
        arguments.parser.error("--mark goes with --add")

    async def same(deciding: Deciding) -> int:
        print("checking the whole knowledge base ...", file=sys.stderr, flush=True)
        mark = arguments.mark
        if not (arguments.add and (mark or words)):
            prospect = await deciding.decisions.consider(number, claim_id, words)
            if isinstance(prospect, Missed):
                return await say_missed(prospect, number, deciding, claim_id)
            if prospect.refused or not arguments.add:
                return say_prospect(prospect, words, deciding.knowledge())
            mark = prospect.wording.mark
        added = await deciding.decisions.add(
            number, claim_id, by(arguments), mark=mark, words=words
        )
        match added:
            case Added():
                return say_added(added)
            case Refused():
                return say_refused(added, number, claim_id)
            case _:
                return await say_missed(added, number, deciding, claim_id)

    return with_decisions(same)


def _new(arguments: argparse.Namespace) -> int:
    number = arguments.number

    async def new(deciding: Deciding) -> int:
        before, me = await deciding.decisions.draft_of(number), by(arguments)
        draft = await deciding.decisions.begin(number, me)
        if isinstance(draft, Missed):
            return await say_missed(draft, number, deciding)
        # Somebody else may have been quicker since we looked.
        return say_begun(draft, number, is_new=before is None and is_same(draft.author, me))

    return with_decisions(new)


def _out_of_scope(arguments: argparse.Namespace) -> int:
    async def out_of_scope(deciding: Deciding) -> int:
        code = await _set_aside(arguments, State.OUT_OF_SCOPE, deciding)
        if code:
            return code
        print(f"those who wait are told so, kindly, in ten minutes; for one day, {_TAKE_IT_BACK}")
        print(f"{BOT} queue reopen {arguments.number}")
        return 0

    return with_decisions(out_of_scope)


def _spam(arguments: argparse.Namespace) -> int:
    number = arguments.number

    async def spam(deciding: Deciding) -> int:
        before = await deciding.decisions.cluster(number)
        # Whoever thinks of the senders later finds it decided, as the button of the desk does.
        is_spam = before is not None and before.state is State.SPAM
        if not (is_spam and arguments.block):
            code = await _set_aside(arguments, State.SPAM, deciding)
            if code:
                return code
        if arguments.block:
            code = await _block(arguments, deciding)
            if code:
                return code
        print(f"for one day, {_TAKE_IT_BACK}")
        print(f"{BOT} queue reopen {number}")
        return 0

    return with_decisions(spam)


def _reopen(arguments: argparse.Namespace) -> int:
    number = arguments.number

    async def reopen(deciding: Deciding) -> int:
        before = await deciding.decisions.cluster(number)
        if before is None:
            return await say_missed(Missed.GONE, number, deciding)
        if before.state is State.OPEN:
            return await say_missed(Missed.NOT_DECIDED, number, deciding)
        at = int(before.decided_at or 0)
        opened = await deciding.decisions.reopen(number, at, by(arguments))
        if isinstance(opened, Missed):
            return await say_missed(opened, number, deciding)
        print(f"№ {number}: open again ({people(opened.count)}), no more {STATES[before.state]}")
        return 0

    return with_decisions(reopen)


async def _set_aside(arguments: argparse.Namespace, state: State, deciding: Deciding) -> int:
    """Note that a cluster is nothing to check; return the exit code."""
    number = arguments.number
    closed = await deciding.decisions.close(number, state, by(arguments))
    if isinstance(closed, Missed):
        return await say_missed(closed, number, deciding)
    told = ", and nobody is told" if state is State.SPAM else ""
    count = people(closed.count)
    print(f"№ {number}: {STATES[state]} ({count}); the same text does not come back{told}")
    return 0


async def _block(arguments: argparse.Namespace, deciding: Deciding) -> int:
    """Block who sent what is spam; return the exit code."""
    number = arguments.number
    cluster = await deciding.decisions.cluster(number)
    at = int((cluster and cluster.decided_at) or 0)
    blocked = await deciding.decisions.block(number, at, by(arguments))
    if isinstance(blocked, Missed):
        return await say_missed(blocked, number, deciding)
    print(f"№ {number}: newly blocked for {BLOCKED_DAYS} days: {people(blocked)}")
    print("they are told when they write the next time; nobody of the staff is blocked")
    return 0


def _words(value: str) -> str:
    if not (words := " ".join(clean(value).split())):
        raise argparse.ArgumentTypeError("it is empty; write a wording")
    return words
