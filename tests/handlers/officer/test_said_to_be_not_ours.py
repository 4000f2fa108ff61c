"""A task that an agency says is not its own stands on a desk until somebody answers, whoever is there when it is said."""

from conversation import COORDINATOR, Talk, task

from catalog.work import objections


def _said(talk: Talk) -> str:
    focal = talk.person("Lan", "focal", "Sở Công Thương")
    talk.plan(task("Bến xe trung tâm 1"), task("Trường học số 2"))
    talk.say(focal, "/viec")
    talk.say(focal, "1 được 20%, việc 2 là của Sở Xây dựng chứ không phải bên em")
    talk.tap(focal, "Không phải việc")
    talk.tap(focal, "Báo cán bộ tổng hợp")
    return focal


def _waiting(talk: Talk) -> int:
    with talk.store.read() as session:
        return len(objections.waiting(session))


def test_where_no_officer_is_there_admins_are_reminded_and_whoever_comes_finds_it(talk: Talk) -> None:
    admin = talk.person("Quân", "admin")
    focal = _said(talk)
    told = talk.last(focal)
    assert told.text.startswith("Đã ghi lại: #2 Trường học số 2.")
    assert "thời hạn giữ nguyên" in told.text
    talk.sweep()
    morning = talk.last(admin, "CHƯA CÓ CÁN BỘ TỔNG HỢP")
    assert f"• {COORDINATOR}: 1 việc được báo không thuộc cơ quan chủ trì" in morning.text
    assert morning.labels[0].startswith("Mời")
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    (queue,) = talk.say(officer, "/duyet")
    assert queue.text.startswith("Đang chờ: 1 việc được báo không thuộc cơ quan chủ trì.")
    assert "đề nghị chuyển cho Sở Xây dựng" in queue.text
    assert queue.labels[:2] == ("Chuyển cho Sở Xây dựng", "Giữ nguyên")
    talk.tap(officer, "Giữ nguyên")
    assert "vẫn do Sở Công Thương chủ trì" in talk.last(focal).text
    assert talk.say(officer, "/duyet")[0].text == "Không có việc nào chờ giải quyết."


def test_with_nobody_there_at_all_it_waits(talk: Talk) -> None:
    focal = _said(talk)
    assert talk.last(focal).text.startswith("Đã ghi lại")
    assert "1 việc được báo" in talk.say(talk.person("Hạnh", "officer", COORDINATOR), "/duyet")[0].text


def test_an_officers_morning_counts_it_and_a_task_that_was_reported_needs_no_answer(talk: Talk) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    focal = _said(talk)
    assert "Đã báo cán bộ tổng hợp." in talk.last(focal).text
    talk.sweep()
    assert "• 1 việc được báo không thuộc cơ quan chủ trì" in talk.last(officer, "VIỆC CHỜ CÁN BỘ").text
    talk.say(focal, "#2 xong")
    assert _waiting(talk) == 0


def test_said_again_it_is_one(talk: Talk) -> None:
    focal = _said(talk)
    talk.say(focal, "việc #2 của Sở Y tế, không phải bên em")
    talk.tap(focal, "Báo cán bộ tổng hợp")
    with talk.store.read() as session:
        (one,) = objections.waiting(session)
        assert "Sở Y tế" in one.text
