import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.claims.load import load_strict
from bot.claims.model import ID_MAX_LENGTH, LANGUAGES
from bot.config import default_knowledge_dir
from bot.groups import Form, Mode
from bot.moderation.queue import Snooze
from bot.opinions import Opinion
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
    ShowRandom,
    StartDigest,
    StopDigest,
    TellMe,
    Unfollow,
)
from bot.replies.desk_actions import (
    AssignToMe,
    ListQueue,
    RevokeRole,
    ShowCluster,
    SnoozeCluster,
    Unassign,
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
    Row,
    StartGroupDigest,
    StopGroupDigest,
    UnmuteAll,
)
from bot.tg.callbacks import decode, encode, fits

MOST_BYTES = 64
CLAIM_IDS = [*load_strict(default_knowledge_dir()).claims, "a" * ID_MAX_LENGTH, "5"]


@pytest.mark.parametrize("claim_id", CLAIM_IDS)
def test_a_button_comes_back_as_it_was_sent_in_every_language(claim_id: str) -> None:
    for language in LANGUAGES:
        data = encode(ShowCard(claim_id), language)
        assert decode(data) == (ShowCard(claim_id), language)
        assert len(data.encode()) <= MOST_BYTES


_LONGEST = "a" * ID_MAX_LENGTH
_MANY = 2**31 - 1
_FAR_GROUP = -1_009_999_999_999_999


@pytest.mark.parametrize(
    "action",
    [
        ShowDetails(_LONGEST),
        SendPicture(_LONGEST),
        *(Rate(opinion, _LONGEST, "Ab-_0123") for opinion in Opinion),
        Rate(Opinion.HELPFUL, "a"),
        SendToModerators(),
        SendToModerators(_LONGEST),
        TellMe(2**53),
        DoNotTellMe(0),
        Follow(_LONGEST),
        Unfollow(_LONGEST),
        ListTopics(3),
        ListTopic(_LONGEST, 12),
        ListFound(1, "дві бази: де вони?"),
        ListTrending(),
        ShowRandom(),
        ChooseLanguage("uk"),
        AskDigestClock(1),
        AskDigestHour(-570),
        StartDigest(345, 23),
        StopDigest(),
        AdminMenu(_LONGEST),
        DeleteAnswer(),
        MuteClaim(_LONGEST),
        UnmuteClaim(_LONGEST),
        EndGroupDigest(-1_001_234_567_890),
        ListGroups(),
        OpenPanel(_FAR_GROUP),
        *(OpenRow(_FAR_GROUP, row) for row in Row),
        *(ChooseMode(_FAR_GROUP, mode) for mode in Mode),
        ChooseGroupLanguage(_FAR_GROUP, ""),
        ChooseGroupLanguage(_FAR_GROUP, "uk"),
        ChooseCooldown(_FAR_GROUP, 168),
        ChooseMost(_FAR_GROUP, 10),
        ChooseClock(_FAR_GROUP, 22, 8, 1),
        ChooseQuiet(_FAR_GROUP, 22, 8, -570),
        ChooseNoQuiet(_FAR_GROUP),
        *(ChooseForm(_FAR_GROUP, form) for form in Form),
        UnmuteAll(_FAR_GROUP),
        StartGroupDigest(_FAR_GROUP),
        StopGroupDigest(_FAR_GROUP),
        LeaveGroup(_FAR_GROUP),
        ClosePanel(_FAR_GROUP),
        RevokeRole(2**52 - 1),
        ListQueue(12),
        ShowCluster(_MANY),
        AssignToMe(_MANY),
        Unassign(_MANY),
        *(SnoozeCluster(_MANY, how) for how in Snooze),
        WakeCluster(_MANY),
    ],
    ids=lambda action: type(action).__name__,
)
def test_every_action_comes_back_as_it_was_sent(action: Action) -> None:
    assert fits(action, "uk")
    assert decode(encode(action, "uk")) == (action, "uk")


def test_a_search_that_is_too_long_for_a_button_does_not_fit() -> None:
    assert not fits(ListFound(0, "розширення НАТО на схід і обіцянки"), "uk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_these_comes_back_in_every_language(language: str) -> None:
    data = encode(NoneOfThese(), language)
    assert decode(data) == (NoneOfThese(), language)
    assert len(data.encode()) <= MOST_BYTES


@pytest.mark.parametrize(
    "data",
    [
        "",
        "c",
        "c:",
        "c:en",
        "c:en:",
        "c:en:UPPER",
        "c:eng:a",
        "c:en:a\n",
        "n",
        "n:",
        "n:en:a",
        "x:en:a",
        "r:en:h:a",
        "r:en:z:a:",
        "r:en:h:a:short",
        "t:en:007",
        "t:en:-0",
        "L:en:english",
        "S:en:0:" + "я" * 40,
        "gp:en:",
        "gp:en:group",
        "gm:en:-1001:loud",
        "gr:en:-1001:",
        "gl:en:-1001:english",
        "gq:en:-1001:22:8",
    ],
)
def test_what_we_never_sent_is_nothing(data: str) -> None:
    assert decode(data) is None


@settings(deadline=None)
@given(st.text() | st.from_regex(r"([cndprmtufgTOSRALHDE]|g[a-z]):[a-z:\-0-9\n]*"))
def test_any_data_is_an_action_that_encodes_to_it_or_nothing(data: str) -> None:
    decoded: tuple[Action, str] | None = decode(data)
    assert decoded is None or encode(*decoded) == data
