"""The core tasks of three kinds of people, walked as they would: how much is typed, tapped and read is part of each.

Those that are a question or an order in words are walked in `test_in_chat.py`; here are the others.
"""

import asyncio
import datetime as dt
import io

import openpyxl
import pytest
from conversation import task
from sqlmodel import select

from bot.reading.plan_reading import PlanReading
from catalog.tables import Contact, Plan, Update
from handlers.officer.plans import edit_in_workbook

DUE = dt.date(2026, 1, 9)
LATER = dt.date(2026, 6, 30)
TITLE = "Rà soát, hoàn thiện quy chế phối hợp và tổ chức triển khai nhiệm vụ thứ"
"""As long as plans print them."""


class Walk:
    """One person's way to something: counts what is typed and tapped, keeps what is read."""

    def __init__(self, talk, chat):
        self.talk, self.chat = talk, chat
        self.typed = self.taps = 0
        self.read = []

    def say(self, text="", *files):
        self.typed += 1
        return self._heard(self.talk.say(self.chat, text, *files))

    def tap(self, label, message=None):
        self.taps += 1
        return self._heard(self.talk.tap(self.chat, label, message))

    def _heard(self, heard):
        self.read += heard
        return heard

    @property
    def cost(self):
        """(messages typed, taps, longest message in screens)."""
        return self.typed, self.taps, max((one.screens for one in self.read), default=0)


PLAN = """QUYẾT ĐỊNH
Số: 12/QĐ-UBND
KẾ HOẠCH
Chỉnh trang đô thị năm 2026
STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn
1\tLập danh mục tuyến phố\tSở Xây dựng\t30/6/2026
2\tBáo cáo kết quả\tSở Nội vụ\t15/12/2026
"""


def read_files(talk):
    """The files that wait are read, as between two messages of a running bot."""
    asyncio.run(PlanReading(talk.store, talk.evidence, talk.clock, lambda: None).work_off())
    talk._delivered()


def with_dates(book, day, rows):
    """The workbook of a plan with this deadline in each row."""
    workbook = openpyxl.load_workbook(io.BytesIO(book))
    sheet = workbook["Nhiệm vụ"]
    heads = [str(cell.value) for cell in sheet[1]]
    place = next(n for n, head in enumerate(heads, start=1) if "hạn" in head.lower())
    for row in range(2, 2 + rows):
        sheet.cell(row, place).value = day
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def late(talk, days):
    talk.clock.set(talk.clock() + dt.timedelta(days=days))


def test_f1_one_joins_by_typing_the_name_of_the_agency_and_an_officer_approves(talk):
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    newcomer = Walk(talk, "chat-Lan")
    newcomer.say("/start")
    newcomer.say("so y te")
    newcomer.tap("Sở Y tế")
    decides = Walk(talk, officer)
    decides.tap("Đồng ý")
    assert "Sở Y tế" in talk.last("chat-Lan", "kết nối").text
    assert newcomer.cost[:2] == (2, 1)
    assert decides.cost[:2] == (0, 1)
    assert max(newcomer.cost[2], decides.cost[2]) <= 1


@pytest.mark.parametrize("open_tasks", [8, 40])
def test_f3_eight_answers_in_one_message_and_the_document_stands_on_its_own_task_only(talk, open_tasks):
    codes = talk.plan(*(task(f"{TITLE} {n}", LATER) for n in range(10, 10 + open_tasks)))[:8]
    focal = Walk(talk, talk.person("Bình", "focal", "Sở Công Thương"))
    (listed,) = focal.say("việc của tôi")
    assert all(f"#{code} " in listed.text for code in codes)
    focal.say(
        "1 xong, công văn 215/SCT-VP; 2 được 30%; 3 chưa làm; 4 vướng kinh phí; 5 được 60%; 6 xong; 7 được 10%; 8 xin lùi đến 15/8"
    )
    states = [talk.assignment(code) for code in codes]
    assert [row.state for row in states] == [
        "reported",
        "in_progress",
        "not_started",
        "in_progress",
        "in_progress",
        "reported",
        "in_progress",
        "not_started",
    ]
    assert [row.percent for row in states[1:7]] == [30, 0, 0, 60, 100, 10]
    with talk.store.read() as session:
        documents = dict(session.exec(select(Update.assignment_id, Update.document_number)).all())
    assert [documents[row.id] for row in states] == ["215/SCT-VP", *[""] * 7]
    assert focal.cost[:2] == (2, 0)
    assert len(focal.read) == 2
    assert focal.cost[2] <= 1


def test_f4_a_slip_is_put_right_in_one_message(talk):
    codes = talk.plan(*(task(f"Nhiệm vụ thứ {n}", LATER) for n in range(1, 5)))
    focal = Walk(talk, talk.person("Bình", "focal", "Sở Công Thương"))
    talk.say(focal.chat, "việc của tôi")
    talk.say(focal.chat, "3 xong")
    (heard,) = focal.say("nhầm, việc 3 mới được 20%")
    assert (talk.assignment(codes[2]).state, talk.assignment(codes[2]).percent) == ("in_progress", 20)
    assert "20%" in heard.text
    assert focal.cost[:2] == (1, 0)
    assert focal.cost[2] <= 1


def test_f6_a_later_day_is_asked_for_in_one_message_and_granted_with_one_tap(talk):
    (code,) = talk.plan(task("Nhiệm vụ thứ 1", DUE))
    focal = Walk(talk, talk.person("Bình", "focal", "Sở Công Thương"))
    officer = Walk(talk, talk.person("Hà", "officer", "Sở Khoa học và Công nghệ"))
    focal.say(f"#{code} xin lùi đến 30/1/2026 vì chờ Bộ hướng dẫn")
    officer.tap("Đồng ý")
    assert talk.assignment(code).due == dt.date(2026, 1, 30)
    assert "30/1/2026" in talk.last(focal.chat).text
    assert (focal.cost[:2], officer.cost[:2]) == ((1, 0), (0, 1))


def many_reports(talk, count):
    """So many tasks reported done in one message, and the officer who judges them."""
    codes = talk.plan(*(task(f"{TITLE} {n}", LATER) for n in range(10, 10 + count)))
    talk.say(talk.person("Bình", "focal", "Sở Công Thương"), ", ".join(f"#{code} xong" for code in codes))
    return codes, Walk(talk, talk.person("Hà", "officer", "Sở Khoa học và Công nghệ"))


@pytest.mark.parametrize(
    "words",
    [
        "nghiệm thu tất cả, riêng 1 và 2 trả lại vì chưa có chữ ký",
        "duyet het tru 1 voi 2 tra lai do chua co chu ky",
        "duyệt 3-22, trả lại 1, 2: chưa có chữ ký",
        "1, 2 trả lại vì chưa có chữ ký, còn lại duyệt hết",
    ],
)
def test_o2_one_message_settles_the_whole_list_and_is_read_back_once(talk, words):
    codes, officer = many_reports(talk, 22)
    (preview,) = officer.say(words)
    assert {talk.assignment(code).state for code in codes} == {"reported"}
    assert all(f"#{code}" in preview.text for code in codes)
    assert "20 chưa có minh chứng" in preview.text
    (done,) = officer.tap("Chấp nhận 20, trả lại 2")
    assert [talk.assignment(code).state for code in codes] == ["in_progress"] * 2 + ["done"] * 20
    assert "Đã chấp nhận 20 báo cáo." in done.text
    assert f"#{codes[1]} " in talk.last("chat-Bình", "Lý do: ch").text
    assert officer.cost[:2] == (1, 1)
    assert officer.cost[2] <= 1


def test_o2_a_return_without_a_reason_is_asked_for_it_before_anything_is_done(talk):
    codes, officer = many_reports(talk, 7)
    (asked,) = officer.say("duyệt hết, trừ 1 trả lại")
    assert "lý do gì" in asked.text
    (preview,) = officer.say("thiếu biên bản nghiệm thu")
    assert "Lý do: thiếu biên bản nghiệm thu" in preview.text
    officer.tap("Chấp nhận 6, trả lại 1")
    assert [talk.assignment(code).state for code in codes] == ["in_progress"] + ["done"] * 6
    assert "thiếu biên bản nghiệm thu" in talk.last("chat-Bình", "trả lại").text


def test_o2_what_a_message_says_twice_or_of_no_row_does_nothing(talk):
    codes, officer = many_reports(talk, 7)
    (heard,) = officer.say("duyệt 1-9, trả lại 2 vì thiếu ảnh")
    assert "có 7 báo cáo, không có số 8, 9" in heard.text
    (heard,) = officer.say("duyệt 1-7, trả lại 2 vì thiếu ảnh")
    assert "vừa chấp nhận vừa trả lại" in heard.text
    assert f"#{codes[1]} " in heard.text
    assert {talk.assignment(code).state for code in codes} == {"reported"}


def test_o2_a_report_that_changed_after_it_was_read_back_is_left_for_a_second_look(talk):
    codes, officer = many_reports(talk, 7)
    officer.say("duyệt hết trừ 7")
    talk.say("chat-Bình", f"#{codes[0]} chưa xong, mới được 50%")
    (done,) = officer.tap("Chấp nhận 6")
    assert [talk.assignment(code).state for code in codes] == ["in_progress"] + ["done"] * 5 + ["reported"]
    assert "1 báo cáo đã được giải quyết trước đó" in done.text


@pytest.mark.parametrize(
    "words", ["đừng duyệt hết", "duyệt hết chưa?", "duyệt hết báo cáo của Sở Y tế", "chưa duyệt hết được"]
)
def test_o2_what_is_no_order_about_the_list_settles_nothing(talk, words):
    codes, officer = many_reports(talk, 7)
    officer.say(words)
    assert not any("Chấp nhận" in label for one in officer.read for label in one.labels)
    assert {talk.assignment(code).state for code in codes} == {"reported"}


def test_o2_one_of_many_reports_waits_and_the_others_are_accepted(talk):
    codes, officer = many_reports(talk, 7)
    (preview,) = officer.say("duyệt hết trừ việc 1")
    assert f"ĐỂ LẠI: #{codes[0]}" in preview.text
    (listed,) = officer.tap("Xem danh sách")
    assert f"#{codes[0]} " not in listed.text
    (shown,) = officer.tap("1", listed)
    assert "minh chứng" in shown.text.lower()
    officer.tap("Để riêng")
    officer.tap("Chấp nhận cả")
    assert [talk.assignment(code).state for code in codes] == ["reported"] * 2 + ["done"] * 5
    assert officer.cost[:2] == (1, 4)


def test_o6_a_report_in_word_takes_one_message_and_at_most_one_tap(talk):
    talk.plan(task("Nhiệm vụ thứ 1", DUE))
    officer = Walk(talk, talk.person("Hà", "officer", "Sở Khoa học và Công nghệ"))
    officer.say("/baocao")
    (made,) = officer.tap("Word")
    assert made.files[0].endswith(".docx")
    in_words = Walk(talk, officer.chat)
    (made,) = in_words.say("xuất báo cáo ra word giúp")
    assert made.files[0].endswith(".docx")
    assert (officer.cost[:2], in_words.cost[:2]) == ((1, 1), (1, 0))


def test_o7_sixty_agencies_are_invited_with_one_message_one_tap_and_one_file_each_for_print_and_list(talk):
    officer = Walk(talk, talk.person("Hà", "officer", "Sở Khoa học và Công nghệ"))
    (preview,) = officer.say("mời tất cả các xã phường chưa kết nối")
    count = int(preview.text.split("cho ")[1].split()[0])
    assert count >= 60
    made = officer.tap("Cấp mã mời")
    assert [name.rpartition(".")[2] for one in made for name in one.files] == ["docx", "xlsx"]
    assert officer.cost[:2] == (1, 1)
    assert officer.cost[2] <= 1


def test_o7_a_workbook_of_agencies_is_invited_as_it_stands_and_what_is_not_clear_is_told(talk):
    book = openpyxl.Workbook()
    for row in (["DANH SÁCH"], ["TT", "Đơn vị"], [1, "Sở Y tế"], [2, "UBND phường Ba Ngòi"], [3, "Hội Người yêu hoa"]):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    officer = Walk(talk, talk.person("Hà", "officer", "Sở Khoa học và Công nghệ"))
    officer.say("mời các cơ quan trong tệp này", ("danh-sach.xlsx", written.getvalue()))
    read_files(talk)
    told = talk.last(officer.chat)
    assert "cho 2 cơ quan: Sở Y tế; UBND phường Ba Ngòi" in told.text
    assert "“Hội Người yêu hoa”" in told.text
    made, sheet = officer.tap("Cấp mã mời (2)")
    assert made.text.count("MÃ MỜI:") == 2
    assert (len(made.files), len(sheet.files)) == (1, 1)
    assert officer.cost[:2] == (1, 1)


@pytest.mark.parametrize("typed", ["Sở Y tế; Sở Tài chính", "sở y tế, sở tài chính", "Sở Y tế\nSở Tài chính"])
def test_o5_the_command_takes_a_list_too(talk, typed):
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (preview,) = talk.say(officer, f"/moi {typed}")
    assert "cho 2 cơ quan: Sở Y tế; Sở Tài chính" in preview.text


def test_o9_from_the_welcome_of_an_empty_store_to_the_first_plan_in(talk):
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    walk = Walk(talk, officer)
    (welcome,) = walk.say("/start")
    assert "gửi tệp kế hoạch vào đây" in welcome.text.lower()
    walk.say("", ("ke-hoach.txt", PLAN.encode()))
    (reading,) = walk.tap("kế hoạch")
    assert "ke-hoach.txt" in reading.text
    read_files(talk)
    (stored,) = walk.tap("Nhập")
    assert "2 nhiệm vụ" in stored.text
    assert walk.cost[:2] == (2, 2)
    assert walk.cost[2] <= 1


@pytest.mark.parametrize(
    "caption", ["nhập kế hoạch này", "nhap giup em", "Kế hoạch mới của tỉnh, đưa vào hệ thống để theo dõi"]
)
def test_o9_a_plan_with_an_order_beside_it_is_read_without_asking_what_it_is(talk, caption):
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (reading,) = talk.say(officer, caption, ("ke-hoach.txt", PLAN.encode()))
    assert "ke-hoach.txt" in reading.text
    assert reading.labels == ()
    read_files(talk)
    assert "2 nhiệm vụ" in talk.tap(officer, "Nhập")[0].text


def test_o9_what_names_a_task_or_evidence_beside_a_plan_is_still_asked_about(talk):
    talk.plan(task("Nhiệm vụ thứ 1", LATER))
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (asked,) = talk.say(officer, "kế hoạch này là minh chứng việc #1, nhập giúp", ("ke-hoach.txt", PLAN.encode()))
    assert any("kế hoạch" in label.lower() for label in asked.labels)


@pytest.mark.parametrize("words", ["hôm nay tôi cần làm gì?", "tôi bắt đầu từ đâu?"])
def test_o9_who_asks_what_to_do_in_an_empty_store_is_led_to_the_first_plan(talk, words):
    for who, role, agency, button in (
        ("Hà", "officer", "Sở Khoa học và Công nghệ", "Nhập kế hoạch từ tệp"), ("An", "admin", None, "Mời cán bộ")
    ):  # fmt: skip
        (heard,) = talk.say(talk.person(who, role, agency), words)
        assert "gửi tệp kế hoạch" in heard.text
        assert "vào đây" in heard.text
        talk.tap(f"chat-{who}", button)


def test_o8_ten_rows_of_a_plan_are_changed_in_one_workbook(talk):
    codes = talk.plan(*(task(f"Nhiệm vụ thứ {n}", LATER) for n in range(10, 20)))
    officer = Walk(talk, talk.person("Hà", "officer", "Sở Khoa học và Công nghệ"))
    officer.say("/giaoviec")
    (sent,) = officer.tap("Sửa bằng Excel")
    assert sent.files[0].endswith(".xlsx")
    with talk.store.read() as session:
        person = session.exec(select(Contact.person_id).where(Contact.chat_id == officer.chat)).one()
        plan = session.exec(select(Plan.id)).one()
        book = edit_in_workbook.made(session, {"plan": plan, "person": person}, talk.clock())
    officer.say("", ("ke-hoach-1.xlsx", with_dates(book, "30/9/2026", rows=10)))
    read_files(talk)
    told = talk.last(officer.chat)
    assert "10" in told.text
    officer.tap("Nhập")
    assert {talk.assignment(code).due for code in codes} == {dt.date(2026, 9, 30)}
    assert officer.cost[:2] == (2, 2)


def test_l4_a_plan_is_opened_by_the_words_the_list_prints(talk):
    talk.plan(task("Nhiệm vụ thứ 1", DUE), number="9/CTr")
    leader = Walk(talk, talk.person("Minh", "leader"))
    (screen,) = leader.say("/tonghop kế hoạch 9/ctr")
    assert "9/CTr" in screen.text
    assert "Tổng số: 1" in screen.text
    assert leader.cost[:2] == (1, 0)


def test_l5_what_is_overdue_in_a_plan_is_a_table_that_can_be_printed(talk):
    talk.plan(*(task(f"{TITLE} {n}", DUE) for n in range(10, 32)), number="1165/QĐ-UBND")
    leader = Walk(talk, talk.person("Minh", "leader"))
    late(talk, 30)
    (rows,) = leader.say("việc quá hạn của kế hoạch 1165")
    assert "QUÁ HẠN: 22" in rows.text
    (made,) = leader.tap("Excel")
    assert made.files[0].endswith(".xlsx")
    assert leader.cost[:2] == (1, 1)
    assert leader.cost[2] <= 1


@pytest.mark.parametrize(
    ("role", "words", "answer"),
    [
        ("focal", "còn việc nào quá hạn?", "Quá hạn: 2 việc"),
        ("focal", "việc #1 là gì?", "NHIỆM VỤ #1"),
        ("focal", "tuần sau tôi nghỉ phép, nhờ người khác thay", "làm thay"),
        ("focal", "tôi muốn thoát khỏi bot", "Rời Đôn Đốc"),
        ("focal", "việc #1 do Sở Tài chính làm chứ không phải tôi", "đề nghị chuyển cho Sở Tài chính"),
        ("officer", "hôm nay tôi cần làm gì?", "quá hạn"),
        ("officer", "đổi hạn #1 sang 31/10/2026, theo 88/UBND-VP", "31/10/2026"),
        ("officer", "cơ quan nào chưa kết nối?", "Chưa có đầu mối:"),
        ("officer", "mời đầu mối sở y tế, sở tài chính, sở nội vụ", "cho 3 cơ quan"),
        ("leader", "Sở nào chậm nhất?", "Sở Công Thương"),
        ("leader", "quá hạn 2821", "QUÁ HẠN: 2"),
        ("leader", "so với tháng trước thế nào?", "SO SÁNH"),
    ],
)
def test_what_one_message_asks_one_screen_answers(talk, role, words, answer):
    talk.plan(task(f"{TITLE} 1", DUE), task(f"{TITLE} 2", DUE), number="2821/QĐ-UBND")
    agency = {"focal": "Sở Công Thương", "officer": "Sở Khoa học và Công nghệ", "leader": None}[role]
    walk = Walk(talk, talk.person("Bình", role, agency))
    late(talk, 60)
    walk.say(words)
    assert answer in "\n".join(one.text for one in walk.read)
    assert len(walk.read) == 1
    assert walk.cost[2] <= 1


def test_o2_reports_laid_aside_are_not_nothing(talk):
    codes = talk.plan(task("Nhiệm vụ thứ 1", LATER), task("Nhiệm vụ thứ 2", LATER))
    talk.say(talk.person("Bình", "focal", "Sở Công Thương"), ", ".join(f"#{code} xong" for code in codes))
    officer = Walk(talk, talk.person("Hà", "officer", "Sở Khoa học và Công nghệ"))
    (listed,) = officer.say("duyệt hết trừ việc 1")
    officer.tap("1", listed)
    (left,) = officer.tap("Để riêng")
    assert left.text == "Chỉ còn 2 báo cáo đã để riêng chờ nghiệm thu."
    (again,) = officer.tap("Xem 2 báo cáo để riêng")
    assert all(f"#{code}" in again.text for code in codes)


def test_what_is_long_folds_behind_a_button(talk):
    codes = talk.plan(*(task(f"{TITLE} {n}", LATER) for n in range(10, 40)))
    focal = Walk(talk, talk.person("Bình", "focal", "Sở Công Thương"))
    focal.say("/toi")
    assert "Để làm gì" in focal.tap("Lưu để làm gì, bao lâu")[0].text
    focal.say("/trogiup")
    assert "/giahan – xin gia hạn" in focal.tap("Mọi lệnh")[0].text
    focal.say("/minhchung")
    (receipt,) = focal.say(", ".join(f"#{code} xong" for code in codes[:22]))
    assert "22 việc đã báo cáo hoàn thành, chờ nghiệm thu: " in receipt.text
    assert all(f"#{code}" in receipt.text for code in codes[:22])
    focal.say(f"việc #{codes[0]} là gì?")
    assert "LỊCH SỬ" in focal.tap("Chi tiết, lịch sử")[0].text
    focal.say("/tonghop")
    assert focal.cost[2] <= 1
