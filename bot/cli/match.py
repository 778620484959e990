"""`match`: what the bot makes of a text, and why."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from bot.answering import Answering
from bot.claims.model import LANGUAGES
from bot.cli import setup
from bot.matching.decide import MOST_CANDIDATES
from bot.matching.model import (
    Ambiguous,
    Audience,
    Candidate,
    Decision,
    Match,
    NoMatch,
    Query,
    Silence,
)

_NAMES = {Match: "match", Ambiguous: "ambiguous", NoMatch: "none"}


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "match",
        help="show which claims a text asserts, with scores and why",
        description="Show the decision on a text, the candidates with their scores, and why. "
        'With --jsonl, read {"id": any, "text": str} lines from standard input and write one line '
        "of JSON for each, in the same order.",
    )
    parser.add_argument("text", nargs="?", metavar="TEXT", help="the text to look at")
    parser.add_argument("--json", action="store_true", help="print one JSON object, with features")
    parser.add_argument("--jsonl", action="store_true", help="JSON Lines from standard input")
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        help="show claims in this language (default: that of the text)",
    )
    parser.add_argument(
        "--audience",
        choices=[audience.value for audience in Audience],
        default=Audience.PRIVATE.value,
        help="whose policy to use (default private; group is stricter)",
    )
    parser.set_defaults(command=command, parser=parser)


def command(arguments: argparse.Namespace) -> int:
    """Match the text, or each line of standard input."""
    if (arguments.text is None) != arguments.jsonl:
        arguments.parser.error("give either TEXT or --jsonl")
    audience = Audience(arguments.audience)
    answering = setup.answering()
    if arguments.jsonl:
        return _match_lines(answering, setup.standard_input(), audience)
    decision, elapsed_ms = _timed(answering, arguments.text, audience)
    if arguments.json:
        found = _as_json(decision, elapsed_ms) | {"why": [_why(c) for c in decision.candidates]}
        if isinstance(decision, NoMatch):
            found["reason"] = decision.reason.value
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        language = arguments.lang or answering.language_of(arguments.text, None)
        print("\n".join(_as_text(answering, decision, language, elapsed_ms)))
    return 0


def _match_lines(answering: Answering, lines: BinaryIO, audience: Audience) -> int:
    failed = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        id_, text, error = _read_line(line)
        if error:
            failed = True
            print(f"bot: standard input:{number}: {error}", file=sys.stderr)
            found: dict[str, Any] = _as_json(NoMatch(Silence.EMPTY), 0.0) | {"error": error}
        else:
            found = _as_json(*_timed(answering, text, audience))
        print(json.dumps({"id": id_, **found}, ensure_ascii=False), flush=True)
    return 1 if failed else 0


def _read_line(line: bytes) -> tuple[Any, str, str | None]:
    """Return id, text and what is wrong with the line."""
    try:
        asked = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        return None, "", "not UTF-8; save the file as UTF-8"
    except (ValueError, RecursionError):
        return None, "", 'not JSON; write {"id": …, "text": "…"} on one line'
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        id_ = asked.get("id") if isinstance(asked, dict) else None
        return id_, "", 'no "text" of type string; write {"id": …, "text": "…"}'
    return asked.get("id"), asked["text"], None


def _no_constant(name: str) -> Any:
    """JSON knows no NaN and no infinity, though Python reads them."""
    raise ValueError(name)


def _timed(answering: Answering, text: str, audience: Audience) -> tuple[Decision, float]:
    begun = time.perf_counter()
    decision = answering.matcher.match(Query.of(text), audience)
    return decision, (time.perf_counter() - begun) * 1000


def _as_json(decision: Decision, elapsed_ms: float) -> dict[str, Any]:
    found: dict[str, Any] = {
        "decision": _NAMES[type(decision)],
        "claims": [_brief(candidate) for candidate in decision.candidates[:MOST_CANDIDATES]],
        "about": [candidate.claim_id for candidate in decision.about],
        "elapsed_ms": round(elapsed_ms, 2),
    }
    if isinstance(decision, Match):
        found["answers"] = [candidate.claim_id for candidate in decision.answers]
    return found


def _brief(candidate: Candidate) -> dict[str, Any]:
    return {
        "id": candidate.claim_id,
        "score": round(candidate.score, 4),
        "rating": candidate.rating.value,
    }


def _why(candidate: Candidate) -> dict[str, Any]:
    segment = candidate.segment
    return {
        **_brief(candidate),
        "segment": segment and {"part": segment.part, "start": segment.start, "end": segment.end},
        "phrasing": candidate.phrasing,
        "phrasing_language": candidate.phrasing_language,
        "features": {name: round(value, 4) for name, value in candidate.features.items()},
    }


def _as_text(
    answering: Answering, decision: Decision, language: str, elapsed_ms: float
) -> Iterator[str]:
    reason = f" ({decision.reason.value})" if isinstance(decision, NoMatch) else ""
    yield f"decision: {_NAMES[type(decision)]}{reason}, {elapsed_ms:.1f} ms"
    if isinstance(decision, Match):
        yield f"answers:  {', '.join(candidate.claim_id for candidate in decision.answers)}"
    if decision.about:
        yield f"about:    {', '.join(candidate.claim_id for candidate in decision.about)}"
    for candidate in decision.candidates:
        claim = answering.knowledge.claims[candidate.claim_id]
        texts = {str(code): text for code, text in claim.claim.items()}
        yield ""
        yield f"{candidate.score:.3f}  {candidate.claim_id}  [{candidate.rating.value}]"
        yield f"       {texts.get(language) or texts.get('en') or next(iter(texts.values()))}"
        if candidate.phrasing:
            yield f"       like: {candidate.phrasing}"
        features = (f"{name} {value:.2f}" for name, value in candidate.features.items() if value)
        yield f"       why:  {', '.join(features)}"
