"""The conversations, each showing a branch of what the bot does; texts are written for this."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.reading.posts import load_posts
from tests.reading.screenshots import screenshot
from tests.support.updates import channel, group, sticker_message, user, voice_message
from tests.transcripts.knowledge import HELD_BACK, change_claim, publish
from tests.transcripts.stage import Conversation

POSTS = load_posts()
NEWS = channel(-1_001_000_000_020, title="Morning Coffee News", username="morning_coffee_example")
FRONT = channel(-1_001_000_000_021, title="Главное за день", username="main_today_example")


@dataclass(frozen=True, slots=True)
class Scene:
    """A conversation: who, in which language of Telegram, and what happens."""

    title: str
    about: str
    person: str
    language: str
    play: Callable[[Conversation, Path], None]
    """Takes the folder of the knowledge base, too, for what moderators do meanwhile."""


def _first_forward(talk: Conversation, _: Path) -> None:
    talk.forwards(
        "Good morning, dear readers! Coffee first, then the truth. In 1990 the Americans gave "
        "Gorbachev their word that NATO would not move one inch to the east. Then they broke it, "
        "country after country. And tomorrow: the weather for the weekend.",
        NEWS,
    )
    talk.presses("r:.*:h:")


def _start(talk: Conversation, _: Path) -> None:
    talk.writes("/start")
    talk.writes("Чи правда, що НАТО вже воює з Росією?")


def _several(talk: Conversation, _: Path) -> None:
    talk.forwards(
        "Запад сам всё начал. НАТО обещало не расширяться на восток и обмануло. А теперь НАТО "
        "окружает Россию базами со всех сторон!",
        FRONT,
    )
    talk.presses("c:.*:nato-encircles")
    talk.presses("d:")
    talk.presses("c:")


def _ambiguous(talk: Conversation, _: Path) -> None:
    talk.writes("Die NATO rückt immer weiter vor und bedroht Russland")
    talk.presses(0)


def _none_of_these(talk: Conversation, _: Path) -> None:
    talk.writes("Die NATO hat Serbien angegriffen und will jetzt auch Russland angreifen")
    talk.presses(-1)


def _no_match(talk: Conversation, _: Path) -> None:
    talk.forwards(
        "URGENT : l’OTAN va couper Internet dans toute la France pendant trois jours en janvier, "
        "pour un exercice. Faites tourner !",
        channel(-1_001_000_000_022, title="La vérité sans filtre"),
    )
    talk.presses("m:")
    talk.presses("t:")
    talk.presses("u:")


def _genuine(talk: Conversation, _: Path) -> None:
    talk.writes("Czy to prawda, że w Hadze kraje NATO zgodziły się wydawać 5% PKB na obronność?")


def _debunk(talk: Conversation, _: Path) -> None:
    talk.writes("No, NATO did not promise Russia that it would never expand. That is a myth.")


def _not_my_claim(talk: Conversation, _: Path) -> None:
    text = "È vero che la NATO ha laboratori biologici in Ucraina?"
    talk.writes(text)
    talk.presses("r:.*:n:")
    talk.presses("r:.*:w:")
    talk.writes(text)


def _broken_source(talk: Conversation, _: Path) -> None:
    talk.writes("NATO slíbilo Rusku, že se nebude rozšiřovat na východ")
    talk.presses("r:.*:n:")
    talk.presses("r:.*:s:")


def _correction(talk: Conversation, folder: Path) -> None:
    talk.writes("NATO soldiers are already fighting in Ukraine, secretly, dressed as mercenaries")
    talk.presses("d:")
    talk.presses("f:")
    change_claim(
        folder,
        "nato-troops-fighting-in-ukraine",
        rating="unproven",
        revision="99",
        reviewed="2026-11-22",
    )
    talk.hears("The moderators change the verdict on this claim. (Only for this page.)")
    talk.presses("g:")


def _answer_comes(talk: Conversation, folder: Path) -> None:
    talk.writes(
        "¿Es verdad que un país tiene que legalizar el matrimonio gay para entrar en la OTAN?"
    )
    talk.presses("n:")
    talk.presses("m:")
    talk.presses("t:")
    publish(folder, HELD_BACK)
    talk.hears("The moderators publish an answer.")


def _digest(talk: Conversation, _: Path) -> None:
    talk.writes("/digest")
    talk.presses("H:")
    talk.presses("D:")
    talk.presses("E:")


def _browse(talk: Conversation, _: Path) -> None:
    talk.writes("/topics")
    talk.presses(0)
    talk.presses(0)


def _search(talk: Conversation, _: Path) -> None:
    talk.writes("/search laboratoare")
    talk.presses(0)
    talk.writes("/search vampir")


def _language(talk: Conversation, _: Path) -> None:
    talk.writes("/language")
    talk.presses("L:.*:tr")
    talk.writes("/about")


def _deep_link(talk: Conversation, _: Path) -> None:
    talk.writes("/start c_nato-biolabs", "by a link that a friend sent")
    talk.writes("/start c_no-such-claim", "by a link with a typing mistake")


def _picture(talk: Conversation, _: Path) -> None:
    talk.writes("Ar NATO dabar kariauja su Rusija?")
    talk.presses("p:")


def _screenshot(talk: Conversation, _: Path) -> None:
    for post in (POSTS[0], POSTS[-1]):
        what = f"a picture that says: {post.text}" if post.text else "a picture without a word"
        talk.sends_picture(screenshot(post), what)


def _other_chats(talk: Conversation, _: Path) -> None:
    family = group(-1_001_000_000_030, title="Family")
    talk.types("biolab", family)
    petra = user(7_900, first_name="Petra", language_code="en")
    talk.mentions("NATO promised not to expand one inch to the east. Shame!", petra, family)
    talk.mentions("Did you see that the price of butter went up again?", petra, family)


def _cannot_read(talk: Conversation, _: Path) -> None:
    talk.sends(voice_message(user=talk.person), "a voice message")
    talk.sends(sticker_message(user=talk.person), "a sticker")
    talk.writes("Hi")


def _my_data(talk: Conversation, _: Path) -> None:
    talk.writes("NATO is at war with Russia")
    talk.writes("/mydata")
    talk.writes("/deletemydata")
    talk.writes("/privacy")
    talk.presses("P:")


def _old_button(talk: Conversation, folder: Path) -> None:
    talk.writes("НАТО создаёт в Украине биологические лаборатории")
    withdrawn = "withdrawn\nstatus_reason: Only for this page.\nstatus_date: 2026-11-22"
    talk.meanwhile(lambda: change_claim(folder, "nato-biolabs", status=withdrawn))
    talk.record.act("A year later; meanwhile the moderators have withdrawn this claim.")
    talk.presses(0)


SCENES = (
    Scene(
        "A forwarded post, and a thank-you",
        "A long post with one known claim in it: the answer quotes the sentence that it is about.",
        "Ola",
        "en",
        _first_forward,
    ),
    Scene("The first question", "Greeting and a question, in Ukrainian.", "Марія", "uk", _start),
    Scene(
        "Two claims in one post",
        "Each gets its line and its button; the details, and the way back. In Russian.",
        "Павел",
        "ru",
        _several,
    ),
    Scene("Which of these?", "Not sure enough: the bot asks. In German.", "Anke", "de", _ambiguous),
    Scene(
        "Neither of these",
        "The bot guessed wrong, and says so. In German.",
        "Jörg",
        "de",
        _none_of_these,
    ),
    Scene(
        "No checked claim, and a human takes over",
        "One tap sends it to the moderators, one more asks to be told, one takes it back. In "
        "French.",
        "Camille",
        "fr",
        _no_match,
    ),
    Scene("A genuine statement", "Not everything is false. In Polish.", "Ewa", "pl", _genuine),
    Scene(
        "A message that denies a claim",
        "It gets no verdict, but is told what was checked.",
        "Sam",
        "en",
        _debunk,
    ),
    Scene(
        "Not my claim",
        "The same text is not answered with that claim again. In Italian.",
        "Giulia",
        "it",
        _not_my_claim,
    ),
    Scene(
        "A source that does not open",
        "Feedback with a reason. In Czech.",
        "Jana",
        "cs",
        _broken_source,
    ),
    Scene(
        "A verdict changes",
        "Who follows it is told, once, and can stop that.",
        "Tom",
        "en",
        _correction,
    ),
    Scene(
        "The answer comes later",
        "Who waited is told when there is an answer. In Spanish.",
        "Lucía",
        "es",
        _answer_comes,
    ),
    Scene("The daily summary", "Off until somebody wants it. In Spanish.", "Diego", "es", _digest),
    Scene("Topics", "Looking around by buttons. In Ukrainian.", "Олена", "uk", _browse),
    Scene("Search", "By words, with and without luck. In Romanian.", "Radu", "ro", _search),
    Scene(
        "Another language",
        "Telegram is in English, the reader prefers Turkish.",
        "Deniz",
        "en",
        _language,
    ),
    Scene("A link to a claim", "It opens the card for ever.", "Kim", "en", _deep_link),
    Scene(
        "The picture to share",
        "For people who look rather than read. In Lithuanian.",
        "Rūta",
        "lt",
        _picture,
    ),
    Scene(
        "Screenshots",
        "Text in pictures is read; a picture without a known claim gets no verdict.",
        "Lena",
        "en",
        _screenshot,
    ),
    Scene(
        "In other chats",
        "A card chosen while typing, and a mention where the bot is no member.",
        "Alex",
        "en",
        _other_chats,
    ),
    Scene("What the bot cannot read", "It says so, and what to send.", "Max", "en", _cannot_read),
    Scene("What is kept about me", "Shown, deleted, explained.", "Noor", "en", _my_data),
    Scene(
        "A button a year old",
        "Buttons never die, claims may. In Russian.",
        "Илья",
        "ru",
        _old_button,
    ),
)
