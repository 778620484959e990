"""Builders of knowledge folders."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

from bot.claims.completeness import COMPLETE, Completeness
from bot.claims.lint import lint
from bot.claims.load import load
from bot.claims.problem import Problem
from bot.claims.template import template_texts
from bot.claims.waivers import load_waivers

TODAY = dt.date(2026, 11, 22)
SAMPLES = Path(__file__).parent.parent / "knowledge"
SOUND = (SAMPLES / "sound.yaml").read_text("utf-8")

ENGLISH_ONLY = Completeness(claim=("en",), explanation=("en",), phrasings={})
"""What a small folder is held to, so that it need not speak twelve languages."""
WANTED = {
    "KB119": replace(ENGLISH_ONLY, phrasings=COMPLETE.phrasings),
    "KB120": replace(ENGLISH_ONLY, explanation=COMPLETE.explanation),
}
"""What the samples of these codes are held to."""

_TOP_LEVEL = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)


def with_fields(fields: str, *, base: str = SOUND) -> str:
    """Return a sound claim file in which *fields*, lines of YAML, stand for their namesakes."""
    first_document = fields.partition("\n---")[0]
    given = {block.partition(":")[0] for block in _TOP_LEVEL.split(first_document)}
    kept = [block for block in _TOP_LEVEL.split(base) if block.partition(":")[0] not in given]
    return "".join([*kept, fields])


def other_claim(claim_id: str) -> str:
    """Return a sound claim file that shares no wording with any other."""
    return with_fields(
        f"id: {claim_id}\n"
        f"claim: {{en: NATO paints the {claim_id} pink.}}\n"
        f"phrasings: {{en: [Does NATO paint the {claim_id} pink?]}}\n"
    )


def write_claims(folder: Path, **files: str) -> Path:
    """Write claims/<name>.yaml for each name (with hyphens for underscores); return *folder*."""
    (folder / "claims").mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder / "claims" / f"{name.replace('_', '-')}.yaml"
        path.write_text(text, "utf-8", newline="")
    return folder


def lint_folder(
    folder: Path, *, today: dt.date = TODAY, wanted: Completeness = ENGLISH_ONLY
) -> list[Problem]:
    waivers, template = load_waivers(folder / "waivers.yaml"), template_texts(folder)
    return lint(load(folder), waivers, today, template=template, wanted=wanted)


def lint_fields(
    folder: Path, fields: str, wanted: Completeness = ENGLISH_ONLY
) -> list[tuple[str, str]]:
    """Lint the sound claim with *fields*; return code and text of each problem."""
    write_claims(folder, example_claim=with_fields(fields))
    return [(problem.code, problem.text) for problem in lint_folder(folder, wanted=wanted)]
