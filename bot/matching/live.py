"""The matcher that answers now; a better one takes its place, a crowd gets words alone."""

import threading
from dataclasses import replace

from bot import metrics
from bot.matching.matcher import Matcher
from bot.matching.model import Audience, Decision, Query
from bot.matching.probability import load_model

MOST_AT_ONCE = 2
"""Queries that wait for the encoders; with more, an answer would take longer than half a second."""


class LiveMatcher:
    """Hands each query to the newest matcher; any number of threads may share it.

    Encoders read one text after the other. Where too many queries wait for them, the next is
    matched by words alone, in milliseconds: its model is as careful, and finds less.
    """

    def __init__(self, matcher: Matcher, most_at_once: int = MOST_AT_ONCE) -> None:
        self._most_at_once = most_at_once
        self._lock = threading.Lock()
        self._inside = 0
        self.replace(matcher)

    @property
    def current(self) -> Matcher:
        """The matcher that answers the next query."""
        return self._current

    def replace(self, matcher: Matcher) -> None:
        """Let *matcher* answer from now on."""
        self._by_words = matcher
        if matcher.senses:
            model = load_model(())
            self._by_words = replace(matcher, senses=(), model=model, thresholds=model.thresholds)
        self._current = matcher

    def match(self, query: Query, audience: Audience = Audience.PRIVATE) -> Decision:
        """Return what to do about *query*: answer, ask, or be silent."""
        with self._lock:
            crowded = self._inside >= self._most_at_once
            self._inside += not crowded
        if crowded:
            metrics.HURRIED.inc()
            return self._by_words.match(query, audience)
        try:
            return self._current.match(query, audience)
        finally:
            with self._lock:
                self._inside -= 1
