"""Replies about the digest itself: whether it comes, at which hour of which clock, and no more."""

from bot.digests import HOURS, Digest, day_of
from bot.replies.actions import AskDigestClock, AskDigestHour, StartDigest, StopDigest
from bot.replies.catalog import Catalog
from bot.replies.clocks import ALL, CLOCKS_A_ROW, LIKELY, clock_time, clocks, hour_time
from bot.replies.keys import Key
from bot.replies.model import Button, Paragraph, Reply, Role, Style

_HOURS_A_ROW = 6


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
    more: tuple[Button, ...] = ()
    if page == LIKELY:
        label = catalog.text(language, Key.BUTTON_DIGEST_MORE_CLOCKS)
        more = (Button(label, AskDigestClock(ALL)),)
    choices = tuple(
        Button(clock_time(now, offset), AskDigestHour(offset), beside=bool(index % CLOCKS_A_ROW))
        for index, offset in enumerate(clocks(page, now, language))
    )
    question = Paragraph.of(Role.BODY, catalog.text(language, Key.DIGEST_CLOCK), Style.BOLD)
    return Reply(language, (question,), (*choices, *more))


def render_digest_hours(offset_min: int, now: float, language: str, catalog: Catalog) -> Reply:
    """Ask for the hour, by a clock that is told first: the button may be older than it says."""
    language = catalog.resolve(language)
    time = clock_time(now, offset_min)
    hours = tuple(
        Button(hour_time(hour), StartDigest(offset_min, hour), beside=bool(index % _HOURS_A_ROW))
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
    daily = catalog.text(language, Key.DIGEST_DAILY, time=hour_time(digest.hour))
    return Paragraph.of(Role.HEADING, daily, Style.BOLD)


def _stop(language: str, catalog: Catalog) -> Button:
    return Button(catalog.text(language, Key.BUTTON_DIGEST_STOP), StopDigest())
