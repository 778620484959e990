"""Which texts a claim would be found by after an edit, told in a process of its own.

A matcher is built for that, and readers are waiting for their answers here. Words alone decide, as
in the self-check: the encoders find a little more.
"""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.claims.load import load
from bot.matching.matcher import Matcher
from bot.matching.model import Match, Query

log = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from bot.moderation.foreseeing import main; main(*sys.argv[2:])"
)
"""Finds the same bot, wherever we were started."""
_MOST_S = 60.0
"""Three seconds are enough, on a machine that has nothing else to do."""


def foresee(folder: Path, claim_id: str, text: str, asked: Sequence[str]) -> tuple[bool, ...]:
    """Return for each of *asked* whether the claim would answer it if its file were *text*."""
    matcher = Matcher.of(load(folder, {claim_id: text}).knowledge)
    return tuple(_answers(matcher, claim_id, one) for one in asked)


async def foresee_apart(
    folder: Path, claim_id: str, text: str, asked: Sequence[str]
) -> tuple[bool, ...]:
    """Return what `foresee` returns."""
    try:
        return await _from_process(folder, claim_id, text, asked)
    except (OSError, ValueError, TimeoutError) as error:  # out of memory, as a rule
        log.warning("matching in a process of its own failed: %s", type(error).__name__)
    return await asyncio.to_thread(foresee, folder, claim_id, text, asked)


async def _from_process(
    folder: Path, claim_id: str, text: str, asked: Sequence[str]
) -> tuple[bool, ...]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", _PROGRAM, str(_ROOT), str(folder), claim_id),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        # It has children of its own; and Ctrl-C is for us.
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_MOST_S):
            out, _ = await process.communicate(json.dumps([text, *asked]).encode())
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, AttributeError):
                os.killpg(process.pid, signal.SIGKILL)
    return tuple(bool(one) for one in json.loads(out))


def main(folder: str, claim_id: str) -> None:
    """Take the file and the texts as JSON on standard input, and print the answers as JSON."""
    text, *asked = json.loads(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(foresee(Path(folder), claim_id, text, asked)))


def _answers(matcher: Matcher, claim_id: str, text: str) -> bool:
    decision = matcher.match(Query.of(text))
    return isinstance(decision, Match) and decision.answers[0].claim_id == claim_id
