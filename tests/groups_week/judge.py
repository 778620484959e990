"""What came of the week: what was right, missed and wrong, by laws that hold whatever comes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bot.groups import GroupSettings
from tests.groups_week.lines import HOME, TO_BOT, Line
from tests.groups_week.player import Player, Told

MOST_A_MINUTE = 19
_HOUR_S = 3600.0
_DEFAULTS = GroupSettings()
"""The week changes neither cooldown nor most an hour."""


class Outcome(StrEnum):
    """What a line was met with, where nobody asked."""

    RIGHT = "right"
    MISSED = "missed"
    HELD_BACK = "held back"
    """Silence, as it should be: the cooldown, the quiet hours …"""
    WRONG = "WRONG"
    UNSEEN = "not delivered"


class Answer(StrEnum):
    """What a request was answered with."""

    VERDICT = "the verdict"
    ABOUT = "the claim that it is about"
    OFFERED = "a choice that holds it"
    NONE = "no verdict"
    OTHER = "another claim"
    LOST = "NOTHING"


@dataclass(frozen=True)
class Word:
    """A claim that was spoken of."""

    chat: str
    claim_id: str
    at: float
    line: Line
    asked: bool


@dataclass
class Judgement:
    """The week, judged."""

    player: Player
    wrong: list[str] = field(default_factory=list)
    """What breaks a law; empty is good."""

    def __post_init__(self) -> None:
        told, player = self.told, self.player
        self.outcomes = {one.line.id: self._outcome(one) for one in told}
        self.answers = {
            one.line.id: self._answer(one) for one in told if one.line.is_request and one.delivered
        }
        self.wrong += player.troubles
        for one in told:
            self.wrong += self._misplaced(one)
        self.wrong += self._too_often()
        for chat_id in player.town.ids:
            if (most := player.api.groups.busiest_minute(chat_id)) > MOST_A_MINUTE:
                self.wrong.append(f"{most} messages in a minute in {chat_id}")
        self.wrong += [f"flood: {flood}" for flood in player.api.groups.floods]
        self.wrong += [f"violation: {one}" for one in sorted(set(player.api.violations))]

    @property
    def told(self) -> Sequence[Told]:
        """All lines that were written."""
        return self.player.told

    @property
    def lost(self) -> list[Line]:
        """Requests without an answer."""
        asked = (one.line for one in self.told)
        return [line for line in asked if self.answers.get(line.id) is Answer.LOST]

    def by_kind(self) -> dict[str, Counter[Outcome]]:
        """Return how often what came of lines that nobody asked about."""
        counts: dict[str, Counter[Outcome]] = {}
        for one in self.told:
            if one.line.kind not in {"request", "album"}:
                outcome = self.outcomes[one.line.id]
                counts.setdefault(one.line.kind, Counter())[outcome] += 1
        return counts

    def by_language(self) -> dict[str, Counter[Outcome]]:
        """Return the same for claims, by their language."""
        counts: dict[str, Counter[Outcome]] = {}
        for one in self.told:
            if one.line.kind == "claim":
                counts.setdefault(one.line.lang, Counter())[self.outcomes[one.line.id]] += 1
        return dict(sorted(counts.items()))

    def lines(self, outcome: Outcome) -> list[Line]:
        """Return the lines that were met with *outcome*."""
        return [one.line for one in self.told if self.outcomes[one.line.id] is outcome]

    @cached_property
    def words(self) -> list[Word]:
        """All claims that were spoken of, in their order."""
        return sorted(self._words(), key=lambda word: word.at)

    def in_its_language(self) -> tuple[int, int]:
        """Return how many answers speak the language of what they are below, of how many."""
        languages = {one.line.id: one.line.lang for one in self.told}
        spoken = [
            (languages.get(one.line.checked or "", one.line.lang), said.language)
            for one in self.told
            for said in one.said
            if one.line.reply_to != TO_BOT and said.asserted and said.language
        ]
        return sum(wanted == language for wanted, language in spoken), len(spoken)

    def _words(self) -> Iterator[Word]:
        for one in self.told:
            line = one.line
            said = [claim for answer in one.said for claim in answer.asserted]
            if one.reacted:
                said += one.claims
            asked = line.kind == "request"
            yield from (Word(line.chat, claim, one.at, line, asked) for claim in said)

    def _outcome(self, one: Told) -> Outcome:
        line, spoken = one.line, bool(one.said or one.reacted)
        if not one.delivered:
            return Outcome.WRONG if spoken else Outcome.UNSEEN
        if line.is_request:
            return Outcome.HELD_BACK
        if not spoken:
            if line.is_harmless:
                return Outcome.RIGHT
            return Outcome.HELD_BACK if self._why_silent(one) else Outcome.MISSED
        said = {claim for answer in one.said for claim in answer.asserted} | set(one.claims)
        if line.is_harmless:
            self.wrong.append(f"{line.kind} {line.id} ({line.lang}) was met with {_names(said)}")
        elif not said <= set(line.claims):
            self.wrong.append(f"claim {line.id} ({line.lang}) was met with {_names(said)}")
        elif line.quiet or said & self.player.muted_at(one.at):
            self.wrong.append(f"{line.id} was answered in spite of {line.quiet or 'a mute'}")
        else:
            return Outcome.RIGHT
        return Outcome.WRONG

    def _why_silent(self, one: Told) -> str | None:
        """Return why silence is right, None where it is a miss."""
        line = one.line
        if line.quiet:
            return line.quiet
        if set(line.claims) & self.player.muted_at(one.at):
            return "muted"
        before = [word for word in self.words if word.chat == line.chat and word.at < one.at]
        if any(
            word.claim_id in line.claims and one.at - word.at < _DEFAULTS.cooldown_h * _HOUR_S
            for word in before
        ):
            return "cooldown"
        return "most an hour" if _unasked(before, one.at) >= _DEFAULTS.most_an_hour else None

    def _too_often(self) -> Iterator[str]:
        """Yield what was said unasked in spite of what was said before."""
        cooldown_s = _DEFAULTS.cooldown_h * _HOUR_S
        for number, word in enumerate(self.words):
            if word.asked:
                continue
            before = [one for one in self.words[:number] if one.chat == word.chat]
            if any(
                one.claim_id == word.claim_id and word.at - one.at < cooldown_s for one in before
            ):
                yield f"{word.line.id}: {word.claim_id} again within the cooldown"
            if _unasked(before, word.at) >= _DEFAULTS.most_an_hour:
                yield f"{word.line.id}: more than {_DEFAULTS.most_an_hour} answers in an hour"

    def _answer(self, one: Told) -> Answer:
        line = one.line
        if len(one.said) != 1:
            self.wrong.append(f"request {line.id} got {len(one.said)} answers")
            return Answer.LOST if not one.said else Answer.OTHER
        (said,) = one.said
        if set(said.asserted) & set(line.claims):
            return Answer.VERDICT
        if set(said.asserted) & set(line.about):
            return Answer.ABOUT
        if said.asserted:
            return Answer.OTHER if line.asks != "any" else Answer.VERDICT
        is_offered = set(said.offered) & {*line.claims, *line.about}
        return Answer.OFFERED if is_offered else Answer.NONE

    def _misplaced(self, one: Told) -> Iterator[str]:
        town, player = self.player.town, self.player
        for said in one.said:
            if said.thread != town.thread_of(one.line) and one.line.chat == HOME:
                yield f"{one.line.id} was answered in topic {said.thread}"
            place = (said.message["chat"]["id"], said.below)
            if place not in player.targets(one.line):
                yield f"{one.line.id} was answered below another message"
        if one.line.asks == "thanks" and one.said:
            yield f"thanks {one.line.id} were answered"


def _unasked(words: Sequence[Word], at: float) -> int:
    """Return how many lines were answered unasked in the hour before."""
    return len({one.line.id for one in words if not one.asked and 0 <= at - one.at < _HOUR_S})


def _names(claims: set[str]) -> str:
    return ", ".join(sorted(claims)) or "a reaction"
