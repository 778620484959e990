"""Texts and captions: what Telegram refuses, what it makes of HTML, what it lets pass."""

import pytest

from tests.support.bot_api import BotApi
from tests.support.bot_api_client import CHAT, Json, entity, refusal, result, send


@pytest.mark.parametrize(
    ("text", "parameters", "description"),
    [
        ("", {}, "message text is empty"),
        (None, {}, "message text is empty"),
        ("  \n ", {}, "text must be non-empty"),
        ("\u200b\u2800", {}, "text must be non-empty"),
        ("<b> </b>", {"parse_mode": "HTML"}, "text must be non-empty"),
        ("x" * 4097, {}, "message is too long"),
        ("🙂" * 2048 + "x", {}, "message is too long"),
        ("x" * 32_769, {}, "text is too long"),
        ("x", {"parse_mode": "BBCode"}, "unsupported parse_mode"),
        (
            "hi",
            {"entities": [entity("bold", 9, 1)]},
            "entity begins after the end of the text at UTF-16 offset 9",
        ),
        (
            "hi",
            {"entities": [entity("bold", 0, 9)]},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
        (
            "hi",
            {"entities": [entity("blink", 0, 1)]},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        (
            "hi",
            {"entities": [entity("text_link", 0, 1)]},
            "can't parse MessageEntity: Can't find field \"url\"",
        ),
        (
            "🙂",
            {"entities": [entity("bold", 0, 1)]},
            (
                "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol "
                "at UTF-16 offset 1"
            ),
        ),
        (
            "hi",
            {"entities": [entity("bold", -1, 1)]},
            "receive an entity with incorrect offset -1",
        ),
        (
            "hi",
            {"entities": [entity("bold", 0, 1) | {"offset": "0"}]},
            'can\'t parse MessageEntity: Field "offset" must be of type Number',
        ),
        (
            "hi",
            {"entities": [entity("text_link", 0, 1, url="nowhere")]},
            "entity URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        ("x", {"reply_parameters": [1]}, "object expected as reply parameters"),
        ("x", {"link_preview_options": {"url": "nowhere"}}, "WEBPAGE_URL_INVALID"),
        (
            "x",
            {"link_preview_options": {"is_disabled": "yes"}},
            'field "is_disabled" must be of type Boolean',
        ),
        ("x", {"business_connection_id": "b"}, "business connection not found"),
        ("x", {"message_thread_id": 77}, "message thread not found"),
    ],
)
def test_a_text_telegram_would_refuse_is_refused(
    api: BotApi, text: str | None, parameters: Json, description: str
) -> None:
    actual = refusal(api, "sendMessage", chat_id=CHAT, text=text, **parameters)
    assert actual == f"Bad Request: {description}"
    assert api.violations == [f"sendMessage: {actual}"]
    assert api.sent() == []


@pytest.mark.parametrize("text", ["x" * 4096, "🙂" * 2048])
def test_a_text_of_4096_units_is_sent(api: BotApi, text: str) -> None:
    assert send(api, text)["text"] == text


def test_the_blanks_around_a_text_are_cut_and_its_entities_move(api: BotApi) -> None:
    message = send(api, "\n <b>hi</b> there \r\n", parse_mode="HTML")
    assert (message["text"], message["entities"]) == ("hi there", [entity("bold", 0, 2)])


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("plain", "plain", []),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;&#39;&#x27;", "1 < 2 && 3 > 2 \"''", []),
        ("🙂 <b>bold</b>", "🙂 bold", [entity("bold", 3, 4)]),
        ("<b>a<i>🙂</i></b>", "a🙂", [entity("bold", 0, 3), entity("italic", 1, 2)]),
        ("<strong>a</strong><em>b</em>", "ab", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        (
            "<ins>a</ins><del>b</del>",
            "ab",
            [entity("underline", 0, 1), entity("strikethrough", 1, 1)],
        ),
        (
            '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
            "ab",
            [entity("spoiler", 0, 1), entity("spoiler", 1, 1)],
        ),
        (
            '<a href="https://Example.org?a=1&amp;b=2">x</a>',
            "x",
            [entity("text_link", 0, 1, url="https://example.org/?a=1&b=2")],
        ),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        ("<pre>x</pre><code>y</code>", "xy", [entity("pre", 0, 1), entity("code", 1, 1)]),
        (
            "<blockquote expandable>a</blockquote>\n<blockquote>b</blockquote>",
            "a\nb",
            [entity("expandable_blockquote", 0, 1), entity("blockquote", 2, 1)],
        ),
        (
            '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
        ),
        (
            '<a href="tg://user?id=9">a</a>',
            "a",
            [
                entity(
                    "text_mention",
                    0,
                    1,
                    user={"id": 9, "is_bot": False, "first_name": "Mentioned"},
                )
            ],
        ),
        (
            '<tg-time unix="1647531900" format="wDT">a</tg-time>',
            "a",
            [entity("date_time", 0, 1, unix_time=1647531900, date_time_format="wDT")],
        ),
        ("<B >a</B>", "a", [entity("bold", 0, 1)]),
        ("a<b></b>", "a", []),
    ],
)
def test_html_becomes_text_and_entities(
    api: BotApi, html: str, text: str, entities: list[Json]
) -> None:
    message = send(api, html, parse_mode="HTML")
    assert (message["text"], message.get("entities", [])) == (text, entities)
    assert api.violations == []


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>test</b></i>",
            'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
        ),
        ("й<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("a <3 b>", 'Unsupported start tag "3" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">z</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<tg-emoji emoji-id="0">x</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="1" format="x">a</tg-time>', "Invalid date format used"),
    ],
)
def test_html_telegram_cannot_parse_is_refused(api: BotApi, html: str, problem: str) -> None:
    actual = refusal(api, "sendMessage", chat_id=CHAT, text=html, parse_mode="HTML")
    assert actual == f"Bad Request: can't parse entities: {problem}"


@pytest.mark.parametrize(
    ("html", "text", "remark"),
    [
        ("fish & chips", "fish & chips", "write &amp; for the & of & at byte 5"),
        ("a&nbsp;b", "a&nbsp;b", "write &amp; for the & of &nbsp; at byte 1"),
        ("a -> b", "a -> b", "write &gt; for the bare > at byte 3"),
        ("a &amp b", "a & b", "end &amp with ; at byte 2"),
        ("<b>a</>", "a", "name the end tag </> at byte 4: </b>"),
        ('<b id="x">a</b>', "a", 'Telegram ignores the attribute "id" of <b>'),
        (
            '<a href="nowhere">a</a>',
            "a",
            "Telegram drops the link to 'nowhere': Wrong HTTP URL",
        ),
        ("<b><code>a</code></b>", "a", "Telegram does not show bold in code"),
        (
            '<code class="language-c">a</code>',
            "a",
            "Telegram ignores the language of a <code> outside <pre>",
        ),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "ab",
            "Telegram drops a blockquote inside a blockquote",
        ),
    ],
)
def test_html_telegram_lets_pass_against_its_documentation_is_a_violation(
    api: BotApi, html: str, text: str, remark: str
) -> None:
    assert send(api, html, parse_mode="HTML")["text"] == text
    assert api.violations == [f"sendMessage: {remark}"]


def test_bold_stops_where_code_stands(api: BotApi) -> None:
    message = send(api, "<b>ab<code>cd</code>ef</b> <code>g</code>", parse_mode="HTML")
    assert message["entities"] == [
        entity("bold", 0, 2),
        entity("code", 2, 2),
        entity("bold", 4, 2),
        entity("code", 7, 1),
    ]


def test_a_caption_has_1024_units(api: BotApi) -> None:
    photo = "https://example.org/a.jpg"
    message = result(api, "sendPhoto", chat_id=CHAT, photo=photo, caption="y" * 1024)
    assert (len(message["caption"]), len(message["photo"])) == (1024, 2)
    actual = refusal(api, "sendPhoto", chat_id=CHAT, photo=photo, caption="y" * 1025)
    assert actual == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("photo", "description"),
    [
        ("", "there is no photo in the request"),
        ("no-such-file", "wrong file identifier/HTTP URL specified"),
    ],
)
def test_a_photo_is_an_upload_an_address_or_a_known_file(
    api: BotApi, photo: str, description: str
) -> None:
    actual = refusal(api, "sendPhoto", chat_id=CHAT, photo=photo)
    assert actual == f"Bad Request: {description}"
