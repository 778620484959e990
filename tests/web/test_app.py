"""What health checks and Prometheus are told."""

import re

from prometheus_client.parser import text_string_to_metric_families

from tests.web.conftest import Serve


async def test_a_process_that_lives_is_healthy(serve: Serve, missing: dict[str, str]) -> None:
    missing["database"] = "not reached"
    async with serve() as client:
        answer = await client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


async def test_what_is_missing_is_named_until_it_is_there(
    serve: Serve, missing: dict[str, str]
) -> None:
    async with serve() as client:
        missing["database"] = "not reached"
        away = await client.get("/readyz")
        missing.clear()
        back = await client.get("/readyz")
    assert (away.status_code, away.json()) == (
        503,
        {"ready": False, "missing": {"database": "not reached"}},
    )
    assert (back.status_code, back.json()) == (200, {"ready": True, "missing": {}})


async def test_metrics_are_in_the_words_of_prometheus(serve: Serve) -> None:
    async with serve() as client:
        answer = await client.get("/metrics")
    families = {family.name for family in text_string_to_metric_families(answer.text)}
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert families >= {"bot_updates", "bot_updates_handled", "bot_inbox_waiting", "bot_claims"}
    assert all(re.fullmatch(r"bot_[a-z_]+", name) for name in families)


async def test_pages_are_for_reading_and_there_is_nothing_else(serve: Serve) -> None:
    async with serve() as client:
        posted = [(await client.post(path)).status_code for path in ("/healthz", "/metrics")]
        elsewhere = [(await client.get(path)).status_code for path in ("/", "/docs", "/metrics/x")]
    assert (posted, elsewhere) == ([405] * 2, [404] * 3)
