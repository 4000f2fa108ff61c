"""A finished product that is named without a "xong": told from a product on its way, and from all that stands against."""

import datetime as dt

from handlers.replies.products import finished_products

TODAY = dt.date(2026, 3, 18)
WHOLE = (
    "đã ban hành KH số 88/KH-UBND",
    "da ban hanh ke hoach so 88/KH-UBND ngay 12/3",
    "đã gửi báo cáo",
    "em gửi báo cáo rồi nhé anh",
    "Sở đã có Báo cáo số 12/BC-SCT",
    "đã tổ chức hội nghị ngày 10/3",
    "Sở đã tham mưu UBND tỉnh ban hành Quyết định số 45/QĐ-UBND ngày 10/3/2026",
    "đã bàn giao và đưa vào sử dụng",
    "đã xây dựng xong kế hoạch",
)
NOT_WHOLE = (
    "đã trình UBND tỉnh", "đã gửi dự thảo lấy ý kiến", "đã họp tổ soạn thảo", "đã ban hành công văn đôn đốc các xã",
    "đã gửi báo cáo nhưng chưa đủ số liệu", "đã gửi báo cáo chưa?", "sẽ ban hành KH tuần sau", "chưa ban hành KH",
    "đã ban hành KH, đang triển khai", "đã ký hợp đồng", "đã gửi các xã góp ý", "đã giao phòng CN làm", "",
)  # fmt: skip


def test_a_finished_product_is_told_from_one_on_its_way() -> None:
    found = {text: finished_products(text, TODAY) for text in (*WHOLE, *NOT_WHOLE)}
    assert {text for text, refs in found.items() if refs} == set(WHOLE)
    assert all(found[text] == {None} for text in WHOLE)


def test_each_task_of_a_message_is_judged_by_its_own_words() -> None:
    assert finished_products("1 đã gửi báo cáo, 2 đã ban hành KH 12/KH-SCT, #7 đang làm", TODAY) == {"1", "2"}
