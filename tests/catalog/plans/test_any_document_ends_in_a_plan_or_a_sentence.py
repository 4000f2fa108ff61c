"""Cut, spliced and shuffled documents: each ends in a plan or in one sentence, never in a traceback, and no row is lost.

The suite tries some; `make fuzz` ten thousand (`DONDOC_FUZZ`).
"""

import os
import random
from dataclasses import replace

from catalog.agencies.registry import Registry
from catalog.documents.grid import table_of
from catalog.documents.model import Block, Document, Paragraph, Place, Row, Table
from catalog.organisations.khanh_hoa import registry
from catalog.plans.model import NotAPlan, ParsedPlan
from catalog.plans.reader import plan_of

TRIES = int(os.environ.get("DONDOC_FUZZ", "150"))
LINES = (
    "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG", "Số: 12/KH-UBND", "Lâm Đồng, ngày 30 tháng 02 năm 2026", "KẾ HOẠCH", "Trồng cây năm 2026", "I. NHIỆM VỤ",
    "1. Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra, hoàn thành trước ngày 31/6/2026.", "a) Cơ quan chủ trì: Sở Tài chính; thời gian: Quý V/2026.",
    "- UBND các xã, phường:", "- báo cáo hằng tháng", "Điều 1. Giao", "PHỤ LỤC II", "Nơi nhận:", "", "V/v", "THÁNG 13", "(Kèm theo Quyết định số 1/QĐ-UBND của UBND)",
)  # fmt: skip
CELLS = (
    "TT", "Nhiệm vụ", "Cơ quan chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm", "1", "I", "a)", "-", "nt", "THÁNG 3", "SỞ TÀI CHÍNH", "x", "", "", "Quý I",
    "Sở Văn hóa, Thể thao và Du lịch", "các sở, ban, ngành", "UBND các xã:", "30/02/2026", "trước ngày 15/5", "Trồng cây xanh dọc các tuyến đường", "(", "Tổng cộng: 3", "1.1.1", "NV-01",
)  # fmt: skip


def broken(chance: random.Random) -> Document:
    blocks: list[Block] = []
    for _ in range(chance.randrange(9)):
        if chance.random() < 0.6:
            line = chance.choice(LINES)
            cut = line[: chance.randrange(len(line) + 1)] if chance.random() < 0.3 else line
            blocks.append(Paragraph(cut, Place(line=len(blocks) + 1), footnote=chance.random() < 0.05))
        else:
            blocks.append(table(chance))
    return Document(tuple(blocks), chance.choice(("docx", "xlsx", "pdf", "text")))


def table(chance: random.Random) -> Table:
    width = chance.randrange(1, 8)
    rows = [[chance.choice(CELLS) for _ in range(width)] for _ in range(chance.randrange(1, 7))]
    if chance.random() < 0.7:
        rows.insert(0, list(CELLS[:width]))
    made = table_of(rows, Place(sheet=chance.choice(("", "", "Trang 1"))))
    if chance.random() < 0.5:  # cells merged at random, over rows and columns
        merged = [
            Row(tuple(replace(cell, text="", origin=(chance.randrange(down), across)) if down and chance.random() < 0.2 else cell
                      for across, cell in enumerate(row.cells)), torn=chance.random() < 0.2)
            for down, row in enumerate(made.rows)
        ]  # fmt: skip
        made = replace(made, rows=tuple(merged))
    return made


def outcome(document: Document, known: Registry) -> ParsedPlan | str:
    try:
        return plan_of(document, "a", known)
    except NotAPlan as refused:
        return str(refused)


def test_no_document_ends_in_a_traceback() -> None:
    for seed in range(TRIES):
        document = broken(random.Random(seed))
        for known in (registry(), Registry(agencies=(), former=())):
            result = outcome(document, known)
            if isinstance(result, str):
                assert result.endswith((".", "…")), (seed, result)
            else:
                assert result.tasks or result.indicators, seed
                assert result.self_check is not None, seed
                assert result.self_check.adds_up, (seed, result.self_check)
