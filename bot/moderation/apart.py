"""The check of an edit in a process of its own: here, readers are waiting for their answers."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from datetime import date
from pathlib import Path

from bot.claims.problem import Problem
from bot.moderation.checking import check_edit

log = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from bot.moderation.apart import main; main(*sys.argv[2:])"
)
"""Finds the same bot, wherever we were started."""
_MOST_S = 180.0
"""Ten seconds are enough, on a machine that has nothing else to do."""


async def check_apart(
    folder: Path, claim_id: str, text: str, today: date, *, thoroughly: bool
) -> tuple[Problem, ...]:
    """Return what `check_edit` returns."""
    if thoroughly:
        try:
            return await _from_process(folder, claim_id, text, today)
        except (OSError, ValueError, TimeoutError) as error:  # out of memory, as a rule
            log.warning("checking in a process of its own failed: %s", type(error).__name__)
    return await asyncio.to_thread(check_edit, folder, claim_id, text, today, thoroughly=thoroughly)


async def _from_process(folder: Path, claim_id: str, text: str, today: date) -> tuple[Problem, ...]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", _PROGRAM, str(_ROOT), str(folder), claim_id, today.isoformat()),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        # It has children of its own; and Ctrl-C is for us.
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_MOST_S):
            out, _ = await process.communicate(text.encode("utf-8", "surrogatepass"))
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, AttributeError):
                os.killpg(process.pid, signal.SIGKILL)
    return tuple(Problem(Path(path), *rest) for path, *rest in json.loads(out))


def main(folder: str, claim_id: str, day: str) -> None:
    """Check the text on standard input, and print the problems as JSON."""
    text = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    found = check_edit(Path(folder), claim_id, text, date.fromisoformat(day), thoroughly=True)
    rows = [(str(one.path), one.line, one.column, one.code, one.text, one.hint) for one in found]
    sys.stdout.write(json.dumps(rows))
