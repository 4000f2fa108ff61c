"""Makes the Word forms that ship, a report and a letter, each for state bodies and for the Party. Run it after a change
(`python -m templates.documents.make_forms`) and commit what it makes.

An officer edits a copy in Word (`dondoc forms export`): every `{{ ... }}` and `{% ... %}` may be moved or left out.
"""

# ruff: noqa: E501  (the sentences of the forms are kept as they are printed)

import pathlib
from typing import Any

from templates.documents.form_parts import (
    CENTER,
    FOOT_MM,
    HEAD_MM,
    LEFT,
    LONG_RULE,
    PARTY,
    SHORT_RULE,
    STATE,
    Layout,
    blank_document,
    cell,
    control,
    heading,
    line,
    rule,
    table,
    text,
    two_columns,
)  # fmt: skip

HERE = pathlib.Path(__file__).parent

FIGURES = [
    ("TT", "{{ loop.index }}", 9.0), ("", "{{ g.name }}", 44.0), ("Tổng số", "{{ g.total }}", 15.0),
    ("HT đúng hạn", "{{ g.done_on_time }}", 16.0), ("HT trễ hạn", "{{ g.done_late }}", 16.0),
    ("Trong hạn", "{{ g.open_in_time }}", 16.0), ("Quá hạn", "{{ g.open_overdue }}", 16.0),
    ("Không định hạn", "{{ g.no_deadline }}", 16.0), ("Cập nhật 30 ngày", "{{ g.update_rate }}", 17.0),
]  # fmt: skip


def main() -> None:
    """Write the forms beside this file."""
    for suffix, layout in (("", STATE), ("-party", PARTY)):
        report(layout).save(str(HERE / f"report{suffix}.docx"))
        letter(layout).save(str(HERE / f"letter{suffix}.docx"))


def report(layout: Layout) -> Any:
    """The report: parts I-IV, tables by plan and agency, the overdue list, obstacles, proposals."""
    document = blank_document("Báo cáo tình hình thực hiện nhiệm vụ", layout)
    _head(document, layout)
    _kind(document, "BÁO CÁO", "{{ subject }}", layout)
    _addressees(document, layout)
    control(document, "{%p for ground in grounds %}")
    text(document, "{{ ground }}", layout, italic=True)
    control(document, "{%p endfor %}")
    text(document, "{{ opening }}", layout)

    heading(document, "I. TÌNH HÌNH CHUNG", layout)
    text(document, "Phạm vi báo cáo: {{ title }}. Tổng số {{ whole.total }} lượt nhiệm vụ được giao chủ trì, trong đó: hoàn thành đúng hạn "
         "{{ whole.done_on_time }} ({{ share.done_on_time }}); hoàn thành trễ hạn {{ whole.done_late }} "
         "({{ share.done_late }}); đang thực hiện trong hạn {{ whole.open_in_time }} ({{ share.open_in_time }}); quá hạn "
         "{{ whole.open_overdue }} ({{ share.open_overdue }}); không ấn định thời hạn {{ whole.no_deadline }} "
         "({{ share.no_deadline }}).", layout)  # fmt: skip
    text(document, "Đã báo cáo, chờ nghiệm thu: {{ whole.reported }} (đã tính trong các số trong hạn, quá hạn và không ấn định "
         "thời hạn nêu trên)."
         "{% if whole.self_confirmed_number %} Tự xác nhận hoàn thành: {{ whole.self_confirmed }}.{% endif %}", layout)  # fmt: skip
    text(document, "Ngoài tổng số: tạm dừng {{ whole.suspended }}, hủy {{ whole.cancelled }}; chưa có cơ quan chủ trì "
         "{{ whole.unassigned }} nhiệm vụ.", layout)  # fmt: skip
    text(document, "Tỷ lệ có cập nhật trong 30 ngày: {{ whole.update_rate }}; cơ quan có người kết nối: {{ whole.linked }} "
         "({{ whole.linked_rate }}).", layout)  # fmt: skip
    control(document, "{%p if change %}")
    text(document, "{{ change }}", layout)
    control(document, "{%p endif %}")

    heading(document, "II. KẾT QUẢ THỰC HIỆN", layout)
    for title, named, rows in (
        ("1. Theo kế hoạch", "Kế hoạch", "by_plan"),
        ("2. Theo cơ quan chủ trì", "Cơ quan", "by_agency"),
    ):
        heading(document, title, layout, 2)
        columns = [(head or named, value, width) for head, value, width in FIGURES]
        table(document, columns, rows, "g", layout, total="whole")
    control(document, "{%p if chart %}")
    line(document, "{{ chart }}", size=layout.text, align=CENTER, before=8)
    control(document, "{%p endif %}")

    heading(document, "III. NHIỆM VỤ QUÁ HẠN, KHÓ KHĂN, VƯỚNG MẮC", layout)
    heading(document, "1. Nhiệm vụ quá hạn: {{ late }} lượt giao", layout, 2)
    control(document, "{%p if overdue %}")
    table(document, [("TT", "{{ loop.index }}", 9), ("Nhiệm vụ", "{{ r.task }}", 52), ("Cơ quan", "{{ r.agency }}", 34),
                     ("Hạn", "{{ r.due }}", 22), ("Quá hạn (ngày)", "{{ r.days }}", 15),
                     ("Lý do, tình hình cơ quan báo", "{{ r.reason }}", 33)], "overdue", "r", layout)  # fmt: skip
    control(document, "{%p endif %}")
    heading(document, "2. Khó khăn, vướng mắc đã báo: {{ blocked }}", layout, 2)
    control(document, "{%p if blockers %}")
    table(document, [("TT", "{{ loop.index }}", 9), ("Nhiệm vụ", "{{ b.task }}", 54), ("Cơ quan", "{{ b.agency }}", 34),
                     ("Khó khăn, vướng mắc", "{{ b.reason }}", 36), ("Đề xuất", "{{ b.advice }}", 32)],
          "blockers", "b", layout)  # fmt: skip
    control(document, "{%p endif %}")
    heading(document, "3. Cảnh báo sớm", layout, 2)
    control(document, "{%p for w in warnings %}")
    text(document, "- {{ w.name }}: {{ w.count }}.", layout)
    control(document, "{%p else %}")
    text(document, "Không có.", layout)
    control(document, "{%p endfor %}")

    heading(document, "IV. KIẾN NGHỊ, ĐỀ XUẤT", layout)
    control(document, "{%p for proposal in proposals %}")
    text(document, "{{ loop.index }}. {{ proposal }}", layout)
    control(document, "{%p endfor %}")
    _last(document, "Trên đây là báo cáo tình hình thực hiện nhiệm vụ đến {{ day }}./.", layout)
    _foot(document, layout)
    return document


def letter(layout: Layout) -> Any:
    """The letter that presses: addressee, the overdue tasks with their dates and the reminders already sent."""
    document = blank_document("Công văn đôn đốc thực hiện nhiệm vụ", layout)
    _head(document, layout, about="V/v đôn đốc thực hiện nhiệm\u00a0vụ\u00a0quá\u00a0hạn")
    _addressees(document, layout, before=18)
    text(document, "Qua theo dõi việc thực hiện {{ plans }}, đến {{ day }}, {{ addressee }} còn {{ tasks | length }} "
         "nhiệm vụ chủ trì đã quá hạn, cụ thể như sau:", layout)  # fmt: skip
    table(document, [("TT", "{{ loop.index }}", 9), ("Nhiệm vụ", "{{ r.task }}", 56), ("Hạn", "{{ r.due }}", 22),
                     ("Quá hạn (ngày)", "{{ r.days }}", 16), ("Tình hình đã báo", "{{ r.reason }}", 34),
                     ("Đã nhắc", "{{ r.reminded }}", 28)], "tasks", "r", layout)  # fmt: skip
    line(document, "", size=6, after=0)
    text(document, "Để bảo đảm tiến độ chung, {{ author }} đề nghị {{ addressee }} khẩn trương chỉ đạo thực hiện, hoàn "
         "thành các nhiệm vụ nêu trên; báo cáo kết quả, nguyên nhân chậm và cam kết thời hạn hoàn thành trước "
         "{{ answer_by }}. Trường hợp có khó khăn, vướng mắc, đề nghị nêu rõ để được xem xét, tháo gỡ.", layout)  # fmt: skip
    _last(document, "Đề nghị {{ addressee }} quan tâm, phối hợp thực hiện./.", layout)
    _foot(document, layout)
    return document


def _head(document: Any, layout: Layout, about: str = "") -> None:
    """The two columns: who issues and the number at the left, the state's or the Party's name and the date at the right."""
    made = two_columns(document, HEAD_MM, 2)
    left, right = made.rows[0].cells
    cell(left, "{%p for name in above_lines %}", size=layout.names, first=True)
    cell(left, "{{ name }}", size=layout.names)
    cell(left, "{%p endfor %}", size=layout.names)
    cell(left, "{%p for name in office_lines %}", size=layout.names)
    cell(left, "{{ name }}", size=layout.names, bold=True)
    cell(left, "{%p endfor %}", size=layout.names)
    if layout.party:
        cell(left, "*", size=layout.names)
        cell(right, "ĐẢNG CỘNG SẢN VIỆT NAM", size=layout.nation, bold=True, first=True)
    else:
        rule(left, SHORT_RULE)
        cell(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=layout.nation, bold=True, first=True)
        cell(right, "Độc lập - Tự do - Hạnh phúc", size=layout.motto, bold=True)
    rule(right, LONG_RULE)
    left, right = made.rows[1].cells
    cell(left, "{{ number }}", size=layout.number, first=True)
    if about and layout.party:
        cell(left, about.removeprefix("V/v ").capitalize(), size=layout.about, italic=True, before=6)
    elif about:
        cell(left, about, size=layout.about, before=6)
    cell(right, "{{ place }}, ngày      tháng      năm {{ year }}", size=layout.dated, italic=True, first=True)


def _kind(document: Any, kind: str, subject: str, layout: Layout) -> None:
    line(document, kind, size=layout.kind, bold=True, align=CENTER, before=18, after=0)
    line(document, subject, size=layout.subject, bold=True, align=CENTER, after=0)
    if layout.party:
        line(document, "-----", size=layout.subject, align=CENTER, after=6)
    else:
        rule(document, SHORT_RULE)
        line(document, "", size=6, after=0)


def _addressees(document: Any, layout: Layout, before: float = 6) -> None:
    """One addressee stands on the line of "Kính gửi", several each on its own."""
    control(document, "{%p if addressees | length == 1 %}")
    line(document, "Kính gửi: {{ addressees[0] }}", size=layout.text, align=CENTER, before=before, after=12)
    control(document, "{%p elif addressees %}")
    line(document, "Kính gửi:", size=layout.text, align=LEFT, indent=38, before=before, after=0)
    control(document, "{%p for one in addressees %}")
    line(document, "- {{ one }}{{ '.' if loop.last else ';' }}", size=layout.text, align=LEFT, indent=50, after=0)
    control(document, "{%p endfor %}")
    line(document, "", size=6)
    control(document, "{%p endif %}")


def _last(document: Any, words: str, layout: Layout) -> None:
    text(document, words, layout).paragraph_format.keep_with_next = True


def _foot(document: Any, layout: Layout) -> None:
    """Where it goes and who signs, side by side, kept on one page with the last line of the text."""
    made = two_columns(document, FOOT_MM, 1)
    left, right = made.rows[0].cells
    party = layout.party
    cell(left, "Nơi nhận:", size=layout.to, bold=not party, italic=not party, align=LEFT, first=True, underline=party)
    cell(left, "{%p for one in copies %}", size=layout.list_to, align=LEFT)
    cell(left, "- {{ one }};", size=layout.list_to, align=LEFT)
    cell(left, "{%p endfor %}", size=layout.list_to, align=LEFT)
    cell(left, "{{ archive }}", size=layout.list_to, align=LEFT)
    cell(right, "{{ signer[0] }}", size=layout.signer, bold=True, first=True)
    cell(right, "{%p for one in signer[1:] %}", size=layout.signer)
    cell(right, "{{ one }}", size=layout.signer, bold=not party)
    cell(right, "{%p endfor %}", size=layout.signer)
    for _ in range(5):
        cell(right, "", size=layout.signer)
    cell(right, "{{ signer_name }}", size=layout.signer, bold=True)
    for paragraph in (*left.paragraphs, *right.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


if __name__ == "__main__":
    main()
