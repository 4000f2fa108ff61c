"""What a message becomes on an Official Account, and what each answer means. Only an id of the platform is "sent"."""

import datetime as dt
import io

import pytest
from PIL import Image

from bot.channels.zalo_oa.outcome import outcome_of
from bot.channels.zalo_oa.problems import AnswerLost, NoConsent, NotSent, Refused, ServerFailed
from bot.sandbox.telegram_forms.errors import ApiError
from bot.sandbox.world.faults import Fault, answer_lost, bad_gateway
from catalog.messaging.message import Choice
from scheduler.delivery.channel import ReadyFile
from scheduler.delivery.retry import (
    Ambiguous,
    Blocked,
    NetworkBeforeSent,
    NotNow,
    RateLimited,
    Rejected,
    Sent,
    ServerError,
    WayClosed,
    WindowClosed,
)

pytestmark = pytest.mark.loopback
CS = "oa.message/cs"
NOON = dt.datetime(2026, 3, 16, 5, tzinfo=dt.UTC)


def drawn(side: int, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    picture = Image.effect_noise((side, side), 90)
    picture.save(made, kind)
    return made.getvalue()


async def test_words_are_sent_free_within_two_days_and_by_the_package_until_seven(oa) -> None:
    assert isinstance(sent := await oa.channel.send(oa.parcel("Chào anh Bình")), Sent)
    assert (sent.kind, oa.seen()) == ("reply", ["Chào anh Bình"])
    oa.later(hours=49)
    assert (await oa.channel.send(oa.parcel("Việc đến hạn", way="paid"))).kind == "sub_quota"
    oa.sandbox.switches.oa_package_left = 0
    assert (await oa.channel.send(oa.parcel("Việc quá hạn", way="paid"))).kind == "billed"
    oa.later(days=6)
    assert isinstance(await oa.channel.send(oa.parcel("Muộn")), WindowClosed)
    filled = {"name": "Sở Nội vụ", "count": "3", "due": "30/03/2026"}
    assert (await oa.channel.send(oa.parcel("", way="template", reminder=filled))).kind == "template"
    assert oa.seen()[-1] == "Nhắc nhiệm vụ sắp đến hạn\nname: Sở Nội vụ\ncount: 3\ndue: 30/03/2026"


async def test_five_choices_are_buttons_and_the_others_stand_under_their_numbers(oa) -> None:
    many = tuple(Choice(f"Lựa chọn {n}", "x", number=str(n)) for n in range(1, 8))
    await oa.channel.send(oa.parcel("Chọn", choices=(many,)))
    message = oa.sandbox.messages_to(oa.lan)[-1]
    assert [button.text for row in message.keyboard for button in row] == [f"Lựa chọn {n}" for n in range(1, 6)]
    assert message.text == "Chọn\nTrả lời bằng số thứ tự:\n6. Lựa chọn 6\n7. Lựa chọn 7"
    # A digest's own numbers are in its text: what has none there is likelier to be tapped, "Đã nhận" above all.
    digest = (tuple(Choice(str(n), "update", number=str(n)) for n in range(1, 8)),
              (Choice("Nhắc lại sau", "snooze", number="8"),), (Choice("Đã nhận", "received", number="9"),))  # fmt: skip
    await oa.channel.send(oa.parcel("NHẮC VIỆC", choices=digest))
    message = oa.sandbox.messages_to(oa.lan)[-1]
    assert {button.text for row in message.keyboard for button in row} == {"1", "2", "3", "Nhắc lại sau", "Đã nhận"}
    assert message.text == "NHẮC VIỆC"
    assert {button.data for row in message.keyboard for button in row} == {f"#dd 7.{n}" for n in (0, 1, 2, 7, 8)}


async def test_a_choice_too_long_for_a_button_is_read_whole_in_the_text(oa) -> None:
    long = Choice("Đồng ý cho gia hạn đến hết ngày 15 tháng 5", "x", number="1")
    await oa.channel.send(oa.parcel("Xét", choices=((long, Choice("Không", "y", number="2")),)))
    message = oa.sandbox.messages_to(oa.lan)[-1]
    assert [button.text for row in message.keyboard for button in row] == ["Không"]
    assert "1. Đồng ý cho gia hạn đến hết ngày 15 tháng 5" in message.text


async def test_a_picture_goes_with_its_words_and_is_uploaded_once_for_all(oa) -> None:
    picture = ReadyFile("bieu-do.png", drawn(40), picture=True)
    for _ in range(3):
        assert isinstance(await oa.channel.send(oa.parcel("Biểu đồ", picture)), Sent)
    assert len(oa.desk.uploads) == 1
    oa.later(days=6, hours=1)
    oa.sandbox.say(oa.lan, "vâng")
    await oa.channel.send(oa.parcel("Biểu đồ", picture))
    assert len(oa.desk.uploads) == 2, "an upload lives seven days there"
    assert [message.photo[-1].data for message in oa.sandbox.messages_to(oa.lan)] == [picture.data] * 4


async def test_a_picture_above_a_megabyte_is_drawn_anew_until_it_fits(oa) -> None:
    large = drawn(1300)
    assert len(large) > 1_048_576
    assert isinstance(await oa.channel.send(oa.parcel("Biểu đồ", ReadyFile("to.png", large, picture=True))), Sent)
    shown = oa.sandbox.messages_to(oa.lan)[-1].photo[-1].data
    assert shown.startswith(b"\xff\xd8")
    assert len(shown) <= 1_048_576


async def test_a_document_goes_ahead_of_its_words_and_one_of_another_kind_by_address(oa) -> None:
    await oa.channel.send(oa.parcel("Báo cáo", ReadyFile("bao-cao.docx", b"PK\x03\x04" + b"0" * 99)))
    file, words = oa.sandbox.messages_to(oa.lan)
    assert (file.document.name, file.text, words.text) == ("bao-cao.docx", "", "Báo cáo")
    await oa.channel.send(oa.parcel("Bảng", ReadyFile("bang.xlsx", b"PK\x03\x04")))
    assert oa.seen()[-1] == "Bảng\n\nTải bang.xlsx (trong 24 giờ): https://dondoc.example/files/7"
    oa.later(days=3)  # where a message costs, one is sent and no second
    await oa.channel.send(oa.parcel("Báo cáo", ReadyFile("bao-cao.docx", b"PK\x03\x04" + b"0" * 99), way="paid"))
    assert oa.seen()[-1] == "Báo cáo\n\nTải bao-cao.docx (trong 24 giờ): https://dondoc.example/files/7"


async def test_an_upload_that_has_ended_there_is_made_once_more(oa) -> None:
    oa.sandbox.faults.add(Fault("refuse", CS, error=ApiError(-100, "expired")))
    assert isinstance(await oa.channel.send(oa.parcel("Báo cáo", ReadyFile("b.pdf", b"%PDF-1.7"))), Sent)
    assert len(oa.desk.uploads) == 2


async def test_a_message_whose_answer_was_lost_is_found_in_the_conversation(oa) -> None:
    oa.sandbox.faults.add(answer_lost(method=CS))
    first = oa.parcel("Việc 12 đến hạn hôm nay")
    assert isinstance(await oa.channel.send(first), Ambiguous)
    again = oa.parcel("Việc 12 đến hạn hôm nay", maybe_there=True)
    found = await oa.channel.send(again)
    assert isinstance(found, Sent)
    assert oa.seen() == ["Việc 12 đến hạn hôm nay"], "sent once"
    oa.later(minutes=5)
    assert isinstance(await oa.channel.send(oa.parcel("Việc 12 đến hạn hôm nay", maybe_there=True)), Sent)
    assert len(oa.seen()) == 2, "an older one with the same words is another message"


async def test_a_gateway_in_its_place_is_a_platform_in_trouble(oa) -> None:
    oa.sandbox.faults.add(bad_gateway(method=CS))
    assert await oa.channel.send(oa.parcel()) == ServerError(502)
    assert await oa.channel.answers()


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (NotSent("x"), NetworkBeforeSent), (AnswerLost("x"), Ambiguous), (ServerFailed(503), ServerError),
        (NoConsent("x"), NetworkBeforeSent), (Refused(-32, ""), RateLimited), (Refused(-200, ""), ServerError),
        (Refused(-201, "text"), Rejected), (Refused(-210, ""), Rejected), (Refused(-213, ""), WindowClosed),
        (Refused(-230, ""), WindowClosed), (Refused(-232, ""), WindowClosed), (Refused(-227, ""), Blocked),
        (Refused(-244, ""), Blocked), (Refused(-211, ""), WayClosed), (Refused(-321, ""), WayClosed),
        (Refused(-131, ""), WayClosed), (Refused(-249, ""), WayClosed), (Refused(-218, ""), NotNow),
        (Refused(-221, ""), NetworkBeforeSent), (Refused(-220, ""), NetworkBeforeSent), (Refused(-248, ""), Rejected),
        (Refused(-240, ""), Rejected), (Refused(-99999, "?"), Rejected), (Refused(0, "?"), Rejected),
    ],
)  # fmt: skip
def test_every_code_has_its_outcome_and_no_unknown_one_closes_a_chat(problem, outcome) -> None:
    assert type(outcome_of(problem, NOON)) is outcome


def test_the_minutes_limit_is_waited_out_to_the_next_full_minute() -> None:
    assert outcome_of(Refused(-32, ""), NOON + dt.timedelta(seconds=20)) == RateLimited(41.0)
