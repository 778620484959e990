"""What the knowledge base that ships with the bot answers, and what it must not.

`bot` stands for two: the matcher with its encoders, and the one that stands in by words alone.
"""

from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.claims.model import KnowledgeBase, Language, Rating
from bot.config import default_knowledge_dir
from bot.matching.cues import load_cues
from bot.matching.encoders import Encoder
from bot.matching.matcher import Matcher
from bot.matching.model import Audience, Match, NoMatch, Part, Query, Silence
from bot.matching.normalize import normalize, words
from bot.matching.segments import find_segments
from bot.matching.vectors import VectorStore
from bot.wiring import shipped_vectors
from tests.matching.builders import (
    about,
    answers,
    ask,
    choices,
    shipped_index,
    shipped_matcher,
)

RUTTE_POST = (
    '#NATO Secretary General Mark Rutte said :" if Trump surrenders Ukraine to Putin, I will '
    'personally kick the #US out of the alliance." the circus is on pic.twitter.com/noeQaLFWKR'
)
RUTTE_QUOTE = (
    "Whoever wins those elections, we will work with Kamala Harris, we will work with Donald "
    "Trump, and make sure that the alliance stays united, said Rutte"
)
CAKE = (
    "Mix 200 g of flour with three eggs, a cup of sugar and some butter. "
    "Bake the cake for forty minutes at 180 degrees and let it cool before you cut it."
)


@pytest.mark.parametrize(
    ("text", "claim_id", "rating"),
    [
        (RUTTE_POST, "rutte-expel-us", Rating.FALSE),
        (RUTTE_QUOTE, "rutte-work-with-any-us-president", Rating.TRUE),
        (
            "НАТО обещало не расширяться на восток",
            "promised-not-to-enlarge",
            Rating.MISLEADING,
        ),
        (
            "NATO promised not to expand one inch to the east",
            "promised-not-to-enlarge",
            Rating.MISLEADING,
        ),
        ("Can NATO throw out the US?", "nato-can-expel-members", Rating.FALSE),
        ("NATO is at war with Russia", "nato-at-war-with-russia", Rating.FALSE),
        ("NATO is encircling Russia", "nato-encircles-russia", Rating.FALSE),
    ],
)
def test_a_verdict(bot: Matcher, text: str, claim_id: str, rating: Rating) -> None:
    decision = ask(bot, text)
    assert isinstance(decision, Match)
    assert [(one.claim_id, one.rating) for one in decision.answers] == [(claim_id, rating)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nato", Silence.TOO_SHORT),
        ("hello", Silence.TOO_SHORT),
        ("NATO is not encircling Russia", Silence.DEBUNK),
        ("Finland joined NATO in April 2023", Silence.UNKNOWN),
        (CAKE, Silence.UNKNOWN),
        ("https://example.org/some/page", Silence.UNKNOWN),
        ("", Silence.EMPTY),
    ],
)
def test_no_verdict(bot: Matcher, text: str, reason: Silence) -> None:
    decision = ask(bot, text)
    assert isinstance(decision, NoMatch)
    assert decision.reason is reason


def test_a_denial_names_the_claim_that_it_is_about(bot: Matcher) -> None:
    assert "nato-encircles-russia" in about(ask(bot, "NATO is not encircling Russia"))


DENIALS = """
NATO is not at war with Russia.
NATO isn't at war with Russia
NATO isnt at war with Russia
No, NATO is not encircling Russia.
NATO never promised Russia not to expand east.
There was no promise that NATO would not expand to the east
Nobody promised Russia that NATO would not expand.
It is a myth that NATO promised not to expand eastward.
Fact check: NATO did not promise Russia that it would never expand.
NATO can't throw the US out.
Rutte never said he would kick the US out of NATO.
NATO is a defensive alliance and does not threaten Russia.
NATO's troops near the border aren't a threat to Russia
НАТО не воюет с Россией.
Это ложь, что НАТО воюет с Россией
НАТО никогда не обещало не расширяться на восток.
Обещания не расширять НАТО на восток не было.
НАТО не окружает Россию
НАТО не может исключить США.
Рютте не говорил, что выгонит США из НАТО.
НАТО не агрессивный блок.
Миф о том, что НАТО обещало не расширяться, давно опровергнут.
НАТО не воює з Росією.
НАТО не оточує Росію.
НАТО ніколи не обіцяло не розширюватися на схід.
Ніхто не обіцяв Росії, що НАТО не розширюватиметься
НАТО не давало обіцянки не розширюватися
Це фейк: Рютте не казав, що вижене США з НАТО.
НАТО не може виключити країну-члена.
Неправда, що Україну ніколи не приймуть до НАТО
Die NATO führt keinen Krieg gegen Russland.
Die NATO kreist Russland nicht ein.
Die NATO hat nie versprochen, sich nicht nach Osten auszudehnen.
Es gab kein Versprechen, die NATO nicht zu erweitern
Die NATO kann kein Mitglied ausschließen.
Rutte hat nie gesagt, dass er die USA aus der NATO wirft.
Die NATO-Truppen bedrohen Russland nicht
Falsch: Die NATO drängt Europa nicht in den Krieg.
""".strip().splitlines()


@pytest.mark.parametrize("text", DENIALS)
def test_a_denial_is_never_answered(bot: Matcher, text: str) -> None:
    assert answers(ask(bot, text)) == []


REFUTATIONS: dict[Language, list[str]] = {
    "en": ["{} That is a myth.", "Myth: {} Fact: this is not true.", "Fake: {}"],
    "ru": ["{} Это фейк.", "Миф: {} На самом деле это неправда.", "Фейк: {}"],
    "uk": ["{} Це фейк.", "Міф: {} Насправді це неправда.", "Фейк: {}"],
}
"""Not German: there "mit" passes for the Polish myth, in claims as well as around them."""


FRAMES = [(language, one) for language, some in REFUTATIONS.items() for one in some]


@pytest.mark.parametrize(("language", "frame"), FRAMES)
def test_who_quotes_a_claim_to_refute_it_is_never_answered_by_words_alone(
    knowledge: KnowledgeBase, language: str, frame: str
) -> None:
    sentences = [
        text
        for claim in knowledge.published.values()
        for spoken, text in claim.claim.items()
        if spoken == language
    ]
    assert sentences
    assert [one for one in sentences if answers(ask(shipped_matcher(), frame.format(one)))] == []


def test_who_quotes_a_claim_to_refute_it_is_never_answered(
    full: Matcher, knowledge: KnowledgeBase
) -> None:
    # Each claim in one of the frames: all of them would take minutes.
    quoted = [
        frame.format(claim.claim[language])
        for claim, (language, frame) in zip(
            knowledge.published.values(), cycle(FRAMES), strict=False
        )
    ]
    assert [text for text in quoted if answers(ask(full, text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "Good morning! How are you today?",
        "Доброе утро, как дела?",
        "Дякую, гарного дня!",
        "Wie wird das Wetter morgen in Berlin?",
        "The match ended 3:1, what a night for the home team",
        "Продам велосипед, недорого, самовывоз",
    ],
)
def test_small_talk_gets_no_verdict(bot: Matcher, text: str) -> None:
    decision = ask(bot, text)
    assert isinstance(decision, NoMatch)
    assert decision.reason in {Silence.SMALL_TALK, Silence.TOO_SHORT}


@pytest.mark.parametrize(
    "text",
    [
        "Швеция вступила в НАТО в марте 2024 года",
        "NATO foreign ministers meet in Brussels next week",
        "НАТО проведе навчання в Польщі наступного місяця",
    ],
)
def test_what_is_true_of_the_alliance_gets_no_verdict(bot: Matcher, text: str) -> None:
    decision = ask(bot, text)
    assert (answers(decision), choices(decision)) == ([], [])


NEARLY = [
    "Die NATO hat ihr Hauptquartier in Brüssel",
    "Статья 5 договора НАТО говорит о коллективной обороне",
    "How many member states does NATO have?",
]


@pytest.mark.parametrize("text", NEARLY)
def test_what_is_nearly_a_claim_is_never_answered(bot: Matcher, text: str) -> None:
    assert answers(ask(bot, text)) == []


def test_a_question_about_the_alliance_itself_is_not_asked_about_with_encoders(
    full: Matcher,
) -> None:
    assert choices(ask(full, "How many member states does NATO have?")) == []


@pytest.mark.xfail(reason="words alone ask about a claim that shares most of the words")
@pytest.mark.parametrize("text", NEARLY)
def test_what_is_nearly_a_claim_is_not_asked_about(text: str) -> None:
    assert choices(ask(shipped_matcher(), text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine is at war with Russia",
        "Украина воюет с Россией",
        "Росія воює з Україною",
        "Russia is encircling NATO",
        "Россия окружает НАТО",
        "Росія оточує НАТО",
        "China is encircling Russia",
        "Russia is an aggressive power that threatens NATO",
        "NATO is a defensive alliance",
        "Russia promised not to expand",
        "South Korean troops are in Russia",
        "Russian troops are in North Korea",
        "NATO is encircling Russia. That is not so.",
    ],
)
def test_what_is_said_of_others_or_turned_about_gets_no_verdict(bot: Matcher, text: str) -> None:
    assert answers(ask(bot, text)) == []


def test_a_link_to_an_appearance_is_no_assertion_where_the_message_refutes_it(
    bot: Matcher, knowledge: KnowledgeBase
) -> None:
    (url, claim_id) = next(
        (one.url, claim.id) for claim in knowledge.published.values() for one in claim.appearances
    )

    decision = ask(bot, f"This is fake, a myth that was debunked long ago: {url}")

    assert answers(decision) == []
    assert claim_id in [one.claim_id for one in decision.about]


def test_each_appearance_is_answered_with_its_claim(bot: Matcher, knowledge: KnowledgeBase) -> None:
    seen = [
        (one.url, claim.id) for claim in knowledge.published.values() for one in claim.appearances
    ]
    assert seen
    assert [(url, id_) for url, id_ in seen if answers(ask(bot, url)) != [id_]] == []


WORDINGS = [
    (document.claim_id, document.text)
    for document in shipped_index().documents
    if not document.near_miss
]


@settings(max_examples=60)
@given(
    st.sampled_from(WORDINGS),
    st.sampled_from(["", "‼️ ", "@channel ", "https://example.org/post\n"]),
    st.sampled_from(["", "\u200b", "\u00ad", "\ufe0f"]),
    st.integers(0, 400),
)
def test_a_wording_finds_its_claim_in_any_dress(
    wording: tuple[str, str], front: str, hidden: str, at: int
) -> None:
    claim_id, text = wording
    dressed = f"{front}{text[:at]}{hidden}{text[at:]}"
    for audience in Audience:
        assert claim_id in answers(shipped_matcher().match(Query.of(dressed), audience))


def is_plain_sentence(text: str) -> bool:
    return len(find_segments([Part(text)])) == 1 and not load_cues().debunks(words(normalize(text)))


sentences = st.sampled_from([(id_, text) for id_, text in WORDINGS if is_plain_sentence(text)])


@settings(max_examples=40)
@given(sentences, sentences)
def test_two_wordings_in_one_message_find_both_claims(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    found = answers(ask(shipped_matcher(), f"{one[1]}\n\n{other[1]}"))
    assert {one[0], other[0]} <= set(found)


def test_the_vectors_that_ship_leave_nothing_to_encode_at_start(
    encoders: tuple[Encoder, ...],
) -> None:
    store = VectorStore(shipped_vectors(), None)
    texts = [document.normalized for document in shipped_index().documents]
    assert {one.name: store.missing(one, texts) for one in encoders} == {"use": 0, "e5": 0}


def test_the_base_is_found_where_the_bot_looks_for_it() -> None:
    assert (default_knowledge_dir() / "claims") == Path(__file__).parents[
        2
    ] / "knowledge" / "claims"
