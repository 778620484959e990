import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.keys import address_key, text_key
from tests.matching.strategies import texts

POSTS = {
    "example.org/a/b?id=7&page=2": [
        "https://example.org/a/b?id=7&page=2",
        "http://example.org/a/b?id=7&page=2",
        "example.org/a/b?id=7&page=2",
        "HTTPS://WWW.EXAMPLE.ORG/a/b/?page=2&id=7",
        "https://m.example.org/a/b?id=7&page=2#comments",
        "https://mobile.example.org/a/b?utm_source=tg&id=7&page=2&fbclid=x&utm_medium=post",
        "https://example.org:443/a/b?id=7&page=2&gclid=1&ref=feed&igsh=2",
    ],
    "x.com/someone/status/123": [
        "https://x.com/Someone/status/123",
        "https://twitter.com/someone/status/123?s=20&t=AbC",
        "https://mobile.twitter.com/someone/status/123/?ref_src=twsrc",
        "twitter.com/someone/status/123#m",
    ],
    "t.me/channel/45": [
        "https://t.me/channel/45",
        "https://t.me/s/channel/45",
        "http://telegram.me/Channel/45?single",
        "t.me/S/CHANNEL/45/",
    ],
    "youtube.com/watch?v=aBc": [
        "https://youtu.be/aBc?si=share&t=10",
        "https://www.youtube.com/watch?v=aBc&t=10s&feature=shared",
        "https://m.youtube.com/watch?v=aBc",
    ],
}


@pytest.mark.parametrize(
    ("address", "key"), [(address, key) for key, some in POSTS.items() for address in some]
)
def test_many_spellings_of_an_address_are_one_key(address: str, key: str) -> None:
    assert address_key(address) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://t.me/channel/45", "https://t.me/channel/46"),
        ("https://t.me/channel/45", "https://t.me/other/45"),
        ("https://t.me/channel/45", "https://t.me/channel/45?comment=6"),
        ("https://youtu.be/aBc", "https://youtu.be/abc"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org/?1234", "https://example.org/?1235"),
        ("https://forum.example.org/topic?t=1", "https://forum.example.org/topic?t=2"),
        ("https://example.org/?s=nato", "https://example.org/?s=war"),
        ("https://example.org/a", "https://example.net/a"),
        ("https://ru.example.org/a", "https://de.example.org/a"),
    ],
)
def test_different_addresses_are_different_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    "text", ["", "nato", "https://", "http://localhost/a", "https://[::1", "://", "mailto:someone"]
)
def test_what_is_no_address_has_no_key(text: str) -> None:
    assert address_key(text) is None


@given(texts | texts.map("https://example.org/?a=".__add__) | texts.map("https://".__add__))
def test_no_text_is_too_odd_for_an_address_key(text: str) -> None:
    key = address_key(text)
    assert key is None or "." in key


paths = st.text("abcXYZ019-_", min_size=1, max_size=8)


@given(paths, paths, st.sampled_from(["", "/", "#top", "?utm_source=x", "?fbclid=y#z"]))
def test_two_paths_are_one_key_only_if_they_are_one(one: str, other: str, tail: str) -> None:
    same = address_key(f"https://example.org/{one}") == address_key(f"example.org/{other}{tail}")
    assert same == (one == other)


def test_a_text_key_is_short_and_tells_texts_apart() -> None:
    assert text_key("nato is at war") == text_key("nato is at war")
    assert text_key("nato is at war") != text_key("nato at war is")
    assert len(text_key("nato is at war")) == 32
