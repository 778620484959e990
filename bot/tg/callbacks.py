"""Buttons carry their state: an action and the language of the reply in at most 64 bytes.

`code:language:field:field`, with the fields of the action in their order; the last one may hold
colons. Codes are never given to another action: buttons of old messages still say them.
"""

import dataclasses
import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, get_type_hints

from bot.claims.model import ID_PATTERN
from bot.replies.actions import (
    Action,
    AskDigestClock,
    AskDigestHour,
    ChooseLanguage,
    DoNotTellMe,
    EndGroupDigest,
    Follow,
    ListFound,
    ListTopic,
    ListTopics,
    ListTrending,
    NoneOfThese,
    Rate,
    SendPicture,
    SendToModerators,
    ShowCard,
    ShowDetails,
    ShowExample,
    ShowPrivacy,
    ShowRandom,
    StartDigest,
    StopDigest,
    TakeBackMisfit,
    TellMe,
    Unfollow,
)
from bot.replies.desk_actions import (
    AddOwnWording,
    AddWording,
    ApproveDraft,
    AskReason,
    AskStep,
    AskWhatToMend,
    AssignToMe,
    BlockSenders,
    ChooseOption,
    DropDraft,
    ItIsClaim,
    LeaveQuestion,
    ListDrafts,
    ListQueue,
    MarkSpam,
    NewClaimFor,
    OutOfScope,
    PreviewDraft,
    ReopenCluster,
    RevokeRole,
    SearchForCluster,
    SendDraftFile,
    SendStatsTable,
    ShowCluster,
    ShowDraft,
    ShowHistory,
    ShowRevision,
    ShowStats,
    SkipStep,
    SnoozeCluster,
    SubmitDraft,
    TurnPreview,
    Unassign,
    UndoRevision,
    UndoWording,
    WakeCluster,
)
from bot.replies.group_actions import AdminMenu, DeleteAnswer, MuteClaim, UnmuteClaim
from bot.replies.panel_actions import (
    ChooseClock,
    ChooseCooldown,
    ChooseForm,
    ChooseGroupLanguage,
    ChooseMode,
    ChooseMost,
    ChooseNoQuiet,
    ChooseQuiet,
    ClosePanel,
    LeaveGroup,
    ListGroups,
    OpenPanel,
    OpenRow,
    StartGroupDigest,
    StopGroupDigest,
    UnmuteAll,
)

MOST_BYTES = 64
_CODES: Mapping[str, type[Action]] = MappingProxyType(
    {
        "c": ShowCard,
        "n": NoneOfThese,
        "d": ShowDetails,
        "p": SendPicture,
        "r": Rate,
        "m": SendToModerators,
        "t": TellMe,
        "u": DoNotTellMe,
        "f": Follow,
        "g": Unfollow,
        "T": ListTopics,
        "O": ListTopic,
        "S": ListFound,
        "R": ListTrending,
        "A": ShowRandom,
        "L": ChooseLanguage,
        "K": AskDigestClock,
        "H": AskDigestHour,
        "D": StartDigest,
        "E": StopDigest,
        "G": EndGroupDigest,
        "e": ShowExample,
        "b": TakeBackMisfit,
        "P": ShowPrivacy,
        "a": AdminMenu,
        "x": DeleteAnswer,
        "q": MuteClaim,
        "Q": UnmuteClaim,
        "gs": ListGroups,
        "gp": OpenPanel,
        "gr": OpenRow,
        "gm": ChooseMode,
        "gl": ChooseGroupLanguage,
        "gc": ChooseCooldown,
        "gh": ChooseMost,
        "gk": ChooseClock,
        "gq": ChooseQuiet,
        "gn": ChooseNoQuiet,
        "gf": ChooseForm,
        "gu": UnmuteAll,
        "gd": StartGroupDigest,
        "ge": StopGroupDigest,
        "gv": LeaveGroup,
        "gx": ClosePanel,
        "dr": RevokeRole,
        "dq": ListQueue,
        "dc": ShowCluster,
        "da": AssignToMe,
        "du": Unassign,
        "dl": SnoozeCluster,
        "dw": WakeCluster,
        "di": ItIsClaim,
        "ds": SearchForCluster,
        "dn": NewClaimFor,
        "do": OutOfScope,
        "dx": MarkSpam,
        "dy": AddWording,
        "dY": AddOwnWording,
        "dk": UndoWording,
        "dj": ReopenCluster,
        "dg": BlockSenders,
        "dh": ShowHistory,
        "dv": ShowRevision,
        "dz": UndoRevision,
        "dL": ListDrafts,
        "dD": ShowDraft,
        "dP": PreviewDraft,
        "dT": TurnPreview,
        "dF": SendDraftFile,
        "dS": SubmitDraft,
        "dA": ApproveDraft,
        "dM": AskWhatToMend,
        "dR": AskReason,
        "dX": DropDraft,
        "dQ": LeaveQuestion,
        "dG": AskStep,
        "dO": ChooseOption,
        "dK": SkipStep,
        "dt": ShowStats,
        "db": SendStatsTable,
    }
)
_CODE_OF = {action: code for code, action in _CODES.items()}
_LANGUAGE = re.compile("[a-z]{2}")
_LANGUAGE_OR_NOT = re.compile("([a-z]{2})?")
_ID = re.compile(ID_PATTERN[1:-1])
_ID_OR_NOT = re.compile(f"({ID_PATTERN[1:-1]})?")
_KEY = re.compile("[A-Za-z0-9_-]{8}|")
_SHAPES = {
    "claim_id": _ID,
    "not_claim": _ID_OR_NOT,
    "topic_id": _ID,
    "text_key": _KEY,
    "language": _LANGUAGE,
    "tag": _LANGUAGE_OR_NOT,
}
_NUMBER = re.compile("0|-?[1-9][0-9]{0,17}")


def encode(action: Action, language: str) -> str:
    """Return the callback data of a button; raise ValueError where it is too long for Telegram."""
    fields = (str(getattr(action, field.name)) for field in dataclasses.fields(action))
    data = ":".join((_CODE_OF[type(action)], language, *fields))
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"{type(action).__name__} takes more than {MOST_BYTES} bytes on a button")
    return data


def fits(action: Action, language: str) -> bool:
    """Tell whether a button can carry *action*."""
    try:
        encode(action, language)
    except ValueError:
        return False
    return True


def decode(data: str) -> tuple[Action, str] | None:
    """Return action and language of callback data, or None for what we never sent."""
    code, _, rest = data.partition(":")
    kind = _CODES.get(code)
    if kind is None or len(data.encode(errors="replace")) > MOST_BYTES:
        return None
    names = [field.name for field in dataclasses.fields(kind)]
    language, *texts = rest.split(":", len(names))
    if len(texts) != len(names) or not _LANGUAGE.fullmatch(language):
        return None
    types = get_type_hints(kind)
    values: dict[str, Any] = {
        name: _value(types[name], name, text) for name, text in zip(names, texts, strict=True)
    }
    return None if None in values.values() else (kind(**values), language)


def _value(type_: type, name: str, text: str) -> object:
    """Return what *text* says, or None where it cannot be ours."""
    if type_ is int:
        return int(text) if _NUMBER.fullmatch(text) else None
    if issubclass(type_, StrEnum):
        return type_(text) if text in set(type_) else None
    shape = _SHAPES.get(name)
    return text if shape is None or shape.fullmatch(text) else None
