"""An edited form is tried before it takes the place of the shipped one: filled with sample values, every gap known."""

import datetime as dt
import io
import pathlib
from typing import Any

from templates.documents.forms import FORMS, BrokenForm, file_name, filled, head_values
from templates.documents.letterhead import letterhead

NAMES = {file_name(form, party=party): (form, party) for form in FORMS for party in (False, True)}
"""The files that may be put in place: name -> (form, of the Party)."""

_FIGURES = dict.fromkeys(
    (
        "total", "done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline", "reported",
        "self_confirmed", "self_confirmed_number", "suspended", "cancelled", "unassigned", "update_rate", "linked",
        "linked_rate",
    ),
    "1",
)  # fmt: skip
_ROW = {
    "task": "Nhiệm vụ mẫu",
    "agency": "Sở mẫu",
    "due": "31/3/2026",
    "days": "5",
    "reason": "đang làm",
    "reminded": "chưa nhắc",
}
_SAMPLE: dict[str, dict[str, Any]] = {
    "report": {
        "subject": "Tình hình mẫu", "title": "phạm vi mẫu", "addressees": ["Cơ quan mẫu"], "addressee": "Cơ quan mẫu",
        "plans": ["Kế hoạch mẫu"], "day": "ngày 05 tháng 01 năm 2026", "year": "2026", "copies": ["Như trên"],
        "grounds": ["Căn cứ Kế hoạch mẫu."], "opening": "Cơ quan mẫu báo cáo như sau:", "whole": _FIGURES,
        "share": _FIGURES, "change": "So với tuần trước: không đổi.", "by_plan": [{**_FIGURES, "name": "Kế hoạch mẫu"}],
        "by_agency": [{**_FIGURES, "name": "Sở mẫu"}], "late": "1", "overdue": [_ROW], "blocked": "1",
        "blockers": [{**_ROW, "advice": "tháo gỡ"}], "warnings": [{"name": "Cảnh báo mẫu", "count": "1"}],
        "proposals": ["Kiến nghị mẫu."], "chart": None,
    },
    "letter": {
        "addressees": ["Cơ quan mẫu"], "addressee": "Cơ quan mẫu", "day": "ngày 05 tháng 01 năm 2026", "year": "2026",
        "answer_by": "ngày 12 tháng 01 năm 2026", "copies": ["Như trên"], "plans": "Kế hoạch mẫu", "tasks": [_ROW],
        "chart": None,
    },
}  # fmt: skip


def check_form(name: str, data: bytes) -> None:
    """Raises BrokenForm, a Vietnamese sentence, where `data` cannot take the place of the form `name`."""
    from docxtpl import DocxTemplate

    if name not in NAMES:
        raise BrokenForm(f"Tên tệp mẫu phải là một trong: {', '.join(NAMES)}; không phải “{name}”.")
    form, party = NAMES[name]
    head = letterhead("Tỉnh ủy mẫu" if party else "Sở mẫu", "" if party else "UBND tỉnh mẫu")
    values = {**head_values(head, form), **_SAMPLE[form]}
    moment = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    filled(io.BytesIO(data), values, head=head, made_at=moment, title="Mẫu")
    asked: set[str] = DocxTemplate(io.BytesIO(data)).get_undeclared_template_variables()
    if unknown := sorted(asked - set(values)):
        usable = ", ".join(sorted(values))
        raise BrokenForm(f"Mẫu {name} có chỗ điền không rõ: {', '.join(unknown)}. Dùng được: {usable}.")


def in_use(name: str, folder: pathlib.Path) -> tuple[bytes, bool]:
    """The form as it is used now, and whether it is one edited here."""
    own = folder / name
    here = pathlib.Path(__file__).parent / name
    return (own.read_bytes(), True) if own.is_file() else (here.read_bytes(), False)
