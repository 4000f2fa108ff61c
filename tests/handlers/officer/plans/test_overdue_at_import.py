"""What was overdue already when its plan was imported, and what an officer did with it by mistake."""

import datetime as dt

from conversation import COORDINATOR, Talk, task


def test_a_held_task_closed_by_mistake_is_opened_again_from_its_card_and_pressed_for(talk: Talk) -> None:
    officer, focal = talk.person("Hạnh", "officer", COORDINATOR), talk.person("Bình", "focal", "Sở Công Thương")
    talk.plan(task("Việc cũ 1", dt.date(2025, 12, 1)))
    talk.say(officer, "/nhac")
    for label in ("Quá hạn khi nhập", "1", "Đóng (đã xong)"):
        talk.tap(officer, label)
    talk.say(officer, "4/BC-SCT ngày 15/12/2025")
    assert talk.assignment(1).state == "done"
    talk.say(officer, "/viec 1")
    talk.tap(officer, "Mở lại nhiệm vụ")
    assert talk.say(officer, "nhập nhầm văn bản")[0].text == "Đã mở lại: #1 Việc cũ 1 – Sở Công Thương."
    assert "được mở lại: #1 Việc cũ 1\nLý do: nhập nhầm văn bản" in talk.last(focal).text
    talk.sweep()
    assert "quá hạn 35 ngày" in talk.last(focal).text
    assert (talk.assignment(1).state, talk.assignment(1).overdue_at_import) == ("in_progress", False)
