"""Progress: none for what is quick, a changing line in a terminal, a few lines in a log."""

import io

from bot.cli.progress import SlowProgress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def take(steps: int, stream: io.StringIO, *, seconds_each: float) -> str:
    """Take so many steps, by a clock that moves only with them, and return what was said."""
    now = [0.0]
    progress = SlowProgress(lambda: now[0], stream)
    for done in range(1, steps + 1):
        now[0] += seconds_each
        progress("messages", done, steps)
    return stream.getvalue()


def test_what_takes_less_than_two_seconds_says_nothing() -> None:
    assert take(19, Terminal(), seconds_each=0.1) == ""


def test_a_log_gets_a_line_now_and_then_and_the_end() -> None:
    assert take(40, io.StringIO(), seconds_each=1.0).splitlines() == [
        "messages: 2 of 40",
        "messages: 17 of 40",
        "messages: 32 of 40",
        "messages: 40 of 40",
    ]


def test_a_terminal_gets_one_line_that_changes() -> None:
    said = take(4, Terminal(), seconds_each=1.0)
    assert said == "\rmessages: 2 of 4\rmessages: 3 of 4\rmessages: 4 of 4\n"
