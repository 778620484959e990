"""Posts become pictures as phones show them and Telegram passes them on: small, and JPEG."""

import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

import bot
from tests.reading.posts import Look, Post

FONTS = Path(bot.__file__).parent / "drawing" / "fonts"
WIDTH = 1080
LONGEST_SIDE = 1280
"""Telegram scales photos down to it."""
_QUALITIES = range(60, 86)
_MARGIN = 48

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """What an app writes around a post, in the language of its reader."""

    channel: str
    subscribers: str
    forwarded: str
    views: str
    site: str
    section: str
    ago: str


_WORDS: Mapping[str, Words] = {
    "en": Words("Truth Without Borders", "48 213 subscribers", "Forwarded from Night Herald",
                "Views", "DAILY OBSERVER", "World", "3 hours ago · 2 min read"),
    "uk": Words("Правда без купюр", "48 213 підписників", "Переслано з Нічний вісник",
                "перегляди", "ЩОДЕННИЙ ОГЛЯД", "Світ", "3 години тому · 2 хв читання"),
    "ru": Words("Правда без купюр", "48 213 подписчиков", "Переслано от Ночной вестник",
                "просмотры", "ЕЖЕДНЕВНЫЙ ОБЗОР", "В мире", "3 часа назад · 2 мин чтения"),
    "de": Words("Wahrheit ohne Filter", "48.213 Abonnenten", "Weitergeleitet von Nachtbote",
                "Mal angezeigt", "TAGESRUNDSCHAU", "Welt", "vor 3 Stunden · 2 Min. Lesezeit"),
}  # fmt: skip


def screenshot(post: Post, longest_side: int = LONGEST_SIDE) -> bytes:
    """Return the JPEG of *post*; the same post gives the same picture."""
    rng = random.Random(post.number)  # noqa: S311 - the same picture each time
    return as_jpeg(shrunk(draw(post, rng), longest_side), rng.choice(_QUALITIES))


def draw(post: Post, rng: random.Random) -> Image.Image:
    """Return the picture as the phone shows it."""
    return _LOOKS[post.look](post, rng)


def shrunk(picture: Image.Image, longest_side: int = LONGEST_SIDE) -> Image.Image:
    """Return *picture* no larger than Telegram leaves it."""
    small = picture.copy()
    small.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    return small


def as_jpeg(picture: Image.Image, quality: int = 75) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return _font(size, "Bold" if bold else "Regular")


@cache
def _font(size: int, weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"NotoSans-{weight}.ttf", size)


@dataclass(frozen=True, slots=True)
class _Theme:
    ground: Color
    bar: Color
    bubble: Color
    text: Color
    dim: Color
    accent: Color


_LIGHT = _Theme((208, 222, 196), (255, 255, 255), (255, 255, 255), (0, 0, 0), (130, 140, 150),
                (51, 144, 236))  # fmt: skip
_DARK = _Theme((14, 22, 33), (23, 33, 43), (24, 37, 51), (245, 245, 245), (109, 127, 143),
               (110, 178, 240))  # fmt: skip


def _chat(theme: _Theme) -> Callable[[Post, random.Random], Image.Image]:
    def chat(post: Post, rng: random.Random) -> Image.Image:
        return _draw_chat(theme, post, rng)

    return chat


def _draw_chat(theme: _Theme, post: Post, rng: random.Random) -> Image.Image:
    words, body = _words_around(post), font(42)
    lines = wrapped(post.text, body, WIDTH - 4 * _MARGIN - 40)
    height = rng.choice((1400, 1700, 2000))
    picture = Image.new("RGB", (WIDTH, height), theme.ground)
    page = ImageDraw.Draw(picture)
    _pattern(page, theme, rng, height)
    page.rectangle((0, 0, WIDTH, 230), theme.bar)
    page.text((60, 24), _time(rng), theme.text, font(34, bold=True))
    page.text((880, 24), f"{rng.randrange(12, 99)}%", theme.text, font(34))
    page.ellipse((130, 105, 220, 195), theme.accent)
    page.text((160, 112), words.channel[0], (255, 255, 255), font(48, bold=True))
    page.text((250, 96), words.channel, theme.text, font(42, bold=True))
    page.text((250, 156), words.subscribers, theme.dim, font(34))
    top, step = 320, 58
    bottom = top + 200 + step * len(lines)
    page.rounded_rectangle((_MARGIN, top, WIDTH - 2 * _MARGIN, bottom), 36, theme.bubble)
    page.text((_MARGIN + 36, top + 24), words.forwarded, theme.accent, font(36, bold=True))
    for row, line in enumerate(lines):
        page.text((_MARGIN + 36, top + 92 + row * step), line, theme.text, body)
    page.rounded_rectangle((_MARGIN + 36, bottom - 86, 260, bottom - 22), 32, theme.ground)
    page.ellipse((_MARGIN + 52, bottom - 76, _MARGIN + 96, bottom - 32), theme.accent)
    page.text((160, bottom - 80), str(rng.randrange(20, 900)), theme.text, font(36))
    stamp = f"{rng.randrange(2, 99)}.{rng.randrange(10)}K  {_time(rng)}"
    page.text((WIDTH - 420, bottom - 74), stamp, theme.dim, font(32))
    return picture


def _pattern(page: ImageDraw.ImageDraw, theme: _Theme, rng: random.Random, height: int) -> None:
    """Draw the doodles that lie behind the messages."""
    ink = tuple(max(0, min(255, shade + rng.choice((-14, 14)))) for shade in theme.ground)
    for _ in range(160):
        x, y, size = rng.randrange(WIDTH), rng.randrange(height), rng.randrange(20, 70)
        page.arc((x, y, x + size, y + size), rng.randrange(360), rng.randrange(360, 720), ink, 4)


def _draw_x(post: Post, rng: random.Random) -> Image.Image:
    dark = rng.random() < 0.5
    ground, ink, dim = (
        ((0, 0, 0), (231, 233, 234), (113, 118, 123))
        if dark
        else ((255, 255, 255), (15, 20, 25), (83, 100, 113))
    )
    words, body = _words_around(post), font(48)
    lines = wrapped(post.text, body, WIDTH - 2 * _MARGIN)
    height = 560 + 66 * len(lines)
    picture = Image.new("RGB", (WIDTH, height), ground)
    page = ImageDraw.Draw(picture)
    page.ellipse((_MARGIN, 60, _MARGIN + 120, 180), (120, 86, 255))
    page.text((200, 62), words.channel, ink, font(44, bold=True))
    page.text((200, 122), f"@free_voice{rng.randrange(10, 99)}", dim, font(40))
    for row, line in enumerate(lines):
        page.text((_MARGIN, 220 + row * 66), line, ink, body)
    below = 240 + 66 * len(lines)
    count = f"{rng.randrange(10, 900)}.{rng.randrange(10)}K"
    page.text((_MARGIN, below), f"{_time(rng)} · {count} {words.views}", dim, font(38))
    page.line((_MARGIN, below + 80, WIDTH - _MARGIN, below + 80), dim, 2)
    for column in range(4):
        x = _MARGIN + column * 250
        page.rounded_rectangle((x, below + 118, x + 44, below + 158), 12, outline=dim, width=4)
        page.text((x + 62, below + 112), str(rng.randrange(3, 990)), dim, font(36))
    return picture


def _draw_news(post: Post, rng: random.Random) -> Image.Image:
    words = _words_around(post)
    headline, *leads = post.paragraphs
    titles = wrapped(headline, font(64, bold=True), WIDTH - 2 * _MARGIN)
    lines = wrapped(" ".join(leads), font(42), WIDTH - 2 * _MARGIN)
    photo = 420
    height = 250 + photo + 84 * len(titles) + 60 * len(lines) + 160
    picture = Image.new("RGB", (WIDTH, height), (255, 255, 255))
    page = ImageDraw.Draw(picture)
    accent = rng.choice(((178, 24, 36), (10, 60, 120), (20, 20, 20)))
    page.rectangle((0, 0, WIDTH, 130), accent)
    page.text((_MARGIN, 28), words.site, (255, 255, 255), font(52, bold=True))
    page.text((_MARGIN, 156), words.section, accent, font(38, bold=True))
    top = 220
    for row, line in enumerate(titles):
        page.text((_MARGIN, top + row * 84), line, (17, 17, 17), font(64, bold=True))
    top += 84 * len(titles) + 10
    page.text((_MARGIN, top), words.ago, (120, 120, 120), font(34))
    top += 64
    picture.paste(photograph(rng, WIDTH, photo), (0, top))
    top += photo + 30
    for row, line in enumerate(lines):
        page.text((_MARGIN, top + row * 60), line, (40, 40, 40), font(42))
    return picture


def _draw_meme(post: Post, rng: random.Random) -> Image.Image:
    height = rng.choice((900, 1080, 1250))
    picture = photograph(rng, WIDTH, height)
    page = ImageDraw.Draw(picture)
    upper, lower = post.paragraphs
    letters = font(76, bold=True)
    above = wrapped(upper, letters, WIDTH - 2 * _MARGIN)
    below = wrapped(lower, letters, WIDTH - 2 * _MARGIN)
    rows = [(line, 40 + row * 96) for row, line in enumerate(above)]
    rows += [(line, height - 60 - (len(below) - row) * 96) for row, line in enumerate(below)]
    for line, top in rows:
        place = ((WIDTH - letters.getlength(line)) / 2, top)
        page.text(place, line, (255, 255, 255), letters, stroke_width=6, stroke_fill=(0, 0, 0))
    return picture


def _draw_photograph(_: Post, rng: random.Random) -> Image.Image:
    return photograph(rng, WIDTH, 810)


def _draw_blank(_: Post, __: random.Random) -> Image.Image:
    return Image.new("RGB", (WIDTH, 720), (255, 255, 255))


def photograph(rng: random.Random, width: int, height: int) -> Image.Image:
    """Return what a camera might have seen: soft shapes, light from one side, and grain."""
    made = np.random.default_rng(rng.randrange(2**32))
    blurred = Image.fromarray(made.integers(30, 226, (7, 9, 3), np.uint8))
    picture = blurred.resize((width, height), Image.Resampling.BICUBIC)
    page = ImageDraw.Draw(picture)
    for _ in range(rng.randrange(6, 12)):
        x, y, size = rng.randrange(width), rng.randrange(height), rng.randrange(60, 360)
        shade = tuple(rng.randrange(20, 236) for _ in range(3))
        box = (x - size, y - size // 2, x + size, y + size)
        rng.choice((page.ellipse, page.rectangle))(box, shade)
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(3, 9)))
    grain = made.normal(0, rng.uniform(4, 10), (height, width, 1))
    light = np.linspace(0.75, 1.15, width)[None, :, None]
    return Image.fromarray(np.clip(np.asarray(picture) * light + grain, 0, 255).astype(np.uint8))


def wrapped(text: str, letters: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Return *text* in lines of at most *width* pixels."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if letters.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words_around(post: Post) -> Words:
    """Return what the app writes: in English where it does not speak the language."""
    return _WORDS.get(post.language, _WORDS["en"])


def _time(rng: random.Random) -> str:
    return f"{rng.randrange(24):02}:{rng.randrange(60):02}"


_LOOKS: Mapping[Look, Callable[[Post, random.Random], Image.Image]] = {
    Look.TELEGRAM_LIGHT: _chat(_LIGHT),
    Look.TELEGRAM_DARK: _chat(_DARK),
    Look.X: _draw_x,
    Look.NEWS: _draw_news,
    Look.MEME: _draw_meme,
    Look.PHOTO: _draw_photograph,
    Look.BLANK: _draw_blank,
}
