"""A stranger's file is read in a process of its own: the same plan, the same refusals, and limits of time and memory."""

import pytest

from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.apart import read_plan_apart
from catalog.plans.export.as_workbook import export_xlsx
from catalog.plans.model import NotAPlan
from catalog.plans.reader import read_plan

pytestmark = [pytest.mark.apart, pytest.mark.long]

PLAN = """Số: 7/KH-UBND
KẾ HOẠCH
Chăm sóc cây xanh năm 2026
TT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn
1\tTrồng cây ven sông\tSở Xây dựng\t30/6/2026
2\tThống kê cây cổ thụ\tSở Nông nghiệp và Môi trường\t31/8/2026
""".encode()


def test_a_plan_and_a_workbook_of_ours_are_the_same_as_read_here() -> None:
    registry = khanh_hoa()
    here = read_plan(PLAN, "a.txt", registry)
    assert read_plan_apart(PLAN, "a.txt", registry) == here
    ours = read_plan_apart(export_xlsx(here, registry), "a.xlsx", registry)
    assert (ours.removed, ours.tasks) == ((), here.tasks)


def test_what_needs_too_much_is_refused_by_that_reason() -> None:
    with pytest.raises(NotAPlan, match="giây chưa xong"):
        read_plan_apart(PLAN, "a.txt", khanh_hoa(), seconds=0.01)
    with pytest.raises(NotAPlan, match="bộ nhớ"):
        read_plan_apart(b"a\tb\tc\n" * 2_000_000, "a.txt", khanh_hoa(), memory=60 * 2**20)
    with pytest.raises(NotAPlan, match="trống"):
        read_plan_apart(b"   ", "a.txt", khanh_hoa())
