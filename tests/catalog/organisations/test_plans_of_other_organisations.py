"""Plans of a ministry, a Party committee, a city and a commune are read in the words of their own organisation."""

import pytest

from catalog.agencies.registry import Registry
from catalog.agencies.typed.matching import match
from catalog.organisations.naming import layout_of
from catalog.plans.export.as_json import export_plan
from catalog.plans.reader import read_plan

MINISTRY = ("Bộ Nội vụ", ("BỘ NỘI VỤ", "Số: 321/KH-BNV"), "321/KH-BNV", "Bộ Nội vụ", "Vụ Pháp chế")
PARTY = (
    "Thành ủy Cần Thơ", ("ĐẢNG CỘNG SẢN VIỆT NAM", "THÀNH ỦY CẦN THƠ", "*", "Số 15-KH/TU"), "15-KH/TU",
    "Thành ủy Cần Thơ", "Ban Tổ chức",
)  # fmt: skip
CITY = (
    "Thành phố Cần Thơ", ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ CẦN THƠ", "Số: 8/KH-UBND"), "8/KH-UBND",
    "UBND thành phố Cần Thơ", "Sở Xây dựng",
)  # fmt: skip
COMMUNE = (
    "xã Đăk Pék", ("ỦY BAN NHÂN DÂN", "XÃ ĐĂK PÉK", "Số: 4/KH-UBND"), "4/KH-UBND", "UBND xã Đăk Pék", "Phòng Kinh tế",
)  # fmt: skip
ROWS = {
    "Bộ Nội vụ": [
        ("Vụ TCCB", ["Vụ Tổ chức cán bộ"], []), ("Các vụ, cục thuộc Bộ", [], ["cục", "vụ"]),
        ("Vụ Pháp chế, Bộ Nội vụ", ["Vụ Pháp chế"], []), ("Bộ Tài chính", [], []),
    ],
    "Thành ủy Cần Thơ": [
        ("Ban Tổ chức Thành ủy; Văn phòng Thành ủy", ["Ban Tổ chức", "Văn phòng Thành ủy"], []),
        ("Đảng ủy các xã, phường", [], ["communes"]), ("Đảng ủy UBND thành phố", ["Đảng ủy UBND"], []),
        ("Các ban đảng Thành ủy", [], ["ban"]), ("Đảng ủy phường Ninh Kiều", ["Đảng ủy phường Ninh Kiều"], []),
    ],
    "Thành phố Cần Thơ": [
        ("Công an thành phố", ["Công an thành phố"], []), ("Các sở, ban, ngành thành phố", [], ["departments"]),
        ("Sở Y tế thành phố Cần Thơ", ["Sở Y tế"], []), ("UBND thành phố", [], []),
        ("Thành đoàn; Thanh tra thành phố", ["Thành đoàn", "Thanh tra thành phố"], []),
    ],
    "xã Đăk Pék": [
        ("Phòng VH-XH xã", ["Phòng Văn hóa - Xã hội"], []), ("Các phòng, ban chuyên môn", [], ["departments"]),
        ("BCH Quân sự xã; Công an xã", ["Ban Chỉ huy Quân sự xã", "Công an xã"], []),
        ("Trung tâm PVHCC xã", ["Trung tâm Phục vụ hành chính công"], []),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("org", "head", "number", "issuer", "coordinator"), [MINISTRY, PARTY, CITY, COMMUNE])
def test_a_plan_is_read_with_the_units_of_its_organisation(
    org: str, head: tuple[str, ...], number: str, issuer: str, coordinator: str
) -> None:
    layout = layout_of(org)
    registry = Registry(layout.units, layout.former, layout.home)
    rows = [f"{n}\tHoàn thành việc số {n}\t{cell}\tBáo cáo\tQuý II/2027" for n, (cell, _, _) in enumerate(ROWS[org], 1)]
    text = "\n".join(
        [*head, "Ngày 05 tháng 01 năm 2027", "KẾ HOẠCH", "Công tác trọng tâm năm 2027", "", "I. NHIỆM VỤ",
         "TT\tNhiệm vụ\tĐơn vị chủ trì\tSản phẩm\tThời hạn", *rows, "", "II. TỔ CHỨC THỰC HIỆN",
         f"1. Giao {coordinator} chủ trì, phối hợp với các đơn vị theo dõi, đôn đốc, tổng hợp kết quả."]
    )  # fmt: skip
    plan = export_plan(read_plan(text.encode(), "a.txt", registry))
    assert (plan["number"], plan["issuer"], plan["coordinator"]) == (number, issuer, coordinator)
    assert [(task["lead"], sorted(task["lead_groups"])) for task in plan["tasks"]] == [
        (lead, sorted(groups)) for _, lead, groups in ROWS[org]
    ]


@pytest.mark.parametrize(
    ("typed", "decision"),
    [("Bộ Tài chính", "none"), ("bo tu phap", "none"), ("Vụ Pháp chế Bộ Nội vụ", "match"), ("vụ tổ chức", "ask")],
)
def test_another_ministry_is_no_department_of_ours_and_the_beginning_of_several_names_is_asked(
    typed: str, decision: str
) -> None:
    layout = layout_of("Bộ Nội vụ")
    assert match(typed, Registry(layout.units, layout.former, layout.home)).decision == decision
