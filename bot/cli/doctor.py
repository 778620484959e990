"""`doctor`: is everything there that the bot needs?"""

import argparse
import asyncio

from bot.cli import setup


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "doctor",
        help="check settings, token, webhook, database, knowledge, disk, clock; say what to do",
        description="Check everything that the bot needs, and print a line for each thing: ok, "
        "warning or problem, and what to do about it. Changes nothing, shows no secret, and may "
        "run beside the bot. Exit codes: 0 no problem, 1 a problem, 2 could not run.",
    )
    parser.set_defaults(command=command)


def command(_: argparse.Namespace) -> int:
    """Print one line a finding, as they come."""
    return asyncio.run(_command())


async def _command() -> int:
    # Other commands start faster without the database's libraries.
    from bot.doctor.examination import examine, secrets_of  # noqa: PLC0415
    from bot.doctor.finding import Finding, Mark  # noqa: PLC0415
    from bot.doctor.settings import examine_names  # noqa: PLC0415

    given = setup.examined_settings()
    secrets, found = secrets_of(given.settings), set()

    def show(finding: Finding) -> None:
        print(finding.line(secrets), flush=True)
        found.add(finding.mark)

    for finding in examine_names(given.wrong, given.environ, given.in_file, given.file):
        show(finding)
    async for finding in examine(given.settings, given.wrong):
        show(finding)
    return 1 if Mark.PROBLEM in found else 0
