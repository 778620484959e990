"""The terminal chat: what is piped or typed is answered as in Telegram."""

import io
import os
import pty
import select
import subprocess
import sys

import pytest

from bot.answering import Answering
from bot.terminal import Screen, chat

EXPEL = "NATO, or its Secretary General, can expel a member state."
"""The very wording of a claim, which always matches, whatever the model thinks."""


def converse(answering: Answering, typed: bytes, *, colour: bool = False) -> str:
    shown = io.StringIO()
    chat(answering, io.BytesIO(typed), Screen(shown, colour=colour, width=80))
    return shown.getvalue()


def test_an_empty_line_ends_a_message(answering: Answering) -> None:
    shown = converse(answering, f"{EXPEL}\n\nhello\n\n".encode())

    assert shown.startswith("❌ False: “NATO, or its Secretary General, can expel a member state”")
    assert shown.count("Checked on") == 1
    assert "I check claims about NATO." in shown


def test_the_last_message_needs_no_empty_line(answering: Answering) -> None:
    assert "❌ False" in converse(answering, EXPEL.encode())


def test_lines_of_one_message_belong_together(answering: Answering) -> None:
    shown = converse(answering, f"My cousin asks:\n{EXPEL}\n\n".encode())

    assert shown.count("❌ False") == 1


def test_the_answer_speaks_the_language_of_the_message(answering: Answering) -> None:
    shown = converse(answering, "НАТО обещало не расширяться на восток\n\n".encode())

    assert "Вводит в заблуждение" in shown


@pytest.mark.parametrize("typed", [b"", b"\n\n", b"  \n\t\n"])
def test_an_empty_message_is_told_so(typed: bytes, answering: Answering) -> None:
    shown = converse(answering, typed)

    assert shown == (
        "There is no text in this message. Please send me the sentence that you want to\ncheck.\n\n"
    )


def test_bytes_that_are_no_utf8_are_named_and_the_rest_goes_on(answering: Answering) -> None:
    shown = converse(answering, b"\xff\xfe\xfa\n\n" + EXPEL.encode())

    assert shown.startswith("I could not read that: it is not text in UTF-8.")
    assert "❌ False" in shown


def test_a_message_of_fifty_kilobytes_is_refused_in_one_sentence(answering: Answering) -> None:
    shown = converse(answering, b"NATO is at war. " * 3200)

    assert shown == (
        "This message is too long for me. Please send me only the part that you are not\n"
        "sure about.\n\n"
    )


def test_start_and_help_work_as_in_telegram(answering: Answering) -> None:
    shown = converse(answering, b"/start\n\n/help\n\n")

    assert "Hello. I check claims about NATO." in shown
    assert "What the verdicts mean" in shown


def test_a_number_presses_a_button(answering: Answering) -> None:
    two = b"NATO is encircling Russia. NATO, or its Secretary General, can expel a member state."

    shown = converse(answering, two + b"\n\n2\n\n9\n\n")

    assert "[2]" in shown
    assert shown.count("Checked on") == 1
    assert "There is no number 9 here." in shown


def test_numbers_belong_to_the_buttons_that_were_shown_last(answering: Answering) -> None:
    shown = converse(answering, b"/topics\n\n1\n\n2\n\n1\n\n")

    # Topics, the claims of the first, the card of the second of those, its details.
    assert shown.startswith("Topics\n")
    assert " checked claims\n" in shown
    assert shown.count("Checked on") == 1
    assert "What the sources say" in shown


def test_words_are_searched_for_as_in_telegram(answering: Answering) -> None:
    assert "2 claims speak of “biolabs”:" in converse(answering, b"/search biolabs")
    assert "/search Article 5" in converse(answering, b"/search")


def test_the_terminal_says_how_the_bot_works(answering: Answering) -> None:
    assert converse(answering, b"/about").startswith("How I work\n")


def test_colour_only_when_asked_for(answering: Answering) -> None:
    assert "\x1b[" not in converse(answering, EXPEL.encode())
    assert "\x1b[31m" in converse(answering, EXPEL.encode(), colour=True)


def test_at_a_terminal_enter_ends_a_message_and_a_paste_is_one() -> None:
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TELEGRAM_BOT_TOKEN": ""},
    ) as process:
        os.close(terminal)
        pasted = f"Look at this.\n\nShared by a friend:\n{EXPEL}\n"
        os.write(controller, pasted.encode())
        assert process.stdout
        shown = b""
        while b"Checked on" not in shown and shown.count(b"Message>") < 2:
            answered = select.select([process.stdout], [], [], 60)[0]
            read = os.read(process.stdout.fileno(), 4096) if answered else b""
            shown += read or pytest.fail(shown.decode())
        os.write(controller, b"\x04")
        rest, _ = process.communicate(timeout=20)
    os.close(controller)

    assert process.returncode == 0
    assert (shown + rest).decode().count("❌ False") == 1


def test_the_terminal_shows_what_the_bot_keeps_online(answering: Answering) -> None:
    assert converse(answering, b"/privacy\n").startswith("What I keep, how long, and why\n")
