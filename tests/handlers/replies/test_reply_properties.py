"""What holds for any text at all."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_replies import TODAY, labelled

from handlers.replies import parse_reply, reply_json

REPLIES = [reply.text for reply in labelled()]
PIECES = st.sampled_from(sorted({word for text in REPLIES for word in text.split(" ")}))
SPOKEN = st.lists(PIECES, max_size=15).map(" ".join)
ANY_TEXT = st.one_of(st.text(max_size=300), SPOKEN)


@settings(max_examples=120)
@given(ANY_TEXT)
def test_any_text_is_read_without_an_error_and_twice_the_same(text: str) -> None:
    first = parse_reply(text, TODAY)
    assert parse_reply(text, TODAY) == first
    for item in first.items:
        assert item.says_something
        assert item.percent is None or 0 <= item.percent <= 100
        assert item.requested_due is None or (item.asks_extension and item.requested_due >= TODAY)
        assert item.extend_by is None or item.asks_extension


@settings(max_examples=60)
@given(ANY_TEXT)
def test_how_a_keyboard_composes_letters_changes_nothing(text: str) -> None:
    assert parse_reply(unicodedata.normalize("NFD", text), TODAY) == parse_reply(
        unicodedata.normalize("NFC", text), TODAY
    )


@settings(max_examples=60)
@given(SPOKEN)
def test_one_reply_never_says_two_things_of_one_task(text: str) -> None:
    refs = [item.ref for item in parse_reply(text, TODAY).items]
    assert len(refs) == len(set(refs))


@settings(max_examples=60)
@given(
    st.sampled_from(["chưa", "sắp", "gần", "sẽ", "mai mới", "không", "chưa thể", "dự kiến", "nếu kịp thì"]), st.data()
)
def test_a_word_of_denial_or_delay_before_a_done_takes_the_done_away(word: str, data: st.DataObject) -> None:
    who = data.draw(st.sampled_from(["", "em ", "bên em ", "nv 3 ", "2 ", "#12 ", "tất cả "]))
    done = data.draw(st.sampled_from(["xong", "hoàn thành", "làm xong", "hoàn tất", "xog", "triển khai xong"]))
    end = data.draw(st.sampled_from(["", " ạ", " rồi", " anh nhé", " đâu", ", cảm ơn anh"]))
    states = {item.state for item in parse_reply(f"{who}{word} {done}{end}", TODAY).items}
    assert "reported" not in states


def test_the_json_form_has_every_key_of_the_contract() -> None:
    printed = reply_json(parse_reply("#12 mới được 40%, vướng kinh phí, xin lùi đến 30/6, BC 12/BC-SNV", TODAY))
    assert printed["documents"] == ["12/BC-SNV"]
    assert printed["items"] == [
        {
            "ref": "#12",
            "state": "in_progress",
            "percent": 40,
            "blocker": "funding",
            "requested_due": "2026-06-30",
            "extend_by": None,
            "asks_extension": True,
            "documents": ["12/BC-SNV"],
            "by_product": None,
            "expected": None,
        }
    ]


def test_no_update_is_an_empty_list_of_items() -> None:
    assert reply_json(parse_reply("Dạ vâng, cảm ơn anh 👍", TODAY))["items"] == []


def test_four_thousand_letters_are_read() -> None:
    assert parse_reply("a" * 4000, TODAY).items == ()
    assert [item.state for item in parse_reply("đang làm " * 500, TODAY).items] == ["in_progress"]


def test_a_message_of_one_word_over_and_over_is_read_to_its_end() -> None:
    """Rules try words in every order they allow; a rule with two ways to divide a text would never come back."""
    for piece in ("da ", "1.1.", "xong ", "phường xã ", "đã xong đấy ạ ", "việc hoàn thành đề án ", "a: "):
        assert len(parse_reply(piece * (4000 // len(piece)), TODAY).items) <= 200


@pytest.mark.parametrize("sign", ["\ue000", "\ue001", "\ue09d", "\uf8ff"])
def test_a_sign_of_the_private_use_area_that_somebody_types_stands_for_no_document(sign: str) -> None:
    said = parse_reply(f"1 xong, đã ban hành QĐ 12/QĐ-SXD\n2 đang làm {sign}", TODAY)
    assert [(item.ref, item.documents) for item in said.items] == [("1", ("12/QĐ-SXD",)), ("2", ())]
