"""What `check` would say of the knowledge base after an edit, as far as the edit is to blame."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.claims.lint import lint
from bot.claims.load import Loaded, load
from bot.claims.problem import Problem
from bot.claims.template import template_texts
from bot.claims.waivers import load_waivers
from bot.evaluation.dataset import load_messages
from bot.evaluation.selfcheck import CODES, check_harmless, self_check
from bot.matching.matcher import Matcher

_HARMLESS = Path("tests/messages/harmless.jsonl")
"""Read where there is one: in a checkout."""


def check_edit(
    folder: Path, claim_id: str, text: str, today: date, *, thoroughly: bool
) -> tuple[Problem, ...]:
    """Return the problems that the file of a claim would have, and make elsewhere, with *text*.

    What was wrong with other files before is no reason to refuse an edit, unless it keeps the
    whole knowledge base from being read. *thoroughly* asks matching as well, which takes seconds.
    """
    after = load(folder, {claim_id: text})
    mine = folder / "claims" / f"{claim_id}.yaml"
    unread = [problem for problem in after.problems if problem.path != mine]
    found = _lint(folder, after, today)
    others = [problem for problem in found if problem.path != mine and problem not in unread]
    before: Loaded | None = None
    if others:
        before = load(folder)
        others = new_problems(others, _lint(folder, before, today))
    left = [problem for problem in found if problem.path == mine]
    problems = [*left, *others, *unread]
    if thoroughly and not problems:
        found = _self_check(folder, after)
        problems = [problem for problem in found if problem.path == mine]
        if others := [problem for problem in found if problem.path != mine]:
            problems += new_problems(others, _self_check(folder, before or load(folder)))
    return tuple(sorted(problems))


def _lint(folder: Path, loaded: Loaded, today: date) -> list[Problem]:
    waivers = load_waivers(folder / "waivers.yaml")
    return lint(loaded, waivers, today, template=template_texts(folder))


def _self_check(folder: Path, loaded: Loaded) -> list[Problem]:
    matcher, claim_ids = Matcher.of(loaded.knowledge), frozenset(loaded.documents)
    found = self_check(loaded, matcher, claim_ids)
    if _HARMLESS.exists():
        found += check_harmless(matcher, load_messages([_HARMLESS]), _HARMLESS)
    waivers = load_waivers(folder / "waivers.yaml")
    return waivers.excuse(found, codes=CODES, claim_ids=claim_ids)


def new_problems(problems: Sequence[Problem], before: Sequence[Problem]) -> list[Problem]:
    """Return those of *problems* that were not there before, in whichever line."""
    known = Counter((one.path, one.code, one.text) for one in before)
    new = []
    for problem in problems:
        key = (problem.path, problem.code, problem.text)
        if known[key]:
            known[key] -= 1
        else:
            new.append(problem)
    return new
