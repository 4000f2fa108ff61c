"""/chitieu: who must report what, values in chat, the series, and met / not met / no value."""

import pytest
from conversation import COORDINATOR, Talk, pdf, task
from sqlmodel import Session, col, select

from catalog.tables import Indicator, IndicatorValue
from catalog.upkeep.verify_audit import verify_values
from catalog.work.indicators import NotAValue, read_value, verdict_of, vouched


def row(number: str, op: str, value: float | None, target: str, *lead: str, groups: tuple[str, ...] = ()) -> Indicator:
    return Indicator(
        plan_id=1, position=len(number), number=number, name=f"Tỷ lệ hồ sơ {number}", unit="%", target_raw=target,
        op=op, value=value, lead=list(lead), lead_groups=list(groups),
    )  # fmt: skip


@pytest.fixture
def focal(talk: Talk) -> str:
    return talk.person("Bình", "focal", "Sở Công Thương")


@pytest.fixture
def targets(talk: Talk, focal: str) -> None:
    talk.plan(task("Việc 1"))

    def store(session: Session) -> None:
        session.add_all(
            [
                row("40.a", ">=", 90.0, "≥ 90%", "Sở Công Thương", "Sở Y tế"),
                row("41", "rank", 10.0, "Top 10", groups=("departments",)),
                row("42", "text", None, "Ban hành đề án", "Sở Công Thương"),
                row("43", "=", 100.0, "100%", "Sở Y tế"),
            ]
        )

    talk.store.write(store)


def test_an_agency_sees_what_it_must_report(talk: Talk, focal: str, targets: None) -> None:
    heard = talk.say(focal, "/chitieu")[0]
    assert sorted(heard.labels) == ["40.a", "41", "42"]
    assert "✅ Đạt: 0 · 🔴 Chưa đạt: 0 · ⚪ Chưa có số liệu: 3" in heard.text
    assert talk.say(focal, "Chi tieu?")[0].text == heard.text


def test_a_value_is_one_line_and_the_series_is_kept(talk: Talk, focal: str, targets: None) -> None:
    assert "🔴 chưa đạt (mục tiêu ≥ 90%)" in talk.say(focal, "chỉ tiêu 40.a 85,5%")[0].text
    assert "✅ đạt" in talk.say(focal, "chi tieu 40a 92%")[0].text
    assert "lần trước 85,5%" in talk.last(focal).text
    assert talk.say(focal, "chỉ tiêu 41 8", ("a.pdf", pdf()))[0].text.startswith(
        "Chưa nhận tệp a.pdf: tại đây chỉ nhận"
    )
    with talk.store.read() as session:
        values = session.exec(select(IndicatorValue).order_by(col(IndicatorValue.id))).all()
        assert [(v.value, v.text) for v in values] == [(85.5, "85,5%"), (92.0, "92%"), (8.0, "8")]


def test_a_value_is_withdrawn_by_a_new_record(talk: Talk, focal: str, targets: None) -> None:
    assert "Không có cập nhật nào" in talk.say(focal, "/hoantac")[0].text
    talk.say(focal, "chỉ tiêu 40.a 85%")
    talk.say(focal, "chỉ tiêu 40.a 29%")
    assert "Giá trị hiện nay: 85%" in talk.tap(focal, "Hủy")[0].text
    talk.say(focal, "#1 được 40%")
    assert "#1 Việc 1" in talk.say(focal, "/hoantac")[0].text
    assert "chưa có số liệu" in talk.say(focal, "/hoantac")[0].text
    assert "⚪ Chưa có số liệu: 3" in talk.say(focal, "/chitieu")[0].text
    with talk.store.read() as session:
        values = session.exec(select(IndicatorValue).order_by(col(IndicatorValue.id))).all()
        assert [(v.value, v.text) for v in values] == [(85.0, "85%"), (29.0, "29%"), (None, ""), (None, "")]
        assert verify_values(session) == []


def test_a_value_somebody_corrected_since_is_not_withdrawn(talk: Talk, focal: str, targets: None) -> None:
    other = talk.person("Dũng", "focal", "Sở Công Thương")
    talk.say(focal, "chỉ tiêu 40.a 85%")
    talk.say(other, "chỉ tiêu 40.a 92%")
    assert "không rút lại được" in talk.say(focal, "/hoantac")[0].text


def test_the_value_can_be_typed_after_choosing(talk: Talk, focal: str, targets: None) -> None:
    talk.say(focal, "/chitieu")
    talk.tap(focal, "41")
    assert "✅ đạt" in talk.say(focal, "7")[0].text
    talk.say(focal, "/chitieu 42")
    assert "“đạt” hoặc “chưa đạt”" in talk.say(focal, "đang soạn thảo")[0].text
    assert "🔴 chưa đạt" in talk.say(focal, "chưa đạt, đang soạn thảo")[0].text
    assert "✅ Đạt: 1 · 🔴 Chưa đạt: 1 · ⚪ Chưa có số liệu: 1" in talk.say(focal, "/chitieu")[0].text


def test_another_agencys_indicator_is_none_of_ones_own(talk: Talk, focal: str, targets: None) -> None:
    assert "Không có chỉ tiêu 43" in talk.say(focal, "chỉ tiêu 43 100%")[0].text


def test_a_value_that_is_none_is_asked_again(talk: Talk, focal: str, targets: None) -> None:
    assert "một con số" in talk.say(focal, "chỉ tiêu 40.a từ 80% đến 90%")[0].text
    assert "✅ đạt" in talk.say(focal, "95%")[0].text


def test_an_officer_sees_how_all_stand_and_reports_nothing(talk: Talk, focal: str, targets: None) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    other = talk.person("Yến", "focal", "Sở Y tế")
    talk.say(focal, "chỉ tiêu 40.a 95%")
    talk.say(other, "chỉ tiêu 40.a 70%")
    shown = talk.say(officer, "/chitieu")[0]
    assert "✅ Đạt: 0 · 🔴 Chưa đạt: 1 · ⚪ Chưa có số liệu: 3" in shown.text
    assert shown.labels == ()
    assert "không có quyền" in talk.say(officer, "chỉ tiêu 43 100%")[0].text


def test_an_officer_enters_a_value_for_an_agency_with_its_document_and_the_agency_hears_of_it(
    talk: Talk, focal: str, targets: None
) -> None:
    officer, health = talk.person("Hạnh", "officer", COORDINATOR), talk.person("Yến", "focal", "Sở Y tế")
    said = talk.say(officer, "/chitieu hộ Sở Y tế 40.a 92,5%, CV 45/SYT-VP")[0].text
    assert said.startswith("Đã ghi nhận (nhập hộ Sở Y tế) chỉ tiêu 40.a. Tỷ lệ hồ sơ 40.a: 92,5% – ✅ đạt")
    assert "đã ghi nhận thay Sở Y tế chỉ tiêu 40.a" in talk.last(health).text
    assert "92,5% (nhập hộ, văn bản 45/SYT-VP)" in talk.say(health, "/chitieu 40.a")[0].text
    assert "bằng văn bản nào?" in talk.say(officer, "/chitieu ho so y te 43 100%")[0].text
    assert "(nhập hộ Sở Y tế)" in talk.say(officer, "theo công văn số 46/SYT-VP ngày 5/1/2026")[0].text
    talk.tap(officer, "Hủy")
    assert "đã rút lại giá trị 100%" in talk.last(health).text
    talk.say(officer, "/chitieu hộ Sở Y tế")
    talk.tap(officer, "43.")
    assert "✅ đạt" in talk.say(officer, "100%, gọi điện thoại")[0].text
    for other in (talk.person("Lan", "officer", "Sở Nội vụ"), focal):
        assert "không phải báo cáo chỉ tiêu 43" in talk.say(other, "/chitieu hộ Sở Y tế 43 1%, CV 1/SYT-VP")[0].text
    with talk.store.read() as session:
        rows = session.exec(select(IndicatorValue).order_by(col(IndicatorValue.id))).all()
        assert [(v.value, v.on_behalf, v.document_number) for v in rows] == [
            (92.5, True, "45/SYT-VP"), (100.0, True, "46/SYT-VP"), (None, True, ""), (100.0, True, ""),
        ]  # fmt: skip
        assert verify_values(session) == []
        plain = vouched(IndicatorValue(**{**rows[0].model_dump(), "on_behalf": False, "document_number": ""}))
        assert set(plain) == {"id", "indicator_id", "agency_id", "person_id", "at", "value", "text"}  # older digests


def test_an_update_about_an_indicator_task_is_still_an_update(talk: Talk, focal: str, targets: None) -> None:
    talk.say(focal, "#1 được 40%, chỉ tiêu đạt thấp")
    assert "đang thực hiện 40%" in talk.last(focal).text


@pytest.mark.parametrize(
    ("op", "target", "typed", "verdict"),
    [
        (">=", 90.0, "90%", "met"), (">=", 90.0, "89,9%", "not_met"), (">", 0.7, "0,7", "not_met"),
        ("<=", 2.0, "1,5", "met"), ("<", 2.0, "2", "not_met"), ("=", 95.0, "97%", "met"), ("=", 95.0, "94", "not_met"),
        ("=", 0.0, "1", "not_met"), ("=", 0.0, "0", "met"), ("rank", 10.0, "hạng 8", "met"),
        ("rank", 10.0, "11", "not_met"), (">=", 1000.0, "1.250 hồ sơ", "met"), ("text", None, "đã ban hành", "met"),
        ("text", None, "chưa ban hành", "not_met"),
    ],
)  # fmt: skip
def test_when_a_target_is_met(op: str, target: float | None, typed: str, verdict: str) -> None:
    indicator = row("1", op, target, "")
    figure, words = read_value(indicator, typed)
    assert verdict_of(indicator, IndicatorValue(indicator_id=1, agency_id=1, value=figure, text=words)) == verdict  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("op", "typed"),
    [(">=", "cao"), (">=", "8/10"), (">=", ""), (">=", "150%"), ("=", "-5"), ("text", "đang làm")],
)  # fmt: skip
def test_what_is_no_value(op: str, typed: str) -> None:
    with pytest.raises(NotAValue):
        read_value(row("1", op, 1.0, ""), typed)
