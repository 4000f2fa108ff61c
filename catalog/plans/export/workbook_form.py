"""The form of a plan's workbook: its sheets, its columns, and what stands in the cells of a task. Loads no library."""

from catalog.plans.model import ParsedTask

TASKS, AGENCIES, HIDDEN = "Nhiệm vụ", "Cơ quan", "_dondoc"
COLUMNS: tuple[tuple[str, int], ...] = (
    ("Mã dòng", 10),
    ("Phụ lục", 8),
    ("Mục", 8),
    ("TT", 8),
    ("Nhiệm vụ", 60),
    ("Kết quả", 36),
    ("Thời hạn", 22),
    ("Cơ quan chủ trì", 32),
    ("Cơ quan phối hợp", 36),
    ("Ghi chú", 24),
    ("Mật", 8),
)
GROUPS = ("Các sở, ban, ngành", "UBND cấp xã", "Các sở, ban, ngành, địa phương")


def shown(task: ParsedTask) -> list[str]:
    """The cells of a task as the sheet shows them, without the key: what a changed cell is compared with."""
    return [
        task.annex,
        task.section,
        task.number,
        task.title,
        task.output,
        task.deadline_raw,
        "; ".join(task.actors.lead_named),
        "; ".join(task.actors.support_named),
        task.notes,
        "x" if task.classified else "",
    ]
