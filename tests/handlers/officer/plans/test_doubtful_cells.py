"""Cells of a plan that were not read for certain: seen first, accepted, corrected or left open with one tap."""

import datetime as dt
from dataclasses import replace

from conversation import COORDINATOR, Talk, task

from catalog.audit import SYSTEM
from catalog.plans.keeping.store import import_plan
from catalog.plans.model import ParsedPlan, ParsedTask, PlanWarning
from catalog.work.deadline import Deadline


def unsure(title: str, kind: str, **printed: str) -> ParsedTask:
    """A task with a cell in doubt."""
    return replace(task(title, dt.date(2026, 1, 20)), warnings=(PlanWarning(kind, f"Chưa rõ: {title}."),), **printed)  # type: ignore[arg-type]


def held(talk: Talk, *tasks: ParsedTask) -> None:
    plan = ParsedPlan("7/KH", "Kế hoạch 7/KH", "UBND tỉnh", dt.date(2026, 1, 2), 2026, COORDINATOR, tasks)
    talk.store.write(lambda s: import_plan(s, plan, SYSTEM, talk.clock(), hold_doubtful=True))


def test_a_doubtful_cell_is_shown_as_printed_and_its_work_reminded_of_once_it_is_accepted(talk: Talk) -> None:
    officer, focal = talk.person("Hạnh", "officer", COORDINATOR), talk.person("Bình", "focal", "Sở Công Thương")
    held(talk, unsure("Rà soát chợ", "deadline_unclear", deadline_raw="khoảng 20/1"))
    talk.sweep()
    assert not talk.seen(focal)
    talk.say(officer, "/nhac")
    [listed] = talk.tap(officer, "Ô chưa đọc chắc (1)")
    assert "#1 Rà soát chợ\n   Văn bản ghi thời hạn: “khoảng 20/1”" in listed.text
    [shown] = talk.tap(officer, "1")
    assert "Đã đọc là: 20/1/2026" in shown.text
    assert "Chưa rõ: Rà soát chợ." in shown.text
    [done] = talk.tap(officer, "Đúng như đã đọc")
    assert "Không còn ô nào chưa đọc chắc" in done.text
    talk.sweep()
    assert "Rà soát chợ" in talk.last(focal).text


def test_a_doubtful_cell_is_corrected_or_left_open(talk: Talk) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    held(
        talk,
        unsure("Mở lớp tập huấn", "lead_unclear", lead_raw="Sở Côn Thươn"),
        unsure("Kiểm kê tài sản", "lead_unclear", lead_raw="Sở ???"),
    )
    talk.say(officer, "/nhac")
    for label in ("Ô chưa đọc chắc (2)", "1", "Sửa lại"):
        talk.tap(officer, label)
    [told] = talk.say(officer, "Sở Nội vụ")
    assert "Đã ghi cơ quan chủ trì của #1: Sở Nội vụ." in told.text
    assert "Còn 1 ô" in told.text
    for label in ("Ô tiếp theo", "1"):
        talk.tap(officer, label)
    [left] = talk.tap(officer, "Để chưa phân công")
    assert "của #2: chưa có." in left.text
    assert talk.assignment(2).state == "cancelled"


def test_a_day_that_no_calendar_has_is_no_condition_that_may_come(talk: Talk) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    never = (Deadline("conditional", "31/02/2026"),)
    held(talk, replace(unsure("Lập danh mục", "deadline_unclear", deadline_raw="31/02/2026"), deadlines=never))
    talk.say(officer, "/nhac")
    talk.tap(officer, "Ô chưa đọc chắc (1)")
    [shown] = talk.tap(officer, "1")
    assert "Đã đọc là: chưa rõ (văn bản ghi “31/02/2026”)" in shown.text
