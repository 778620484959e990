"""What is asked is counted where it is decided: private chats, groups, and elsewhere."""

from collections import Counter

import pytest

from bot.answering import Answering
from bot.answers import LiveAnswering
from bot.group_answering import GroupAnswering
from bot.groups import Form, GroupSettings, Mode
from bot.matching.model import Query
from bot.speaking import Heard, History
from bot.tally import Kind
from tests.tg.answerings import AT_WAR, AT_WAR_EN, asking, knowing

HOME = "https://t.me/a_bot"
UNHEARD_OF = "NATO soldiers painted the bakery in our street blue on Sunday night, says the mayor."


def counted(answering: Answering) -> Counter[tuple[Kind, str]]:
    """Return what was counted, whatever the day."""
    return Counter({(one.kind, one.key): n for one, n in answering.tally.take().items()})


def test_a_verdict_counts_with_its_language_and_its_claim() -> None:
    answering = knowing(AT_WAR)
    answering.answer(Query.of(AT_WAR_EN), "de")
    assert counted(answering) == {
        (Kind.ASKED, "private:match"): 1,
        (Kind.LANGUAGE, "en"): 1,
        (Kind.CLAIM, AT_WAR.id): 1,
    }


def test_what_nobody_knows_counts_without_a_claim() -> None:
    answering = knowing(AT_WAR)
    answering.answer(Query.of(UNHEARD_OF))
    assert counted(answering) == {(Kind.ASKED, "private:none"): 1, (Kind.LANGUAGE, "en"): 1}


def test_what_may_be_meant_counts_without_a_claim() -> None:
    answering = asking(AT_WAR)
    answering.answer(Query.of("NATO and Russia are at war since Monday"))
    assert counted(answering)[Kind.ASKED, "private:ambiguous"] == 1


def test_a_greeting_is_no_question() -> None:
    answering = knowing(AT_WAR)
    answering.answer(Query.of("Hello!"))
    assert counted(answering) == {(Kind.ASKED, "private:nothing"): 1}


def test_looking_whether_it_is_sure_counts_only_a_verdict() -> None:
    answering = knowing(AT_WAR)
    assert answering.answer_if_sure(Query.of(UNHEARD_OF)) is None
    assert counted(answering) == {}
    assert answering.answer_if_sure(Query.of(AT_WAR_EN))
    assert counted(answering)[Kind.ASKED, "private:match"] == 1


@pytest.mark.parametrize("is_sure", [True, False])
def test_a_known_picture_counts(is_sure: bool) -> None:  # noqa: FBT001
    answering = knowing(AT_WAR)
    answering.answer_known_picture(AT_WAR.id, Query.of(""), "Ab-_0123", is_sure=is_sure)
    found = counted(answering)
    assert found[Kind.ASKED, "private:match" if is_sure else "private:ambiguous"] == 1
    assert found[Kind.CLAIM, AT_WAR.id] == int(is_sure)
    assert found[Kind.LANGUAGE, "unknown"] == 1


def test_guests_and_groups_count_by_themselves() -> None:
    answering = knowing(AT_WAR)
    answering.answer_as_guest(Query.of(AT_WAR_EN), HOME)
    GroupAnswering(answering).on_request(Query.of(AT_WAR_EN), HOME)
    found = counted(answering)
    assert found[Kind.ASKED, "guest:match"] == 1
    assert found[Kind.ASKED, "group:match"] == 1
    assert found[Kind.CLAIM, AT_WAR.id] == 2


@pytest.mark.parametrize(("form", "how"), [(Form.REPLY, "posted"), (Form.REACTION, "marked")])
def test_what_nobody_asked_for_counts_only_where_we_spoke(form: Form, how: str) -> None:
    answering = knowing(AT_WAR)
    group, settings = GroupAnswering(answering), GroupSettings(mode=Mode.ALL, form=form)
    for text in (UNHEARD_OF, AT_WAR_EN):
        query, heard = Query.of(text), Heard(age_s=1.0)
        group.unasked(query, heard, settings, History(()), now=1_800_000_000.0, home=HOME)
    assert counted(answering) == {(Kind.UNASKED, how): 1, (Kind.CLAIM, AT_WAR.id): 1}


def test_the_newest_knowledge_base_is_counted_from() -> None:
    answering = knowing(AT_WAR)
    assert LiveAnswering(answering).tally is answering.tally
