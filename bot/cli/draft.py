"""`draft`: claims are written, submitted, sent back and approved as at the desk."""

import argparse
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.claims.model import LANGUAGES
from bot.cli.draft_output import line_of, print_card, say, what_it_takes
from bot.cli.on_database import on_database
from bot.cli.on_desk import open_desk
from bot.config import ConfigError
from bot.moderation.draft_outcomes import Live, Slip
from bot.moderation.drafting import MOST_BYTES, Drafting
from bot.moderation.drafts import Draft
from bot.moderation.exchange import Origin, sent_out
from bot.moderation.publishing import Refused
from bot.moderation.roles import COMMAND_LINE, MOST_NAME, Moderator, Role

if TYPE_CHECKING:
    from bot.cli import setup
    from bot.storage.database import Database
    from bot.storage.names import Names

_CODES = "Exit codes: 0 done, 1 refused, and nothing was changed, 2 could not run."
_NUMBER = re.compile("[0-9]{1,9}")


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the commands to the command line."""
    draft = subparsers.add_parser(
        "draft",
        help="write claims, submit them, approve them or send them back",
        description="Drafts are claim files on their way to readers. A first publication and a "
        "change of rating need a second person, unless DESK_SECOND_PERSON is 0: whoever submits "
        "and whoever approves are told apart by --as. The bot may run meanwhile: its desk has the "
        "same drafts.",
    )
    commands = draft.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = commands.add_parser(
        "new",
        help="begin a draft of a new claim, or of one that there is",
        description="Begin a draft: of the claim's file as it is, or of the template. Then write "
        "its file with `draft show NUMBER`, edit that, and give it to `draft submit`.",
    )
    new.add_argument("id", metavar="ID", help="the claim")
    new.set_defaults(command=_new)
    list_ = commands.add_parser("list", help="list the drafts that are open")
    list_.set_defaults(command=_list)
    show = commands.add_parser(
        "show",
        help="print the file of a draft, what it changes, or the card that readers would get",
        description="Print the file of a draft. Its last line says what it was made from: with "
        "it, nobody overwrites what somebody else has changed meanwhile.",
    )
    show.add_argument("number", type=_number, metavar="NUMBER", help="the draft, from `draft list`")
    how = show.add_mutually_exclusive_group()
    how.add_argument("--diff", action="store_true", help="print what it changes")
    how.add_argument("--card", choices=LANGUAGES, help="print the card, in this language")
    show.set_defaults(command=_show)
    check = commands.add_parser(
        "check",
        help="look for problems in a draft, with the whole knowledge base",
        description=f"Print problems as file:line:col: CODE text; hint. {_CODES}",
    )
    check.set_defaults(command=_check)
    submit = commands.add_parser(
        "submit",
        help="hand a claim file, or a draft, to the reviewers",
        description="Check a draft, and let it wait for a reviewer. An edit that is no first "
        f"publication and changes no rating is live at once. {_CODES}",
    )
    submit.add_argument("--reason", default="", help="why the rating changes; readers see it")
    submit.set_defaults(command=_submit)
    for parser in (check, submit):
        parser.add_argument("draft", metavar="FILE|NUMBER", help="a claim file, or a draft")
    approve = commands.add_parser(
        "approve", help="let readers be answered with a draft", description=_CODES
    )
    approve.set_defaults(command=_approve)
    back = commands.add_parser(
        "send-back", help="say what is to be mended in a draft", description=_CODES
    )
    back.add_argument("--comment", required=True, help="what is to be mended")
    back.set_defaults(command=_send_back)
    drop = commands.add_parser("drop", help="let nothing become of a draft", description=_CODES)
    drop.set_defaults(command=_drop)
    for parser in (approve, back, drop):
        parser.add_argument("number", type=_number, metavar="NUMBER", help="from `draft list`")
    for parser in (new, check, submit, approve, back, drop):
        parser.add_argument(
            "--as",
            dest="name",
            type=_name,
            default=COMMAND_LINE.name,
            metavar="NAME",
            help="who does it, for history, git and the audit log",
        )


def _new(arguments: argparse.Namespace) -> int:
    async def new(drafting: Drafting) -> int:
        draft = await drafting.start(arguments.id, _by(arguments))
        if isinstance(draft, Slip):
            return say(draft)
        print(f"draft {draft.number}: {draft.claim_id}; write its file with")
        print(f"python -m bot draft show {draft.number} > {draft.claim_id}.yaml")
        return 0

    return _with_drafting(new)


def _list(_: argparse.Namespace) -> int:
    async def show(drafting: Drafting) -> int:
        for draft in await drafting.open():
            print(line_of(draft))
        return 0

    return _with_drafting(show)


def _show(arguments: argparse.Namespace) -> int:
    async def show(drafting: Drafting) -> int:
        draft = await drafting.get(arguments.number)
        if draft is None:
            return say(Slip.UNKNOWN)
        if not arguments.diff and not arguments.card:
            print(sent_out(draft.text, Origin(draft.base, draft.number, draft.revision)), end="")
            return 0
        look = await drafting.look(draft)
        if arguments.diff:
            print(look.diff, end="")
            return 0
        return print_card(look, arguments.card)

    return _with_drafting(show)


def _check(arguments: argparse.Namespace) -> int:
    async def check(drafting: Drafting) -> int:
        given = arguments.draft
        if number := _number_in(given):
            found = await drafting.get(number)
            draft: Draft | Refused | Slip = found or Slip.UNKNOWN
        else:
            path = Path(given)
            draft = await drafting.read(_text_in(path), path.stem, _by(arguments))
        if not isinstance(draft, Draft):
            return say(draft)
        _tell_that_it_takes_time()
        look = await drafting.look(draft, thoroughly=True)
        if look.refused:
            return say(look.refused if draft.claim_id else Slip.NO_ID)
        print(look.diff, end="")
        print(f"{draft.claim_id}: no problems; {what_it_takes(look)}")
        return 0

    return _with_drafting(check)


def _submit(arguments: argparse.Namespace) -> int:
    by = _by(arguments)

    async def submit(drafting: Drafting) -> int:
        given = arguments.draft
        if number := _number_in(given):
            draft: Draft | Refused | Slip = await drafting.get(number) or Slip.UNKNOWN
        else:
            path = Path(given)
            draft = await drafting.take(_text_in(path), path.stem, by)
        if isinstance(draft, Draft) and arguments.reason:
            draft = await drafting.explain(draft.number, draft.revision, arguments.reason, by)
        if not isinstance(draft, Draft):
            return say(draft)
        _tell_that_it_takes_time()
        outcome = await drafting.submit(draft.number, draft.revision, by, Role.OWNER)
        if isinstance(outcome, Live | Refused | Slip):
            return say(outcome)
        print(f"draft {draft.number}: {draft.claim_id} waits for a reviewer")
        return 0

    return _with_drafting(submit)


def _approve(arguments: argparse.Namespace) -> int:
    async def approve(drafting: Drafting, draft: Draft) -> int:
        _tell_that_it_takes_time()
        return say(await drafting.approve(draft.number, draft.revision, _by(arguments)))

    return _on_draft(arguments.number, approve)


def _send_back(arguments: argparse.Namespace) -> int:
    async def send_back(drafting: Drafting, draft: Draft) -> int:
        comment, by = arguments.comment, _by(arguments)
        return say(await drafting.send_back(draft.number, draft.revision, comment, by))

    return _on_draft(arguments.number, send_back)


def _drop(arguments: argparse.Namespace) -> int:
    async def drop(drafting: Drafting, draft: Draft) -> int:
        by = _by(arguments)
        return say(await drafting.drop(draft.number, draft.revision, by, Role.OWNER))

    return _on_draft(arguments.number, drop)


def _on_draft(number: int, work: Callable[[Drafting, Draft], Awaitable[int]]) -> int:
    """Return what *work* returns, done with a draft as it is now."""

    async def on_it(drafting: Drafting) -> int:
        draft = await drafting.get(number)
        return say(Slip.UNKNOWN) if draft is None else await work(drafting, draft)

    return _with_drafting(on_it)


def _with_drafting(work: Callable[[Drafting], Awaitable[int]]) -> int:
    """Return what *work* returns, done with the bot's database and knowledge base."""

    async def on_it(database: "Database", names: "Names") -> int:
        publisher, drafting = open_desk(database, names)
        code = await work(drafting)
        await publisher.settle()
        return code

    return on_database(on_it)


def _tell_that_it_takes_time() -> None:
    print("checking the whole knowledge base ...", file=sys.stderr, flush=True)


def _text_in(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file} cannot be read ({error.strerror}); name a claim file") from error
    if len(content) > MOST_BYTES:
        raise ConfigError(
            f"{file} has {len(content):,} bytes; a draft may have {MOST_BYTES:,}, and a claim file "
            "has a few thousand"
        )
    return content.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _number_in(given: str) -> int | None:
    return int(given) if _NUMBER.fullmatch(given) else None


def _number(value: str) -> int:
    if (number := _number_in(value)) is None:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of a draft; see `draft list`")
    return number


def _name(value: str) -> str:
    if not (name := " ".join(value.split())[:MOST_NAME]):
        raise argparse.ArgumentTypeError("it is empty; give a name")
    return name


def _by(arguments: argparse.Namespace) -> Moderator:
    return Moderator(None, arguments.name)
