"""Fills the Word forms an officer can edit: the shipped ones beside this file, or the copies of a deployment."""

import io
import pathlib
import zipfile
from collections.abc import Mapping
from typing import Any

import jinja2

HERE = pathlib.Path(__file__).parent
CHART_WIDTH_MM = 125


class BrokenForm(ValueError):
    """The edited form cannot be filled; the message is a Vietnamese sentence that says where and why."""


def fill(
    form: str, values: Mapping[str, Any], *, folder: pathlib.Path | None = None, chart: bytes | None = None
) -> bytes:
    """The document `form` ("report" or "letter") with `values` put in; every value is plain text, never markup.

    A `form`.docx in `folder` is used instead of the shipped one. Raises BrokenForm.
    """
    import docx.opc.exceptions  # Word is loaded when a document is made, not when the bot starts
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    own = folder / f"{form}.docx" if folder else None
    source = own if own is not None and own.is_file() else HERE / f"{form}.docx"
    try:
        template = DocxTemplate(source)
        picture = InlineImage(template, io.BytesIO(chart), width=Mm(CHART_WIDTH_MM)) if chart else None
        template.render({**_clean(values), "chart": picture}, autoescape=True)
    except (docx.opc.exceptions.PackageNotFoundError, zipfile.BadZipFile, KeyError) as problem:
        raise BrokenForm(f"Mẫu {source} không phải là tệp Word (.docx) đọc được.") from problem
    except jinja2.TemplateError as problem:
        raise BrokenForm(f"Mẫu {source} có chỗ điền sai: {problem}. Hãy sửa lại hoặc xóa mẫu riêng.") from problem
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _clean(value: Any) -> Any:
    """Values without characters that a Word file cannot hold."""
    if isinstance(value, str):
        return "".join(ch for ch in value if ch in "\n\t" or (ord(ch) >= 32 and not 0xD800 <= ord(ch) <= 0xDFFF))
    if isinstance(value, Mapping):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part) for part in value]
    return value
