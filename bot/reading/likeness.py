"""Which picture is it? Copies that were made smaller, paler or with a caption below still tell.

A perceptual hash (pHash: the lowest frequencies of the discrete cosine transform, each above or
below their median; the same bits as those of the package ImageHash) says that two pictures look
alike, and nothing of the words in them: a meme with another text has the hash of the first. So a
known picture speaks only where no text does.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image

from bot.claims.model import KnowledgeBase
from bot.claims.pictures import SAME_PICTURE, distance
from bot.reading.model import Unreadable
from bot.reading.opening import open_picture

_SIDE, _FREQUENCIES = 32, 8
_STRIPS = (0.05, 0.1, 0.15)
"""Shares of the height that a caption or a border may have added, above or below."""
_NEAR = 4
"""Grey levels that look the same."""
_PLAIN = 0.45
"""Share of one grey level from which a picture is too plain to be known again.

Chats and posts are 0.52 to 0.72 ground, and differ from each other by 2 bits at times; photos,
memes and pages with a photo have 0.08 to 0.35.
"""

_WAVES = np.cos(np.pi / (2 * _SIDE) * np.outer(np.arange(_FREQUENCIES), 2 * np.arange(_SIDE) + 1))


def hash_picture(content: bytes) -> str | Unreadable:
    """Return the hash of a JPEG, PNG or WebP file as 16 hexadecimal digits.

    `Unreadable.TOO_PLAIN` where all pictures of its kind have nearly the same one.
    """
    picture = open_picture(content)
    if isinstance(picture, Unreadable):
        return picture
    return next(likenesses(picture), Unreadable.TOO_PLAIN)


def find_known_picture(content: bytes, knowledge: KnowledgeBase) -> str | None:
    """Return the id of the published claim that was seen with this picture, else None."""
    known = [
        (image.hash, claim.id) for claim in knowledge.published.values() for image in claim.images
    ]
    if not known:
        return None
    picture = open_picture(content)
    if isinstance(picture, Unreadable):
        return None
    found = [
        (distance(one, other), claim_id) for one in likenesses(picture) for other, claim_id in known
    ]
    nearest, claim_id = min(found, default=(SAME_PICTURE + 1, ""))
    return claim_id if nearest <= SAME_PICTURE else None


def likenesses(picture: Image.Image) -> Iterator[str]:
    """Yield the hash of *picture*, and those of what is left without a strip above or below.

    None where it is too plain.
    """
    whole = _thumbnail(picture)
    if _is_plain(whole):
        return
    yield _hash(whole)
    yield from (_hash(_thumbnail(cut)) for cut in _cuts(picture))


def _cuts(picture: Image.Image) -> Iterator[Image.Image]:
    width, height = picture.size
    for share in _STRIPS:
        strip = round(height * share)
        yield picture.crop((0, strip, width, height))
        yield picture.crop((0, 0, width, height - strip))


def _thumbnail(picture: Image.Image) -> npt.NDArray[np.uint8]:
    small = picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    return np.asarray(small)


def _is_plain(thumbnail: npt.NDArray[np.uint8]) -> bool:
    counts = np.bincount(thumbnail.ravel(), minlength=256)
    near = np.convolve(counts, np.ones(2 * _NEAR + 1), "same")
    return bool(near.max() >= _PLAIN * thumbnail.size)


def _hash(thumbnail: npt.NDArray[np.uint8]) -> str:
    spectrum = _WAVES @ thumbnail @ _WAVES.T
    bits = (spectrum > np.median(spectrum)).ravel()
    return np.packbits(bits).tobytes().hex()
