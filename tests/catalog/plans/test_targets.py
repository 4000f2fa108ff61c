import pytest

from catalog.plans.meaning.indicators import read_target


@pytest.mark.parametrize(
    ("target", "unit", "expected"),
    [
        ("≥ 2%", "% Tổng chi NSNN", (">=", 2.0)),
        ("> 0,7", "Chỉ số", (">", 0.7)),
        ("95", "%", ("=", 95.0)),
        ("0,3", "Số doanh nghiệp/1000 dân", ("=", 0.3)),
        ("≥ 02", "Đơn", (">=", 2.0)),
        ("Tối đa 5%", "%", ("<=", 5.0)),
        ("1.250", "Dự án", ("=", 1250.0)),
        ("10", "Thứ bậc", ("rank", 10.0)),
        ("Top 10 tỉnh, thành phố", "Thứ bậc", ("rank", 10.0)),
        ("14/34 tỉnh, thành phố", "Thứ bậc", ("rank", 14.0)),
        ("Đạt mức cao của cả nước", "Thứ bậc", ("text", None)),
        ("Vận hành thông suốt", "Trung tâm dữ liệu", ("text", None)),
        ("", "", ("text", None)),
    ],
)
def test_a_target_is_read_as_it_is_printed(target: str, unit: str, expected: tuple[str, float | None]) -> None:
    assert read_target(target, unit) == expected


def test_of_two_columns_called_a_target_the_first_names_the_indicator() -> None:
    from catalog.plans.meaning.columns import recognise

    header = ["TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu năm 2027", "Cơ quan chủ trì"]
    rows = [
        ["1", "Tỷ lệ cây sống sau trồng", "%", "≥ 90", "Sở Xây dựng"],
        ["2", "Số cây trồng mới", "cây", "500", "Sở Y tế"],
    ]
    assert recognise(header, rows) == ("number", "title", "unit", "target", "lead")
