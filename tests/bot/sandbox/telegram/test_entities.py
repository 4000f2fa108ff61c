"""Telegram's HTML: what it means, what is refused, and how length is counted."""

import pytest

from bot.sandbox.telegram_forms.entities import parse_html, utf16_length
from bot.sandbox.telegram_forms.errors import ApiError
from bot.sandbox.telegram_forms.text import checked_caption, checked_text, formatted


def test_bold_and_italic_become_entities_over_plain_text():
    text, entities = parse_html("<b>Nhắc</b> việc <i>số 12</i>")
    assert text == "Nhắc việc số 12"
    assert entities == [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 10, "length": 5},
    ]


def test_offsets_are_utf16_units_so_an_emoji_counts_two():
    assert utf16_length("📌") == 2
    assert parse_html("📌 <b>gấp</b>")[1] == [{"type": "bold", "offset": 3, "length": 3}]


def test_an_outer_entity_stands_before_the_inner_one():
    kinds = [mark["type"] for mark in parse_html("<b>hạn <u>hôm nay</u></b>")[1]]
    assert kinds == ["bold", "underline"]


def test_the_four_named_references_and_numbers_are_decoded_and_others_stay():
    assert parse_html("1 &lt; 2 &amp; &quot;x&quot; &#272;&#x111; &nbsp;")[0] == '1 < 2 & "x" Đđ &nbsp;'


def test_a_link_a_code_block_with_language_and_an_expandable_quote():
    text, entities = parse_html(
        '<a href="https://a.vn/?x=1&amp;y=2">đây</a><pre><code class="language-sql">select</code></pre>'
        "<blockquote expandable>dài</blockquote>"
    )
    assert text == "đâyselectdài"
    assert entities == [
        {"type": "text_link", "offset": 0, "length": 3, "url": "https://a.vn/?x=1&y=2"},
        {"type": "pre", "offset": 3, "length": 6, "language": "sql"},
        {"type": "expandable_blockquote", "offset": 9, "length": 3},
    ]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("ăn <b", "Unclosed start tag at byte offset 4"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<ul>x</ul>", 'Unsupported start tag "ul" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_with_the_byte_where_it_is(source, complaint):
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_4096_units_after_parsing_are_a_message_and_one_more_is_not():
    assert checked_text(f"<b>{'ă' * 4096}</b>", "HTML").text == "ă" * 4096
    with pytest.raises(ApiError, match="message is too long"):
        checked_text("ă" * 4097, None)
    with pytest.raises(ApiError, match="message is too long"):
        checked_text("📌" * 2049, None)


def test_a_caption_holds_1024_units_and_may_be_empty():
    assert checked_caption(None, None).text == ""
    with pytest.raises(ApiError, match="caption is too long"):
        checked_caption("a" * 1025, None)


def test_only_blanks_are_an_empty_message():
    with pytest.raises(ApiError, match="message text is empty"):
        checked_text(" \n ", None)


def test_blank_space_around_a_text_is_dropped_and_entities_move_along():
    result = formatted("\n <b>gấp </b> ", "HTML")
    assert (result.text, result.entities) == ("gấp", [{"type": "bold", "offset": 0, "length": 3}])


def test_commands_links_and_mentions_are_found_in_plain_text():
    found = formatted("/viec và https://a.vn/x. hỏi @lan_nv 1/2", None)
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in found.entities] == [
        ("bot_command", 0, 5),
        ("url", 9, 14),
        ("mention", 29, 7),
    ]


def test_entities_given_outside_the_text_are_refused():
    with pytest.raises(ApiError, match="ENTITY_BOUNDS_INVALID"):
        formatted("abc", None, [{"type": "bold", "offset": 1, "length": 5}])


def test_markdown_is_not_spoken_here():
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted("*x*", "MarkdownV2")
