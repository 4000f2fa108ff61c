"""Politeness alone: told apart from whatever says something."""

from handlers.replies import courtesy

THANKS = ("cảm ơn", "Cảm ơn anh nhé 🙏", "dạ vâng ạ em cảm ơn", "cam on a nhieu", "tks ad")
GREETING = ("chào anh", "xin chào Đôn Đốc", "alo", "chúc anh ngày mới tốt lành", "Chào buổi sáng cả nhà")
SIGNS = ("👍", "...", "🙏🙏")
NOTED = ("ok", "đã nhận", "dạ em biết rồi", "vâng ạ", "đã rõ")
SAYS_MORE = (
    "xong", "ok xong", "chưa", "1", "vâng để em làm", "cảm ơn, em xong rồi", "chào anh, nv 3 xong", "ai vậy",
    "cảm ơn anh, hạn là ngày nào ạ", "rồi",
)  # fmt: skip


def test_politeness_is_told_from_what_says_more() -> None:
    said = {text: courtesy(text) for text in (*THANKS, *GREETING, *NOTED, *SIGNS, *SAYS_MORE)}
    meant = {text: kind for kind, texts in
             (("thanks", THANKS), ("greeting", GREETING), ("noted", NOTED), ("signs", SIGNS), (None, SAYS_MORE)) for text in texts}  # fmt: skip
    assert said == meant


def test_a_long_message_of_polite_words_is_read_to_its_end() -> None:
    assert courtesy("dạ vâng " * 400 + "xong") is None
