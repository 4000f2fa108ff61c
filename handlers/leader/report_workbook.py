"""The report as a workbook: the facts of `catalog.figures.reporting` as the sheets of `templates.documents.sheets`."""

from collections.abc import Sequence
from typing import Any

from catalog.figures.monthly_form import PRINTED
from catalog.figures.official import Figures
from catalog.figures.reporting import Report, Row
from catalog.figures.warnings import KINDS
from catalog.work.snapshot import FIVE_FIGURES
from templates.documents.sheets import Sheet, workbook
from templates.render import day as printed_day

PARTS = {
    "done_on_time": "Hoàn thành đúng hạn", "done_late": "Hoàn thành trễ hạn", "open_in_time": "Trong hạn",
    "open_overdue": "Quá hạn", "no_deadline": "Không định hạn", "suspended": "Tạm dừng", "cancelled": "Đã hủy",
}  # fmt: skip

STATES = {
    "not_started": "Chưa thực hiện", "in_progress": "Đang thực hiện", "reported": "Đã báo cáo, chờ nghiệm thu",
    "done": "Đã hoàn thành", "suspended": "Tạm dừng", "cancelled": "Đã hủy",
}  # fmt: skip

_GROUP_HEADS = (
    "Tổng số", *(PARTS[part] for part in FIVE_FIGURES), "Chờ nghiệm thu", "Tự xác nhận", "Tạm dừng", "Đã hủy",
    "Chưa giao", "Tỷ lệ cập nhật 30 ngày", "Tỷ lệ cơ quan kết nối",
)  # fmt: skip
_GROUP_WIDTHS = (52, 10, 14, 14, 12, 12, 14, 14, 12, 10, 10, 10, 14, 14)


def report_xlsx(report: Report) -> bytes:
    """The same report as a workbook: a sheet a table, totals live."""
    title = f"Tình hình thực hiện đến ngày {printed_day(report.day)} – {report.title}"
    sums = tuple(range(1, 12))

    def groups(name: str, head: str, figures: Sequence[Figures], chart: str = "") -> Sheet:
        rows = [_cells(g) for g in figures]
        return Sheet(name, (head, *_GROUP_HEADS), rows, _GROUP_WIDTHS, sums, tuple(range(2, 7)), 1, chart)

    before = [_cells(report.before, "Một tuần trước")] if report.before.total else []
    whole = [_cells(report.whole, "Toàn bộ"), *before]
    sheets = [
        Sheet("Tổng hợp", ("", *_GROUP_HEADS), whole, _GROUP_WIDTHS, (), tuple(range(2, 7)), 1),
        groups("Theo kế hoạch", "Kế hoạch", report.by_plan),
        groups("Theo cơ quan", "Cơ quan", report.by_agency, "Tình hình theo cơ quan"),
        groups("Theo mục", "Mục", report.by_section),
        Sheet("Quá hạn", _ROW_HEADS, [_row_cells(r) for r in report.overdue], _ROW_WIDTHS),
        Sheet(
            "Cảnh báo", ("Loại", "Cơ quan", "Mã", "Nhiệm vụ", "Hạn", "Lý do", "Có thể làm"),
            [(KINDS[w.kind], w.agency, w.task_id, w.place.title if w.place else "", w.due, w.reason, w.advice)
             for w in report.warnings],
            (16, 34, 8, 50, 12, 60, 50),
        ),
        Sheet(
            "Chưa giao", ("Mã", "Kế hoạch", "Phụ lục", "Mục", "Số", "Nhiệm vụ"),
            [(u.task_id, u.place.plan_number or u.place.plan, u.place.annex, u.place.section, u.place.number,
              u.place.title) for u in report.shown.unassigned],
            (8, 30, 9, 9, 9, 70),
        ),
        Sheet("Xếp hạng quý", tuple(_RANKING), [tuple(r[k] for k in _RANKING.values()) for r in report.ranking],
              (8, 52, 14, 14, 14, 14, 14, 14)),
        *([_monthly(report)] if report.monthly else []),
        Sheet("Chi tiết", _ROW_HEADS, [_row_cells(r) for r in report.rows], _ROW_WIDTHS),
    ]  # fmt: skip
    return workbook(title, sheets)


_RANKING = {
    "Hạng": "place", "Cơ quan": "agency", "Việc trong quý": "total", "Xong đúng hạn": "done_on_time",
    "Xong trễ hạn": "done_late", "Quá hạn": "open_overdue", "Tỷ lệ đúng hạn": "on_time_rate",
    "Tỷ lệ cập nhật": "update_rate",
}  # fmt: skip


def _monthly(report: Report) -> Sheet:
    """The printed annex with what the month brought, for the central monitoring system."""
    heads = (*PRINTED.values(), "Kết quả đến ngày báo cáo", "Phân loại", "Tỷ lệ (%)", "Khó khăn, vướng mắc")
    rows = [
        (*(r[key] for key in PRINTED), r["result"], PARTS.get(r["part"], "Chưa giao"), r["percent"], r["troubles"])
        for r in report.monthly
    ]
    return Sheet("Báo cáo tháng", heads, rows, (8, 60, 30, 30, 40, 16, 24, 60, 20, 10, 60))


_ROW_HEADS = (
    "Mã", "Kế hoạch", "Phụ lục", "Mục", "Số", "Nhiệm vụ", "Sản phẩm", "Cơ quan", "Hạn", "Trạng thái", "%",
    "Phân loại", "Ngày báo cáo", "Quá hạn (ngày)", "Tình hình đã báo",
)  # fmt: skip
_ROW_WIDTHS = (8, 26, 9, 9, 9, 60, 40, 34, 12, 22, 6, 22, 12, 10, 50)


def _row_cells(row: Row) -> tuple[Any, ...]:
    s, p = row.stand, row.stand.place
    return (
        s.task_id, p.plan_number or p.plan, p.annex, p.section, p.number, p.title, p.output, s.agency, s.due,
        STATES[s.snapshot.state], s.snapshot.percent, PARTS[s.bucket], s.reported_on, row.days_late or None, row.words,
    )  # fmt: skip


def _cells(g: Figures, name: str = "") -> tuple[Any, ...]:
    return (
        name or g.name or "(không có mục)", g.total, *(g.counts[part] for part in FIVE_FIGURES), g.reported,
        g.self_confirmed, g.counts["suspended"], g.counts["cancelled"], g.unassigned, g.update_rate, g.linked_rate,
    )  # fmt: skip
