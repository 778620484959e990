"""Replies about the digest itself: whether it comes, at which hour of which clock, and no more."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.digests import DAY_S, HOURS, Digest, day_of
from bot.replies.actions import AskDigestClock, AskDigestHour, StartDigest, StopDigest
from bot.replies.catalog import Catalog
from bot.replies.keys import Key
from bot.replies.model import Button, Paragraph, Reply, Role, Style

LIKELY, ALL = 0, 1
"""The pages of clocks to choose from."""
_EUROPE = (-60, 0, 60, 120, 180, 240, 300, 360)
"""From the Azores to Kazakhstan: where most readers of our languages live."""
_LIKELY: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "en": (-480, -420, -360, -300, -240, -180, 0, 60, 120, 180, 240, 330),
        "es": (-360, -300, -240, -180, 0, 60, 120, 180),
        "ru": (60, 120, 180, 240, 300, 360, 420, 480),
    }
)
_BETWEEN = (-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825)
"""Clocks that are not whole hours away from UTC: of Tehran, Kabul, Delhi, Kathmandu and others."""
_ALL = (*range(-11 * 60, 12 * 60 + 1, 60), *_BETWEEN)
"""Clocks further east show the same hour as others, a day later: nobody can tell them apart."""
_CLOCKS_A_ROW = 4
_HOURS_A_ROW = 6
_DAY_MIN = 24 * 60


def render_digest_state(
    digest: Digest | None, now: float, language: str, catalog: Catalog
) -> Reply:
    """Say whether the reader gets a digest; offer to begin, to change the hour, to stop."""
    language = catalog.resolve(language)
    quiet = catalog.text(language, Key.DIGEST_QUIET)
    if digest is None:
        what = Paragraph.of(Role.BODY, f"{catalog.text(language, Key.DIGEST_WHAT)} {quiet}")
        none = Paragraph.of(Role.HEADING, catalog.text(language, Key.DIGEST_NONE), Style.BOLD)
        clocks = render_digest_clocks(LIKELY, now, language, catalog)
        return Reply(language, (none, what, *clocks.paragraphs), clocks.buttons)
    return Reply(
        language,
        (_daily(digest, language, catalog), Paragraph.of(Role.BODY, quiet)),
        (
            Button(
                catalog.text(language, Key.BUTTON_DIGEST_HOUR), AskDigestHour(digest.offset_min)
            ),
            _stop(language, catalog),
        ),
    )


def render_digest_clocks(page: int, now: float, language: str, catalog: Catalog) -> Reply:
    """Ask which of the clocks of the world the reader's shows; nobody has to know their zone."""
    language = catalog.resolve(language)
    offsets: Sequence[int] = sorted(_ALL, key=lambda offset: _minute(now, offset))
    more: tuple[Button, ...] = ()
    if page == LIKELY:
        offsets = _LIKELY.get(language, _EUROPE)
        label = catalog.text(language, Key.BUTTON_DIGEST_MORE_CLOCKS)
        more = (Button(label, AskDigestClock(ALL)),)
    clocks = tuple(
        Button(_clock(now, offset), AskDigestHour(offset), beside=bool(index % _CLOCKS_A_ROW))
        for index, offset in enumerate(offsets)
    )
    question = Paragraph.of(Role.BODY, catalog.text(language, Key.DIGEST_CLOCK), Style.BOLD)
    return Reply(language, (question,), (*clocks, *more))


def render_digest_hours(offset_min: int, now: float, language: str, catalog: Catalog) -> Reply:
    """Ask for the hour, by a clock that is told first: the button may be older than it says."""
    language = catalog.resolve(language)
    time = _clock(now, offset_min)
    hours = tuple(
        Button(_hour(hour), StartDigest(offset_min, hour), beside=bool(index % _HOURS_A_ROW))
        for index, hour in enumerate(HOURS)
    )
    other = Button(catalog.text(language, Key.BUTTON_DIGEST_CLOCK), AskDigestClock(LIKELY))
    question = catalog.text(language, Key.DIGEST_HOUR, time=time)
    return Reply(language, (Paragraph.of(Role.BODY, question, Style.BOLD),), (*hours, other))


def render_digest_started(digest: Digest, now: float, language: str, catalog: Catalog) -> Reply:
    """Say when the digests come."""
    language = catalog.resolve(language)
    is_today = day_of(digest.due_at, digest.offset_min) == day_of(now, digest.offset_min)
    first = Key.DIGEST_FIRST_TODAY if is_today else Key.DIGEST_FIRST_TOMORROW
    return Reply(
        language,
        (
            _daily(digest, language, catalog),
            Paragraph.of(
                Role.BODY,
                f"{catalog.text(language, first)} {catalog.text(language, Key.DIGEST_QUIET)}",
            ),
            Paragraph.of(Role.HINT, catalog.text(language, Key.DIGEST_CLOCK_CHANGES)),
        ),
        (_stop(language, catalog),),
    )


def render_digest_stopped(language: str, catalog: Catalog) -> Reply:
    """Say that no more digests come."""
    language = catalog.resolve(language)
    return Reply(language, (Paragraph.of(Role.BODY, catalog.text(language, Key.DIGEST_STOPPED)),))


def _daily(digest: Digest, language: str, catalog: Catalog) -> Paragraph:
    daily = catalog.text(language, Key.DIGEST_DAILY, time=_hour(digest.hour))
    return Paragraph.of(Role.HEADING, daily, Style.BOLD)


def _stop(language: str, catalog: Catalog) -> Button:
    return Button(catalog.text(language, Key.BUTTON_DIGEST_STOP), StopDigest())


def _hour(hour: int) -> str:
    return f"{hour:02}:00"


def _minute(now: float, offset_min: int) -> int:
    """Return how many minutes of the day have passed by a clock."""
    return int((now % DAY_S) // 60 + offset_min) % _DAY_MIN


def _clock(now: float, offset_min: int) -> str:
    hours, minutes = divmod(_minute(now, offset_min), 60)
    return f"{hours:02}:{minutes:02}"
