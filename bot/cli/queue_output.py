"""What `queue` prints of decisions: what a wording would do, what was done, and why nothing was."""

import shlex
import sys
from collections.abc import Iterator

from bot.browsing import find_claims
from bot.claims.model import KnowledgeBase
from bot.claims.wording import did_you_mean
from bot.cli.draft_output import say
from bot.cli.on_database import shown_time
from bot.cli.queue_parts import Deciding
from bot.matching.index import build_index
from bot.moderation.closest import in_english
from bot.moderation.decisions import MOST_WORDING, Added, Missed, Prospect
from bot.moderation.drafts import Draft
from bot.moderation.masking import Masker
from bot.moderation.publishing import Refused
from bot.moderation.queue import Cluster, State, people
from bot.replies.claim_lines import shorten
from bot.replies.render_desk_decisions import MOST_FOUND, why_missed

BOT = "python -m bot"
STATES = {State.OPEN: "open", State.OUT_OF_SCOPE: "out of scope", State.SPAM: "spam"}
_MOST_OTHERS = 20
_LISTED = 140


def say_prospect(prospect: Prospect, words: str, knowledge: KnowledgeBase) -> int:
    """Print what a wording would do, and how to add it; return the exit code."""
    wording = prospect.wording
    sentence = in_english(knowledge.published[wording.claim_id])
    print(f"№ {wording.cluster} is {wording.claim_id}: {sentence}")
    print(f"    “{wording.text}” ({wording.language})")
    if prospect.refused:
        return say_refused(prospect.refused, wording.cluster, wording.claim_id)
    print("it finds this claim, and takes no message from another one")
    print(f"of the texts of № {wording.cluster} that are open, {_own(prospect)}")
    for line in _others(prospect.others, Masker.of(knowledge)):
        print(line)
    how = f"--words {shlex.quote(words)} --add" if words else f"--add --mark {wording.mark}"
    print(f"add it with\n{_same(wording.cluster, wording.claim_id)} {how}")
    return 0


def say_refused(refused: Refused, number: int, claim_id: str) -> int:
    """Print why a wording cannot be added, and how to add another one; return the exit code."""
    code = say(refused)
    if refused.problems:
        print(f"write a wording of your own:\n{_with_own_words(number, claim_id)}")
    return code


def say_added(added: Added) -> int:
    """Print that a wording was added, and how to take it back; return the exit code."""
    wording, revision = added.wording, added.published.revision
    committed = f", commit {revision.commit[:10]}" if revision.commit else ""
    print(f"№ {wording.cluster} is {wording.claim_id}, which has one more wording")
    print(f"    “{wording.text}” ({wording.language})")
    print(f"{wording.claim_id}: {revision.kind}, number {revision.number}{committed}")
    print("whoever sends it gets the verdict, those who wait are told soon; take it back with")
    print(f"{BOT} undo {revision.number}")
    if revision.note:
        print(f"git: {revision.note}", file=sys.stderr)
    return 0


def say_begun(draft: Draft, number: int, *, is_new: bool) -> int:
    """Print which draft somebody writes of a cluster, and how to go on; return the exit code."""
    file = f"{draft.claim_id or 'ID'}.yaml"
    whose = "is begun" if is_new else f"of {draft.author.name or 'somebody'} is there already"
    print(
        f"№ {number}: draft {draft.number} {whose}; write its file, named by the claim's id, with"
    )
    print(f"{BOT} draft show {draft.number} > {file}")
    print("fill it in, as _template.yaml in the knowledge base shows it, and hand it in with")
    print(f"{BOT} draft submit {file}")
    return 0


async def say_missed(missed: Missed, number: int, deciding: Deciding, claim_id: str = "") -> int:
    """Print why nothing was decided, and what to do instead; return the exit code."""
    cluster = await deciding.decisions.cluster(number)
    match missed:
        case Missed.NO_CLAIM:
            print(_no_claim(claim_id, number, deciding.knowledge()))
        case Missed.PRIVATE:
            print(
                f"№ {number}: the text may point to a private person, and wordings are public; "
                f"write your own:\n{_with_own_words(number, claim_id)}"
            )
        case Missed.LONG:
            print(
                f"№ {number}: the wording is too long, {MOST_WORDING} letters are the most; write "
                f"a short one of your own:\n{_with_own_words(number, claim_id)}"
            )
        case Missed.CHANGED:
            print(
                f"№ {number}: most people send another wording than the one with this mark; look "
                f"at it with\n{_same(number, claim_id)}"
            )
        case _:
            print(why_closed(missed, number, cluster))
    return 1


def why_closed(missed: Missed, number: int, cluster: Cluster | None) -> str:
    """Return why nothing can be done about a cluster."""
    match missed:
        case Missed.GONE:
            return (
                f"№ {number}: nothing of it is in the queue; `{BOT} queue` lists what is, and what "
                "is new there gets its number while the bot runs"
            )
        case Missed.DECIDED if cluster and cluster.state is not State.OPEN:
            return (
                f"№ {number} is {STATES[cluster.state]} already; for one day it is taken back with"
                f"\n{BOT} queue reopen {number}"
            )
        case Missed.DECIDED if cluster:
            claims = ", ".join(cluster.answered_by) or "a claim"
            return f"№ {number} is closed: all who sent it have an answer by now, {claims}"
        case Missed.NOT_DECIDED:
            return f"№ {number} is open: there is no decision to take back"
        case Missed.TOO_LATE if cluster and cluster.decided_at:
            return (
                f"№ {number} is {STATES[cluster.state]} since {shown_time(cluster.decided_at)}; "
                "something could be done about that for one day, which is over"
            )
        case _:
            return why_missed(missed)


def _own(prospect: Prospect) -> str:
    if prospect.tried == 1:
        return "the only one gets the verdict" if prospect.own else "none gets the verdict"
    return f"{prospect.own} of {prospect.tried} get the verdict"


def _others(others: tuple[Cluster, ...], masker: Masker) -> Iterator[str]:
    if not others:
        yield "no other message in the queue would be answered with it"
        return
    yield "these would be answered as well; is that right for all of them?"
    for one in others[:_MOST_OTHERS]:
        text = shorten(" ".join(masker.mask(one.sample).split()), _LISTED)
        yield f"    № {one.number}, {people(one.count)}: {text}"
    if len(others) > _MOST_OTHERS:
        yield f"    and {len(others) - _MOST_OTHERS} more"


def _no_claim(claim_id: str, number: int, knowledge: KnowledgeBase) -> str:
    """Say what the claim may be called: whoever does not know that looks for it by its words."""
    near = did_you_mean(claim_id, tuple(knowledge.published))
    found = find_claims(knowledge, build_index(knowledge), claim_id.replace("-", " "))
    ids = dict.fromkeys([*([near] if near else []), *(claim.id for claim in found)])
    lines = [f"    {one}: {in_english(knowledge.published[one])}" for one in ids]
    begins = f"readers are not answered with a claim {claim_id!r} at the moment; "
    if not lines:
        return f"{begins}`{BOT} queue show {number}` prints the closest ones"
    return "\n".join([f"{begins}did you mean one of these?", *lines[:MOST_FOUND]])


def _with_own_words(number: int, claim_id: str) -> str:
    return f'{_same(number, claim_id)} --words "YOUR WORDING"'


def _same(number: int, claim_id: str) -> str:
    return f"{BOT} queue same {number} {shlex.quote(claim_id)}"
