"""The matcher that answers now; a better one takes its place in one step."""

from bot.matching.matcher import Matcher
from bot.matching.model import Audience, Decision, Query


class LiveMatcher:
    """Hands each query to the newest matcher; any number of threads may share it."""

    def __init__(self, matcher: Matcher) -> None:
        self._current = matcher

    @property
    def current(self) -> Matcher:
        """The matcher that answers the next query."""
        return self._current

    def replace(self, matcher: Matcher) -> None:
        """Let *matcher* answer from now on."""
        self._current = matcher

    def match(self, query: Query, audience: Audience = Audience.PRIVATE) -> Decision:
        """Return what to do about *query*: answer, ask, or be silent."""
        return self._current.match(query, audience)
