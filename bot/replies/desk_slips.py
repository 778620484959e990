"""Why nothing became of a wish about a draft, in words that say what to do; also for a terminal."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.moderation.draft_outcomes import Slip
from bot.moderation.roles import Member

_WHY: Mapping[Slip, str] = MappingProxyType(
    {
        Slip.UNKNOWN: "There is no draft with this number.",
        Slip.OVERTAKEN: "This draft was changed since. Look at it as it is now, take its newest "
        "file, and put your change in there.",
        Slip.ENDED: "This draft has come to an end: it was published or dropped.",
        Slip.WAITING: "This draft was submitted already. It waits for a reviewer.",
        Slip.NOT_SUBMITTED: "This draft was not submitted, so there is nothing to approve yet.",
        Slip.PUBLISHING: "This draft is being published at this moment. If that takes more than a "
        "minute, a reviewer should approve it again.",
        Slip.OWN_WORK: "You wrote this, or a part of it. A new claim and a change of rating need a "
        "second person: please ask another reviewer.",
        Slip.NOBODYS_WORK: "Whoever wrote this was forgotten, so I cannot tell if you are a second "
        "person. Send its file again: then it is yours, and another reviewer can approve it.",
        Slip.NOT_YOURS: "Only those who wrote this draft, and reviewers, can drop it.",
        Slip.NO_ID: "There is no id of a claim. It is written in small English letters with "
        "hyphens, such as nato-stores-biscuits, in the line that begins with id:",
        Slip.RENAMED: "This file was made from a claim with another id. The id of a claim never "
        "changes: put the old one back.",
        Slip.NO_REASON: "The rating changes, and readers are told why. Please give the reason, in "
        "English, in one sentence.",
        Slip.NO_COMMENT: "Please say what should be mended.",
        Slip.OLDER: "This file was made from another state of the claim than the one that readers "
        "have now. Take the newest file, and put your change in there.",
        Slip.NO_TEMPLATE: "The knowledge base has no template (_template.yaml), so I cannot begin "
        "a file. Send one of your own.",
    }
)


_MOST_LETTERS = 200
"""Of a notice."""


def why_own_work(others: Sequence[Member]) -> str:
    """Return why somebody cannot approve a draft, and which of *others* can, within a notice."""
    if not others:
        return (
            "You wrote this, or a part of it, so a second person has to approve it, and there is "
            "no other reviewer yet: an owner can make one with /grant reviewer."
        )
    sentence = "You wrote this, or a part of it, so a second person has to approve it."
    names = [one.name for one in others if one.name]
    for most in range(len(names), 0, -1):
        said = f"{sentence} Please ask {' or '.join(names[:most])}."
        if len(said) <= _MOST_LETTERS:
            return said
    return why_slipped(Slip.OWN_WORK)


def why_slipped(slip: Slip) -> str:
    """Return the sentence, within the 200 characters of a notice."""
    return _WHY[slip]
