"""The report as a workbook: the facts of `catalog.figures.reporting` as the sheets of `templates.documents.sheets`."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from catalog.figures.monthly_form import PRINTED
from catalog.figures.official import Figures
from catalog.figures.reporting import Report, Row
from catalog.figures.warnings import KINDS
from catalog.work.snapshot import FIVE_FIGURES
from templates.documents.letterhead import full
from templates.documents.sheets import Column, Sheet, workbook
from templates.render import day as printed_day

PARTS = {
    "done_on_time": "Hoàn thành đúng hạn", "done_late": "Hoàn thành trễ hạn", "open_in_time": "Trong hạn",
    "open_overdue": "Quá hạn", "no_deadline": "Không định hạn", "suspended": "Tạm dừng", "cancelled": "Đã hủy",
}  # fmt: skip

STATES = {
    "not_started": "Chưa thực hiện", "in_progress": "Đang thực hiện", "reported": "Đã báo cáo, chờ nghiệm thu",
    "done": "Đã hoàn thành", "suspended": "Tạm dừng", "cancelled": "Đã hủy",
}  # fmt: skip

_FIGURES = (
    Column("Tổng số", 10, "count"), *(Column(PARTS[part], 14, "count") for part in FIVE_FIGURES),
    Column("Chờ nghiệm thu", 14, "count"), Column("Tự xác nhận", 12, "count"), Column("Tạm dừng", 10, "count"),
    Column("Đã hủy", 10, "count"), Column("Chưa giao", 10, "count"), Column("Tỷ lệ cập nhật 30 ngày", 14, "share"),
    Column("Tỷ lệ cơ quan kết nối", 14, "share"),
)  # fmt: skip


def report_xlsx(report: Report, now: dt.datetime, office: str = "") -> bytes:
    """The same report as a workbook: a sheet a table, totals live. `office` is who reports, as in the Word report."""
    title = f"Tình hình thực hiện đến ngày {printed_day(report.day)} – {report.title}"
    sums = tuple(range(1, 12))

    def groups(name: str, head: str, figures: Sequence[Figures], chart: str = "") -> Sheet:
        rows = [_cells(g) for g in figures]
        return Sheet(name, (Column(head, 52), *_FIGURES), rows, sums, tuple(range(2, 7)), 1, chart)

    before = [_cells(report.before, "Một tuần trước")] if report.before.total else []
    whole = [_cells(report.whole, "Toàn bộ"), *before]
    sheets = [
        Sheet("Tổng hợp", (Column("Phạm vi", 52), *_FIGURES), whole, (), tuple(range(2, 7)), 1),
        groups("Theo kế hoạch", "Kế hoạch", report.by_plan),
        groups("Theo cơ quan", "Cơ quan", report.by_agency, "Tình hình theo cơ quan"),
        groups("Theo mục", "Mục", report.by_section),
        Sheet("Quá hạn", _ROW, [_row_cells(r) for r in report.overdue]),
        Sheet(
            "Cảnh báo",
            (Column("Loại", 16), Column("Cơ quan", 34), Column("Mã", 8, "code"), Column("Nhiệm vụ", 50),
             Column("Hạn", 12, "day"), Column("Lý do", 60), Column("Có thể làm", 50)),
            [(KINDS[w.kind], w.agency, w.task_id, w.place.title if w.place else "", w.due, w.reason, w.advice)
             for w in report.warnings],
        ),
        Sheet(
            "Chưa giao",
            (Column("Mã", 8, "code"), Column("Kế hoạch", 30), Column("Phụ lục", 9), Column("Mục", 9), Column("Số", 9),
             Column("Nhiệm vụ", 70)),
            [(u.task_id, u.place.plan_number or u.place.plan, u.place.annex, u.place.section, u.place.number,
              u.place.title) for u in report.shown.unassigned],
        ),
        Sheet("Xếp hạng quý", tuple(_RANKING), [tuple(r[k] for k in _RANKING.values()) for r in report.ranking]),
        *([_monthly(report)] if report.monthly else []),
        Sheet("Chi tiết", _ROW, [_row_cells(r) for r in report.rows]),
    ]  # fmt: skip
    author = full(office or report.coordinator or report.issuer) or "Đôn Đốc"
    return workbook(title, sheets, author=author, made_at=now)


def rows_xlsx(title: str, rows: Sequence[Row], now: dt.datetime) -> bytes:
    """One sheet: a list of assignments as the report prints them."""
    return workbook(title, [Sheet("Danh sách", _ROW, [_row_cells(row) for row in rows])], author="Đôn Đốc", made_at=now)


_RANKING = {
    Column("Hạng", 8, "code"): "place", Column("Cơ quan", 52): "agency", Column("Việc trong quý", 14, "count"): "total",
    Column("Hoàn thành đúng hạn", 14, "count"): "done_on_time", Column("Hoàn thành trễ hạn", 14, "count"): "done_late",
    Column("Quá hạn", 14, "count"): "open_overdue", Column("Tỷ lệ đúng hạn", 14, "share"): "on_time_rate",
    Column("Tỷ lệ cập nhật", 14, "share"): "update_rate",
}  # fmt: skip


def _monthly(report: Report) -> Sheet:
    """The printed annex with what the month brought, for the central monitoring system."""
    widths = (8, 60, 30, 30, 40, 16, 24)
    columns = (
        *(Column(head, width) for head, width in zip(PRINTED.values(), widths, strict=True)),
        Column("Kết quả đến ngày báo cáo", 60), Column("Phân loại", 20), Column("Tỷ lệ (%)", 10, "share"),
        Column("Khó khăn, vướng mắc", 60),
    )  # fmt: skip
    rows = [
        (
            *(r[key] for key in PRINTED),
            r["result"],
            PARTS.get(r["part"], "Chưa giao"),
            _share(r["percent"]),
            r["troubles"],
        )
        for r in report.monthly
    ]
    return Sheet("Báo cáo tháng", columns, rows)


_ROW = (
    Column("Mã", 8, "code"), Column("Kế hoạch", 26), Column("Phụ lục", 9), Column("Mục", 9), Column("Số", 9),
    Column("Nhiệm vụ", 60), Column("Sản phẩm", 40), Column("Cơ quan", 34), Column("Hạn", 12, "day"),
    Column("Trạng thái", 22), Column("%", 8, "share"), Column("Phân loại", 22), Column("Ngày báo cáo", 12, "day"),
    Column("Quá hạn (ngày)", 10, "count"), Column("Tình hình đã báo", 50),
)  # fmt: skip


def _share(percent: float | None) -> float | None:
    """A percentage as the 0-1 rate a cell shows as percent."""
    return None if percent is None else percent / 100


def _row_cells(row: Row) -> tuple[Any, ...]:
    s, p = row.stand, row.stand.place
    return (
        s.task_id, p.plan_number or p.plan, p.annex, p.section, p.number, p.title, p.output, s.agency, s.due,
        STATES[s.snapshot.state], _share(s.snapshot.percent), PARTS[s.bucket], s.reported_on,
        row.days_late or None, row.words,
    )  # fmt: skip


def _cells(g: Figures, name: str = "") -> tuple[Any, ...]:
    return (
        name or g.name or "(không có mục)", g.total, *(g.counts[part] for part in FIVE_FIGURES), g.reported,
        g.self_confirmed, g.counts["suspended"], g.counts["cancelled"], g.unassigned, g.update_rate, g.linked_rate,
    )  # fmt: skip
