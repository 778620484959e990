"""Ten thousand inputs that nobody means well with: how many raise, which take long.

    python -m tests.benchmarks.hostile [--inputs N] [--seed N] [--words-alone] [--only NUMBER]

Every input follows from the seed and its number, so `--only` repeats one alone.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answering import Answering
from bot.config import Settings, default_knowledge_dir
from bot.group_answering import GroupAnswering
from bot.groups import GroupSettings, Mode
from bot.matching.live import LiveMatcher
from bot.matching.matcher import MOST_CHARACTERS, Matcher
from bot.matching.model import Part, PartKind, Query
from bot.speaking import Heard, History
from bot.wiring import build_answering
from tests.benchmarks.messages import read_texts
from tests.matching.strategies import ALPHABET, WORDS

INPUTS = 10_000
_HOME = "https://t.me/a_bot"
SLOW_S = 1.0
_SHOWN = 10
_HIGHEST = 0x110000
_LENGTHS = (1, 8, 60, 280, 600, 1500, 4096, 9000, MOST_CHARACTERS, MOST_CHARACTERS + 1, 40_000)
_LIKELY = (2, 4, 8, 10, 10, 6, 6, 2, 3, 1, 1)
"""How often each length is drawn: most messages are short, the worst are not."""

BRICKS = (
    *("a", "W", "нато", "aа", "αa", "\n", "a\n", "\r\n", "\t", " "),
    *(".", "a.", "a. ", "J. ", "4. ", "...", "…", "?!", ".)", '"', "„aaaaaaaaa ", "«", "\\", "'"),
    *("n't", "a's ", "п'я", "#", "#NATOisAtWar", "#нато_2024 ", "##", "@a", "@", "@@a "),
    *("https://", "https://a.b/c?d=e&utm_source=f ", "www.", "t.me/", "https://t.me/s/a/1 "),
    *("https://[::1 ", "http://\u0301.com ", "x.com/a\u200b ", "youtu.be/ ", "https://a.b/%ff "),
    *("😀", "👨‍👩‍👧‍👦", "🇺🇸", "\ufe0f", "\u20e3", "1\ufe0f\u20e3", "☢️ "),
    *("\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060", "\U000e0041", "\u034f", "\u115f"),
    *("\u0301", "N\u0336\u0322\u031b", "é", "e\u0301\u0323", "\u0e47" * 8, "Z͑ͫ̓"),
    *("\u202eحلف الناتو ", "\u2067שלום ", "\u202c", "\u061c", "ﷺ", "\ufdfa"),
    *("中文", "日本", "ｎａｔｏ ", "𝐍𝐀𝐓𝐎 ", "🅽🅰🆃🅾 ", "ⓝⓐⓣⓞ ", "ﬁ", "ŉ", "İ", "ı", "ß", "ǅ"),
    *("\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\x0b"),
    *("\ud83d", "\udc00", "\ud83d\ud83d", "\uffff", "\U0010ffff", "\ue000"),
    *("1", "1,000,000 ", "1991 ", "½", "٣", "Ⅷ "),
    *("not ", "не ", "nicht ", "fake: ", "NATO ", "не никогда ни ", "is it true that "),
    *("NATO promised not to expand one inch to the east. ", "НАТО воює з росією "),
    *("<b>", "&amp;", "</script>", "{{}}", "%s", "${x}", "'; DROP TABLE claims;--", "../../"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One input and what became of it."""

    number: int
    kind: str
    query: Query
    seconds: float
    """Of this thread's own work, which other programs do not lengthen."""
    error: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where an input raised or took too long."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.hostile", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--inputs", type=int, default=INPUTS, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--words-alone", action="store_true", help="without the encoders")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="repeat one input")
    chosen = parser.parse_args(arguments)
    answering = _answering(words_alone=chosen.words_alone)
    messages = [text for text in read_texts() if text.strip()]
    numbers = range(chosen.inputs) if chosen.only is None else [chosen.only]
    runs = []
    for number in numbers:
        runs.append(_run(answering, messages, chosen.seed, number))
        if number % 100 == 99:
            print(f"\r{number + 1} of {chosen.inputs}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return _report(runs, answering.matcher.current, chosen.seed)


def _answering(*, words_alone: bool) -> Answering:
    settings = Settings(default_knowledge_dir(), Path("data"))
    answering = build_answering(settings, at_once=True)
    if words_alone:
        matcher = Matcher.over(answering.matcher.current.index)
        answering = replace(answering, matcher=LiveMatcher(matcher))
    return answering


def _run(answering: Answering, messages: Sequence[str], seed: int, number: int) -> Run:
    rng = random.Random(f"{seed}:{number}")  # noqa: S311 - the same inputs each time
    kind, make = rng.choice(_KINDS)
    query = _query(rng, make(rng, messages))
    in_group = rng.choice((False, True))
    error = ""
    start = time.thread_time()
    try:
        if in_group:
            group = GroupAnswering(answering)
            group.on_request(query, _HOME)
            settings = GroupSettings(mode=Mode.ALL)
            group.unasked(query, Heard(0.0), settings, History(), now=0.0, home=_HOME)
        else:
            answering.answer(query)
    except Exception:  # noqa: BLE001 - counting them is the purpose
        error = traceback.format_exc(limit=-3)
    return Run(number, kind, query, time.thread_time() - start, error)


def _report(runs: Sequence[Run], matcher: Matcher, seed: int) -> int:
    seconds = sorted(run.seconds for run in runs)
    raised = [run for run in runs if run.error]
    slow = [run for run in runs if run.seconds > SLOW_S]
    encoders = ", ".join(sense.encoder.name for sense in matcher.senses) or "none"
    characters = sum(len(run.query.text) for run in runs)
    print(f"inputs          {len(runs)} (seed {seed}, {characters:,} characters)")
    print(f"encoders        {encoders}; {len(matcher.index.claim_ids)} claims")
    print(f"raised          {len(raised)}")
    print(f"over {SLOW_S:.0f} s        {len(slow)}")
    print(f"p50 / p99       {_ms(seconds, 0.5):.1f} / {_ms(seconds, 0.99):.1f} ms of this thread")
    print(f"kinds           {dict(sorted(Counter(run.kind for run in runs).items()))}")
    print("\nslowest:")
    for run in sorted(runs, key=lambda run: -run.seconds)[:_SHOWN]:
        print(
            f"  {run.seconds * 1000:7.0f} ms  --only {run.number:<6} {run.kind:<9} "
            f"{len(run.query.text):>6} characters  {run.query.text[:50]!a}"
        )
    for run in raised[:_SHOWN]:
        print(f"\n--only {run.number} ({run.kind}) raised:\n{run.error}")
    return int(bool(raised or slow))


def _ms(ordered: Sequence[float], share: float) -> float:
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _query(rng: random.Random, text: str) -> Query:
    """Return *text* as one part or several, at times with links that nobody sees."""
    cuts = sorted(rng.randrange(len(text) + 1) for _ in range(rng.choice((0, 0, 0, 1, 3))))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    links = tuple(rng.choice(BRICKS) * rng.randrange(3) for _ in range(rng.choice((0, 0, 0, 2))))
    origins = (rng.choice(BRICKS),) if rng.random() < 0.1 else ()
    return Query(tuple(Part(piece, rng.choice(list(PartKind))) for piece in pieces), links, origins)


def _length(rng: random.Random) -> int:
    return rng.choices(_LENGTHS, _LIKELY)[0]


def _wall(rng: random.Random, _: Sequence[str]) -> str:
    brick = "".join(rng.choice(BRICKS) for _ in range(rng.choice((1, 1, 1, 2, 3))))
    length = _length(rng)
    return (brick * (1 + length // len(brick)))[:length]


def _rubble(rng: random.Random, _: Sequence[str]) -> str:
    return "".join(rng.choice(BRICKS) for _ in range(1 + _length(rng) // 6))


def _salad(rng: random.Random, messages: Sequence[str]) -> str:
    found = [word for _ in range(12) for word in rng.choice(messages).split()]
    joints = (" ", " ", " ", ". ", "\n", "", "-", "\u200b", ", ")
    return "".join(
        rng.choice(rng.choice((found, WORDS.split()))) + rng.choice(joints)
        for _ in range(1 + _length(rng) // 7)
    )


def _characters(rng: random.Random, _: Sequence[str]) -> str:
    top = rng.choice((0x80, 0x600, 0x3000, 0x10000, _HIGHEST))
    return "".join(chr(rng.randrange(top)) for _ in range(_length(rng)))


def _alphabet(rng: random.Random, _: Sequence[str]) -> str:
    return "".join(rng.choice(ALPHABET) for _ in range(_length(rng)))


def _spoilt(rng: random.Random, messages: Sequence[str]) -> str:
    """Return messages with one character in ten doubled, lost, replaced or marked."""
    length = _length(rng)
    text = ""
    while len(text) < length:
        text += rng.choice(messages) + rng.choice(("\n", " ", ""))
    spoil: tuple[Callable[[str], str], ...] = (
        lambda letter: letter * rng.choice((2, 50)),
        lambda _: "",
        lambda _: rng.choice(ALPHABET),
        lambda letter: letter + rng.choice(("\u0301", "\u200b", "\ufe0f", "😀", "\u00ad")),
        str.swapcase,
    )
    return "".join(
        rng.choice(spoil)(letter) if rng.random() < 0.1 else letter for letter in text[:length]
    )


def _repeated(rng: random.Random, messages: Sequence[str]) -> str:
    length = _length(rng)
    message = rng.choice(messages)
    return ((message + rng.choice((" ", "\n", ". "))) * (1 + length // len(message)))[:length]


_KINDS: tuple[tuple[str, Callable[[random.Random, Sequence[str]], str]], ...] = (
    ("wall", _wall),
    ("rubble", _rubble),
    ("salad", _salad),
    ("any", _characters),
    ("alphabet", _alphabet),
    ("spoilt", _spoilt),
    ("repeated", _repeated),
)


if __name__ == "__main__":
    sys.exit(main())
