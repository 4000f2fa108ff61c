"""What an officer is told of a document before accepting it."""

import datetime as dt
from dataclasses import replace

import pytest

from catalog.official_documents.facts import Facts
from catalog.official_documents.remarks import Remark, remarks_on

PLAN = Facts("KẾ HOẠCH", "12/KH-SCT", dt.date(2026, 3, 2), "Phát triển chợ", "Sở Công Thương", "Đỗ Thị Vân")


def told(facts, expected="Kế hoạch", used=()):
    return remarks_on(facts, expected=expected, agency="Sở Công Thương", plan_issuer="UBND tỉnh Hòa Lạc",
                      plan_day=dt.date(2026, 1, 5), used=used)  # fmt: skip


def test_of_what_fits_nothing_is_said():
    assert told(PLAN) == ()
    assert told(PLAN, expected="") == ()
    assert told(Facts()) == ()


@pytest.mark.parametrize("issuer", ["Ủy ban nhân dân tỉnh Hòa Lạc", "Văn phòng Ủy ban nhân dân tỉnh Hòa Lạc",
                                    "Hội đồng nhân dân tỉnh Hòa Lạc", "Sở Công Thương tỉnh Hòa Lạc"])  # fmt: skip
def test_the_agency_and_the_bodies_of_its_place_are_no_other_issuer(issuer):
    assert told(replace(PLAN, issuer=issuer)) == ()


@pytest.mark.parametrize(
    ("facts", "expected", "remark"),
    [
        (PLAN, "Báo cáo", Remark("other_kind", "Báo cáo")),
        (PLAN, "Kế hoạch của UBND tỉnh", Remark("other_issuer", "Sở Công Thương")),
        (replace(PLAN, issuer="Ủy ban nhân dân tỉnh Cửa Sông"), "Kế hoạch", Remark("other_issuer", "Ủy ban nhân dân tỉnh Cửa Sông")),
        (replace(PLAN, issuer="Sở Y tế"), "Kế hoạch", Remark("other_issuer", "Sở Y tế")),
        (replace(PLAN, number="", draft=True), "Kế hoạch", Remark("draft")),
        (replace(PLAN, day=dt.date(2025, 12, 30)), "Kế hoạch", Remark("before_plan", "2026-01-05")),
    ],
)  # fmt: skip
def test_what_an_officer_should_know_is_one_remark_each(facts, expected, remark):
    assert told(facts, expected) == (remark,)


def test_what_proves_another_task_already_is_told_with_its_code():
    assert told(PLAN, used=[260, 383]) == (Remark("used", tasks=(260, 383)),)
