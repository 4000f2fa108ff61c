"""Whatever a bot sends, the sandbox answers or refuses in Telegram's form, and never breaks."""

import html
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox import Sandbox
from bot.sandbox.telegram.methods.table import METHODS
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.entities import parse_html, utf16_length
from bot.sandbox.telegram_forms.errors import ApiError
from bot.sandbox.telegram_forms.text import formatted

words = st.text(max_size=30)
plain = st.none() | st.booleans() | st.integers(-5, 700_000_000) | words
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3))
shapes = st.sampled_from(
    [
        {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]},
        {"inline_keyboard": [[{"text": 5}], "x"]},
        {"message_id": "1"},
        {"message_id": 1, "allow_sending_without_reply": True},
        [{"type": "photo", "media": 5}, {"type": "photo", "caption": 7}],
        [{"type": "document", "media": "attach://a"}, {"type": "document", "parse_mode": 5}],
        [{"command": 5, "description": None}, "x"],
        [{"type": "bold", "offset": 0, "length": 1}],
        "HTML",
        "https://a.vn",
    ]
)


@settings(max_examples=150)
@given(data=st.data())
def test_any_parameters_lead_to_a_result_or_a_refusal(data):
    sandbox = Sandbox()
    lan = sandbox.create_person("Lan", started=True)
    sandbox.say(lan, "chào")
    method = data.draw(st.sampled_from(sorted(METHODS.values(), key=lambda method: method.name)))
    raw = {name: data.draw(values | shapes) for name in sorted(method.accepts)}
    if "chat_id" in raw:
        raw["chat_id"] = data.draw(st.just(lan) | values)
    json.dumps(answer(sandbox, method.name, raw))


def answer(sandbox, method, raw):
    try:
        return METHODS[method.lower()].act(sandbox.world, Params(raw))
    except ApiError as refused:
        return refused.to_json()


@pytest.mark.parametrize(
    ("method", "raw"),
    [
        ("setMyCommands", {"commands": ["x"]}),
        ("setMyCommands", {"commands": "[5]"}),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": 5}, {"type": "photo", "caption": 7}]}),
        ("sendMediaGroup", {"media": [{"type": "document", "caption": 7}, {"type": ["x"]}]}),
        ("sendMediaGroup", {"media": [{"type": "document", "media": "attach://a", "parse_mode": 5}] * 2}),
        ("sendMessage", {"text": "x", "entities": [{"type": 5, "offset": True, "length": "1"}]}),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": 5}]]}}),
        ("sendMessage", {"text": "x", "reply_markup": [1]}),
        ("sendMessage", {"text": "x", "reply_parameters": [1]}),
        ("setWebhook", {"url": "https://[::1/x"}),
        ("setWebhook", {"url": "https://a.vn:99999/x"}),
        ("setWebhook", {"url": "https://a.vn", "allowed_updates": {"a": 1}}),
        ("sendPhoto", {"photo": "https://[x"}),
    ],
)
def test_a_shape_telegram_does_not_know_is_a_bad_request(method, raw):
    sandbox = Sandbox()
    lan = sandbox.create_person("Lan", started=True)
    assert answer(sandbox, method, {"chat_id": lan, **raw})["error_code"] == 400


@given(
    st.lists(st.sampled_from(["<b>", "</b>", "<a href='x'>", "</a>", "<", "&lt;", "đ", "📌", " ", "<pre>", "</pre>"]))
)
def test_entities_always_lie_within_the_text(pieces):
    try:
        text, entities = parse_html("".join(pieces))
    except ApiError:
        return
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_length(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_an_escaped_text_is_shown_as_it_was(text):
    assert formatted(html.escape(text), "HTML").text == text.strip()


def test_half_an_emoji_is_refused():
    with pytest.raises(ApiError, match="strings must be encoded in UTF-8"):
        Params({"text": "\ud83d"}).text("text")
