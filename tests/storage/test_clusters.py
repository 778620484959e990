"""Clusters of questions: what they say is what is left of their questions."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.moderation.drafts import Draft
from bot.moderation.queue import Card, Cluster, Placing, Shelf, Snooze, State, Text
from bot.moderation.roles import Moderator
from bot.opinions import Opinion
from bot.people import PeopleUnavailableError, Thing
from bot.questions import Inquiry
from bot.storage.clusters import DatabaseQueue
from bot.storage.database import Database
from bot.storage.drafts import DatabaseDrafts
from bot.storage.names import Names
from bot.storage.opinions import DatabaseOpinions
from bot.storage.people import DatabasePeople
from bot.storage.pushes import DatabasePushes
from bot.storage.questions import DatabaseQuestions
from tests.storage.conftest import Clock, Connect

OLA, PETRA, VERA, MODERATOR = 987_654_321, 777_666_555, 42, 7
MO = Moderator(MODERATOR, "Mo")
DAY_S = 86_400.0
NAMES = Names("123:abc")
MOON = Inquiry("Ab-_0123", "NATO has bought the moon.", "en", "daily_news")
MOND = Inquiry("Cd-_4567", "Die NATO hat den Mond gekauft.", "de")
SEA = Inquiry("Ef-_8901", "NATO drinks the sea.", "en")


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def asked(database: Database, clock: Clock) -> DatabaseQuestions:
    return DatabaseQuestions(database, NAMES, clock)


@pytest.fixture
def queue(database: Database, clock: Clock) -> DatabaseQueue:
    return DatabaseQueue(database, NAMES, clock)


async def place_all(queue: DatabaseQueue) -> int:
    """Put all that is unplaced into one new cluster."""
    placed = await queue.place([Placing(question, -1) for question in await queue.unplaced(100)])
    assert len(set(placed)) == 1
    return placed[0]


async def get(queue: DatabaseQueue, number: int) -> Cluster:
    (cluster,) = await queue.get([number])
    return cluster


async def test_a_cluster_shows_what_its_questions_say(
    queue: DatabaseQueue, asked: DatabaseQuestions, clock: Clock
) -> None:
    await asked.ask(VERA, MOND)
    clock.now += DAY_S + 1
    for person in (OLA, PETRA):
        await asked.ask(person, MOON)

    number = await place_all(queue)

    assert await queue.unplaced(10) == []
    assert await get(queue, number) == Cluster(
        number=number,
        state=State.OPEN,
        count=3,
        answered=0,
        last_day=2,
        day_before=1,
        first_at=clock.now - DAY_S - 1,
        last_at=clock.now,
        sample=MOON.text,
        sample_key=MOON.text_key,
        languages=(("en", 2), ("de", 1)),
        origins=(("daily_news", 2),),
    )


async def test_a_flood_of_one_text_is_placed_at_once(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)
    for person in range(100, 130):
        await asked.ask(person, MOON)

    assert await queue.place_known() == 30
    assert (await get(queue, number)).count == 31
    assert await queue.place_known() == 0


async def test_a_text_stays_where_it_was_placed(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, MOON)
    (question,) = await queue.unplaced(1)

    first = await queue.place([Placing(question, -1)])

    assert await queue.place([Placing(question, -1)]) == first


async def test_a_cluster_that_is_gone_meanwhile_is_begun_anew(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, MOON)
    (question,) = await queue.unplaced(1)

    (number,) = await queue.place([Placing(question, 999)])

    assert number != 999
    assert (await get(queue, number)).count == 1


async def test_the_most_demanded_stand_first_page_by_page(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, SEA)
    sea = await place_all(queue)
    for person in (OLA, PETRA):
        await asked.ask(person, MOON)
    moon = await place_all(queue)

    first, second = await queue.shelf(0, 1), await queue.shelf(1, 1)

    assert (first.clusters[0].number, second.clusters[0].number) == (moon, sea)
    assert (first.total, second.total) == (2, 2)
    assert await queue.open_numbers() == [moon, sea]


async def test_what_people_delete_is_gone_from_the_cluster_at_once(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    people = DatabasePeople(database, NAMES, clock)
    await asked.ask(OLA, MOON)
    await asked.ask(PETRA, MOND)
    number = await place_all(queue)

    await people.delete(OLA, 0)
    assert (await get(queue, number)).sample == MOND.text

    await people.delete(PETRA, 0)
    emptied = await get(queue, number)
    assert (emptied.count, emptied.sample, emptied.is_open) == (0, "", False)


async def test_a_moderator_who_is_forgotten_looks_after_nothing(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)
    await queue.assign(number, MO, MO)
    cluster = await get(queue, number)
    assert (cluster.assigned_to, cluster.assigned_name) == (MODERATOR, "Mo")

    await DatabasePeople(database, NAMES, clock).delete(MODERATOR, 0)

    assert (await get(queue, number)).assigned_to is None


async def test_who_assigns_and_who_snoozes_stands_in_the_log(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)
    await queue.assign(number, MO, MO)
    await queue.assign(number, None, MO)
    await queue.snooze(number, Snooze.WEEK, MO)
    await queue.snooze(number, None, MO)
    await queue.assign(number + 1, MO, MO)  # there is none

    log = await DatabasePeople(database, NAMES, clock).log()

    code = f"assigned to {NAMES.of(MODERATOR)}"
    assert [(one.name, one.subject, one.before, one.after) for one in log] == [
        ("Mo", str(number), *change)
        for change in (
            ("assigned to nobody", code),
            (code, "assigned to nobody"),
            ("awake", "snoozed week"),
            ("snoozed", "awake"),
        )
    ]


async def test_what_is_assigned_is_found_by_its_moderator(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, MOON)
    moon = await place_all(queue)
    await asked.ask(OLA, SEA)
    await place_all(queue)
    await queue.assign(moon, MO, MO)

    mine = await queue.shelf(0, 10, assigned_to=MODERATOR)

    assert [one.number for one in mine.clusters] == [moon]


@pytest.mark.parametrize(("how", "days"), [(Snooze.DAY, 1), (Snooze.WEEK, 7)])
async def test_a_snoozed_cluster_comes_back_in_time(
    queue: DatabaseQueue, asked: DatabaseQuestions, clock: Clock, how: Snooze, days: int
) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)

    await queue.snooze(number, how, MO)
    clock.now += days * DAY_S - 1
    assert await queue.shelf(0, 10) == Shelf((), 0, snoozed=1)

    clock.now += 1
    assert (await queue.shelf(0, 10)).total == 1


async def test_a_cluster_may_sleep_until_it_grows(
    queue: DatabaseQueue, asked: DatabaseQuestions, clock: Clock
) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)
    await queue.snooze(number, Snooze.GROWTH, MO)
    clock.now += 30 * DAY_S
    assert (await queue.shelf(0, 10)).total == 0

    await asked.ask(PETRA, MOON)
    await queue.place_known()

    assert (await queue.shelf(0, 10)).total == 1


async def test_a_snooze_can_be_taken_back(queue: DatabaseQueue, asked: DatabaseQuestions) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)
    await queue.snooze(number, Snooze.GROWTH, MO)

    await queue.snooze(number, None, MO)

    assert (await queue.shelf(0, 10)).total == 1


async def test_a_claim_answers_a_text_but_not_for_those_whom_it_does_not_fit(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    opinions = DatabaseOpinions(database, NAMES, clock)
    await asked.ask(OLA, MOON)
    await asked.ask(PETRA, replace(MOON, not_claim="moon"))
    await asked.ask(VERA, MOON)
    await opinions.rate(VERA, "moon", MOON.text_key, Opinion.WRONG_CLAIM, "en")
    number = await place_all(queue)
    (question,) = await queue.questions(number, 5)

    assert await queue.answer(question, "moon") == 1

    cluster = await get(queue, number)
    assert (cluster.count, cluster.answered, cluster.answered_by) == (2, 1, ("moon",))
    assert cluster.not_claims == ("moon",)


async def test_who_waits_is_left_to_those_who_tell_them(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    asking = await asked.ask(OLA, MOON)
    assert asking is not None
    await asked.wait(OLA, asking, "en")
    number = await place_all(queue)
    (question,) = await queue.questions(number, 5)

    assert await queue.answer(question, "moon") == 0


async def test_of_each_text_one_question_is_looked_up(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    for person in (OLA, PETRA):
        await asked.ask(person, MOON)
    await asked.ask(VERA, MOND)
    number = await place_all(queue)

    looked_up = await queue.questions(number, 5)

    assert sorted(one.inquiry.text for one in looked_up) == [MOND.text, MOON.text]
    assert sorted(await queue.texts(2), key=lambda one: one.text) == [
        Text(number, MOND.text),
        Text(number, MOON.text),
    ]
    assert await queue.texts(1) == [Text(number, MOON.text)]


async def test_what_is_out_of_scope_never_comes_back_though_its_texts_are_gone(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    people = DatabasePeople(database, NAMES, clock)
    moderator = Moderator(MODERATOR, "Mo")
    await asked.ask(OLA, MOON)
    number = await place_all(queue)

    assert await queue.decide(number, State.OUT_OF_SCOPE, moderator) is State.OPEN
    assert await queue.decide(number, State.OUT_OF_SCOPE, moderator) is State.OUT_OF_SCOPE
    await people.delete(OLA, 0)
    assert await queue.sweep() == 0
    await asked.ask(PETRA, MOON)

    assert await queue.place_known() == 1
    assert (await queue.shelf(0, 10)).total == 0
    assert [entry.after for entry in await people.log() if entry.act == "queue"] == ["out-of-scope"]
    assert await queue.decide(999, State.SPAM, moderator) is None
    assert await queue.decided_numbers() == {number}


async def test_new_texts_of_one_kind_begin_one_cluster(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    for inquiry in (MOON, MOND, SEA):
        await asked.ask(OLA, inquiry)
    moon, mond, sea = await queue.unplaced(10)

    first, second, third = await queue.place(
        [Placing(moon, -1), Placing(mond, -1), Placing(sea, -2)]
    )

    assert first == second != third


async def test_clusters_that_nobody_has_seen_may_become_one(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, MOON)
    moon = await place_all(queue)
    await asked.ask(OLA, MOND)
    mond = await place_all(queue)

    assert await queue.merge(mond, moon)

    assert (await get(queue, moon)).count == 2
    assert await queue.get([mond]) == []
    await asked.ask(PETRA, MOND)
    assert await queue.place_known() == 1
    assert (await get(queue, moon)).count == 3
    assert not await queue.merge(mond, moon)
    assert not await queue.merge(moon, moon)


async def test_a_cluster_with_a_card_stays_what_it_is(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, MOON)
    moon = await place_all(queue)
    await asked.ask(OLA, MOND)
    mond = await place_all(queue)
    await queue.show(mond, Card(-100, 5))

    assert not await queue.merge(mond, moon)
    assert (await get(queue, mond)).count == 1


async def test_a_cluster_that_somebody_writes_a_claim_for_stays_what_it_is(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    await asked.ask(OLA, MOON)
    moon = await place_all(queue)
    await asked.ask(OLA, MOND)
    mond = await place_all(queue)
    writer = Moderator(5, "Mo")
    await DatabaseDrafts(database, NAMES, clock).begin(
        Draft(0, "", "status: draft\n", "", writer, writer, cluster=mond)
    )

    assert not await queue.merge(mond, moon)
    assert await queue.merge(moon, mond)


async def test_a_decision_is_forgotten_after_a_year(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)
    await queue.decide(number, State.OUT_OF_SCOPE, Moderator(None, "command line"))
    await DatabasePeople(database, NAMES, clock).delete(OLA, 0)
    clock.now += 366 * DAY_S

    assert await queue.sweep() == 1
    assert await queue.get([number]) == []


async def test_what_is_left_of_nothing_goes_once_its_card_is_emptied(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)
    card = Card(-100, 5, None, "abc")
    await queue.show(number, card)
    await DatabasePeople(database, NAMES, clock).delete(OLA, 0)

    assert await queue.sweep() == 0
    (shown,) = await queue.carded()
    assert shown.card == card
    await queue.show(number, replace(card, is_final=True))

    assert await queue.carded() == []
    assert await queue.sweep() == 1


async def test_nobody_waits_for_spam_once_it_cannot_be_taken_back(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    people = DatabasePeople(database, NAMES, clock)

    async def wait(user_id: int, inquiry: Inquiry) -> int:
        number = await asked.ask(user_id, inquiry)
        assert number
        await asked.wait(user_id, number, "en")
        return number

    async def waits(user_id: int) -> int:
        return (await people.show(user_id)).things.get(Thing.WAITING, 0)

    await wait(OLA, MOON)
    spam = await place_all(queue)
    await wait(OLA, SEA)
    await place_all(queue)
    await queue.decide(spam, State.SPAM, Moderator(MODERATOR, "Mo"))
    clock.now += DAY_S
    await queue.sweep()
    assert await waits(OLA) == 2

    clock.now += 1
    await queue.sweep()
    assert await waits(OLA) == 1

    await wait(PETRA, MOON)
    await queue.place_known()
    await queue.sweep()
    assert await waits(PETRA) == 0
    assert (await get(queue, spam)).count == 2


async def test_who_waited_for_what_turns_out_to_be_no_spam_waits_on(
    queue: DatabaseQueue, asked: DatabaseQuestions, clock: Clock, database: Database
) -> None:
    number = await asked.ask(OLA, MOON)
    assert number
    await asked.wait(OLA, number, "en")
    cluster = await place_all(queue)
    for state in (State.SPAM, State.OPEN):
        clock.now += DAY_S
        await queue.decide(cluster, state, Moderator(MODERATOR, "Mo"))
    clock.now += 2 * DAY_S
    await queue.sweep()

    assert await DatabasePushes(database, NAMES, clock).awaited() == [number]


async def test_a_closed_cluster_that_is_asked_again_is_shown_again(
    queue: DatabaseQueue, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)
    (question,) = await queue.questions(number, 1)
    await queue.answer(question, "moon")
    await queue.show(number, Card(-100, 5, is_final=True))
    assert await queue.carded() == []

    await asked.ask(OLA, MOON)

    assert [one.number for one in await queue.carded()] == [number]


async def test_one_process_is_on_duty(queue: DatabaseQueue, clock: Clock) -> None:
    assert await queue.on_duty("one", 30)
    assert not await queue.on_duty("two", 30)
    assert await queue.on_duty("one", 30)

    clock.now += 30

    assert await queue.on_duty("two", 30)


async def test_a_store_that_is_away_says_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/nowhere/bot.sqlite3")
    queue = DatabaseQueue(database, NAMES)

    with pytest.raises(PeopleUnavailableError):
        await queue.unplaced(1)
    await database.close()


async def test_no_number_is_given_twice(
    queue: DatabaseQueue, asked: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    await asked.ask(OLA, MOON)
    number = await place_all(queue)
    await DatabasePeople(database, NAMES, clock).delete(OLA, 0)
    await queue.sweep()

    await asked.ask(OLA, MOON)

    assert await place_all(queue) > number
