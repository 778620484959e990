"""Why a claim was not changed, in words that say what to do; for the desk and a terminal."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.moderation.changing import Why
from bot.moderation.publishing import Refused

_WHY: Mapping[Why, str] = MappingProxyType(
    {
        Why.PROBLEMS: "Nothing was changed: there are problems. Please mend them and try again.",
        Why.CHANGED: "Nothing was changed: somebody else has changed this claim since you began. "
        "Take the newest file, and put your change in there.",
        Why.NOTHING: "Nothing was changed: readers are answered with exactly this already.",
        Why.NO_REASON: "Nothing was changed: please give a reason. Readers see it.",
        Why.UNKNOWN: "Nothing was changed: I know nothing of that name or number.",
        Why.WITHDRAWN: "Nothing was changed: the file says that this claim is withdrawn, and it is "
        "not. To withdraw it, use the command withdraw, with a reason for readers.",
        Why.NOT_WITHDRAWN: "Nothing was changed: this claim is not withdrawn.",
        Why.NOT_PUBLISHED: "Nothing was changed: this claim is not published.",
        Why.OVERTAKEN: "Nothing was changed: there are later changes of this claim. "
        "Undo those first, the newest one before the others.",
        Why.BUSY: "Nothing was changed: somebody else is publishing at this moment. "
        "Try again in a minute.",
        Why.UNWRITABLE: "Nothing was changed: the file cannot be written. "
        "Whoever runs the bot has to look: is KNOWLEDGE_DIR writable, and is the disk full?",
    }
)


def why_not(refused: Refused) -> str:
    """Return the sentence; problems and what came between are shown below it."""
    return _WHY[refused.why]
