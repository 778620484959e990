"""Every problem of a knowledge base at once, in the order of its files.

The rules live in lint_fields (KB112-KB118, KB123), lint_complete (KB119-KB121), lint_template
(KB122), lint_crossfile (KB2xx), lint_registers (KB208-KB212, KB309, KB311), lint_sources (KB3xx)
and lint_texts (KB5xx); reading and validating have found the rest before.
"""

import datetime as dt

from bot.claims import lint_complete, lint_fields, lint_sources, lint_template, lint_texts
from bot.claims.codes import WAIVABLE
from bot.claims.completeness import COMPLETE, Completeness
from bot.claims.lint_crossfile import cross_lint
from bot.claims.lint_entry import Entry, Rule
from bot.claims.lint_registers import register_lint
from bot.claims.load import Loaded
from bot.claims.problem import Problem
from bot.claims.waivers import Waivers

RULES: tuple[Rule, ...] = (
    *lint_fields.RULES,
    *lint_complete.RULES,
    *lint_template.RULES,
    *lint_sources.RULES,
    *lint_texts.RULES,
)
_LINTED = frozenset(code for code in WAIVABLE if not code.startswith("KB4"))


def lint(
    loaded: Loaded,
    waivers: Waivers,
    today: dt.date,
    *,
    template: frozenset[str] = frozenset(),
    wanted: Completeness = COMPLETE,
) -> list[Problem]:
    """Return the problems of claims, registers and waivers, sorted, without those that are waived.

    *template* holds the texts of the template, none of which may stay in a published claim.

    KB4xx is not looked for here; bot.evaluation.selfcheck does, with the same waivers.
    """
    entries = [
        Entry(claim, loaded.documents[claim_id], today, wanted, template)
        for claim_id, claim in loaded.knowledge.claims.items()
    ]
    found = [*loaded.problems]
    found += [problem for entry in entries for rule in RULES for problem in rule(entry)]
    found += cross_lint(entries, loaded.documents.keys())
    found += register_lint(entries, loaded.registers, loaded.documents.keys())
    left = waivers.excuse(found, codes=_LINTED, claim_ids=loaded.knowledge.claims.keys())
    return sorted([*left, *waivers.problems, *waivers.misdirected(loaded.documents.keys())])
