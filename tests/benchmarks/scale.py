"""How time and memory grow from 82 claims to 100,000.

    OMP_NUM_THREADS=1 python -m tests.benchmarks.scale [--sizes N,N] [--profile SIZE]

The claims are made up: words of the knowledge base in one language, drawn as often as they occur
there, one in five misspelt so that the vocabulary grows with the claims; two wordings a claim.
Their vectors are random, since encoding 200,000 texts takes hours and costs the same afterwards;
the messages are real, and really encoded. Each size runs in a process of its own. Times are those
of the thread itself, which other programs lengthen little.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import cProfile
import json
import os
import pstats
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from bot.claims.load import load_strict
from bot.claims.model import Claim, KnowledgeBase, Language
from bot.config import default_knowledge_dir
from bot.matching.encoders import Encoder, load_encoders
from bot.matching.index import Index, build_index
from bot.matching.matcher import Matcher
from bot.matching.model import Query
from bot.matching.vectors import Rows, VectorStore, write_vectors
from bot.wiring import shipped_vectors
from tests.benchmarks.messages import read_texts
from tests.support.claims import make_base, make_claim

SIZES = (82, 1_000, 10_000, 100_000)
SHORT, POST = 600, 4096
_MESSAGES, _POSTS = 300, 40
_FEWEST = 20
_ENOUGH_S = 30.0
"""After so long no further message is timed, once there are the fewest."""
_MISSPELT = 0.2
_SEED = 0
_MEGABYTE = 1024 * 1024
_SHIPPED = 0
"""Stands for the knowledge base as it is."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one size costs; times in milliseconds unless named otherwise."""

    claims: int
    wordings: int
    encoders: bool
    short_p50: float
    short_p99: float
    post_p50: float
    post_p99: float
    messages_per_s: float
    index_s: float
    """Building what words are looked up in."""
    encoders_s: float
    """Building what vectors are looked up in, read from the cache."""
    resident_mb: float
    peak_mb: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table, or with --one the figures of a single size as JSON."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.scale", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), metavar="N,N")
    parser.add_argument("--words-alone", action="store_true", help="without the encoders")
    parser.add_argument("--profile", type=int, metavar="SIZE", help="where the time goes")
    parser.add_argument("--one", type=int, metavar="SIZE", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.one is not None:
        print(json.dumps(asdict(_figures(chosen.one, encoders=not chosen.words_alone))))
        return 0
    if chosen.profile is not None:
        _profile(chosen.profile, encoders=not chosen.words_alone)
        return 0
    sizes = [_SHIPPED, *map(int, chosen.sizes.split(","))]
    print(_HEAD, flush=True)
    for encoders in (False,) if chosen.words_alone else (False, True):
        for size in sizes:
            print(_row(_in_own_process(size, encoders=encoders), shipped=not size), flush=True)
    return 0


_HEAD = """\
| claims | wordings | encoders | short p50 / p99 ms | post p50 / p99 ms | a second | \
index s | vectors s | resident / peak MB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


def _row(one: Figures, *, shipped: bool) -> str:
    return (
        f"| {one.claims:,}{' (shipped)' if shipped else ''} | {one.wordings:,} "
        f"| {'yes' if one.encoders else 'no'} | {one.short_p50:.1f} / {one.short_p99:.1f} "
        f"| {one.post_p50:.1f} / {one.post_p99:.1f} | {one.messages_per_s:.0f} "
        f"| {one.index_s:.1f} | {one.encoders_s:.1f} "
        f"| {one.resident_mb:.0f} / {one.peak_mb:.0f} |"
    )


def _in_own_process(size: int, *, encoders: bool) -> Figures:
    command = [sys.executable, "-m", "tests.benchmarks.scale", "--one", str(size)]
    done = subprocess.run(
        command if encoders else [*command, "--words-alone"],
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{size} claims: {done.stderr.strip() or 'killed; too little memory?'}")
    return Figures(**json.loads(done.stdout))


def _figures(size: int, *, encoders: bool) -> Figures:
    matcher, index_s, encoders_s = _matcher(size, encoders=encoders)
    short, posts = _messages()
    for query in short[:5]:
        matcher.match(query)
    short_ms, posts_ms = _times(matcher, short), _times(matcher, posts)
    return Figures(
        claims=len(matcher.index.claim_ids),
        wordings=len(matcher.index.documents),
        encoders=encoders,
        short_p50=float(np.percentile(short_ms, 50)),
        short_p99=float(np.percentile(short_ms, 99)),
        post_p50=float(np.percentile(posts_ms, 50)),
        post_p99=float(np.percentile(posts_ms, 99)),
        messages_per_s=1000 / float(np.mean(short_ms)),
        index_s=index_s,
        encoders_s=encoders_s,
        resident_mb=_resident_bytes() / _MEGABYTE,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _times(matcher: Matcher, queries: Sequence[Query]) -> list[float]:
    """Return the milliseconds of each of *queries*, or of as many as there is time for."""
    found: list[float] = []
    for query in queries:
        start = time.thread_time()
        matcher.match(query)
        found.append(1000 * (time.thread_time() - start))
        if sum(found) > 1000 * _ENOUGH_S and len(found) >= _FEWEST:
            break
    return found


def _profile(size: int, *, encoders: bool) -> None:
    matcher, _, _ = _matcher(size, encoders=encoders)
    short, _ = _messages()
    matcher.match(short[0])
    profile = cProfile.Profile(time.thread_time)
    profile.enable()
    for query in short[: _FEWEST * 2]:
        matcher.match(query)
    profile.disable()
    print(f"{len(matcher.index.claim_ids)} claims, {_FEWEST * 2} messages up to {SHORT} characters")
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(20)


def _messages() -> tuple[list[Query], list[Query]]:
    """Return short messages, and posts of the greatest length made of several."""
    rng = random.Random(_SEED)  # noqa: S311 - the same messages each time
    texts = read_texts()
    short = rng.sample([text for text in texts if len(text) <= SHORT], _MESSAGES)
    posts = ["\n".join(rng.sample(texts, 40))[:POST] for _ in range(_POSTS)]
    return [Query.of(text) for text in short], [Query.of(text) for text in posts]


def _matcher(size: int, *, encoders: bool) -> tuple[Matcher, float, float]:
    """Return a matcher, and the seconds that its index and its vectors took."""
    shipped = load_strict(default_knowledge_dir())
    base = make_base(*_claims(shipped, size)) if size else shipped
    start = time.thread_time()
    index = build_index(base)
    index_s = time.thread_time() - start
    if not encoders:
        return Matcher.over(index), index_s, 0.0
    loaded = load_encoders()
    if not loaded:
        raise SystemExit("no encoders are installed; --words-alone runs without them")
    if not size:
        start = time.thread_time()
        matcher = Matcher.over(index, loaded, VectorStore(shipped_vectors(), None))
        return matcher, index_s, time.thread_time() - start
    with tempfile.TemporaryDirectory() as folder:
        for encoder in loaded:
            _keep_random(Path(folder), encoder, index)
        start = time.thread_time()
        matcher = Matcher.over(index, loaded, VectorStore(Path(folder), None))
        return matcher, index_s, time.thread_time() - start


def _keep_random(folder: Path, encoder: Encoder, index: Index) -> None:
    rng = np.random.default_rng(_SEED)
    texts = dict.fromkeys(document.normalized for document in index.documents)
    # In 255 levels, as the store keeps them; their mean lies off the middle, as it does for texts.
    levels = rng.integers(-100, 128, (len(texts), encoder.dimensions), np.int8)
    keys = _keys(texts)
    rows: Rows = dict(zip(keys, levels, strict=True))
    write_vectors(folder, encoder.name, rows)


def _keys(texts: Sequence[str] | dict[str, None]) -> Iterator[bytes]:
    from bot.matching.vectors import _key  # noqa: PLC0415 - the store has no other way in

    return map(_key, texts)


def _claims(shipped: KnowledgeBase, count: int) -> Iterator[Claim]:
    """Yield *count* claims of two wordings, in all languages of *shipped* by turns."""
    rng = random.Random(_SEED)  # noqa: S311 - the same claims each time
    words: defaultdict[Language, list[str]] = defaultdict(list)
    lengths: defaultdict[Language, list[int]] = defaultdict(list)
    for claim in shipped.published.values():
        for language, text in claim.claim.items():
            for wording in (text, *claim.phrasings.get(language, ())):
                words[language] += wording.split()
                lengths[language].append(len(wording.split()))
    languages = sorted(words)
    for number in range(count):
        language = languages[number % len(languages)]
        first, second = (
            " ".join(
                _misspelt(rng, word) if rng.random() < _MISSPELT else word
                for word in rng.choices(words[language], k=rng.choice(lengths[language]))
            )
            for _ in range(2)
        )
        yield make_claim(f"c{number}", {language: first}, {language: [second]})


def _misspelt(rng: random.Random, word: str) -> str:
    letters = list(word)
    rng.shuffle(letters)
    return "".join(letters)


def _resident_bytes() -> int:
    """Return the memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
