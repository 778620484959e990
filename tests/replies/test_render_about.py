from bot.replies.catalog import Catalog
from bot.replies.render_about import Imprint, render_about
from tests.replies.builders import make_claim, make_promise
from tests.support.claims import make_base
from tests.support.shown import lines

BASE = make_base(make_claim(), make_promise().model_copy(update={"reviewed": "2027-01-02"}))
IMPRINT = Imprint("Example Fact Check, Riga", "https://code.example/our-bot")


def test_the_list_is_counted_and_dated(catalog: Catalog) -> None:
    assert lines(render_about(BASE, Imprint(), "en", catalog))[1] == (
        "• I compare your message with a list of 2 claims about NATO, "
        "last checked on 2 January 2027."
    )


def test_who_runs_it_is_said_in_their_words_and_the_source_is_linked(catalog: Catalog) -> None:
    reply = render_about(BASE, IMPRINT, "en", catalog)
    assert "Who runs this bot: Example Fact Check, Riga" in lines(reply)
    (link,) = [
        span.url
        for paragraph in reply.paragraphs
        for line in paragraph.lines
        for span in line
        if span.url
    ]
    assert link == "https://code.example/our-bot"


def test_what_nobody_set_is_not_made_up(catalog: Catalog) -> None:
    shown = lines(render_about(BASE, Imprint(), "en", catalog))
    assert "The people who run this bot have not said here who they are." in shown
    assert not any("Program and list" in line for line in shown)


def test_of_an_empty_list_no_date_is_told(catalog: Catalog) -> None:
    shown = lines(render_about(make_base(), Imprint(), "en", catalog))
    assert not any("compare" in line for line in shown)
