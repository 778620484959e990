"""Pictures that were altered: how many are known again, and how near others come to them.

python -m tests.benchmarks.likeness
"""

# ruff: noqa: T201, S311 - a command line prints; the same pictures each time

import random
import sys
from collections.abc import Iterable, Sequence
from itertools import combinations, permutations

from PIL import Image

from bot.claims.pictures import SAME_PICTURE, distance
from bot.reading.likeness import likenesses
from tests.reading.alterations import ALTERATIONS, WHITE, Alter, bar, crop
from tests.reading.posts import Look, Post, load_posts
from tests.reading.screenshots import draw, photograph, shrunk

PHOTOS = 60
BITS = (4, 6, 8, 10, 12)
FURTHER: dict[str, Alter] = {
    "3 % cut off all round": crop(0.03),
    "5 % cut off all round": crop(0.05),
    "a white bar of 20 % below": bar(0.2, WHITE),
}


def main() -> int:
    """Print the figures."""
    posts = [post for post in load_posts() if post.look in {Look.MEME, Look.NEWS}]
    pictures = [shrunk(draw(post, random.Random(post.number))) for post in posts]
    pictures += [photograph(random.Random(1000 + seed), 1080, 810) for seed in range(PHOTOS)]
    known = [next(likenesses(picture)) for picture in pictures]
    print(f"{len(pictures)} memes, pages with a photo, and photos; share within so many bits\n")
    print(f"| | {' | '.join(map(str, BITS))} |")
    print("| --- |" + " --- |" * len(BITS))
    for name, alter in {**ALTERATIONS, **FURTHER}.items():
        distances = [
            _nearest(one, likenesses(alter(picture)))
            for one, picture in zip(known, pictures, strict=True)
        ]
        _row(name, distances)
    others = [list(likenesses(picture)) for picture in pictures]
    apart = [
        _nearest(known[one], others[other]) for one, other in permutations(range(len(known)), 2)
    ]
    _row("another picture", apart)
    for look in (Look.MEME, Look.NEWS):
        _row(f"{look}: the same, with another text", _with_other_texts(posts, look))
    for look in (Look.TELEGRAM_LIGHT, Look.TELEGRAM_DARK, Look.X):
        hashes = [_hash(post) for post in load_posts() if post.look is look]
        print(f"{look}: {sum(one is None for one in hashes)} of {len(hashes)} are too plain")
    print(f"\nnearest other picture: {min(apart)} bits of {len(apart)} pairs; limit {SAME_PICTURE}")
    return 0


def _with_other_texts(posts: Sequence[Post], look: Look) -> list[int]:
    """Return the distances between pictures with one background and several texts."""
    distances = []
    of_look = [post for post in posts if post.look is look]
    for ground in of_look:
        hashes = [
            next(likenesses(shrunk(draw(post, random.Random(ground.number))))) for post in of_look
        ]
        distances += [distance(one, other) for one, other in combinations(hashes, 2)]
    return distances


def _hash(post: Post) -> str | None:
    return next(likenesses(shrunk(draw(post, random.Random(post.number)))), None)


def _nearest(known: str, hashes: Iterable[str]) -> int:
    return min((distance(known, one) for one in hashes), default=64)


def _row(name: str, distances: Sequence[int]) -> None:
    shares = [sum(one <= bits for one in distances) / len(distances) for bits in BITS]
    print(f"| {name} | {' | '.join(f'{share:.2f}' for share in shares)} |")


if __name__ == "__main__":
    Image.init()
    sys.exit(main())
