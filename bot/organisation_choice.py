"""Which organisation an operator means, and its units from a workbook: checked before anything is stored."""

import datetime as dt
import pathlib
from collections.abc import Sequence

from bot.os_errors import why
from catalog.organisations.naming import PACKS, OrganisationUnknown, layout_of, nearest
from catalog.organisations.packs import Layout, framed
from catalog.organisations.units_of_a_book import with_units
from catalog.organisations.workbook import UnitBook, WorkbookRefused, read_units

_LARGEST = 20 * 2**20


class OrganisationRefused(ValueError):
    """What was named cannot be taken; the message is Vietnamese and says what would do."""


def chosen(
    name: str, units: pathlib.Path | None, pack: str = "", as_of: dt.date | None = None, *, to_try: bool = False
) -> Layout:
    """The layout of the organisation of this name, with the units of a workbook where one is given.

    `to_try`: where its units are unknown, those that its kind usually has do.

    Raises OrganisationRefused.
    """
    if pack and pack not in PACKS:
        raise OrganisationRefused(f"--pack: “{pack}” không dùng được; chọn {', '.join(PACKS)}.")
    try:
        layout = layout_of(name, pack, as_of)
    except OrganisationUnknown as unknown:
        raise OrganisationRefused(_unknown(unknown)) from None
    if units is not None:
        try:
            return with_units(layout, unit_book(units).rows)
        except WorkbookRefused as refused:
            raise OrganisationRefused(_sentences(units, refused)) from None
    if to_try and layout.needs_units:
        layout = framed(layout)
    if layout.needs_units:
        near = "" if layout.home.pack != "other" else f" Tên gần nhất đã biết: {'; '.join(nearest(name))}."
        raise OrganisationRefused(
            f"Chưa có đơn vị nào của {layout.home.name}: hãy thêm --units TỆP "
            f"(mẫu: dondoc org export --xlsx TỆP --blank).{near}"
        )
    return layout


def unit_book(file: pathlib.Path) -> UnitBook:
    """The workbook of units in a file. Raises OrganisationRefused."""
    try:
        if file.stat().st_size > _LARGEST:
            raise OrganisationRefused(f"Tệp {file.name} quá lớn: bảng đơn vị chỉ nhận đến {_LARGEST // 2**20} MB.")
        return read_units(file.read_bytes())
    except OSError as problem:
        raise OrganisationRefused(f"Không đọc được tệp {file}: {why(problem)}.") from None
    except WorkbookRefused as refused:
        raise OrganisationRefused(_sentences(file, refused)) from None


def counted(full_name: str, kinds: Sequence[str]) -> str:
    """ "Tổ chức: Ủy ban nhân dân tỉnh Lâm Đồng (160 đơn vị: 36 cơ quan, 124 xã, phường, đặc khu)."."""
    local = sum(kind in ("commune", "ward", "special_zone") for kind in kinds)
    parts = f": {len(kinds) - local} cơ quan, {local} xã, phường, đặc khu" if local else ""
    return f"Tổ chức: {full_name} ({len(kinds)} đơn vị{parts})."


def _unknown(unknown: OrganisationUnknown) -> str:
    if unknown.many:
        called = unknown.near[0].partition(",")[0]
        kind, _, name = called.partition(" ")
        if called.startswith("Đặc khu "):
            kind, name = "đặc khu", called.removeprefix("Đặc khu ")
        return f"Có {len(unknown.near)} {kind.lower()} tên {name}: {'; '.join(unknown.near)}; hãy ghi thêm tỉnh."
    near = f"; gần nhất: {'; '.join(unknown.near)}" if unknown.near else ""
    return f"Không có tổ chức nào tên “{unknown.typed}”{near}."


def _sentences(file: pathlib.Path, refused: WorkbookRefused) -> str:
    return f"{file.name}: {' '.join(refused.sentences)}"
