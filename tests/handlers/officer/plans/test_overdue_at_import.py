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


def test_what_was_overdue_at_import_fits_a_screen_and_names_each_plan_once(talk: Talk) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    long = "Hoàn thiện quy chế phối hợp và tổ chức thực hiện phần việc thứ"
    for number, count in (("4/KH", 6), ("5/KH", 3), ("6/KH", 1), ("7/KH", 1)):
        tasks = (task(f"{long} {number[0]}{n}", dt.date(2025, 11, n + 1)) for n in range(count))
        talk.plan(*tasks, number=number)
    talk.say(officer, "/nhac")
    (page,) = talk.tap(officer, "Quá hạn khi nhập")
    seen = [page]
    while any("Xem tiếp" in label for label in seen[-1].labels):
        seen += talk.tap(officer, "Xem tiếp", seen[-1])
    for page in seen:
        assert len(page.text.splitlines()) <= 12
        assert page.screens <= 1
        plans = [line for line in page.text.splitlines() if line.startswith("KH ")]
        assert len(plans) == len(set(plans)) > 0
    positions = [line.split(".")[0] for page in seen for line in page.text.splitlines() if ". #" in line]
    assert positions == [str(n) for n in range(1, 12)]
    (before,) = talk.tap(officer, "Trang trước", seen[-1])
    assert before.text == seen[-2].text
