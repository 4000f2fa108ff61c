"""Fills the Word forms an officer can edit: the shipped ones beside this file, or the copies of a deployment."""

import datetime as dt
import io
import pathlib
import zipfile
from collections.abc import Mapping
from typing import Any

import jinja2

from templates.documents.letterhead import Letterhead
from templates.documents.official_words import plain

HERE = pathlib.Path(__file__).parent
CHART_WIDTH_MM = 125
FORMS = ("report", "letter")


class BrokenForm(ValueError):
    """The edited form cannot be filled; the message is a Vietnamese sentence that says where and why."""


def fill(
    form: str, values: Mapping[str, Any], head: Letterhead, *, made_at: dt.datetime, title: str,
    folder: pathlib.Path | None = None, chart: bytes | None = None, alt: str = "",
) -> bytes:  # fmt: skip
    """The document `form` ("report" or "letter") under `head`, with `values` put in; every value is plain text.

    The form of the Party is taken where the head is of the Party. A form of that name in `folder` is used instead of
    the shipped one. `title` and `made_at` (aware) become properties, `alt` the text of the chart. Raises BrokenForm.
    """
    name = file_name(form, party=head.party)
    own = folder / name if folder else None
    source = own if own is not None and own.is_file() else HERE / name
    return filled(source, plain({**head_values(head, form), **values}), head=head, made_at=made_at, title=title,
                  chart=chart, alt=alt)  # fmt: skip


def file_name(form: str, *, party: bool) -> str:
    """The file of a form: "report.docx", "report-party.docx"."""
    return f"{form}-party.docx" if party else f"{form}.docx"


def head_values(head: Letterhead, form: str) -> dict[str, Any]:
    """What the head and the foot print; `above`, `office` and `copy_to` are what forms of earlier versions ask for."""
    kind = {"report": "BC", "letter": ""}[form]
    return {
        "above_lines": head.superior_lines, "office_lines": head.office_lines,
        "above": " ".join(head.superior_lines), "office": " ".join(head.office_lines),
        "copy_to": "Lãnh đạo cơ quan (để báo cáo)", "author": head.office or "Cơ quan theo dõi",
        "number": head.number(kind), "place": head.place or "(địa danh)", "archive": head.archive,
        "signer": list(head.signer), "signer_name": "",
    }  # fmt: skip


def filled(
    source: pathlib.Path | io.BytesIO, values: Mapping[str, Any], *, head: Letterhead, made_at: dt.datetime, title: str,
    chart: bytes | None = None, alt: str = "",
) -> bytes:  # fmt: skip
    """The form at `source` filled and finished. Raises BrokenForm."""
    import docx.opc.exceptions  # Word is loaded when a document is made, not when the bot starts
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    from templates.documents.finish import finish

    named = source if isinstance(source, pathlib.Path) else "này"
    try:
        template = DocxTemplate(source)
        picture = InlineImage(template, io.BytesIO(chart), width=Mm(CHART_WIDTH_MM)) if chart else None
        template.render({**values, "chart": picture}, autoescape=True)
    except (docx.opc.exceptions.PackageNotFoundError, zipfile.BadZipFile, KeyError) as problem:
        raise BrokenForm(f"Mẫu {named} không phải là tệp Word (.docx) đọc được.") from problem
    except jinja2.TemplateError as problem:
        raise BrokenForm(f"Mẫu {named} có chỗ điền sai: {problem}. Hãy sửa lại hoặc xóa mẫu riêng.") from problem
    finish(template.docx, title=title, author=head.office or "Đôn Đốc", alt=alt, made_at=made_at)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()
