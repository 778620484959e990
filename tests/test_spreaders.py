"""Which links, mentions and forwards belong to a documented network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.model import Part, PartKind, Query
from bot.spreaders import Spreader, find_spreaders
from tests.support.claims import make_network

MIRROR = make_network()
ECHO = make_network("Echo", domains=["echo.example", "echo.example.org"], channels=())
NETWORKS = (MIRROR, ECHO)
DOMAIN = Spreader("moon-mirror.example", MIRROR)
CHANNEL = Spreader("t.me/Moon_Mirror", MIRROR)


@pytest.mark.parametrize(
    "text",
    [
        "https://moon-mirror.example/news/1",
        "Read this: http://www.moon-mirror.example.",
        "https://de.news.moon-mirror.example/?utm_source=tg",
        "HTTPS://MOON-MIRROR.EXAMPLE/NEWS",
        "moon-mirror.example writes that it is so",
        "(en.moon-mirror.example/news)",
        "https://someone@moon-mirror.example:8080/",
        "https://moon-mirror.example./",
    ],
)
def test_a_domain_stands_for_its_subdomains(text: str) -> None:
    assert find_spreaders(Query.of(text), NETWORKS) == (DOMAIN,)


@pytest.mark.parametrize(
    "text",
    [
        "https://not-moon-mirror.example/",
        "https://moon-mirror.example.org/",
        "https://moon-mirror-example/",
        "https://example/moon-mirror.example.html",
        "write to news@moon-mirror.example",
        "The moon mirror is an example.",
        "https://t.me/moon_mirror_news/7",
        "@moon_mirror_news",
        "moon_mirror",
        "",
    ],
)
def test_what_only_looks_alike_belongs_to_nobody(text: str) -> None:
    assert find_spreaders(Query.of(text), NETWORKS) == ()


@pytest.mark.parametrize(
    "text",
    [
        "https://t.me/moon_mirror",
        "t.me/Moon_Mirror/42?single",
        "https://t.me/s/moon_mirror/42",
        "https://telegram.me/MOON_MIRROR",
        "https://moon_mirror.t.me/42",
        "Subscribe: @Moon_Mirror!",
    ],
)
def test_a_channel_is_known_by_links_and_mentions(text: str) -> None:
    assert find_spreaders(Query.of(text), NETWORKS) == (CHANNEL,)


def test_a_channel_is_known_by_a_forward() -> None:
    query = Query((Part("The moon is green."),), origins=("moon_mirror",))
    assert find_spreaders(query, NETWORKS) == (CHANNEL,)


def test_a_hidden_link_counts() -> None:
    query = Query((Part("Here."),), ("https://moon-mirror.example/1",))
    assert find_spreaders(query, NETWORKS) == (DOMAIN,)


def test_every_part_is_read() -> None:
    query = Query((Part("So?"), Part("https://moon-mirror.example", PartKind.QUOTE)))
    assert find_spreaders(query, NETWORKS) == (DOMAIN,)


def test_an_international_name_is_known_in_both_spellings() -> None:
    moon = "xn--80avgx.xn--p1ai"
    for text in ("https://луна.рф/1", "Читай на ЛУНА.РФ", f"https://{moon}/1"):
        network = make_network(domains=moon)
        assert find_spreaders(Query.of(text), [network]) == (Spreader(moon, network),)


def test_each_network_is_named_once() -> None:
    text = "https://moon-mirror.example/1 https://moon-mirror.example/2 @moon_mirror echo.example"
    assert find_spreaders(Query.of(text), NETWORKS) == (DOMAIN, Spreader("echo.example", ECHO))


@given(st.text() | st.text(alphabet="a.@/:-t.me?#[]%xn"), st.text())
def test_no_text_is_too_strange(text: str, link: str) -> None:
    find_spreaders(Query((Part(text),), (link,)), NETWORKS)


def test_a_name_without_end_is_no_host() -> None:
    text = "a." * 200_000 + "moon-mirror.example"
    assert find_spreaders(Query.of(text), NETWORKS) == ()
