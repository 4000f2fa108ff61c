"""Inbox and outbox: an event once, a long text in pieces, the meaning of numbers kept."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from catalog.messaging.fit_to_channel import pieces, split_text
from catalog.messaging.inbox_and_outbox import Choice, Message, OutFile, Subject, queue, receive
from catalog.people.people import contact_for
from catalog.store.store import Store
from catalog.tables import Inbox, Outbox

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def test_ten_deliveries_of_one_event_are_one_row(store: Store) -> None:
    stored = [store.write(lambda s: receive(s, "telegram", "77", "1", {"update_id": 77}, NOW)) for _ in range(10)]
    assert stored[0] is not None
    assert stored[1:] == [None] * 9
    with store.read() as session:
        assert len(session.exec(select(Inbox)).all()) == 1


def test_the_same_number_on_two_channels_is_two_events(store: Store) -> None:
    assert store.write(lambda s: receive(s, "telegram", "77", "1", {}, NOW))
    assert store.write(lambda s: receive(s, "zalo", "77", "1", {}, NOW))


def test_a_long_text_goes_out_in_pieces_with_the_buttons_under_the_last(store: Store) -> None:
    text = "\n\n".join(f"Đoạn {n} " + "x" * 900 for n in range(10))
    message = Message(text, ((Choice("Tiếp", "list"),),))

    def work(session):  # type: ignore[no-untyped-def]
        return queue(session, contact_for(session, "telegram", "5", "Lan", NOW), message, NOW)

    store.write(work)
    with store.read() as session:
        rows = session.exec(select(Outbox).order_by(Outbox.id)).all()  # type: ignore[arg-type]
    assert len(rows) > 1
    assert [row.has_choices for row in rows] == [False] * (len(rows) - 1) + [True]
    assert "\n\n".join(Message.from_json(row.payload).text for row in rows) == text


def test_words_too_long_for_a_caption_go_before_the_file_and_the_buttons_stay_with_it(store: Store) -> None:
    files, buttons = (OutFile("a.pdf", sha256="00"),), ((Choice("Tiếp", "list"),),)

    def pieces(text: str) -> list[Message]:
        def work(session):  # type: ignore[no-untyped-def]
            last = queue(session, contact_for(session, "telegram", "5", "Lan", NOW), Message(text, buttons, files), NOW)
            rows = session.exec(select(Outbox).where(Outbox.id > last - 10).order_by(Outbox.id)).all()  # type: ignore[operator,arg-type]
            return [Message.from_json(row.payload) for row in rows]

        return store.write(work)

    assert pieces("x" * 1024) == [Message("x" * 1024, buttons, files)]
    assert pieces("y" * 1025)[1:] == [Message("y" * 1025), Message("", buttons, files)]


def test_a_message_survives_its_json() -> None:
    message = Message("Chào", ((Choice("A", "x", {"n": 1}), Choice("B", "y")),), (OutFile("a.pdf", sha256="00"),))
    assert Message.from_json(message.to_json()) == message
    assert [choice.label for choice in message.flat_choices()] == ["A", "B"]


@given(st.text(alphabet=st.sampled_from("ab \n😀đ"), max_size=400), st.integers(10, 60))
def test_pieces_fit_and_nothing_but_white_space_is_lost(text: str, room: int) -> None:
    pieces = split_text(text, room)
    assert all(len(piece.encode("utf-16-le")) // 2 <= room for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_choices_of_a_channel_without_buttons_get_numbers_no_task_of_the_message_has() -> None:
    """ "2" must not mean the second task and the second choice at once; a choice called by a number keeps it."""
    labels = ("Xem tiếp", "11", "Đóng")
    said = Message("1. …", tuple((Choice(label, "x"),) for label in labels), about=(Subject(1, 1), Subject(2, 2)))
    for channel, numbers in (("zalo", ["12", "11", "13"]), ("telegram", ["", "", ""])):
        assert [choice.number for choice in pieces(channel, said)[-1].flat_choices()] == numbers
    one = Message("?", ((Choice("Có", "x"), Choice("Không", "x")),), about=(Subject(0, 1),))
    assert [choice.number for choice in pieces("zalo", one)[-1].flat_choices()] == ["1", "2"]


def test_what_the_channel_prints_beside_a_text_has_room_in_it() -> None:
    choices = tuple((Choice("Đề nghị cơ quan khác giải quyết vướng mắc này", "x"),) for _ in range(12))
    for message in (
        Message("việc " * 800, choices),
        Message("việc " * 800, choices, (OutFile("a.docx", make="report"),)),
    ):
        for piece in pieces("zalo", message):
            printed = "\n".join(f"{choice.number}. {choice.label}" for choice in piece.flat_choices())
            hint = len("\n\n\nTrả lời bằng số thứ tự.") if printed else 0
            address = 300 if piece.files else 0
            assert len(piece.text) + len(printed) + hint + address <= 2000


def test_a_long_list_is_cut_between_its_tasks() -> None:
    """The lines under a number stay with it."""
    tasks = [f"{n}. #{n} Ban hành kế hoạch\n   KH 2821, số {n} · còn 3 ngày\n   Cần: Quyết định" for n in range(1, 40)]
    cut = split_text("SẮP TỚI\n" + "\n".join(tasks), 500)
    assert len(cut) > 3
    assert all(piece.startswith(("SẮP TỚI", *(f"{n}. #" for n in range(1, 40)))) for piece in cut)
    assert "\n".join(cut) == "SẮP TỚI\n" + "\n".join(tasks)
