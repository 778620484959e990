"""/draft, /drafts and /export: a claim is written on a phone, and two people look at it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.claims.edit import values_of
from bot.claims.model import Claim
from bot.moderation.apart import check_apart
from bot.moderation.draft_outcomes import Slip
from bot.moderation.drafts import State
from bot.moderation.publishing import Check, Publisher
from bot.moderation.roles import Member, Role
from bot.replies.desk_actions import (
    ApproveDraft,
    AskReason,
    AskStep,
    AskWhatToMend,
    ChooseOption,
    DropDraft,
    LeaveQuestion,
    ListDrafts,
    PreviewDraft,
    Question,
    SendDraftFile,
    ShowDraft,
    SkipStep,
    SubmitDraft,
    TurnPreview,
)
from bot.replies.desk_slips import why_slipped
from bot.replies.html import to_html
from bot.replies.render import render_card
from bot.replies.render_desk_drafts import render_draft_usage
from bot.tg.callbacks import decode, encode
from tests.claims.folders import SOUND, with_fields
from tests.moderation.claims import ID, finds_nothing, make_folder, make_publisher
from tests.support.bot_api import BotApi
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, document_message, text_message
from tests.tg.answerings import AT_WAR, CATALOG, knowing
from tests.tg.conftest import Chat, Clock, Meet
from tests.tg.desk.conftest import DESK, EDITOR, OWNER, REVIEWER, STRANGER
from tests.tg.presses import labels, last, press

Json = dict[str, Any]
NEW_ID = "moon-claim"
NEW = with_fields(f"id: {NEW_ID}\nstatus: draft\nstatus_reason: Not ready.\n")
RATED = SOUND.replace("rating: false", "rating: misleading")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


@pytest.fixture
def check() -> Check:
    return finds_nothing


@pytest.fixture
def publisher(folder: Path, kept: MemoryStores, check: Check) -> Publisher | None:
    return make_publisher(folder, kept.revisions, check=check)


def file_of(talk: Chat, text: str | bytes, name: str = "x.yaml", **envelope: Any) -> Json:
    """Return the update of a document with this content."""
    update = document_message(file_name=name, **envelope)
    content = text.encode() if isinstance(text, str) else text
    talk.api.add_file(update["message"]["document"]["file_id"], content)
    return update


def sent_file(api: BotApi) -> str:
    """Return the text of the file that the bot sent last."""
    document = next(one["document"] for one in reversed(api.sent()) if "document" in one)
    return api._world.files[document["file_id"]].decode()


def reply(chat: Chat, words: str, person: Json) -> Json:
    """Return the update of a reply to the bot's last message, where that stands."""
    message = last(chat.api)
    where = {} if message["chat"]["id"] > 0 else {"chat": message["chat"]}
    return text_message(words, user=person, reply_to=message, **where)


def said_last(chat: Chat) -> str:
    return str(last(chat.api)["text"])


async def test_a_new_claim_comes_as_a_file_is_sent_back_mended_and_approved(
    meet: Meet, kept: MemoryStores, folder: Path
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(file_of(chat, NEW, user=EDITOR))
        assert said_last(chat).startswith(
            f"I have your file. Nobody looks at it before you press Submit.\n\nDraft № 1: {NEW_ID}"
        )
        assert labels(chat.api) == [["Preview", "File"], ["Submit", "Drop it"]]

        await chat.receive(press(chat.api, "Submit", EDITOR))
        assert said_last(chat).startswith("Edita asks for a review.")
        assert last(chat.api)["chat"]["id"] == DESK["id"]
        card = last(chat.api)

        await chat.receive(press(chat.api, "Send back", REVIEWER, message=card))
        await chat.receive(reply(chat, "Which moon?", REVIEWER))
        assert said_last(chat).startswith("Sent back.")
        (told,) = [one for one in chat.calls("sendMessage") if "Rūta has sent" in str(one)]
        assert told.parameters["chat_id"] == EDITOR["id"]

        await chat.receive(text_message("/export 1", user=EDITOR))
        exported = sent_file(chat.api)
        mended = exported.replace("NATO stores", "NATO hides")
        await chat.receive(file_of(chat, mended, user=EDITOR))
        await chat.receive(press(chat.api, "Submit", EDITOR))

        await chat.receive(press(chat.api, "Approve", REVIEWER, message=card))
        assert kept.drafts.rows[1].state is State.SUBMITTED  # the card in the desk is older
        await chat.receive(press(chat.api, "Approve", REVIEWER, message=card))
        made = (folder / "claims" / f"{NEW_ID}.yaml").read_text("utf-8")
        assert "NATO hides biscuits" in made
        assert values_of(made)["status"] == "published"
        (thanked,) = [one for one in chat.calls("sendMessage") if "has approved it" in str(one)]
        assert thanked.parameters["chat_id"] == EDITOR["id"]
        assert labels_of(chat, card) == [["Undo this", "History"]]
    assert [entry for _, entry in kept.drafts.log][-2:] == ["approved", "published; revision 1"]
    assert chat.api.violations == []


async def test_who_began_a_draft_and_who_wrote_it_last_both_hear_what_becomes_of_it(
    meet: Meet,
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(file_of(chat, NEW, user=EDITOR))
        await chat.receive(text_message("/export 1", user=OWNER))
        mended = sent_file(chat.api).replace("NATO stores", "NATO hides")
        await chat.receive(file_of(chat, mended, user=OWNER))
        await chat.receive(press(chat.api, "Submit", OWNER))
        card = chat.api.sent(DESK["id"])[-1]
        await chat.receive(press(chat.api, "Send back", REVIEWER, message=card))
        await chat.receive(reply(chat, "Which moon?", REVIEWER))
        told = [one for one in chat.calls("sendMessage") if "Rūta has sent" in str(one)]
        assert [one.parameters["chat_id"] for one in told] == [EDITOR["id"], OWNER["id"]]


async def test_the_same_file_is_mended_and_sent_again(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(file_of(chat, NEW, user=EDITOR))
        await chat.receive(text_message("/export 1", user=EDITOR))
        exported = sent_file(chat.api)
        for word in ("Nato", "OTAN"):
            await chat.receive(file_of(chat, exported.replace("NATO", word), user=EDITOR))
            assert said_last(chat).startswith("I have your file.")
        assert "OTAN stores" in kept.drafts.rows[1].text

        await chat.receive(file_of(chat, sent_file(chat.api), user=REVIEWER))
        assert said_last(chat).startswith("Edita has changed draft № 1 since this file was made.")
        assert labels(chat.api) == [["Show the draft", "File"]]

        await chat.receive(press(chat.api, "File", REVIEWER))
        newest = sent_file(chat.api).replace("OTAN", "The alliance")
        await chat.receive(file_of(chat, newest, user=REVIEWER))
        await chat.receive(file_of(chat, exported, user=EDITOR))
        assert said_last(chat).startswith("Rūta has changed draft № 1 since this file was made.")
    assert "The alliance stores" in kept.drafts.rows[1].text
    assert chat.api.violations == []


def labels_of(chat: Chat, message: Json) -> list[list[str]]:
    markup = chat.api.shown(message)["reply_markup"]
    return [[button["text"] for button in row] for row in markup["inline_keyboard"]]


async def test_nobody_approves_their_own_change_of_rating(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(file_of(chat, RATED, user=REVIEWER))
        await chat.receive(press(chat.api, "Submit", REVIEWER))
        assert "Why does the rating change?" in said_last(chat)
        await chat.receive(reply(chat, "A record was opened.", REVIEWER))
        assert said_last(chat).startswith("I have the reason.")
        await chat.receive(press(chat.api, "Submit", REVIEWER))
        mine = next(one for one in reversed(chat.api.sent()) if one["chat"]["id"] == REVIEWER["id"])
        assert labels_of(chat, mine) == [["Preview", "File"], ["Send back", "Drop it"]]

        await chat.receive(text_message("/draft 1", user=OWNER))
        assert labels(chat.api) == [["Preview", "File"], ["Approve", "Send back", "Drop it"]]

        await chat.receive(text_message("/draft 1", user=EDITOR, chat=DESK))
        assert labels(chat.api) == [["Preview", "File"], ["Approve", "Send back", "Drop it"]]
        kept.staff.kept[7] = Member(7, "Vera", Role.REVIEWER)
        await chat.receive(press(chat.api, "Approve", REVIEWER))
    (notice,) = [one for one in chat.calls("answerCallbackQuery") if one.parameters.get("text")]
    assert notice.parameters["text"] == (
        "You wrote this, or a part of it, so a second person has to approve it. Please ask Vera."
    )
    assert kept.drafts.rows[1].state is State.SUBMITTED


async def test_a_withdrawn_claim_is_mended_and_comes_back(
    meet: Meet, kept: MemoryStores, folder: Path
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/withdraw {ID} The map was wrong.", user=REVIEWER))
        await chat.receive(text_message(f"/draft {ID}", user=REVIEWER))
        mended = sent_file(chat.api).replace("NATO stores", "NATO hides")
        await chat.receive(file_of(chat, mended, user=REVIEWER))
        back = "It is withdrawn: publishing brings it back. A second person has to approve it."
        assert back in said_last(chat)
        await chat.receive(press(chat.api, "Submit", REVIEWER))
        await chat.receive(press(chat.api, "Approve", OWNER, message=at_desk(chat)))
    values = values_of((folder / "claims" / f"{ID}.yaml").read_text("utf-8"))
    assert values["status"] == "published"
    assert "NATO hides" in str(values["claim"])
    assert "status_reason" not in values
    assert kept.drafts.rows[1].state is State.PUBLISHED
    assert chat.api.violations == []


def at_desk(chat: Chat) -> Json:
    """Return the last message of the bot in the desk chat."""
    return next(one for one in reversed(chat.api.sent()) if one["chat"]["id"] == DESK["id"])


async def test_another_wording_of_a_reviewer_is_live_at_once(meet: Meet, folder: Path) -> None:
    worded = SOUND.replace("    - NATO biscuits", "    - NATO cookies\n    - NATO biscuits")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/export {ID}", user=REVIEWER))
        assert sent_file(chat.api).startswith(SOUND)
        await chat.receive(file_of(chat, worded, user=REVIEWER))
        await chat.receive(press(chat.api, "Submit", REVIEWER))
        assert said_last(chat).startswith(f"Published: {ID}")
    assert "NATO cookies" in (folder / "claims" / f"{ID}.yaml").read_text("utf-8")


async def test_the_preview_is_what_readers_get_in_each_language(meet: Meet, clock: Clock) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(file_of(chat, NEW, user=EDITOR))
        await chat.receive(press(chat.api, "Preview", EDITOR))
        await chat.receive(press(chat.api, "de", EDITOR))
    _, german = chat.said[-2:]
    text = NEW.replace("status: draft\nstatus_reason: Not ready.\n", "status: published\n")
    today = datetime.fromtimestamp(clock(), UTC).date().isoformat()
    claim = Claim.model_validate({**values_of(text), "reviewed": today})
    card = to_html(render_card(claim, "de", CATALOG))
    line, _, rest = german.partition("\n\n")
    assert line == "<i>Preview of draft № 1 in de. Nobody else sees it.</i>"
    assert rest == card


@pytest.mark.parametrize("check", [check_apart])
async def test_problems_stand_by_line_and_column(meet: Meet, kept: MemoryStores) -> None:
    wrong = NEW.replace("rating: false", "rating: flase")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(file_of(chat, wrong, user=EDITOR))
        line = wrong.splitlines().index("rating: flase") + 1
        assert f"{NEW_ID}.yaml:{line}:9: KB103 rating: `flase` is not" in said_last(chat)
        await chat.receive(press(chat.api, "Preview", EDITOR))
        assert said_last(chat).startswith("Too much is missing for a card")
    assert kept.drafts.rows[1].state is State.WRITING


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        ("#" * 256_001, "x.yaml", "This file is too large"),
        ("id: Türme".encode("utf-16"), "x.yml", "This file is not UTF-8"),
        (" \n", "x.yaml.txt", "This file is empty"),
        (with_fields("id: No id\n"), "x.YAML", "There is no id of a claim"),
        (with_fields("revision: 9\n"), "x.yaml", "This file was made from another state"),
        (SOUND + "claim: {en: x\n", f"{ID}.yaml", "Nothing was changed: there are problems"),
    ],
)
async def test_files_that_cannot_be_taken_are_answered_in_a_sentence(
    meet: Meet, kept: MemoryStores, content: str | bytes, name: str, sentence: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(file_of(chat, content, name, user=EDITOR))
        assert said_last(chat).startswith(sentence)
    assert kept.drafts.rows == {}


async def test_files_of_others_are_read_as_those_of_anybody(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(file_of(chat, NEW, user=STRANGER))
        await chat.receive(file_of(chat, NEW, "x.pdf", user=EDITOR))
        await chat.receive(file_of(chat, NEW, user=STRANGER, chat=DESK))
    assert len(chat.said) == 2
    assert chat.said[0] == chat.said[1]
    assert kept.drafts.rows == {}


async def test_step_by_step_to_a_claim(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/draft", user=EDITOR))
        await chat.receive(reply(chat, "NATO stores biscuits in every lighthouse", EDITOR))
        await chat.receive(press(chat.api, "nato-stores-biscuits-every-lighthouse", EDITOR))
        await chat.receive(reply(chat, "half-true", EDITOR))
        assert "That is no rating that we have." in said_last(chat)
        await chat.receive(press(chat.api, "false", EDITOR))
        await chat.receive(reply(chat, "It does not.\nIts budget has none.", EDITOR))
        await chat.receive(reply(chat, "post.example", EDITOR))
        assert "That is no web address." in said_last(chat)
        await chat.receive(reply(chat, "https://post.example/biscuits", EDITOR))
        await chat.receive(reply(chat, "The Lighthouse Post", EDITOR))
        await chat.receive(press(chat.api, "Leave it for now", EDITOR))
        assert kept.drafts.rows[1].step == "title"

        await chat.receive(text_message("/draft 1", user=REVIEWER, chat=DESK))
        await chat.receive(press(chat.api, "Go on, step by step", REVIEWER))
        await chat.receive(reply(chat, "de: Kekse", REVIEWER))
        await chat.receive(press(chat.api, "No date", REVIEWER))
        await chat.receive(press(chat.api, "No more sources", REVIEWER))
        await chat.receive(press(chat.api, "Go on", REVIEWER))
        await chat.receive(reply(chat, "Is it so?\nuk: Це так?", REVIEWER))
        assert said_last(chat).startswith("That was the last question.")
    draft = kept.drafts.rows[1]
    assert (draft.claim_id, draft.step) == ("nato-stores-biscuits-every-lighthouse", "")
    assert (draft.author.name, draft.writer.name) == ("Edita", "Rūta")
    values = values_of(draft.text)
    assert values["rating"] == "false"
    assert values["explanation"] == {"en": "It does not. Its budget has none."}
    assert values["phrasings"] == {"en": ["Is it so?"], "uk": ["Це так?"]}
    assert values["sources"] == [
        {
            "publisher": "The Lighthouse Post",
            "title": "Kekse",
            "url": "https://post.example/biscuits",
            "language": "de",
        }
    ]
    assert chat.api.violations == []


async def test_a_reply_to_anything_else_is_a_message_as_any_other(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/drafts", user=EDITOR))
        await chat.receive(reply(chat, "Hello there", EDITOR))
        await chat.receive(text_message("/draft", user=EDITOR))
        asked = last(chat.api)
        await chat.receive(text_message("I am nobody", user=STRANGER, reply_to=asked))
    assert kept.drafts.rows[1].revision == 1


async def test_commands_lead_to_what_there_is(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/drafts", user=EDITOR))
        assert said_last(chat).startswith("Nothing is being written.")
        await chat.receive(text_message("/draft a b", user=EDITOR))
        assert chat.said[-1] == to_html(render_draft_usage("draft"))
        await chat.receive(text_message("/export", user=EDITOR))
        assert chat.said[-1] == to_html(render_draft_usage("export"))
        await chat.receive(text_message("/export gone", user=EDITOR))
        assert said_last(chat).startswith("I know of no claim or draft gone.")
        await chat.receive(text_message("/draft 7", user=EDITOR))
        assert said_last(chat) == why_slipped(Slip.UNKNOWN)
        await chat.receive(text_message(f"/draft {ID}", user=EDITOR))
        assert sent_file(chat.api).startswith(SOUND)
        assert kept.drafts.rows[1].claim_id == ID
        await chat.receive(text_message("/drafts", user=EDITOR))
        assert labels(chat.api) == [["№ 1"]]
        await chat.receive(press(chat.api, "№ 1", EDITOR))
        await chat.receive(press(chat.api, "Drop it", EDITOR))
        assert kept.drafts.rows[1].state is State.DROPPED
    assert chat.api.violations == []


_MANY = 2**31 - 1


@pytest.mark.parametrize(
    "action",
    [
        ListDrafts(),
        ShowDraft(_MANY),
        PreviewDraft(_MANY),
        TurnPreview(_MANY, "uk"),
        SendDraftFile(_MANY),
        SubmitDraft(_MANY, 9_999),
        ApproveDraft(_MANY, 9_999),
        AskWhatToMend(_MANY, 9_999),
        AskReason(_MANY, 9_999),
        DropDraft(_MANY, 9_999),
        *(LeaveQuestion(_MANY, 9_999, question) for question in Question),
        AskStep(_MANY, 9_999),
        ChooseOption(_MANY, 9_999, 99),
        SkipStep(_MANY, 9_999),
    ],
)
def test_every_button_fits(action: Any) -> None:
    assert decode(encode(action, "en")) == (action, "en")


async def test_numbers_that_are_none_do_nothing(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/drafts", user=REVIEWER))
        before = replace(kept.drafts)
        for number in (0, -1, 7, 2**40):
            for action in (ShowDraft(number), ApproveDraft(number, 1), ChooseOption(number, 1, 0)):
                data = encode(action, "en")
                await chat.receive(callback_query(data, last(chat.api), presser=REVIEWER))
    assert kept.drafts == before
