"""What questions and orders in people's own words are understood as: `sentences.txt` says it line by line."""

import datetime as dt
import pathlib
from dataclasses import dataclass, replace

import pytest
from labelled_replies import labelled

from catalog.text import strip_accents
from handlers.replies import parse_reply
from handlers.words import Meant, Role, meant_json, understand, understood_json
from handlers.words.intents import intents
from handlers.words.names.all_named import all_named
from handlers.words.speech_act import account
from handlers.words.weighing import weighed

TODAY = dt.date(2026, 4, 8)


@dataclass(frozen=True)
class Sentence:
    """One line of `sentences.txt`: who says it, what it asks for ("-": nothing, "update": progress) and its slots."""

    role: Role
    text: str
    intent: str
    slots: dict[str, str]


def sentences(file="sentences.txt"):
    """Every line of the file: role | text => intent slot=value ..."""
    for line in (pathlib.Path(__file__).parent / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            said, _, label = line.rpartition(" => ")
            role, _, text = said.partition(" | ")
            intent, *slots = label.split("  ")
            yield Sentence(role, text, intent.strip(), dict(slot.strip().split("=", 1) for slot in slots))


def printed(meant: Meant) -> dict[str, str]:
    """The slots as the file writes them."""
    found = {}
    for name, value in meant_json(meant)["slots"].items():
        if isinstance(value, dict):
            value = f"{value['from']}..{value['to']}"
        found[name] = "; ".join(value) if isinstance(value, list) else str(value)
    return found


def test_each_sentence_is_understood_or_offered_and_never_acts_on_something_else(known):
    wrong = [(said.text, said.intent, shown) for said in sentences() if (shown := misunderstood(said, known))]
    assert wrong == []


def misunderstood(said, known):
    """What was understood where that was not it, else None."""
    understood = understand(said.text, said.role, known, TODAY)
    shown = understood_json(understood)
    if said.intent == "update":
        fits = understood.update or any(one.intent == "update" for one in understood.choices)
        return None if fits and understood.meant is None else shown
    if said.intent == "-":
        return shown if understood.meant or understood.update else None
    meant = (understood.meant,) if understood.meant else understood.choices  # beside an update they are offered, too
    fitting = next((one for one in meant if one.intent == said.intent), None)
    fits = fitting is not None and said.slots.items() <= printed(fitting).items()
    return None if fits and not (understood.meant and understood.update) else shown


@pytest.mark.parametrize("typed", [str, strip_accents], ids=["with accents", "without"])
def test_of_two_sentences_in_nearly_the_same_words_the_one_reports_and_the_other_does_not(known, typed):
    mistaken = []
    for said in sentences("twins.txt"):
        said = replace(said, text=typed(said.text))
        shown = misunderstood(said, known)
        if shown is None and said.intent != "update":
            update = understand(said.text, said.role, known, TODAY).update
            shown = "taken for an update" if update else None
        mistaken += [(said.text, said.intent, shown)] if shown else []
    assert mistaken == []


ACTS = {
    "việc 7 được 60%": "tells",
    "việc 7 được bao nhiêu": "asks",
    "đang thi công": "tells",
    "kế toán nghỉ phép": "either",
    "việc 7 đang chờ ai": "either",
    "cho xem các việc đang làm": "asks",
}


@pytest.mark.parametrize("text", ACTS)
def test_what_speaks_for_progress_and_what_for_a_question_is_put_on_one_account(known, text):
    said = all_named(text, known, TODAY)
    scored = weighed(said, "focal", TODAY)
    assert account(said, parse_reply(text, TODAY), "focal", scored[0] if scored else None).act == ACTS[text]


def test_every_example_of_the_table_leads_to_its_intent(known):
    lost = []
    for intent in intents().values():
        for role, text in intent.examples:
            understood = understand(text, role, known, TODAY)
            meant = (understood.meant,) if understood.meant else understood.choices
            if intent.name not in [one.intent for one in meant]:
                lost.append((intent.name, text, understood_json(understood)))
    assert lost == []


def test_what_reports_progress_is_no_question_and_acts_on_nothing(known):
    """The labelled replies: what one says of its tasks goes to the reply reader, with a question at most beside it."""
    taken = []
    for reply in labelled("replies_1?.txt"):
        if reply.meant.items:
            understood = understand(reply.text, "focal", known, reply.today)
            if not understood.update and all(one.intent != "update" for one in understood.choices):
                taken.append((reply.text, understood_json(understood)["intent"]))
    assert len(taken) <= 8, taken


def test_an_empty_deployment_understands_too(known):
    understood = understand("kế hoạch 77 đến đâu rồi", "leader", type(known)(known.agencies), TODAY)
    assert understood_json(understood)["slots"] == {"plan": "77"}


@pytest.mark.parametrize("text", ["", "   ", "?", "....", "🌸", "1" * 500, "việc " * 300, "\u202etxet"])
def test_nothing_that_can_be_typed_breaks_it(text, known):
    for role in ("focal", "officer", "leader"):
        understood = understand(text, role, known, TODAY)
        assert understood.meant is None or not intents()[understood.meant.intent].acts


ORDERS_HALF_READ = [
    "lùi hạn việc 77 sang 20/5 hoặc 25/5",
    "đổi hạn việc 77 sang 20/5 thay vì 30/4",
    "nhắc Sở Y tế, trừ việc 5 ra thì thôi khỏi nhắc",
    "mời Sở Y tế nhưng khoan gửi",
    "Sở Y tế tỉnh Đắk Lắk chậm quá, nhắc đi",
    "chuyển việc 77 cho Sở Y tế rồi rút lại",
    "nhắc tất cả trừ Sở Y tế",
    "nhắc các xã, trừ xã Diên Khánh",
    "sao lại giao việc này cho Sở Y tế",
    "mai duyệt việc 77",
    "để việc 77 đó, duyệt việc 78",
    "duyệt việc 77 và trả lại việc 78",
    "giao việc 77 cho Sở Y tế và Sở Nội vụ",
    "mời Sở Y tế và các xã",
    "tôi giao Sở Y tế từ tuần trước rồi",
    "việc 77 duyệt rồi à",
    "đổi hạn việc 77 thành 20/4/2025",
    "nhắc các xã ven biển chưa báo cáo",
    "nhắc mấy phường mới thành lập",
    "mời các xã vùng cao",
    "nhắc Sở Y tế khi nào rảnh",
    "duyệt việc 77 sau khi bên đó bổ sung",
    "duyệt sơ bộ việc 77",
    "duyệt việc 77 hay trả lại đây",
    "chuyển một phần việc 77 sang Sở Y tế",
    "dự kiến chuyển việc 77 cho Sở Y tế",
    "Sở Y tế đề nghị chuyển việc 77 cho Sở Nội vụ",
    'chị Lý nhắn "nhắc Sở Y tế"',
    "giao Sở Y tế hay Sở Nội vụ làm báo cáo trước 30/4",
    "giao Sở Y tế thì ai trông",
    "lùi hạn việc 77 đến đầu tháng 6",
    "gia hạn tối đa đến 20/6 việc 77",
    "giao Sở Y tế tổng hợp số liệu từ 1/1 đến 31/3",
    "giao Sở Y tế lập báo cáo quý I",
    "giao Sở Y tế nhé",
    "giao Sở Y tế cùng làm, Sở Nội vụ báo cáo trước 20/6",
    "giao Sở Y tế và Sở Gì Đó rà soát hộ nghèo trước 20/6",
    "giao Sở Y tế, Đội Quản lý rà soát hộ nghèo trước 20/6",
]
WISHES_HALF_READ = [
    "tuần sau em vắng, chị Sen hay anh Lực thay đều được",
    "tạm thời chị Sen và anh Lực thay em tuần sau",
    "tuần này và tuần sau trừ thứ sáu đừng nhắc",
    "việc 7 hình như của Sở Y tế chứ không phải bên em",
    "bữa trước sếp nói việc 7 không phải của xã em",
    "khi nào em về hưu thì chị Sen làm đầu mối",
    "em chỉ muốn rời nhóm kia thôi",
    "đừng nhắc buổi tối",
    "chị Sen nghỉ đẻ, em thay",
    "anh Lực nhờ em trực tuần sau",
    "sếp chuyển công tác, sếp mới là anh Lực",
    "đừng tắt thông báo tuần này",
    "việc 7 của bên mình",
    "em nghỉ 4 ngày, chị Sen thay",
    "đầu tháng 5 em nghỉ phép, chị Sen thay",
]
READ_WHOLE = {
    "nhờ hệ thống đôn đốc Sở Y tế giúp": "remind",
    "Đề nghị nhắc lại Sở Y tế.": "remind",
    "tôi đồng ý duyệt việc 77": "accept",
    "báo cáo việc 77 đạt yêu cầu, duyệt nhé": "accept",
    "việc 77 trả về nhé, còn thiếu chữ ký": "return_report",
    "Căn cứ Công văn số 15/UBND-TH ngày 02/4/2026, đề nghị lùi hạn việc 77 đến ngày 15/6/2026.": "extend_due",
    "đề nghị chuyển việc 77 sang Sở Y tế chủ trì": "move_task",
    "lỡ tay duyệt rồi, lấy lại giúp": "undo",
}


@pytest.mark.parametrize("text", ORDERS_HALF_READ)
def test_an_order_that_was_only_half_read_is_not_ready_for_one_tap(known, text):
    understood = understand(text, "officer", known, TODAY)
    assert understood.meant is None or not intents()[understood.meant.intent].acts


@pytest.mark.parametrize("text", WISHES_HALF_READ)
def test_what_one_wants_for_oneself_is_read_whole_where_it_is_said(known, text):
    understood = understand(text, "focal", known, TODAY)
    assert understood.meant is None or not intents()[understood.meant.intent].acts


@pytest.mark.parametrize("text", READ_WHOLE)
def test_an_order_read_to_its_last_word_is_ready_for_one_tap(known, text):
    understood = understand(text, "officer", known, TODAY)
    assert understood.meant is not None
    assert understood.meant.intent == READ_WHOLE[text]


def test_names_of_a_list_end_where_the_work_begins(known):
    understood = understand("giao xã Diên Khánh và Diên Lạc rà soát hộ nghèo trước 20/6", "leader", known, TODAY)
    assert printed(understood.meant)["agency"] == "UBND xã Diên Khánh; UBND xã Diên Lạc"
    assert printed(understood.meant)["what"] == "rà soát hộ nghèo"


def test_whoever_stands_in_needs_no_title_and_this_week_begins_today(known):
    stands_in = understand("tuần tới em đi tập huấn, nhờ Hiển trực thay", "focal", known, TODAY)
    assert printed(stands_in.meant)["person"] == "Hiển"
    away = understand("em nghỉ sinh đến hết tháng 8, nhờ cô Hiển trực", "focal", known, TODAY)
    assert printed(away.meant)["period"] == "2026-04-08..2026-08-31"
    quiet = understand("tuần này đừng nhắn em nhé", "focal", known, TODAY)
    assert printed(quiet.meant)["period"] == "2026-04-08..2026-04-12"


FAR_LIKELIER = {
    "e dang dai dien cho co quan nao tren nay v": "whoami",
    "bữa ni nhắn tin tui chi rứa": "why_reminded",
    "mình đang ôm mấy nv": "my_tasks",
}


@pytest.mark.parametrize("text", FAR_LIKELIER)
def test_what_no_rule_foresaw_is_shown_where_it_is_far_likelier_than_all_else(known, text):
    understood = understand(text, "focal", known, TODAY)
    assert understood.meant is not None
    assert understood.meant.intent == FAR_LIKELIER[text]


def test_nothing_is_done_or_recorded_for_likeness_alone(known):
    for text in (
        "việc 77 cho Sở Y tế họ lo đi em",
        "đơn vị nào bê bối, gửi giấy nhắc giùm",
        "việc 77 hạn tháng 5 hả",
    ):
        understood = understand(text, "officer", known, TODAY)
        assert understood.meant is None or not intents()[understood.meant.intent].acts


def test_what_no_rule_foresaw_is_offered_by_its_likeness_and_names_only_what_exists():
    from handlers.words.nearest import NOTHING, _sentences

    assert {name for name, _ in _sentences()} <= {*intents(), "update", NOTHING}
