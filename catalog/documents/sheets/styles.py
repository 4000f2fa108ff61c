"""What the cells of a workbook look like: number format, font and strike-through, and nothing else of its styles.

Only these are read: an odd colour, fill or border is nobody's reason to refuse a workbook.
"""

from dataclasses import dataclass
from typing import Any

from catalog.documents.sheets.formats import BUILT_IN


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The number format (its code), the font's name and whether it is struck through."""

    code: str = ""
    font: str = ""
    struck: bool = False


def cell_styles(root: Any) -> list[CellStyle]:
    """The styles by the number cells name them with (cellXfs); empty where the workbook has none."""
    if root is None:
        return []
    codes = dict(BUILT_IN)
    for one in root.iter("{*}numFmt"):
        if one.get("formatCode") is not None and (one.get("numFmtId") or "").isdigit():
            codes[int(one.get("numFmtId"))] = one.get("formatCode")
    fonts = root.find("{*}fonts")
    faces = [] if fonts is None else [_face(one) for one in fonts.findall("{*}font")]
    formats = root.find("{*}cellXfs")
    return [] if formats is None else [_style(one, codes, faces) for one in formats.findall("{*}xf")]


def _face(font: Any) -> tuple[str, bool]:
    name, strike = font.find("{*}name"), font.find("{*}strike")
    return ("" if name is None else name.get("val", "")), strike is not None and strike.get("val") not in ("0", "false")


def _style(element: Any, codes: dict[int, str], faces: list[tuple[str, bool]]) -> CellStyle:
    code, font = (
        int(element.get(name) or 0) if (element.get(name) or "0").isdigit() else 0 for name in ("numFmtId", "fontId")
    )
    face, struck = faces[font] if font < len(faces) else ("", False)
    return CellStyle(codes.get(code, ""), face, struck)
