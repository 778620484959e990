"""Does the retriever serve other claims than ours? CheckThat! 2022, task 2A, in English.

    OMP_NUM_THREADS=1 python -m tests.benchmarks.checkthat [FOLDER] [--cache FOLDER] [--dev]

Everything is fitted and chosen on the training tweets, by cross-validation. The tweets of the dev
part are read only with --dev, at the end; docs/benchmarks.md counts how often that was done.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.matching.encoders import E5Encoder, Encoder, UseEncoder
from bot.matching.vectors import VectorStore
from tests.benchmarks.minilm import MiniLmEncoder
from tests.benchmarks.ranking import (
    FOLDS,
    Quality,
    choose_penalty,
    fit,
    folds_of,
    measure,
    measure_order,
    score,
)
from tests.benchmarks.retrieval import BY_WORDS, Found, Retriever, build_retriever
from tests.benchmarks.tweets import CollectionError, Tweet, read_collection, read_tweets

FOLDER = Path("../shared/benchmarks/checkthat2022")
CACHE = Path("data/checkthat")
ENCODERS: dict[str, type[Encoder]] = {
    "use": UseEncoder,
    "e5": E5Encoder,
    "minilm": MiniLmEncoder,
}
_HEAD = f"{'':<34}MAP@5  P@1    MRR"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 2 where something that is needed is missing."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.checkthat", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument(
        "--cache", type=Path, default=CACHE, help=f"where vectors are kept (default: {CACHE})"
    )
    parser.add_argument(
        "--encoders", default="use,e5", help="of use, e5, minilm; '' for none (default: use,e5)"
    )
    parser.add_argument("--dev", action="store_true", help="evaluate on the dev part, once")
    chosen = parser.parse_args(arguments)
    try:
        encoders = [ENCODERS[name]() for name in chosen.encoders.split(",") if name]
        collection = read_collection(chosen.folder)
        dev = read_tweets(chosen.folder, "dev") if chosen.dev else ()
    except KeyError as error:
        parser.error(f"there is no encoder {error}; choose of {', '.join(ENCODERS)}")
    except (CollectionError, ImportError) as error:
        print(f"checkthat: {error}", file=sys.stderr)
        return 2
    print(f"{len(collection.claims):,} claims, {len(collection.train)} training tweets; encoders:")
    print(f"{chosen.encoders or 'none'}; one processor: {os.environ.get('OMP_NUM_THREADS') == '1'}")
    retriever = build_retriever(
        collection.claims,
        (*collection.train, *dev),
        encoders,
        VectorStore(None, chosen.cache),
        _show_progress,
    )
    train = cross_find(retriever, collection.train)
    _print_views("training tweets", collection.train, train)
    models = _choose(retriever.columns(), train)
    if dev:
        found = _find(retriever, dev, taught_by=collection.train)
        _print_views("dev tweets", dev, found)
        for name, (columns, penalty) in models.items():
            model = fit([one.shortlist for one in train], penalty, columns)
            shortlists = [one.shortlist for one in found]
            _print(name, measure_order(shortlists, score(model, shortlists, columns)))
    return 0


def cross_find(retriever: Retriever, tweets: Sequence[Tweet]) -> list[Found]:
    """Return what is found for each of *tweets* by spaces that the other folds have taught."""
    folds = folds_of(len(tweets)).tolist()
    found: dict[str, Found] = {}
    for fold in range(FOLDS):
        held = [tweet for tweet, own in zip(tweets, folds, strict=True) if own == fold]
        others = [tweet for tweet, own in zip(tweets, folds, strict=True) if own != fold]
        found |= {
            tweet.id: one
            for tweet, one in zip(held, _find(retriever, held, taught_by=others), strict=True)
        }
        _show_progress("training tweets", len(found), len(tweets))
    return [found[tweet.id] for tweet in tweets]


def _find(
    retriever: Retriever, tweets: Sequence[Tweet], *, taught_by: Sequence[Tweet]
) -> list[Found]:
    taught = retriever.teach(taught_by)
    return [retriever.find(tweet, taught) for tweet in tweets]


def _choose(columns: Sequence[str], train: Sequence[Found]) -> dict[str, tuple[list[int], float]]:
    """Return columns and penalty of the models, after printing what cross-validation says."""
    words = [at for at, name in enumerate(columns) if name.startswith(BY_WORDS)]
    sets = {"regression, words alone": words}
    if len(words) < len(columns) - len(_OF_BLEND):
        sets["regression, words and encoders"] = list(range(len(columns)))
    shortlists = [one.shortlist for one in train]
    models = {}
    for name, chosen in sets.items():
        penalty = choose_penalty(
            shortlists, chosen, lambda value, found: _print(f"  penalty {value:g}", found)
        )
        print(f"{name}: penalty {penalty:g}, {len(chosen)} columns (cross-validated on training)")
        models[name] = (chosen, penalty)
    return models


_OF_BLEND = ("blend", "blend_lead", "blend_gap", "blend_place", "blend_standing", "first_in")


def _print_views(title: str, tweets: Sequence[Tweet], found: Sequence[Found]) -> None:
    print(f"\n{title} ({len(tweets)})\n{_HEAD}")
    right = [len(tweet.accept) for tweet in tweets]
    for name in found[0].ranks:
        _print(name, measure([one.ranks[name] for one in found], right))


def _print(name: str, quality: Quality) -> None:
    print(f"{name:<34}{quality}", flush=True)


def _show_progress(what: str, done: int, total: int) -> None:
    end = "\n" if done == total else ""
    print(f"\r{what}: {done} of {total}", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
