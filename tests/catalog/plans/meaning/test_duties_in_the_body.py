"""Orders to report, in the wordings they are printed in."""

import datetime as dt

import pytest

from catalog.plans.duties import duties_of, unclear
from catalog.plans.model import ReportingDuty, Table
from catalog.plans.reading.blocks import Paragraph


def duties(*lines: str) -> list[ReportingDuty]:
    return duties_of([Paragraph(number, line) for number, line in enumerate(lines, 1)], [], 2026)


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        (
            "Sở Y tế báo cáo hàng quý trước ngày 20, 6 tháng trước ngày 05/6, năm trước ngày 01/12, gửi Sở Tài chính.",
            [
                ("quarter", "before 20 of the last month of the quarter"),
                ("half_year", "before 05/06"),
                ("year", "before 01/12"),
            ],
        ),
        ("Định kỳ trước ngày 15 tháng 12 hàng năm, các cơ quan báo cáo kết quả.", [("year", "before 15/12")]),
        ("Sở Y tế báo cáo UBND tỉnh trước ngày 25 hằng tháng.", [("month", "before 25 of the month")]),
        (
            "Sở Y tế báo cáo UBND tỉnh hằng quý, chậm nhất ngày 25 hàng quý.",
            [("quarter", "by 25 of the last month of the quarter")],
        ),
        ("Sở Y tế báo cáo Tỉnh ủy theo định kỳ hằng năm.", [("year", "")]),
    ],
)
def test_periods_and_days_are_read_together(sentence: str, rules: list[tuple[str, str]]) -> None:
    assert [(duty.period, duty.day_rule) for duty in duties(sentence)] == rules


def test_a_heading_names_who_its_bullets_speak_to() -> None:
    (duty,) = duties(
        "IV. TỔ CHỨC THỰC HIỆN",
        "1. Các sở, ban, ngành, UBND cấp xã",
        "- Rà soát dự toán, gửi về Sở Tài chính tổng hợp chậm nhất đến tháng 03/2026.",
    )
    assert (duty.who, duty.to) == ("Các sở, ban, ngành, UBND cấp xã", "Sở Tài chính")
    assert (duty.period, duty.due) == ("once", dt.date(2026, 3, 31))


def test_the_subject_of_a_sentence_is_who_reports() -> None:
    (duty,) = duties(
        "3. Sở Y tế có trách nhiệm tổng hợp, định kỳ báo cáo Ủy ban nhân dân tỉnh trước ngày 31/12 hàng năm."
    )
    assert (duty.who, duty.to) == ("Sở Y tế", "Ủy ban nhân dân tỉnh")


def test_dates_of_cited_documents_are_no_duties() -> None:
    assert duties("Căn cứ Nghị quyết số 06-NQ/TU ngày 25/12/2025; báo cáo số 12/BC ngày 01/02/2026 của Sở Y tế.") == []


def test_a_periodic_report_without_a_period_is_kept_and_an_officer_is_told() -> None:
    found = duties("Các sở, ban, ngành thực hiện chế độ báo cáo định kỳ đầy đủ, đúng thời hạn.")
    assert [(duty.period, duty.day_rule) for duty in found] == [("year", "")]
    assert [warning.kind for warning in unclear(found)] == ["duty_unclear"]


def test_a_footnote_of_a_table_binds_those_who_lead_its_rows() -> None:
    table = Table(
        "II",
        [],
        footnotes=["Nhiệm vụ thực hiện báo cáo thường xuyên hằng tháng trên hệ thống giám sát của Trung ương."],
    )
    (duty,) = duties_of([], [table], 2026)
    assert (duty.period, duty.who) == ("month", "Cơ quan chủ trì các nhiệm vụ tại Phụ lục II")
    assert duty.to == "hệ thống giám sát của Trung ương"
