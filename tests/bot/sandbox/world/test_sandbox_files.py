"""Files in both directions: bytes stay what they were, and the limits are Telegram's."""

import pytest

from bot.sandbox.telegram_forms.calls import Upload
from bot.sandbox.world.files import DOWNLOAD_LIMIT
from bot.sandbox.world.pictures import SMALL_COPY, picture_size

PDF = b"%PDF-1.7 minh chung"
PNG = SMALL_COPY[:16] + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + SMALL_COPY[24:]


async def test_a_file_a_person_sent_can_be_downloaded(ask, client, sandbox, lan):
    sandbox.send_file(lan, PDF, "báo cáo.pdf", "application/pdf", caption="minh chứng")
    (update,) = (await ask("getUpdates"))["result"]
    document = update["message"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "báo cáo.pdf",
        "application/pdf",
        len(PDF),
    )
    assert update["message"]["caption"] == "minh chứng"
    path = (await ask("getFile", file_id=document["file_id"]))["result"]["file_path"]
    assert (await client.get(f"/file/bot{sandbox.token}/{path}")).content == PDF


async def test_a_photo_comes_in_sizes_and_only_the_last_is_the_picture(ask, client, sandbox, lan):
    sandbox.send_photo(lan, PNG)
    (update,) = (await ask("getUpdates"))["result"]
    small, full = update["message"]["photo"]
    assert (full["width"], full["height"]) == (640, 480)
    for size, data in ((small, SMALL_COPY), (full, PNG)):
        path = (await ask("getFile", file_id=size["file_id"]))["result"]["file_path"]
        assert (await client.get(f"/file/bot{sandbox.token}/{path}")).content == data


async def test_a_file_above_20_mb_is_seen_but_not_fetched(ask, sandbox, lan):
    sandbox.send_file(lan, bytes(DOWNLOAD_LIMIT + 1), "lớn.bin")
    (update,) = (await ask("getUpdates"))["result"]
    refused = await ask("getFile", file_id=update["message"]["document"]["file_id"])
    assert refused["description"] == "Bad Request: file is too big"


async def test_an_unknown_path_a_wrong_token_and_an_unknown_id_give_no_file(ask, client, sandbox):
    assert (await client.get(f"/file/bot{sandbox.token}/documents/none.pdf")).status_code == 404
    assert (await client.get("/file/bot1:wrong/documents/file_1.pdf")).status_code == 401
    assert not (await ask("getFile", file_id="x"))["ok"]


async def test_the_bot_uploads_a_document_and_sends_it_again_by_its_id(client, ask, sandbox, lan):
    sent = await client.post(
        f"/bot{sandbox.token}/sendDocument",
        data={"chat_id": lan, "caption": "<i>tổng hợp</i>", "parse_mode": "HTML"},
        files={"document": ("tổng hợp.docx", PDF, "application/x-test")},
    )
    document = sent.json()["result"]["document"]
    assert document["file_name"] == "tổng hợp.docx"
    assert (await ask("sendDocument", chat_id=lan, document=document["file_id"]))["ok"]
    first, second = sandbox.messages_to(lan)
    assert (first.document.data, first.document.mime, first.text) == (PDF, "application/x-test", "tổng hợp")
    assert second.document == first.document
    assert sandbox.calls[0].uploads["document"].data == PDF


async def test_an_upload_under_another_name_is_found_by_attach(client, sandbox, lan):
    sent = await client.post(
        f"/bot{sandbox.token}/sendPhoto",
        data={"chat_id": lan, "photo": "attach://chart"},
        files={"chart": ("chart.png", PNG, "image/png")},
    )
    assert sent.json()["result"]["photo"][-1]["width"] == 640
    assert sandbox.messages_to(lan)[0].photo[-1].data == PNG


@pytest.mark.parametrize(
    ("width", "height", "complaint"),
    [(9000, 2000, "PHOTO_INVALID_DIMENSIONS"), (2100, 100, "PHOTO_INVALID_DIMENSIONS")],
)
async def test_a_photo_out_of_proportion_is_refused(client, sandbox, lan, width, height, complaint):
    data = SMALL_COPY[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + SMALL_COPY[24:]
    answer = await client.post(
        f"/bot{sandbox.token}/sendPhoto", data={"chat_id": lan}, files={"photo": ("x.png", data)}
    )
    assert answer.json()["description"] == f"Bad Request: {complaint}"


async def test_what_is_no_picture_is_no_photo(client, ask, sandbox, lan):
    answer = await client.post(
        f"/bot{sandbox.token}/sendPhoto", data={"chat_id": lan}, files={"photo": ("x.png", b"text")}
    )
    assert answer.json()["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    missing = await ask("sendPhoto", chat_id=lan)
    assert missing["description"] == "Bad Request: there is no photo in the request"


async def test_a_document_id_is_no_photo_id(ask, sandbox, lan):
    message = sandbox.send_file(lan, PDF, "a.pdf")
    refused = await ask("sendPhoto", chat_id=lan, photo=message.document.file_id)
    assert refused["description"] == "Bad Request: can't use file of type Document as Photo"


async def test_by_url_only_pdf_and_zip_documents_and_pages_the_sandbox_has(ask, sandbox, lan):
    sandbox.world.web["https://a.vn/kh.pdf"] = Upload("", "application/pdf", PDF)
    sandbox.world.web["https://a.vn/kh.docx"] = Upload("", "application/msword", PDF)
    sandbox.world.web["https://a.vn/chart.png"] = Upload("", "image/png", PNG)
    sent = await ask("sendDocument", chat_id=lan, document="https://a.vn/kh.pdf")
    assert sent["result"]["document"]["file_name"] == "kh.pdf"
    assert (await ask("sendPhoto", chat_id=lan, photo="https://a.vn/chart.png"))["ok"]
    refused = await ask("sendDocument", chat_id=lan, document="https://a.vn/kh.docx")
    assert refused["description"] == "Bad Request: wrong type of the web page content"
    gone = await ask("sendDocument", chat_id=lan, document="https://a.vn/none.pdf")
    assert gone["description"] == "Bad Request: failed to get HTTP URL content"


def test_picture_sizes_are_read_from_the_first_bytes():
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + (30).to_bytes(2, "big") + (40).to_bytes(2, "big")
    assert picture_size(jpeg + b"\x03") == (40, 30)
    assert picture_size(PNG) == (640, 480)
    assert picture_size(b"GIF89a\x05\x00\x06\x00") == (5, 6)
    webp = b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")
    assert picture_size(webp) == (100, 50)
    assert picture_size(b"%PDF") is None
