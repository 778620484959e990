"""What is said to messages about a claim that the knowledge base does not hold (yet).

Each claim is taken out in turn, and the messages about it are asked: any verdict is a wrong one,
however near the claims are, and people would trust it. The messages are of the files that nothing
was fitted on; the weights are those that ship, which know the claim that is taken out.

    python -m tests.benchmarks.unknown_claims [FILES] [--words-alone] [--audience group]
"""

# ruff: noqa: T201 - a command line prints

import argparse
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.claims.load import load_strict
from bot.claims.model import KnowledgeBase
from bot.config import default_knowledge_dir
from bot.evaluation.dataset import LabelledMessage, load_messages
from bot.matching.encoders import Encoder, load_encoders
from bot.matching.index import build_index
from bot.matching.matcher import Matcher
from bot.matching.model import Ambiguous, Audience, Match, Query
from bot.matching.vectors import VectorStore
from bot.wiring import shipped_vectors
from tests.benchmarks.messages import FOLDER

UNSEEN = ("nato-dev-heldout.jsonl", "twelve-heldout.jsonl", "written-heldout.jsonl")
_SHOWN = 100
"""Letters of a message that got a verdict."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print each wrong verdict, and how many there are."""
    parser = argparse.ArgumentParser(
        "python -m tests.benchmarks.unknown_claims", description=__doc__
    )
    parser.add_argument("files", nargs="*", type=Path, help=f"default: {', '.join(UNSEEN)}")
    parser.add_argument("--words-alone", action="store_true", help="without encoders")
    parser.add_argument("--audience", type=Audience, default=Audience.PRIVATE)
    chosen = parser.parse_args(arguments)
    knowledge = load_strict(default_knowledge_dir())
    files = chosen.files or [FOLDER / name for name in UNSEEN]
    encoders = () if chosen.words_alone else load_encoders()
    of_claims: dict[tuple[str, ...], list[LabelledMessage]] = defaultdict(list)
    for message in load_messages(files):
        if message.accept:
            of_claims[tuple(sorted({*message.accept, *message.about}))].append(message)
    outcomes: Counter[str] = Counter()
    for claim_ids, messages in sorted(of_claims.items()):
        matcher = without(knowledge, claim_ids, encoders)
        for outcome, line in ask(matcher, messages, chosen.audience):
            outcomes[outcome] += 1
            if line:
                print(f"{' '.join(claim_ids)}: {line}", flush=True)
    total = outcomes.total()
    print(
        f"{total} messages, each without the claims that it is about: "
        + ", ".join(f"{name} {number} ({number / total:.1%})" for name, number in outcomes.items())
    )


def without(
    knowledge: KnowledgeBase, claim_ids: Collection[str], encoders: Sequence[Encoder]
) -> Matcher:
    """Return what matches over all claims but those."""
    claims = {id_: claim for id_, claim in knowledge.claims.items() if id_ not in claim_ids}
    index = build_index(replace(knowledge, claims=claims))
    return Matcher.over(index, encoders, VectorStore(shipped_vectors(), None))


def ask(
    matcher: Matcher, messages: Sequence[LabelledMessage], audience: Audience
) -> Iterator[tuple[str, str]]:
    """Yield what became of each message, and a line about it where that is a verdict."""
    for message in messages:
        match matcher.match(Query.of(message.text), audience):
            case Match(answers=answers):
                named = ", ".join(f"{one.claim_id} {one.score:.2f}" for one in answers)
                yield "verdict", f"[{message.lang}] {named}: {message.text[:_SHOWN]!r}"
            case Ambiguous():
                yield "asked", ""
            case _:
                yield "no verdict", ""


if __name__ == "__main__":
    main()
