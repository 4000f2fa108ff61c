"""Evidence as people send it: what is kept, once, with which task; what is refused, and with which sentence."""

import io
import zipfile

import pytest
from conversation import COORDINATOR, LIMIT, Talk, pdf, task
from sqlmodel import Session, select

from catalog.tables import Assignment, Evidence, EvidenceBlob, Person, Task, Update


@pytest.fixture
def focal(talk: Talk) -> str:
    return talk.person("Bình", "focal", "Sở Công Thương")


@pytest.fixture
def two(talk: Talk, focal: str) -> list[int]:
    return talk.plan(task("Thương mại điện tử 1"), task("Cơ sở dữ liệu 2"))


def kept(talk: Talk) -> list[tuple[int, str]]:
    with talk.store.read() as session:
        return [(e.assignment_id, e.name) for e in session.exec(select(Evidence)) if e.withdrawn_at is None]


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return buffer.getvalue()


def test_a_file_without_words_is_asked_for_its_task_and_waits(talk: Talk, focal: str, two: list[int]) -> None:
    question = talk.say(focal, "", ("a.pdf", pdf("a")))
    assert "Đã nhận a.pdf. Minh chứng này cho nhiệm vụ nào?" in question[0].text
    assert kept(talk) == []
    assert "minh chứng: a.pdf" in talk.tap(focal, "#2 ")[0].text
    assert kept(talk) == [(2, "a.pdf")]


def test_several_in_a_row_are_asked_for_together(talk: Talk, focal: str, two: list[int]) -> None:
    talk.say(focal, "", ("a.pdf", pdf("a")))
    assert "Đã nhận a.pdf, b.pdf" in talk.say(focal, "", ("b.pdf", pdf("b")))[0].text
    talk.tap(focal, "#1 ")
    talk.say(focal, "", ("c.pdf", pdf("c")))  # the task is clear by now
    assert kept(talk) == [(1, "a.pdf"), (1, "b.pdf"), (1, "c.pdf")]


def test_the_same_file_twice_is_stored_once(talk: Talk, focal: str, two: list[int]) -> None:
    talk.say(focal, "#1 được 20%", ("a.pdf", pdf("same")))
    assert "đã có trong hồ sơ" in talk.say(focal, "", ("b.pdf", pdf("same")))[0].text
    talk.say(focal, "#2 được 20%", ("c.pdf", pdf("same")))
    assert kept(talk) == [(1, "a.pdf"), (2, "c.pdf")]
    with talk.store.read() as session:
        assert len(session.exec(select(EvidenceBlob)).all()) == 1


def test_a_set_is_one_update_and_a_late_part_joins_it_silently(talk: Talk, focal: str, two: list[int]) -> None:
    answer = talk.say(focal, "#2 xong", ("1.pdf", pdf("1")), ("2.pdf", pdf("2")), album="x")
    assert len(answer) == 1
    assert "minh chứng: 1.pdf, 2.pdf" in answer[0].text
    assert talk.say(focal, "", ("3.pdf", pdf("3")), album="x") == []
    assert kept(talk) == [(2, "1.pdf"), (2, "2.pdf"), (2, "3.pdf")]
    with talk.store.read() as session:
        assert [u.kind for u in session.exec(select(Update)) if u.kind != "created"] == [
            "evidence",
            "report",
            "evidence",
        ]


def test_files_of_a_message_about_two_tasks_go_to_the_one_that_is_done(talk: Talk, focal: str, two: list[int]) -> None:
    talk.say(focal, "#1 xong, #2 được 50%", ("a.pdf", pdf("a")))
    assert kept(talk) == [(1, "a.pdf")]
    answers = talk.say(focal, "#2 được 60%, #1 chưa xong", ("b.pdf", pdf("b")))
    assert "Minh chứng này cho nhiệm vụ nào?" in answers[-1].text
    talk.tap(focal, "#2 ")
    assert kept(talk)[-1] == (2, "b.pdf")


TAKEN = "Chỉ nhận PDF, Word, Excel, PowerPoint, ảnh, tệp .txt, tối đa 20,0 MB; không nhận tệp nén (zip, rar)."


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("rong.pdf", b"", "tệp trống.\nĐề nghị mở tệp kiểm tra nội dung rồi gửi lại."),
        (
            "bao-cao.pdf",
            b"MZ\x90\x00" + b"\x00" * 400,
            f"loại tệp không nhận (tên là .pdf nhưng nội dung không phải).\n{TAKEN}",
        ),
        ("script.sh", b"#!/bin/sh\nrm -rf /\n", f"loại tệp không nhận.\n{TAKEN}"),
        ("lon.pdf", b"%PDF-1.4 " + b"0" * LIMIT, "lớn hơn 20,0 MB.\nTệp lớn: đề nghị giảm dung lượng"),
        (
            "bom.docx",
            zipped(word__document_xml=b"0" * 8_000_000),
            f"tệp nén quá mức, không mở được an toàn.\n{TAKEN}",
        ),
        (
            "macro.docx",
            zipped(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"),
            f"tệp Office có macro.\n{TAKEN}",
        ),
        ("nen.zip", zipped(ghi_chu=b"x"), f"tệp nén.\n{TAKEN}"),
    ],
)
def test_what_is_not_taken_is_told_with_what_to_do(
    talk: Talk, focal: str, two: list[int], name: str, data: bytes, why: str
) -> None:
    answer = talk.say(focal, "", (name, data))
    assert len(answer) == 1
    assert answer[0].text.startswith(f"Không nhận {name}: {why}")
    assert kept(talk) == []


def test_what_is_taken_is_said_as_this_deployment_set_it(talk: Talk, focal: str, two: list[int]) -> None:
    talk.evidence.accepted = ("docx", "jpg", "pdf")
    answer = talk.say(focal, "", ("bang.xlsx", zipped(xl__workbook_xml=b"<w/>")))[0].text
    assert answer.splitlines()[0] == "Không nhận bang.xlsx: loại tệp không nhận."
    assert answer.splitlines()[1].startswith("Chỉ nhận PDF, Word (.docx), ảnh (.jpg), tối đa")


def test_too_large_says_how_to_send_it(talk: Talk, focal: str, two: list[int]) -> None:
    answer = talk.say(focal, "", ("lon.pdf", b"%PDF-1.4 " + b"0" * 25_000_000))[0].text
    assert "giảm dung lượng (quét ở độ phân giải thấp hơn) hoặc chia nhỏ" in answer
    assert "trục liên thông văn bản" in answer


def test_the_update_stands_though_its_file_is_refused(talk: Talk, focal: str, two: list[int]) -> None:
    answer = talk.say(focal, "#1 được 30%", ("x.exe", b"MZ" + b"\x00" * 400))
    assert "đang thực hiện 30%" in answer[0].text
    assert "Không nhận x.exe" in answer[0].text


def test_the_word_on_classified_documents_comes_once_and_in_minhchung(talk: Talk, focal: str, two: list[int]) -> None:
    warning = "không gửi văn bản mật"
    assert warning in talk.say(focal, "#1 được 10%", ("a.pdf", pdf("a")))[0].text
    assert warning not in talk.say(focal, "#1 được 20%", ("b.pdf", pdf("b")))[0].text
    talk.say(focal, "/minhchung")
    assert warning in talk.tap(focal, "#1 ")[0].text
    with talk.store.read() as session:
        assert any(person.warned_classified_at for person in session.exec(select(Person)))


def test_undo_withdraws_the_files_and_they_can_come_back(talk: Talk, focal: str, two: list[int]) -> None:
    talk.say(focal, "#1 xong", ("a.pdf", pdf("a")), ("b.pdf", pdf("b")))
    talk.tap(focal, "Hủy")
    assert kept(talk) == []
    talk.say(focal, "#1 xong", ("lai.pdf", pdf("a")))
    assert kept(talk) == [(1, "lai.pdf")]


def test_an_officer_opens_the_files_from_the_chat(talk: Talk, focal: str, two: list[int]) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(focal, "#1 xong", *((f"{n}.pdf", pdf(str(n))) for n in range(12)))
    shown = talk.tap(officer, "Xem minh chứng (12)")
    assert [name for heard in shown for name in heard.files] == [f"{n}.pdf" for n in range(10)]
    assert [h.files for h in talk.tap(officer, "Xem tiếp (2)")] == [("10.pdf",), ("11.pdf",)]


def test_a_stranger_to_the_task_sees_no_file(talk: Talk, focal: str, two: list[int]) -> None:
    other = talk.person("Yến", "focal", "Sở Y tế")
    talk.say(focal, "#1 xong", ("a.pdf", pdf("a")))
    assert "không thuộc cơ quan anh/chị" in talk.say(other, "/viec 1")[0].text
    with talk.store.read() as session:
        assert session.get_one(Assignment, 1).state == "reported"


def test_a_classified_task_takes_no_file_and_shows_no_word(talk: Talk, focal: str, two: list[int]) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)

    def classify(session: Session) -> None:
        session.get_one(Task, 1).classified = True

    talk.store.write(classify)
    assert "không gửi tệp qua đây" in talk.say(focal, "#1 xong", ("mat.pdf", pdf("x")))[0].text
    assert kept(talk) == []
    talk.say(focal, "#1 xong, đã trình phương án A")
    shown = talk.last(officer).text
    assert "Nhiệm vụ theo văn bản riêng" in shown
    assert "phương án A" not in shown + talk.say(officer, "/viec 1")[0].text + talk.tap(officer, "Chi tiết")[0].text


def test_a_photo_and_then_the_words_are_one_update(talk: Talk, focal: str, two: list[int]) -> None:
    asked = talk.say(focal, "", ("anh.pdf", pdf("anh")))[0]
    assert "Minh chứng này cho nhiệm vụ nào?" in asked.text
    talk.say(focal, "cảm ơn em")  # says nothing of a task: the file goes on waiting
    assert kept(talk) == []
    assert "Anh/chị nói về nhiệm vụ nào?" in talk.say(focal, "được 30%")[0].text
    assert "đang thực hiện 30% (còn 25 ngày, thứ Sáu 30/1/2026); minh chứng: anh.pdf" in talk.tap(focal, "#2 ")[0].text
    talk.say(focal, "/viec")
    talk.say(focal, "", ("hai.pdf", pdf("hai")), reply_to=talk.last(focal, "Nhiệm vụ đang mở"))
    assert "chờ nghiệm thu; minh chứng: hai.pdf" in talk.say(focal, "#1 xong")[0].text
    assert kept(talk) == [(2, "anh.pdf"), (1, "hai.pdf")]


@pytest.mark.parametrize("way", ["card", "number", "update", "words"])
def test_a_file_waits_while_one_looks_for_its_task(talk: Talk, focal: str, two: list[int], way: str) -> None:
    talk.say(focal, "", ("anh.pdf", pdf("anh")))
    listed = talk.say(focal, "/viec")[0]
    first = 1 if listed.text.index("#1 ") < listed.text.index("#2 ") else 2
    if way == "card":
        talk.tap(focal, "1", listed)
        talk.tap(focal, "Gửi minh chứng")
    elif way in ("update", "words"):
        talk.tap(focal, "1", listed)
        talk.tap(focal, "Cập nhật")
        heard = talk.tap(focal, "Đã xong") if way == "update" else talk.say(focal, "được 30%")
        assert "minh chứng: anh.pdf" in heard[0].text
    else:
        assert "minh chứng: anh.pdf" in talk.say(focal, "1 được 30%")[0].text
    assert kept(talk) == [(first, "anh.pdf")]
