"""The cards and the list of the queue, as moderators read them."""

from syrupy.assertion import SnapshotAssertion

from bot.moderation.closest import Closest
from bot.moderation.masking import Masker
from bot.moderation.queue import Shelf, State
from bot.replies.desk_actions import QueueAction
from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.replies.render_desk_queue import QueueWords, Shown
from tests.support.clusters import make_cluster

NOW = 1_700_010_000.0
ALL = frozenset(QueueAction.__args__)
WORDS = QueueWords(Masker(), ALL)
CLUSTER = make_cluster(
    12,
    count=34,
    last_day=12,
    day_before=3,
    sample="Olga Petrenko (+380 44 123 45 67) says NATO has bought the moon.\nPass it on!",
    languages=(("en", 20), ("uk", 9), ("de", 2), ("fr", 1), ("pl", 1), ("cs", 1), ("lt", 1)),
    origins=(("moon_news", 5), ("mondnachrichten", 2)),
    not_claims=("nato-attacked",),
)
CLOSEST = (
    Closest("nato-paints-the-moon", "NATO is painting the moon.", 0.31, "both say moon"),
    Closest("a" * 40, "NATO is doing something with the sea that takes long.", 0.04, "alike"),
)


def as_read(reply: Reply) -> str:
    """Return what a moderator sees, with buttons row by row."""
    rows: list[str] = []
    for button in reply.buttons:
        if button.beside and rows:
            rows[-1] += f" | {button.label}"
        else:
            rows.append(button.label)
    return "\n".join([to_html(reply), "", *rows])


def test_a_card_says_all_that_helps_to_decide(snapshot: SnapshotAssertion) -> None:
    assert as_read(WORDS.card(Shown(CLUSTER, CLOSEST, NOW))) == snapshot


def test_a_card_says_who_looks_after_it_and_that_it_sleeps(snapshot: SnapshotAssertion) -> None:
    cluster = make_cluster(assigned_to=7, assigned_name="Mo", snoozed_until=NOW + 60)

    assert as_read(WORDS.card(Shown(cluster, (), NOW))) == snapshot


def test_closed_cards_say_why(snapshot: SnapshotAssertion) -> None:
    closed = make_cluster(count=0, answered=34, answered_by=("nato-paints-the-moon",))
    decided = make_cluster(state=State.OUT_OF_SCOPE)
    emptied = make_cluster(count=0, first_at=0.0, last_at=0.0, sample="", languages=())

    assert [as_read(WORDS.card(Shown(one))) for one in (closed, decided, emptied)] == snapshot


def test_the_list_is_short(snapshot: SnapshotAssertion) -> None:
    shelf = Shelf((CLUSTER, make_cluster(3, count=1, last_day=0, day_before=1)), 9, snoozed=2)

    assert as_read(WORDS.list(shelf, 0)) == snapshot


def test_buttons_that_nothing_stands_behind_are_not_shown() -> None:
    silent = QueueWords(Masker(), ())

    assert silent.card(Shown(CLUSTER, CLOSEST, NOW)).buttons == ()


def test_a_topic_is_named_after_what_is_masked() -> None:
    assert WORDS.topic(CLUSTER) == "№ 12 [name] ([phone]) says NATO has bought the moon. Pass…"
