"""How fast a full queue falls into clusters, and how many of them are right.

Texts that say the same are labelled messages about the same claim; those about no claim stand for
themselves. The space in which meanings are compared is made of the other half of the claims, so
that no message is about a claim that it knows. Exit code 1 where the queue is too slow.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from bot.claims.load import load_strict
from bot.claims.model import KnowledgeBase
from bot.config import default_knowledge_dir
from bot.matching.encoders import E5Encoder, missing_packages
from bot.matching.index import build_index
from bot.matching.vectors import VectorStore
from bot.matching.views import Sense, build_senses
from bot.moderation.clustering import Clusters
from bot.wiring import shipped_vectors
from tests.benchmarks.running import load_average, machine

_MESSAGES = Path(__file__).parent.parent / "messages"
_MOST_S, _ONE_MORE_S = 60.0, 0.1
_ONE_MORE = 50
_NONE = "none "
_CLAIMS = 12
"""About so many claims the sample is."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.queue", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="messages (default: 10,000)")
    parser.add_argument("--sample", type=int, default=200, help="labelled ones (default: 200)")
    parser.add_argument("--words-alone", action="store_true", help="without the encoder")
    chosen = parser.parse_args(arguments)
    print(f"{machine()}; load average {load_average():.1f} before")
    knowledge = load_strict(default_knowledge_dir())
    half = _half(knowledge)
    senses: list[tuple[str, Sense | None]] = [("words alone", None)]
    if not chosen.words_alone and not missing_packages():
        senses.append(("words and meaning", _sense(half)))
    unknown = _sample(half, chosen.sample)
    is_slow = _time_words(_messages(chosen.size))
    for name, sense in senses:
        _judge(name, Clusters(sense), unknown)
    return int(is_slow)


def _time_words(texts: Sequence[str]) -> bool:
    clusters = Clusters()
    begun = time.perf_counter()
    for text in texts:
        clusters.add(text)
    took_s = time.perf_counter() - begun
    print(f"words alone: {len(texts)} messages in {took_s:.1f} s, {len(clusters)} clusters")
    waits = sorted(_add(clusters, text) for text in texts[:_ONE_MORE])
    print(f"one more: p50 {waits[len(waits) // 2] * 1e3:.1f}, longest {waits[-1] * 1e3:.1f} ms")
    return took_s > _MOST_S or waits[-1] > _ONE_MORE_S


def _judge(name: str, clusters: Clusters, labelled: Sequence[tuple[str, str]]) -> None:
    found: dict[int, list[str]] = defaultdict(list)
    waits = []
    for text, label in labelled:
        begun = time.perf_counter()
        number = clusters.add(text)
        waits.append(time.perf_counter() - begun)
        found[number].append(label)
    together = right = 0
    for labels in found.values():
        together += _pairs(len(labels))
        right += sum(_pairs(count) for count in Counter(labels).values())
    same = sum(_pairs(count) for count in Counter(label for _, label in labelled).values())
    waits.sort()
    half, most = waits[len(waits) // 2], waits[len(waits) * 95 // 100]
    print(
        f"{name}: {len(labelled)} messages in {sum(waits):.1f} s (p50 {half:.3f}, p95 {most:.3f} s "
        f"each), {len(found)} clusters"
    )
    print(
        f"    of {together} pairs in one cluster {right} are right ({right / max(1, together):.1%})"
        f", and so are {right / max(1, same):.1%} of the {same} that say the same together"
    )


def _sample(half: KnowledgeBase, size: int) -> list[tuple[str, str]]:
    """Return messages about some claims that *half* does not know, and a quarter about none."""
    random = Random(8)  # noqa: S311 - only the same each time
    unknown = [one for one in _labelled() if one[1] not in half.claims]
    random.shuffle(unknown)
    of_none = [one for one in unknown if one[1].startswith(_NONE)][: size // 4]
    claims = sorted({label for _, label in unknown if not label.startswith(_NONE)})
    some = set(random.sample(claims, _CLAIMS))
    mixed = [*of_none, *[one for one in unknown if one[1] in some][: size - len(of_none)]]
    random.shuffle(mixed)
    return mixed


def _half(knowledge: KnowledgeBase) -> KnowledgeBase:
    kept = sorted(knowledge.published)[::2]
    claims = {id_: claim for id_, claim in knowledge.claims.items() if id_ in set(kept)}
    return replace(knowledge, claims=claims)


def _sense(knowledge: KnowledgeBase) -> Sense:
    index = build_index(knowledge)
    return build_senses(index, [E5Encoder()], VectorStore(shipped_vectors(), None))[-1]


def _labelled() -> Iterator[tuple[str, str]]:
    """Yield texts with the claim that they assert, or a name of their own."""
    for number, line in enumerate(_lines("twelve-train", "harmless")):
        if len(line["accept"]) < 2:
            yield line["text"], (line["accept"] or [f"{_NONE}{number}"])[0]


def _messages(size: int) -> list[str]:
    """Return so many texts: labelled ones, and more of them with words left out or said anew."""
    random = Random(8)  # noqa: S311 - only the same each time
    texts = [one["text"] for one in _lines("twelve-train", "pairs-train", "posts-train")]
    more: list[str] = []
    while len(texts) + len(more) < size:
        words = random.choice(texts).split()
        del words[random.randrange(len(words))]
        more.append(" ".join([*words, random.choice(texts).split()[0]]))
    texts = [*texts, *more][:size]
    random.shuffle(texts)
    return texts


def _lines(*names: str) -> Iterator[dict[str, Any]]:
    for name in names:
        for line in (_MESSAGES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def _add(clusters: Clusters, text: str) -> float:
    """Return how many seconds it takes."""
    begun = time.perf_counter()
    clusters.add(text)
    return time.perf_counter() - begun


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


if __name__ == "__main__":
    sys.exit(main())
