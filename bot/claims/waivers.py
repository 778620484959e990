"""Reviewed exceptions from the lint: each names a code, a claim and the reason."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.claims.codes import CODES, WAIVABLE
from bot.claims.document import Document
from bot.claims.listing import read_listing
from bot.claims.model import Text
from bot.claims.problem import Problem
from bot.claims.wording import did_you_mean, quoted


class Waiver(BaseModel):
    """One exception; *match* narrows it to problems whose text holds these words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Text
    claim: Text
    reason: Text
    match: Text | None = None

    def covers(self, problem: Problem) -> bool:
        """Return whether *problem*, which lies in a claim file, is excepted."""
        return (
            problem.code == self.code
            and problem.path.stem == self.claim
            and (self.match is None or self.match in problem.text)
        )


_ADAPTER: TypeAdapter[tuple[Waiver, ...]] = TypeAdapter(tuple[Waiver, ...])


@dataclass(frozen=True, slots=True)
class Waivers:
    """The exceptions of one file, and what is wrong with that file."""

    items: tuple[Waiver, ...]
    document: Document
    problems: tuple[Problem, ...]

    def excuse(
        self, problems: Iterable[Problem], *, codes: Collection[str], claim_ids: Collection[str]
    ) -> list[Problem]:
        """Return the problems that no waiver covers, and one for each waiver that covers none.

        Only waivers of *codes* for *claim_ids*, what was looked for and where, should cover some.
        """
        used: set[int] = set()
        left: list[Problem] = []
        for problem in problems:
            covering = [i for i, waiver in enumerate(self.items) if waiver.covers(problem)]
            used.update(covering)
            if not covering:
                left.append(problem)
        for i, waiver in enumerate(self.items):
            if waiver.code in codes and waiver.claim in claim_ids and i not in used:
                text = f"this waiver of {waiver.code} for {quoted(waiver.claim)} waives nothing"
                left.append(self.document.problem("KB206", (i,), text, "take it away"))
        return left

    def misdirected(self, claim_ids: Collection[str]) -> list[Problem]:
        """Return a problem for each code or claim that does not exist."""
        problems = []
        for i, waiver in enumerate(self.items):
            if waiver.code not in WAIVABLE:
                text, hint = (
                    f"{quoted(waiver.code)} is not a code",
                    "knowledge/README.md lists them",
                )
                if waiver.code in CODES:
                    text, hint = f"{waiver.code} cannot be waived", "mend the file that it is about"
                problems.append(self.document.problem("KB207", (i, "code"), text, hint))
            if waiver.claim not in claim_ids:
                meant = did_you_mean(waiver.claim, claim_ids)
                text = f"there is no claim {quoted(waiver.claim)}"
                hint = f"did you mean `{meant}`?" if meant else "take the waiver away"
                problems.append(self.document.problem("KB207", (i, "claim"), text, hint))
        return problems


def load_waivers(path: Path) -> Waivers:
    """Read waivers.yaml; a file that is not there waives nothing."""
    listing = read_listing(path, _ADAPTER, Waiver)
    return Waivers(listing.items, listing.document, listing.problems)
