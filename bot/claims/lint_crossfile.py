"""KB201 to KB205, KB213: whether claims go together."""

from collections.abc import Collection, Iterator, Sequence

from bot.claims.document import Trail
from bot.claims.lint_entry import Entry
from bot.claims.model import Status
from bot.claims.pictures import SAME_PICTURE, distance
from bot.claims.problem import Problem
from bot.claims.sameness import bare
from bot.claims.wording import did_you_mean, quoted


def cross_lint(entries: Sequence[Entry], claim_ids: Collection[str]) -> Iterator[Problem]:
    """Compare all entries; *claim_ids* holds also the ids of files that are not sound."""
    for entry in entries:
        yield from _named_claims(entry, claim_ids)
        yield from _own_repetitions(entry)
    yield from _shared_wordings(entries)
    yield from _shared_pictures(entries)


def _named_claims(entry: Entry, claim_ids: Collection[str]) -> Iterator[Problem]:
    for trail, claim_id in _naming(entry):
        if claim_id == entry.claim.id:
            hint = "name another claim, or take it away"
            yield entry.problem("KB202", trail, "the claim names itself", hint)
        elif claim_id not in claim_ids:
            meant = did_you_mean(claim_id, claim_ids)
            hint = f"did you mean `{meant}`?" if meant else "take it away, or write that claim"
            text = f"there is no claim {quoted(claim_id)}"
            yield entry.problem("KB201", trail, text, hint)


def _naming(entry: Entry) -> Iterator[tuple[Trail, str]]:
    for i, claim_id in enumerate(entry.claim.related):
        yield ("related", i), claim_id
    for _, trail, _, owner in entry.near_misses():
        if owner is not None:
            yield (*trail, "claim"), owner


def _own_repetitions(entry: Entry) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Trail] = {}
    anywhere: dict[str, Trail] = {}
    for language, trail, text in entry.wordings():
        words = bare(text)
        first = seen.setdefault((language, words), trail)
        anywhere.setdefault(words, trail)
        if first != trail and words:
            line = entry.document.where(*first).line
            said = f"the wording {quoted(text)} stands in line {line} already"
            yield entry.problem("KB204", trail, said, "take one of the two away")
    for _, trail, text, _ in entry.near_misses():
        if (words := bare(text)) and words in anywhere:
            line = entry.document.where(*anywhere[words]).line
            said = f"the near-miss {quoted(text)} is also a wording of the claim (line {line})"
            yield entry.problem("KB205", trail, said, "decide which of the two it is")


def _shared_wordings(entries: Sequence[Entry]) -> Iterator[Problem]:
    owners: dict[str, tuple[Entry, Trail]] = {}
    for entry in entries:
        if entry.claim.status is Status.WITHDRAWN:  # its successor may say the same
            continue
        for _, trail, text in entry.wordings():
            if not (words := bare(text)):
                continue
            owner, where = owners.setdefault(words, (entry, trail))
            if owner is not entry:
                line = owner.document.where(*where).line
                said = f"the wording {quoted(text)} stands in {owner.claim.id} too (line {line})"
                yield entry.problem("KB203", trail, said, "keep it where it fits best")


def _shared_pictures(entries: Sequence[Entry]) -> Iterator[Problem]:
    owners: list[tuple[Entry, int, str]] = []
    for entry in entries:
        if entry.claim.status is Status.WITHDRAWN:
            continue
        for i, image in enumerate(entry.claim.images):
            alike = (one for one in owners if distance(one[2], image.hash) <= SAME_PICTURE)
            if found := next(alike, None):
                owner, place, _ = found
                line = owner.document.where("images", place, "hash").line
                where = "here" if owner is entry else f"in {owner.claim.id}"
                said = f"the picture {image.hash} looks like the one {where} in line {line}"
                hint = "keep it where it fits best"
                yield entry.problem("KB213", ("images", i, "hash"), said, hint)
            else:
                owners.append((entry, i, image.hash))
