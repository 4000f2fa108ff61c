"""`dondoc plan import` of a scan: read by the machine, compared at the terminal; nothing is stored before.

What the machine would have read is given here; that it reads is tests/catalog/documents/scans.
"""

import io
import pathlib
from dataclasses import replace

import pytest
from PIL import Image
from prompt import Dondoc

from bot.cli.office.plans import scan
from bot.reading import plan_sources
from catalog.documents.grid import table_of
from catalog.documents.model import Document, Paragraph, Place, Row, Seen, Table

BOX = (10, 10, 90, 30)
TITLE = ("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", "Số: 77/KH-UBND", "Khánh Hòa, ngày 03 tháng 02 năm 2026", "KẾ HOẠCH",
         "Duy tu cầu đường năm 2026", "Phụ lục")  # fmt: skip
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")


def seen(page: int, *rows: tuple[str, ...], doubt: tuple[int, int] = (-1, -1)) -> Table:
    plain = table_of((HEAD, *rows), Place(page=page))
    made = tuple(
        Row(
            tuple(
                replace(
                    cell,
                    seen=Seen(0.4 if (down, across) == doubt else 0.95, BOX),
                    place=Place(page=page, row=down + 1, column=across + 1),
                )
                for across, cell in enumerate(row.cells)
            )
        )
        for down, row in enumerate(plain.rows)
    )
    return Table(made, Place(page=page))


READ = Document(
    (
        *(Paragraph(line, Place(page=1), seen=Seen(0.95, BOX)) for line in TITLE),
        seen(1, ("1", "Sơn lại lan can cầu", "Sở Xảy dựng", "6/2026"), doubt=(1, 2)),
        seen(2, ("2", "Vá mặt đường tỉnh lộ", "Sở Xảy dựng", "82026")),
    ),
    "scan",
    2,
    (),
    (1, 2),
)


@pytest.fixture
def scanned(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, dondoc: Dondoc) -> str:
    picture = io.BytesIO()
    Image.new("L", (600, 800), 255).save(picture, "JPEG")
    path = tmp_path / "quet.jpg"
    path.write_bytes(picture.getvalue())
    monkeypatch.setattr(scan, "read_with_scans", lambda data, name, names, told: READ)
    monkeypatch.setattr(plan_sources, "missing", lambda: "")
    return str(path)


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """A terminal at which these lines are typed."""
    keys = io.StringIO("".join(f"{one}\n" for one in answers))
    keys.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", keys)


def test_a_scan_is_compared_page_by_page_and_then_imported(
    dondoc: Dondoc, scanned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(
        monkeypatch,
        "Sở Xây dựng",
        "y",
        "",
        "9, 9 = x",
        "2, 4 = 8/2026",
        "sau hàng 2: 3 | Thay biển báo | Sở Xây dựng | 9/2026",
        "",
    )
    code, out, err = dondoc("plan", "import", scanned)
    assert code == 0, err
    assert "hàng 8, cột 3 (Cơ quan chủ trì): “Sở Xảy dựng”" in err
    assert "Còn 1 ô cùng cột máy cũng đọc là “Sở Xảy dựng”" in err
    assert "Không có ô hoặc hàng đó" in err
    assert "Hàng 2: 2 | Vá mặt đường tỉnh lộ | Sở Xây dựng | 8/2026" in out
    (plan,) = dondoc.json("plan", "export")["plans"]
    assert [(one["title"], one["lead"]) for one in plan["tasks"]] == [
        ("Sơn lại lan can cầu", ["Sở Xây dựng"]),
        ("Vá mặt đường tỉnh lộ", ["Sở Xây dựng"]),
        ("Thay biển báo", ["Sở Xây dựng"]),
    ]


def test_a_page_left_out_brings_no_task(dondoc: Dondoc, scanned: str, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "", "", "bỏ")
    assert dondoc("plan", "import", scanned)[0] == 0
    (plan,) = dondoc.json("plan", "export")["plans"]
    assert [one["title"] for one in plan["tasks"]] == ["Sơn lại lan can cầu"]


def test_what_nobody_compared_is_not_stored(dondoc: Dondoc, scanned: str, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "")  # the terminal is closed after the first question
    assert dondoc("plan", "import", scanned)[0] != 0
    assert dondoc.json("plan", "list") == {"plans": []}
    monkeypatch.setattr("sys.stdin", io.StringIO())
    code, _, err = dondoc("plan", "import", scanned)
    assert code == 2
    assert (
        "cần người đối chiếu từng trang: đề nghị chạy dondoc plan import TỆP ở cửa sổ lệnh, hoặc gửi tệp cho bot" in err
    )
    code, out, _ = dondoc("plan", "import", scanned, "--dry-run")
    assert (code, "77/KH-UBND" in out) == (0, True)
    assert dondoc.json("plan", "list") == {"plans": []}
