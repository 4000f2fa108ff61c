"""Every open conversation of the dispatch table: it survives a restart, goes on where it was, and is left with /huy."""

import datetime as dt
import itertools
from dataclasses import dataclass, replace

import pytest
from conversation import COORDINATOR, Heard, Talk, pdf, task
from sqlmodel import Session, col, select

from catalog.audit import SYSTEM
from catalog.documents.grid import table_of
from catalog.plans.keeping.scanned_pages import keep_page
from catalog.plans.keeping.store import import_plan
from catalog.plans.model import ParsedPlan, PlanWarning
from catalog.store.store import Store
from catalog.tables import Assignment, Contact, Conversation, Indicator, PlanFile, Update
from handlers.dispatch_table import FLOWS

PEOPLE = {"focal": "chat-Bình", "officer": "chat-Hạnh", "stranger": "chat-Lạ"}


@dataclass(frozen=True)
class Way:
    """How a flow is entered ("who: words" or "who: [choice]"), the words it waits for, and what is heard then.

    `{n}` is a task that nothing was said about yet.
    """

    steps: tuple[str, ...]
    words: str
    heard: str


WAYS = {
    "link": Way(("stranger: /lienket",), "so y te", "Sở Y tế"),
    "pick": Way(("focal: /capnhat",), "#{n}", "Đến nay thực hiện đến đâu"),
    "update": Way(("focal: #{n}",), "được 5%", "đang thực hiện 5%"),
    "evidence": Way(("focal: /minhchung", "focal: #{n}"), "📎", "minh chứng: 📎.pdf"),
    "which": Way(("focal: /viec", "focal: được 25%"), "#{n}", "đang thực hiện 25%"),
    "on_behalf": Way(("officer: /capnhat hộ Sở Công Thương #{n}",), "được 30%, điện thoại", "(nhập hộ)"),
    "indicator": Way(("focal: /chitieu 40.a",), "92%", "✅ đạt"),
    "indicator_behalf": Way(("officer: /chitieu hộ Sở Công Thương 40.a",), "92%, CV 1/SCT-VP", "nhập hộ"),
    "blocker": Way(("focal: /vuongmac #{n}",), "thiếu kinh phí", "vướng mắc về kinh phí"),
    "redirect": Way(
        ("focal: #{n} vướng mặt bằng", "officer: [Chuyển nơi giải quyết]"), "sở tài chính", "đến Sở Tài chính"
    ),
    "extend": Way(("focal: /giahan #{n}",), "đến 30/12 vì chờ hướng dẫn", "xin gia hạn đến 30/12/2026"),
    "extend_reason": Way(("focal: #{n} xin gia hạn thêm 10 ngày",), "chờ hướng dẫn", "Đã bổ sung lý do"),
    "extend_other": Way(
        ("focal: #{n} xin gia hạn thêm 10 ngày vì chờ hướng dẫn", "officer: [Đồng ý ngày khác]"),
        "30/11, CV 1/UBND", "đến 30/11/2026 (văn bản 1/UBND)",
    ),
    "extend_document": Way(
        ("focal: #{n} xin gia hạn thêm 10 ngày vì chờ hướng dẫn", "officer: [Đồng ý gia hạn]",
         "officer: [Ghi số văn bản]"),
        "CV 2/UBND-TH", "Đã ghi văn bản 2/UBND-TH",
    ),
    "return": Way(("focal: #{n} xong", "officer: [Trả lại]"), "thiếu số liệu", "Đã trả lại"),
    "settle": Way(("focal: #{n} xong", "officer: duyệt hết, trừ #{n} trả lại"), "thiếu số liệu", "Lý do: thiếu số liệu"),
    "suspend": Way(("officer: /viec {n}", "officer: [Tạm dừng]"), "theo CV 3/UBND-TH", "Đã tạm dừng"),
    "overdue_at_import_close": Way(("officer: /nhac", "officer: [Quá hạn khi nhập]", "officer: [1]", "officer: [Đóng (đã xong)]"),
                      "4/BC-SCT ngày 15/12/2025", "4/BC-SCT"),
    "overdue_at_import_extend": Way(("officer: /nhac", "officer: [Quá hạn khi nhập]", "officer: [1]", "officer: [Gia hạn]"),
                       "30/11/2026, CV 5/UBND", "30/11/2026"),
    "overdue_at_import_move": Way(("officer: /nhac", "officer: [Quá hạn khi nhập]", "officer: [1]", "officer: [Chuyển cơ quan]"),
                     "sở y tế", "Chuyển #"),
    "doubt_correct": Way(("officer: /nhac", "officer: [Ô chưa đọc chắc]", "officer: [1]", "officer: [Sửa lại]"),
                         "Sở Nội vụ", "Đã ghi cơ quan chủ trì của #"),
    "ladder": Way(("officer: /nhac", "officer: [Mốc nhắc của kế hoạch]", "officer: [KH 1/KH]"), "trước 14, 3", "14"),
    "plan_file": Way(("officer: /kehoach", "officer: [Nhập kế hoạch từ tệp]"), "để mai", "tệp"),
    "scan_text": Way(("officer: /kehoach", "officer: [Đối chiếu “quet.pdf”]", "officer: [Sửa một ô]"), "2, 2 = Sở Y tế", "Hàng 2: 1 | Sở Y tế"),
    "scan_row": Way(("officer: /kehoach", "officer: [Đối chiếu “quet.pdf”]", "officer: [Thêm hàng thiếu]"), "2: 2 | Sở Tư pháp", "Hàng 3: 2 | Sở Tư pháp"),
    "task_new": Way(("officer: /giaoviec", "officer: [Thêm vào]"),
                    "Nhiệm vụ: Rà soát cây xanh\nChủ trì: Sở Xây dựng\nThời hạn: 30/4/2026\nVăn bản: 9/QĐ-UBND", "cây xanh"),
    "task_field": Way(("officer: /giaoviec #{n}", "officer: [Đổi thời hạn]"), "15/12/2026, theo 99/QĐ-UBND", "15/12/2026"),
}  # fmt: skip


@pytest.fixture
def room(talk: Talk) -> Talk:
    """A focal point, an officer, sixty tasks, five of them overdue already when the plan came, and an indicator.

    Of a further plan it is not clear who leads its two tasks.
    """
    talk.person("Bình", "focal", "Sở Công Thương")
    talk.person("Hạnh", "officer", COORDINATOR)
    old, new = dt.date(2025, 12, 1), dt.date(2026, 10, 1)
    talk.plan(*(task(f"Việc số {n}", old if n > 55 else new) for n in range(1, 61)))
    asked = PlanWarning("lead_unclear", "Chưa rõ cơ quan chủ trì.")
    unsure = tuple(replace(task(f"Kiểm kê {n}", new), lead_raw="Sở ???", warnings=(asked,)) for n in (1, 2))
    second = ParsedPlan("7/KH", "Kế hoạch 7/KH", "UBND tỉnh", dt.date(2026, 1, 2), 2026, COORDINATOR, unsure)
    talk.store.write(lambda s: import_plan(s, second, SYSTEM, talk.clock(), hold_doubtful=True))
    talk.store.write(
        lambda s: s.add(Indicator(plan_id=1, position=1, number="40.a", name="Tỷ lệ",
                                  unit="%", target_raw="≥ 90%", op=">=", value=90.0, lead=["Sở Công Thương"],
                                  lead_groups=[]))
    )  # fmt: skip
    talk.store.write(_scan)
    return talk


def _scan(session: Session) -> None:
    """A scanned plan of the officer's, its one page waiting to be confirmed."""
    contact = session.exec(select(Contact).where(col(Contact.chat_id) == "chat-Hạnh")).one()
    row = PlanFile(person_id=contact.person_id or 0, contact_id=contact.id or 0, channel=contact.channel,
                   sha256="0" * 64, name="quet.pdf", sent_at=contact.created_at, state="scanned")  # fmt: skip
    session.add(row)
    session.flush()
    table = table_of((("TT", "Nhiệm vụ"), ("1", "Sở Y tê")))
    keep_page(session, row.id or 0, 1, [table], b"", contact.created_at)


def play(talk: Talk, way: Way, code: int) -> str:
    """Enter the flow; whose chat is in it then."""
    who = ""
    for step in way.steps:
        who, _, what = step.format(n=code).partition(": ")
        talk.tap(PEOPLE[who], what[1:-1]) if what.startswith("[") else talk.say(PEOPLE[who], what)
    return PEOPLE[who]


def open_flows(talk: Talk) -> list[str]:
    with talk.store.read() as session:
        return list(session.exec(select(Conversation.flow)))


def on_record(session: Session) -> tuple[int, list[tuple[str, int]]]:
    stands = [(a.state, a.percent) for a in session.exec(select(Assignment).order_by(col(Assignment.id)))]
    return len(session.exec(select(Update.id)).all()), stands


def goes_on(talk: Talk, chat: str, words: str) -> list[Heard]:
    return talk.say(chat, "", (f"{words}.pdf", pdf(words))) if words == "📎" else talk.say(chat, words)


@pytest.mark.parametrize("talk", ["zalo"], indirect=True)  # where a number typed is most easily taken for another
def test_every_flow_survives_a_restart_and_is_left_with_huy(room: Talk) -> None:
    assert set(WAYS) == set(FLOWS)
    codes = itertools.count(1)
    for flow, way in WAYS.items():
        room.clock.set(room.clock() + dt.timedelta(minutes=3))
        code = next(codes)
        chat = play(room, way, code)
        assert open_flows(room) == [flow]
        room.store.close()  # the process ends: all that is left is on disk
        room = Talk(Store(room.store.url), room.clock, room.home, room.channel)
        heard = goes_on(room, chat, way.words.format(n=code))
        assert way.heard in "\n".join(one.text for one in heard), (flow, heard)
        room.say(chat, "/huy")

        chat = play(room, way, next(codes))
        with room.store.read() as session:
            before = on_record(session)
        assert room.say(chat, "/huy")[0].text == "Đã thoát. Các nội dung đã ghi nhận trước đó vẫn giữ nguyên."
        assert open_flows(room) == []
        with room.store.read() as session:
            assert on_record(session) == before
    room.store.close()
